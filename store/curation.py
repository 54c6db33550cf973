"""What topics take and hold back, and editors' words, in the tables; see ``store.curation_api`` for the promises."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from feeds.model.topic import EditorsWord, Hit, Match
from store import rows
from store import tables as t
from store.dialect import Dialect
from store.direct import write
from store.many import IDS, ask, run
from store.pending import Connected

_words, _held, _entries = t.topic_words, t.topic_held, t.topic_entries
# Built once: building a statement costs more than running it.
_ENTERED = select(_entries.c.topic, _entries.c.story, _entries.c.entered).where(
    _entries.c.story.in_(IDS)
)
_LEAVE = delete(_entries).where(
    _entries.c.topic == bindparam("the_topic"), _entries.c.story == bindparam("the_story")
)
_HITS = select(_entries.c.story, _entries.c.why).where(
    _entries.c.topic == bindparam("slug"), _entries.c.story.in_(IDS)
)
_HELD = select(_held.c.topic, _held.c.story).where(_held.c.story.in_(IDS))
_PASSED = delete(_held).where(_held.c.story.in_(IDS), _held.c.until <= bindparam("now"))
_LET_GO = delete(_held).where(
    _held.c.topic == bindparam("the_topic"), _held.c.story == bindparam("the_story")
)
# What was said, the latest first, each of the story that it counts for now. A word stays with the id that it was said
# of: should that story be split off again from the one that it was merged into, its words go with it.
_COUNTS_FOR = func.coalesce(t.redirects.c.story, _words.c.story).label("counts_for")
_SAID = (
    select(_words.c.topic, _COUNTS_FOR, _words.c.word)
    .join_from(_words, t.redirects, t.redirects.c.old == _words.c.story, isouter=True)
    .order_by(_words.c.at.desc(), t.redirects.c.old.is_not(None), _words.c.story)
)
_SAID_IN = _SAID.where(_words.c.topic == bindparam("slug"))
_SAID_OF = _SAID.where(
    or_(
        _words.c.story.in_(IDS) & t.redirects.c.old.is_(None),
        _words.c.story.in_(select(t.redirects.c.old).where(t.redirects.c.story.in_(IDS))),
    )
)


class CurationReader(Connected):
    """Reads of a snapshot."""

    def words_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Mapping[str, EditorsWord]]:
        """See ``CurationReads``."""
        found: dict[str, dict[str, EditorsWord]] = {}
        for topic, story, word in ask(self._db, _SAID_OF, story_ids):
            found.setdefault(story, {}).setdefault(topic, word)
        return found

    def words_in(self, slug: str) -> Mapping[str, EditorsWord]:
        """See ``CurationReads``."""
        found: dict[str, EditorsWord] = {}
        for _, story, word in self._db.execute(_SAID_IN, {"slug": slug}):
            found.setdefault(story, word)
        return found

    def hits(self, slug: str, story_ids: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """See ``CurationReads``."""
        found = ask(self._db, _HITS, story_ids, slug=slug)
        return {story: rows.load_hits(why) for story, why in found}

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

    def put_matches(
        self,
        matches: Mapping[str, Sequence[Match]],
        *,
        at: datetime,
        topics: Collection[str] | None = None,
    ) -> Mapping[str, frozenset[str]]:
        """See ``Transaction``."""
        before = self._entered(list(matches), topics)
        after = {(found.topic, story): found for story, some in matches.items() for found in some}
        gone = [{"the_topic": slug, "the_story": one} for slug, one in before.keys() - after.keys()]
        if gone:
            self._db.execute(_LEAVE, gone)
        rows_of = [
            {
                "topic": slug,
                "story": story,
                "entered": before.get((slug, story), at),
                "why": rows.dump_hits(found.why),
            }
            for (slug, story), found in after.items()
        ]
        write(self._db, self._dialect.upsert(_entries), rows_of)
        touched: dict[str, set[str]] = {story: set() for story in matches}
        for slug, story in before.keys() | after.keys():
            touched[story].add(slug)
        return {story: frozenset(slugs) for story, slugs in touched.items()}

    def _entered(
        self, story_ids: Sequence[str], topics: Collection[str] | None
    ) -> dict[tuple[str, str], datetime]:
        """When topics took stories, by slug and story; ``topics``: only those."""
        return {
            (slug, story): entered
            for slug, story, entered in ask(self._db, _ENTERED, story_ids)
            if topics is None or slug in topics
        }

    def put_held(
        self,
        until: Mapping[str, Mapping[str, datetime]],
        *,
        topics: Collection[str] | None = None,
    ) -> None:
        """See ``CurationWrites``."""
        gone = [
            {"the_topic": slug, "the_story": story}
            for slug, story in ask(self._db, _HELD, list(until))
            if topics is None or slug in topics
        ]
        if gone:
            self._db.execute(_LET_GO, gone)
        listed = [
            {"topic": slug, "story": story, "until": end}
            for story, ends in until.items()
            for slug, end in ends.items()
        ]
        if listed:
            self._db.execute(self._dialect.upsert(_held), listed)

    def take_held(self, *, now: datetime, limit: int) -> Sequence[str]:
        """See ``CurationWrites``."""
        due = select(_held.c.story).where(_held.c.until <= now)
        first = due.group_by(_held.c.story).order_by(func.min(_held.c.until), _held.c.story)
        stories = list(self._db.execute(first.limit(limit)).scalars())
        run(self._db, _PASSED, stories, now=now)
        return stories


def put_word(
    db: Connection,
    dialect: Dialect,
    slug: str,
    story: str,
    word: EditorsWord | None,
    at: datetime,
) -> None:
    """Write an editor's word, or take it back: in place of all that was said of the stories that are one by now."""
    led = select(t.redirects.c.old).where(t.redirects.c.story == story)
    of_these = or_(_words.c.story == story, _words.c.story.in_(led))
    db.execute(delete(_words).where(_words.c.topic == slug, of_these))
    if word is not None:
        row = {"topic": slug, "story": story, "word": word, "at": at}
        db.execute(dialect.upsert(_words), [row])


def forget(db: Connection, stories: Sequence[str]) -> None:
    """Forget what was said of stories, also of those that were merged into them."""
    led = select(t.redirects.c.old).where(t.redirects.c.story.in_(stories))
    db.execute(delete(_words).where(or_(_words.c.story.in_(stories), _words.c.story.in_(led))))


def drop_topics(db: Connection, slugs: Sequence[str]) -> None:
    """Topics that are no more hold nothing back; what an editor said stays, should they return."""
    db.execute(delete(_held).where(_held.c.topic.in_(slugs)))
