"""A topic that waits, in a running daemon: what is due comes out by itself, also after a stop."""

from __future__ import annotations

from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

_ONCE = 'interval = "1s"\nmin_interval = "1h"\nmax_interval = "24h"'


def test_a_held_story_comes_out_when_it_is_due_though_nothing_new_comes_and_the_desk_was_stopped(
    upstream: Upstream, desk: Desk
) -> None:
    entry = Entry(key="a", title="The ferry sails", text="At dawn.", published=hours_ago(1))
    upstream.answers["/one"] = Answer(body=rss("one", entry), headers=TYPE)
    tables = [source("Harbour Times", upstream.url("/one")), topic("now", "ferry")]
    desk.write(*tables, topic("checked", "ferry", 'hold = "1h"'), polling=_ONCE)
    with desk.run() as daemon:
        eventually(lambda: daemon.topic("now"), "it is out where nothing waits")
        assert daemon.topic("checked") == []
        (story,) = desk.stories()
        assert "Checked holds it back until" in daemon.get(f"/stories/{story['id']}").text
    desk.write(*tables, topic("checked", "ferry", 'hold = "4s"'), polling=_ONCE)
    with desk.run() as daemon:
        (found,) = eventually(lambda: daemon.topic("checked"), "it is out when it is due")
        assert found["title"] == "The ferry sails"
        assert "Pinned" not in daemon.get("/topics/checked").text
        desk.command("topic", "pin", "checked", story["id"])
        assert "Pinned · " in daemon.get("/topics/checked").text
        desk.command("topic", "ban", "now", story["id"])
        assert daemon.topic("now") == []
