"""The tables, as SQLAlchemy Core metadata: one shape for SQLite and PostgreSQL.

Times are whole microseconds since 1970 in UTC (equal on both backends, quick to compare). Values
that are only carried (authors, hints, reasons) are JSON text. Wide columns stand last, so that SQLite
need not walk past them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)


def microseconds(moment: datetime) -> int:
    """A moment as it is stored: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def seconds(moment: datetime) -> int:
    """The whole seconds since 1970 at a moment."""
    return (moment - _EPOCH) // _SECOND


def moment(microseconds: int) -> datetime:
    """The moment that is stored so."""
    return _EPOCH + timedelta(microseconds=microseconds)


class Moment(TypeDecorator[datetime]):
    """An aware datetime as microseconds since 1970."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 -- the name is SQLAlchemy's
        """To the database."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the name is SQLAlchemy's
        """From the database."""
        return None if value is None else moment(value)


metadata = MetaData()

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
    Column("overlap", Float),
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

# What stories in two languages can share: of which change (``changes.mark``) and words (``digest``) it is, and what it
# is found by among those published near it.
story_gists = Table(
    "story_gists",
    metadata,
    Column("story", Text, primary_key=True),
    Column("mark", BigInteger, nullable=False),
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

# The hub's: what is to be verified, who subscribed, what is owed to whom. ``host`` is the callback's; ``lease``
# is when the claim of the process that now works at it lapses.
hub_requests = Table(
    "hub_requests",
    metadata,
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("term", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Moment, nullable=False),
    Column("lease", Moment),
    Column("secret", LargeBinary),
    Index("hub_requests_due", "due"),
    Index("hub_requests_host", "host"),
)

hub_subscriptions = Table(
    "hub_subscriptions",
    metadata,
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    Column("secret", LargeBinary),
    Index("hub_subscriptions_host", "host"),
)

hub_deliveries = Table(
    "hub_deliveries",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("topic_url", Text, primary_key=True),
    Column("callback", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("failing", Moment),
    Column("due", Moment, nullable=False),
    Column("lease", Moment),
    Index("hub_deliveries_due", "due"),
)

# What each entry of a topic was when it last changed, and the number of that change.
hub_marks = Table(
    "hub_marks",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
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

documents = Table(
    "documents",
    metadata,
    Column("path", Text, primary_key=True),
    Column("media_type", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("modified", Moment, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
