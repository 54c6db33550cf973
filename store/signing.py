"""Signatures over one connection: the keys by which items are found, and how they are let go of again.

An item's keys stand beside its fingerprint too, so that its rows of ``signatures`` are found by key: an index of
them by item would be nearly as large as the table, and cost as much with each item.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from struct import pack, unpack

from sqlalchemy import BigInteger, Connection, TextClause, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from feeds.model.item import Item
from feeds.model.story import Signature
from store import tables as t
from store.dialect import Dialect

_CHUNK = 500  # rows a statement
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


def sign(db: Connection, dialect: Dialect, item: Item, signature: Signature) -> None:
    """Make this the item's signature, in place of the one it had."""
    forget(db, [item.id])
    keys = list(dict.fromkeys(signature.keys))
    rows = [{"key": key, "seen": item.first_seen, "item": item.id} for key in keys]
    for start in range(0, len(rows), _CHUNK):
        db.execute(dialect.insert_missing(t.signatures), rows[start : start + _CHUNK])
    fingerprint = {"item": item.id, "body": signature.body, "keys": pack_keys(keys)}
    db.execute(dialect.upsert(t.fingerprints), [fingerprint])


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
