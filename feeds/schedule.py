"""What may be polled now: due, not resting with its domain, and not all that is overdue at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.model.item import EARLIEST
from feeds.model.poll import PollState, Source
from feeds.poll.clock import Reading, servers_agree, set_ahead, step
from feeds.poll.domain import put_off, registrable
from feeds.poll.move import asks_the_same, present_url
from store.api import Store, Transaction

_LEAST = 10.0  # polls a second that are always allowed
_HEADROOM = 2.0  # times the rate that the sources' intervals come to
_LONGEST_TICK = 2.0  # seconds that a late tick makes up for
_RATED = 60.0  # seconds that a rate holds: intervals change
_STEPS = 1000  # of the clock that are remembered
_SITES = 100  # whose servers' clocks are remembered
_DAY = 86_400.0  # seconds that what they say counts
_REST = timedelta(days=30)  # a desk is rarely switched off for longer


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


def beside(
    tx: Transaction,
    states: Sequence[PollState],
    same: Mapping[str, Sequence[str]],
    *,
    now: datetime,
    lease: timedelta,
) -> Sequence[PollState]:
    """Claim those too that would ask the same of the same address as claimed ones, and that nobody has: one request
    serves all of them. ``same`` are the names of all sources of one address, by each.
    """
    present = {state.source for state in states}
    asking = {
        other: state
        for state in states
        for other in same.get(state.source, ())
        if other not in present
    }
    there = tx.states_by_source(asking).values() if asking else ()
    free = [one for one in there if one.lease is None or one.lease <= now]
    alike = [one.source for one in free if asks_the_same(one, asking[one.source])]
    return tx.claim_due(now=now, lease=lease, limit=len(alike), names=alike) if alike else ()


def defer(tx: Transaction, put: Sequence[PollState]) -> None:
    """Put claimed sources off, and give their claims back. What was pushed since stands; so does all, where a claim
    lapsed meanwhile.
    """
    there = tx.states_by_source([state.source for state in put])
    tx.save_poll_states(
        [
            replace(present, due=state.due, lease=None, why_next=state.why_next)
            for state in put
            if (present := there.get(state.source)) and present.lease is not None
        ]
    )


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
    """Notices when the wall clock is set, and by how much it may be ahead of the right time."""

    def __init__(self, read: Callable[[], Reading]) -> None:
        self._read = read
        self._last = read()
        self._steps: deque[tuple[float, timedelta]] = deque(maxlen=_STEPS)
        self._unwatched: tuple[tuple[float, timedelta], ...] = ()
        self._said: dict[str, tuple[float, timedelta]] = {}

    def unwatched(self, since: datetime) -> None:
        """Nobody looked since then: how much of the time that went by was the clock's being set can't be told, so that
        all of it may be.
        """
        gone = self._last.wall - since
        self._unwatched = ((self._last.steady, max(gone, timedelta(0))),)

    def look(self) -> timedelta:
        """By how much the clock was set since the last look; zero for not at all."""
        before, self._last = self._last, self._read()
        jump = step(before, self._last)
        if jump and before.wall >= EARLIEST:  # else it was set right
            self._steps.append((self._last.steady, jump))
        if jump:
            self._said = {site: (at, ahead + jump) for site, (at, ahead) in self._said.items()}
        return jump

    def hear(self, site: str, ahead: timedelta) -> None:
        """Note what the server of a site says of our clock (:func:`feeds.poll.clock.server_says`)."""
        self._said.pop(site, None)
        self._said[site] = (self._last.steady, ahead)
        if len(self._said) > _SITES:
            del self._said[next(iter(self._said))]

    @property
    def ahead(self) -> timedelta:
        """By how much it is ahead as the servers of sources have it; where they have not said today, by how much it was
        set ahead within the last day, or may have been while nobody looked.
        """
        return self._ahead(self._unwatched)

    @property
    def surely_ahead(self) -> timedelta:
        """The same without the time in which nobody looked, but where that is longer than any rest."""
        return self._ahead(one for one in self._unwatched if one[1] > _REST)

    @property
    def told(self) -> timedelta | None:
        """By how much it is ahead (or behind, if negative) as the servers of sources have it; None where too few have
        said.
        """
        return self._told(self._read())

    def _told(self, current: Reading) -> timedelta | None:
        # It may have been set since the last look.
        jump, said = step(self._last, current), tuple(self._said.values())
        return servers_agree([ahead + jump for at, ahead in said if current.steady - at < _DAY])

    def _ahead(self, unwatched: Iterable[tuple[float, timedelta]]) -> timedelta:
        current = self._read()
        told, jump = self._told(current), step(self._last, current)
        if told is not None:
            return max(told, timedelta(0))
        pending = () if self._last.wall < EARLIEST else ((current.steady, jump),)
        return set_ahead((*unwatched, *tuple(self._steps), *pending), current.steady)


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
