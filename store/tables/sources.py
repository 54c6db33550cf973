"""Sources: how each is polled, what they were told of, the sites they share and our subscriptions with their hubs."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
)

from store.tables.columns import Moment, metadata

sources = Table(
    "sources",
    metadata,
    Column("source", Text, primary_key=True),
    Column("current", Boolean, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease", Moment),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text),
    Column("interval_us", BigInteger),
    Column("status", Integer),
    Column("polled", Moment),
    Column("succeeded", Moment),
    Column("changed", Moment),
    Column("failures", Integer, nullable=False),
    Column("gone", Integer, nullable=False),
    Column("problem", Text),
    Column("missed", Boolean, nullable=False),
    Column("moved_to", Text),
    Column("moved_count", Integer, nullable=False),
    Column("added", Moment),
    Column("misses", Integer, nullable=False, server_default="0"),
    Column("broken", Moment),
    Column("silent", Moment),
    Column("hints", Text, nullable=False),
    Column("why_next", Text),
    Column("url", Text),
    Column("whole", Moment),
    Column("fresh_us", BigInteger),
    Column("rate", Float),
    Column("watched", Float, nullable=False, server_default="0"),
    Column("false_304", Boolean, nullable=False, server_default=false()),
    Column("unpushed", Moment),
    Column("holder", Text),
    Column("lane", Text),
    Column("republish", Text),
    Column("archived", Text),
    Column("entries", Integer, nullable=False, server_default="0"),
    Index("sources_due", "current", "due"),
)

# Sites that one process has to itself for a while, where several poll: ``sources.lane`` is the site that a source
# was last found to be of, ``holder`` the process that has it, until ``lease``.
lanes = Table(
    "lanes",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("lease", Moment, nullable=False),
)

# What was told of sources: that they broke, fell silent, came back.
source_events = Table(
    "source_events",
    metadata,
    Column("source", Text, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("source_events_at", "at"),
)

# Registrable domains that asked to be left alone, now or ever.
domains = Table(
    "domains",
    metadata,
    Column("domain", Text, primary_key=True),
    Column("noted", Moment, nullable=False),
    Column("until", Moment),
    Column("limited", Moment),
)

# What is remembered of each source's last document (feeds.model.known), packed.
known = Table(
    "known",
    metadata,
    Column("source", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

# Our subscriptions with sources' hubs. ``leaving``: one that is to be ended, which its source has no more.
push_subscriptions = Table(
    "push_subscriptions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("hub", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("callback", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("due", Moment, nullable=False),
    Column("pending", Text),
    Column("leaving", Boolean, nullable=False),
    Column("expires", Moment),
    Column("attempts", Integer, nullable=False),
    Column("problem", Text),
    Column("pushed", Moment),
    Column("taken", Moment),
    Column("doubted", Moment),
    Index("push_subscriptions_source", "source"),
    Index("push_subscriptions_due", "due"),
)
