"""An address that several sources have: one request serves all that ask for it at about the same time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch import client as fetching
from feeds.fetch.client import Client, FetchLimits
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_LIMITS = FetchLimits(
    user_agent="Dateline/test",
    timeout=timedelta(seconds=PATIENCE),
    max_bytes=1_000_000,
    per_host=9,
    allow_networks=("127.0.0.0/8",),
)


def _with_client(work: Callable[[Client], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Client(_LIMITS, clock=lambda: datetime.now(UTC)) as client:
            await work(client)
        left = asyncio.all_tasks() - {asyncio.current_task()}
        assert all(task.cancelling() or task.done() for task in left), "it is asked on"

    asyncio.run(run())


@pytest.mark.parametrize(("seconds", "requests"), [(60.0, 1), (0.0, 2)])
def test_who_asks_a_minute_later_is_answered_anew(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch, seconds: float, requests: int
) -> None:
    """Else a source without validators would never show anything new. The minute is none, the second time."""
    monkeypatch.setattr(fetching, "_SHARED", seconds)
    upstream.answers["/feed"] = [Answer(body=b"old"), Answer(body=b"new")]

    async def ask(client: Client) -> None:
        bodies = [
            (await client.fetch_shared(upstream.url("/feed"), headers={})).body for _ in range(2)
        ]
        assert bodies == [b"old", b"new" if requests > 1 else b"old"]

    _with_client(ask)
    assert len(upstream.seen) == requests


def test_what_asks_otherwise_has_an_answer_of_its_own(upstream: Upstream) -> None:
    upstream.answers["/feed"] = Answer(body=b"<rss/>", etag='"1"')

    async def ask(client: Client) -> None:
        whole = await client.fetch_shared(upstream.url("/feed"), headers={})
        known = await client.fetch_shared(upstream.url("/feed"), headers={"If-None-Match": '"1"'})
        assert (whole.status, known.status) == (200, 304)

    _with_client(ask)


def test_a_poll_that_is_given_up_leaves_the_others_their_answer(upstream: Upstream) -> None:
    held = threading.Event()
    upstream.answers["/feed"] = Answer(body=b"<rss/>", held=held)

    async def ask(client: Client) -> None:
        url = upstream.url("/feed")
        one, other = (asyncio.create_task(client.fetch_shared(url, headers={})) for _ in range(2))
        await asyncio.to_thread(upstream.wait_for_requests, "/feed", 1)
        one.cancel()
        held.set()
        assert (await other).body == b"<rss/>"

    _with_client(ask)
    assert len(upstream.seen) == 1


def test_who_stops_asks_no_more(upstream: Upstream) -> None:
    held = threading.Event()
    upstream.answers["/feed"] = Answer(held=held)

    async def ask(client: Client) -> None:
        one = asyncio.create_task(client.fetch_shared(upstream.url("/feed"), headers={}))
        await asyncio.to_thread(upstream.wait_for_requests, "/feed", 1)
        one.cancel()

    try:
        _with_client(ask)
    finally:
        held.set()
