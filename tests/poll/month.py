"""A month of polling one source in seconds: real HTTP on loopback, a clock that the test moves.

The server is scripted by the time it is told, keeps score of the fetcher's manners, and answers
conditional requests as strict servers do: byte for byte.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from feeds.fetch.client import Client, FetchLimits
from feeds.ingest import settle, visit
from feeds.model.poll import PollState, Source
from feeds.poll.pace import PollLimits
from feeds.reading import read
from feeds.readout import Readout
from store.api import Store
from store.open import open_store
from tests.newsroom.upstream import PATIENCE

START = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = PollLimits(interval=30 * MINUTE, min_interval=10 * MINUTE, max_interval=DAY)
AGENT = "Dateline/test (+https://example.org/about)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the server would say at a moment; ``wait`` is how long it asks to be left alone after."""

    body: bytes = b""
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, when it came by the month's clock, and what was answered."""

    at: datetime
    method: str
    path: str
    headers: dict[str, str]
    status: int
    etag: str | None
    last_modified: str | None
    wait: timedelta

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class Server:
    """The server; ``script`` says what each path holds at a time."""

    def __init__(self) -> None:
        self.now = START
        self.script: Callable[[str, datetime], Reading] = lambda _, __: Reading(status=404)
        self.log: list[Asked] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(PATIENCE)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        self._loop.close()

    async def _open(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _handle(self, request: web.Request) -> web.Response:
        said = self.script(request.path, self.now)
        status = said.status
        match = request.headers.get("If-None-Match")
        since = request.headers.get("If-Modified-Since")
        known = match == said.etag if match is not None else since == said.last_modified
        if status == 200 and known and (match or since) is not None:
            status = 304
        headers = dict(said.headers)
        if said.etag is not None:
            headers["ETag"] = said.etag
        if said.last_modified is not None:
            headers["Last-Modified"] = said.last_modified
        asked = Asked(
            at=self.now,
            method=request.method,
            path=request.path,
            headers={name.lower(): value for name, value in request.headers.items()},
            status=status,
            etag=said.etag,
            last_modified=said.last_modified,
            wait=said.wait,
        )
        self.log.append(asked)
        body = said.body if status not in (304,) else b""
        return web.Response(body=body, status=status, headers=headers)


def live(
    server: Server,
    source: Source,
    *,
    until: datetime,
    limits: PollLimits = LIMITS,
    store: Store | None = None,
) -> list[PollState]:
    """Poll a source whenever it is due until then; its state after each poll."""
    return asyncio.run(
        _live(server, source, until, limits, store or open_store("sqlite:///:memory:"))
    )


async def _live(
    server: Server, source: Source, until: datetime, limits: PollLimits, store: Store
) -> list[PollState]:
    fetch = FetchLimits(
        user_agent=AGENT,
        timeout=timedelta(seconds=PATIENCE),
        max_bytes=1_000_000,
        per_host=2,
        allow_networks=("127.0.0.0/8",),
    )
    states: list[PollState] = []
    with store.write() as tx:
        tx.sync_sources([source], due={source.name: server.now})
    async with Client(fetch, clock=lambda: server.now) as client:
        while True:
            with store.write() as tx:
                (state,) = tx.claim_due(now=server.now, lease=HOUR, limit=1, names=[source.name])
            if state.due > until:
                return states
            server.now = max(server.now, state.due)
            await poll(server, client, store, source, state, limits)
            with store.read() as snapshot:
                states += [one for one in snapshot.poll_states() if one.source == source.name]


async def poll(
    server: Server,
    client: Client,
    store: Store,
    source: Source,
    state: PollState,
    limits: PollLimits,
) -> None:
    """One poll, at the server's time."""
    visited = await visit(
        source, state, client=client, reader=_reader, max_bytes=1_000_000, now=server.now
    )
    with store.write() as tx:
        settle(tx, [visited], limits=limits, window=7 * DAY, now=server.now)


async def _reader(body: bytes, **named: Any) -> Readout:
    return read(body, **named)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A fetcher's manners over a log: each number but ``requests`` should be nought."""

    requests: int
    unconditional: int  # requests without conditions after an answer that gave validators
    wrong: int  # validators that are not byte for byte those last given with a document
    early: int  # polls within the time that an answer asked to be left alone
    cookies: int
    referers: int
    anonymous: int  # without a User-Agent that says who to write to
    other: int  # anything but GET for the feed itself

    @property
    def faults(self) -> dict[str, int]:
        names = ("unconditional", "wrong", "early", "cookies", "referers", "anonymous", "other")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def score(log: list[Asked], path: str) -> Score:
    """The score of all requests in a log."""
    unconditional = wrong = early = 0
    etag = modified = None
    quiet = START - DAY
    for asked in log:
        unconditional += (etag or modified) is not None and not asked.conditional
        sent = (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since"))
        wrong += asked.conditional and sent != (etag, modified)
        early += asked.at < quiet
        if asked.status == 200:
            etag, modified = asked.etag, asked.last_modified
        elif asked.status == 304:
            etag, modified = asked.etag or etag, asked.last_modified or modified
        quiet = asked.at + asked.wait
    return Score(
        requests=len(log),
        unconditional=unconditional,
        wrong=wrong,
        early=early,
        cookies=sum("cookie" in one.headers for one in log),
        referers=sum("referer" in one.headers for one in log),
        anonymous=sum(one.headers.get("user-agent") != AGENT for one in log),
        other=sum((one.method, one.path) != ("GET", path) for one in log),
    )
