"""The pace a source finds by itself: how much of each document was known, and how much it brings a day.

Little overlap between two polls says that entries may have been missed, so sooner; nothing new says
later. Once a source was watched for a day, the rate it brings new entries at bounds both: about two to
eight polls for each new entry.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from feeds.model.item import FURTHER_NOTICE
from feeds.model.poll import PollState, Source
from feeds.poll.wording import a_day, spell

_SOONER, _LATER = 0.6, 1.35  # factors on the interval
_LITTLE, _MUCH = 0.33, 0.67  # shares of known entries
_DAY = timedelta(days=1)
_MEMORY = 7.0  # days after which an observation counts for a third
_ENOUGH = 1.0  # days of watching before the rate counts
_FEWEST, _MOST = 2, 8  # polls for each new entry, at the rate observed


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLimits:
    """The operator's bounds: the first guess, no sooner than, no later than."""

    interval: timedelta
    min_interval: timedelta
    max_interval: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a poll's document held: entries known before, new ones, changed ones, and those held back by an
    embargo, the first of them until ``held_until``; ``passed_over`` are those whose words may be taken another time,
    though they stay as they are.

    ``delta``: the document held only what is new (RFC 3229), so its overlap says nothing.
    """

    known: int = 0
    new: int = 0
    updated: int = 0
    held: int = 0
    passed_over: int = 0
    held_until: datetime | None = None
    delta: bool = False

    @property
    def overlap(self) -> float | None:
        """The share of entries that were known; None where that says nothing."""
        total = self.known + self.new
        return self.known / total if total and not self.delta else None


def held_back(brought: Brought) -> tuple[str, ...]:
    """The sentence on items held back by an embargo, if there are any."""
    if not brought.held or brought.held_until is None:
        return ()
    further = brought.held_until == FURTHER_NOTICE
    until = "until further notice" if further else f"until {brought.held_until:%Y-%m-%d %H:%M} UTC"
    first = "" if brought.held == 1 else ", the first of them"
    return (f"{brought.held} held back by an embargo{first} {until}",)


def observed(state: PollState, new: int, now: datetime) -> tuple[float | None, float]:
    """The rate of new entries a day, and the days watched, after so many more; older days count less.

    Of a time longer than what is remembered, in which nobody asked, only so much counts: a document shows what came
    last, not all that came in months, nor in the years that a wrong clock passed over.
    """
    if state.succeeded is None:  # all that the first document holds is new, whenever it came
        return state.rate, state.watched
    days = min(max((now - state.succeeded) / _DAY, 0.0), _MEMORY)
    kept = math.exp(-days / _MEMORY) * state.watched
    watched = kept + days
    if not watched:
        return state.rate, state.watched
    return ((state.rate or 0.0) * kept + new) / watched, watched


def adapted(
    state: PollState,
    observed: tuple[float | None, float],
    brought: Brought,
    source: Source,
    limits: PollLimits,
) -> tuple[timedelta, str]:
    """The interval from here on, and why; ``state`` from before the poll, the rate ``observed`` after it."""
    if source.interval is not None:
        return source.interval, f"its interval is fixed at {spell(source.interval)}"
    if source.path is not None:  # whose server would be spared?
        least = limits.min_interval
        return least, f"it is a folder: looked at again after {spell(least)}, which is min_interval"
    interval, why = _by_overlap(state, brought, limits)
    overlap, (rate, watched) = brought.overlap, observed
    if rate and watched >= _ENOUGH and (overlap is None or overlap >= _LITTLE):
        gap = _DAY / max(rate, 0.001)
        within = min(max(interval, gap / _MOST), gap / _FEWEST)
        interval, why = within, f"brings {a_day(rate)}"
    if not limits.min_interval <= interval <= limits.max_interval:
        key = "min_interval" if interval < limits.min_interval else "max_interval"
        interval = min(max(interval, limits.min_interval), limits.max_interval)
        why = f"{why}; {key} is {spell(interval)}"
    return interval, why


def _by_overlap(state: PollState, brought: Brought, limits: PollLimits) -> tuple[timedelta, str]:
    interval, overlap = state.interval or limits.interval, brought.overlap
    if state.succeeded is None:
        return interval, f"it is new: {spell(interval)} is the first guess"
    if overlap is not None and overlap < _LITTLE:
        return interval * _SOONER, "most of what it held was new: sooner"
    if not brought.new and (overlap is None or overlap >= _MUCH) and brought.known + brought.delta:
        return interval * _LATER, "it held nothing new: later"
    return interval, "it held news: as before"


def jittered(
    wait: timedelta, name: str, now: datetime, *, least: timedelta, most: timedelta
) -> timedelta:
    """Ten percent either way, so that sources do not march in step; the same for the same poll.

    Never outside the bounds: at one of them the spread is to the other side only.
    """
    tenth = wait // 10
    low, high = min(max(wait - tenth, least), most), max(min(wait + tenth, most), least)
    return low + (high - low) * fraction(f"{name}\n{now.isoformat()}")


def fraction(text: str) -> float:
    """A number from 0 to 1 that is any, but the same for the same text."""
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32
