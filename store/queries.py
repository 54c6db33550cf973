"""Reads: every question of ``store.api.Snapshot``, as SQLAlchemy Core over one connection."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CursorResult,
    Select,
    Text,
    TextClause,
    and_,
    bindparam,
    cast,
    func,
    or_,
    select,
    text,
)

from feeds.model.health import SourceEvent
from feeds.model.item import Item
from feeds.model.known import Known
from feeds.model.output import Document
from feeds.model.poll import DomainState, PollState
from feeds.model.search import Lookup, Position
from feeds.model.story import Copy, Posting, Story, StoryFacts, StoryLink, Version
from feeds.model.topic import Match, TopicEntry
from store import embargoed, events, hub, push, rows, search, twins
from store import known as remembered
from store import tables as t
from store.api import SourceActivity
from store.archive import ArchiveReader
from store.curation import CurationReader
from store.digests import DigestReader
from store.states import COLUMNS, to_state

K = TypeVar("K")
_CHUNK = 500  # bound parameters a statement; SQLite allows 32,766, plans stay small
_SAMPLE = 4  # copies of a story that speak for the others; ids are hashes, so the lowest are any
_PAGE = 200  # stories loaded at a time
_COPY_COLUMNS = (
    t.copies.c.story,
    t.copies.c.item,
    t.copies.c.relation,
    t.copies.c.score,
    t.copies.c.why,
    t.copies.c.leads,
    t.items.c.source,
    t.items.c.guid,
    t.items.c.link,
    t.items.c.title,
    t.items.c.published,
    t.items.c.first_seen,
    t.items.c.seen_after,
    t.items.c.teaser,
    t.items.c.agency,
    t.items.c.words,
)

# One statement of fixed text whatever the number of keys: building one for each number would cost more than
# running it. CROSS JOIN keeps SQLite from turning the join round.
_POSTINGS_SQL = (
    "SELECT s.key, s.item, c.story FROM {keys} CROSS JOIN signatures AS s "
    "JOIN copies AS c ON c.item = s.item WHERE s.key = k.value AND s.seen >= :since"
)
_SINCE = bindparam("since", type_=t.Moment())
_POSTINGS: dict[str, tuple[TextClause, Callable[[Sequence[int]], object]]] = {
    "sqlite": (
        text(_POSTINGS_SQL.format(keys="json_each(:keys) AS k")).bindparams(_SINCE),
        lambda keys: json.dumps(list(keys)),
    ),
    "postgresql": (
        text(_POSTINGS_SQL.format(keys="unnest(:keys) AS k(value)")).bindparams(
            _SINCE, bindparam("keys", type_=ARRAY(BigInteger))
        ),
        list,
    ),
}

# Built once, since building a statement costs more than running it: these are asked for each item.
_FACTS = (
    select(
        t.stories.c.id,
        t.stories.c.head,
        func.count(),
        func.count().filter(t.copies.c.leads),
        func.aggregate_strings(cast(t.copies.c.item, Text), ","),
    )
    .join(t.copies, t.copies.c.story == t.stories.c.id)
    .where(t.stories.c.id.in_(bindparam("ids", expanding=True)))
    .group_by(t.stories.c.id, t.stories.c.head)
)
_DOMAINS = select(t.domains).where(t.domains.c.domain.in_(bindparam("names", expanding=True)))
_STORY_IDS = select(t.stories.c.id).where(t.stories.c.id.in_(bindparam("ids", expanding=True)))
_BY_KEY = (
    select(t.item_keys.c.key.label("known_as"), t.items)
    .join(t.items, t.items.c.id == t.item_keys.c.item)
    .where(
        t.item_keys.c.source == bindparam("source"),
        t.item_keys.c.key.in_(bindparam("keys", expanding=True)),
    )
)
_ITEMS = select(t.items).where(t.items.c.id.in_(bindparam("ids", expanding=True)))
_HEADERS = select(t.stories).where(t.stories.c.id.in_(bindparam("ids", expanding=True)))
_MOVED = select(t.redirects).where(t.redirects.c.old.in_(bindparam("ids", expanding=True)))
_COPIES = (
    select(*_COPY_COLUMNS)
    .join(t.items, t.items.c.id == t.copies.c.item)
    .where(t.copies.c.story.in_(bindparam("ids", expanding=True)))
)
_STORIES_OF = select(t.copies.c.item, t.copies.c.story).where(
    t.copies.c.item.in_(bindparam("ids", expanding=True))
)
_PRINTS = select(t.fingerprints.c.item, t.fingerprints.c.body).where(
    t.fingerprints.c.item.in_(bindparam("ids", expanding=True))
)


def chunks(values: Sequence[K]) -> Iterator[Sequence[K]]:
    """The values in pieces that fit a statement."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def _mapped(result: CursorResult[Any]) -> Sequence[Any]:
    """Rows by the names of their columns."""
    rows: Sequence[Any] = result.mappings().all()
    return rows


class Reader(ArchiveReader, CurationReader, DigestReader):
    """A snapshot over one connection; see ``store.api.Snapshot`` for what each read promises."""

    @property
    def hub(self) -> hub.Reader:
        """See ``Snapshot``."""
        return hub.Reader(self._db)

    @property
    def push(self) -> push.Reader:
        """See ``Snapshot``."""
        return push.Reader(self._db)

    @property
    def twins(self) -> twins.Reader:
        """See ``Snapshot``."""
        return twins.Reader(self._db)

    def _rows(self, statement: Select[Any]) -> Sequence[Any]:
        return _mapped(self._db.execute(statement))

    # sources

    def poll_states(self) -> Sequence[PollState]:
        """See ``Snapshot``."""
        statement = select(*COLUMNS).where(t.sources.c.current).order_by(t.sources.c.source)
        return [to_state(row) for row in self._db.execute(statement)]

    def activity(self, *, at: datetime) -> Mapping[str, SourceActivity]:
        """See ``Snapshot``."""
        recent = func.count().filter(t.items.c.first_seen > at - timedelta(days=7))
        statement = select(t.items.c.source, func.count(), recent).group_by(t.items.c.source)
        return {
            source: SourceActivity(source=source, items=items, last_week=week)
            for source, items, week in self._db.execute(statement)
        }

    def source_events(self, *, limit: int) -> Sequence[SourceEvent]:
        """See ``Snapshot``."""
        return events.newest(self._db, limit)

    def next_due(self) -> datetime | None:
        """See ``Snapshot``."""
        free = and_(t.sources.c.current, t.sources.c.lease.is_(None))
        return self._db.execute(select(func.min(t.sources.c.due)).where(free)).scalar()

    def polls_a_second(self, *, interval: timedelta) -> float:
        """See ``Snapshot``."""
        each = func.coalesce(t.sources.c.interval_us, interval / timedelta(microseconds=1))
        rate = func.sum(1e6 / each)
        return float(self._db.execute(select(rate).where(t.sources.c.current)).scalar() or 0)

    def domain_states(self, domains: Sequence[str]) -> Mapping[str, DomainState]:
        """See ``Snapshot``."""
        found: dict[str, DomainState] = {}
        for some in chunks(domains):
            for row in self._db.execute(_DOMAINS, {"names": some}).mappings():
                found[row["domain"]] = DomainState(**row)
        return found

    def known(self, source: str) -> Known:
        """See ``Snapshot``."""
        return remembered.known(self._db, source)

    # items and stories

    def items_by_key(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """See ``Snapshot``."""
        found = {}
        db = self._of(t.item_keys, t.items)
        for some in chunks(keys):
            for row in _mapped(db.execute(_BY_KEY, {"source": source, "keys": some})):
                found[row["known_as"]] = rows.to_item(row)
        return found

    def item(self, item_id: int) -> Item | None:
        """See ``Snapshot``."""
        return self._items([item_id]).get(item_id)

    def _items(self, ids: Sequence[int]) -> dict[int, Item]:
        found = {}
        for some in chunks(ids):
            for row in _mapped(self._of(t.items).execute(_ITEMS, {"ids": some})):
                found[row["id"]] = rows.to_item(row)
        return found

    def story(self, story_id: str) -> Story | None:
        """See ``Snapshot``."""
        return self.stories_by_id([story_id]).get(story_id)

    def stories_by_id(self, story_ids: Sequence[str]) -> Mapping[str, Story]:
        """See ``Snapshot``."""
        now = self._present_ids(story_ids)
        headers: list[Any] = []
        for some in chunks(sorted(set(now.values()))):
            headers += _mapped(self._of(t.stories).execute(_HEADERS, {"ids": some}))
        whole = {story.id: story for story in self._assemble(headers)}
        return {asked: whole[here] for asked, here in now.items() if here in whole}

    def _present_ids(self, story_ids: Sequence[str]) -> dict[str, str]:
        """Ids asked for, and the ids of the stories they mean now."""
        moved: dict[str, str] = {}
        for some in chunks(story_ids):
            found = self._of(t.redirects).execute(_MOVED, {"ids": some})
            moved |= {old: story for old, story in found}
        return {story_id: moved.get(story_id, story_id) for story_id in story_ids}

    def _assemble(self, headers: Sequence[Any]) -> list[Story]:
        """Stories from their headers, in the same order, with two reads for all of them."""
        heads = self._items([row["head"] for row in headers])
        carried: dict[str, list[Copy]] = defaultdict(list)
        for some in chunks([row["id"] for row in headers]):
            for row in _mapped(self._of(t.copies, t.items).execute(_COPIES, {"ids": some})):
                carried[row["story"]].append(rows.to_copy(row))
        return [rows.to_story(row, heads[row["head"]], carried[row["id"]]) for row in headers]

    def present_stories(self, story_ids: Sequence[str]) -> frozenset[str]:
        """See ``Snapshot``."""
        found: set[str] = set()
        for some in chunks(story_ids):
            found.update(self._of(t.stories).execute(_STORY_IDS, {"ids": some}).scalars())
        return frozenset(found)

    def story_of(self, item_id: int) -> str | None:
        """See ``Snapshot``."""
        return self.stories_of([item_id]).get(item_id)

    def stories_of(self, item_ids: Sequence[int]) -> Mapping[int, str]:
        """See ``Snapshot``."""
        found: dict[int, str] = {}
        for some in chunks(item_ids):
            rows = self._of(t.copies).execute(_STORIES_OF, {"ids": some})
            found |= {item: story for item, story in rows}
        return found

    def stories(
        self, *, since: datetime | None = None, topic: str | None = None, limit: int | None = None
    ) -> Iterator[Story]:
        """See ``Snapshot``."""
        return islice(self._stream(since, topic), limit)

    def story_ids(self) -> Sequence[str]:
        """See ``Snapshot``."""
        stories = t.stories.c
        newest = select(stories.id).order_by(stories.published.desc(), stories.id.desc())
        return list(self._db.execute(newest).scalars())

    def _stream(self, since: datetime | None, topic: str | None) -> Iterator[Story]:
        wanted = select(t.stories)
        if topic is not None:
            in_topic = t.topic_entries.c.story == t.stories.c.id
            wanted = wanted.join(t.topic_entries, in_topic).where(t.topic_entries.c.topic == topic)
        if since is not None:
            wanted = wanted.where(t.stories.c.published >= since)
        published, story = t.stories.c.published, t.stories.c.id
        wanted = wanted.order_by(t.stories.c.published.desc(), t.stories.c.id.desc()).limit(_PAGE)
        page = self._rows(wanted)
        while page:
            yield from self._assemble(page)
            last = page[-1]
            same = and_(published == last["published"], story < last["id"])
            page = self._rows(wanted.where(or_(published < last["published"], same)))

    def versions(self, story_id: str) -> Sequence[Version]:
        """See ``Snapshot``."""
        story = self._present_ids([story_id])[story_id]
        statement = select(t.versions).where(t.versions.c.story == story)
        return [rows.to_version(row) for row in self._rows(statement.order_by(t.versions.c.number))]

    def versions_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[Version]]:
        """See ``Snapshot``."""
        found: dict[str, list[Version]] = {}
        for some in chunks(story_ids):
            statement = select(t.versions).where(t.versions.c.story.in_(some))
            for row in self._rows(statement.order_by(t.versions.c.story, t.versions.c.number)):
                found.setdefault(row["story"], []).append(rows.to_version(row))
        return found

    def next_embargo(self) -> datetime | None:
        """See ``Snapshot``."""
        return embargoed.next_due(self._db)

    # identity

    def postings(self, keys: Sequence[int], *, since: datetime) -> Mapping[int, Sequence[Posting]]:
        """See ``Snapshot``."""
        found: dict[int, list[Posting]] = {}
        db = self._of(t.signatures, t.copies)
        statement, wrap = _POSTINGS[db.dialect.name]
        rows = db.execute(statement, {"keys": wrap(keys), "since": since})
        for key, item, story in rows:
            found.setdefault(key, []).append(Posting(item=item, story=story))
        return found

    def facts(self, story_ids: Sequence[str]) -> Mapping[str, StoryFacts]:
        """See ``Snapshot``."""
        found: dict[str, StoryFacts] = {}
        for some in chunks(story_ids):
            counted = self._of(t.stories, t.copies).execute(_FACTS, {"ids": some})
            for story, head, copies, leads, items in counted:
                beside = self._leads(story, head) if leads else ()
                sample = tuple(sorted(map(int, items.split(","))))[:_SAMPLE]
                found[story] = StoryFacts(head=head, copies=copies, leads=beside, sample=sample)
        return found

    def _leads(self, story: str, head: int) -> tuple[int, ...]:
        of_story = (t.copies.c.story == story) & t.copies.c.leads & (t.copies.c.item != head)
        statement = select(t.copies.c.item).where(of_story).order_by(t.copies.c.item)
        return tuple(self._of(t.copies).execute(statement).scalars())

    def ruled_apart(self, story_ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """See ``Snapshot``."""
        among = t.rulings.c.story.in_(story_ids) & t.rulings.c.other.in_(story_ids)
        pairs = self._of(t.rulings).execute(select(t.rulings).where(among))
        return frozenset(frozenset(pair) for pair in pairs)

    def quotes(self, story_id: str) -> Sequence[StoryLink]:
        """See ``Snapshot``."""
        story = self._present_ids([story_id])[story_id]
        links = t.story_links
        wanted = or_(links.c.story == story, links.c.other == story)
        statement = select(links).where(wanted).order_by(links.c.story, links.c.other)
        return [StoryLink(**row) for row in self._rows(statement)]

    def fingerprints(self, item_ids: Sequence[int]) -> Mapping[int, bytes]:
        """See ``Snapshot``."""
        found: dict[int, bytes] = {}
        for some in chunks(item_ids):
            bodies = self._of(t.fingerprints).execute(_PRINTS, {"ids": some})
            found |= {item: body for item, body in bodies}
        return found

    # topics and documents

    def topic_entries(self, slug: str, *, limit: int | None = None) -> Sequence[TopicEntry]:
        """See ``Snapshot``."""
        statement = (
            select(t.topic_entries.c.entered, t.topic_entries.c.why, t.stories)
            .join(t.stories, t.stories.c.id == t.topic_entries.c.story)
            .where(t.topic_entries.c.topic == slug)
            .order_by(
                t.stories.c.first_seen.desc(), t.stories.c.published.desc(), t.stories.c.id.desc()
            )
            .limit(limit)
        )
        found = self._rows(statement)
        return [
            TopicEntry(story=story, why=rows.load_hits(row["why"]), entered=row["entered"])
            for row, story in zip(found, self._assemble(found), strict=True)
        ]

    def topics_of(self, story_id: str) -> Sequence[Match]:
        """See ``Snapshot``."""
        story = self._present_ids([story_id])[story_id]
        entries = t.topic_entries
        statement = select(entries.c.topic, entries.c.why).where(entries.c.story == story)
        return [
            Match(topic=topic, story=story, why=rows.load_hits(why))
            for topic, why in self._db.execute(statement.order_by(entries.c.topic))
        ]

    def topics_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """See ``Snapshot``."""
        found: dict[str, list[str]] = {}
        entries = t.topic_entries
        for some in chunks(story_ids):
            statement = select(entries.c.story, entries.c.topic).where(entries.c.story.in_(some))
            for story, topic in self._db.execute(statement.order_by(entries.c.topic)):
                found.setdefault(story, []).append(topic)
        return found

    def stories_in_topics(self) -> Sequence[str]:
        """See ``Snapshot``."""
        story = t.topic_entries.c.story
        return list(self._db.execute(select(story).distinct().order_by(story)).scalars())

    def moved_stories(self) -> Mapping[str, str]:
        """See ``Snapshot``."""
        return {old: story for old, story in self._db.execute(select(t.redirects))}

    def topic_digests(self) -> Mapping[str, str]:
        """See ``Snapshot``."""
        return {slug: digest for slug, digest in self._db.execute(select(t.topics))}

    def document(self, path: str) -> Document | None:
        """See ``Snapshot``."""
        found = self._rows(select(t.documents).where(t.documents.c.path == path))
        return rows.to_document(found[0]) if found else None

    def document_paths(self) -> Sequence[str]:
        """See ``Snapshot``."""
        statement = select(t.documents.c.path).order_by(t.documents.c.path)
        return [path for (path,) in self._db.execute(statement)]

    def changed_stories(self, *, limit: int) -> Sequence[tuple[str, int]]:
        """See ``Snapshot``."""
        statement = select(t.changes.c.story, t.changes.c.mark).order_by(t.changes.c.mark)
        return [(story, mark) for story, mark in self._db.execute(statement.limit(limit))]

    # search

    def search(
        self, lookup: Lookup, *, limit: int, before: Position | None = None
    ) -> Sequence[Position]:
        """See ``Snapshot``."""
        return search.find(self._db, lookup, limit=limit, before=before)

    def unindexed(self, *, limit: int) -> Mapping[str, Sequence[int]]:
        """See ``Snapshot``."""
        return search.unindexed(self._db, limit=limit)

    def unindexed_stories(self) -> int:
        """See ``Snapshot``."""
        return search.waiting(self._db)

    def claimable(self, now: datetime) -> Select[Any]:
        """Current sources that are due and under no living lease, most overdue first."""
        free = or_(t.sources.c.lease.is_(None), t.sources.c.lease <= now)
        due = and_(t.sources.c.current, t.sources.c.due <= now, free)
        return select(*COLUMNS).where(due).order_by(t.sources.c.due, t.sources.c.source)
