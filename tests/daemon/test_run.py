"""``dateline run`` as a process: polls, publishes, serves, and stands what happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.process import Forked
from tests.newsroom.upstream import Answer, Upstream

# First polls come at once, the next ones only after the end of the test.
_SELDOM = 'interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"\n'
_HARBOUR = Entry(
    key="dredge",
    title="Harbour to be dredged before the storms",
    text="The harbour board of Port Sable will dredge the northern channel before the autumn storms.",
)
_BRIDGE = Entry(
    key="bridge",
    title="Corrin opens its bridge",
    text="The mayor of Corrin opened a bridge of two hundred metres over the valley on Sunday.",
)


def _feed(name: str, *entries: Entry) -> Answer:
    return Answer(body=rss(name, *entries), headers=TYPE, etag=f'"{name}-{len(entries)}"')


def test_broken_and_hanging_sources_hold_up_nobody_and_a_restart_polls_only_those_it_owes(
    upstream: Upstream, desk: Desk
) -> None:
    held = threading.Event()
    upstream.answers["/broken"] = Answer(status=500)
    upstream.answers["/page"] = Answer(body=b"<!doctype html><title>Log in</title>", headers=TYPE)
    upstream.answers["/good"] = _feed("good", _HARBOUR)
    hanging = [f"/hanging{n}" for n in range(6)]
    for path in hanging:
        upstream.answers[path] = Answer(held=held)
    desk.write(
        *(source(path[1:], upstream.url(path)) for path in hanging),
        source("broken", upstream.url("/broken", "127.0.0.2")),
        source("page", upstream.url("/page", "127.0.0.2")),
        source("good", upstream.url("/good", "127.0.0.2")),
        topic("sea", "harbour"),
        polling=_SELDOM + 'concurrency = 3\nper_host = 2\ntimeout = "60s"',
    )
    with desk.run(anew=True) as daemon:
        daemon.wait_for_line("published")
        eventually(
            lambda: upstream.requests("/page") and upstream.requests("/broken"), "they were asked"
        )
        assert [item["title"] for item in daemon.topic("sea")] == [_HARBOUR.title]
        assert upstream.most["127.0.0.1"] == 2, "per_host holds"
        assert sum(len(upstream.requests(path)) for path in hanging) == 2
        assert daemon.get("/readyz").status == 200
        published = daemon.get("/topics/sea.atom")
        # Told to stop while two of them hang: it does, in order.
        assert daemon.stop(signal.SIGTERM) == 0
    assert daemon.log[-1]["event"] == "stopped"
    polls = {line["source"]: line for line in daemon.log if line["event"] == "polled"}
    assert {"good", "broken", "page"} <= set(polls)
    good, broken, page = polls["good"], polls["broken"], polls["page"]
    assert (good["status"], good["new"], good["level"]) == (200, 1, "info")
    assert (broken["status"], broken["level"]) == (500, "warning")
    assert broken["why"] == "the server answered 500 (its own error)"
    assert page["status"] == 200
    assert "why" in page
    wanted = {"timestamp", "level", "event", "source", "status", "new", "updated", "unchanged"}
    assert all(wanted | {"seconds"} <= set(line) for line in polls.values())
    assert all("Traceback" not in str(line) for line in daemon.log)
    held.set()
    for path in hanging:
        upstream.answers[path] = _feed(path[1:], _BRIDGE)
    with desk.run() as daemon:
        feed = daemon.get("/topics/sea.atom", If_None_Match=published.headers["etag"])
        assert feed.status == 304, "the same bytes as before"
        for path in hanging:
            upstream.wait_for_requests(path, 1)
        daemon.wait_for_line("polled")
    for path in ("/good", "/broken", "/page"):
        assert len(upstream.requests(path)) == 1, "not due yet"


def test_a_changed_configuration_is_taken_up_and_a_broken_one_is_told_and_changes_nothing(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/a"] = _feed("a", _HARBOUR, _BRIDGE)
    upstream.answers["/b"] = _feed("b", Entry(key="rail", title="Night trains run again"))
    a, b = source("a", upstream.url("/a")), source("b", upstream.url("/b", "127.0.0.2"))
    sea, land = topic("sea", "harbour"), topic("land", "bridge OR trains")
    narrow = _SELDOM + '[site]\ntitle = "x"\n'
    desk.write(a, sea, polling=_SELDOM)
    closed = desk.config.read_text().replace("127.0.0.0/8", "127.0.0.1/32")
    desk.config.write_text(closed)
    with desk.run() as daemon:
        eventually(lambda: daemon.topic("sea"), "the first topic is out")
        assert daemon.get("/topics/land.atom").status == 404
        desk.write(a, sea, topic("land", "(bridge"), polling=narrow)
        told = daemon.wait_for_line("configuration is wrong, the old one stays")
        assert told["level"] == "error"
        assert "config.toml:" in told["why"]
        assert len(daemon.topic("sea")) == 1, "the old one is in force"
        desk.config.unlink()
        told = daemon.wait_for_line("configuration is wrong, the old one stays")
        assert "no such file" in told["why"]
        # The new source lives in a network that only the new configuration opens.
        desk.write(a, b, land, polling=_SELDOM)
        assert daemon.wait_for_line("configuration taken up")["sources"] == 2
        titles = eventually(
            lambda: sorted(item["title"] for item in daemon.topic("land"))[1:], "both are in"
        )
        assert titles == ["Night trains run again"]
        assert daemon.get("/topics/sea.atom").status == 404, "that topic is no more"
        assert daemon.get("/topics/sea").status == 404
        assert "Land" in daemon.get("/").text
    assert len(upstream.requests("/a")) == 1, "reading the configuration again polls nobody"


def test_a_changed_list_of_names_is_taken_up_also_where_it_was_missing(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/a"] = _feed("a", _HARBOUR, _BRIDGE)
    a, names = source("a", upstream.url("/a")), desk.config.parent / "names.txt"
    desk.write(a, topic("named", "@names.txt"), topic("sea", "harbour"), polling=_SELDOM)
    names.write_text("Port Sable\n")
    with desk.run() as daemon:
        eventually(lambda: daemon.topic("sea"), "the story is in")
        assert [item["title"] for item in daemon.topic("named")] == [_HARBOUR.title]
        names.unlink()
        told = daemon.wait_for_line("configuration is wrong, the old one stays")
        assert "the list 'names.txt' is not there" in told["why"]
        names.write_text("Corrin # a town\n")
        daemon.wait_for_line("configuration taken up")
        assert [item["title"] for item in daemon.topic("named")] == [_BRIDGE.title]


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(child) for child in found]


def _ended(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return True
    return state == "Z"


def test_killed_in_the_middle_of_a_poll_it_starts_again_with_nothing_lost_or_doubled(
    upstream: Upstream, desk: Desk
) -> None:
    held = threading.Event()
    upstream.answers["/done"] = _feed("done", _HARBOUR)
    upstream.answers["/under-way"] = Answer(body=rss("under-way", _BRIDGE), headers=TYPE, held=held)
    desk.write(
        source("done", upstream.url("/done")),
        source("under way", upstream.url("/under-way")),
        topic("all", ""),
        polling=_SELDOM,
    )
    with desk.run(anew=True) as daemon:
        daemon.wait_for_line("polled", source="done")
        upstream.wait_for_requests("/under-way", 1)
        workers = _children(daemon.process.pid)
        os.kill(daemon.process.pid, signal.SIGKILL)
        daemon.kill()
    assert workers
    eventually(lambda: all(_ended(pid) for pid in workers), "no worker process is left behind")
    held.set()
    with desk.run() as daemon:
        items = eventually(lambda: daemon.topic("all")[1:] and daemon.topic("all"), "both are out")
        assert sorted(item["title"] for item in items) == [_BRIDGE.title, _HARBOUR.title]
    assert len(upstream.requests("/done")) == 1
    assert len(upstream.requests("/under-way")) == 2
    assert [len(story["copies"]) for story in desk.stories()] == [1, 1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("command", ["run", "worker"])
def test_a_stop_while_it_starts_is_a_stop_in_order(
    tmp_path: Path, command: str, number: signal.Signals
) -> None:
    config = tmp_path / "config.toml"
    os.mkfifo(config)  # nothing comes out of it: the start does not go on
    process = Forked(["-c", str(config), command])
    with config.open("wb"):  # waits until it reads
        os.kill(process.pid, number)
        with process.errors as errors:
            said = errors.read()
    assert process.wait(60) == 0
    assert said == ""


def test_a_poll_of_a_source_that_is_called_run_is_none_that_ended_in_order(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    os.mkfifo(config)
    process = subprocess.Popen(
        [sys.executable, "-m", "feeds", "-c", str(config), "poll", "run"], stderr=subprocess.DEVNULL
    )
    with config.open("wb"):  # waits until it reads
        process.terminate()
        process.wait(timeout=60)
    assert process.returncode == -signal.SIGTERM
