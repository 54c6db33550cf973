"""A desk that hubs call back over real HTTP, polled when a test says so, by a clock that the test moves."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from feeds import config
from feeds.fetch.client import Client
from feeds.ingest import Report, Visit
from feeds.model.poll import PollState
from feeds.model.push import PushSubscription
from feeds.newsdesk import Newsdesk, fetch_limits
from feeds.reading import read
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.server import bind, serve
from feeds.subscriber import Subscriber
from store.open import open_store
from tests.newsroom.upstream import PATIENCE

T = TypeVar("T")


async def _reader(body: bytes, **how: Any) -> Any:
    return read(body, **how)


class PushedDesk:
    """``now`` is its clock. Its one source is polled by :meth:`poll`; :meth:`work` does what is due with hubs."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime(2026, 2, 3, 12, tzinfo=UTC)
        self._path = folder / "config.toml"
        self._listener = bind("127.0.0.1", 0)
        self.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self, *tables: str, base_url: str | None = None) -> None:
        """Begin with a configuration of these sources, and listen."""
        self._write(tables, base_url or self.base)
        self.newsdesk = Newsdesk(config.load(self._path), open_store("sqlite:///:memory:"))
        self.newsdesk.sync_sources()
        self._thread.start()
        self.do(self._start())

    def configure(self, *tables: str, base_url: str | None = None) -> None:
        """Take up another configuration."""
        self._write(tables, base_url or self.base)
        self.newsdesk.settings = config.load(self._path)
        self.newsdesk.sync_sources()

    def _write(self, tables: tuple[str, ...], base_url: str) -> None:
        text = [
            f'[site]\nbase_url = "{base_url}"',
            '[polling]\nallow_networks = ["127.0.0.0/8"]\nmin_interval = "10m"\nmax_bytes = "100KB"',
        ]
        self._path.write_text("\n".join([*text, *tables]))

    async def _start(self) -> None:
        self.visits: asyncio.Queue[Visit] = asyncio.Queue()
        self._stop = asyncio.Event()
        self.client = Client(fetch_limits(self.newsdesk.settings), clock=lambda: self.now)
        self.begin()
        desk = ServeDesk(
            store=self.newsdesk.store,
            front=self._front,
            now=lambda: self.now,
            ready=lambda: None,
            take_push=lambda pushed: self.subscriber.take(pushed),
        )
        self._serving = asyncio.create_task(
            serve(create_app(desk), self._listener, stop=self._stop)
        )

    def begin(self) -> None:
        """A subscriber that knows nothing but the store."""
        self.subscriber = Subscriber(self.newsdesk, self.visits, clock=lambda: self.now)

    def _front(self) -> Front:
        settings = self.newsdesk.settings
        return Front(
            title="",
            base_url=self.base,
            topics=(),
            sources=(),
            max_bytes=settings.polling.max_bytes,
        )

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(PATIENCE)

    def close(self) -> None:
        if self._thread.is_alive():
            self.do(self._end())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(PATIENCE)
            self.newsdesk.store.close()
        self._loop.close()
        self._listener.close()

    async def _end(self) -> None:
        self._stop.set()
        await self._serving
        await self.client.__aexit__(None, None, None)
        await self._loop.shutdown_default_executor()

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def poll(self) -> Report:
        """Poll the source now, due or not."""
        (report,) = self.newsdesk.settle([self.ask()])
        return report

    def ask(self) -> Visit:
        """A poll that is not taken in yet."""
        (source,) = self.newsdesk.settings.sources
        (state,) = self.newsdesk.claim(1, [source.name])
        return self.do(self.newsdesk.visit(source, state, self.client, _reader))

    def work(self) -> None:
        """Do what is due with hubs."""
        self.do(self.subscriber.turn(self.client, self._stop))

    def take_in(self) -> Report:
        """Read the next push that was taken, and take it in."""
        (report,) = self.newsdesk.settle([self.next_push()])
        return report

    def next_push(self) -> Visit:
        """The next push that was taken, read, and not taken in yet."""
        return self.do(self._next())

    async def _next(self) -> Visit:
        reading = asyncio.create_task(self.subscriber.read_all(_reader))
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.visits.get()
        finally:
            reading.cancel()

    @property
    def state(self) -> PollState:
        with self.newsdesk.store.read() as snapshot:
            (state,) = snapshot.poll_states()
        return state

    @property
    def wait(self) -> timedelta:
        """How long until the source is polled."""
        return self.state.due - self.now

    @property
    def held(self) -> list[PushSubscription]:
        with self.newsdesk.store.read() as snapshot:
            return list(snapshot.push.all())

    @property
    def titles(self) -> list[str]:
        with self.newsdesk.store.read() as snapshot:
            return sorted(story.head.title for story in snapshot.stories())
