"""``dateline poll`` beside other processes on one PostgreSQL store."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from feeds.claims import Claims
from feeds.cli import main
from feeds.errors import StoreAway
from tests.newsroom.desk import Desk, eventually, source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream
from tests.worker.conftest import Sql


def test_a_poll_leaves_its_sites_to_others_when_it_ends(
    upstream: Upstream, desk: Desk, database: str, sql: Sql
) -> None:
    """Another process need not wait until its claims lapse, and while one has them it is said so."""
    upstream.answers["*"] = Answer(body=rss("a", Entry(key="k", title="Dredging")), headers=TYPE)
    here = [source(name, upstream.url(f"/{name}")) for name in ("a", "b")]
    desk.write(here[0], polling='gap = "1s"', store=database)
    assert _polled(desk) == ["a"]
    desk.write(*here, polling='gap = "1s"', store=database)
    sql("UPDATE lanes SET lease = 0 WHERE lease < (extract(epoch FROM now()) + 60) * 1000000")
    assert _polled(desk) == ["b"]
    sql("UPDATE sources SET due = 0")
    sql("UPDATE lanes SET holder = 'another', lease = (extract(epoch FROM now()) + 60) * 1000000")
    said = CliRunner().invoke(main, ["-c", str(desk.config), "poll"]).stderr
    assert said == "2 put off: they are polled by another process\n"


def _polled(desk: Desk) -> list[str]:
    return [json.loads(line)["source"] for line in desk.command("poll", "--json").splitlines()]


def test_a_poll_that_lasts_keeps_its_sources_and_leaves_those_that_another_process_took(
    upstream: Upstream, desk: Desk, database: str, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Claims live three minutes, here the hundredth part of it; a poll of many sources lasts longer."""
    monkeypatch.setattr("feeds.cli.gather.steady", lambda: 100 * time.monotonic())
    held = threading.Event()
    body = rss("a", Entry(key="k", title="Dredging"))
    upstream.answers["*"] = Answer(body=body, headers=TYPE, held=held)
    first, second = source("a", upstream.url("/a")), source("b", upstream.url("/b"))
    desk.write(
        first,
        second,
        source("c", upstream.url("/c", "127.0.0.2")),
        polling="per_host = 1",
        store=database,
    )

    def lease(of: str) -> int:
        return int(sql(f"SELECT lease FROM sources WHERE source = '{of}'")[0][0])

    def take() -> None:
        try:
            upstream.wait_for_requests("/a", 1)
            upstream.wait_for_requests("/c", 1)
            before = lease("b")
            eventually(lambda: lease("b") > before, "was not claimed any longer")
            sql("UPDATE lanes SET holder = 'another' WHERE lane LIKE '127.0.0.1%'")
            before = lease("c")
            eventually(lambda: lease("c") > before, "was not claimed any longer")
        finally:
            held.set()

    with ThreadPoolExecutor() as beside:
        taking = beside.submit(take)
        assert _polled(desk) == ["a", "c"]
        taking.result()
    assert not upstream.requests("/b")


def test_a_poll_whose_claims_can_t_be_renewed_ends_and_says_why(
    upstream: Upstream, desk: Desk, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is away for longer than a command waits; what has not been asked by then is left to others."""
    monkeypatch.setattr("feeds.cli.gather.steady", lambda: 1000 * time.monotonic())
    monkeypatch.setattr("feeds.cli.gather._PATIENCE", 0.0)
    given_up = threading.Event()

    def away(*_: object, **__: object) -> None:
        given_up.set()
        raise StoreAway("its server does not answer")

    monkeypatch.setattr(Claims, "tend", away)
    body = rss("a", Entry(key="k", title="Dredging"))
    upstream.answers["*"] = Answer(body=body, headers=TYPE, held=given_up)
    here = [source(name, upstream.url(f"/{name}")) for name in ("a", "b")]
    desk.write(*here, polling="per_host = 1", store=database)
    done = CliRunner().invoke(main, ["-c", str(desk.config), "poll"])
    assert done.exit_code == 1
    assert "its server does not answer" in done.stderr
    assert [len(upstream.requests(path)) for path in ("/a", "/b")] == [1, 0]
