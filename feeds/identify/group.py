"""Which of some items are one story each: a function of the items alone, in whatever order they came.

Groups grow from single items: those two become one of whose pairs the model says most on average, the more of them the
rather, until no two are left of which it says enough (average linkage, UPGMA: Sokal and Michener 1958). A text that
many copies speak for is not kept out by the one that happens to differ, and one that a single copy speaks for does not
bring two stories together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from heapq import heapify, heappop, heappush
from itertools import combinations
from math import log
from typing import NamedTuple

from feeds.identify.evidence import measure
from feeds.identify.fingerprint import Print
from feeds.identify.frame import is_of_another, name_another
from feeds.identify.pair import CERTAIN, TWO
from feeds.identify.parts import Texts

# How they were set: docs/identity.md. Log-odds but for the count of words.
LINK = 0.1  # what some pair across two groups says where these are one story
_ENOUGH = -0.6  # what the pairs across two groups say on average where these are one story
_LEAST = -6.0  # what a pair says against at the most: one odd copy is one odd copy
_SURE = 3.0  # what is said on average of groups that are one though some text of one has nothing of one of the other's
_SURELY = 5.0  # what is said of two texts that are surely one
# What is said against an outlet's texts of two days weighs so much more.
_TWO_DAYS = 4.0
_HALF_A_DAY = 12 * 60  # minutes
_ONE_LENGTH = 0.6  # of the longer text, at the least
# Words from which a text that is unlike another counts as one; of a teaser that says little, as its words squared.
_FULL = 120

Group = frozenset[int]


class _Said(NamedTuple):
    """What the pairs across two groups say in all, what they weigh, and the most that one of them says."""

    total: float
    weight: float
    most: float

    @property
    def average(self) -> float:
        return self.total / self.weight

    @property
    def speaks(self) -> bool:
        """Whether the two may be one story."""
        return self.most >= LINK and self.average >= _ENOUGH

    @property
    def is_sure(self) -> bool:
        """Whether the two are one story, whatever two of their texts lack of each other."""
        return self.average >= _SURE or self.most >= _SURELY

    @property
    def rank(self) -> float:
        """Which two groups become one first: of two stories that a text may be of, it rather is of the one that has
        more copies, in proportion (as in a Chinese restaurant process: Aldous 1985). What speaks weighs 1 at least.
        """
        return self.average + log(self.weight)

    def with_(self, other: _Said) -> _Said:
        return _Said(
            self.total + other.total, self.weight + other.weight, max(self.most, other.most)
        )


_Across = dict[tuple[int, int], _Said]  # by the numbers of two groups, the lesser first
_NOTHING = _Said(0.0, 1.0, 0.0)


def group(
    prints: Mapping[int, Print],
    odds: Callable[[int, int], float],
    *,
    apart: Iterable[tuple[Set[int], Set[int]]] = (),
    whole: Iterable[Set[int]] = (),
) -> list[Group]:
    """The stories that these items make.

    ``odds`` is the model's word on two of them. The items of either side of a pair in ``apart`` are never brought
    together by it with those of the other; the items of each set in ``whole`` are one story whatever it says.
    """
    items = sorted(prints, key=lambda item: (prints[item].at, item))
    said = {pair: odds(*pair) for pair in combinations(items, 2)}
    kept, texts = [*apart], Texts()
    parts = _parts(said, prints, texts)
    across = {
        (a, b): _NOTHING
        if (one, other) in parts
        else _says(prints[one], prints[other], said[one, other])
        for (a, one), (b, other) in combinations(enumerate(items), 2)
        if not _ruled(one, other, kept)
    }
    return _united(_grown(items, prints, across, texts), whole, kept)


def _grown(
    items: Sequence[int], prints: Mapping[int, Print], across: _Across, texts: Texts
) -> list[Group]:
    """The groups that grow of single items, whose numbers are their places in ``items``."""
    groups = [{item} for item in items]
    linked = [(-said.rank, pair) for pair, said in across.items() if said.speaks]
    heapify(linked)
    while linked:
        rank, (a, b) = heappop(linked)
        said = across.get((a, b))
        if said is None or -said.rank != rank:
            continue  # one of the two has grown, or is another's by now
        if _contradict(groups[a], groups[b], prints, texts, sure=said.is_sure):
            del across[a, b]
            continue
        groups[a] |= groups[b]
        groups[b] = set()
        for pair in _fold(across, a, b, len(items)):
            if across[pair].speaks:
                heappush(linked, (-across[pair].rank, pair))
    return [frozenset(one) for one in groups if one]


def _says(one: Print, other: Print, odds: float) -> _Said:
    """What a pair says. What speaks for one story weighs in full, however short the text."""
    least = min(len(one.words), len(other.words), _FULL)
    weight = (least / _FULL) ** 2 if TWO < odds < 0 else 1.0
    if odds < 0 and _of_two_days(one, other):
        weight *= _TWO_DAYS
    return _Said(max(min(odds, CERTAIN), _LEAST) * weight, weight, odds)


def _of_two_days(one: Print, other: Print) -> bool:
    """Whether these are one outlet's texts of two days, no excerpts: what it has told it tells again in the same words,
    if at all. Other outlets' copies of yesterday's forecast are as like today's as the formula of both makes them.
    """
    shorter, longer = sorted((len(one.words), len(other.words)))
    return (
        one.source == other.source
        and abs(one.at - other.at) >= _HALF_A_DAY
        and shorter >= max(_FULL / 2, _ONE_LENGTH * longer)
    )


def _parts(
    said: Mapping[tuple[int, int], float], prints: Mapping[int, Print], texts: Texts
) -> Set[tuple[int, int]]:
    """The pairs that say nothing by being unlike, for a third text that has both, or has the one and is surely the
    other's copy. ``said`` are the odds of each pair.
    """
    likes: dict[int, dict[int, float]] = {item: {} for item in prints}
    for (one, other), odds in said.items():
        if odds >= 0:
            likes[one][other] = likes[other][one] = odds
    return {
        (one, other)
        for (one, other), odds in said.items()
        if odds < 0
        and any(
            texts.are_parts(prints[one], prints[other], prints[whole])
            or (
                odds > TWO
                and max(likes[one][whole], likes[other][whole]) >= _SURELY
                and texts.stands_in(prints[one], prints[other], prints[whole])
            )
            for whole in likes[one].keys() & likes[other].keys()
        )
    }


def _ruled(one: int, other: int, apart: Sequence[tuple[Set[int], Set[int]]]) -> bool:
    return any((one in a and other in b) or (one in b and other in a) for a, b in apart)


def _contradict(
    ones: Set[int], others: Set[int], prints: Mapping[int, Print], texts: Texts, *, sure: bool
) -> bool:
    """Whether two groups cannot be one story, though their pairs say so on average: a round-up brings them together;
    or, unless they ``sure``-ly are one, some text of the one has nothing of one of the other's, or is by its title of
    somebody else.
    """
    left, right = [prints[i] for i in ones], [prints[i] for i in others]
    if texts.rounded_up(left, right) or (not sure and texts.parted(left, right)):
        return True
    return not sure and any(
        name_another(one, other) and is_of_another(one, other, measure(one, other))
        for one in left
        for other in right
    )


def _fold(across: _Across, a: int, b: int, count: int) -> list[tuple[int, int]]:
    """Make two groups one, the first: who was kept apart from either is kept apart from it. The pairs that say
    something else for that.
    """
    del across[a, b]
    changed = []
    for c in range(count):
        one, other = (min(a, c), max(a, c)), (min(b, c), max(b, c))
        said = across.pop(other, None)
        if one not in across:
            continue
        if said is None:
            del across[one]
        else:
            across[one] = across[one].with_(said)
            changed.append(one)
    return changed


def _united(
    groups: Sequence[Group], whole: Iterable[Set[int]], apart: Sequence[tuple[Set[int], Set[int]]]
) -> list[Group]:
    """The groups, those that have items of one set in ``whole`` as one; what an editor ruled apart from such a one by
    then stays by itself.
    """
    united = [*groups]
    for items in whole:
        touched = [one for one in united if not one.isdisjoint(items)]
        united = [one for one in united if one.isdisjoint(items)]
        together = frozenset(items)
        for others in (one - items for one in touched):
            if any(_ruled(one, other, apart) for one in together for other in others):
                united.append(others)
            else:
                together |= others
        united.append(together)
    return united
