"""Topics: what they hold, their logs, digests and documents as published."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text

from store.tables.columns import Moment, metadata

topics = Table(
    "topics",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)

topic_entries = Table(
    "topic_entries",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("entered", Moment, nullable=False),
    Column("why", Text, nullable=False),
    Index("topic_entries_story", "story"),
)

# What an editor said of a story in a topic: "pin" or "ban".
topic_words = Table(
    "topic_words",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("word", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("topic_words_story", "story"),
)

# Stories that a topic takes, but not before then.
topic_held = Table(
    "topic_held",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("until", Moment, nullable=False),
    Index("topic_held_story", "story"),
    Index("topic_held_until", "until"),
)

# A topic's digests; ``number`` is their place in the topic's log.
digests = Table(
    "digests",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("label", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("until", Moment, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("html", Text, nullable=False),
    Column("rewritten", Moment),
)

# Since when a topic is a digest, and up to when its periods are done.
digest_states = Table(
    "digest_states",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("opened", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

# The order in which a topic published its stories: ``posted`` when its words were new, ``updated`` of those
# words, ``touched`` when anything of its entry was (null: since the last release).
topic_log = Table(
    "topic_log",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("posted", BigInteger, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("touched", BigInteger),
    Index("topic_log_posted", "topic", "posted"),
    Index("topic_log_story", "story"),
)

# The last number given in a topic's log; it never falls.
topic_numbers = Table(
    "topic_numbers",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

archive_pages = Table(
    "archive_pages",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("upto", BigInteger, nullable=False),
    Column("address", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
)

archive_entries = Table(
    "archive_entries",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("story", Text, primary_key=True),
)

# What a feed document was: the ETag of each state, and the number of its topic then.
instances = Table(
    "instances",
    metadata,
    Column("path", Text, primary_key=True),
    Column("etag", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# A body is packed (store.rows).
documents = Table(
    "documents",
    metadata,
    Column("path", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
