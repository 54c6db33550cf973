"""``dateline worker``: polls and takes in beside a daemon, on a store that several processes share.

Publishing, serving and the list of sources are the daemon's (``feeds.daemon``); it is woken as soon as
something was taken in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from feeds import log
from feeds.clock import now, steady
from feeds.config import Settings
from feeds.daemon import end_polls, handle_signals
from feeds.errors import ConfigError, Fault
from feeds.ingest import Visit
from feeds.keep import keep
from feeds.newsdesk import Newsdesk, fetch_limits, outside
from feeds.outage import listen
from feeds.poller import Poller
from feeds.reload import Reload
from store.api import Store
from store.open import open_store
from store.shared_api import News, Shared

_LOOK = 1.0  # seconds between two looks at what is due
_CLOCK = 60.0  # seconds between two looks at the database's clock
_log = log.get("worker")


class Worker:
    """Polls what is due and takes it in until it is told to stop."""

    def __init__(self, settings: Settings, store: Store, shared: Shared) -> None:
        self._stop = asyncio.Event()
        self._wake = asyncio.Event()
        self._visits: asyncio.Queue[Visit] = asyncio.Queue()
        self._shared = shared
        self._desk = Newsdesk(settings, store)
        self._poller = Poller(self._desk, self._visits, now=now, steady=steady)
        self._desk.ahead = lambda: self._poller.clock_surely_ahead
        self._configured = Reload(settings)
        self._desk.adopt(settings, besides=_folders(settings))

    def stop(self) -> None:
        """Begin to stop: no new polls, those under way end or are given back."""
        self._stop.set()
        self._wake.set()

    async def run(self) -> None:
        """Run until :meth:`stop`."""
        async with outside(self._desk.settings) as self._poller.outside:
            keeper = asyncio.create_task(
                keep(self._visits, self._desk.settle, outage=self._desk.outage, then=self._kept)
            )
            await self._poller.compare_clocks()
            hearing = asyncio.create_task(self._hear())
            watching = asyncio.create_task(self._watch())
            _log.info("working", sources=len(self._desk.settings.sources))
            while not self._stop.is_set():
                await self._turn()
            watching.cancel()
            await end_polls(self._poller, self._visits, keeper)
            await hearing
        self._desk.store.close()
        _log.info("stopped")

    async def _turn(self) -> None:
        self._wake.clear()
        try:
            await self._poller.tick()
        except Exception:  # say it and go on: the next turn may find the store well again
            _log.exception("looking for what is due broke")
        if not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _LOOK)

    async def _kept(self, visits: Sequence[Visit]) -> None:
        self._poller.settled(visits)

    async def _hear(self) -> None:
        """The list of sources was written anew: what is due now need not wait for the next look."""

        async def heard(news: frozenset[News]) -> None:
            if "sources" in news:
                self._wake.set()

        await listen(self._shared, self._desk.outage, self._stop, heard)

    async def _watch(self) -> None:
        """Take up a changed configuration, and mind the clock."""
        looked = steady()
        while True:
            try:
                if steady() - looked >= _CLOCK:
                    looked = steady()
                    await self._poller.compare_clocks()
                settings = await self._configured.look(self._desk.settings)
                if settings is not None:
                    await self._adopt(settings)
                    _log.info("configuration taken up", sources=len(settings.sources))
            except Exception:  # say it and go on, as :meth:`_turn` does
                _log.exception("looking after the configuration and the clock broke")
            await asyncio.sleep(2 * _LOOK)

    async def _adopt(self, settings: Settings) -> None:
        before = self._desk.settings.sources
        self._desk.adopt(settings, besides=_folders(settings))
        self._poller.adopt(settings, fetch_limits(settings))
        await self._desk.outage.outlast(partial(self._desk.ask_elsewhere, before))


def _folders(settings: Settings) -> set[str]:
    """The sources that are folders of the daemon's machine."""
    return {source.name for source in settings.sources if source.url is None}


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT; raises ConfigError where the store is not shared."""
    if settings.store_url.startswith("sqlite:"):
        raise ConfigError((_alone(settings),))
    store = open_store(settings.store_url)
    assert store.shared is not None
    worker = Worker(settings, store, store.shared)
    handle_signals(worker)
    await worker.run()


def _alone(settings: Settings) -> Fault:
    return Fault(
        file=str(settings.path),
        line=0,
        problem="[store] url names a SQLite file, on which one process does all the work",
        remedy="start that with: dateline run; for workers beside it, name a PostgreSQL database, "
        'such as url = "postgresql://user@host/database"',
    )
