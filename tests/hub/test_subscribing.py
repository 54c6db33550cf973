"""Subscribing: what the hub takes, whom it asks, and what makes a subscription of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from starlette.requests import Request

from feeds.publish.hub import Refusal
from feeds.serve.body import body_of
from store.open import open_store
from tests.hub.desk import TOPIC, HubDesk
from tests.hub.subscriber import Subscriber
from tests.newsroom.stores import subscriptions

_DAY = 86_400


def test_a_request_is_taken_with_202_and_the_callback_asked_afterwards(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    callback = subscriber.url("/cb?key=1")
    assert hub.ask(callback, secret="s").status_code == 202
    assert subscriber.asked == [], "nothing is asked inside the request"
    hub.work()
    (asked,) = subscriber.asked
    assert asked.path == "/cb"
    assert asked.fields.pop("challenge")
    assert asked.fields == {
        "key": "1",
        "mode": "subscribe",
        "topic": TOPIC,
        "lease_seconds": str(10 * _DAY),
    }
    assert hub.subscribers() == [callback]


@pytest.mark.parametrize(
    ("asked", "lent"),
    [("1", 3600), ("0", 3600), ("7200", 7200), ("999999999999999999", 30 * _DAY), ("", 10 * _DAY)],
)
def test_a_lease_is_held_within_bounds(
    hub: HubDesk, subscriber: Subscriber, asked: str, lent: int
) -> None:
    hub.subscribe(subscriber.url("/cb"), lease_seconds=asked)
    assert subscriber.asked[0].fields["lease_seconds"] == str(lent)
    hub.later(seconds=lent - 1)
    assert hub.subscribers()
    hub.later(seconds=1)
    assert not hub.subscribers()


def test_a_lease_that_lapsed_brings_nothing_and_one_that_was_renewed_goes_on(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    for path in ("/renewed", "/lapsed"):
        hub.subscribe(subscriber.url(path), lease_seconds="7200")
    hub.later(seconds=7000)
    hub.subscribe(subscriber.url("/renewed"), lease_seconds="7200")
    hub.later(seconds=1000)
    hub.publish("Ships wait outside")
    hub.work()
    assert [one.path for one in subscriber.pushed] == ["/renewed"]
    with hub.store.read() as snapshot:
        held = [one.callback for one in subscriptions(snapshot)]
    assert held == [subscriber.url("/renewed")], "the lapsed one is forgotten"


def test_a_lease_that_only_a_clock_set_ahead_ends_goes_on(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    hub.later(days=3650)
    hub.ahead = timedelta(days=3650)
    hub.publish("Ship aground")
    hub.work()
    assert [one.path for one in subscriber.pushed] == ["/cb"]
    hub.now -= hub.ahead
    hub.ahead = timedelta(0)
    hub.publish("Ships wait outside")
    hub.work()
    assert [one.path for one in subscriber.pushed] == ["/cb"] * 2


def test_a_callback_that_does_not_repeat_the_challenge_exactly_is_not_subscribed(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    wrong: list[Callable[[str], str]] = [
        lambda _: "no",
        lambda _: "",
        lambda challenge: f"{challenge}\n",
        lambda challenge: challenge.swapcase(),
        lambda challenge: challenge[:-1],
    ]
    for number, says in enumerate(wrong):
        subscriber.script(f"/{number}").says = says
        hub.ask(subscriber.url(f"/{number}"))
    hub.work()
    hub.later(days=1)
    hub.work()
    assert len(subscriber.asked) == len(wrong), "an answer is an answer"
    hub.publish("Ships wait outside")
    hub.work()
    assert (hub.subscribers(), subscriber.pushed) == ([], [])


def test_a_callback_that_refuses_or_leads_elsewhere_is_not_subscribed(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    refusals = (404, 410, 301, 302, 307)
    for status in refusals:
        script = subscriber.script(f"/{status}")
        script.status, script.location = status, subscriber.url("/elsewhere")
        hub.ask(subscriber.url(f"/{status}"))
    hub.work()
    assert {one.path for one in subscriber.asked} == {f"/{status}" for status in refusals}
    assert not hub.subscribers()


def test_a_callback_that_is_down_is_asked_three_times_and_never_soon(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    subscriber.script("/cb").status = 503
    hub.ask(subscriber.url("/cb"))
    counts = []
    for minutes in (0, 0.5, 0.6, 5, 6, 60, 6000):
        hub.later(minutes=minutes)
        hub.work()
        counts.append(len(subscriber.asked))
    assert counts == [1, 1, 2, 2, 3, 3, 3]
    challenges = {one.fields["challenge"] for one in subscriber.asked}
    assert len(challenges) == 3, "no challenge serves twice"


def test_an_answer_without_end_confirms_nothing(hub: HubDesk, subscriber: Subscriber) -> None:
    subscriber.script("/cb").endless = True
    hub.ask(subscriber.url("/cb"))
    hub.work()
    assert not hub.subscribers()


def test_unsubscribing_takes_the_callback_s_word_too(hub: HubDesk, subscriber: Subscriber) -> None:
    callback = subscriber.url("/cb")
    hub.subscribe(callback)
    subscriber.script("/cb").says = lambda _: "I did not ask for that"
    hub.ask(callback, "unsubscribe")
    hub.work()
    assert hub.subscribers() == [callback], "a stranger can't unsubscribe it"
    subscriber.script("/cb").says = lambda challenge: challenge
    assert hub.ask(callback, "unsubscribe").status_code == 202
    hub.work()
    assert "lease_seconds" not in subscriber.asked[-1].fields
    assert not hub.subscribers()
    hub.publish("Ships wait outside")
    hub.work()
    assert subscriber.pushed == []


def test_a_new_secret_counts_only_once_the_callback_confirmed_it(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    callback = subscriber.url("/cb")
    hub.subscribe(callback, secret="old")
    subscriber.script("/cb").status = 404
    hub.ask(callback, secret="a stranger's")
    hub.work()
    hub.publish("Ships wait outside")
    hub.work()
    subscriber.script("/cb").status = 200
    hub.subscribe(callback, secret="new")
    hub.publish("Ships come in")
    hub.work()
    first, second = subscriber.pushed
    assert first.is_signed("old")
    assert second.is_signed("new")


def test_the_same_asked_often_is_verified_once(hub: HubDesk, subscriber: Subscriber) -> None:
    for seconds in ("7200", "7201", "7202"):
        hub.ask(subscriber.url("/cb"), lease_seconds=seconds)
    hub.work()
    assert [one.fields["lease_seconds"] for one in subscriber.asked] == ["7202"]


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubDesk]:
    """A hub for requests that are refused, which leave nothing behind."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('refusing')}/desk.db")
    hub = HubDesk(store)
    yield hub
    with store.read() as snapshot:
        assert not snapshot.hub.is_due(now=hub.now), "nothing of it was kept"
    store.close()


@pytest.mark.parametrize(
    "topic",
    [
        "https://desk.example/topics/sea",
        "https://desk.example/topics/sea.atom/",
        "https://desk.example/topics/sea.atom?",
        "https://desk.example/topics/none.atom",
        "https://desk.example/topics.opml",
        "https://desk.example/search.atom?q=ship",
        "https://DESK.example/topics/sea.atom",
        "http://desk.example/topics/sea.atom",
        "https://elsewhere.example/topics/sea.atom",
        "",
    ],
)
def test_only_our_own_feeds_by_their_exact_addresses_are_topics(
    refusing: HubDesk, topic: str
) -> None:
    answer = refusing.ask("http://x.example/cb", topic=topic)
    assert answer.status_code == 404
    assert "hub.topic" in answer.text


@pytest.mark.parametrize(
    ("callback", "why"),
    [
        ("", "http or https"),
        ("ftp://x.example/", "http or https"),
        ("//x.example/", "http or https"),
        ("http://", "http or https"),
        ("http://x.example:99999/", "http or https"),
        ("http://x.example/a b", "percent-encoded"),
        ("http://x.example/é", "percent-encoded"),
        ("http://x.example/\r\nX: y", "percent-encoded"),
        ("http://me:pw@x.example/", "password"),
        ("http://x.example\\@y.example/", "password"),
        ("http://x.example/#part", "fragment"),
        ("http://x.example/" + "a" * 2048, "2048"),
        ("https://desk.example/hub", "this site"),
        ("http://x.example:25/", "port 25"),
        ("http://10.0.0.1/", "private"),
        ("http://169.254.169.254/latest/", "private"),
        ("http://[::1]/", "private"),
        ("http://0x0a000001/", "private"),
    ],
)
def test_a_callback_must_be_a_plain_public_address_of_somebody_else(
    refusing: HubDesk, callback: str, why: str
) -> None:
    answer = refusing.ask(callback)
    assert answer.status_code == 400
    assert why in answer.text


def test_a_callback_whose_name_leads_inside_is_never_connected_to(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    hub.limits = hub.limits.__class__(
        user_agent="x", timeout=hub.limits.timeout, max_bytes=1000, per_host=2
    )
    assert hub.ask(subscriber.url("/cb")).status_code == 400
    assert hub.ask(subscriber.url("/cb", "localhost")).status_code == 202
    hub.work()
    hub.later(days=1)
    hub.work()
    assert (subscriber.asked, hub.subscribers()) == ([], [])


@pytest.mark.parametrize(
    ("fields", "status", "why"),
    [
        ({"secret": "x" * 200}, 400, "199 bytes"),
        ({"secret": "é" * 100}, 400, "199 bytes"),
        ({"lease_seconds": "-1"}, 400, "whole number"),
        ({"lease_seconds": "ten"}, 400, "whole number"),
        ({"mode": "publish"}, 403, "its own feeds"),
        ({"mode": "denied"}, 400, "hub.mode"),
        ({"mode": ""}, 400, "hub.mode"),
    ],
)
def test_a_request_that_is_wrong_is_refused_with_what_would_be_right(
    refusing: HubDesk, fields: dict[str, str], status: int, why: str
) -> None:
    answer = refusing.ask("http://x.example/cb", **fields)
    assert answer.status_code == status
    assert why in answer.text


def test_what_is_no_form_is_refused(hub: HubDesk) -> None:
    form = f"hub.mode=subscribe&hub.topic={quote(TOPIC)}&hub.callback=http://x.example/"
    assert hub.post(form, "application/json").status_code == 415
    assert hub.post(form + "&hub.mode=subscribe").status_code == 400
    assert hub.post(form + "&hub.secret=%ff").status_code == 400
    assert hub.post(form.encode() + b"\xff").status_code == 400
    assert hub.post(b"").status_code == 400
    assert hub.post(form + "&x=" + "y" * 9000).status_code == 413
    assert hub.post(form + "&x=1" * 100).status_code == 400
    assert hub.post(form).status_code == 202
    assert hub.look().status_code == 200


def test_a_secret_of_199_bytes_is_taken_and_never_shown(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    secret = "s" * 199
    hub.subscribe(subscriber.url("/cb"), secret=secret)
    with hub.store.read() as snapshot:
        (held,) = subscriptions(snapshot)
    assert held.secret == secret.encode()
    assert "sss" not in repr(held)


def test_a_flood_is_answered_429_and_others_are_still_served(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    answers = [hub.post(b"hub.mode=subscribe").status_code for _ in range(121)]
    assert answers[:120] == [404] * 120
    assert answers[120] == 429
    refused = hub.ask(subscriber.url("/cb"))
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    hub.later(minutes=1)
    hub.subscribe(subscriber.url("/cb"))


@pytest.mark.parametrize(("most", "status"), [("MAX_OF_HOST", 429), ("MAX_SUBSCRIPTIONS", 503)])
def test_a_hub_that_is_full_takes_renewals_and_goodbyes_and_nobody_new(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch, most: str, status: int
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    monkeypatch.setattr(f"feeds.publish.hub.{most}", 1)
    refused = hub.ask(subscriber.url("/other"))
    assert refused.status_code == status
    assert "as many subscriptions as it may" in refused.text
    hub.subscribe(subscriber.url("/cb"))
    assert hub.ask(subscriber.url("/other"), mode="unsubscribe").status_code == 202


def test_only_so_many_requests_wait_to_be_verified_in_all(
    hub: HubDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.publish.hub.MAX_PENDING", 2)
    hosts = ("x", "y", "z")
    assert [hub.ask(f"http://{one}.example/").status_code for one in hosts] == [202, 202, 429]


def test_only_so_many_requests_of_one_host_wait_to_be_verified(hub: HubDesk) -> None:
    answers = [hub.ask(f"http://x.example/{n}").status_code for n in range(101)]
    assert answers == [202] * 100 + [429]
    assert hub.ask("http://x.example/7").status_code == 202, "known already"
    assert hub.ask("http://y.example/").status_code == 202


@pytest.mark.parametrize("most", ["MAX_PENDING", "MAX_PENDING_OF_HOST"])
def test_who_is_still_to_be_told_that_a_feed_is_no_more_may_subscribe_to_another(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch, most: str
) -> None:
    """As when topics moved: their subscribers are told one after the other, which nobody is to wait for."""
    callbacks = [subscriber.url(f"/{n}") for n in range(3)]
    for callback in callbacks:
        hub.subscribe(callback)
    monkeypatch.setattr(f"feeds.publish.hub.{most}", 2)
    elsewhere = TOPIC.replace("sea", "land")
    with hub.store.write() as tx:
        tx.hub.sweep({elsewhere}, {"land"}, why="It moved.", now=hub.now)
    assert hub.ask(callbacks[0], topic=elsewhere).status_code == 202
    assert hub.ask(callbacks[1], topic=elsewhere).status_code == 202
    assert hub.ask(callbacks[2], topic=elsewhere).status_code == 429, "two wait to be verified"


def test_who_never_finishes_a_request_is_answered_408() -> None:
    async def never() -> Any:
        await asyncio.Event().wait()

    request = Request({"type": "http", "method": "POST", "headers": []}, never)
    body = asyncio.run(body_of(request, most=10, seconds=0))
    assert body == Refusal(status=408, why="The body did not come in time.")
