"""How much of what is pushed waits to be read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from feeds import subscriber
from feeds.model.push import PushSubscription
from feeds.subscriber import Subscriber
from feeds.subscriptions import Pushed

_NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)


def _pushed(token: str, size: int = 1) -> Pushed:
    hub, own = "https://hub.example/", "https://wire.example/feed"
    held = PushSubscription(
        token=token,
        source=token,
        address=own,
        hub=hub,
        topic=own,
        callback=f"https://desk.example/websub/{token}",
        secret=b"s",
        due=_NOW,
    )
    return Pushed(held=held, body=b"x" * size, content_type=None, received=_NOW)


@pytest.fixture
def one() -> Subscriber:
    return Subscriber(cast("Any", None), asyncio.Queue(), clock=lambda: _NOW)


def test_pushes_of_many_sources_wait_up_to_a_bound(one: Subscriber) -> None:
    taken = [one.take(_pushed(f"t{number}")) for number in range(65)]
    assert taken == [True] * 64 + [False]


def test_pushes_wait_up_to_so_many_bytes(one: Subscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriber, "_MOST_BYTES", 100)
    assert [one.take(_pushed(name, 60)) for name in "abc"] == [True, True, False]


def test_there_is_room_again_once_what_waited_was_read_though_reading_broke(
    one: Subscriber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "_MOST_BYTES", 8)

    async def read() -> None:
        reading = asyncio.create_task(one.read_all(cast("Any", None)))  # there is no desk either
        for _ in range(5):
            await asyncio.sleep(0)
        reading.cancel()

    for _ in range(2):
        assert [one.take(_pushed("a")) for _ in range(9)] == [True] * 8 + [False]
        asyncio.run(read())
