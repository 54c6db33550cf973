"""Writes: everything of ``store.api.Transaction``, over one connection inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.exc import OperationalError

from feeds.model.health import SourceEvent
from feeds.model.item import Item
from feeds.model.output import Document
from feeds.model.search import Indexing
from feeds.model.story import Ruling
from feeds.model.topic import EditorsWord
from store import (
    curation,
    digests,
    embargoed,
    events,
    hub,
    mending,
    naming,
    push,
    rows,
    search,
    signing,
    twins,
)
from store import tables as t
from store.archive import ArchiveWriter
from store.curation import CurationWriter
from store.digests import DigestWriter
from store.direct import write
from store.many import IDS, chunks, run
from store.taking import TakingWriter

_RELEASED = delete(t.changes).where(
    t.changes.c.story == bindparam("the_story"), t.changes.c.mark == bindparam("the_mark")
)

_topic = t.topic_entries.c.topic
_EACH = select(func.min(_topic).label("topic")).cte("each_topic", recursive=True)
_NEXT = select(func.min(_topic)).where(_topic > _EACH.c.topic).scalar_subquery()
_EACH = _EACH.union_all(select(_NEXT).where(_EACH.c.topic.is_not(None)))
_WITH_ENTRIES = select(_EACH.c.topic)


class Writer(TakingWriter, ArchiveWriter, CurationWriter, DigestWriter):
    """A transaction; see ``store.api.Transaction`` for what each write promises."""

    _holding: bool | None = None  # whether items are held back; None: not asked yet

    @property
    def hub(self) -> hub.Writer:
        """See ``Transaction``."""
        return hub.Writer(self._db, self._dialect)

    @property
    def push(self) -> push.Writer:
        """See ``Transaction``."""
        return push.Writer(self._of(t.push_subscriptions), self._dialect)

    @property
    def twins(self) -> twins.Writer:
        """See ``Transaction``."""
        return twins.Writer(self._db, self._dialect, self._mark)

    @contextmanager
    def step(self) -> Iterator[None]:
        """See ``Transaction``."""
        self._db.exec_driver_sql("SAVEPOINT step")
        try:
            yield
        except OperationalError:
            # The transaction is lost with it, and SQLite has rolled back what met a full disk: what is written from
            # here on would stand by itself.
            raise
        except BaseException:
            self._db.exec_driver_sql("ROLLBACK TO SAVEPOINT step")
            self._db.exec_driver_sql("RELEASE SAVEPOINT step")
            raise
        self._db.exec_driver_sql("RELEASE SAVEPOINT step")

    # sources

    def rename_sources(
        self, names: Mapping[str, str], *, signed: Callable[[bytes, str], bytes]
    ) -> None:
        """See ``Transaction``."""
        if names:
            self._turn()
            for story in sorted(naming.rename(self._db, names, signed)):
                self._mark(story)

    def add_source_events(self, told: Sequence[SourceEvent]) -> None:
        """See ``Transaction``."""
        if told:
            events.add(self._db, self._dialect, told)

    def note_silence(self, source: str, at: datetime) -> bool:
        """See ``Transaction``."""
        return events.note_silence(self._db, source, at)

    # items and stories

    def rule(self, ruling: Ruling) -> None:
        """See ``Transaction``."""
        for story in ruling.stories:
            self._put(t.stories, rows.story_row(story))
            self._put(t.copies, *(rows.copy_row(story.id, copy) for copy in story.copies))
            self._resign(story.id)
            self._mark(story.id)
        ids = [story.id for story in ruling.stories]
        self._db.execute(delete(t.redirects).where(t.redirects.c.old.in_(ids)))
        self._put(t.redirects, *({"old": old, "story": new} for old, new in ruling.moved))
        retold = {story_id for story_id, _ in ruling.versions}
        self._db.execute(delete(t.versions).where(t.versions.c.story.in_(retold)))
        self._put(t.versions, *(rows.version_row(story, v) for story, v in ruling.versions))
        for old, new in ruling.merged:
            self._merge(old, new)
        if len(ids) > 1:
            twins.doubt(self._db, ids)
        for pair in ruling.together:
            among = t.rulings.c.story.in_(pair) & t.rulings.c.other.in_(pair)
            self._db.execute(delete(t.rulings).where(among))
        self._rule_apart(ruling.apart)

    def hold(self, item: Item, keys: Sequence[str], *, until: datetime) -> None:
        """See ``Transaction``."""
        embargoed.put(self._db, self._dialect, item, keys, until)
        self._holding = True

    def held(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """See ``Transaction``."""
        db = self._of(t.embargoed)
        if self._holding is None:
            self._holding = embargoed.are_there(db)  # mostly none are, and each document asks
        parts = chunks(keys) if self._holding else ()
        found = [embargoed.under(db, source, some) for some in parts]
        return {key: item for part in found for key, item in part.items()}

    def let_go(self, item: Item) -> None:
        """See ``Transaction``."""
        embargoed.let_go(self._db, item)

    def take_due(self, *, now: datetime, limit: int) -> Sequence[tuple[Item, tuple[str, ...]]]:
        """See ``Transaction``."""
        return embargoed.take_due(self._db, self._dialect, now, limit)

    # topics and documents

    def put_word(self, slug: str, story_id: str, word: EditorsWord | None, *, at: datetime) -> None:
        """See ``Transaction``."""
        curation.put_word(self._db, self._dialect, slug, story_id, word, at)
        self._mark(story_id)

    def drop_topics(self, keep: Sequence[str]) -> frozenset[str]:
        """See ``Transaction``."""
        known = {*self.topic_digests(), *self._topics_with_entries()}
        gone = sorted(known - set(keep))
        curation.drop_topics(self._db, gone)
        digests.drop_topics(self._db, gone)
        for column in (t.topics.c.slug, t.topic_entries.c.topic):
            run(self._db, delete(column.table).where(column.in_(IDS)), gone)
        return frozenset(gone)

    def _topics_with_entries(self) -> Iterator[str]:
        """Each from the one before by the index, which holds as many rows as all topics have stories."""
        return (topic for topic in self._db.execute(_WITH_ENTRIES).scalars() if topic)

    def set_topic_digest(self, slug: str, digest: str) -> None:
        """See ``Transaction``."""
        self._put(t.topics, {"slug": slug, "digest": digest})

    def put_document(self, document: Document) -> None:
        """See ``Transaction``."""
        self._put(t.documents, rows.document_row(document))

    def drop_document(self, path: str) -> None:
        """See ``Transaction``."""
        self._db.execute(delete(t.documents).where(t.documents.c.path == path))

    def mark_released(self, marks: Sequence[tuple[str, int]]) -> None:
        """See ``Transaction``."""
        if marks:
            released = [{"the_story": story, "the_mark": mark} for story, mark in marks]
            write(self._of(t.changes), _RELEASED, released)

    def put_indexed(self, indexed: Sequence[Indexing]) -> None:
        """See ``Transaction``."""
        search.put(self._db, indexed)

    def put_right(self, *, now: datetime, periods: Mapping[str, datetime]) -> bool:
        """See ``Transaction``."""
        stories = mending.stories_noted_wrong(self._db, now)
        found = mending.put_right(self._db, self._dialect, now=now, periods=periods)
        for story in stories:
            self._mark(story)
        return found

    def tidy(self, *, before: datetime) -> int:
        """See ``Transaction``."""
        embargoed.tidy(self._db, before)
        digests.tidy(self._db, before)
        events.forget(self._db, before)
        carried = (
            select(t.copies.c.item)
            .join(t.items, t.items.c.id == t.copies.c.item)
            .where(t.copies.c.story == t.stories.c.id, t.items.c.first_seen >= before)
        )
        # Stories are a small table. Items, which are not, are read of those alone that began before.
        unchanged = (t.stories.c.first_seen < before) & (t.stories.c.updated < before)
        old = select(t.stories.c.id).where(unchanged, ~carried.exists())
        stories = list(self._db.execute(old).scalars())
        for some in chunks(stories):
            self._forget(some)
        return len(stories)

    def _forget(self, stories: Sequence[str]) -> None:
        items = select(t.copies.c.item).where(t.copies.c.story.in_(stories))
        gone = list(self._db.execute(items).scalars())
        for some in chunks(gone):
            signing.forget(self._db, some)
            # Either way round, and found by the item that stands first: there is no index of the other.
            met = select(t.contacts.c.other).where(t.contacts.c.item.in_(some))
            either = t.contacts.c.item.in_(met) & t.contacts.c.other.in_(some)
            self._db.execute(delete(t.contacts).where(either))
            for column in (t.item_keys.c.item, t.contacts.c.item, t.items.c.id):
                self._db.execute(delete(column.table).where(column.in_(some)))
        merged = select(t.redirects.c.old).where(t.redirects.c.story.in_(stories))
        self._db.execute(delete(t.versions).where(t.versions.c.story.in_(merged)))
        search.drop(self._db, stories)
        twins.forget(self._db, stories)
        curation.forget(self._db, stories)
        for column in (
            t.copies.c.story,
            t.versions.c.story,
            t.story_links.c.story,
            t.story_links.c.other,
            t.rulings.c.story,
            t.rulings.c.other,
            t.topic_entries.c.story,
            t.topic_log.c.story,
            t.topic_held.c.story,
            t.redirects.c.story,
            t.changes.c.story,
            t.search_backlog.c.story,
            t.stories.c.id,
        ):
            self._db.execute(delete(column.table).where(column.in_(stories)))
