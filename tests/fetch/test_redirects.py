"""Redirects: followed a few steps, each step looked at anew."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch.client import Client, FetchLimits
from feeds.model.poll import Reply
from tests.fetch.conftest import Fetch
from tests.newsroom.upstream import Answer, Upstream


def _to(target: str, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_noted(upstream: Upstream, fetch: Fetch, status: int) -> None:
    upstream.answers["/a/old"] = _to("../new?x=1", status)
    upstream.answers["/new?x=1"] = Answer(body=b"here")
    (reply,) = fetch(upstream.url("/a/old"))
    assert reply.body == b"here"
    assert reply.final_url == upstream.url("/new?x=1")
    assert reply.hops == ((status, upstream.url("/new?x=1")),)


def test_validators_go_along(upstream: Upstream, fetch: Fetch) -> None:
    upstream.answers["/old"] = _to("/new")
    upstream.answers["/new"] = Answer(body=b"here", etag='"7"')
    (reply,) = fetch(upstream.url("/old"), headers={"If-None-Match": '"7"'})
    assert reply.status == 304


def test_five_steps_are_followed_and_no_more(upstream: Upstream, fetch: Fetch) -> None:
    for step in range(6):
        upstream.answers[f"/{step}"] = _to(f"/{step + 1}")
    upstream.answers["/6"] = Answer(body=b"here")
    five, six = fetch(upstream.url("/1"), upstream.url("/0"), per_host=1)
    assert five.body == b"here"
    assert (six.status, six.error_kind) == (None, "redirect")
    assert len(upstream.requests("/6")) == 1


@pytest.mark.parametrize("start", ["/self", "/a"])
def test_circles_end(upstream: Upstream, fetch: Fetch, start: str) -> None:
    upstream.answers["/self"] = _to("/self")
    upstream.answers["/a"] = _to("/b")
    upstream.answers["/b"] = _to("/a")
    (reply,) = fetch(upstream.url(start))
    assert reply.error_kind == "redirect"
    assert "circle" in (reply.error or "")
    assert len(upstream.seen) <= 2


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/feed",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/feed",
        "http://3232235777/feed",
        "http://[::ffff:10.0.0.1]/feed",
        "//192.168.1.1/feed",
        "file:///etc/hostname",
        "ftp://example.org/feed",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http://127.0.0.2:22/",
        "http://127.0.0.2:99999/",
        "http://[::1",
        "http://",
    ],
)
def test_a_redirect_inwards_or_to_nonsense_is_refused(
    upstream: Upstream, fetch: Fetch, target: str
) -> None:
    upstream.answers["/feed"] = _to(target, 302)
    (reply,) = fetch(upstream.url("/feed"), allow_networks=("127.0.0.0/30",))
    assert reply.status is None
    assert reply.error_kind in ("refused-address", "redirect", "protocol")
    assert reply.error
    assert len(upstream.seen) == 1


def test_a_redirect_from_an_open_network_to_a_closed_one_is_refused(
    upstream: Upstream, fetch: Fetch
) -> None:
    upstream.answers["/feed"] = _to(upstream.url("/inside", "127.0.0.2"))
    upstream.answers["/inside"] = Answer(body=b"secret")
    (reply,) = fetch(upstream.url("/feed"), allow_networks=("127.0.0.1/32",))
    assert reply.error_kind == "refused-address"
    assert upstream.requests("/inside") == []


def test_a_redirect_without_a_target_is_an_answer_like_any_other(
    upstream: Upstream, fetch: Fetch
) -> None:
    upstream.answers["/feed"] = Answer(status=302, body=b"?")
    (reply,) = fetch(upstream.url("/feed"))
    assert (reply.status, reply.error) == (302, None)


def test_the_time_that_a_redirect_took_is_gone_for_where_it_leads(upstream: Upstream) -> None:
    """Else five slow redirects take six times as long as the whole may. Time goes by when the test says so."""
    held = {path: threading.Event() for path in ("/one", "/two")}
    upstream.answers["/one"] = replace(_to(upstream.url("/two")), held=held["/one"])
    upstream.answers["/two"] = Answer(body=b"<rss/>", held=held["/two"])
    limits = FetchLimits(
        user_agent="Dateline/test",
        timeout=timedelta(seconds=1800),
        max_bytes=1_000_000,
        per_host=1,
        allow_networks=("127.0.0.0/8",),
    )
    loop = asyncio.new_event_loop()
    real, gone = loop.time, [0.0]
    loop.time = lambda: real() + gone[0]  # type: ignore[method-assign]

    async def run() -> Reply | None:
        async with Client(limits, clock=lambda: datetime.now(UTC)) as client:
            asked = asyncio.create_task(client.fetch(upstream.url("/one")))
            for path in held:
                await asyncio.to_thread(upstream.wait_for_requests, path, 1)
                gone[0] += 1000  # no silence is too long yet
                held["/one"].set()
            done, _ = await asyncio.wait({asked}, timeout=5)
            return asked.result() if done else None

    try:
        reply = loop.run_until_complete(run())
    finally:
        held["/two"].set()
        loop.close()
    assert reply is not None, "it is waited for as if nothing had been asked before"
    assert reply.error_kind == "timeout"
