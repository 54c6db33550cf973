"""What the model said of pairs of items, remembered: the copies of a story are weighed anew with each that comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from feeds.identify.evidence import measure
from feeds.identify.fingerprint import Print
from feeds.identify.pair import pair_odds

_MOST = 20_000  # pairs; some 5 MB
_NEVER = -8.0  # log-odds of two that are too far apart in time to be one story
_said: dict[tuple[int, int, int, int], float] = {}


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
        said = _said.get(pair)
        if said is None:
            said = pair_odds(later.made, earlier.made, measure(later.made, earlier.made))
            if len(_said) >= _MOST:
                _said.clear()
            _said[pair] = said
        return said

    return odds
