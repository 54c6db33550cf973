"""The daemon's polling: each tick claims what is due and starts it as far as there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from feeds import log
from feeds.claims import Claims
from feeds.config import Settings
from feeds.fetch.client import Client, FetchLimits
from feeds.ingest import Visit
from feeds.model.poll import PollState, Source
from feeds.outage import Outage
from feeds.poll.clock import Reading, server_says
from feeds.readout import Reader
from feeds.schedule import ClockWatch, Pace, follow_clock, site
from feeds.turns import Turn, Turns
from store.api import Store

_MOST_WAITING = 5000  # polls claimed that wait for their site, or for room
_MOST_UNKEPT = 1000  # polls under way, and such as ended and wait to be kept
_AMISS, _WRONG = timedelta(seconds=5), timedelta(minutes=1)  # clocks apart: said; nothing is polled
_AHEAD = 2  # times ``concurrency``: so many wait where other processes could do them
_log = log.get("poller")


class PollDesk(Protocol):
    """What polling needs of the desk that it works for."""

    settings: Settings
    store: Store

    outage: Outage

    @property
    def lease(self) -> timedelta:
        """How long a claim lives."""

    def claim(self, limit: int) -> Sequence[PollState]:
        """Claim what is due."""

    def give_back(self, names: Sequence[str]) -> None:
        """Give claims back that nobody will poll by."""

    def put_off(self, turns: Sequence[Turn]) -> None:
        """Note claimed sources that were put off, which gives their claims back."""

    def put_right(self) -> bool:
        """Put right what a wrong clock noted; whether there was any."""

    async def visit(
        self, source: Source, state: PollState, client: Client, reader: Reader
    ) -> Visit:
        """One poll."""


class Poller:
    """Polls what is due, when :meth:`tick` is called about once a second; polls end in ``visits``.

    ``outside``, the client and the reader, has to be set before the first tick; while it is ``paused``,
    nothing new is claimed. ``steady`` is a clock
    in seconds that nobody sets.
    """

    def __init__(
        self,
        desk: PollDesk,
        visits: asyncio.Queue[Visit],
        *,
        now: Callable[[], datetime],
        steady: Callable[[], float],
    ) -> None:
        self.outside: tuple[Client, Reader] | None = None
        self._desk = desk
        self._visits = visits
        self._now, self._steady = now, steady
        polling = desk.settings.polling
        self._turns = Turns(gap=polling.gap, networks=polling.allow_networks)
        self._polling: dict[str, asyncio.Task[None] | None] = {}  # by source; None: it waits
        self._ended_unkept: set[str] = set()  # polled, and not yet in the store
        self._pace = Pace()
        self._clock = ClockWatch(lambda: Reading(wall=now(), steady=steady()))
        self._setting = asyncio.Lock()  # held while what is noted follows the clock
        self._claims = Claims(desk.store, now=now, steady=steady)
        self._ticking = asyncio.Lock()
        self._stopped = False
        self._told_wrong = False
        self._doubted = (
            True  # until it is known that nothing in the store was noted by a wrong clock
        )
        self.paused = False

    def adopt(self, settings: Settings, limits: FetchLimits) -> None:
        """Keep to another configuration, and other limits of fetching, from the next poll on."""
        polling = settings.polling
        if self.outside is not None:
            self.outside[0].adopt(limits)
        self._turns.adopt(gap=polling.gap, networks=polling.allow_networks)

    async def resume(self) -> None:
        """Take up where the last run ended: nobody watched the clock meanwhile."""
        done = await self._desk.outage.attempt(self._last_polled)
        if done and done.value:
            self._clock.unwatched(done.value)

    async def mind_clock(self) -> bool:
        """Follow the wall clock where it was set since the last look; whether it was."""
        async with self._setting:
            jump = self._clock.look()
            if jump:
                self._doubted = True
                _log.warning("the clock was set", seconds=round(jump.total_seconds(), 1))
                await asyncio.to_thread(self._follow, jump)
            return bool(jump)

    @property
    def clock_ahead(self) -> timedelta:
        """By how much the wall clock is ahead of the right time, or may be: what can't be had again goes by what it
        was before (:attr:`feeds.schedule.ClockWatch.ahead`).
        """
        return self._clock.ahead

    @property
    def clock_surely_ahead(self) -> timedelta:
        """The same, where it is more than a guess."""
        return self._clock.surely_ahead

    async def compare_clocks(self) -> None:
        """Where several processes poll, claims live by all their clocks: who is far off the database's must not
        take what others have.
        """
        shared = self._desk.store.shared
        done = await self._desk.outage.attempt(shared.clock) if shared is not None else None
        if done:  # where the database is away, what was known of its clock stands
            self._compare(abs(done.value - self._now()))
        await self._heed_servers(self._clock.told)

    def _compare(self, apart: timedelta) -> None:
        self.paused = apart > _WRONG
        if apart > _AMISS:
            say = _log.error if self.paused else _log.warning
            remedy = "nothing is polled until it is set right" if self.paused else "set it"
            seconds = round(apart.total_seconds(), 1)
            say("the clock differs from the database's", seconds=seconds, remedy=remedy)

    async def _heed_servers(self, ahead: timedelta | None) -> None:
        """Say, once each time, that the servers of sources have it that the clock is wrong. Once they have it that it
        is right, as after each start and each time that it was set, put right what was noted by a wrong one.
        """
        if ahead and not self._told_wrong:
            seconds, remedy = round(ahead.total_seconds(), 1), "set it"
            _log.error("the clock differs from the servers'", seconds=seconds, remedy=remedy)
        self._told_wrong = bool(ahead)
        if self._doubted and ahead == timedelta(0) and not self.paused:
            done = await self._desk.outage.attempt(self._desk.put_right)
            self._doubted = done is None
            if done and done.value:
                _log.warning("put right what a wrong clock had noted")

    def _last_polled(self) -> datetime | None:
        with self._desk.store.read() as snapshot:
            return snapshot.last_polled()

    def _follow(self, jump: timedelta) -> None:
        desk = self._desk
        alone = desk.settings.store_url.startswith("sqlite:")
        try:
            follow_clock(desk.store, jump, now=self._now(), lease=desk.lease, alone=alone)
        except Exception:  # polling goes on; the next start puts right what lies in the future
            _log.exception("following the clock broke")

    async def tick(self) -> None:
        """Claim what is due, and poll it as far as there is room; what the store's being away delays is
        done by a later tick.
        """
        await self.mind_clock()
        async with self._ticking:
            if await self._tend():
                await self._claim()
            self._start()

    async def _claim(self) -> None:
        attempt = self._desk.outage.attempt
        if self._pace.stale(self._steady()):
            rate = await attempt(self._polls_a_second)
            if rate is None:
                return
            self._pace.rate(rate.value, self._steady())
        room = min(self._most_waiting - self._turns.waiting, self._pace.allow(self._steady()))
        if room > 0 and not self._stopped and not self.paused:
            claimed = await attempt(partial(self._desk.claim, room))
            await self._take(claimed.value if claimed else ())

    @property
    def _most_waiting(self) -> int:
        if self._desk.store.shared is None:
            return _MOST_WAITING
        return _AHEAD * self._desk.settings.polling.concurrency

    async def _take(self, states: Sequence[PollState]) -> None:
        """Let claimed sources wait for their turn, or put them off where that is far away."""
        named = [(self._desk.settings.source(state.source), state) for state in states]
        gone = [state.source for source, state in named if source is None]
        if gone:  # since they were claimed; their list may come back at any time
            await self._desk.outage.attempt(partial(self._desk.give_back, gone))
        # Claimed again while it is polled or waits, or while what it brought waits for a store that is away: that
        # only made its lease longer.
        busy = self._polling.keys() | self._ended_unkept
        new = [(s, state) for s, state in named if s is not None and s.name not in busy]
        self._claims.add({source.name: site(source, state) for source, state in new})
        soon, late = self._turns.fit(new, now=self._now(), longest=self._desk.lease / 2)
        for source, state in soon:
            self._polling[source.name] = None
            self._turns.add(source, state)
        if late:
            await self._put_off(late)
            self._claims.done(source.name for source, _ in late)

    async def _tend(self) -> bool:
        """Renew claims; let go of what waits on sites that were lost to others. False: the store is away."""
        if not self._claims.to_tend(self._desk.lease):
            return True  # not asked, the store has not answered either
        gap = self._desk.settings.polling.gap
        done = await self._desk.outage.attempt(
            partial(self._claims.tend, lease=self._desk.lease, gap=gap)
        )
        lost = {self._claims.site(name) for name in done.value} if done else set()
        for domain in lost:
            self._forget([source.name for source, _ in self._turns.clear(domain)])
        return done is not None

    def _forget(self, names: Sequence[str]) -> None:
        """These wait no more."""
        for name in names:
            del self._polling[name]
        self._claims.done(names)

    def settled(self, visits: Sequence[Visit]) -> None:
        """These polls are in the store, and their claims given back."""
        # What a hub pushed is no poll: one of its source may still wait behind it.
        polled = {visit.source.name for visit in visits if visit.pushed is None}
        self._ended_unkept -= polled
        # One that is claimed again already keeps its new claim.
        self._claims.done(polled - self._polling.keys())
        self._start()

    async def give_back(self) -> None:
        """Give back all claims."""
        work = partial(self._claims.give_back, gap=self._desk.settings.polling.gap)
        if await self._desk.outage.attempt(work) is None:
            _log.warning("claims were not given back, they lapse by themselves")

    def _polls_a_second(self) -> float:
        with self._desk.store.read() as snapshot:
            return snapshot.polls_a_second(interval=self._desk.settings.polling.interval)

    def _start(self) -> None:
        """Start polls that wait, as far as all together and their sites allow."""
        polling = self._desk.settings.polling
        if self._stopped or not self._claims.sure(self._desk.lease):
            return
        # While the store is away, what ended waits in memory, which has an end.
        most = max(polling.concurrency, _MOST_UNKEPT) - len(self._ended_unkept)
        for domain, (source, state) in self._turns.start(
            at_once=min(polling.concurrency, most), per_host=polling.per_host, now=self._steady()
        ):
            task = asyncio.create_task(self._poll(source, state))
            self._polling[source.name] = task
            task.add_done_callback(partial(self._ended, domain, source.name))

    def _ended(self, domain: str, name: str, task: asyncio.Task[None]) -> None:
        self._turns.end(domain)
        del self._polling[name]
        if not task.cancelled():
            self._start()

    async def _poll(self, source: Source, state: PollState) -> None:
        assert self.outside is not None
        client, reader = self.outside
        visit = await self._desk.visit(source, state, client, reader)
        said = server_says(visit.reply)
        if said is not None:
            self._clock.hear(site(source, state), said)
        self._ended_unkept.add(source.name)
        await self._visits.put(visit)
        # Their turn had not come when their domain asked for rest.
        put = self._turns.heed(visit.reply, self._now())
        if put:
            self._forget([source.name for source, _ in put])
            await self._put_off(put)

    async def _put_off(self, turns: Sequence[Turn]) -> None:
        try:
            await self._desk.outage.attempt(partial(self._desk.put_off, turns))
        except Exception:  # their leases lapse, and the next claim puts them off
            _log.exception("putting off broke")

    async def stop(self, wait: float) -> None:
        """No new polls; those under way have so many seconds to end."""
        self._stopped = True
        tasks = [task for task in self._polling.values() if task is not None]
        if tasks:
            await asyncio.wait(tasks, timeout=wait)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
