"""What may be polled now: due, not resting with its domain, and not all that is overdue at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from feeds.model.poll import PollState, Source
from feeds.poll.clock import Reading, set_ahead, step
from feeds.poll.domain import put_off, registrable
from feeds.poll.move import present_url
from store.api import Store, Transaction

_LEAST = 10.0  # polls a second that are always allowed
_HEADROOM = 2.0  # times the rate that the sources' intervals come to
_LONGEST_TICK = 2.0  # seconds that a late tick makes up for
_RATED = 60.0  # seconds that a rate holds: intervals change
_STEPS = 1000  # of the clock that are remembered


def claim(
    tx: Transaction,
    sources: Mapping[str, Source],
    *,
    now: datetime,
    lease: timedelta,
    limit: int,
    shared: bool = False,
    besides: Collection[str] = (),
) -> Sequence[PollState]:
    """Claim what is due; sources whose domain asked for rest are put off instead.

    ``shared``: other processes poll as well, so that a site's sources are claimed by one of them at a time.
    """
    states = tx.claim_due(now=now, lease=lease, limit=limit, besides=besides)
    asked = {s.source: site(sources.get(s.source), s) for s in states}
    known = tx.domain_states(sorted({domain for domain in asked.values() if domain}))
    resting = {name: one for name, one in known.items() if one.until and one.until > now}
    waiting = [put_off(s, resting[d], now) for s in states if (d := asked[s.source]) in resting]
    tx.save_poll_states(waiting)
    left = {name: domain for name, domain in asked.items() if domain not in resting}
    taken = _only_ours(tx, left, now=now, lease=lease) if shared else left
    return [state for state in states if state.source in taken]


def _only_ours(
    tx: Transaction, asked: Mapping[str, str], *, now: datetime, lease: timedelta
) -> Collection[str]:
    """Sources whose site this process has; the others are given back."""
    wanted = {source: domain for source, domain in asked.items() if domain}
    mine = tx.take_lanes(wanted, now=now, lease=lease)
    elsewhere = {source for source, domain in wanted.items() if domain not in mine}
    tx.release_leases(sorted(elsewhere))
    return asked.keys() - elsewhere


def site(source: Source | None, state: PollState) -> str:
    """The registrable domain that a poll would ask; "" for none."""
    url = present_url(source, state) if source is not None else None
    return registrable(url) if url else ""


class Pace:
    """How many polls may be claimed as time goes by.

    What a long sleep, a restart or a new list of sources leaves overdue is worked off at twice the rate
    that the sources' intervals come to, instead of all at once; a few are always let through.
    """

    def __init__(self) -> None:
        self._rate = 0.0
        self._rated: float | None = None
        self._last: float | None = None

    def stale(self, steady: float) -> bool:
        """Whether the rate is to be told anew."""
        return self._rated is None or steady - self._rated > _RATED

    def rate(self, polls_a_second: float, steady: float) -> None:
        """What the sources' intervals come to now."""
        self._rate, self._rated = polls_a_second, steady

    def allow(self, steady: float) -> int:
        """How many may be claimed at that time of a steady clock (seconds), one at least."""
        gone = 1.0 if self._last is None else min(steady - self._last, _LONGEST_TICK)
        self._last = steady
        return max(1, round(max(_LEAST, _HEADROOM * self._rate) * gone))


class ClockWatch:
    """Notices when the wall clock is set, and lets what is noted by it move along."""

    def __init__(self, read: Callable[[], Reading]) -> None:
        self._read = read
        self._last = read()
        self._steps: deque[tuple[float, timedelta]] = deque(maxlen=_STEPS)

    def unwatched(self, since: datetime) -> None:
        """Nobody looked since then: how much of the time that went by was the clock's being set can't be told, so that
        all of it may be.
        """
        gone = self._last.wall - since
        self._steps.append((self._last.steady, max(gone, timedelta(0))))

    def look(self) -> timedelta:
        """By how much the clock was set since the last look; zero for not at all."""
        before, self._last = self._last, self._read()
        jump = step(before, self._last)
        if jump:
            self._steps.append((self._last.steady, jump))
        return jump

    @property
    def ahead(self) -> timedelta:
        """By how much it was set ahead within the last day, at the last look."""
        return set_ahead(self._steps, self._last.steady)


def follow_clock(
    store: Store, jump: timedelta, *, now: datetime, lease: timedelta, alone: bool
) -> None:
    """Take up that the clock was set by ``jump``: each source waits as long as it was to.

    ``alone``: no other machine, whose clock may be right, writes to the store.
    """
    with store.write() as tx:
        if alone:
            tx.shift_clock(jump)
        tx.mend_clock(now=now, lease=lease)
