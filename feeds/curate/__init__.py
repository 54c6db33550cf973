"""Topics: the query language, and which stories a topic takes and why."""
