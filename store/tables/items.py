"""Items as they came, and what they are found by."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, Table, Text, text

from store.tables.columns import Moment, metadata

items = Table(
    "items",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("source", Text, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("seen_after", Moment),
    Column("key", Text, nullable=False),
    Column("guid", Text),
    Column("link", Text),
    Column("canonical", Text),
    Column("title", Text, nullable=False),
    Column("title_derived", Boolean, nullable=False),
    Column("teaser", Boolean, nullable=False),
    Column("published", Moment),
    Column("published_raw", Text),
    Column("date_source", Text, nullable=False),
    Column("updated", Moment),
    Column("agency", Text),
    Column("language", Text),
    Column("words", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("items_source_seen", "source", "first_seen"),
)

item_keys = Table(
    "item_keys",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("item", BigInteger, nullable=False),
    Index("item_keys_item", "item"),
    sqlite_with_rowid=False,
)

# Items held back until their embargo passes; ``keys`` and ``body`` are JSON.
embargoed = Table(
    "embargoed",
    metadata,
    Column("source", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("keys", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index("embargoed_until", "until"),
)

# Who has a key: looked up some fifty times an item among tens of millions of rows, so these are short, and say all
# that is asked. ``seen`` is in whole seconds; ``story`` is the number behind the id of the item's story (copies.story)
# where that is not the item's own.
signatures = Table(
    "signatures",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("seen", BigInteger, primary_key=True),
    Column("item", BigInteger, primary_key=True),
    Column("story", BigInteger),
    sqlite_with_rowid=False,
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("item", BigInteger, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
    Column("keys", LargeBinary, nullable=False, server_default=text("''")),
)
