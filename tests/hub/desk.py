"""A hub without a daemon around it: a store, its endpoint, its loop, and a clock that a test moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx

from feeds.deliver import Deliverer
from feeds.fetch.client import FetchLimits
from feeds.intake import absorb
from feeds.model.topic import Topic
from feeds.release import Desk, release
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from store.api import Store
from tests.newsroom.intake import WINDOW, item
from tests.newsroom.stores import subscriptions

SEA = Topic(slug="sea", title="Sea", query="ship*")
LAND = Topic(slug="land", title="Land", query="train*")
TOPIC = "https://desk.example/topics/sea.atom"
LIMITS = FetchLimits(
    user_agent="Dateline/test",
    timeout=timedelta(seconds=20),
    max_bytes=1_000_000,
    per_host=2,
    allow_networks=("127.0.0.0/8",),
)


class HubDesk:
    """``now`` is the hub's clock; ``desk`` and ``limits`` are what is configured."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.ahead = timedelta(0)
        self.desk = Desk(
            topics=(SEA, LAND), sources=(), base_url="https://desk.example/", title="Desk"
        )
        self.limits = LIMITS
        self.looks = 0  # at what is configured; each turn takes some
        self._count = 0
        self.app = create_app(
            ServeDesk(store=store, front=self._front, now=lambda: self.now, ready=lambda: None)
        )
        self.publish()

    def _front(self) -> Front:
        return Front(
            title=self.desk.title,
            base_url=self.desk.base_url,
            topics=self.desk.topics,
            sources=(),
            hubs=self.desk.hubs,
            allow_networks=self.limits.allow_networks,
        )

    def configure(self, **changes: object) -> None:
        self.desk = replace(self.desk, **changes)  # type: ignore[arg-type]
        release(self.store, self.desk, now=self.now, everything=True)

    def publish(self, *titles: str, source: str = "Gulf Radio", text: str = "") -> None:
        """Stories of those titles come in and are released."""
        for title in titles:
            self._count += 1
            words = text or f"{title}, said number {self._count} of the harbour's notices."
            one = item(source, title, title, [words], 10)
            with self.store.write() as tx:
                absorb(tx, [one], window=WINDOW, now=self.now)
        release(self.store, self.desk, now=self.now)

    def post(
        self, content: bytes | str, kind: str = "application/x-www-form-urlencoded"
    ) -> httpx.Response:
        return asyncio.run(self._send("POST", content, kind))

    def look(self) -> httpx.Response:
        return asyncio.run(self._send("GET", b"", ""))

    async def _send(self, method: str, content: bytes | str, kind: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.request(
                method, "/hub", content=content, headers={"Content-Type": kind}
            )

    def ask(
        self, callback: str, mode: str = "subscribe", topic: str = TOPIC, **more: str
    ) -> httpx.Response:
        """A subscriber's request; ``more`` are further fields, ``hub.`` left off."""
        fields = {"mode": mode, "topic": topic, "callback": callback, **more}
        form = httpx.QueryParams({f"hub.{name}": value for name, value in fields.items()})
        return self.post(str(form))

    def subscribe(self, callback: str, topic: str = TOPIC, **more: str) -> None:
        """Ask, and let the hub verify it."""
        assert self.ask(callback, topic=topic, **more).status_code == 202
        self.work()
        assert callback in self.subscribers(topic)

    def subscribers(self, topic: str = TOPIC) -> list[str]:
        """Callbacks of living subscriptions."""
        with self.store.read() as snapshot:
            held = subscriptions(snapshot)
        return [s.callback for s in held if s.topic_url == topic and s.expires > self.now]

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def work(self) -> None:
        """Let the hub do what is due now, and what comes of it."""
        asyncio.run(self._work(lambda: not self.is_due()))
        while self.is_due():
            asyncio.run(self._work(lambda: not self.is_due()))

    def work_until(self, done: Callable[[], bool]) -> None:
        """Let the hub do what is due until something is so."""
        asyncio.run(self._work(done))

    async def _work(self, done: Callable[[], bool]) -> None:
        stop = asyncio.Event()
        hub = Deliverer(
            self.store,
            self._present,
            clock=lambda: self.now,
            ahead=lambda: self.ahead,
        )
        running = asyncio.create_task(hub.run(stop, alone=True))
        async with asyncio.timeout(30):
            while not await asyncio.to_thread(done):
                await asyncio.sleep(0.01)
        stop.set()
        await running

    def _present(self) -> tuple[Desk, FetchLimits]:
        self.looks += 1
        return self.desk, self.limits

    def owed(self) -> int:
        """Deliveries that it owes."""
        with self.store.read() as snapshot:
            return snapshot.hub.totals(now=self.now)[1]

    def is_due(self) -> bool:
        with self.store.read() as snapshot:
            return snapshot.hub.is_due(now=self.now)
