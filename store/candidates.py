"""What recognising an item asks, over one connection: who has its keys, and what it takes to compare with them.

Asked for each item that arrives, so the statements have fixed texts whatever they are asked about, and go to the
driver as they are: building them, or laying values out as SQLAlchemy does, costs more than running them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from feeds.model.story import Posting
from store.tables import seconds

_POSTINGS = "SELECT s.key, s.item, COALESCE(s.story, s.item) FROM {of_keys}"
_PRINTS = "SELECT item, body FROM fingerprints WHERE item {in_numbers}"
_CONTACTS = "SELECT other FROM contacts WHERE item {in_numbers}"
# How a driver takes a list as one value, and any other; and what has the database look each key up in the index:
# SQLite by CROSS JOIN, which it does not turn round. PostgreSQL would go through the whole table as long as it has no
# figures of it, as after a restore: OFFSET keeps what is asked of each key apart.
_WORDS: dict[str, dict[str, str]] = {
    "sqlite": {
        "of_keys": "json_each(?) AS k CROSS JOIN signatures AS s WHERE s.key = k.value AND s.seen >= ?",
        "in_numbers": "IN (SELECT value FROM json_each(?))",
    },
    "postgresql": {
        "of_keys": "unnest(CAST(%s AS bigint[])) AS k(value) CROSS JOIN LATERAL (SELECT * FROM signatures"
        " WHERE key = k.value AND seen >= %s OFFSET 0) AS s",
        "in_numbers": "= ANY(CAST(%s AS bigint[]))",
    },
}


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What stands written of those ``keys``, read together."""

    keys: frozenset[int]
    since: datetime
    found: Mapping[int, Sequence[Posting]]

    def postings(
        self, keys: Sequence[int], since: datetime
    ) -> Mapping[int, Sequence[Posting]] | None:
        """Of some of the keys; None for others."""
        if since != self.since or not self.keys.issuperset(keys):
            return None
        return {key: self.found[key] for key in keys if key in self.found}


def postings(db: Connection, keys: Sequence[int], since: datetime) -> dict[int, list[Posting]]:
    """The items seen ``since``, to the second, that have each key."""
    found: dict[int, list[Posting]] = {}
    for key, item, story in _ask(db, _POSTINGS, keys, seconds(since)):
        found.setdefault(key, []).append(Posting(item, story))
    return found


def prints(db: Connection, item_ids: Sequence[int]) -> dict[int, bytes]:
    """The packed fingerprints of items."""
    return {item: body for item, body in _ask(db, _PRINTS, item_ids)}


def contacts(db: Connection, item_ids: Sequence[int]) -> frozenset[int]:
    """The items that are in contact with some of those."""
    return frozenset(other for (other,) in _ask(db, _CONTACTS, item_ids))


def _ask(db: Connection, statement: str, listed: Sequence[object], *values: object) -> Any:
    if not listed:
        return ()
    text, wrap = _written(statement, db.dialect.name)
    return db.exec_driver_sql(text, (wrap(listed), *values)).fetchall()


@cache
def _written(statement: str, dialect: str) -> tuple[str, Callable[[Sequence[object]], object]]:
    """A statement in a driver's words, and what makes one value of a list."""
    return statement.format(**_WORDS[dialect]), list if dialect == "postgresql" else json.dumps
