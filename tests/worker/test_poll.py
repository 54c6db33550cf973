"""``dateline poll`` beside other processes on one PostgreSQL store."""

from __future__ import annotations

import json

from click.testing import CliRunner

from feeds.cli import main
from tests.newsroom.desk import Desk, source
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
