"""A daemon whose clock is set, or was never right."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

import apscheduler.schedulers.base
import pytest
import structlog
from apscheduler.triggers.interval import IntervalTrigger
from structlog.testing import capture_logs

import feeds.clock
import feeds.daemon
import feeds.newsdesk
from feeds import config
from feeds.model.hub import Subscription
from store.open import open_store
from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.stores import subscriptions
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_SELDOM = 'interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"\n'
_FEED = Answer(body=rss("a", Entry(key="k", title="Dredging")), headers=TYPE, etag='"1"')


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


@contextmanager
def _running(desk: Desk) -> Iterator[tuple[feeds.daemon.Daemon, asyncio.AbstractEventLoop]]:
    """A daemon in this process, where it goes by the clock of the test, and its loop."""
    loop, running = asyncio.new_event_loop(), threading.Event()
    daemon = feeds.daemon.Daemon(config.load(desk.config))
    thread = threading.Thread(
        target=loop.run_until_complete, args=(daemon.run(started=running.set),)
    )
    thread.start()
    try:
        assert running.wait(PATIENCE)
        yield daemon, loop
    finally:
        loop.call_soon_threadsafe(daemon.stop)
        thread.join(PATIENCE)
        loop.close()


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
    with _running(desk):
        for step in (timedelta(0), timedelta(hours=-1), timedelta(hours=3), timedelta(days=900)):
            clock.ahead += step
            upstream.wait_for_requests("/often", len(upstream.requests("/often")) + 3)
        upstream.wait_for_requests("/seldom", 1)
    assert len(upstream.requests("/seldom")) == 1, "no half hour went by"
    assert desk.stories(), "it forgot everything for a clock that may be wrong"


def test_a_daemon_that_starts_under_a_wrong_clock_forgets_nothing_for_a_day(
    upstream: Upstream, desk: Desk, clock: _Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = timedelta(0)
    monkeypatch.setattr(feeds.daemon, "steady", lambda: feeds.clock.steady() + gone.total_seconds())
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
    with _running(desk):
        for _ in range(2):
            gone += timedelta(hours=23)
            clock.ahead += timedelta(hours=23)
            assert tidied.acquire(timeout=PATIENCE)
            left.append(len(desk.stories()))
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
    with _running(desk):
        upstream.wait_for_requests("/feed", len(upstream.requests("/feed")) + 3)
    store = open_store(address)
    with store.read() as snapshot:
        assert [one.callback for one in subscriptions(snapshot)] == [lease.callback]
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

    def titles(daemon: feeds.daemon.Daemon) -> list[str]:
        with daemon._desk.store.read() as snapshot:
            return [story.head.title for story in snapshot.stories()]

    with _running(desk) as (daemon, _):
        upstream.wait_for_requests("/often", 3)
        clock.ahead = timedelta(days=900)
        (folder / "meanwhile.txt").write_text(_EMBARGOED.format(until=until, name="Sable"))
        (folder / "free.txt").write_text(
            _EMBARGOED.format(until=until, name="Mirren").split("\n\n", 1)[1]
        )
        eventually(
            lambda: any("Mirren" in title for title in titles(daemon)), "it is under no embargo"
        )
        upstream.wait_for_requests("/often", len(upstream.requests("/often")) + 2)
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

    with capture_logs() as said, _running(desk) as (daemon, loop):

        def look() -> None:
            """As it does each minute."""
            looking = asyncio.run_coroutine_threadsafe(daemon._poller.compare_clocks(), loop)
            looking.result(PATIENCE)

        for n in (1, 2, 3):
            upstream.wait_for_requests(f"/{n}", 3)
        look()
        clock.ahead = timedelta(0)
        for n in (1, 2, 3):
            upstream.wait_for_requests(f"/{n}", len(upstream.requests(f"/{n}")) + 2)
        look()
    events = [line["event"] for line in said]
    assert events.count("the clock differs from the servers'") == 1
    assert events.count("put right what a wrong clock had noted") == 1
    years = [story["first_seen"][:4] for story in desk.stories()]
    assert years == [f"{clock.now():%Y}"] * 3
