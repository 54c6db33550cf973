"""Labelled items to compare methods on, from a folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.quality.labelled import Labelled, load
from tests.quality.score import Pair

_CHECKOUT = Path(__file__).resolve().parents[1]
SHARED = _CHECKOUT.parent / "shared" / "data"  # material that can't be published, where one has it
OWN = _CHECKOUT / "tests" / "quality" / "own"

# Languages streamed together, because outlets carry each other's stories across them.
GROUPS = {"ar": ("ar",), "fr+es": ("fr", "es"), "en": ("en",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative:
    """Two items that share much and are not one story."""

    pair: Pair
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Items in the order of a stream, the pairs to leave out of the score, the pairs to watch."""

    items: tuple[Labelled, ...]
    doubtful: frozenset[Pair]
    negatives: tuple[Negative, ...]

    def group(self, name: str) -> list[Labelled]:
        """The items of one of ``GROUPS``."""
        return [item for item in self.items if item.lang in GROUPS[name]]


def read(folder: Path) -> Corpus:
    """The corpus in a folder; only its stories must be there.

    Raises FileNotFoundError where it has none.
    """
    stories = _first(folder, "stories-dev.jsonl.gz", "stories.jsonl")
    if stories is None:
        raise FileNotFoundError(f"{folder}: no stories-dev.jsonl.gz or stories.jsonl")
    doubtful = _first(folder, "doubtful-dev.tsv", "doubtful.tsv")
    negatives = _first(folder, "hard-negatives-dev.jsonl", "hard-negatives.jsonl")
    return Corpus(
        items=tuple(load(stories)),
        doubtful=frozenset(_pairs(doubtful)) if doubtful else frozenset(),
        negatives=tuple(_negatives(negatives)) if negatives else (),
    )


def _first(folder: Path, *names: str) -> Path | None:
    return next((folder / name for name in names if (folder / name).exists()), None)


def _pairs(path: Path) -> Iterator[Pair]:
    for line in path.read_text("utf-8").splitlines():
        if line:
            one, other = line.split("\t")[:2]
            yield one, other


def _negatives(path: Path) -> Iterator[Negative]:
    for line in path.read_text("utf-8").splitlines():
        if line:
            raw = json.loads(line)
            yield Negative(pair=(raw["a"], raw["b"]), type=raw["type"])
