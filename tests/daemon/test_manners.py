"""Manners of the program as a whole: over restarts, configurations and clocks that are set."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import apscheduler.schedulers.base
import pytest
import structlog
from apscheduler.triggers.interval import IntervalTrigger
from structlog.testing import capture_logs

import feeds.daemon
import feeds.newsdesk
from feeds import config, log
from feeds.ingest import Visit
from feeds.model.hub import Subscription
from feeds.model.poll import PollState, Reply, Source
from feeds.newsdesk import Newsdesk
from feeds.poll.classify import classify
from feeds.poll.due import after_poll
from store.open import open_store
from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_SELDOM = 'interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"\n'
_FEED = Answer(body=rss("a", Entry(key="k", title="Dredging")), headers=TYPE, etag='"1"')


def test_a_retry_after_holds_for_the_whole_site_also_after_a_restart(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/busy"] = Answer(status=429, headers={"Retry-After": "7200"})
    upstream.answers["/feed"] = _FEED
    desk.write(
        source("busy", upstream.url("/busy")),
        source("same site", upstream.url("/feed")),
        source("other site", upstream.url("/feed", "127.0.0.2")),
        polling=_SELDOM,
    )
    desk.command("poll", "busy")
    polled = [json.loads(line)["source"] for line in desk.command("poll", "--json").splitlines()]
    assert polled == ["other site"]
    assert [seen.host for seen in upstream.requests("/feed")] == ["127.0.0.2"]
    assert len(upstream.requests("/busy")) == 1
    desk.command("poll", "same site")
    assert len(upstream.requests("/feed")) == 2, "who names it, insists"


def test_the_retry_after_of_a_redirect_that_is_followed_is_kept_to(
    upstream: Upstream, desk: Desk
) -> None:
    there = {"Location": upstream.url("/feed", "127.0.0.2"), "Retry-After": "7200"}
    upstream.answers["/moved"] = Answer(status=302, headers=there)
    upstream.answers["/feed"] = _FEED
    desk.write(
        source("moved", upstream.url("/moved"), 'interval = "1s"'),
        source("same site", upstream.url("/feed")),
        polling=_SELDOM,
    )
    (report,) = [json.loads(line) for line in desk.command("poll", "moved", "--json").splitlines()]
    assert (report["status"], report["new"]) == (200, 1), "it is followed all the same"
    store = open_store(f"sqlite:///{desk.config.parent / 'desk.db'}")
    newsdesk = feeds.newsdesk.Newsdesk(config.load(desk.config), store)
    assert not newsdesk.claim(9), "and asked no sooner, nor is its site"
    with store.read() as snapshot:
        why = {state.source: state.why_next or "" for state in snapshot.poll_states()}
    store.close()
    assert "redirects: Retry-After asks for 2 hours" in why["moved"]
    assert "asked all its sources to wait" in why["same site"]


def test_a_site_that_asks_for_rest_is_left_alone_by_polls_that_wait_already(
    upstream: Upstream, desk: Desk
) -> None:
    held = threading.Event()
    upstream.answers["*"] = Answer(status=503, headers={"Retry-After": "7200"}, held=held)
    names = [f"s{n}" for n in range(9)]
    desk.write(
        *(source(name, upstream.url(f"/{name}")) for name in names),
        polling=_SELDOM + "per_host = 1\n",
    )
    with desk.run() as daemon:
        upstream.wait_for(lambda: len(upstream.seen) == 1, "the first is asked")
        # All nine are claimed within ten seconds and wait behind the first.
        held.set()
        daemon.wait_for_line("polled")
    assert len(upstream.seen) == 1


def test_an_edited_address_is_asked_at_once_and_without_the_old_one_s_validators(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/old"] = upstream.answers["/new"] = _FEED
    desk.write(source("a", upstream.url("/old")), polling=_SELDOM)
    desk.command("poll")
    desk.write(source("a", upstream.url("/new")), polling=_SELDOM)
    (report,) = [json.loads(line) for line in desk.command("poll", "--json").splitlines()]
    assert (report["status"], report["unchanged"]) == (200, 1)
    (asked,) = upstream.requests("/new")
    assert not {"if-none-match", "if-modified-since"} & set(asked.headers)
    assert desk.command("poll", "--json") == "", "then it waits its interval"


class _Clock:
    """A wall clock that a test sets, for the program and for its scheduler."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Clock]:
    clock = _Clock()

    class Dated(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return clock.now().astimezone(tz)

    for module in (feeds.daemon, feeds.newsdesk):
        monkeypatch.setattr(module, "now", clock.now)
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Dated)
    yield clock
    structlog.reset_defaults()


def test_polling_goes_on_when_the_clock_is_set_back_or_forward(
    upstream: Upstream, desk: Desk, clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By years, too, as where a board without a battery hears what time it is."""
    counted = itertools.count()
    told = IntervalTrigger.get_next_fire_time

    def next_fire_time(trigger: IntervalTrigger, *times: datetime) -> datetime:
        assert next(counted) < 10_000, "each second that was passed over is gone through"
        found: datetime = told(trigger, *times)
        return found

    monkeypatch.setattr(IntervalTrigger, "get_next_fire_time", next_fire_time)
    upstream.answers["/often"] = _FEED
    upstream.answers["/seldom"] = _FEED
    desk.write(
        source("often", upstream.url("/often"), 'interval = "1s"'),
        source("seldom", upstream.url("/seldom"), 'interval = "30m"'),
    )
    loop = asyncio.new_event_loop()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    thread = threading.Thread(target=loop.run_until_complete, args=(daemon.run(),))
    thread.start()
    try:
        for step in (timedelta(0), timedelta(hours=-1), timedelta(hours=3), timedelta(days=900)):
            clock.ahead += step
            upstream.wait_for_requests("/often", len(upstream.requests("/often")) + 3)
        upstream.wait_for_requests("/seldom", 1)
    finally:
        loop.call_soon_threadsafe(daemon.stop)
        thread.join(PATIENCE)
        loop.close()
    assert len(upstream.requests("/seldom")) == 1, "no half hour went by"
    assert desk.stories(), "it forgot everything for a clock that may be wrong"


def test_a_daemon_that_starts_under_a_wrong_clock_forgets_nothing_for_a_day(
    upstream: Upstream, desk: Desk, clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = timedelta(0)
    monkeypatch.setattr(
        feeds.daemon, "steady", lambda: feeds.newsdesk.steady() + gone.total_seconds()
    )
    tidied = threading.Semaphore(0)
    tidy = feeds.daemon.Daemon._tidy

    async def told(daemon: feeds.daemon.Daemon) -> None:
        await tidy(daemon)
        tidied.release()

    monkeypatch.setattr(feeds.daemon.Daemon, "_tidy", told)
    upstream.answers["/feed"] = _FEED
    desk.write(source("a", upstream.url("/feed")))
    desk.command("poll")
    clock.ahead = timedelta(days=900)
    left = []
    loop = asyncio.new_event_loop()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    running = threading.Event()
    thread = threading.Thread(
        target=loop.run_until_complete, args=(daemon.run(started=running.set),)
    )
    thread.start()
    try:
        assert running.wait(PATIENCE)
        for _ in range(2):
            gone += timedelta(hours=23)
            clock.ahead += timedelta(hours=23)
            assert tidied.acquire(timeout=PATIENCE)
            left.append(len(desk.stories()))
    finally:
        loop.call_soon_threadsafe(daemon.stop)
        thread.join(PATIENCE)
        loop.close()
    assert left == [1, 0], (
        "a board may start with any year; a clock that stays so for a day is right"
    )


def test_a_daemon_that_starts_under_a_clock_years_ahead_ends_no_subscriber_s_lease(
    upstream: Upstream, desk: Desk, clock: _Clock
) -> None:
    upstream.answers["/feed"] = _FEED
    desk.write(source("a", upstream.url("/feed")), topic("sea", ""))
    desk.command("poll")
    address = f"sqlite:///{desk.config.with_name('desk.db')}"
    lease = Subscription(
        topic_url="https://desk.example/topics/sea.atom",
        callback="https://reader.example/cb",
        expires=clock.now() + timedelta(days=10),
        cursor=0,
        secret=None,
    )
    store = open_store(address)
    with store.write() as tx:
        tx.hub.subscribe(lease, "reader.example", now=clock.now())
    store.close()
    clock.ahead = timedelta(days=900)
    loop = asyncio.new_event_loop()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    thread = threading.Thread(target=loop.run_until_complete, args=(daemon.run(),))
    thread.start()
    try:
        upstream.wait_for_requests("/feed", len(upstream.requests("/feed")) + 3)
    finally:
        loop.call_soon_threadsafe(daemon.stop)
        thread.join(PATIENCE)
        loop.close()
    store = open_store(address)
    with store.read() as snapshot:
        assert [one.callback for one in snapshot.hub.subscriptions()] == [lease.callback]
    store.close()


_EMBARGOED = """EMBARGOED UNTIL {until:%d %B %Y, %H:%M} GMT

Harbour {name} opens its second quay

RABAT - The harbour of {name} opens its second quay tomorrow, its master said, with room for nine ships more.
"""


def test_no_embargo_ends_by_a_clock_that_was_set_ahead(
    upstream: Upstream, desk: Desk, clock: _Clock, tmp_path: Path
) -> None:
    """Neither what is held back already nor what comes meanwhile: what was seen can't be taken back."""
    folder, until = tmp_path / "drop", clock.now() + timedelta(days=40)
    folder.mkdir()
    (folder / "before.txt").write_text(_EMBARGOED.format(until=until, name="Corrin"))
    upstream.answers["/often"] = _FEED
    desk.write(
        source("often", upstream.url("/often"), 'interval = "1s"'),
        f'[[source]]\nname = "Wire"\npath = "{folder}"\ninterval = "1s"\n',
    )
    loop = asyncio.new_event_loop()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    thread = threading.Thread(target=loop.run_until_complete, args=(daemon.run(),))

    def titles() -> list[str]:
        with daemon._desk.store.read() as snapshot:
            return [story.head.title for story in snapshot.stories()]

    thread.start()
    try:
        upstream.wait_for_requests("/often", 3)
        clock.ahead = timedelta(days=900)
        (folder / "meanwhile.txt").write_text(_EMBARGOED.format(until=until, name="Sable"))
        (folder / "free.txt").write_text(
            _EMBARGOED.format(until=until, name="Mirren").split("\n\n", 1)[1]
        )
        eventually(lambda: any("Mirren" in title for title in titles()), "it is under no embargo")
        upstream.wait_for_requests("/often", len(upstream.requests("/often")) + 2)
    finally:
        loop.call_soon_threadsafe(daemon.stop)
        thread.join(PATIENCE)
        loop.close()
    told = {word for story in desk.stories() for word in story["title"].split()}
    assert told & {"Corrin", "Sable", "Mirren"} == {"Mirren"}


def test_what_a_clock_ahead_noted_is_put_right_once_the_servers_say_that_the_clock_is_right(
    upstream: Upstream, desk: Desk, clock: _Clock
) -> None:
    for n in (1, 2, 3):
        entry = Entry(key=f"k{n}", title=f"Dredging of harbour {n}")
        upstream.answers[f"/{n}"] = Answer(body=rss("a", entry), headers=TYPE)
    desk.write(*(source(f"s{n}", upstream.url(f"/{n}", f"127.0.0.{n}")) for n in (1, 2, 3)))
    clock.ahead = timedelta(days=3653)
    loop = asyncio.new_event_loop()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    thread = threading.Thread(target=loop.run_until_complete, args=(daemon.run(),))

    def look() -> None:
        """As it does each minute."""
        looking = asyncio.run_coroutine_threadsafe(daemon._poller.compare_clocks(), loop)
        looking.result(PATIENCE)

    with capture_logs() as said:
        thread.start()
        try:
            for n in (1, 2, 3):
                upstream.wait_for_requests(f"/{n}", 3)
            look()
            clock.ahead = timedelta(0)
            for n in (1, 2, 3):
                upstream.wait_for_requests(f"/{n}", len(upstream.requests(f"/{n}")) + 2)
            look()
        finally:
            loop.call_soon_threadsafe(daemon.stop)
            thread.join(PATIENCE)
            loop.close()
    events = [line["event"] for line in said]
    assert events.count("the clock differs from the servers'") == 1
    assert events.count("put right what a wrong clock had noted") == 1
    years = [story["first_seen"][:4] for story in desk.stories()]
    assert years == [f"{clock.now():%Y}"] * 3


def test_what_the_scheduler_has_to_say_is_a_line_of_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure(style="json")
    try:
        logging.getLogger("apscheduler.executors.default").warning("Run of %s was missed", "tick")
        logging.getLogger("apscheduler.executors.default").info("nothing of note")
        logging.getLogger("apscheduler.scheduler").warning("the job before is still at work")
    finally:
        structlog.reset_defaults()
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["level"]) == ("Run of tick was missed", "warning")
    assert said["part"] == "apscheduler"


def test_a_request_that_is_none_is_a_line_of_the_log_like_all_others(desk: Desk) -> None:
    desk.write()
    with desk.run() as daemon:
        host, _, port = daemon.base.removeprefix("http://").partition(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
            connection.sendall(b"this is no HTTP\r\n\r\n")
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
        said = daemon.wait_for_line("Invalid HTTP request received.")
    assert (said["level"], said["part"]) == ("warning", "uvicorn")


def test_a_job_at_work_when_the_daemon_is_stopped_may_end_and_is_no_error(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_work, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def look(_: Newsdesk) -> bool:
        at_work.set()
        ended_in_time = may_end.wait(PATIENCE)
        ended.set()
        return not ended_in_time

    monkeypatch.setattr(Newsdesk, "is_due", look)
    desk.write()
    daemon = feeds.daemon.Daemon(config.load(desk.config))

    async def run_and_stop() -> None:
        running = asyncio.create_task(daemon.run())
        await asyncio.to_thread(at_work.wait, PATIENCE)
        daemon.stop()
        asyncio.get_running_loop().call_later(0.1, may_end.set)
        await running

    log.configure(style="json")
    try:
        asyncio.run(run_and_stop())
    finally:
        structlog.reset_defaults()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert ended.is_set()
    assert lines[-1]["event"] == "stopped"
    assert not [line for line in lines if line["level"] in ("warning", "error")]


@pytest.mark.parametrize("status", [200, 302, 503])
def test_a_date_that_no_clock_can_show_stops_neither_its_source_nor_the_others(
    upstream: Upstream, desk: Desk, status: int
) -> None:
    later = {"Retry-After": f"Fri, {'9' * 20} Nov 2026 00:00:00 GMT", **TYPE}
    upstream.answers["/feed"] = _FEED
    upstream.answers["/odd"] = replace(
        _FEED, status=status, headers={**later, "Location": upstream.url("/feed", "127.0.0.2")}
    )
    desk.write(
        source("odd", upstream.url("/odd")), source("good", upstream.url("/feed", "127.0.0.2"))
    )
    polled = [json.loads(line) for line in desk.command("poll", "--json").splitlines()]
    well = {one["source"]: one["status"] for one in polled if not one["error"]}
    assert well == {"good": 200} | ({} if status == 503 else {"odd": 200})


def test_a_poll_that_can_not_be_kept_keeps_no_other_from_being_kept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(state: PollState, *rest: Any, reply: Reply, **others: Any) -> PollState:
        if reply.header("x-odd"):
            raise ArithmeticError(reply.url)
        return after_poll(state, *rest, reply=reply, **others)

    monkeypatch.setattr("feeds.ingest.after_poll", breaks)
    names = ("odd", "good")
    desk.write(*(source(name, f"http://{name}.example/") for name in names))
    settings = config.load(desk.config)
    newsdesk = feeds.newsdesk.Newsdesk(settings, open_store(settings.store_url))
    newsdesk.sync_sources(spread=False)
    states = {state.source: state for state in newsdesk.claim(9, names)}
    visits = [_answered(settings.sources[n], states[name]) for n, name in enumerate(names)]
    why = {one.source: one.error or "" for one in newsdesk.settle(visits)}
    newsdesk.store.close()
    assert "not found" in why["good"]
    assert "ArithmeticError" in why["odd"]


def _answered(one: Source, state: PollState) -> Visit:
    url = one.url or ""
    odd = (("x-odd", "1"),) if one.name == "odd" else ()
    reply = Reply(url=url, final_url=url, received=datetime.now(UTC), status=404, headers=odd)
    return Visit(source=one, state=state, reply=reply, outcome=classify(reply, state))
