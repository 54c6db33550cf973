"""The web application over a store that a test fills and releases itself, on a real port of loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from feeds.release import Desk, release
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from feeds.serve.server import bind, serve
from store.api import Store
from tests.newsroom.desk import Got, get
from tests.publish.shelf import Newsroom, clock, read_entries


@dataclass
class Newsstand:
    """``minute`` is the time of day; each release takes a minute."""

    store: Store
    desk: Desk
    room: Newsroom
    rate_limit: int = 0
    base: str = ""
    minute: int = 0
    releases: int = field(default=0)

    @property
    def now(self) -> datetime:
        return clock(self.minute)

    def release(self, *, everything: bool = False) -> None:
        self.minute += 1
        assert release(self.store, self.desk, now=self.now, everything=everything).problems == ()
        self.releases += 1

    def arrive(self, count: int = 1) -> None:
        """So many new stories, each published by itself."""
        for _ in range(count):
            self.room.arrive(self.now)
            self.release()

    def get(self, path: str, method: str = "GET", **headers: str) -> Got:
        return get(self.base + path, method, **headers)

    def front(self) -> Front:
        return Front(
            title=self.desk.title,
            base_url=self.desk.base_url,
            topics=self.desk.topics,
            sources=self.desk.sources,
            lists=self.desk.lists,
            rate_limit=self.rate_limit,
        )

    @contextmanager
    def open(self) -> Iterator[Newsstand]:
        """Serve until the block ends."""
        desk = ServeDesk(
            store=self.store,
            front=self.front,
            now=lambda: self.now,
            ready=lambda: None,
            mark=lambda: self.releases,
        )
        listener = bind("127.0.0.1", 0)
        host, port = listener.getsockname()[:2]
        self.base = f"http://{host}:{port}"
        loop, stop = asyncio.new_event_loop(), asyncio.Event()
        app = create_app(desk)
        thread = threading.Thread(
            target=lambda: loop.run_until_complete(serve(app, listener, stop=stop))
        )
        thread.start()
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(20)
            loop.close()


def ids(got: Got, suffix: str = "atom") -> list[str]:
    """The ids of the entries of a feed."""
    return [urn for urn, _ in read_entries(got.body, suffix)]
