"""Reads: every question of ``store.api.Snapshot``, as SQLAlchemy Core over one connection."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    func,
    or_,
    select,
    true,
)

from feeds.model.health import SourceEvent
from feeds.model.item import Item
from feeds.model.known import Known, KnownEntry
from feeds.model.output import Document
from feeds.model.poll import DomainState, PollState, Republish
from feeds.model.search import Lookup, Position
from feeds.model.story import Posting, Story, StoryLink, Version
from feeds.model.topic import Match, Taking, TopicEntry
from store import candidates, embargoed, events, hub, push, rows, search, twins
from store import known as remembered
from store import stories as written
from store import tables as t
from store.archive import ArchiveReader
from store.curation import CurationReader
from store.digests import DigestReader
from store.many import IDS, ask, ask_by_name
from store.polling_api import SourceActivity
from store.states import COLUMNS, to_state

_PAGE = 200  # stories loaded at a time
_ALSO = t.versions.alias()
_NEWEST_VERSION = (
    select(func.max(_ALSO.c.number)).where(_ALSO.c.story == t.versions.c.story).scalar_subquery()
)

# Built once, since building a statement costs more than running it.
_DOMAINS = select(t.domains).where(t.domains.c.domain.in_(IDS))
_STATES = select(*COLUMNS).where(t.sources.c.source.in_(IDS))
_VERSIONS = (
    select(t.versions)
    .where(t.versions.c.story.in_(IDS))
    .order_by(t.versions.c.story, t.versions.c.number)
)
_TAKEN_BY = (
    select(t.topic_entries.c.story, t.topic_entries.c.topic)
    .where(t.topic_entries.c.story.in_(IDS))
    .order_by(t.topic_entries.c.topic)
)


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
        return self._db.execute(statement).mappings().all()

    # sources

    def poll_states(self) -> Sequence[PollState]:
        """See ``Snapshot``."""
        statement = select(*COLUMNS).where(t.sources.c.current).order_by(t.sources.c.source)
        return [to_state(row) for row in self._db.execute(statement)]

    def states_by_source(self, names: Collection[str]) -> Mapping[str, PollState]:
        """See ``Snapshot``."""
        return {one.source: one for one in map(to_state, ask(self._db, _STATES, sorted(names)))}

    def last_polled(self) -> datetime | None:
        """See ``Snapshot``."""
        last: datetime | None = self._db.execute(select(func.max(t.sources.c.polled))).scalar()
        return last

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
        found = ask_by_name(self._db, _DOMAINS, domains)
        return {row["domain"]: DomainState(**row) for row in found}

    def republish(self) -> Mapping[str, Republish]:
        """See ``Snapshot``."""
        said = select(t.sources.c.source, t.sources.c.republish)
        rows = self._db.execute(said.where(t.sources.c.republish.is_not(None)))
        return {source: allowed for source, allowed in rows}

    def known(self, source: str) -> Known:
        """See ``Snapshot``."""
        return remembered.known(self._db, source)

    def shown(self, source: str) -> Sequence[KnownEntry]:
        """See ``Snapshot``."""
        return remembered.shown(self._db, source)

    # items and stories

    def items_by_key(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """See ``Snapshot``."""
        return written.items_by_key(self._of(t.item_keys, t.items), source, keys)

    def item(self, item_id: int) -> Item | None:
        """See ``Snapshot``."""
        return written.items(self._of(t.items), [item_id]).get(item_id)

    def story(self, story_id: str) -> Story | None:
        """See ``Snapshot``."""
        return self.stories_by_id([story_id]).get(story_id)

    def stories_by_id(self, story_ids: Sequence[str]) -> Mapping[str, Story]:
        """See ``Snapshot``."""
        now = self._present_ids(story_ids)
        db = self._of(t.stories, t.copies, t.items)
        whole = written.by_id(db, sorted(set(now.values())))
        return {asked: whole[here] for asked, here in now.items() if here in whole}

    def _present_ids(self, story_ids: Sequence[str]) -> dict[str, str]:
        """Ids asked for, and the ids of the stories they mean now."""
        return written.present_ids(self._of(t.redirects), story_ids)

    def _assemble(self, headers: Sequence[Any]) -> list[Story]:
        """Stories from their headers, in the same order."""
        return written.assemble(self._of(t.copies, t.items), headers)

    def present_stories(self, story_ids: Sequence[str]) -> frozenset[str]:
        """See ``Snapshot``."""
        return written.present(self._of(t.stories), story_ids)

    def story_of(self, item_id: int) -> str | None:
        """See ``Snapshot``."""
        return self.stories_of([item_id]).get(item_id)

    def stories_of(self, item_ids: Sequence[int]) -> Mapping[int, str]:
        """See ``Snapshot``."""
        return written.stories_of(self._of(t.copies), item_ids)

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
        newest = wanted.order_by(t.stories.c.published.desc(), t.stories.c.id.desc())
        # Asked once: where there is no index of the order, each page of its own would be sorted out of all.
        with self._db.execute(newest.execution_options(yield_per=_PAGE)) as found:
            for page in found.mappings().partitions():
                yield from self._assemble(page)

    def versions(self, story_id: str, *, last: int | None = None) -> Sequence[Version]:
        """See ``Snapshot``."""
        story = self._present_ids([story_id])[story_id]
        return self.versions_by_story([story], last=last).get(story, ())

    def versions_by_story(
        self, story_ids: Sequence[str], *, last: int | None = None
    ) -> Mapping[str, Sequence[Version]]:
        """See ``Snapshot``."""
        found: dict[str, list[Version]] = {}
        wanted = _VERSIONS
        if last is not None:  # they are counted from 1
            wanted = wanted.where(t.versions.c.number > _NEWEST_VERSION - last)
        for row in ask_by_name(self._db, wanted, story_ids):
            found.setdefault(row["story"], []).append(rows.to_version(row))
        return found

    def next_embargo(self) -> datetime | None:
        """See ``Snapshot``."""
        return embargoed.next_due(self._db)

    # identity

    def postings(self, keys: Sequence[int], *, since: datetime) -> Mapping[int, Sequence[Posting]]:
        """See ``Snapshot``."""
        return candidates.postings(self._of(t.signatures), keys, since)

    def ruled_apart(self, story_ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """See ``Snapshot``."""
        among = t.rulings.c.story.in_(story_ids) & t.rulings.c.other.in_(story_ids)
        pairs = self._of(t.rulings).execute(select(t.rulings).where(among))
        return frozenset(frozenset(pair) for pair in pairs)

    def ruled_apart_from(self, story_id: str) -> frozenset[str]:
        """See ``Snapshot``."""
        named = or_(t.rulings.c.story == story_id, t.rulings.c.other == story_id)
        pairs = self._of(t.rulings).execute(select(t.rulings).where(named))
        return frozenset(one for pair in pairs for one in pair if one != story_id)

    def contacts(self, item_ids: Sequence[int]) -> frozenset[int]:
        """See ``Snapshot``."""
        return candidates.contacts(self._of(t.contacts), item_ids)

    def quotes(self, story_id: str) -> Sequence[StoryLink]:
        """See ``Snapshot``."""
        story = self._present_ids([story_id])[story_id]
        links = t.story_links
        wanted = or_(links.c.story == story, links.c.other == story)
        statement = select(links).where(wanted).order_by(links.c.story, links.c.other)
        return [StoryLink(**row) for row in self._rows(statement)]

    def fingerprints(self, item_ids: Sequence[int]) -> Mapping[int, bytes]:
        """See ``Snapshot``."""
        return candidates.prints(self._of(t.fingerprints), item_ids)

    # topics and documents

    def topic_entries(
        self, slug: str, *, limit: int | None = None, since: datetime | None = None
    ) -> Sequence[TopicEntry]:
        """See ``Snapshot``."""
        entered = t.topic_entries.c.entered
        statement = (
            select(t.topic_entries.c.entered, t.topic_entries.c.why, t.stories)
            .join(t.stories, t.stories.c.id == t.topic_entries.c.story)
            .where(t.topic_entries.c.topic == slug, true() if since is None else entered >= since)
            .order_by(*(part.desc() for part in t.NEWNESS))
            .limit(limit)
        )
        found = self._rows(statement)
        return [
            TopicEntry(story=story, why=rows.load_hits(row["why"]), entered=row["entered"])
            for row, story in zip(found, self._assemble(found), strict=True)
        ]

    def takings(self, slug: str) -> Iterator[Taking]:
        """See ``Snapshot``."""
        entries, stories = t.topic_entries.c, t.stories.c
        statement = (
            select(entries.story, entries.entered, stories.first_carrier, t.items.c.source)
            .join(t.stories, stories.id == entries.story)
            .join(t.copies, t.copies.c.story == entries.story)
            .join(t.items, t.items.c.id == t.copies.c.item)
            .where(entries.topic == slug)
            .order_by(entries.story)
        )
        with self._db.execute(statement.execution_options(yield_per=_PAGE)) as found:
            for (story, entered, first), rows_of in groupby(found, key=lambda row: row[:3]):
                sources = frozenset(row.source for row in rows_of)
                yield Taking(story=story, entered=entered, first_carrier=first, sources=sources)

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
        for story, topic in ask(self._db, _TAKEN_BY, story_ids):
            found.setdefault(story, []).append(topic)
        return found

    def stories_in_topics(self) -> Sequence[str]:
        """See ``Snapshot``."""
        story = t.topic_entries.c.story
        # Not by the database, whose collation may be another, as of figures by what they count.
        return sorted(self._db.execute(select(story).distinct()).scalars())

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

    def totals(self) -> tuple[int, int]:
        """See ``Snapshot``."""
        # By their indexes: to know how many come of which source, every row of one is looked at.
        items, documents = (
            self._db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (t.items, t.documents)
        )
        return items, documents

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
