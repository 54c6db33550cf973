"""What an unchanged poll (304) costs of processor time, beside a bare request with the same libraries.

``python -m bench.poll304 [--requests 2000] [--rounds 7]``: a server on loopback in another process answers 304;
rounds of bare httpx-over-aiohttp requests and of polls (Client.fetch and what the reply means) take turns, so
that a busy machine slows both; printed are the medians of this process's processor time, and their ratio.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from feeds.fetch.client import Client, FetchLimits
from feeds.model.poll import NotModified, PollState
from feeds.poll.classify import classify
from feeds.poll.conditional import request_headers

_STATE = PollState(
    source="A",
    due=datetime(2026, 2, 3, tzinfo=UTC),
    etag='"33a64df551425fcc55e4d42a148795d9"',
    last_modified="Tue, 03 Feb 2026 08:00:00 GMT",
)
_ANSWER = (
    b"HTTP/1.1 304 Not Modified\r\nServer: nginx\r\nDate: Tue, 03 Feb 2026 09:00:00 GMT\r\n"
    b"Connection: keep-alive\r\nLast-Modified: Tue, 03 Feb 2026 08:00:00 GMT\r\n"
    b'ETag: "33a64df551425fcc55e4d42a148795d9"\r\nCache-Control: max-age=600\r\nVary: Accept-Encoding\r\n\r\n'
)
_AT_ONCE = 16
One = Callable[[], Awaitable[None]]


class _Server(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.write(_ANSWER * data.count(b"\r\n\r\n"))


def _serve(pipe: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(_Server, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _bare(url: str, session: aiohttp.ClientSession) -> tuple[httpx.AsyncClient, One]:
    client = httpx.AsyncClient(
        transport=AiohttpTransport(client=session), trust_env=False, timeout=30
    )

    async def one() -> None:
        response = await client.get(url, headers=request_headers(_STATE))
        assert response.status_code == 304

    return client, one


def _ours(url: str) -> tuple[Client, One]:
    limits = FetchLimits(
        user_agent="Dateline/bench",
        timeout=timedelta(seconds=30),
        max_bytes=10_000_000,
        per_host=_AT_ONCE,
        allow_networks=("127.0.0.0/8",),
    )
    client = Client(limits, clock=lambda: datetime.now(UTC))

    async def one() -> None:
        reply = await client.fetch(url, headers=request_headers(_STATE))
        assert isinstance(classify(reply, _STATE), NotModified), reply

    return client, one


async def _cost(one: One, requests: int) -> float:
    """Microseconds of processor time a request."""

    async def some() -> None:
        for _ in range(requests // _AT_ONCE):
            await one()

    gc.collect()
    begun = time.process_time()
    await asyncio.gather(*(some() for _ in range(_AT_ONCE)))
    return (time.process_time() - begun) / (requests // _AT_ONCE * _AT_ONCE) * 1e6


async def _compare(url: str, requests: int, rounds: int) -> tuple[list[float], list[float]]:
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session:
        bare, bare_one = _bare(url, session)
        ours, ours_one = _ours(url)
        async with bare, ours:
            for one in (bare_one, ours_one):  # connections made, code warm
                await _cost(one, requests // 4)
            pairs = [
                (await _cost(bare_one, requests), await _cost(ours_one, requests))
                for _ in range(rounds)
            ]
    return [b for b, _ in pairs], [o for _, o in pairs]


def main() -> None:
    parser = argparse.ArgumentParser(description="Cost of an unchanged poll beside a bare request.")
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(theirs,), daemon=True
    )
    server.start()
    try:
        url = f"http://127.0.0.1:{ours.recv()}/feed.xml"
        bare, polls = asyncio.run(_compare(url, asked.requests, asked.rounds))
    finally:
        server.terminate()
        server.join()
    ratio = statistics.median(p / b for b, p in zip(bare, polls, strict=True))
    print(f"bare request    {statistics.median(bare):7.1f} µs of processor time")
    print(f"unchanged poll  {statistics.median(polls):7.1f} µs of processor time")
    print(f"ratio           {ratio:7.2f}  (goal: at most 1.30)")


if __name__ == "__main__":
    main()
