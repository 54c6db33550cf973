"""A kept connection is used only while its address is allowed and nothing came on it unasked."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from feeds.fetch.client import Client, FetchLimits
from feeds.model.poll import Reply
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_LIMITS = FetchLimits(
    user_agent="Dateline/test",
    timeout=timedelta(seconds=20),
    max_bytes=1_000_000,
    per_host=2,
    allow_networks=("127.0.0.0/8",),
)
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"


def _with_client(work: Callable[[Client], Awaitable[None]], limits: FetchLimits = _LIMITS) -> None:
    async def run() -> None:
        async with Client(limits, clock=lambda: datetime.now(UTC)) as client:
            await work(client)

    asyncio.run(run())


def test_a_host_is_asked_by_as_many_at_once_as_are_allowed_by_now(upstream: Upstream) -> None:
    held = threading.Event()
    upstream.answers["*"] = Answer(held=held)
    patient = replace(_LIMITS, timeout=9 * timedelta(seconds=PATIENCE), per_host=1)

    async def work(client: Client) -> None:
        client.adopt(replace(patient, per_host=3))
        asked = asyncio.gather(*(client.fetch(upstream.url(f"/{n}")) for n in range(4)))
        wanted = lambda: upstream.most.get("127.0.0.1") == 3  # noqa: E731
        try:
            await asyncio.to_thread(upstream.wait_for, wanted, "three are under way")
        finally:
            held.set()
        await asked

    _with_client(work, patient)
    assert upstream.most["127.0.0.1"] == 3


def test_a_kept_connection_is_not_used_once_its_network_is_closed(upstream: Upstream) -> None:
    upstream.answers["*"] = Answer(body=b"x")

    async def work(client: Client) -> None:
        url = f"http://localhost:{upstream.port}/feed"
        assert (await client.fetch(url)).body == b"x"
        client.adopt(replace(_LIMITS, allow_networks=()))
        assert (await client.fetch(url)).error_kind == "refused-address"
        client.adopt(_LIMITS)
        assert (await client.fetch(url)).body == b"x"

    _with_client(work)
    assert len(upstream.seen) == 2


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the second answer of the name server leads inside; it is refused, not used."""
    upstream.answers["*"] = Answer(body=b"x", headers={"Connection": "close"})
    asked: list[str] = []

    def look_up(host: str, port: int, *_: Any, **__: Any) -> Any:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    url = f"http://feed.example:{upstream.port}/feed"
    limits = replace(_LIMITS, allow_networks=("127.0.0.1/32",))

    async def first(client: Client) -> None:
        assert [(await client.fetch(url)).body for _ in range(2)] == [b"x", b"x"]
        assert asked == ["feed.example"], "what was checked is what is connected to"

    async def second(client: Client) -> None:
        reply = await client.fetch(url)
        assert reply.error == "feed.example leads to 127.0.0.2, in a private or reserved network"

    _with_client(first, limits)
    _with_client(second, limits)
    assert len(upstream.seen) == 2


def test_a_retry_on_a_new_connection_is_checked_as_the_first_was(upstream: Upstream) -> None:
    """The server drops a kept connection, its network is closed meanwhile, the library tries once more."""
    drop = Answer(raw=b"", then="reset", held=threading.Event())
    upstream.answers["/feed"] = [Answer(body=b"x"), drop, Answer(body=b"y")]

    async def work(client: Client) -> None:
        url = upstream.url("/feed")
        assert (await client.fetch(url)).body == b"x"
        again = asyncio.create_task(client.fetch(url))
        await asyncio.to_thread(upstream.wait_for_requests, "/feed", 2)
        client.adopt(replace(_LIMITS, allow_networks=()))
        assert drop.held is not None
        drop.held.set()
        assert (await again).error_kind == "refused-address"

    _with_client(work)
    assert len(upstream.seen) == 2


@pytest.mark.parametrize(
    "behind",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        b"evil, past the length that was said",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"\r\n\r\n\r\n",
    ],
    ids=["another answer", "more of the body", "half an answer", "empty lines"],
)
def test_what_comes_behind_an_answer_is_no_answer_to_the_next_request(
    upstream: Upstream, behind: bytes
) -> None:
    upstream.answers["/one"] = Answer(raw=_HEAD + b"first" + behind, then="keep")
    upstream.answers["/two"] = Answer(body=b"second")

    async def work(client: Client) -> None:
        await client.fetch(upstream.url("/one"))
        assert (await client.fetch(upstream.url("/two"))).body == b"second"

    _with_client(work)


def test_an_answer_pushed_onto_an_idle_connection_is_not_taken() -> None:
    """It comes after the first answer was read whole, and before the next request is made."""
    wires: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, wire: asyncio.StreamWriter) -> None:
        wires.append(wire)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                wire.write(_HEAD + b"right")
        wire.close()

    async def work(client: Client) -> None:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        assert (await client.fetch(url)).body == b"right"
        wires[0].write(_HEAD + b"wrong")
        for _ in range(
            50
        ):  # rounds of the one loop that both live in: it arrives within one or two
            await asyncio.sleep(0)
        assert (await client.fetch(url)).body == b"right"
        assert len(wires) == 2, "on a connection of its own"
        server.close()

    _with_client(work)


def test_no_proxy_and_no_password_file_of_the_environment_is_used(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mara password s3cret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.9:9/")
    upstream.answers["*"] = Answer(body=b"x")

    async def work(client: Client) -> None:
        assert (await client.fetch(upstream.url("/feed"))).body == b"x"

    _with_client(work)
    assert "authorization" not in upstream.seen[0].headers


def test_a_cookie_is_not_kept_from_one_poll_to_the_next(upstream: Upstream) -> None:
    upstream.answers["/feed"] = Answer(body=b"x", headers={"Set-Cookie": "id=7; Path=/"})
    upstream.answers["/moved"] = Answer(
        status=302, headers={"Location": "/feed", "Set-Cookie": "id=8; Path=/"}
    )

    async def work(client: Client) -> None:
        for path in ("/feed", "/moved", "/feed"):
            assert (await client.fetch(upstream.url(path))).body == b"x"

    _with_client(work)
    assert not any("cookie" in request.headers for request in upstream.seen)


def test_secrets_go_to_the_origin_that_was_asked_and_are_not_brought_back(
    upstream: Upstream,
) -> None:
    """Over another host and back: who sends us back could choose what to ask with the password."""
    away, back = upstream.url("/away", "127.0.0.2"), upstream.url("/back")
    upstream.answers["/feed"] = Answer(status=302, headers={"Location": "/near"})
    upstream.answers["/near"] = Answer(status=302, headers={"Location": away})
    upstream.answers["/away"] = Answer(status=302, headers={"Location": back})
    upstream.answers["/back"] = Answer(body=b"x")
    replies: list[Reply] = []

    async def work(client: Client) -> None:
        named = upstream.url("/feed").replace("//", "//mara:s3cret@")
        replies.append(await client.fetch(named))
        given = {"Authorization": "Bearer t0ken", "Cookie": "id=7", "A-IM": "feed"}
        replies.append(await client.fetch(upstream.url("/feed"), headers=given))

    _with_client(work)
    by_password = [request.headers.get("authorization") for request in upstream.seen[:4]]
    assert by_password == ["Basic bWFyYTpzM2NyZXQ="] * 2 + [None] * 2
    by_token = [request.headers.get("authorization") for request in upstream.seen[4:]]
    assert by_token == ["Bearer t0ken"] * 2 + [None] * 2
    assert [request.headers.get("cookie") for request in upstream.seen[4:]] == ["id=7"] * 2 + [
        None
    ] * 2
    assert [request.headers.get("a-im") for request in upstream.seen[4:]] == ["feed"] * 4
    assert [reply.body for reply in replies] == [b"x", b"x"]
    assert "s3cret" not in repr(replies)


def test_a_delta_is_asked_for_and_taken(upstream: Upstream) -> None:
    upstream.answers["/feed"] = Answer(status=226, body=b"<rss/>", headers={"IM": "feed"})

    async def work(client: Client) -> None:
        asked = {"A-IM": "feed", "If-None-Match": '"7"'}
        reply = await client.fetch(upstream.url("/feed"), headers=asked)
        assert (reply.status, reply.header("im"), reply.body) == (226, "feed", b"<rss/>")

    _with_client(work)
    assert upstream.seen[0].headers["a-im"] == "feed"


def test_a_redirect_is_an_answer_like_any_other_where_none_may_be_followed(
    upstream: Upstream,
) -> None:
    upstream.answers["/old"] = Answer(status=301, headers={"Location": "/new"})

    async def work(client: Client) -> None:
        reply = await client.fetch(upstream.url("/old"), redirects=False)
        assert (reply.status, reply.header("location"), reply.hops) == (301, "/new", ())

    _with_client(work)
    assert len(upstream.seen) == 1


def test_silent_name_servers_hold_up_no_other_name_and_no_other_work(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than the loop has threads, which the store needs too."""
    upstream.answers["*"] = Answer(body=b"x")
    real, let_go = socket.getaddrinfo, threading.Event()

    def look_up(host: Any, *more: Any, **facts: Any) -> Any:
        if str(host).endswith(".silent.example"):
            let_go.wait(PATIENCE)
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return real(host, *more, **facts)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)

    async def work(client: Client) -> None:
        names = [f"http://{n}.silent.example/feed" for n in range(40)]
        stuck = [asyncio.create_task(client.fetch(url)) for url in names]
        await asyncio.sleep(0)
        try:
            reply = await client.fetch(f"http://localhost:{upstream.port}/feed")
            assert reply.body == b"x"
            assert await asyncio.to_thread(lambda: "kept") == "kept"
            assert not any(task.done() for task in stuck)
        finally:
            for task in stuck:
                task.cancel()
            let_go.set()

    _with_client(work)


def test_a_post_is_guarded_as_a_fetch_is_and_follows_nothing(upstream: Upstream) -> None:
    upstream.answers["/hook"] = Answer(status=307, headers={"Location": "/next"})
    upstream.answers["/big"] = Answer(endless=True)

    async def work(client: Client) -> None:
        replies = [
            await client.post(url, body=b"hello")
            for url in (upstream.url("/hook"), upstream.url("/big"), "http://10.0.0.1/", "ftp://a/")
        ]
        assert [reply.status for reply in replies] == [307, None, None, None]
        kinds = [reply.error_kind for reply in replies]
        assert kinds == [None, "too-large", "refused-address", "refused-address"]

    _with_client(work)
    assert [request.method for request in upstream.seen] == ["POST", "POST"]
