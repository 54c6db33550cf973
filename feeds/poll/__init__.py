"""When to poll, what to ask, and what a reply means: decisions only, no network and no clock."""
