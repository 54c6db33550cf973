"""Signatures over one connection: the keys by which items are found, and how they are let go of again.

An item's keys stand beside its fingerprint too, so that its rows of ``signatures`` are found by key: an index of
them by item would be nearly as large as the table, and cost as much with each item.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from struct import pack, unpack
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Connection, TextClause, bindparam, delete, select, text

from feeds.model.item import Item
from feeds.model.story import Signature
from store import tables as t

_DROP: dict[str, tuple[TextClause, Callable[[Sequence[int]], object]]] = {
    "sqlite": (
        text(
            "DELETE FROM signatures WHERE item = :item AND key IN (SELECT value FROM json_each(:keys))"
        ),
        lambda keys: json.dumps(list(keys)),
    ),
    "postgresql": (
        text("DELETE FROM signatures WHERE item = :item AND key = ANY(:keys)").bindparams(
            bindparam("keys", type_=ARRAY(BigInteger))
        ),
        list,
    ),
}

# As the driver takes them: for so many rows SQLAlchemy's way from values to driver costs more than writing them.
_PUT: dict[str, tuple[str, Callable[[Sequence[tuple[int, int, int]]], Any]]] = {
    "sqlite": ("INSERT OR IGNORE INTO signatures (key, seen, item) VALUES (?, ?, ?)", list),
    "postgresql": (
        "INSERT INTO signatures (key, seen, item) SELECT * FROM unnest("
        "CAST(%s AS bigint[]), CAST(%s AS bigint[]), CAST(%s AS bigint[])) ON CONFLICT DO NOTHING",
        lambda rows: tuple(map(list, zip(*rows, strict=True))),
    ),
}


def signed(item: Item, signature: Signature) -> dict[str, Any]:
    """The row of ``fingerprints`` that goes with an item's rows of ``signatures``."""
    keys = list(dict.fromkeys(signature.keys))
    return {"item": item.id, "body": signature.body, "keys": pack_keys(keys)}


def put(db: Connection, signed: Sequence[tuple[int, int, int]]) -> None:
    """Write rows of ``signatures``: key, when the item was seen (microseconds since 1970), item."""
    if signed:
        statement, wrap = _PUT[db.dialect.name]
        db.exec_driver_sql(statement, wrap(signed))


def forget(db: Connection, items: Sequence[int]) -> None:
    """Forget the signatures and fingerprints of those items."""
    prints = t.fingerprints
    known = select(prints.c.item, prints.c["keys"]).where(prints.c.item.in_(items))
    statement, wrap = _DROP[db.dialect.name]
    gone = list(db.execute(known))
    for item, keys in gone:
        db.execute(statement, {"item": item, "keys": wrap(unpack_keys(keys))})
    if gone:
        db.execute(delete(prints).where(prints.c.item.in_(items)))


def pack_keys(keys: Sequence[int]) -> bytes:
    """Keys as bytes: 64 bits each, signed, little-endian."""
    return pack(f"<{len(keys)}q", *keys)


def unpack_keys(packed: bytes) -> tuple[int, ...]:
    """The keys that :func:`pack_keys` packed.

    >>> unpack_keys(pack_keys([-1, 2**62]))
    (-1, 4611686018427387904)
    """
    return unpack(f"<{len(packed) // 8}q", packed)
