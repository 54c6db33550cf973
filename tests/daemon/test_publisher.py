"""A release that the store's being away delays is made up for, whatever the store is."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from feeds.errors import StoreAway
from feeds.outage import Outage
from feeds.publisher import Publisher
from feeds.release import Released
from store.api import Store


class _Desk:
    """A desk that notes what it releases; the store is away as often as ``away`` says."""

    def __init__(self, store: Store) -> None:
        self.store, self.outage = store, Outage()
        self.away = 0
        self.unwritten = 0  # so often the sources can't be told
        self.breaks = 0  # so often, by a fault of our own
        self.breaks_all = False  # each release of everything does
        self.fault: Exception = ZeroDivisionError()
        self.tried = 0
        self.released: list[bool] = []

    def sync_sources(self) -> None:
        if self.unwritten:
            self.unwritten -= 1
            raise StoreAway("it takes no writes")

    def is_due(self) -> bool:
        return False not in self.released

    def release(self, *, everything: bool = False) -> Released:
        self.tried += 1
        if self.away:
            self.away -= 1
            raise StoreAway("the disk is full")
        if everything and self.breaks_all:
            raise self.fault
        if self.breaks:
            self.breaks -= 1
            raise self.fault
        self.released.append(everything)
        return Released()


class _Shared:
    """A store of several processes, where something is to be published until it is."""

    def __init__(self, room: _Desk) -> None:
        self.shared, self._room = self, room

    def leads(self) -> bool:
        return True

    @contextmanager
    def read(self) -> Iterator[_Shared]:
        yield self

    def changed_stories(self, *, limit: int) -> Sequence[str]:
        return [] if False in self._room.released else ["s"][:limit]


@pytest.fixture
def room(store: Store) -> _Desk:
    return _Desk(store)


def test_a_store_that_is_away_at_the_start_holds_nothing_up_and_is_told_the_sources_later(
    room: _Desk,
) -> None:
    """A daemon that waited there could not be stopped."""

    async def look() -> None:
        publisher = Publisher(room)
        room.unwritten = 2
        await publisher.lead()
        assert room.unwritten, "it waited"
        for _ in range(4):
            await publisher.lead()

    asyncio.run(look())
    assert room.released == [True]
    assert not room.unwritten


@pytest.mark.parametrize("everything", [False, True])
def test_a_release_that_found_the_store_away_comes_when_it_is_back(
    room: _Desk, everything: bool
) -> None:
    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        room.released.clear()
        room.away = 2
        await publisher.release(everything=everything)
        for _ in range(4):
            await publisher.lead()

    asyncio.run(look())
    assert room.released == [everything]


def test_of_two_releases_that_found_the_store_away_the_wider_comes_when_it_is_back(
    room: _Desk,
) -> None:
    """One after a change of the configuration, one after polls."""

    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        room.released.clear()
        room.away = 2
        await asyncio.gather(publisher.release(everything=True), publisher.release())
        await publisher.lead()

    asyncio.run(look())
    assert room.released == [True]


def test_a_release_of_all_that_breaks_by_a_fault_of_our_own_is_made_up_for_and_holds_up_no_other(
    room: _Desk,
) -> None:
    """As after a change of the configuration, or at the start, which is no reason to stop."""

    async def look() -> None:
        room.breaks = 2
        publisher = Publisher(room)
        await publisher.lead()
        for _ in range(70):
            if not room.released:
                await publisher.release()
            await publisher.lead()

    with capture_logs() as said:
        asyncio.run(look())
    assert room.released == [False, True]
    assert [one["event"] for one in said if one["log_level"] == "error"] == ["publishing broke"] * 2


@pytest.mark.parametrize("shared", [False, True])
def test_one_of_what_changed_that_breaks_is_made_up_for_after_a_while_and_said_once(
    room: _Desk, shared: bool
) -> None:
    """Though the store tells at each look that something is still to be published, or due."""
    if shared:
        room.store = cast("Any", _Shared(room))

    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        room.breaks = 3
        await publisher.release()
        for _ in range(100):
            await publisher.release_due()
            await publisher.lead()

    with capture_logs() as said:
        asyncio.run(look())
    assert room.released == [True, False]
    assert room.tried == 5, "not at each look"
    assert [one["event"] for one in said if one["log_level"] == "error"] == ["publishing broke"]


def test_one_of_all_that_breaks_after_one_that_began_later_is_made_up_for(room: _Desk) -> None:
    """It takes long, and polls bring news meanwhile, whose release breaks by the same fault."""
    later = threading.Event()

    def release(*, everything: bool = False) -> Released:
        if everything and not later.wait(5):
            raise AssertionError("the other did not end")
        try:
            return _Desk.release(room, everything=everything)
        finally:
            if not everything:
                later.set()

    async def look() -> None:
        later.set()
        publisher = Publisher(room)
        await publisher.lead()
        later.clear()
        room.released.clear()
        room.breaks = 2
        await asyncio.gather(publisher.release(everything=True), publisher.release())
        for _ in range(70):
            await publisher.lead()

    room.release = release  # type: ignore[method-assign]
    asyncio.run(look())
    assert True in room.released


def test_what_changed_is_made_up_for_also_while_releases_of_all_keep_breaking(
    room: _Desk,
) -> None:
    """As where one topic can't be rendered, and what changed broke but once, by another fault."""
    room.store = cast("Any", _Shared(room))
    room.breaks_all = True

    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        room.breaks = 1
        await publisher.release()
        for _ in range(70):
            await publisher.release_due()
            await publisher.lead()

    asyncio.run(look())
    assert room.released == [False]


def test_another_fault_or_the_same_after_one_that_went_well_is_said_again(room: _Desk) -> None:
    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        for fault in (ZeroDivisionError(), ZeroDivisionError(), KeyError(), None, KeyError()):
            room.breaks, room.fault = int(fault is not None), fault or room.fault
            await publisher.release()

    with capture_logs() as said:
        asyncio.run(look())
    assert sum(one["event"] == "publishing broke" for one in said) == 3


def test_what_is_told_meanwhile_is_published_though_the_last_release_broke(room: _Desk) -> None:
    """Who takes stories in need not wait till what broke is tried again."""

    async def look() -> None:
        publisher = Publisher(room)
        await publisher.lead()
        room.breaks = 1
        await publisher.release()
        await publisher.release()
        for _ in range(70):
            await publisher.lead()

    asyncio.run(look())
    assert room.released == [True, False]


def test_one_of_all_that_was_made_up_for_already_is_not_tried_again(room: _Desk) -> None:
    """As by the change of the configuration that mended it: releasing everything is dear."""

    async def look() -> None:
        publisher = Publisher(room)
        room.breaks = 1
        await publisher.lead()
        await publisher.adopt()
        for _ in range(70):
            await publisher.lead()

    asyncio.run(look())
    assert room.released == [True]
