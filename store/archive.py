"""Topics' logs and archives in the tables; see ``store.archive_api`` for what each question and write promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Delete,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from feeds.model.archive import ArchivePage, Posted
from feeds.model.item import link_key
from feeds.model.poll import Republish
from store import tables as t
from store.dialect import Dialect
from store.direct import write
from store.many import IDS, ask, chunks, run
from store.pending import Connected

_INSTANCES = 100  # states of a document whose successors can be told from it
# A row of a log that is of no story: the topic could not be published. It goes when all of the log is looked at.
_BEHIND, _LONG_AGO = "", t.moment(0)
_LINK = link_key("")
_log, _pages, _held = t.topic_log, t.archive_pages, t.archive_entries
_OF_TOPIC = (
    *(t.topics, t.topic_entries, t.topic_words, t.topic_held, t.digests, t.digest_states),
    *(_log, t.topic_numbers, _pages, _held),
)
_NOTE = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .values(archived=bindparam("rule"))
)
_POSTED = (_log.c.story, _log.c.posted, func.coalesce(_log.c.touched, _log.c.posted))

# Built once: building a statement costs more than running it, and a page runs one for each topic.
_OF_LOG = (
    select(*_POSTED, *t.NEWNESS)
    .join(t.stories, t.stories.c.id == _log.c.story)
    .where(_log.c.topic == bindparam("slug"))
)
_NEWEST = _OF_LOG.order_by(_log.c.posted.desc()).limit(bindparam("limit"))
_NEWEST_SINCE = _NEWEST.where(t.stories.c.published >= bindparam("since"))
# The stories that one of some sources carries.
_CARRIED = (
    select(t.copies.c.story)
    .join(t.items, t.items.c.id == t.copies.c.item)
    .where(t.items.c.source.in_(IDS))
)
_POSTED_OF = _OF_LOG.where(_log.c.story.in_(bindparam("stories", expanding=True)))


def _posted(story: str, number: int, touched: int) -> Posted:
    return Posted(story=story, number=number, touched=touched)


class ArchiveReader(Connected):
    """Reads of a snapshot."""

    def edition(
        self,
        slug: str,
        *,
        limit: int,
        since: datetime | None = None,
        also: Collection[str] = (),
    ) -> Sequence[Posted]:
        """See ``ArchiveReads``."""
        given = {"slug": slug, "limit": limit}
        if since is None:
            newest = self._db.execute(_NEWEST, given)
        else:
            newest = self._db.execute(_NEWEST_SINCE, {**given, "since": since})
        found = {row.story: row for row in newest}
        if also:
            others = self._db.execute(_POSTED_OF, {"slug": slug, "stories": list(also)})
            found |= {row.story: row for row in others}
        order = sorted(found.values(), key=lambda row: row[3:], reverse=True)
        return [_posted(*row[:3]) for row in order]

    def waiting(self, slug: str) -> Sequence[Posted]:
        """See ``ArchiveReads``."""
        upto = select(func.coalesce(func.max(_pages.c.upto), 0)).where(_pages.c.topic == slug)
        statement = select(*_POSTED).where(
            _log.c.topic == slug, _log.c.posted > upto.scalar_subquery()
        )
        return [_posted(*row) for row in self._db.execute(statement.order_by(_log.c.posted))]

    def archive_pages(self, slug: str) -> Sequence[ArchivePage]:
        """See ``ArchiveReads``."""
        statement = select(_pages).where(_pages.c.topic == slug, ~_pages.c.gone)
        return [
            ArchivePage(topic=slug, number=row.number, upto=row.upto, address=row.address)
            for row in self._db.execute(statement.order_by(_pages.c.number))
        ]

    def last_page(self, slug: str) -> int:
        """See ``ArchiveReads``."""
        statement = select(func.max(_pages.c.number)).where(_pages.c.topic == slug)
        return self._db.execute(statement).scalar() or 0

    def archived_stories(self, slug: str, number: int) -> Sequence[str]:
        """See ``ArchiveReads``."""
        statement = (
            select(_held.c.story)
            .outerjoin(t.stories, t.stories.c.id == _held.c.story)
            .where(_held.c.topic == slug, _held.c.page == number)
            .order_by(*(column.desc() for column in t.NEWNESS), _held.c.story.desc())
        )
        return list(self._db.execute(statement).scalars())

    def withdrawn_in_archive(self, ids: Collection[str] | None) -> Sequence[tuple[str, int, str]]:
        """See ``ArchiveReads``."""
        present = func.coalesce(t.redirects.c.story, _held.c.story)
        places = (
            select(_held.c.topic, _held.c.page, _held.c.story)
            .outerjoin(t.redirects, t.redirects.c.old == _held.c.story)
            .join(t.stories, t.stories.c.id == present)
            .where(t.stories.c.status == "withdrawn")
            .order_by(_held.c.topic, _held.c.page, _held.c.story)
        )
        if ids is not None:
            merged = select(t.redirects.c.old).where(t.redirects.c.story.in_(ids))
            places = places.where(or_(_held.c.story.in_(ids), _held.c.story.in_(merged)))
        return [(row.topic, row.page, row.story) for row in self._db.execute(places)]

    def archived_of(self, sources: Collection[str]) -> Sequence[tuple[str, int, str]]:
        """See ``ArchiveReads``."""
        present = func.coalesce(t.redirects.c.story, _held.c.story)
        places = (
            select(_held.c.topic, _held.c.page, _held.c.story)
            .outerjoin(t.redirects, t.redirects.c.old == _held.c.story)
            .where(present.in_(_CARRIED))
        )
        # Each once: a story may be carried by sources of several pieces.
        found = ask(self._db, places, sorted(sources))
        return sorted({(topic, page, story) for topic, page, story in found})

    def pages_of(self, sources: Collection[str]) -> Mapping[str, Sequence[str]]:
        """See ``ArchiveReads``."""
        pages = (
            select(t.copies.c.story, t.items.c.link)
            .join(t.items, t.items.c.id == t.copies.c.item)
            .where(t.copies.c.story.in_(_CARRIED))
        )
        found: dict[str, dict[str, None]] = {}
        for story, link in ask(self._db, pages, sorted(sources)):
            found.setdefault(story, {}).update({link: None} if link else {})
        return {story: list(links) for story, links in found.items()}

    def moved_pages(self, story_ids: Collection[str]) -> Collection[str]:
        """See ``ArchiveReads``."""
        keys = (
            select(t.item_keys.c.item, t.item_keys.c.key)
            .join(t.copies, t.copies.c.item == t.item_keys.c.item)
            .where(t.item_keys.c.key.startswith(_LINK, autoescape=True), t.copies.c.story.in_(IDS))
        )
        found: dict[int, set[str]] = {}
        for item, key in ask(self._db, keys, sorted(story_ids)):
            found.setdefault(item, set()).add(key.removeprefix(_LINK))
        return {page for pages in found.values() if len(pages) > 1 for page in pages}

    def archived_republish(self) -> Mapping[str, Republish]:
        """See ``ArchiveReads``."""
        rows = self._db.execute(select(t.sources.c.source, t.sources.c.archived))
        return {source: rule or "full" for source, rule in rows}

    def page_is_gone(self, slug: str, number: int) -> bool:
        """See ``ArchiveReads``."""
        statement = select(_pages.c.gone).where(_pages.c.topic == slug, _pages.c.number == number)
        return bool(self._db.execute(statement).scalar())

    def topic_number(self, slug: str) -> int:
        """See ``ArchiveReads``."""
        numbers = t.topic_numbers
        statement = select(numbers.c.number).where(numbers.c.topic == slug)
        return self._db.execute(statement).scalar() or 0

    def instance(self, path: str, etag: str) -> int | None:
        """See ``ArchiveReads``."""
        known = t.instances
        statement = select(known.c.number).where(known.c.path == path, known.c.etag == etag)
        return self._db.execute(statement).scalar()

    def document_etag(self, path: str) -> tuple[str, datetime] | None:
        """See ``ArchiveReads``."""
        found = t.documents
        statement = select(found.c.etag, found.c.modified).where(found.c.path == path)
        row = self._db.execute(statement).first()
        return None if row is None else (row.etag, row.modified)

    def document_etags(self, paths: Sequence[str]) -> Mapping[str, str]:
        """See ``ArchiveReads``."""
        etags = select(t.documents.c.path, t.documents.c.etag).where(t.documents.c.path.in_(IDS))
        return {path: etag for path, etag in ask(self._db, etags, paths)}


class ArchiveWriter(ArchiveReader):
    """Writes of a transaction."""

    _dialect: Dialect

    def note_archived(self, rules: Mapping[str, Republish]) -> None:
        """See ``ArchiveWrites``."""
        if rules:
            noted = [{"the_source": source, "rule": rule} for source, rule in rules.items()]
            self._db.execute(_NOTE, noted)

    def touch(self, story_ids: Sequence[str]) -> None:
        """See ``ArchiveWrites``."""
        run(self._db, update(_log).where(_log.c.story.in_(IDS)).values(touched=None), story_ids)

    def post(
        self,
        slug: str,
        *,
        since: datetime | None = None,
        also: Collection[str] = (),
        among: Collection[str] | None = None,
    ) -> int:
        """See ``ArchiveWrites``."""
        number, rows = self.topic_number(slug), []
        found: list[Any] = []
        whole = among is None or self._is_behind(slug)
        for some in [None] if whole else chunks(sorted(among or ())):
            self._db.execute(_without_entry(slug, some))
            found += self._db.execute(_unposted(slug, since, also, some))
        order = sorted(found, key=lambda row: row[5:])
        for story, updated, published, posted, words in (row[:5] for row in order):
            number += 1
            # What is too old for the topic by now keeps its place.
            fresh = since is None or published >= since or story in also
            moves = posted is None or (updated != words and fresh)
            rows.append(
                {
                    "topic": slug,
                    "story": story,
                    "posted": number if moves else posted,
                    "updated": updated if moves else words,
                    "touched": number,
                }
            )
        if rows:
            write(self._db, self._dialect.upsert(_log), rows)
            numbered = {"topic": slug, "number": number}
            self._db.execute(self._dialect.upsert(t.topic_numbers), [numbered])
        return number

    def fall_behind(self, slug: str) -> None:
        """See ``ArchiveWrites``."""
        row = {"topic": slug, "story": _BEHIND, "posted": 0, "updated": _LONG_AGO}
        self._db.execute(self._dialect.insert_missing(_log), [row])

    def _is_behind(self, slug: str) -> bool:
        behind = select(_log.c.story).where(_log.c.topic == slug, _log.c.story == _BEHIND)
        return self._db.execute(behind).first() is not None

    def put_page(self, page: ArchivePage, story_ids: Sequence[str]) -> None:
        """See ``ArchiveWrites``."""
        row = {
            "topic": page.topic,
            "number": page.number,
            "upto": page.upto,
            "address": page.address,
            "gone": False,
        }
        self._db.execute(self._dialect.upsert(_pages), [row])
        held = [{"topic": page.topic, "page": page.number, "story": story} for story in story_ids]
        write(self._db, self._dialect.insert_missing(_held), held)

    def expire_pages(self, slug: str) -> Sequence[int]:
        """See ``ArchiveWrites``."""
        of_digest = and_(t.digests.c.topic == slug, t.digests.c.label == _held.c.story)
        kept = func.coalesce(t.stories.c.id, t.redirects.c.old, t.digests.c.label)
        # Joined, and the first alone asked for: PostgreSQL would read all stories to say which of them exist.
        living = (
            select(_held.c.page)
            .outerjoin(t.stories, t.stories.c.id == _held.c.story)
            .outerjoin(t.redirects, t.redirects.c.old == _held.c.story)
            .outerjoin(t.digests, of_digest)
            .where(_held.c.topic == slug, kept.is_not(None))
            .order_by(_held.c.page)
            .limit(1)
        )
        first = self._db.execute(living).scalar()
        numbers = [page.number for page in self.archive_pages(slug)]
        return self._let_go(slug, [n for n in numbers if first is None or n < first])

    def _let_go(self, slug: str, numbers: Sequence[int]) -> Sequence[int]:
        if numbers:
            last = max(numbers)
            gone = and_(_pages.c.topic == slug, _pages.c.number <= last)
            self._db.execute(update(_pages).where(gone).values(gone=True))
            self._db.execute(delete(_held).where(_held.c.topic == slug, _held.c.page <= last))
        return numbers

    def put_instance(self, path: str, etag: str, number: int) -> None:
        """See ``ArchiveWrites``."""
        known = t.instances
        of_path = known.c.path == path
        numbers = list(
            self._db.execute(
                select(known.c.number).where(of_path).order_by(known.c.number.desc())
            ).scalars()
        )
        if numbers and numbers[0] >= number:
            self._db.execute(delete(known).where(of_path))
        elif len(numbers) >= _INSTANCES:
            old = known.c.number <= numbers[_INSTANCES - 1]
            self._db.execute(delete(known).where(of_path, old))
        row = {"path": path, "etag": etag, "number": number}
        self._db.execute(self._dialect.upsert(known), [row])

    def drop_archive(self, slug: str) -> Sequence[int]:
        """See ``ArchiveWrites``."""
        self._db.execute(delete(_log).where(_log.c.topic == slug))
        return self._let_go(slug, [page.number for page in self.archive_pages(slug)])

    def rename_topic(self, old: str, new: str) -> None:
        """See ``ArchiveWrites``."""
        for table in _OF_TOPIC:
            slug = next(iter(table.primary_key))
            self._db.execute(update(table).where(slug == old).values({slug.name: new}))


def _without_entry(slug: str, among: Sequence[str] | None) -> Delete:
    """Take out of a topic's log what the topic has no more."""
    entries = t.topic_entries.c
    here = exists().where(entries.topic == _log.c.topic, entries.story == _log.c.story)
    gone = delete(_log).where(_log.c.topic == slug, ~here)
    return gone if among is None else gone.where(_log.c.story.in_(among))


def _unposted(
    slug: str, since: datetime | None, also: Collection[str], among: Sequence[str] | None
) -> Select[Any]:
    """Stories of a topic that its log does not hold as they are, and what orders them by age."""
    entries, stories = t.topic_entries, t.stories
    here = and_(_log.c.topic == entries.c.topic, _log.c.story == entries.c.story)
    fresh = or_(_log.c.posted.is_(None), _log.c.updated != stories.c.updated)
    if since is not None:
        fresh = and_(fresh, or_(stories.c.published >= since, stories.c.id.in_(also)))
    stale = and_(_log.c.posted.is_not(None), _log.c.touched.is_(None))
    unposted = (
        select(
            entries.c.story,
            stories.c.updated,
            stories.c.published,
            _log.c.posted,
            _log.c.updated.label("words"),
            *t.NEWNESS,
        )
        .join(stories, stories.c.id == entries.c.story)
        .outerjoin(_log, here)
        .where(entries.c.topic == slug, or_(fresh, stale))
    )
    return unposted if among is None else unposted.where(entries.c.story.in_(among))
