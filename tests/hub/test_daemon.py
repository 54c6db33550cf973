"""A subscriber's life with a real ``dateline run``: subscribed, pushed to, through a crash, to its end."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from tests.hub.subscriber import Pushed, Subscriber
from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import PATIENCE, Answer, Upstream

_TOPIC = "https://desk.example/topics/sea.json"
_NEWS = [
    Entry(key="a", title="Ships come in", text="Nine ships came into Port Sable on Monday."),
    Entry(key="b", title="Ships go out", text="The fishing fleet of Corrin left for the north."),
    Entry(key="c", title="Ships stay", text="A gale keeps every ferry of the islands at its pier."),
]


def _post(daemon: Run, mode: str, callback: str) -> int:
    fields = {
        "hub.mode": mode,
        "hub.topic": _TOPIC,
        "hub.callback": callback,
        "hub.secret": "s3cret",
    }
    request = Request(daemon.base + "/hub", data=urlencode(fields).encode(), method="POST")
    with build_opener(ProxyHandler({})).open(request, timeout=PATIENCE) as answer:
        return int(answer.status)


def _titles(pushed: Pushed) -> list[str]:
    assert pushed.is_signed("s3cret")
    return [item["title"] for item in json.loads(pushed.body)["items"]]


def _count(daemon: Run, gauge: str) -> int:
    lines = dict(line.rsplit(" ", 1) for line in daemon.get("/metrics").text.splitlines())
    return int(lines[gauge])


def test_subscribed_pushed_to_through_a_crash_and_unsubscribed(
    subscriber: Subscriber, tmp_path: Path
) -> None:
    desk, callback = Desk(tmp_path), subscriber.url("/cb")
    with Upstream() as upstream:

        def carry(count: int) -> None:
            body = rss("gulf", *_NEWS[:count])
            upstream.answers["/feed"] = Answer(body=body, headers=TYPE, etag=f'"{count}"')

        carry(1)
        gulf = source("Gulf Radio", upstream.url("/feed"))
        desk.write(gulf, topic("sea", "ship*"))
        with desk.run() as daemon:
            eventually(lambda: daemon.topic("sea"), "the first story is out")
            assert _post(daemon, "subscribe", callback) == 202
            eventually(lambda: _count(daemon, "dateline_hub_subscriptions") == 1, "it is verified")
            carry(2)
            subscriber.wait_for(lambda: subscriber.pushed, "the second story is pushed")
            assert _titles(subscriber.pushed[0]) == ["Ships go out"]
            eventually(lambda: not _count(daemon, "dateline_hub_deliveries"), "it is received")
            subscriber.script("/cb").held = threading.Event()
            carry(3)
            subscriber.wait_for(lambda: len(subscriber.pushed) == 2, "the third is under way")
            daemon.kill()
        subscriber.script("/cb").held.set()
        with desk.run() as daemon:
            subscriber.wait_for(lambda: len(subscriber.pushed) == 3, "it comes again")
            assert [_titles(one) for one in subscriber.pushed[1:]] == [["Ships stay"]] * 2
            eventually(lambda: not _count(daemon, "dateline_hub_deliveries"), "it is received")
            assert _post(daemon, "unsubscribe", callback) == 202
            eventually(lambda: not _count(daemon, "dateline_hub_subscriptions"), "it is ended")
            assert _post(daemon, "subscribe", callback) == 202
            eventually(lambda: _count(daemon, "dateline_hub_subscriptions") == 1, "it is verified")
            desk.write(gulf, topic("land", "train*"))
            subscriber.wait_for(
                lambda: subscriber.asked[-1].fields["mode"] == "denied", "it is told of the end"
            )
    modes = [one.fields["mode"] for one in subscriber.asked]
    assert modes == ["subscribe", "unsubscribe", "subscribe", "denied"]
    assert len(subscriber.pushed) == 3
