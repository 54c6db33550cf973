"""What recognising an item asks, over one connection: who has its keys, and what it takes to compare with them.

Asked for each item that arrives, so the statements have fixed texts whatever they are asked about, and go to the
driver as they are: building them, or laying values out as SQLAlchemy does, costs more than running them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection

from feeds.model.story import Posting, StoryFacts
from store.tables import seconds

_SAMPLE = 4  # copies of a story that speak for the others; ids are hashes, so the lowest are any

# CROSS JOIN keeps SQLite from turning the join round.
_POSTINGS = (
    "SELECT s.key, s.item, COALESCE(s.story, s.item) FROM {keys} CROSS JOIN signatures AS s "
    "WHERE s.key = k.value AND s.seen >= {value}"
)
_FACTS = (
    "SELECT s.id, s.head, c.item, c.leads FROM stories AS s JOIN copies AS c ON c.story = s.id "
    "WHERE s.id {in_texts}"
)
_PRINTS = "SELECT item, body FROM fingerprints WHERE item {in_numbers}"
# How a driver takes a list as one value, and any other.
_WORDS: dict[str, dict[str, str]] = {
    "sqlite": {
        "keys": "json_each(?) AS k",
        "in_numbers": "IN (SELECT value FROM json_each(?))",
        "in_texts": "IN (SELECT value FROM json_each(?))",
        "value": "?",
    },
    "postgresql": {
        "keys": "unnest(CAST(%s AS bigint[])) AS k(value)",
        "in_numbers": "= ANY(CAST(%s AS bigint[]))",
        "in_texts": "= ANY(CAST(%s AS text[]))",
        "value": "%s",
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


def facts(db: Connection, story_ids: Sequence[str]) -> dict[str, StoryFacts]:
    """The facts of stories."""
    heads: dict[str, int] = {}
    copies: dict[str, list[tuple[int, bool]]] = {}
    for story, head, item, leads in _ask(db, _FACTS, story_ids):
        heads[story] = head
        copies.setdefault(story, []).append((item, bool(leads)))
    return {story: facts_of(head, copies[story]) for story, head in heads.items()}


def facts_of(head: int, copies: Iterable[tuple[int, bool]]) -> StoryFacts:
    """The facts of one story: its head and its copies, each with whether it leads."""
    listed = sorted(copies)
    return StoryFacts(
        head=head,
        copies=len(listed),
        leads=tuple(item for item, leads in listed if leads and item != head),
        sample=tuple(item for item, _ in listed[:_SAMPLE]),
    )


def prints(db: Connection, item_ids: Sequence[int]) -> dict[int, bytes]:
    """The packed fingerprints of items."""
    return {item: body for item, body in _ask(db, _PRINTS, item_ids)}


def _ask(db: Connection, statement: str, listed: Sequence[object], *values: object) -> Any:
    if not listed:
        return ()
    text, wrap = _written(statement, db.dialect.name)
    return db.exec_driver_sql(text, (wrap(listed), *values)).fetchall()


@cache
def _written(statement: str, dialect: str) -> tuple[str, Callable[[Sequence[object]], object]]:
    """A statement in a driver's words, and what makes one value of a list."""
    return statement.format(**_WORDS[dialect]), list if dialect == "postgresql" else json.dumps
