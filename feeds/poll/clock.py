"""Telling a step of the wall clock from time that went by.

A wall clock is set now and then, and due times are told by it. A steady clock, which counts what a
sleeping machine sleeps too, tells how much time really went by between two readings. What the right time is the
servers of sources say with each answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median_low

from feeds.httpdate import read_date
from feeds.model.item import EARLIEST
from feeds.model.poll import Reply

_TRUSTED = timedelta(days=1)  # a clock that stays as it was set is right by then
_ENOUGH = 3  # sites whose clocks agree against ours: one alone may be wrong, or lie
_NEAR = timedelta(hours=1)  # servers' clocks are wrong by minutes, and caches date by before
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


def server_says(reply: Reply) -> timedelta | None:
    """By how much our clock is ahead of that of the server that answered; None where it does not say, or was never set
    itself: one on this machine would vouch for ours.

    What a cache kept was dated so many seconds ago as it says in ``Age`` (RFC 9111, 5.1).
    """
    date, age = read_date(reply.header("date")), reply.header("age") or ""
    if date is None or date < EARLIEST:
        return None
    kept = int(age) if age.isdecimal() and len(age) < 9 else 0
    return reply.received - date - timedelta(seconds=kept)


def servers_agree(said: Collection[timedelta]) -> timedelta | None:
    """By how much our clock is ahead (or behind, if negative) as the servers of several sites have it: of what they
    say the middle, and zero where that is near enough; None where too few have said.
    """
    if len(said) < _ENOUGH:
        return None
    middle = median_low(said)
    return middle if abs(middle) > _NEAR else timedelta(0)
