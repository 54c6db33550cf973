"""The search index: words of stories in the backend's own full-text table, and what waits to be indexed.

SQLite has FTS5, PostgreSQL ``tsvector`` under a GIN index. Words come folded and split, so neither is to analyse
anything: FTS5 takes them apart at spaces, a ``tsvector`` is made of them as they are. Positions are not kept:
whoever asks looks at each story found, so phrases need none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Select,
    TextClause,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal,
    literal_column,
    select,
    table,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.types import Text

from feeds.model.search import AllOf, AnyOf, IndexedWord, Indexing, Lookup, Position, Scan
from store import tables as t
from store.many import IDS, ask, chunks, run

_WORDS = table("search_words", column("rowid"), column("words"))
_MARKS = select(t.search_backlog.c.mark).where(t.search_backlog.c.mark.in_(IDS))
_INDEXED = delete(t.search_backlog).where(t.search_backlog.c.mark.in_(IDS))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Engine:
    """How a backend's full-text is asked: its condition, how it writes a lookup, how words are put
    (``spaced``: as one text with spaces between, else as an array).
    """

    condition: TextClause
    prefix: str
    both: str
    either: str
    insert: TextClause
    spaced: bool

    def write(self, lookup: Lookup) -> str:
        """A lookup in the backend's own language."""
        match lookup:
            case IndexedWord(value=value, prefix=prefix):
                return self.quote(value) + (self.prefix if prefix else "")
            case AllOf(parts=parts):
                return f"({self.both.join(self.write(part) for part in parts)})"
            case AnyOf(parts=parts):
                return f"({self.either.join(self.write(part) for part in parts)})"
            case Scan():
                raise AssertionError("a scan asks no index")

    def put(self, words: Sequence[str]) -> object:
        """Words as they are put into the index."""
        return " ".join(words) if self.spaced else list(words)

    def quote(self, word: str) -> str:
        """A word in quotation marks; words are letters and digits, so that nothing in it needs care."""
        return f'"{word}"' if self.spaced else f"'{word}'"


_ENGINES = {
    "sqlite": _Engine(
        condition=text("search_words MATCH :match"),
        prefix=" *",
        both=" AND ",
        either=" OR ",
        insert=text("INSERT INTO search_words (rowid, words) VALUES (:number, :words)"),
        spaced=True,
    ),
    "postgresql": _Engine(
        condition=text("search_words.words @@ CAST(:match AS tsquery)"),
        prefix=":*",
        both=" & ",
        either=" | ",
        insert=text(
            "INSERT INTO search_words (rowid, words) VALUES (:number, array_to_tsvector(:words))"
        ).bindparams(bindparam("words", type_=ARRAY(Text))),
        spaced=False,
    ),
}


def find(
    db: Connection, lookup: Lookup, *, limit: int, before: Position | None
) -> Sequence[Position]:
    """See ``Snapshot.search``."""
    stories = select(t.stories.c.published, t.stories.c.id.label("story"))
    values: dict[str, Any] = {}
    if isinstance(lookup, Scan):
        wanted: Any = stories.subquery()
    else:
        engine = _ENGINES[db.dialect.name]
        values["match"] = engine.write(lookup)
        changed = stories.where(t.stories.c.id.in_(select(t.search_backlog.c.story)))
        wanted = union_all(_indexed(engine), changed).subquery()
    place = (wanted.c.published, wanted.c.story)
    statement: Select[Any] = select(*place).order_by(*(c.desc() for c in place)).limit(limit)
    if before is not None:
        moment, story = before
        statement = statement.where(tuple_(*place) < tuple_(literal(moment, t.Moment()), story))
    return [(published, found) for published, found in db.execute(statement, values)]


def _indexed(engine: _Engine) -> Select[Any]:
    """What the index gives; what it holds of a story that changed since does not count."""
    documents = t.search_documents
    changed = select(t.search_backlog.c.story)
    return (
        select(documents.c.published, documents.c.story)
        .join(_WORDS, literal_column("search_words.rowid") == documents.c.number)
        .where(engine.condition, documents.c.story.not_in(changed))
    )


_FIRST = select(t.search_backlog).order_by(t.search_backlog.c.mark).limit(bindparam("most"))
_UNINDEXED = (
    select(t.search_backlog.c.story, t.search_backlog.c.mark)
    .where(t.search_backlog.c.story.in_(select(_FIRST.subquery().c.story)))
    .order_by(t.search_backlog.c.mark)
)
# Notes that a story changed; it is indexed later, outside of the transaction that changes it.
MARK = insert(t.search_backlog)


def unindexed(db: Connection, *, limit: int) -> Mapping[str, Sequence[int]]:
    """See ``Snapshot.unindexed``."""
    found: dict[str, list[int]] = {}
    for story, number in db.execute(_UNINDEXED, {"most": limit}):
        found.setdefault(story, []).append(number)
    return found


def waiting(db: Connection) -> int:
    """See ``Snapshot.waiting``."""
    backlog = t.search_backlog
    return int(db.execute(select(func.count(backlog.c.story.distinct()))).scalar() or 0)


def put(db: Connection, indexed: Sequence[Indexing]) -> None:
    """See ``Transaction.put_indexed``."""
    marks = [mark for one in indexed for mark in one.marks]
    there = {mark for (mark,) in ask(db, _MARKS, marks)}
    current = [one for one in indexed if there.issuperset(one.marks)]
    drop(db, [one.story for one in current])
    words = {one.story: one.words for one in current if one.words is not None}
    if words:
        rows = [{"story": o.story, "published": o.published} for o in current if o.story in words]
        engine = _ENGINES[db.dialect.name]
        numbered = [
            {"number": number, "words": engine.put(words[story])}
            for number, story in db.execute(_DOCUMENTS, rows)
        ]
        db.execute(engine.insert, numbered)
    run(db, _INDEXED, [mark for one in current for mark in one.marks])


_DOCUMENTS = insert(t.search_documents).returning(
    t.search_documents.c.number, t.search_documents.c.story
)


def drop(db: Connection, stories: Sequence[str]) -> None:
    """Take stories out of the index; those that are not in it do no harm."""
    documents = t.search_documents
    for some in chunks(stories):
        numbers = select(documents.c.number).where(documents.c.story.in_(some))
        gone = list(db.execute(numbers).scalars())
        if gone:
            db.execute(delete(_WORDS).where(_WORDS.c.rowid.in_(gone)))
            db.execute(delete(documents).where(documents.c.number.in_(gone)))
