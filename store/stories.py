"""Items and stories over one connection, as they are written: by id, by identity, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, CursorResult, bindparam, select

from feeds.model.item import Item
from feeds.model.story import Copy, Story
from store import rows
from store import tables as t

K = TypeVar("K")
_CHUNK = 500  # bound parameters a statement; SQLite allows 32,766, plans stay small
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

# Built once, since building a statement costs more than running it: these are asked for each item.
_IDS: BindParameter[object] = bindparam("ids", expanding=True)
_BY_KEY = (
    select(t.item_keys.c.key.label("known_as"), t.items)
    .join(t.items, t.items.c.id == t.item_keys.c.item)
    .where(
        t.item_keys.c.source == bindparam("source"),
        t.item_keys.c.key.in_(bindparam("keys", expanding=True)),
    )
)
_ITEMS = select(t.items).where(t.items.c.id.in_(_IDS))
_HEADERS = select(t.stories).where(t.stories.c.id.in_(_IDS))
_PRESENT = select(t.stories.c.id).where(t.stories.c.id.in_(_IDS))
_MOVED = select(t.redirects).where(t.redirects.c.old.in_(_IDS))
_COPIES = (
    select(*_COPY_COLUMNS)
    .join(t.items, t.items.c.id == t.copies.c.item)
    .where(t.copies.c.story.in_(_IDS))
)
_STORIES_OF = select(t.copies.c.item, t.copies.c.story).where(t.copies.c.item.in_(_IDS))


def chunks(values: Sequence[K]) -> Iterator[Sequence[K]]:
    """The values in pieces that fit a statement."""
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def mapped(result: CursorResult[Any]) -> Sequence[Any]:
    """Rows by the names of their columns."""
    rows: Sequence[Any] = result.mappings().all()
    return rows


def items_by_key(db: Connection, source: str, keys: Sequence[str]) -> dict[str, Item]:
    """The items that a source's identities lead to."""
    found = {}
    for some in chunks(keys):
        for row in mapped(db.execute(_BY_KEY, {"source": source, "keys": some})):
            found[row["known_as"]] = rows.to_item(row)
    return found


def items(db: Connection, ids: Sequence[int]) -> dict[int, Item]:
    """Items by their ids."""
    found = {}
    for some in chunks(ids):
        for row in mapped(db.execute(_ITEMS, {"ids": some})):
            found[row["id"]] = rows.to_item(row)
    return found


def present(db: Connection, ids: Sequence[str]) -> frozenset[str]:
    """The ids among these that stories have."""
    found: set[str] = set()
    for some in chunks(ids):
        found.update(db.execute(_PRESENT, {"ids": some}).scalars())
    return frozenset(found)


def stories_of(db: Connection, item_ids: Sequence[int]) -> dict[int, str]:
    """The stories that items are copies of."""
    found: dict[int, str] = {}
    for some in chunks(item_ids):
        found |= {item: story for item, story in db.execute(_STORIES_OF, {"ids": some})}
    return found


def present_ids(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Ids asked for, and the ids of the stories they mean now."""
    moved: dict[str, str] = {}
    for some in chunks(ids):
        moved |= {old: story for old, story in db.execute(_MOVED, {"ids": some})}
    return {story_id: moved.get(story_id, story_id) for story_id in ids}


def by_id(db: Connection, ids: Sequence[str]) -> dict[str, Story]:
    """Stories by ids that they have now."""
    headers: list[Any] = []
    for some in chunks(ids):
        headers += mapped(db.execute(_HEADERS, {"ids": some}))
    return {story.id: story for story in assemble(db, headers)}


def assemble(db: Connection, headers: Sequence[Mapping[str, Any]]) -> list[Story]:
    """Stories from their headers, in the same order, with two reads for all of them."""
    heads = items(db, [row["head"] for row in headers])
    carried: dict[str, list[Copy]] = defaultdict(list)
    for some in chunks([row["id"] for row in headers]):
        for row in mapped(db.execute(_COPIES, {"ids": some})):
            carried[row["story"]].append(rows.to_copy(row))
    return [rows.to_story(row, heads[row["head"]], carried[row["id"]]) for row in headers]
