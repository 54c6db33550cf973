"""One fetch over real HTTP: what goes out, what comes back, and what ends it."""

from __future__ import annotations

import asyncio
import gzip
import threading
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch.client import Client, FetchLimits
from feeds.fetch.inflate import Body
from feeds.model.poll import Fetched, NotModified, PollState
from feeds.poll.classify import classify
from feeds.poll.conditional import request_headers
from tests.fetch.conftest import Fetch
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_STATE = PollState(source="A", due=datetime(2026, 2, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('"33a64df5"', None),
        ('W/"33a64df5"', None),
        ("33a64df5", None),
        ('"33a64df5-gzip"', None),
        ('""', None),
        ('"a, b", c', None),
        ('"caf\u00e9"', None),
        (None, "Tue, 03 Feb 2026 08:00:00 GMT"),
        (None, "Tuesday, 03-Feb-26 08:00:00 GMT"),
        (None, "2026-02-03T08:00:00+0100"),
        (None, "yesterday"),
        ('W/"x"', "Thu, 01 Jan 1970 00:00:00 GMT"),
    ],
)
def test_validators_go_back_as_they_came_and_win_a_304(
    upstream: Upstream, fetch: Fetch, etag: str | None, modified: str | None
) -> None:
    upstream.answers["/feed"] = Answer(body=b"<rss/>", etag=etag, last_modified=modified)
    known = _asked_once(upstream, fetch)
    (again,) = fetch(upstream.url("/feed"), headers=request_headers(known))
    unasked, asked = upstream.seen
    assert "if-none-match" not in unasked.headers
    assert "if-modified-since" not in unasked.headers
    assert asked.headers.get("if-none-match") == etag
    assert asked.headers.get("if-modified-since") == modified
    assert again.status == 304
    assert again.body == b""
    assert isinstance(classify(again, known), NotModified)


@pytest.mark.parametrize(
    "header",
    [b'ETag: "a\x01b"', b"Last-Modified: \x1b[1mnow", b'ETag: "\x7f"', b'ETag: "caf\xe9"'],
)
def test_a_validator_that_can_not_be_sent_is_none_and_the_source_is_asked_without(
    upstream: Upstream, fetch: Fetch, header: bytes
) -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n" + header + b"\r\n\r\n<rss/>"
    upstream.answers["/feed"] = Answer(raw=raw)
    known = _asked_once(upstream, fetch)
    (again,) = fetch(upstream.url("/feed"), headers=request_headers(known))
    assert (again.status, again.error) == (200, None)
    assert again.header("content-length") == "6", "the other headers count"


def _asked_once(upstream: Upstream, fetch: Fetch) -> PollState:
    """What is known of a source that was fetched once."""
    (reply,) = fetch(upstream.url("/feed"), headers=request_headers(_STATE))
    first = classify(reply, _STATE)
    assert isinstance(first, Fetched)
    return PollState(source="A", due=_STATE.due, etag=first.etag, last_modified=first.last_modified)


def test_it_says_who_asks_takes_gzip_only_and_keeps_no_cookie(
    upstream: Upstream, fetch: Fetch
) -> None:
    upstream.answers["*"] = Answer(body=b"x", headers={"Set-Cookie": "id=7; Path=/"})
    for _ in range(2):
        fetch(upstream.url("/feed"))
    for request in upstream.seen:
        assert request.method == "GET"
        assert request.headers["user-agent"] == "Dateline/test (+https://example.org/about)"
        assert request.headers["accept-encoding"] == "gzip"
        assert "cookie" not in request.headers
        assert "referer" not in request.headers


def test_an_address_goes_out_as_it_was_written(upstream: Upstream, fetch: Fetch) -> None:
    written = "/feed%20one/?q=a%2Bb+c&sign=%C3%A9"
    upstream.answers["*"] = Answer(body=b"x")
    fetch(upstream.url(written) + "#latest")
    assert upstream.seen[0].path == written


def test_user_and_password_are_sent_but_never_shown(upstream: Upstream, fetch: Fetch) -> None:
    upstream.answers["/old"] = Answer(status=301, headers={"Location": "/new"})
    upstream.answers["/new"] = Answer(body=b"x")
    (reply,) = fetch(upstream.url("/old").replace("//", "//mara:s3cret@"))
    assert reply.status == 200
    assert [r.headers.get("authorization") for r in upstream.seen] == ["Basic bWFyYTpzM2NyZXQ="] * 2
    assert "s3cret" not in repr(reply)
    upstream.answers["/old"] = Answer(
        status=302, headers={"Location": upstream.url("/new", "127.0.0.2")}
    )
    fetch(upstream.url("/old").replace("//", "//mara:s3cret@"))
    assert "authorization" not in upstream.seen[-1].headers, "another host must not get it"


def test_gzip_is_undone_in_one_member_or_several(upstream: Upstream, fetch: Fetch) -> None:
    members = gzip.compress(b"<rss>" * 5000) + gzip.compress(b"</rss>" * 5000)
    gzipped = {"Content-Encoding": "gzip"}
    upstream.answers["/one"] = Answer(body=b"<rss/>" * 9000, packed=True)
    upstream.answers["/two"] = Answer(body=members, headers=gzipped)
    upstream.answers["/padded"] = Answer(
        body=gzip.compress(b"<rss/>") + bytes(512), headers=gzipped
    )
    one, two, padded = fetch(*(upstream.url(path) for path in ("/one", "/two", "/padded")))
    assert one.body == b"<rss/>" * 9000
    assert two.body == b"<rss>" * 5000 + b"</rss>" * 5000
    assert padded.body == b"<rss/>"


@pytest.mark.parametrize("size", [1, 2, 1000])
def test_a_compressed_file_is_undone_though_nothing_says_that_it_is(size: int) -> None:
    limits = FetchLimits(user_agent="t", timeout=timedelta(seconds=9), max_bytes=1000, per_host=1)
    for body in (b"<rss>" * 20, b"", b"\x1f", b"\x1fx"):
        for sent in {body, gzip.compress(body)}:
            found = Body("", limits)
            for start in range(0, len(sent), size):
                found.take(sent[start : start + size])
            assert found.whole() == body


def test_a_feed_in_a_compressed_file_is_fetched_as_the_feed(
    upstream: Upstream, fetch: Fetch
) -> None:
    upstream.answers["/feed.xml.gz"] = Answer(body=gzip.compress(b"<rss>" * 100))
    (reply,) = fetch(upstream.url("/feed.xml.gz"))
    assert reply.body == b"<rss>" * 100


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 20, 21, 22, 23, 1000])
def test_it_doesn_t_matter_where_the_network_cuts_a_gzip_body(size: int) -> None:
    whole = gzip.compress(b"<rss>") + gzip.compress(b"") + gzip.compress(b"</rss>") + bytes(30)
    limits = FetchLimits(user_agent="t", timeout=timedelta(seconds=9), max_bytes=1000, per_host=1)
    body = Body("gzip", limits)
    for start in range(0, len(whole), size):
        body.take(whole[start : start + size])
    assert body.whole() == b"<rss></rss>"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(b"<rss/>" * 9000)[:-9]),
        ("gzip", gzip.compress(b"<rss/>")[:10]),
        ("gzip", b"<rss/>"),
        ("br", b"\x8b\x02\x80<rss/>\x03"),
        ("zstd", b"(\xb5/\xfd <rss/>"),
        ("deflate", zlib.compress(b"<rss/>")),
        ("gzip, gzip", gzip.compress(gzip.compress(b"<rss/>"))),
        ("utf-8", b"<rss/>"),
    ],
    ids=["cut", "header only", "not gzip", "br", "zstd", "deflate", "twice", "no coding"],
)
def test_a_body_that_can_t_be_undone_whole_is_an_error_not_a_document(
    upstream: Upstream, fetch: Fetch, coding: str, body: bytes
) -> None:
    upstream.answers["/feed"] = Answer(body=body, headers={"Content-Encoding": coding})
    (reply,) = fetch(upstream.url("/feed"))
    assert (reply.status, reply.error_kind, reply.body) == (None, "decode", b"")


def test_a_body_that_breaks_off_is_no_document(upstream: Upstream, fetch: Fetch) -> None:
    upstream.answers["/feed"] = Answer(body=b"<rss/>" * 9000, cut=True)
    (reply,) = fetch(upstream.url("/feed"))
    assert (reply.status, reply.body) == (None, b"")
    assert reply.error


def test_the_size_is_capped_also_inside_gzip(upstream: Upstream, fetch: Fetch) -> None:
    bomb = gzip.compress(bytes(100_000_000))
    upstream.answers["/just"] = Answer(body=b"x" * 100_000)
    upstream.answers["/over"] = Answer(body=b"x" * 100_001)
    upstream.answers["/endless"] = Answer(endless=True)
    upstream.answers["/bomb"] = Answer(body=bomb, headers={"Content-Encoding": "gzip"})
    just, over, endless, bombed = fetch(
        *(upstream.url(path) for path in ("/just", "/over", "/endless", "/bomb")),
        max_bytes=100_000,
        per_host=4,
    )
    assert len(just.body) == 100_000
    assert [r.error_kind for r in (over, endless, bombed)] == ["too-large"] * 3
    assert over.error == "the document is larger than 100000 bytes"


def test_a_server_that_drips_is_left_when_the_time_is_up(upstream: Upstream, fetch: Fetch) -> None:
    upstream.answers["/drip"] = Answer(drip=True)
    upstream.answers["/held"] = Answer(held=threading.Event())
    replies = fetch(
        upstream.url("/drip"), upstream.url("/held"), timeout=timedelta(seconds=0.5), per_host=2
    )
    for reply in replies:
        assert (reply.status, reply.error_kind) == (None, "timeout")
        assert reply.error == "no whole answer within 0.5 s"


def test_nobody_there_is_said_in_a_sentence(upstream: Upstream, fetch: Fetch) -> None:
    nowhere, unknown = fetch(upstream.url("/", "127.0.0.9"), "http://nobody.invalid/feed")
    assert nowhere.error_kind == "connect"
    assert unknown.error_kind == "dns"
    assert unknown.error == "its host name leads to no address"


def test_one_host_never_has_more_than_its_limit_at_once_and_others_go_on(
    upstream: Upstream,
) -> None:
    held = threading.Event()
    upstream.answers["/slow"] = Answer(body=b"slow", held=held)
    upstream.answers["/quick"] = Answer(body=b"quick")

    async def run() -> None:
        limits = FetchLimits(
            user_agent="Dateline/test",
            timeout=timedelta(seconds=PATIENCE),
            max_bytes=1000,
            per_host=3,
            allow_networks=("127.0.0.0/8",),
        )
        async with Client(limits, clock=lambda: datetime.now(UTC)) as client:
            slow = [
                asyncio.create_task(client.fetch(upstream.url("/slow", "127.0.0.1")))
                for _ in range(12)
            ]
            await asyncio.to_thread(upstream.wait_for_requests, "/slow", 3)
            other = await client.fetch(upstream.url("/quick", "127.0.0.2"))
            assert other.body == b"quick", "another host goes on"
            assert len(upstream.requests("/slow")) == 3
            held.set()
            assert [reply.body for reply in await asyncio.gather(*slow)] == [b"slow"] * 12

    asyncio.run(run())
    assert upstream.most["127.0.0.1"] == 3


def test_waiting_for_a_turn_does_not_use_up_the_time_to_answer(
    upstream: Upstream, fetch: Fetch
) -> None:
    """Many feeds of one slow host: the last in line is no failure only because it had to wait."""
    upstream.answers["/held"] = Answer(held=threading.Event())
    upstream.answers["/quick"] = Answer(body=b"quick")
    addresses = [upstream.url("/held"), upstream.url("/held"), upstream.url("/quick")]
    replies = fetch(*addresses, per_host=1, timeout=timedelta(seconds=0.4))
    assert [reply.error_kind for reply in replies] == ["timeout", "timeout", None]


_BUSY = b"HTTP/1.1 429 Busy\r\nRetry-After: 7200\r\n"


@pytest.mark.parametrize("status", [404, 429, 503])
@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Length: 900\r\n\r\ncut",
        b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        b"Content-Length: 3000\r\n\r\n" + b"x" * 3000,
    ],
    ids=["cut", "coding", "gzip", "size"],
)
def test_what_a_status_says_counts_whatever_becomes_of_the_body(
    upstream: Upstream, fetch: Fetch, status: int, rest: bytes
) -> None:
    upstream.answers["/feed"] = Answer(raw=_BUSY.replace(b"429", str(status).encode()) + rest)
    (reply,) = fetch(upstream.url("/feed"), max_bytes=2000)
    assert (reply.status, reply.error, reply.header("retry-after")) == (status, None, "7200")


def test_a_refusal_that_is_never_told_to_the_end_is_one_all_the_same(
    upstream: Upstream, fetch: Fetch
) -> None:
    raw = _BUSY + b"Content-Length: 9\r\n\r\n"
    upstream.answers["/feed"] = Answer(raw=raw, then="silence")
    (reply,) = fetch(upstream.url("/feed"), timeout=timedelta(seconds=1))
    assert (reply.status, reply.header("retry-after")) == (429, "7200")
