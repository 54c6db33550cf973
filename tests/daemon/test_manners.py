"""Manners of the program as a whole: over restarts, rests that sites ask for, what the log has."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import structlog

import feeds.daemon
import feeds.newsdesk
from feeds import config, log
from feeds.ingest import Visit
from feeds.model.poll import Outcome, PollState, Reply, Source
from feeds.newsdesk import Newsdesk
from feeds.poll.classify import classify
from feeds.poll.due import Poll, after_poll
from store.open import open_store
from tests.newsroom.desk import Desk, source
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


def test_a_visitor_who_asks_for_much_at_once_and_hangs_up_is_no_fault_of_ours(desk: Desk) -> None:
    desk.write()
    with desk.run() as daemon:
        host, _, port = daemon.base.removeprefix("http://").partition(":")
        for _ in range(10):
            with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
                connection.sendall(b"GET /search?q=ferry HTTP/1.1\r\nHost: x\r\n\r\n" * 20)
                assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
            assert daemon.get("/search?q=ferry").status == 200
    assert not [line for line in daemon.log if line["level"] == "error"]


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
    def breaks(state: PollState, outcome: Outcome, poll: Poll) -> PollState:
        if poll.reply.header("x-odd"):
            raise ArithmeticError(poll.reply.url)
        return after_poll(state, outcome, poll)

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
