"""The daemon: everything composed, the jobs scheduled, stopped in order.

APScheduler holds a handful of jobs; when a source is due is a column of the store. One task writes: polls
end in a queue, and what is there is taken into the store in one transaction.
"""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial, wraps
from typing import Any, Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from feeds import log, memory
from feeds.clock import now, steady
from feeds.config import Settings
from feeds.deliver import Deliverer
from feeds.errors import DatelineError
from feeds.fetch.client import FetchLimits
from feeds.indexer import keep_indexed
from feeds.ingest import Visit
from feeds.keep import drain, keep
from feeds.newsdesk import Newsdesk, fetch_limits, outside
from feeds.poller import Poller
from feeds.publisher import Publisher
from feeds.release import Desk
from feeds.reload import Reload
from feeds.serve.app import create_app
from feeds.serve.desk import ServeDesk
from feeds.serve.gate import Gate
from feeds.serve.server import bind, serve
from feeds.subscriber import Subscriber
from store.open import open_store

_RELEASE_GAP = 3.0  # seconds between two releases while more polls wait to be taken in
_WATCH = 1.0  # seconds between two looks at the clocks
_SLACK = timedelta(seconds=1)
_SETTLE_WAIT = 4.0  # seconds for jobs, and for polls, under way when it stops
_log = log.get("daemon")


class Stoppable(Protocol):
    """What runs until it is told to stop."""

    def stop(self) -> None:
        """Begin to stop."""


class Every(IntervalTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Each so many seconds. Of what was due while the clock leapt, or the machine slept, one run is left.

    APScheduler goes through all that was due, one after the other, before it runs a job once for all of them: where the
    clock of a board without a battery is set right by a year, that takes minutes and gigabytes.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """When the job is due after that time; never before ``now`` where more than one run was missed."""
        if previous_fire_time is not None and now - previous_fire_time > self.interval:
            missed = (now - previous_fire_time) // self.interval
            previous_fire_time += missed * self.interval
        found: datetime = super().get_next_fire_time(previous_fire_time, now)
        return found


class Daemon:
    """``dateline run``: polls, publishes and serves until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._stop = asyncio.Event()
        self._released = asyncio.Event()  # since stories were last indexed
        self._visits: asyncio.Queue[Visit] = asyncio.Queue()
        self._configured = Reload(settings)  # first: opening a store of before may take minutes
        self._desk = Newsdesk(settings, open_store(settings.store_url, exclusive=True))
        self._poller = Poller(self._desk, self._visits, now=now, steady=steady)
        self._desk.ahead = lambda: self._poller.clock_surely_ahead
        self._pushes = Subscriber(self._desk, self._visits, clock=now)
        self._publisher = Publisher(self._desk)
        self._jobs: set[asyncio.Task[Any]] = set()  # those that run now
        self._last_release = 0.0  # by the steady clock
        self.address: tuple[str, int] | None = None

    def stop(self) -> None:
        """Begin to stop: no new polls, those under way end or are given back."""
        self._stop.set()

    async def run(
        self,
        *,
        listener: socket.socket | None = None,
        started: Callable[[], object] = lambda: None,
    ) -> None:
        """Run until :meth:`stop`, calling ``started`` once; raises DatelineError when it can't start.

        ``listener`` is what is listened on already; None: ``[server] listen`` says where.
        """
        settings = self._desk.settings
        listener = listener or self._listener(*settings.listen)
        self.address = listener.getsockname()[:2]
        alone = self._desk.store.shared is None
        if alone:
            # The file is ours alone: claims in it are those of a daemon that was killed.
            await asyncio.to_thread(self._break_leases)
        await self._publisher.lead()
        scheduler = self._schedule()
        await self._poller.resume()  # before anything goes by the clock
        async with outside(settings) as self._poller.outside:
            server = asyncio.create_task(serve(self._app(), listener, stop=self._stop))
            keeper = asyncio.create_task(
                keep(self._visits, self._desk.settle, outage=self._desk.outage, then=self._kept)
            )
            hub = Deliverer(
                self._desk.store,
                self._publishing,
                clock=now,
                ahead=lambda: self._poller.clock_ahead,
                outage=self._desk.outage,
            )
            delivering = asyncio.create_task(hub.run(self._stop, alone=alone))
            indexer = asyncio.create_task(
                keep_indexed(
                    self._desk.store, self._released, outage=self._desk.outage, stop=self._stop
                )
            )
            pushes = asyncio.create_task(self._pushes.run(self._poller.outside, self._stop))
            await self._poller.compare_clocks()
            scheduler.start()
            watch = asyncio.create_task(self._watch(scheduler))
            hearing = asyncio.create_task(self._publisher.hear(self._stop, self._poller.tick))
            _log.info(
                "running",
                listen=f"{self.address[0]}:{self.address[1]}",
                sources=len(settings.sources),
            )
            memory.loaded()
            started()
            await self._stop.wait()
            watch.cancel()
            await self._end_jobs(scheduler)
            await end_polls(self._poller, self._visits, keeper)
            self._released.set()
            await indexer
            await server
            await delivering
            await pushes
            await hearing
        self._desk.store.close()
        _log.info("stopped")

    def _listener(self, host: str, port: int) -> socket.socket:
        try:
            return bind(host, port)
        except OSError as error:
            self._desk.store.close()
            raise DatelineError(
                f"can't listen on {host}:{port} ({error.strerror}); change [server] listen"
            ) from error

    def _schedule(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=UTC)
        # grace None: a job that comes late still runs; coalesce: it runs once.
        rules = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        first = {"next_run_time": now()}
        for work, pause in (
            (self._publisher.lead, {"seconds": 2}),
            (self._reload, {"seconds": 2}),
            (self._unseal, {"seconds": 1}),
            (self._publisher.release_due, {"seconds": 1}),
            (self._listen, {"minutes": 1}),
            (self._poller.compare_clocks, {"minutes": 1}),
            (self._tidy, {"hours": 1}),
        ):
            scheduler.add_job(self._job(work), Every(**pause, timezone=UTC), **rules)
        tick = Every(seconds=1, timezone=UTC)
        scheduler.add_job(self._job(self._poller.tick), tick, **first, **rules)
        return scheduler

    def _job(self, work: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """A job that is known while it runs; one that is cut short has not failed."""

        @wraps(work)
        async def job() -> None:
            task = asyncio.current_task()
            assert task is not None
            self._jobs.add(task)
            try:
                await work()
            except asyncio.CancelledError:
                _log.debug("cut short", job=work.__qualname__)
            finally:
                self._jobs.discard(task)

        return job

    async def _end_jobs(self, scheduler: AsyncIOScheduler) -> None:
        """No job begins any more; those that run may end, and after a moment are cut short."""
        scheduler.pause()
        if self._jobs:
            await asyncio.wait(self._jobs, timeout=_SETTLE_WAIT)
        scheduler.shutdown(wait=False)

    def _publishing(self) -> tuple[Desk, FetchLimits]:
        return self._desk.front, fetch_limits(self._desk.settings)

    def _app(self) -> Gate:
        desk = ServeDesk(
            store=self._desk.store,
            front=lambda: self._desk.front,
            now=now,
            ready=self._ready,
            mark=lambda: self._desk.releases,
            take_push=self._pushes.take,
        )
        return create_app(desk)

    def _ready(self) -> str | None:
        return "stopping" if self._stop.is_set() else None

    async def _watch(self, scheduler: AsyncIOScheduler) -> None:
        """Where the wall clock is set back, APScheduler would sleep on until it is as late again."""
        while True:
            await asyncio.sleep(_WATCH)
            await self._poller.mind_clock()
            for job in scheduler.get_jobs():
                if job.next_run_time - now() > job.trigger.interval + _SLACK:
                    job.modify(next_run_time=now())

    async def _kept(self, visits: Sequence[Visit]) -> None:
        """Polls are in the store: what changed is published."""
        self._poller.settled(visits)
        # In a burst most of what a release renders would be rendered again after the next polls.
        if self._visits.empty() or steady() - self._last_release >= _RELEASE_GAP:
            await self._publisher.release()
            self._last_release = steady()
            self._released.set()

    def _break_leases(self) -> None:
        with self._desk.store.write() as tx:
            tx.break_leases()

    async def _reload(self) -> None:
        """Take up a changed configuration; a broken one is reported and the old one stays."""
        settings = await self._configured.look(self._desk.settings)
        if settings is None:
            return
        self._desk.adopt(settings)
        self._poller.adopt(settings, fetch_limits(settings))
        await self._publisher.adopt()
        _log.info(
            "configuration taken up", sources=len(settings.sources), topics=len(settings.topics)
        )

    async def _unseal(self) -> None:
        """Take in and publish what an embargo held back until now."""
        done = await self._desk.outage.attempt(self._desk.unseal) if self._publisher.leads else None
        if done and done.value:
            _log.info("embargo passed", items=done.value)
            await self._publisher.release()

    async def _listen(self) -> None:
        """Tell of sources that have fallen silent between their polls."""
        leads = self._publisher.leads
        done = await self._desk.outage.attempt(self._desk.note_silence) if leads else None
        if done and done.value:
            log.tell_health(done.value)
            await self._publisher.release()

    async def _tidy(self) -> None:
        """Forget what is older than it is to be kept, and let topics' windows move on.

        By a clock that was set ahead just now, or that the database's is far from, nothing is: a wrong one would cost
        all that there is.
        """
        await self._poller.mind_clock()
        if self._poller.paused:
            return
        forget = partial(self._desk.forget, ahead=self._poller.clock_ahead)
        if self._publisher.leads and await self._desk.outage.attempt(forget):
            await self._publisher.release(everything=True)


async def run_daemon(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    daemon = Daemon(settings)
    handle_signals(daemon)
    await daemon.run()


async def end_polls(
    poller: Poller, visits: asyncio.Queue[Visit], keeper: asyncio.Task[None]
) -> None:
    """Let polls under way end for a moment, keep what came, give the others back."""
    await poller.stop(_SETTLE_WAIT)
    await drain(visits, keeper, wait=_SETTLE_WAIT)
    await poller.give_back()


def handle_signals(daemon: Stoppable) -> None:
    """SIGTERM and SIGINT stop the daemon in order; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def told() -> None:
        daemon.stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)
