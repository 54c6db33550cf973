"""Language twins in the store: see ``store.twins_api`` for what each read and write promises.

A gist's keys stand beside it too, so that its rows of ``twin_keys`` are found by key when it goes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Connection,
    bindparam,
    case,
    delete,
    or_,
    select,
    text,
    update,
)

from feeds.model.story import StoryGist, StoryLink
from store import tables as t
from store.dialect import Dialect
from store.direct import write
from store.many import IDS, ask, ask_by_name, chunks
from store.signing import pack_keys, unpack_keys
from store.twins_api import TwinPosting

_NO_WORDS = "-"  # the digest of none
_gists, _keys, _twins = t.story_gists, t.twin_keys, t.story_twins

# As for signatures: fixed texts whatever the number of keys, and a join that SQLite may not turn round.
_FIND = (
    "SELECT p.key, p.story, p.language, p.at FROM {asked} CROSS JOIN twin_keys AS p "
    "WHERE p.key = a.key AND p.at BETWEEN a.since AND a.until"
)
_ASKED = ("key", "since", "until")
_VALUES = ", ".join(f"json_extract(value, '$[{n}]') AS {name}" for n, name in enumerate(_ASKED))
_FIND_SQLITE = text(_FIND.format(asked=f"(SELECT {_VALUES} FROM json_each(:asked)) AS a"))
_FIND_POSTGRES = text(
    _FIND.format(asked="unnest(:key, :since, :until) AS a(key, since, until)")
).bindparams(*(bindparam(name, type_=ARRAY(BigInteger)) for name in _ASKED))
_KEPT = select(_gists).where(_gists.c.story.in_(IDS))
_TOUCHING = select(_twins).where(or_(_twins.c.story.in_(IDS), _twins.c.other.in_(IDS)))
# Of the words that a story has now; a withdrawn one has none.
_WORDS = case((t.stories.c.status == "usable", t.items.c.digest), else_="")
_CHANGED = select(t.changes.c.story).order_by(t.changes.c.mark)
_UNREAD = (
    select(t.stories.c.id)
    .join(t.items, t.items.c.id == t.stories.c.head)
    .outerjoin(_gists, _gists.c.story == t.stories.c.id)
    .where(t.stories.c.id.in_(IDS), _gists.c.digest.is_distinct_from(_WORDS))
)


class Reader:
    """Reads; see ``TwinReader``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def unread(self) -> Sequence[str]:
        """See ``TwinReader``."""
        changed = list(self._db.execute(_CHANGED).scalars())
        # By name: whole tables would be joined for what a guess takes for many.
        unread = {story for (story,) in ask(self._db, _UNREAD, changed)}
        return [story for story in changed if story in unread]

    def gists(self, story_ids: Sequence[str]) -> Mapping[str, StoryGist]:
        """See ``TwinReader``."""
        return {row["story"]: _gist(row) for row in ask_by_name(self._db, _KEPT, story_ids)}

    def postings(
        self, asked: Iterable[tuple[int, datetime, datetime]]
    ) -> Mapping[int, Sequence[TwinPosting]]:
        """See ``TwinReader``."""
        wanted = [
            (key, t.microseconds(since), t.microseconds(until)) for key, since, until in asked
        ]
        if self._db.dialect.name == "sqlite":
            rows = self._db.execute(_FIND_SQLITE, {"asked": json.dumps(wanted)})
        else:
            columns = zip(*wanted, strict=True) if wanted else ((), (), ())
            arrays = dict(zip(_ASKED, map(list, columns), strict=True))
            rows = self._db.execute(_FIND_POSTGRES, arrays)
        found: defaultdict[int, list[TwinPosting]] = defaultdict(list)
        when = cache(t.moment)  # the same stories have many of the keys
        for key, story, language, at in rows.all():
            found[key].append((story, language, when(at)))
        return found

    def of(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[StoryLink]]:
        """See ``TwinReader``."""
        found: dict[str, list[StoryLink]] = {}
        for some in chunks(story_ids):
            for row in self._db.execute(_TOUCHING, {"ids": some}).mappings():
                link = StoryLink(**row)
                for one in (link, replace(link, story=link.other, other=link.story)):
                    if one.story in some:
                        found.setdefault(one.story, []).append(one)
        for links in found.values():
            links.sort(key=lambda link: (-link.score, link.other))
        return found


class Writer(Reader):
    """Reads and writes; see ``TwinWriter``. ``mark`` marks a story changed."""

    def __init__(
        self, connection: Connection, dialect: Dialect, mark: Callable[[str], None]
    ) -> None:
        super().__init__(connection)
        self._dialect, self._mark = dialect, mark

    def put(self, gists: Sequence[StoryGist], *, before: Mapping[str, StoryGist]) -> None:
        """See ``TwinWriter``."""
        for gist in gists:
            if gist.story in before:
                _drop_keys(self._db, before[gist.story])
        keys = [
            {"key": key, "at": gist.at, "story": gist.story, "language": gist.language}
            for gist in gists
            for key in gist.keys
        ]
        write(self._db, self._dialect.upsert(_gists), [_row(gist) for gist in gists])
        write(self._db, self._dialect.insert_missing(_keys), keys)

    def link(self, story_id: str, links: Sequence[StoryLink]) -> None:
        """See ``TwinWriter``."""
        before = {link.other: link for link in self.of([story_id]).get(story_id, ())}
        after = {link.other: link for link in links}
        changed = {
            other for other in before.keys() | after.keys() if before.get(other) != after.get(other)
        }
        for other in sorted(changed):
            self._db.execute(delete(_twins).where(_between(story_id, other)))
            if other in after:
                put_link(self._db, self._dialect, after[other])
            self._mark(other)


def put_link(db: Connection, dialect: Dialect, link: StoryLink) -> None:
    """Write a link once for both ends: the lesser id is its ``story``."""
    one, other = sorted((link.story, link.other))
    row = {"story": one, "other": other, "score": link.score, "why": link.why}
    db.execute(dialect.insert_missing(_twins), [row])


def drop_gists(db: Connection, stories: Sequence[str]) -> None:
    """Forget the gists of those stories, and what they are found by."""
    for gist in Reader(db).gists(stories).values():
        _drop_keys(db, gist)
    db.execute(delete(_gists).where(_gists.c.story.in_(stories)))


def _drop_keys(db: Connection, gist: StoryGist) -> None:
    own = (_keys.c.story == gist.story) & (_keys.c.at == gist.at)
    db.execute(delete(_keys).where(own, _keys.c.key.in_(gist.keys)))


def forget(db: Connection, stories: Sequence[str]) -> None:
    """Forget all of those stories that is kept here."""
    drop_gists(db, stories)
    touching = or_(_twins.c.story.in_(stories), _twins.c.other.in_(stories))
    db.execute(delete(_twins).where(touching))


def doubt(db: Connection, stories: Sequence[str]) -> None:
    """Have those stories read anew, whatever their words: links of theirs may be of copies that they have no more."""
    db.execute(update(_gists).where(_gists.c.story.in_(stories)).values(digest=_NO_WORDS))


def merge(db: Connection, dialect: Dialect, old: str, story: str) -> None:
    """The twins of a story folded into another are the other's."""
    links = Reader(db).of([old]).get(old, ())
    forget(db, [old])
    for link in links:
        if link.other != story:
            put_link(db, dialect, replace(link, story=story))


def _between(one: str, other: str) -> Any:
    first, second = sorted((one, other))
    return (_twins.c.story == first) & (_twins.c.other == second)


def _row(gist: StoryGist) -> dict[str, Any]:
    keys = pack_keys(gist.keys)
    return {
        "story": gist.story,
        "digest": gist.digest,
        "at": gist.at,
        "body": gist.body,
        "keys": keys,
    }


def _gist(row: Any) -> StoryGist:
    return StoryGist(
        story=row["story"],
        digest=row["digest"],
        at=row["at"],
        language="",
        body=row["body"],
        keys=unpack_keys(row["keys"]),
    )
