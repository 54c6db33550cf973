"""Signatures over one connection: the keys by which items are found, and how they are let go of again.

An item's keys stand beside its fingerprint too, so that its rows of ``signatures`` are found by key: an index of
them by item would be nearly as large as the table, and cost as much with each item.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from struct import pack, unpack
from typing import Any

from sqlalchemy import Connection, delete, select, text

from feeds.model.item import Item
from feeds.model.story import Signature, parse_id
from store import tables as t

# What is to be done with an item's rows, and how a driver takes its keys.
_DROP = "DELETE FROM signatures WHERE item = :item AND key {among}"
_MOVE = "UPDATE signatures SET story = :story WHERE item = :item AND key {among}"
_AMONG: dict[str, tuple[str, Callable[[Sequence[int]], object]]] = {
    "sqlite": ("IN (SELECT value FROM json_each(:keys))", json.dumps),
    "postgresql": ("= ANY(CAST(:keys AS bigint[]))", list),
}

# A row of ``signatures``: key, when the item was seen (seconds since 1970), item, number of another's story.
Signed = tuple[int, int, int, int | None]

# As the driver takes them: for so many rows SQLAlchemy's way from values to driver costs more than writing them.
_PUT: dict[str, tuple[str, Callable[[Sequence[Signed]], Any]]] = {
    "sqlite": ("INSERT OR IGNORE INTO signatures VALUES (?, ?, ?, ?)", list),
    "postgresql": (
        "INSERT INTO signatures SELECT * FROM unnest(CAST(%s AS bigint[]), CAST(%s AS bigint[]), "
        "CAST(%s AS bigint[]), CAST(%s AS bigint[])) ON CONFLICT DO NOTHING",
        lambda rows: tuple(map(list, zip(*rows, strict=True))),
    ),
}


def signed(item: Item, signature: Signature) -> dict[str, Any]:
    """The row of ``fingerprints`` that goes with an item's rows of ``signatures``."""
    keys = list(dict.fromkeys(signature.keys))
    return {"item": item.id, "body": signature.body, "keys": pack_keys(keys)}


def row(key: int, seen: int, item: int, story: int) -> Signed:
    """The row for a key of an item of that story."""
    return key, seen, item, None if story == item else story


def put(db: Connection, signed: Sequence[Signed]) -> None:
    """Write rows of ``signatures``."""
    if signed:
        statement, wrap = _PUT[db.dialect.name]
        db.exec_driver_sql(statement, wrap(signed))


def move(db: Connection, items: Sequence[int], story: str) -> None:
    """Note that those items are copies of that story now."""
    number = parse_id(story)
    for item, keys in _known(db, items):
        _each(db, _MOVE, item, keys, story=row(0, 0, item, number)[-1])


def forget(db: Connection, items: Sequence[int]) -> None:
    """Forget the signatures and fingerprints of those items."""
    gone = _known(db, items)
    for item, keys in gone:
        _each(db, _DROP, item, keys)
    if gone:
        db.execute(delete(t.fingerprints).where(t.fingerprints.c.item.in_(items)))


def _known(db: Connection, items: Sequence[int]) -> list[tuple[int, tuple[int, ...]]]:
    prints = t.fingerprints
    known = select(prints.c.item, prints.c["keys"]).where(prints.c.item.in_(items))
    return [(item, unpack_keys(keys)) for item, keys in db.execute(known)]


def _each(
    db: Connection, statement: str, item: int, keys: Sequence[int], **values: int | None
) -> None:
    among, wrap = _AMONG[db.dialect.name]
    asked = {"item": item, "keys": wrap(keys), **values}
    db.execute(text(statement.format(among=among)), asked)


def pack_keys(keys: Sequence[int]) -> bytes:
    """Keys as bytes: 64 bits each, signed, little-endian."""
    return pack(f"<{len(keys)}q", *keys)


def unpack_keys(packed: bytes) -> tuple[int, ...]:
    """The keys that :func:`pack_keys` packed.

    >>> unpack_keys(pack_keys([-1, 2**62]))
    (-1, 4611686018427387904)
    """
    return unpack(f"<{len(packed) // 8}q", packed)
