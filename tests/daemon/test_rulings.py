"""An editor's word while the daemon runs: the feeds it serves follow, and later copies keep to it."""

from __future__ import annotations

import json
from dataclasses import replace

from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.intake import HARBOUR, TOLD
from tests.newsroom.upstream import Answer, Upstream


def test_split_and_join_beside_the_daemon(desk: Desk, upstream: Upstream) -> None:
    ours_text, theirs_text = "\n\n".join(HARBOUR), "\n\n".join(TOLD)
    told = Entry(key="t", title="Harbour dredged", text=ours_text, published=hours_ago(5))
    again = replace(told, key="u", published=hours_ago(4))
    other = Entry(key="v", title="Deeper channel", text=theirs_text, published=hours_ago(3))
    late = replace(told, key="w", published=hours_ago(2))
    upstream.answers |= {
        "/one": Answer(body=rss("one", told), headers=TYPE),
        "/two": Answer(body=rss("two", again), headers=TYPE),
        "/three": Answer(body=rss("three", other), headers=TYPE),
        "/four": Answer(body=rss("four"), headers=TYPE),
    }
    names = ("one", "two", "three", "four")
    desk.write(*(source(name, upstream.url(f"/{name}")) for name in names), topic("sea", ""))
    with desk.run() as daemon:
        eventually(
            lambda: sorted(len(i["_dateline"]["carriers"]) for i in daemon.topic("sea")) == [0, 1],
            "three copies are taken in as two stories",
        )
        stories = {story["first_carrier"]: story for story in desk.stories()}
        ours, theirs = stories["one"]["id"], stories["three"]["id"]
        desk.command("story", "join", ours, theirs)
        eventually(
            lambda: [len(i["_dateline"]["carriers"]) for i in daemon.topic("sea")] == [2],
            "they are one entry",
        )
        assert daemon.get(f"/stories/{theirs}").status == 308
        second = next(c["item"] for c in stories["one"]["copies"] if c["source"] == "two")
        apart = desk.command("story", "split", ours, second).partition(":")[0]
        eventually(lambda: len({i["id"] for i in daemon.topic("sea")}) == 2, "they are two again")
        upstream.answers["/four"] = Answer(body=rss("four", late), headers=TYPE)
        eventually(
            lambda: "four" in daemon.get("/topics/sea.json").text,
            "a later copy of both is taken in",
        )
        assert len(daemon.topic("sea")) == 2
        for story in (ours, apart):
            assert json.loads(daemon.get(f"/stories/{story}.json").body)["id"] == story
