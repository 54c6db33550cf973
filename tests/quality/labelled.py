"""Labelled items: who carried which text when, and which items are one story."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An item with its label. Items with one ``story`` are the same text.

    ``kind`` says how an item came about, where a generator made it: the edit, or the kind of negative.
    ``teaser`` is how a feed would cut the text.
    """

    id: str
    source: str
    time: datetime | None
    lang: str
    title: str
    text: str
    teaser: str
    story: str
    kind: str = ""


def load(path: Path) -> list[Labelled]:
    """The items of a file of JSON Lines, gzipped or not, in the order of a stream."""
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().split("\n")
    return in_order(_item(json.loads(line)) for line in lines if line)


def in_order(items: Iterable[Labelled]) -> list[Labelled]:
    """The items by time; those without one last, as they came."""
    return sorted(items, key=lambda item: item.time or _LATEST)


def half_teasers(items: Sequence[Labelled], *, seed: int) -> list[Labelled]:
    """The items with half of the copies (chosen by the seed) cut to their teasers."""
    chosen = random.Random(seed)
    return [
        replace(item, text=item.teaser) if chosen.random() < 0.5 and item.teaser else item
        for item in items
    ]


def _item(raw: dict[str, str | None]) -> Labelled:
    time = raw["time"]
    moment = datetime.fromisoformat(time) if time else None
    return Labelled(
        id=raw["id"] or "",
        source=raw["source"] or "",
        time=moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment,
        lang=raw["lang"] or "",
        title=raw["title"] or "",
        text=raw["text"] or "",
        teaser=raw["teaser"] or "",
        story=raw["story_id"] or "",
        kind=raw.get("kind") or "",
    )
