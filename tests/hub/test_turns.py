"""What the hub does at once, and what it does not forget from one turn to the next."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from feeds.deliver import loop
from feeds.errors import StoreAway
from store.api import Transaction
from tests.hub.desk import HubDesk
from tests.hub.subscriber import Subscriber


@pytest.mark.parametrize("fault", [StoreAway("the disk is full"), ValueError("a fault of ours")])
def test_what_was_delivered_and_could_not_be_noted_at_once_is_not_delivered_again(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    hub.subscribe(subscriber.url("/cb"))
    hub.publish("Ships come in")
    write, faults = hub.store.write, [fault, fault]

    def written() -> AbstractContextManager[Transaction]:
        if subscriber.pushed and faults:
            raise faults.pop()
        return write()

    monkeypatch.setattr(hub.store, "write", written)
    hub.work_until(lambda: not hub.owed())
    hub.later(minutes=10)
    hub.work()
    assert not faults
    assert len(subscriber.pushed) == 1


def test_no_more_callbacks_are_kept_busy_at_once_than_it_is_to_have(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [f"/{n}" for n in range(4)]
    for path in paths:
        hub.subscribe(subscriber.url(path))
    monkeypatch.setattr(loop, "_AT_ONCE", 2)
    monkeypatch.setattr(loop, "_LOOK", 0.05)
    held = threading.Event()
    for path in paths:
        subscriber.script(path).held = held
    hub.publish("Ships come in")
    seen = []

    def looked() -> bool:
        if len(subscriber.pushed) >= 2:
            seen.append(hub.looks)
        if seen and not held.is_set() and hub.looks > seen[0] + 20:
            assert len(subscriber.pushed) == 2
            held.set()
        return not hub.owed()

    hub.work_until(looked)
    assert len(subscriber.pushed) == 4


def test_what_is_broken_off_when_it_stops_is_owed_at_once(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_SETTLE_WAIT", 0.05)
    hub.subscribe(subscriber.url("/cb"))
    held = subscriber.script("/cb").held = threading.Event()
    hub.publish("Ships come in")
    hub.work_until(lambda: bool(subscriber.pushed))
    assert hub.is_due()
    held.set()
    hub.work()
    assert len(subscriber.pushed) == 2
    assert not hub.owed()


def test_a_callback_that_takes_its_time_is_not_pushed_to_again_meanwhile(
    hub: HubDesk, subscriber: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others come and go while it does."""
    monkeypatch.setattr(loop, "_LOOK", 0.05)
    hub.subscribe(subscriber.url("/slow"))
    hub.subscribe(subscriber.url("/other"), topic="https://desk.example/topics/land.atom")
    held = subscriber.script("/slow").held = threading.Event()
    hub.publish("Ships come in")
    seen = []

    def looked() -> bool:
        if subscriber.to("/slow") and not seen:
            seen.append(hub.looks)
            hub.publish("Trains run late")
        if subscriber.to("/other") and hub.looks > seen[0] + 20:
            held.set()
        return not hub.owed()

    hub.work_until(looked)
    assert [one.path for one in subscriber.pushed] == ["/slow", "/other"]


def test_no_subscriber_is_given_up_by_a_clock_that_is_ahead(
    hub: HubDesk, subscriber: Subscriber
) -> None:
    subscriber.script("/cb").pushes = [503]
    hub.subscribe(subscriber.url("/cb"), lease_seconds=str(30 * 86_400))
    hub.publish("Ships come in")
    hub.work()
    hub.later(days=9)
    hub.ahead = timedelta(days=9)
    hub.work()
    assert len(subscriber.pushed) == 2
    assert hub.subscribers() == [subscriber.url("/cb")]
