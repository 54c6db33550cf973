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


def signed(item: Item, signature: Signature) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The rows of ``signatures`` and of ``fingerprints`` that make up an item's signature."""
    keys = list(dict.fromkeys(signature.keys))
    rows = [{"key": key, "seen": item.first_seen, "item": item.id} for key in keys]
    return rows, {"item": item.id, "body": signature.body, "keys": pack_keys(keys)}


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
