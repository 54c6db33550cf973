"""What the model said of pairs of items, remembered: the copies of a story are weighed anew with each that comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from feeds.identify.evidence import measure
from feeds.identify.fingerprint import Print
from feeds.identify.pair import pair_odds

_MOST = 20_000  # pairs twice; some 5 MB each
_NEVER = -8.0  # log-odds of two that are too far apart in time to be one story
_Pair = tuple[int, int, int, int]  # the later's and the earlier's id, and their digests


class Memory:
    """What was said of pairs: of the last ``_MOST`` that were asked about, and of some more."""

    def __init__(self) -> None:
        self._new: dict[_Pair, float] = {}
        self._old: dict[_Pair, float] = {}

    def get(self, pair: _Pair) -> float | None:
        """What was said of a pair, if it is still known."""
        said = self._new.get(pair)
        if said is None and (said := self._old.get(pair)) is not None:
            self.put(pair, said)
        return said

    def put(self, pair: _Pair, said: float) -> None:
        """Remember what is said of a pair."""
        if len(self._new) >= _MOST:
            self._old, self._new = self._new, {}
        self._new[pair] = said


_memory = Memory()  # one a process: a pair says the same in every store


@dataclass(frozen=True, slots=True)
class Known:
    """An item's fingerprint and what tells it from others that the item had: a hash of its bytes."""

    made: Print
    digest: int


def within(one: Print, other: Print, window: timedelta) -> bool:
    """Whether two items are near enough in time; one that states no time may be of any."""
    if not (one.dated and other.dated):
        return True
    return abs(one.at - other.at) <= window.total_seconds() / 60


def sayings(items: Mapping[int, Known], window: timedelta) -> Callable[[int, int], float]:
    """The log-odds that two of the items are one story, by their ids, whichever is named first."""

    def odds(one: int, other: int) -> float:
        if (items[one].made.at, one) < (items[other].made.at, other):
            one, other = other, one
        later, earlier = items[one], items[other]
        if not within(later.made, earlier.made, window):
            return _NEVER
        pair = (one, other, later.digest, earlier.digest)
        said = _memory.get(pair)
        if said is None:
            said = pair_odds(later.made, earlier.made, measure(later.made, earlier.made))
            _memory.put(pair, said)
        return said

    return odds
