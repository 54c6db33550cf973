"""Pairwise precision and recall of "these two are one story" (as in near-duplicate evaluation)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tests.quality.labelled import Labelled

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """Counted pairs: joined and one story, joined though they are two, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of joined pairs that are one story; 1 where nothing was joined."""
        joined = self.right + self.wrong
        return self.right / joined if joined else 1.0

    @property
    def recall(self) -> float:
        """The share of pairs of one story that were joined; 1 where there are none."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0


def score(
    items: Sequence[Labelled], joined: Mapping[str, str], *, doubtful: Collection[Pair] = ()
) -> Score:
    """The score of an assignment of item ids to stories, doubtful pairs left out."""
    left_out = {frozenset(pair) for pair in doubtful}
    gold = set(_pairs(items, {item.id: item.story for item in items}))
    found = set(_pairs(items, joined))
    wrong = [pair for pair in found - gold if frozenset(pair) not in left_out]
    missed = [pair for pair in gold - found if frozenset(pair) not in left_out]
    right = [pair for pair in gold & found if frozenset(pair) not in left_out]
    return Score(right=len(right), wrong=len(wrong), missed=len(missed))


def _pairs(items: Sequence[Labelled], of: Mapping[str, str]) -> Iterator[Pair]:
    groups = defaultdict(list)
    for item in items:
        groups[of[item.id]].append(item.id)
    for group in groups.values():
        yield from combinations(sorted(group), 2)
