"""A daemon whose disk is full for a while."""

from __future__ import annotations

import resource
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream

# First polls come at once, the next ones only after the end of the test.
_SELDOM = 'interval = "1h"\nmin_interval = "1h"\nmax_interval = "24h"\ntimeout = "60s"\n'


@contextmanager
def _no_room(daemon: Run) -> Iterator[None]:
    """No file of that process may grow, nor be written beyond its first bytes."""
    limits = resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, (10_000, limits[1]))
    yield
    resource.prlimit(daemon.process.pid, resource.RLIMIT_FSIZE, limits)


def test_what_was_polled_while_the_disk_was_full_is_kept_when_there_is_room_again(
    desk: Desk,
) -> None:
    held = threading.Event()
    with Upstream() as upstream:
        upstream.answers["/slow"] = Answer(
            body=rss("slow", Entry(key="dredge", title="Harbour to be dredged before the storms")),
            headers=TYPE,
            held=held,
        )
        upstream.answers["/other"] = Answer(
            body=rss("other", Entry(key="bridge", title="Corrin opens its bridge")), headers=TYPE
        )
        desk.write(
            source("slow", upstream.url("/slow")),
            source("other", upstream.url("/other", "127.0.0.2")),
            topic("all", ""),
            polling=_SELDOM,
        )
        with desk.run() as daemon:
            upstream.wait_for_requests("/slow", 1)
            eventually(lambda: len(daemon.topic("all")) == 1, "the other source is taken in")
            with _no_room(daemon):
                held.set()  # the poll ends while nothing can be written
                daemon.wait_for_line("the store is away")
                assert len(daemon.topic("all")) == 1, "readers are served"
            daemon.wait_for_line("the store is back")
            eventually(lambda: len(daemon.topic("all")) == 2, "what was polled is kept")
        assert len(upstream.requests("/slow")) == 1
    said = [line["event"] for line in daemon.log]
    assert said.count("the store is away") == said.count("the store is back") == 1
    assert not [
        line for line in daemon.log if "broke" in line["event"] or "raised" in line["event"]
    ]
