"""Editors' words and stories that topics hold back, in the tables; see ``store.curation_api`` for the promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from feeds.model.topic import EditorsWord, Hit
from store import rows
from store import tables as t
from store.dialect import Dialect
from store.pending import Connected

_CHUNK = 500
_words, _held = t.topic_words, t.topic_held


class CurationReader(Connected):
    """Reads of a snapshot."""

    def words_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Mapping[str, EditorsWord]]:
        """See ``CurationReads``."""
        found: dict[str, dict[str, EditorsWord]] = {}
        for start in range(0, len(story_ids), _CHUNK):
            some = _words.c.story.in_(story_ids[start : start + _CHUNK])
            for topic, story, word, _ in self._db.execute(select(_words).where(some)):
                found.setdefault(story, {})[topic] = word
        return found

    def words_in(self, slug: str) -> Mapping[str, EditorsWord]:
        """See ``CurationReads``."""
        statement = select(_words.c.story, _words.c.word).where(_words.c.topic == slug)
        newest = statement.order_by(_words.c.at.desc(), _words.c.story)
        return {story: word for story, word in self._db.execute(newest)}

    def hits(self, slug: str, story_ids: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """See ``CurationReads``."""
        found: dict[str, tuple[Hit, ...]] = {}
        entries = t.topic_entries.c
        for start in range(0, len(story_ids), _CHUNK):
            some = entries.story.in_(story_ids[start : start + _CHUNK])
            asked = select(entries.story, entries.why).where(entries.topic == slug, some)
            found |= {story: rows.load_hits(why) for story, why in self._db.execute(asked)}
        return found

    def held_by_topics(self, story_id: str) -> Mapping[str, datetime]:
        """See ``CurationReads``."""
        statement = select(_held.c.topic, _held.c.until).where(_held.c.story == story_id)
        return {topic: until for topic, until in self._db.execute(statement)}

    def next_held(self) -> datetime | None:
        """See ``CurationReads``."""
        return self._db.execute(select(func.min(_held.c.until))).scalar()


class CurationWriter(CurationReader):
    """Writes of a transaction."""

    _dialect: Dialect

    def put_held(
        self,
        story_id: str,
        until: Mapping[str, datetime],
        *,
        topics: Collection[str] | None = None,
    ) -> None:
        """See ``CurationWrites``."""
        before = self.held_by_topics(story_id)
        gone = [slug for slug in before if topics is None or slug in topics]
        if gone:
            of_these = (_held.c.story == story_id) & _held.c.topic.in_(gone)
            self._db.execute(delete(_held).where(of_these))
        listed = [{"topic": slug, "story": story_id, "until": end} for slug, end in until.items()]
        if listed:
            self._db.execute(self._dialect.upsert(_held), listed)

    def take_held(self, *, now: datetime, limit: int) -> Sequence[str]:
        """See ``CurationWrites``."""
        due = select(_held.c.story).where(_held.c.until <= now)
        first = due.group_by(_held.c.story).order_by(func.min(_held.c.until), _held.c.story)
        stories = list(self._db.execute(first.limit(limit)).scalars())
        for start in range(0, len(stories), _CHUNK):
            some = _held.c.story.in_(stories[start : start + _CHUNK])
            self._db.execute(delete(_held).where(some, _held.c.until <= now))
        return stories


def put_word(
    db: Connection,
    dialect: Dialect,
    slug: str,
    story: str,
    word: EditorsWord | None,
    at: datetime,
) -> None:
    """Write an editor's word, or take it back."""
    if word is None:
        db.execute(delete(_words).where(_words.c.topic == slug, _words.c.story == story))
        return
    row = {"topic": slug, "story": story, "word": word, "at": at}
    db.execute(dialect.upsert(_words), [row])


def merge(db: Connection, dialect: Dialect, old: str, story: str) -> None:
    """What was said of a story folded into another is said of that one; of two words the later counts."""
    said = {row.topic: row for row in db.execute(select(_words).where(_words.c.story == story))}
    for row in list(db.execute(select(_words).where(_words.c.story == old))):
        if row.topic not in said or said[row.topic].at < row.at:
            put_word(db, dialect, row.topic, story, row.word, row.at)
    db.execute(delete(_words).where(_words.c.story == old))


def drop_topics(db: Connection, slugs: Sequence[str]) -> None:
    """Topics that are no more hold nothing back; what an editor said stays, should they return."""
    db.execute(delete(_held).where(_held.c.topic.in_(slugs)))
