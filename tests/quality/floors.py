"""The floors: figures that may rise and never fall, and what falls below them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.quality.measure import Counted, Edits
from tests.quality.score import Score

FLOORS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text())


def scores_below(name: str, scores: Mapping[str, Score]) -> Iterator[str]:
    """The language groups of a set whose precision or recall is under its floor."""
    for group, floor in FLOORS[name].items():
        found = scores[group]
        if found.precision < floor["precision"]:
            yield f"{name}, {group}: precision {found.precision:.3f}, floor {floor['precision']}"
        if found.recall < floor["recall"]:
            yield f"{name}, {group}: recall {found.recall:.3f}, floor {floor['recall']}"


def joined_above(name: str, counted: Mapping[str, Counted]) -> Iterator[str]:
    """The kinds of neighbour of which more were joined than may be."""
    for kind, most in FLOORS[name].items():
        found = counted.get(kind, Counted())
        if found.share > most:
            yield f"{name}, {kind}: {found.joined} of {found.total} joined, at most {most}"


def edits_below(name: str, found: Edits) -> Iterator[str]:
    """The kinds of edit found again less often than their floor, or the floor of all kinds."""
    floors = FLOORS[name]
    for kind, counted in found.kinds.items():
        floor = floors.get(kind, floors["every kind"])
        if counted.share < floor:
            yield f"{name}, {kind}: {counted.joined} of {counted.total} found, floor {floor}"
