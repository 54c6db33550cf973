"""What subscribers get: the new and changed entries, signed, until they say that they have them."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import feedparser
import pytest

from feeds.deliver import prepare
from store.open import open_store
from tests.hub.desk import SEA, TOPIC, HubDesk
from tests.hub.subscriber import Pushed, Script, Subscriber
from tests.newsroom.intake import HARBOUR
from tests.publish.validity import faults


def _titles(pushed: Pushed) -> list[str]:
    if "json" in pushed.headers["content-type"]:
        return [item["title"] for item in json.loads(pushed.body)["items"]]
    found = feedparser.parse(pushed.body)
    assert not found.bozo
    return [entry.title for entry in found.entries]


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [
        ("atom", "application/atom+xml; charset=utf-8"),
        ("rss", "application/rss+xml; charset=utf-8"),
        ("json", "application/feed+json; charset=utf-8"),
    ],
)
def test_a_change_comes_in_the_topic_s_own_format_with_the_new_entries_only(
    hub: HubDesk, subscriber: Subscriber, suffix: str, kind: str
) -> None:
    topic = f"https://desk.example/topics/sea.{suffix}"
    hub.publish("Ships of old")
    hub.subscribe(subscriber.url("/cb"), topic=topic, secret="s3cret")
    assert subscriber.pushed == [], "what was there is not news"
    hub.publish("Trains run late", "Ships come in")
    hub.work()
    hub.publish("Ships go out")
    hub.work()
    hub.publish("Ship <b>Salt &amp; Sons</b> \x0b\x00 العبارات 🚢 ]]>")
    hub.work()
    first, second, hostile = subscriber.pushed
    assert (_titles(first), _titles(second)) == (["Ships come in"], ["Ships go out"])
    for pushed in (first, second, hostile):
        assert faults(pushed.body, suffix, address=topic) == []
    assert first.headers["content-type"] == kind
    assert first.headers["link"] == (
        f'<https://desk.example/hub>; rel="hub", <{topic}>; rel="self"'
    )
    assert first.is_signed("s3cret")
    assert first.headers["user-agent"] == "Dateline/test"


def test_changes_that_come_together_come_as_one_and_a_changed_entry_comes_again(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    hub.publish("Ships come in")
    hub.publish("Ship dredges the channel", text=" ".join(HARBOUR))
    hub.work()
    (both,) = subscriber.pushed
    assert sorted(_titles(both)) == ["Ship dredges the channel", "Ships come in"]
    assert "x-hub-signature" not in both.headers, "no secret, no signature"
    hub.publish("Ship dredges the channel", source="Harbour Times", text=" ".join(HARBOUR))
    hub.work()
    again = subscriber.pushed[1]
    assert _titles(again) == ["Ship dredges the channel"]
    assert b"Also carried by" in again.body


def test_what_changes_while_a_callback_is_being_asked_is_not_missed(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    def says(challenge: str) -> str:
        hub.publish("Ships come in meanwhile")
        return challenge

    subscriber.script("/cb").says = says
    hub.subscribe(subscriber.url("/cb"))
    assert [_titles(one) for one in subscriber.pushed] == [["Ships come in meanwhile"]]


def test_what_changes_while_a_delivery_is_under_way_is_owed_still(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    hub.publish("Ships come in")
    with hub.store.write() as tx:
        (claimed,) = tx.hub.claim_deliveries(
            now=hub.now, lease=hub.limits.timeout, limit=9, per_host=9
        )
    hub.publish("Ships go out")
    with hub.store.write() as tx:
        tx.hub.close_delivery(claimed, now=hub.now)
    hub.work()
    (pushed,) = subscriber.pushed
    assert "Ships go out" in _titles(pushed)


def test_a_failing_callback_gets_all_it_missed_after_a_restart(
    hub: HubDesk, subscriber: Subscriber, tmp_path: Path
) -> None:
    subscriber.script("/cb").pushes = [500, 302, 204]
    hub.subscribe(subscriber.url("/cb"), secret="s")
    hub.publish("Ships come in")
    hub.work()
    hub.publish("Ships go out")
    hub.work()
    assert len(subscriber.pushed) == 1, "news does not make a retry come sooner"
    hub.store.close()
    reopened = HubDesk(open_store(f"sqlite:///{tmp_path}/desk.db"))
    reopened.now = hub.now
    counts = []
    for seconds in (0, 6, 6, 12, 3600):
        reopened.later(seconds=seconds)
        reopened.work()
        counts.append(len(subscriber.pushed))
    reopened.store.close()
    assert counts == [1, 2, 2, 3, 3]
    assert sorted(_titles(subscriber.pushed[-1])) == ["Ships come in", "Ships go out"]
    assert subscriber.pushed[-1].is_signed("s")
    assert not subscriber.to("/elsewhere"), "the redirect is not followed"


def test_a_dead_callback_is_tried_less_and_less_and_given_up_after_a_week(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    subscriber.script("/cb").pushes = [503]
    hub.subscribe(subscriber.url("/cb"), lease_seconds=str(30 * 86_400))
    hub.publish("Ships come in")
    times = []
    for hour in range(9 * 24):
        if hub.is_due():
            hub.work()
            times.append(hour)
        hub.later(hours=1)
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert gaps[:9] == sorted(gaps[:9])
    assert all(21 <= gap <= 27 for gap in gaps[9:]), "once a day in the end"
    assert len(subscriber.pushed) == len(times)
    assert 7 * 24 <= times[-1] <= 8 * 24 + 3
    assert hub.subscribers() == []
    with hub.store.read() as snapshot:
        assert snapshot.hub.totals(now=hub.now) == (0, 0), "nothing is left of it"


def test_410_ends_a_subscription_at_once(hub: HubDesk, subscriber: Subscriber) -> None:
    subscriber.script("/cb").pushes = [410]
    for topic in (TOPIC, "https://desk.example/topics/land.atom"):
        hub.subscribe(subscriber.url("/cb"), topic=topic)
    hub.publish("Ships come in")
    hub.work()
    assert hub.subscribers() == []
    assert hub.subscribers("https://desk.example/topics/land.atom"), "the other one stays"


def test_one_that_hangs_or_talks_without_end_holds_up_nobody(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    subscriber.script("/endless").endless = True
    subscriber.script("/endless").status = 404  # not while it is asked
    paths = [f"/{n}" for n in range(12)]
    for path in paths:
        hub.ask(subscriber.url(path))
    hub.work()
    assert len(hub.subscribers()) == len(paths)
    for path in paths[:3]:
        subscriber.scripts[path] = Script(endless=True, pushes=[200])  # 204 would have no body
    hub.publish("Ships come in")
    hub.work()
    assert {one.path for one in subscriber.pushed} == set(paths)
    with hub.store.read() as snapshot:
        assert snapshot.hub.totals(now=hub.now) == (12, 3), "an answer without end is a failure"


def test_a_topic_that_can_t_be_rendered_holds_up_no_other_and_loses_nothing(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    land = "https://desk.example/topics/land.atom"
    for n in range(3):
        hub.subscribe(subscriber.url(f"/sea{n}"))
    hub.subscribe(subscriber.url("/land"), topic=land)
    made = prepare.topic_feed

    def breaks(*arguments: Any) -> Any:
        if SEA in arguments:
            raise ValueError("no such letter")
        return made(*arguments)

    monkeypatch.setattr(prepare, "topic_feed", breaks)
    hub.publish("Ships come in", "Trains run late")
    hub.ask(subscriber.url("/new"))
    hub.work()
    assert [_titles(one) for one in subscriber.pushed] == [["Trains run late"]]
    monkeypatch.undo()
    hub.later(minutes=1)
    hub.work()
    assert {one.path: _titles(one) for one in subscriber.pushed[1:]} == {
        f"/sea{n}": ["Ships come in"] for n in range(3)
    }
    assert subscriber.url("/new") in hub.subscribers()


def test_an_outside_hub_is_told_of_a_topic_that_can_t_be_rendered_to_be_pushed(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fetches the document, which is there: telling takes nothing of what broke."""
    hub.configure(hubs=(subscriber.url("/other-hub"),))
    hub.subscribe(subscriber.url("/cb"))
    subscriber.pushed.clear()

    def breaks(*_: Any) -> Any:
        raise ValueError("no such letter")

    monkeypatch.setattr(prepare, "topic_feed", breaks)
    hub.publish("Ships come in")
    hub.work()
    told = [dict(parse_qsl(one.body.decode()))["hub.url"] for one in subscriber.pushed]
    feeds = [f"https://desk.example/topics/sea.{suffix}" for suffix in ("atom", "json", "rss")]
    assert sorted(told) == feeds


def test_a_topic_that_is_no_more_is_told_to_its_subscribers(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    hub.configure(topics=hub.desk.topics[1:])
    hub.work()
    denied = subscriber.asked[-1].fields
    assert (denied["mode"], denied["topic"]) == ("denied", TOPIC)
    assert denied["reason"]
    assert hub.subscribers() == []


def test_a_request_whose_topic_goes_before_it_is_verified_is_denied(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.ask(subscriber.url("/cb"))
    hub.configure(topics=hub.desk.topics[1:])
    hub.work()
    (denied,) = [one.fields for one in subscriber.asked]
    assert denied["mode"] == "denied"
    assert "no longer published" in denied["reason"]


def test_outside_hubs_are_told_of_each_changed_feed_and_named_in_it(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    other = subscriber.url("/other-hub")
    subscriber.script("/other-hub").pushes = [500, 204]
    hub.configure(hubs=(other,))
    hub.work()
    hub.later(seconds=10)
    hub.work()
    subscriber.pushed.clear()
    hub.publish("Ships come in")
    hub.work()
    told = [dict(parse_qsl(one.body.decode())) for one in subscriber.pushed]
    feeds = [f"https://desk.example/topics/sea.{suffix}" for suffix in ("atom", "json", "rss")]
    assert sorted(one["hub.url"] for one in told) == feeds
    assert {one["hub.mode"] for one in told} == {"publish"}
    kinds = {one.headers["content-type"] for one in subscriber.pushed}
    assert kinds == {"application/x-www-form-urlencoded"}
    with hub.store.read() as snapshot:
        document = snapshot.document("/topics/sea.atom")
    assert document
    named = [link.href for link in feedparser.parse(document.body).feed.links if link.rel == "hub"]
    assert named == ["https://desk.example/hub", other]


def test_an_outside_hub_that_is_named_no_more_is_told_of_nothing(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.configure(hubs=(subscriber.url("/other-hub"),))
    hub.publish("Ships come in")
    hub.configure(hubs=())
    hub.work()
    assert subscriber.pushed == []
