"""Items and stories over one connection, as they are written: by id, by identity, put together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from feeds.model.item import Item
from feeds.model.story import Copy, Story
from store import rows
from store import tables as t
from store.many import IDS, ask, ask_by_name

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
_BY_KEY = (
    select(t.item_keys.c.key.label("known_as"), t.items)
    .join(t.items, t.items.c.id == t.item_keys.c.item)
    .where(t.item_keys.c.source == bindparam("source"), t.item_keys.c.key.in_(IDS))
)
_ITEMS = select(t.items).where(t.items.c.id.in_(IDS))
_HEADERS = select(t.stories).where(t.stories.c.id.in_(IDS))
_PRESENT = select(t.stories.c.id).where(t.stories.c.id.in_(IDS))
_MOVED = select(t.redirects).where(t.redirects.c.old.in_(IDS))
_COPIES = (
    select(*_COPY_COLUMNS)
    .join(t.items, t.items.c.id == t.copies.c.item)
    .where(t.copies.c.story.in_(IDS))
)
_STORIES_OF = select(t.copies.c.item, t.copies.c.story).where(t.copies.c.item.in_(IDS))


def items_by_key(db: Connection, source: str, keys: Sequence[str]) -> dict[str, Item]:
    """The items that a source's identities lead to."""
    found = ask_by_name(db, _BY_KEY, keys, source=source)
    return {row["known_as"]: rows.to_item(row) for row in found}


def items(db: Connection, ids: Sequence[int]) -> dict[int, Item]:
    """Items by their ids."""
    return {row["id"]: rows.to_item(row) for row in ask_by_name(db, _ITEMS, ids)}


def present(db: Connection, ids: Sequence[str]) -> frozenset[str]:
    """The ids among these that stories have."""
    return frozenset(story for (story,) in ask(db, _PRESENT, ids))


def stories_of(db: Connection, item_ids: Sequence[int]) -> dict[int, str]:
    """The stories that items are copies of."""
    return {item: story for item, story in ask(db, _STORIES_OF, item_ids)}


def present_ids(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Ids asked for, and the ids of the stories they mean now."""
    moved = {old: story for old, story in ask(db, _MOVED, ids)}
    return {story_id: moved.get(story_id, story_id) for story_id in ids}


def by_id(db: Connection, ids: Sequence[str]) -> dict[str, Story]:
    """Stories by ids that they have now."""
    headers = list(ask_by_name(db, _HEADERS, ids))
    return {story.id: story for story in assemble(db, headers)}


def assemble(db: Connection, headers: Sequence[Mapping[str, Any]]) -> list[Story]:
    """Stories from their headers, in the same order, with two reads for all of them."""
    heads = items(db, [row["head"] for row in headers])
    carried: dict[str, list[Copy]] = defaultdict(list)
    for row in ask_by_name(db, _COPIES, [row["id"] for row in headers]):
        carried[row["story"]].append(rows.to_copy(row))
    return [rows.to_story(row, heads[row["head"]], carried[row["id"]]) for row in headers]
