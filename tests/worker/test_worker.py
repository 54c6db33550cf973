"""``dateline worker`` as a process beside others on one PostgreSQL store."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg

from feeds import config
from feeds.newsdesk import Newsdesk
from store.open import open_store
from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream
from tests.worker.conftest import Sql

# First polls come at once, the next ones only after the end of the test.
_SELDOM = 'interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"\ntimeout = "60s"\n'
_CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TITLES = {
    "dredge": "Harbour to be dredged before the storms",
    "bridge": "Corrin opens its bridge",
    "school": "Two village schools close in summer",
}


def _feed(name: str, *keys: str) -> Answer:
    entries = [Entry(key=key, title=_TITLES[key], text=f"{_TITLES[key]}, it said.") for key in keys]
    return Answer(body=rss(name, *entries), headers=TYPE, etag=f'"{"-".join(keys)}"')


def _name_sources(desk: Desk) -> None:
    """What a daemon does at its start."""
    settings = config.load(desk.config)
    newsdesk = Newsdesk(settings, open_store(settings.store_url))
    newsdesk.sync_sources(spread=False)
    newsdesk.store.close()


def _stories(desk: Desk) -> int:
    store = open_store(config.load(desk.config).store_url)
    with store.read() as snapshot:
        count = len(list(snapshot.stories()))
    store.close()
    return count


def _is_halted(daemon: Run, sql: Sql) -> bool:
    """Stop it where it stands, unless it, or somebody beside it, is amid a transaction, for whose locks others wait."""
    daemon.send(signal.SIGSTOP)
    busy = sql(
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
        "AND state <> 'idle' AND pid <> pg_backend_pid()"
    )
    if busy:
        daemon.send(signal.SIGCONT)
    return not busy


def test_on_sqlite_a_worker_is_refused_with_what_would_be_right(desk: Desk) -> None:
    desk.write()
    desk.command("worker", expect=2)


def test_workers_share_the_sources_and_keep_to_a_sites_limit_together(
    upstream: Upstream, desk: Desk, database: str
) -> None:
    held = threading.Event()
    here = [f"/here{n}" for n in range(6)]
    there = [f"/there{n}" for n in range(6)]
    for path in here + there:
        upstream.answers[path] = Answer(
            body=rss(path[1:], Entry(key="one", title=f"News of {path[1:]}")),
            headers=TYPE,
            held=held,
        )
    desk.write(
        *(source(path[1:], upstream.url(path)) for path in here),
        *(source(path[1:], upstream.url(path, "127.0.0.2")) for path in there),
        polling=_SELDOM + 'per_host = 2\ngap = "1s"',
        store=database,
    )
    with desk.work() as one, desk.work() as other:
        _name_sources(desk)  # which wakes both
        for host in ("127.0.0.1", "127.0.0.2"):
            upstream.wait_for(lambda h=host: upstream.most.get(h, 0) >= 2, f"{host} is asked")
        held.set()
        eventually(lambda: _stories(desk) == 12, "all that was there is taken in")
    assert Counter(seen.path for seen in upstream.seen) == Counter(here + there)
    assert upstream.most == {"127.0.0.1": 2, "127.0.0.2": 2}
    polled = [line["source"] for log in (one.log, other.log) for line in log if "source" in line]
    assert sorted(polled) == sorted(path[1:] for path in here + there)


def test_what_a_worker_took_in_is_published_by_the_daemon(
    upstream: Upstream, desk: Desk, database: str, sql: Sql
) -> None:
    upstream.answers["/feed"] = [_feed("feed", "dredge"), _feed("feed", "dredge", "bridge")]
    desk.write(
        source("feed", upstream.url("/feed")), topic("all", ""), polling=_SELDOM, store=database
    )
    with desk.run() as daemon:
        eventually(lambda: len(daemon.topic("all")) == 1, "the first story is published")
        with desk.work() as worker:
            # The machine is busy: the worker does it.
            eventually(lambda: _is_halted(daemon, sql), "the daemon stands between transactions")
            sql("UPDATE sources SET due = 0")
            sql("UPDATE lanes SET lease = 0")
            worker.wait_for_line("polled", source="feed", new=1)
            daemon.send(signal.SIGCONT)
            eventually(lambda: len(daemon.topic("all")) == 2, "the second story is published")
    assert len(upstream.requests("/feed")) == 2


def test_a_worker_asks_a_source_whose_address_is_changed_there_at_once(
    upstream: Upstream, desk: Desk, database: str
) -> None:
    """The daemon may have taken the change up before the worker asked at the old address."""
    upstream.answers |= {"/old": _feed("old", "dredge"), "/new": _feed("new", "bridge")}
    desk.write(source("harbour", upstream.url("/old")), polling=_SELDOM, store=database)
    _name_sources(desk)
    with desk.work() as worker:
        worker.wait_for_line("polled", source="harbour", new=1)
        desk.write(source("harbour", upstream.url("/new")), polling=_SELDOM, store=database)
        upstream.wait_for_requests("/new", 1)


def test_a_worker_told_to_stop_gives_back_what_it_had_and_another_takes_it(
    upstream: Upstream, desk: Desk, database: str
) -> None:
    held = threading.Event()
    upstream.answers["/slow"] = [Answer(held=held), _feed("slow", "dredge")]
    desk.write(source("slow", upstream.url("/slow")), polling=_SELDOM, store=database)
    _name_sources(desk)
    with desk.work(anew=True) as one:
        upstream.wait_for_requests("/slow", 1)
        with desk.work() as other:
            assert one.stop() == 0
            other.wait_for_line("polled", source="slow", new=1)
    assert len(upstream.requests("/slow")) == 2


def test_the_claims_of_a_killed_worker_lapse(
    upstream: Upstream, desk: Desk, database: str, sql: Sql
) -> None:
    held = threading.Event()
    upstream.answers["/slow"] = [Answer(held=held), _feed("slow", "dredge")]
    upstream.answers["/other"] = _feed("other", "bridge")
    desk.write(source("slow", upstream.url("/slow")), polling=_SELDOM, store=database)
    _name_sources(desk)
    with desk.work() as one:
        upstream.wait_for_requests("/slow", 1)
        one.kill()
    desk.write(
        source("slow", upstream.url("/slow")),
        source("other", upstream.url("/other", "127.0.0.2")),
        polling=_SELDOM,
        store=database,
    )
    _name_sources(desk)
    with desk.work() as other:
        other.wait_for_line("polled", source="other")
        assert len(upstream.requests("/slow")) == 1, "it is still the other's, for all one knows"
        sql("UPDATE sources SET lease = lease - 600000000")  # ten minutes go by
        sql("UPDATE lanes SET lease = lease - 600000000")
        other.wait_for_line("polled", source="slow", new=1)
    assert _stories(desk) == 2


def test_another_daemon_publishes_when_the_one_that_did_dies(
    upstream: Upstream, desk: Desk, database: str, sql: Sql
) -> None:
    upstream.answers["/feed"] = [_feed("feed", "dredge"), _feed("feed", "dredge", "bridge")]
    desk.write(
        source("feed", upstream.url("/feed")), topic("all", ""), polling=_SELDOM, store=database
    )
    with desk.run() as first:
        eventually(lambda: len(first.topic("all")) == 1, "the first story is published")
        with desk.run() as second:
            assert len(second.topic("all")) == 1, "any of them serves"
            first.kill()
            second.wait_for_line("publishing")
            sql("UPDATE sources SET due = 0, lease = NULL, holder = NULL")
            sql("UPDATE lanes SET lease = 0")
            eventually(lambda: len(second.topic("all")) == 2, "the second story is published")


@contextmanager
def _away(postgres: str, name: str) -> Iterator[None]:
    """The database refuses everybody, as a server that is being restarted does."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,)
        )
        yield
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_a_store_that_goes_away_for_a_while_costs_no_poll(
    upstream: Upstream, desk: Desk, database: str, postgres: str, sql: Sql
) -> None:
    held = threading.Event()
    slow = _feed("slow", "dredge")
    upstream.answers["/slow"] = Answer(body=slow.body, headers=TYPE, held=held)
    upstream.answers["/next"] = [_feed("next", "bridge"), _feed("next", "bridge", "school")]
    desk.write(
        source("slow", upstream.url("/slow")),
        source("next", upstream.url("/next", "127.0.0.2")),
        topic("all", ""),
        polling=_SELDOM,
        store=database,
    )
    name = database.rpartition("/")[2].partition("?")[0]
    with desk.run() as daemon, desk.work() as worker:
        upstream.wait_for_requests("/slow", 1)
        eventually(lambda: len(daemon.topic("all")) == 1, "the other source is taken in")
        with _away(postgres, name):
            daemon.wait_for_line("the store is away")
            worker.wait_for_line("the store is away")
            held.set()  # the poll ends while there is no store
            threading.Event().wait(2.5)  # whoever looks every second has looked twice
        daemon.wait_for_line("the store is back")
        worker.wait_for_line("the store is back")
        eventually(lambda: len(daemon.topic("all")) == 2, "what was polled meanwhile is kept")
        sql("UPDATE sources SET due = 0 WHERE source = 'next'")
        eventually(lambda: len(daemon.topic("all")) == 3, "polling goes on")
    assert len(upstream.requests("/slow")) == 1
    for process in (daemon, worker):
        said = [str(line["event"]) for line in process.log]
        assert said.count("the store is away") == said.count("the store is back") == 1
        assert not [event for event in said if "broke" in event]


def test_a_worker_cut_off_while_another_dateline_changed_the_store_says_so_and_writes_nothing(
    upstream: Upstream, desk: Desk, database: str, sql: Sql
) -> None:
    held = threading.Event()
    upstream.answers["/slow"] = replace(_feed("slow", "dredge"), held=held)
    desk.write(source("slow", upstream.url("/slow")), polling=_SELDOM, store=database)
    _name_sources(desk)
    ((version,),) = sql("SELECT version_num FROM alembic_version")
    with desk.work() as worker:
        upstream.wait_for_requests("/slow", 1)
        sql("UPDATE alembic_version SET version_num = 'another'")
        sql(_CUT_OFF)
        while "stop this process" not in worker.wait_for_line("the store is away")["why"]:
            pass  # that it was cut off
        held.set()  # what it has polled would be written in the old way
        threading.Event().wait(2.5)  # whoever looks every second has looked twice
        assert sql("SELECT count(*) FROM items") == [(0,)]
        sql(f"UPDATE alembic_version SET version_num = '{version}'")  # the backup is there again
        worker.wait_for_line("polled", source="slow", new=1)
    said = [str(line["event"]) for line in worker.log]
    assert said.count("the store is away") <= 2
    assert not [event for event in said if "broke" in event]


def test_an_address_with_a_nul_is_not_there_and_says_nothing_of_the_store(
    desk: Desk, database: str
) -> None:
    desk.write(topic("all", ""), store=database)
    with desk.run() as daemon:
        for path in ("/stories/0%00", "/topics/a%00.atom", "/topics/all/archive/%00.json", "/%00"):
            assert daemon.get(path).status == 404, path
