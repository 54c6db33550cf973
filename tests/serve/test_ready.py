"""What is ready is answered where the request is read: the same answer, whatever way it comes and whoever asks."""

from __future__ import annotations

import asyncio
import select
import shutil
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from feeds.serve.app import create_app
from feeds.serve.desk import ServeDesk
from feeds.serve.gate import Gate
from store.open import open_store
from tests.publish.shelf import Newsroom
from tests.serve.newsstand import Newsstand
from tests.serve.test_archive import DESK, blank

__all__ = ["blank"]
PATH = "/topics/ferries.atom"
ALL_THE_WAY = {"X-Forwarded-For": "127.0.0.1"}  # who comes through a proxy is known further inside


@pytest.fixture(scope="module")
def stand(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsstand]:
    path = tmp_path_factory.mktemp("ready")
    shutil.copy(blank, path)
    store = open_store(f"sqlite:///{path}/x.db")
    with Newsstand(store, DESK, Newsroom(store)).open() as opened:
        opened.arrive(3)
        for coding in ("gzip", "br", "zstd", "identity"):
            opened.get(PATH, Accept_Encoding=coding)
        yield opened
    store.close()


def ask(
    connection: HTTPConnection,
    headers: dict[str, str],
    method: str = "GET",
    body: str | None = None,
) -> tuple[int, list[tuple[str, str]], bytes]:
    connection.request(method, PATH, body, headers)
    got: HTTPResponse = connection.getresponse()
    told = [(name.lower(), value) for name, value in got.getheaders() if name.lower() != "date"]
    assert got.getheader("date")
    return got.status, told, got.read()


def wire(stand: Newsstand, sent: bytes) -> bytes:
    """What comes back until the server closes."""
    place = urlsplit(stand.base)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=20) as line:
        line.sendall(sent)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    ("method", "coding"),
    [("GET", "gzip;q=0.5, br;q=0.1"), ("GET", "br"), ("GET", "identity"), ("HEAD", "zstd")],
)
def test_a_ready_answer_is_the_one_that_the_application_gives(
    stand: Newsstand, method: str, coding: str
) -> None:
    accepted = {"Accept-Encoding": coding}
    connection = HTTPConnection(urlsplit(stand.base).netloc, timeout=20)
    status, told, _ = ask(connection, accepted)
    assert status == 200
    named = dict(told)
    same_and_other = (
        {},
        {"If-None-Match": named["etag"]},
        {"If-None-Match": f'"other", W/{named["etag"]}'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"other"', "If-Modified-Since": named["last-modified"]},
        {"If-Modified-Since": named["last-modified"]},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-Modified-Since": "Fri Jan  1 00:00:00 2100"},
        {"If-Modified-Since": "rubbish"},
        {"If-Modified-Since": "Fri, 01 Jan 99999999999999999999 00:00:00 GMT"},
        {"A-IM": "feed", "If-None-Match": '"other"'},
    )
    seen = set()
    for asked in same_and_other:
        at_once = ask(connection, accepted | asked, method)
        assert at_once == ask(connection, accepted | asked | ALL_THE_WAY, method), asked
        seen.add(at_once[0])
    assert seen == {200, 304}
    connection.close()


def test_requests_sent_together_are_answered_in_their_order(stand: Newsstand) -> None:
    """Also where some of them take the long way, and their like are ready."""
    host = b" HTTP/1.1\r\nHost: x\r\n"
    ready = b"GET /topics/ferries.atom" + host + b"If-None-Match: *\r\n\r\n"
    long = b"GET /topics/ferries.atom?limit=1" + host + b"\r\n"
    last = b"HEAD /topics/ferries.atom" + host + b"Connection: close\r\n\r\n"
    got = wire(stand, ready + ready + long + ready + last)
    statuses = [answer[:3] for answer in got.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"304", b"304", b"200", b"304", b"200"]
    assert got.endswith(b"connection: close\r\n\r\n")


@pytest.mark.parametrize(
    "head",
    [
        b"GET /topics/ferries.atom HTTP/1.0\r\n\r\n",
        b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET http://desk.example/topics/ferries.atom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /topics/ferries%2Eatom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
        b"Connection: close\r\n\r\nhello",
        b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n"
        b"Connection: Upgrade, close\r\n\r\n",
        b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
        b"Connection: close\r\n\r\n",
    ],
)
def test_unusual_requests_get_the_same_feed(stand: Newsstand, head: bytes) -> None:
    got = wire(stand, head)
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert got.count(b"HTTP/1.1") == 1
    assert got.partition(b"\r\n\r\n")[2] == stand.get(PATH).body


@pytest.mark.parametrize("through", [b"", b"X-Forwarded-For: 127.0.0.1\r\n"])
@pytest.mark.parametrize("tags", [(b"*", b'"other"'), (b'"other"', b"*")])
def test_a_header_in_several_lines_is_one_list(
    stand: Newsstand, through: bytes, tags: tuple[bytes, bytes]
) -> None:
    lines = b"".join(b"If-None-Match: %b\r\n" % tag for tag in tags)
    head = b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    assert wire(stand, head + through + lines + b"\r\n").startswith(b"HTTP/1.1 304 ")


@pytest.mark.parametrize("form", ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"])
def test_a_date_in_an_older_form_is_read(stand: Newsstand, form: str) -> None:
    modified = parsedate_to_datetime(stand.get(PATH).headers["last-modified"])
    assert stand.get(PATH, If_Modified_Since=modified.strftime(form)).status == 304
    earlier = (modified - timedelta(days=1)).strftime(form)
    assert stand.get(PATH, If_Modified_Since=earlier).status == 200


def test_a_connection_goes_on_after_a_request_that_brought_a_body(stand: Newsstand) -> None:
    connection = HTTPConnection(urlsplit(stand.base).netloc, timeout=20)
    first = ask(connection, {}, body="words that nobody asked for")
    line = connection.sock
    assert ask(connection, {}) == first
    assert connection.sock is line
    connection.close()


def test_a_reader_that_takes_nothing_is_not_sent_more_and_more(stand: Newsstand) -> None:
    """What it asks for at once is not all put into memory for it."""
    place = urlsplit(stand.base)
    request = b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=20) as line:
        line.setblocking(False)
        sent = 0
        while select.select([], [line], [], 0.5)[1] and sent < 200_000_000:
            sent += line.send(request * 200)
    assert sent < 200_000_000, "the server stops reading"
    assert stand.get(PATH).status == 200


def test_headers_without_end_are_not_taken(stand: Newsstand) -> None:
    """The parser would hold them all."""
    place = urlsplit(stand.base)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        endless = (b"X: " + b"x" * 100_000 + b"\r\n") * 300
        with pytest.raises(OSError, match=r"[Bb]roken pipe|reset"):
            line.sendall(endless)
    assert stand.get(PATH).status == 200


@pytest.mark.parametrize("path", [b"/topics/ferries.atom", b"/topics/ferries"])
def test_who_never_finishes_a_body_is_not_waited_for(
    stand: Newsstand, monkeypatch: pytest.MonkeyPatch, path: bytes
) -> None:
    """Nor for the rest of one that was answered before it was there."""
    monkeypatch.setattr("feeds.serve.protocol._PATIENCE", 0.2)
    place = urlsplit(stand.base)
    with socket.create_connection((str(place.hostname), place.port or 0), timeout=10) as line:
        line.sendall(b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n")
        assert line.recv(12) == b"HTTP/1.1 200"
        line.sendall(b"a")  # which ends uvicorn's own waiting
        while line.recv(65536):
            pass


@pytest.mark.parametrize("sent", [b"", b"GET /topics/ferries.atom HTTP/1.1\r\nHost: x\r\nX: "])
def test_who_never_finishes_a_request_is_not_waited_for(
    stand: Newsstand, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr("feeds.serve.protocol._PATIENCE", 0.2)
    assert wire(stand, sent) == b""
    assert stand.get(PATH).status == 200


def test_what_another_process_releases_is_seen(
    stand: Newsstand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by a reader that asks nothing but plainly, and alone."""
    assert stand.get(PATH).status == 200
    before = stand.get(PATH).body
    stand.arrive()
    stand.releases -= 1  # as if another process had
    monkeypatch.setattr("feeds.serve.documents._LOOK_AGAIN", 0.1)
    time.sleep(0.2)
    assert stand.get(PATH).body != before


def test_what_is_ready_counts_towards_the_limit_of_who_asks(stand: Newsstand) -> None:
    stand.rate_limit = 3
    gate = create_app(
        ServeDesk(store=stand.store, front=stand.front, now=lambda: stand.now, ready=lambda: None)
    )
    asyncio.run(_visit(gate))
    try:
        got = [gate.at_once(PATH.encode(), b"GET", [], "192.0.2.7") for _ in range(5)]
        assert [one is not None for one in got] == [True] * 3 + [False] * 2
        assert gate.at_once(PATH.encode(), b"GET", [], "192.0.2.8") is not None
    finally:
        stand.rate_limit = 0


async def _visit(gate: Gate) -> None:
    transport = httpx.ASGITransport(gate)
    async with httpx.AsyncClient(transport=transport, base_url="https://desk.example") as client:
        assert (await client.get(PATH, headers={"Accept-Encoding": "identity"})).status_code == 200
