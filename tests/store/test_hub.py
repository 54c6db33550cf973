"""What every store keeps of the hub: subscriptions, and a queue that neither loses nor doubles."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from feeds.model.hub import Delivery, HubRequest, Mark, Subscription
from feeds.model.output import Document
from store.api import Store
from store.open import open_store
from tests.asked import statements
from tests.newsroom.stores import subscriptions

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE = timedelta(minutes=2)
TOPIC, OTHER = "https://desk.example/a.atom", "https://desk.example/b.atom"
CALLBACK, HOST = "https://reader.example/cb", "reader.example"


def _request(mode: Literal["subscribe", "unsubscribe"] = "subscribe", n: int = 0) -> HubRequest:
    return HubRequest(
        topic_url=TOPIC,
        callback=f"{CALLBACK}{n}",
        mode=mode,
        term=timedelta(hours=3),
        secret=b"\x00\xff s",
    )


def _subscribe(store: Store, *numbers: int, topic: str = TOPIC, hours: int = 24) -> None:
    with store.write() as tx:
        for n in numbers:
            subscription = Subscription(
                topic_url=topic,
                callback=f"{CALLBACK}{n}",
                expires=NOW + timedelta(hours=hours),
                cursor=7,
                secret=b"\x00\xff",
            )
            tx.hub.subscribe(subscription, f"{n}.{HOST}", now=NOW)


def _owe(store: Store, *topics: str, hubs: dict[str, str] | None = None) -> None:
    with store.write() as tx:
        tx.hub.owe(topics or [TOPIC], hubs or {}, now=NOW)


def _claim(
    store: Store, at: datetime = NOW, limit: int = 99, per_host: int = 99
) -> Sequence[Delivery]:
    with store.write() as tx:
        return tx.hub.claim_deliveries(now=at, lease=LEASE, limit=limit, per_host=per_host)


def _claim_requests(store: Store, at: datetime = NOW) -> Sequence[HubRequest]:
    with store.write() as tx:
        return tx.hub.claim_requests(now=at, lease=LEASE, limit=99, per_host=99)


def _is_due(store: Store, at: datetime = NOW) -> bool:
    with store.read() as snapshot:
        return snapshot.hub.is_due(now=at)


def test_a_request_comes_back_as_it_was_asked_and_once(store: Store) -> None:
    assert not _is_due(store)
    with store.write() as tx:
        tx.hub.ask(_request(), HOST, now=NOW)
    assert _is_due(store)
    assert _claim_requests(store) == [_request()]
    assert _claim_requests(store) == []
    assert not _is_due(store)
    assert _claim_requests(store, NOW + LEASE) == [_request()], "its claim lapsed"
    with store.write() as tx:
        tx.hub.close_request(_request(), now=NOW)
    assert not _is_due(store, NOW + 2 * LEASE)


def test_a_request_asked_again_meanwhile_is_due_still(store: Store) -> None:
    with store.write() as tx:
        tx.hub.ask(_request(), HOST, now=NOW)
    (claimed,) = _claim_requests(store)
    with store.write() as tx:
        tx.hub.ask(_request("unsubscribe"), HOST, now=NOW)
    assert not _is_due(store), "one at a time"
    with store.write() as tx:
        tx.hub.close_request(claimed, now=NOW)
    (again,) = _claim_requests(store)
    assert again == replace(_request("unsubscribe"), asked=2)
    with store.write() as tx:
        tx.hub.retry_request(replace(again, attempts=1), due=NOW + LEASE)
    assert not _is_due(store)
    (again,) = _claim_requests(store, NOW + LEASE)
    assert again.attempts == 1


def test_counts_are_by_host_and_in_all_and_of_the_living(store: Store) -> None:
    _subscribe(store, 1, 2)
    _subscribe(store, 3, hours=-1)
    with store.write() as tx:
        tx.hub.ask(_request(n=1), f"1.{HOST}", now=NOW)
    with store.read() as snapshot:
        counts = snapshot.hub.counts(TOPIC, f"{CALLBACK}1", f"1.{HOST}", now=NOW)
        unknown = snapshot.hub.counts(OTHER, f"{CALLBACK}1", f"1.{HOST}", now=NOW)
    assert (counts.subscriptions, counts.of_host) == (2, 1)
    assert (counts.pending, counts.pending_of_host) == (1, 1)
    assert (counts.known, unknown.known) == (True, False)


def test_a_change_is_owed_to_the_living_subscribers_of_its_topic_and_to_other_hubs(
    store: Store,
) -> None:
    _subscribe(store, 1, 2)
    _subscribe(store, 3, topic=OTHER)
    _subscribe(store, 4, hours=-1)
    for delivery in _claim(store):
        with store.write() as tx:
            tx.hub.close_delivery(delivery, now=NOW)
    _owe(store, hubs={"https://hub.example/": "hub.example"})
    owed = sorted((d.kind, d.topic_url, d.callback) for d in _claim(store))
    assert owed == [
        ("ping", TOPIC, "https://hub.example/"),
        ("push", TOPIC, f"{CALLBACK}1"),
        ("push", TOPIC, f"{CALLBACK}2"),
    ]


def test_a_delivery_has_what_its_subscription_says_and_is_claimed_once(store: Store) -> None:
    _subscribe(store, 1)
    (claimed,) = _claim(store)
    assert (claimed.cursor, claimed.secret, claimed.attempts) == (7, b"\x00\xff", 0)
    assert _claim(store) == []
    assert _claim(store, NOW + LEASE) == [claimed], "whoever had it is no more"
    with store.write() as tx:
        tx.hub.give_back()
    assert _claim(store) == [claimed]
    with store.write() as tx:
        tx.hub.advance(TOPIC, f"{CALLBACK}1", 9)
        tx.hub.close_delivery(claimed, now=NOW)
    assert not _is_due(store, NOW + 2 * LEASE)
    _owe(store)
    assert [one.cursor for one in _claim(store)] == [9]


def test_a_change_while_it_is_delivered_is_owed_after_it_and_one_while_it_fails_is_no_sooner(
    store: Store,
) -> None:
    _subscribe(store, 1)
    (claimed,) = _claim(store)
    _owe(store)
    assert _claim(store) == [], "one at a time"
    with store.write() as tx:
        tx.hub.close_delivery(claimed, now=NOW)
    (again,) = _claim(store)
    failed = replace(again, attempts=1, failing=NOW)
    with store.write() as tx:
        tx.hub.retry_delivery(failed, due=NOW + LEASE)
    _owe(store)
    assert _claim(store) == []
    (again,) = _claim(store, NOW + LEASE)
    assert (again.attempts, again.failing) == (1, NOW)


def test_changes_that_come_together_are_owed_as_one_and_then_no_more(store: Store) -> None:
    _subscribe(store, 1)
    for _ in range(2):
        _owe(store, hubs={"https://hub.example/": "hub.example"})
    claimed = _claim(store)
    assert sorted((one.kind, one.asked) for one in claimed) == [("ping", 2), ("push", 3)]
    with store.write() as tx:
        for one in claimed:
            tx.hub.close_delivery(one, now=NOW)
    assert not _is_due(store, NOW + 2 * LEASE)


def test_what_is_tried_again_later_holds_up_nothing_else(store: Store) -> None:
    _subscribe(store, 1, 2)
    with store.write() as tx:
        for n in (1, 2):
            tx.hub.ask(_request(n=n), HOST, now=NOW)
    asked, owed = _claim_requests(store), _claim(store)
    with store.write() as tx:
        tx.hub.retry_request(replace(asked[0], attempts=1), due=NOW)
        tx.hub.retry_delivery(replace(owed[0], attempts=1), due=NOW)
    assert [(one.callback, one.attempts) for one in _claim_requests(store)] == [
        (asked[0].callback, 1)
    ]
    assert [(one.callback, one.attempts) for one in _claim(store)] == [(owed[0].callback, 1)]


def test_no_more_of_one_host_are_under_a_claim_at_once_than_may_be(store: Store) -> None:
    with store.write() as tx:
        for n in range(5):
            subscription = Subscription(
                topic_url=TOPIC, callback=f"{CALLBACK}{n}", expires=NOW + LEASE * 9, cursor=0
            )
            tx.hub.subscribe(subscription, HOST, now=NOW)
    _subscribe(store, 9)
    first = _claim(store, per_host=2)
    assert len(first) == 3
    assert _claim(store, per_host=2) == []
    done = next(one for one in first if one.callback != f"{CALLBACK}9")
    with store.write() as tx:
        tx.hub.close_delivery(done, now=NOW)
    assert len(_claim(store, per_host=2)) == 1
    assert len(_claim(store, NOW + LEASE, limit=2)) == 2


def test_a_host_that_is_owed_very_much_keeps_no_other_waiting(store: Store) -> None:
    with store.write() as tx:
        for n in range(60):
            subscription = Subscription(
                topic_url=TOPIC, callback=f"{CALLBACK}{n}", expires=NOW + LEASE * 9, cursor=0
            )
            tx.hub.subscribe(subscription, HOST, now=NOW - LEASE)
    _subscribe(store, 90, 91)
    assert {one.callback for one in _claim(store, limit=3, per_host=1)[1:]} == {
        f"{CALLBACK}90",
        f"{CALLBACK}91",
    }
    assert _claim(store, limit=3, per_host=1) == []


def test_a_turn_reads_no_more_of_what_is_owed_than_it_has_room_for(store: Store) -> None:
    _subscribe(store, *range(200))
    with statements() as asked:
        assert len(_claim(store, limit=5, per_host=1)) == 5
    read = [given for one, given in asked if one.startswith("SELECT hub_deliveries.kind")]
    assert len(read) == 1, "twenty rows, and not all again to know the hosts"


def test_renewing_keeps_what_the_subscriber_has_and_takes_the_new_words(store: Store) -> None:
    _subscribe(store, 1)
    with store.write() as tx:
        tx.hub.advance(TOPIC, f"{CALLBACK}1", 20)
    (owed,) = _claim(store)
    with store.write() as tx:
        tx.hub.retry_delivery(replace(owed, attempts=5, failing=NOW), due=NOW + LEASE * 99)
        renewed = Subscription(
            topic_url=TOPIC, callback=f"{CALLBACK}1", expires=NOW + LEASE, cursor=1, secret=None
        )
        tx.hub.subscribe(renewed, HOST, now=NOW)
        assert subscriptions(tx) == [replace(renewed, cursor=20)]
    (owed,) = _claim(store)
    assert (owed.attempts, owed.failing) == (0, None), "it answers, so it is tried"
    with store.write() as tx:
        later = NOW + LEASE
        tx.hub.subscribe(replace(renewed, expires=later + LEASE), HOST, now=later)
        assert [one.cursor for one in subscriptions(tx)] == [1], "it had lapsed"


def test_sweeping_ends_the_lapsed_and_denies_those_to_feeds_that_are_no_more(store: Store) -> None:
    _subscribe(store, 1)
    _subscribe(store, 2, topic=OTHER)
    _subscribe(store, 3, hours=-1)
    _owe(store, OTHER, hubs={"https://hub.example/": "hub.example"})
    mark = Mark(digest=b"x", number=1)
    with store.write() as tx:
        for slug in ("a", "b"):
            tx.hub.put_marks(slug, {"e": mark})
        tx.hub.sweep({TOPIC}, {"a"}, why="It is no more.", now=NOW)
        assert [one.callback for one in subscriptions(tx)] == [f"{CALLBACK}1"]
        assert (tx.hub.marks("a"), tx.hub.marks("b")) == ({"e": mark}, {})
        assert tx.hub.totals(now=NOW) == (1, 1)
    (denied,) = _claim_requests(store)
    assert (denied.topic_url, denied.callback) == (OTHER, f"{CALLBACK}2")
    assert (denied.mode, denied.why) == ("denied", "It is no more.")


def test_marks_are_kept_as_they_were_put(store: Store) -> None:
    one, two = Mark(digest=b"\x00\xff", number=1), Mark(digest=b"b", number=2)
    with store.write() as tx:
        tx.hub.put_marks("a", {"v": one, "x": one, "y": one})
        tx.hub.put_marks("b", {"x": one, "y": one})
        tx.hub.put_marks("a", {"v": one, "y": two, "z": two})
    with store.read() as snapshot:
        assert snapshot.hub.marks("a") == {"v": one, "y": two, "z": two}
        assert snapshot.hub.marks("b") == {"x": one, "y": one}
        assert snapshot.hub.marks("c") == {}


def test_another_hub_alone_is_told_too(store: Store) -> None:
    _owe(store, hubs={"https://hub.example/": "hub.example"})
    (claimed,) = _claim(store)
    assert (claimed.kind, claimed.callback) == ("ping", "https://hub.example/")


def test_what_is_published_is_told_by_its_etags(store: Store) -> None:
    document = Document(path="/a.atom", media_type="x/y", body=b"", etag='"1"', modified=NOW)
    with store.write() as tx:
        tx.put_document(document)
        assert tx.document_etags(["/a.atom", "/b.atom"]) == {"/a.atom": '"1"'}


def test_several_processes_on_one_database_never_have_the_same_delivery(
    store: Store, request: pytest.FixtureRequest
) -> None:
    _subscribe(store, *range(60))
    if "postgresql" in request.node.name:
        stores = [open_store(request.getfixturevalue("postgres")) for _ in range(3)]
    else:
        stores = [store] * 3  # one process has a SQLite file; its threads take turns
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda one: [*_claim(one, limit=10), *_claim(one, limit=10)], stores))
    if stores[0] is not store:
        for one in stores:
            one.close()
    claimed = [delivery.callback for some in found for delivery in some]
    assert len(claimed) == len(set(claimed)) == 60
