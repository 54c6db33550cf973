"""Telling a step of the wall clock from time that went by.

A wall clock is set now and then, and due times are told by it. A steady clock, which counts what a
sleeping machine sleeps too, tells how much time really went by between two readings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_TRUSTED = timedelta(days=1)  # a clock that stays as it was set is right by then
_SLACK = timedelta(seconds=2)  # clocks are slewed, and two of them are never read in one instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Both clocks at one moment; ``steady`` in seconds."""

    wall: datetime
    steady: float


def step(before: Reading, after: Reading) -> timedelta:
    """By how much the wall clock was set between two readings; zero for what is no step."""
    gone = timedelta(seconds=after.steady - before.steady)
    jump = after.wall - before.wall - gone
    return jump if abs(jump) > _SLACK else timedelta(0)


def set_ahead(steps: Iterable[tuple[float, timedelta]], steady: float) -> timedelta:
    """By how much the wall clock is ahead of what it was a day ago, time that went by aside; zero where it is behind.

    ``steps`` are when it was set, by the steady clock, and by how much. What can't be had again is not thrown away
    by a clock that was set ahead just now.
    """
    since = steady - _TRUSTED.total_seconds()
    return max(sum((by for when, by in steps if when >= since), timedelta(0)), timedelta(0))
