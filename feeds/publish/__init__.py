"""Stories to feed documents: entries, channels, and the formats they are rendered in."""
