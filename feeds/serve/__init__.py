"""What readers and people fetch: feeds as stored bytes, a few pages, and health for machines."""
