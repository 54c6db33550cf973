"""The daemon: everything composed, the jobs scheduled, stopped in order.

APScheduler holds a handful of jobs; when a source is due is a column of the store. One task writes: polls
end in a queue, and what is there is taken into the store in one transaction.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette

from feeds import __version__, config, log
from feeds.config import Settings
from feeds.config.watch import stamp, widened
from feeds.deliver import Deliverer
from feeds.edition import edition
from feeds.errors import ConfigError, DatelineError
from feeds.fetch.client import Client, FetchLimits
from feeds.ingest import Reader, Report, Visit, settle, visit
from feeds.intake import unseal
from feeds.model.known import Known
from feeds.model.poll import Failed, PollState, Reply, Source
from feeds.poll.due import first_due
from feeds.poll.pace import PollLimits
from feeds.poller import Poller
from feeds.reading import Readout, read
from feeds.release import Desk, Released, release
from feeds.schedule import claim
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.server import bind, serve
from feeds.turns import Turns
from feeds.workers import Workers
from store.api import Store, Transaction
from store.open import open_store

# Beyond the timeout: a claim that lapses while its poll runs is polled twice.
_LEASE = timedelta(minutes=3)
_READ_LIMIT = timedelta(seconds=20)  # reading one document
_READ_MEMORY = 2_000_000_000  # bytes of address space of a worker process
BATCH = 32  # polls a transaction
_RELEASE_GAP = 3.0  # seconds between two releases while more polls wait to be taken in
_WATCH = 1.0  # seconds between two looks at the clocks
_SLACK = timedelta(seconds=1)
_SETTLE_WAIT = 4.0  # seconds for polls under way when it stops
_log = log.get("daemon")


def now() -> datetime:
    """The wall clock, read here and in ``cli`` only."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def steady() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Newsdesk:
    """What a run of Dateline works with; one for the daemon, or for one command."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store

    @property
    def lease(self) -> timedelta:
        """How long a claim lives."""
        return max(_LEASE, self.settings.polling.timeout * 2)

    @property
    def desk(self) -> Desk:
        """What is published."""
        return Desk(
            topics=self.settings.topics,
            lists=self.settings.lists,
            sources=self.settings.sources,
            base_url=self.settings.site.base_url,
            title=self.settings.site.title,
            hubs=self.settings.hubs,
        )

    @property
    def limits(self) -> PollLimits:
        """The operator's bounds on polling."""
        polling = self.settings.polling
        return PollLimits(
            interval=polling.interval,
            min_interval=polling.min_interval,
            max_interval=polling.max_interval,
        )

    def sync_sources(self, *, spread: bool = True) -> None:
        """Make the configuration's sources the store's. The first polls of new ones are ``spread``
        over a moment, or due at once.
        """
        at = now()
        due = {
            s.name: first_due(s, self.limits, at) if spread else at for s in self.settings.sources
        }
        with self.store.write() as tx:
            tx.sync_sources(self.settings.sources, due=due)
            tx.mend_clock(now=at, lease=self.lease)

    def claim(self, limit: int, names: Sequence[str] | None = None) -> Sequence[PollState]:
        """Claim due sources whose domain does not rest (or exactly those named)."""
        at, lease = now(), self.lease
        with self.store.write() as tx:
            if names is not None:
                return tx.claim_due(now=at, lease=lease, limit=limit, names=names)
            return claim(tx, self.settings.by_name, now=at, lease=lease, limit=limit)

    def turns(self) -> Turns:
        """Lanes for polls, empty."""
        polling = self.settings.polling
        return Turns(gap=polling.gap, networks=polling.allow_networks)

    async def visit(
        self, source: Source, state: PollState, client: Client, reader: Reader
    ) -> Visit:
        """One poll; whatever goes wrong in it is its own failure."""
        size = self.settings.polling.max_bytes
        try:
            return await visit(
                source,
                state,
                client=client,
                reader=reader,
                max_bytes=size,
                now=now(),
                recall=self._recall,
            )
        except Exception as error:  # the one source fails, the others go on
            _log.exception("poll broke", source=source.name)
            reply = Reply(url="", final_url="", received=now())
            failed = Failed(grade="soft", reason=f"reading it failed: {error!r}"[:300])
            return Visit(source=source, state=state, reply=reply, outcome=failed)

    async def _recall(self, source: str) -> Known:
        """What is known of a source's last document."""

        def ask() -> Known:
            with self.store.read() as snapshot:
                return snapshot.known(source)

        return await asyncio.to_thread(ask)

    def settle(self, visits: Sequence[Visit]) -> list[Report]:
        """Take polls into the store in one transaction; if that fails, each by itself."""
        try:
            with self.store.write() as tx:
                return self._settle(tx, visits)
        except Exception as error:
            if len(visits) == 1:
                _log.exception("ingest broke", source=visits[0].source.name)
                return self._settle_failed(visits[0], error)
            return [report for one in visits for report in self.settle([one])]

    def _settle(self, tx: Transaction, visits: Sequence[Visit]) -> list[Report]:
        return settle(
            tx,
            visits,
            limits=self.limits,
            window=self.settings.window,
            now=now(),
        )

    def _settle_failed(self, one: Visit, error: Exception) -> list[Report]:
        failed = Failed(grade="soft", reason=f"keeping it failed: {error!r}"[:300])
        with self.store.write() as tx:
            return self._settle(tx, [replace(one, outcome=failed, readout=Readout())])

    def unseal(self) -> int:
        """Take in what was held back and may be seen now; how many items."""
        at = now()
        with self.store.read() as snapshot:
            due = snapshot.next_embargo()
        if due is None or due > at:
            return 0
        with self.store.write() as tx:
            return unseal(tx, window=self.settings.window, now=at)

    def release(self, *, everything: bool = False) -> Released:
        """Publish what changed."""
        return release(self.store, self.desk, now=now(), everything=everything)


@asynccontextmanager
async def outside(settings: Settings) -> AsyncIterator[tuple[Client, Reader]]:
    """The HTTP client and the pool of readers, closed at the end."""
    processes = max(1, min(4, os.cpu_count() or 1))
    with Workers(processes=processes, limit=_READ_LIMIT, memory=_READ_MEMORY) as workers:
        async with Client(fetch_limits(settings), clock=now) as client:
            yield client, workers.wrap(partial(read, edition=edition()))


def fetch_limits(settings: Settings) -> FetchLimits:
    """What a configuration says of fetching."""
    contact = f" (+{settings.site.contact})" if settings.site.contact else ""
    return FetchLimits(
        user_agent=f"Dateline/{__version__}{contact}",
        timeout=settings.polling.timeout,
        max_bytes=settings.polling.max_bytes,
        per_host=settings.polling.per_host,
        allow_networks=settings.polling.allow_networks,
    )


class Daemon:
    """``dateline run``: polls, publishes and serves until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._stop = asyncio.Event()
        self._visits: asyncio.Queue[Visit] = asyncio.Queue()
        self._desk = Newsdesk(settings, open_store(settings.store_url, exclusive=True))
        self._poller = Poller(self._desk, self._visits, now=now, steady=steady)
        self._seen = stamp(settings)
        self._faulty: tuple[str, ...] = ()  # files of a configuration that is wrong
        self.address: tuple[str, int] | None = None

    def stop(self) -> None:
        """Begin to stop: no new polls, those under way end or are given back."""
        self._stop.set()

    async def run(self, *, started: Callable[[], object] = lambda: None) -> None:
        """Run until :meth:`stop`, calling ``started`` once; raises DatelineError when it can't start."""
        settings = self._desk.settings
        host, port = settings.listen
        try:
            listener = bind(host, port)
        except OSError as error:
            self._desk.store.close()
            raise DatelineError(
                f"can't listen on {host}:{port} ({error.strerror}); change [server] listen"
            ) from error
        self.address = listener.getsockname()[:2]
        await asyncio.to_thread(self._desk.sync_sources)
        alone = settings.store_url.startswith("sqlite:")
        if alone:
            # The file is ours alone: claims in it are those of a daemon that was killed.
            await asyncio.to_thread(self._give_back)
        await asyncio.to_thread(partial(self._desk.release, everything=True))
        scheduler = self._schedule()
        async with outside(settings) as self._poller.outside:
            server = asyncio.create_task(serve(self._app(), listener, stop=self._stop))
            keeper = asyncio.create_task(self._keep())
            hub = Deliverer(self._desk.store, self._publishing, clock=now)
            delivering = asyncio.create_task(hub.run(self._stop, alone=alone))
            scheduler.start()
            watch = asyncio.create_task(self._watch(scheduler))
            _log.info(
                "running",
                listen=f"{self.address[0]}:{self.address[1]}",
                sources=len(settings.sources),
            )
            started()
            await self._stop.wait()
            watch.cancel()
            scheduler.shutdown(wait=False)
            await self._drain(keeper)
            await server
            await delivering
        self._desk.store.close()
        _log.info("stopped")

    def _schedule(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=UTC)
        # grace None: a job that comes late still runs; coalesce: it runs once.
        rules = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler.add_job(self._poller.tick, "interval", seconds=1, next_run_time=now(), **rules)
        scheduler.add_job(self._reload, "interval", seconds=2, **rules)
        scheduler.add_job(self._unseal, "interval", seconds=1, **rules)
        scheduler.add_job(self._tidy, "interval", hours=1, **rules)
        return scheduler

    def _publishing(self) -> tuple[Desk, FetchLimits]:
        return self._desk.desk, fetch_limits(self._desk.settings)

    def _app(self) -> Starlette:
        desk = ServeDesk(store=self._desk.store, front=self._front, now=now, ready=self._ready)
        return create_app(desk)

    def _front(self) -> Front:
        settings = self._desk.settings
        return Front(
            title=settings.site.title,
            base_url=settings.site.base_url,
            topics=settings.topics,
            sources=settings.sources,
            hubs=settings.hubs,
            allow_networks=settings.polling.allow_networks,
        )

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

    async def _keep(self) -> None:
        """The one writer: polls that ended are taken in together, then what changed is published."""
        released = steady()
        while True:
            visits = [await self._visits.get()]
            while not self._visits.empty() and len(visits) < BATCH:
                visits.append(self._visits.get_nowait())
            try:
                for report in await asyncio.to_thread(self._desk.settle, visits):
                    _tell(report)
                # In a burst most of what a release renders would be rendered again after the next polls.
                if self._visits.empty() or steady() - released >= _RELEASE_GAP:
                    _tell_release(await asyncio.to_thread(self._desk.release))
                    released = steady()
            except Exception:  # say it and go on: the next poll may find the store well again
                _log.exception("keeping broke")
            for _ in visits:
                self._visits.task_done()

    async def _drain(self, keeper: asyncio.Task[None]) -> None:
        """Let polls under way end for a moment, give the others back, keep what came."""
        await self._poller.stop(_SETTLE_WAIT)
        await self._visits.join()
        keeper.cancel()
        await asyncio.to_thread(self._give_back)

    def _give_back(self) -> None:
        names = [source.name for source in self._desk.settings.sources]
        with self._desk.store.write() as tx:
            tx.release_leases(names)

    async def _reload(self) -> None:
        """Take up a changed configuration; a broken one is reported and the old one stays."""
        seen = stamp(self._desk.settings, self._faulty)
        if seen == self._seen:
            return
        self._seen = seen
        try:
            settings = await asyncio.to_thread(config.load, self._desk.settings.path)
        except ConfigError as error:
            self._faulty = error.files
            self._seen = widened(seen, stamp(self._desk.settings, self._faulty))
            for fault in error.faults:
                _log.error("configuration is wrong, the old one stays", why=str(fault))
            return
        self._faulty = ()
        fixed = (settings.store_url, settings.listen)
        if fixed != (self._desk.settings.store_url, self._desk.settings.listen):
            _log.warning("a changed store or listen address counts from the next start")
        self._desk.settings = settings
        self._seen = stamp(settings)
        if self._poller.outside is not None:
            self._poller.outside[0].adopt(fetch_limits(settings))
        self._poller.adopt(settings)
        await asyncio.to_thread(self._desk.sync_sources)
        await asyncio.to_thread(partial(self._desk.release, everything=True))
        _log.info(
            "configuration taken up", sources=len(settings.sources), topics=len(settings.topics)
        )

    async def _unseal(self) -> None:
        """Take in and publish what an embargo held back until now."""
        count = await asyncio.to_thread(self._desk.unseal)
        if count:
            _log.info("embargo passed", items=count)
            _tell_release(await asyncio.to_thread(self._desk.release))

    async def _tidy(self) -> None:
        """Forget what is older than it is to be kept, and let topics' windows move on."""
        await asyncio.to_thread(self._forget)
        await asyncio.to_thread(partial(self._desk.release, everything=True))

    def _forget(self) -> None:
        with self._desk.store.write() as tx:
            tx.tidy(before=now() - self._desk.settings.keep)


async def run_daemon(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    daemon = Daemon(settings)
    handle_signals(daemon)
    await daemon.run()


def handle_signals(daemon: Daemon) -> None:
    """SIGTERM and SIGINT stop the daemon in order; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def told() -> None:
        daemon.stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told)


def _tell(report: Report) -> None:
    """One line a poll."""
    say = _log.warning if report.error else _log.info
    say(
        "polled",
        source=report.source,
        status=report.status,
        new=report.new,
        updated=report.updated,
        unchanged=report.unchanged,
        **({"held": report.held} if report.held else {}),
        seconds=report.seconds,
        **({"why": report.error} if report.error else {}),
        **({"problems": "; ".join(report.problems)[:300]} if report.problems else {}),
    )


def _tell_release(done: Released) -> None:
    if done.documents:
        _log.info("published", documents=len(done.documents))
    for problem in done.problems:
        _log.error("an entry was left out", why=problem)
