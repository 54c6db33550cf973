"""Copies of the same stories, and what takes them in, in an order of its own."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

from feeds.identify import fingerprint
from feeds.intake import absorb
from feeds.model.item import Item
from store.open import open_store
from tests.newsroom.intake import item

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORIES = 8
SOURCES = ("north", "south", "east")
_SYLLABLES = ("ka", "lo", "mi", "tur", "ben", "sol", "ra", "pid", "on", "ve", "shu", "gar")


def copies(source: str) -> Iterator[Item]:
    """A source's copies of all stories: each source drops another paragraph."""
    drops = SOURCES.index(source)
    for number in range(STORIES):
        told = random.Random(number)
        words = ["".join(told.choices(_SYLLABLES, k=told.randint(2, 4))) for _ in range(240)]
        parts = [
            " ".join(words[start : start + 60]).capitalize() + "." for start in range(0, 240, 60)
        ]
        kept = [part for place, part in enumerate(parts) if place != drops or drops == 0]
        yield item(source, f"{source}-{number}", " ".join(words[3:9]), kept, 9)


def take_in(url: str, source: str, gate: Connection) -> None:
    """One transaction an item, in the source's own order, from when all are ready."""
    mine = list(copies(source))
    random.Random(source).shuffle(mine)
    fingerprint(mine[0])  # reads its tables, which takes a second
    store = open_store(url)
    gate.send("ready")
    gate.recv()
    for one in mine:
        with store.write() as tx:
            absorb(tx, [one], window=timedelta(days=7), now=NOW)
    store.close()
