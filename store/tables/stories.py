"""Stories: their copies, versions, links, and the changes of them that wait for a step of their own."""

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
    type_coerce,
)

from store.tables.columns import Moment, metadata

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("head", BigInteger, nullable=False),
    Column("first_carrier", Text, nullable=False),
    Column("published", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Index("stories_published", "published", "id"),
)

# What orders stories by age: when the desk had them, to ten minutes, then when they were published. Which of two
# sources was asked first within some minutes says nothing of their stories.
NEWNESS = (
    type_coerce(stories.c.first_seen, BigInteger) // 600_000_000,
    stories.c.published,
    stories.c.id,
)

redirects = Table(
    "redirects",
    metadata,
    Column("old", Text, primary_key=True),
    Column("story", Text, nullable=False),
    Index("redirects_story", "story"),
)

copies = Table(
    "copies",
    metadata,
    Column("item", BigInteger, primary_key=True, autoincrement=False),
    Column("story", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Column("leads", Boolean, nullable=False, server_default=false()),
    Index("copies_story", "story"),
)

versions = Table(
    "versions",
    metadata,
    Column("story", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("item", BigInteger, nullable=False),
    Column("relation", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# A story that repeats a passage of another without being it.
story_links = Table(
    "story_links",
    metadata,
    Column("story", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Index("story_links_other", "other"),
)

# Pairs of items, either way round, in two stories, though a comparison spoke for their being one: what comes later may
# bring these stories together, or part them otherwise.
contacts = Table(
    "contacts",
    metadata,
    Column("item", BigInteger, primary_key=True, autoincrement=False),
    Column("other", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What stories in two languages can share: of which words (``digest``) it is, and what it is found by among those
# published near it.
story_gists = Table(
    "story_gists",
    metadata,
    Column("story", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("keys", LargeBinary, nullable=False),
)

twin_keys = Table(
    "twin_keys",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("story", Text, primary_key=True),
    Column("language", Text, nullable=False),
    sqlite_with_rowid=False,
)

# Two stories in different languages about one event; ``story`` is the lesser id.
story_twins = Table(
    "story_twins",
    metadata,
    Column("story", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Column("score", Float, nullable=False),
    Column("why", Text, nullable=False),
    Index("story_twins_other", "other"),
)

# Pairs of stories that an editor ruled apart: the program never merges them.
rulings = Table(
    "rulings",
    metadata,
    Column("story", Text, primary_key=True),
    Column("other", Text, primary_key=True),
    Index("rulings_other", "other"),
)

# A story whose change has not been released yet; ``mark`` tells a later change from an earlier one.
changes = Table(
    "changes",
    metadata,
    Column("story", Text, primary_key=True),
    Column("mark", BigInteger, nullable=False),
    Index("changes_mark", "mark"),
)

# The search index: ``number`` is the row of ``search_words``, which is the backend's own full-text table.
search_documents = Table(
    "search_documents",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("story", Text, nullable=False, unique=True),
    Column("published", Moment, nullable=False),
)

# Every change of a story that the search index has not taken up yet. Marks only rise, also when all is taken up.
search_backlog = Table(
    "search_backlog",
    metadata,
    Column("mark", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("story", Text, nullable=False),
    Index("search_backlog_story", "story"),
    sqlite_autoincrement=True,
)
