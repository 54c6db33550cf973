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
from typing import Protocol

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from starlette.applications import Starlette

from feeds import __version__, log
from feeds.config import Settings
from feeds.deliver import Deliverer
from feeds.digesting import is_due as digest_due
from feeds.errors import DatelineError, StoreAway
from feeds.fetch.client import Client, FetchLimits
from feeds.ingest import Reader, Readout, Report, Visit, read, settle, visit
from feeds.intake import unseal
from feeds.keep import drain, keep
from feeds.model.health import SourceEvent
from feeds.model.poll import Failed, PollState, Reply, Source
from feeds.outage import Outage
from feeds.poll.due import first_due
from feeds.poll.pace import PollLimits
from feeds.poller import Poller
from feeds.publish.own import without_own
from feeds.publisher import Publisher
from feeds.release import Desk, Released, published_ids, release
from feeds.reload import Reload
from feeds.schedule import claim
from feeds.search import keep_indexed
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.server import bind, serve
from feeds.silence import note_silence
from feeds.subscriber import Subscriber
from feeds.subscriptions import PushTerms
from feeds.turns import Turns
from feeds.workers import Workers
from store.api import Store, Transaction
from store.open import open_store

# Beyond the timeout: a claim that lapses while its poll runs is polled twice.
_LEASE = timedelta(minutes=3)
_READ_LIMIT = timedelta(seconds=20)  # reading one document
_READ_MEMORY = 2_000_000_000  # bytes of address space of a worker process
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


class Stoppable(Protocol):
    """What runs until it is told to stop."""

    def stop(self) -> None:
        """Begin to stop."""
        ...


class Newsdesk:
    """What a run of Dateline works with; one for the daemon, or for one command."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self.settings = settings
        self.store = store
        self.outage = Outage()
        self.releases = 0
        self.besides: set[str] = set()  # sources that are not this process's to poll

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
    def front(self) -> Front:
        """What pages show of the configuration."""
        site = self.settings.site
        return Front(
            title=site.title,
            base_url=site.base_url,
            topics=self.settings.topics,
            sources=self.settings.sources,
            hubs=self.settings.hubs,
            allow_networks=self.settings.polling.allow_networks,
            max_bytes=self.settings.polling.max_bytes,
            lists=self.settings.lists,
            rate_limit=self.settings.rate_limit,
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

    @property
    def push_terms(self) -> PushTerms:
        """What sources' hubs have to know of us."""
        settings = self.settings
        networks = settings.polling.allow_networks
        return PushTerms(base_url=settings.site.base_url, allow_networks=networks)

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
        with self.store.claiming() as tx:
            if names is not None:
                return tx.claim_due(now=at, lease=lease, limit=limit, names=names)
            states = claim(
                tx,
                self.settings.by_name,
                now=at,
                lease=lease,
                limit=limit,
                shared=self.store.shared is not None,
                besides=self.besides,
            )
            # Of another machine's configuration, newer than ours.
            strange = [s.source for s in states if s.source not in self.settings.by_name]
            tx.release_leases(strange)
        self.besides.update(strange)
        return [state for state in states if state.source in self.settings.by_name]

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
            done = await visit(
                source, state, client=client, reader=reader, max_bytes=size, now=now()
            )
            return await asyncio.to_thread(self._without_own, done)
        except Exception as error:  # the one source fails, the others go on
            _log.exception("poll broke", source=source.name)
            reply = Reply(url="", final_url="", received=now())
            failed = Failed(grade="soft", reason=f"reading it failed: {error!r}"[:300])
            return Visit(source=source, state=state, reply=reply, outcome=failed)

    def _without_own(self, one: Visit) -> Visit:
        """The visit without what we published ourselves."""
        readout = one.readout
        foreign = without_own(
            readout.items,
            readout.hints.self_url if readout.hints else None,
            base_url=self.settings.site.base_url,
            published=self._published,
        )
        if foreign.refused is not None:
            failed = Failed(grade="hard", reason=foreign.refused)
            return replace(one, outcome=failed, readout=Readout())
        problems = (*readout.problems, *foreign.problems)
        return replace(one, readout=replace(readout, items=foreign.items, problems=problems))

    def _published(self) -> frozenset[str]:
        with self.store.read() as snapshot:
            return published_ids(snapshot, self.desk)

    def settle(self, visits: Sequence[Visit]) -> list[Report]:
        """Take polls into the store in one transaction; if that fails, each by itself.

        Raises StoreAway with none or some of them taken in; all may be given again.
        """
        try:
            with self.store.write() as tx:
                return self._settle(tx, visits)
        except StoreAway:
            raise
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
            terms=self.push_terms,
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

    def note_silence(self) -> list[SourceEvent]:
        """Log which sources have fallen silent between their polls."""
        return note_silence(self.store, self.settings.sources, now=now())

    def is_due(self) -> bool:
        """Whether something is to be published by now though nothing changed."""
        with self.store.read() as snapshot:
            due = snapshot.next_held()
            ended = any(digest_due(snapshot, topic, now()) for topic in self.settings.topics)
        return ended or (due is not None and due <= now())

    def release(self, *, everything: bool = False) -> Released:
        """Publish what changed."""
        try:
            return release(self.store, self.desk, now=now(), everything=everything)
        finally:
            self.releases += 1


@asynccontextmanager
async def outside(settings: Settings) -> AsyncIterator[tuple[Client, Reader]]:
    """The HTTP client and the pool of readers, closed at the end."""
    processes = max(1, min(4, os.cpu_count() or 1))
    with Workers(processes=processes, limit=_READ_LIMIT, memory=_READ_MEMORY) as workers:
        async with Client(fetch_limits(settings), clock=now) as client:
            yield client, workers.wrap(read)


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
        self._released = asyncio.Event()  # since stories were last indexed
        self._visits: asyncio.Queue[Visit] = asyncio.Queue()
        self._desk = Newsdesk(settings, open_store(settings.store_url, exclusive=True))
        self._poller = Poller(self._desk, self._visits, now=now, steady=steady)
        self._pushes = Subscriber(self._desk, self._visits, clock=now)
        self._configured = Reload(settings)
        self._publisher = Publisher(self._desk)
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
        alone = self._desk.store.shared is None
        if alone:
            # The file is ours alone: claims in it are those of a daemon that was killed.
            await asyncio.to_thread(self._break_leases)
        await self._publisher.lead()
        scheduler = self._schedule()
        async with outside(settings) as self._poller.outside:
            server = asyncio.create_task(serve(self._app(), listener, stop=self._stop))
            keeper = asyncio.create_task(
                keep(self._visits, self._desk.settle, outage=self._desk.outage, then=self._kept)
            )
            hub = Deliverer(self._desk.store, self._publishing, clock=now, outage=self._desk.outage)
            delivering = asyncio.create_task(hub.run(self._stop, alone=alone))
            indexer = asyncio.create_task(
                keep_indexed(
                    self._desk.store,
                    self._released,
                    stop=self._stop,
                    broke=partial(_log.exception, "indexing broke"),
                )
            )
            pushes = asyncio.create_task(self._pushes.run(self._poller.outside, self._stop))
            scheduler.start()
            watch = asyncio.create_task(self._watch(scheduler))
            hearing = asyncio.create_task(self._publisher.hear(self._stop, self._poller.tick))
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
            self._released.set()
            await indexer
            await server
            await delivering
            await pushes
            await hearing
        self._desk.store.close()
        _log.info("stopped")

    def _schedule(self) -> AsyncIOScheduler:
        scheduler = AsyncIOScheduler(timezone=UTC)
        # grace None: a job that comes late still runs; coalesce: it runs once.
        rules = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        scheduler.add_job(self._poller.tick, "interval", seconds=1, next_run_time=now(), **rules)
        scheduler.add_job(self._publisher.lead, "interval", seconds=2, **rules)
        scheduler.add_job(self._reload, "interval", seconds=2, **rules)
        scheduler.add_job(self._unseal, "interval", seconds=1, **rules)
        scheduler.add_job(self._publish_due, "interval", seconds=1, **rules)
        scheduler.add_job(self._listen, "interval", minutes=1, **rules)
        scheduler.add_job(self._tidy, "interval", hours=1, **rules)
        return scheduler

    def _publishing(self) -> tuple[Desk, FetchLimits]:
        return self._desk.desk, fetch_limits(self._desk.settings)

    def _app(self) -> Starlette:
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
        await self._publisher.release()
        self._released.set()

    async def _drain(self, keeper: asyncio.Task[None]) -> None:
        """Let polls under way end for a moment, give the others back, keep what came."""
        await self._poller.stop(_SETTLE_WAIT)
        await drain(self._visits, keeper, wait=_SETTLE_WAIT)
        await self._poller.give_back()

    def _break_leases(self) -> None:
        with self._desk.store.write() as tx:
            tx.break_leases()

    async def _reload(self) -> None:
        """Take up a changed configuration; a broken one is reported and the old one stays."""
        settings = await self._configured.look(self._desk.settings)
        if settings is None:
            return
        self._desk.settings = settings
        if self._poller.outside is not None:
            self._poller.outside[0].adopt(fetch_limits(settings))
        self._poller.adopt(settings)
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

    async def _publish_due(self) -> None:
        """Publish what a topic held back until now."""
        done = await self._desk.outage.attempt(self._desk.is_due) if self._publisher.leads else None
        if done and done.value:
            await self._publisher.release()

    async def _listen(self) -> None:
        """Tell of sources that have fallen silent between their polls."""
        leads = self._publisher.leads
        done = await self._desk.outage.attempt(self._desk.note_silence) if leads else None
        if done and done.value:
            log.tell_health(done.value)
            await self._publisher.release()

    async def _tidy(self) -> None:
        """Forget what is older than it is to be kept, and let topics' windows move on."""
        if self._publisher.leads and await self._desk.outage.attempt(self._forget):
            await self._publisher.release(everything=True)

    def _forget(self) -> None:
        with self._desk.store.write() as tx:
            tx.tidy(before=now() - self._desk.settings.keep)


async def run_daemon(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT."""
    daemon = Daemon(settings)
    handle_signals(daemon)
    await daemon.run()


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
