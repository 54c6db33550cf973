"""A store that can be read but not written is away once, not from read to read."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest
from structlog.testing import capture_logs

import feeds.outage
from feeds.errors import SchemaMismatch, StoreAway
from feeds.outage import Outage

_ONCE = ["the store is away", "the store is back"]


class _Full:
    """A store whose disk is full."""

    room = False

    def write(self) -> None:
        if not self.room:
            raise StoreAway("the disk is full")

    def read(self, there: bool = True) -> int:
        if not there:
            raise StoreAway("the disk is gone")
        return 7


class _Clock:
    """A steady clock that goes on when it is told to."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._at = 0.0
        patch.setattr(feeds.outage, "_steady", lambda: self._at)

    def minutes_go_by(self, count: int = 2) -> None:
        self._at += 60 * count


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> _Clock:
    return _Clock(monkeypatch)


def test_reading_says_nothing_of_a_store_that_can_not_be_written() -> None:
    async def work() -> list[str]:
        store, outage = _Full(), Outage()
        with capture_logs() as said:
            for _ in range(3):
                assert await outage.attempt(store.write) is None
                done = await outage.attempt(store.read)
                assert done is not None
                assert done.value == store.read()
            store.room = True
            await outage.outlast(store.write)
            await outage.attempt(store.read)
        return [line["event"] for line in said]

    assert asyncio.run(work()) == _ONCE


def test_each_outage_is_said_once_and_ends_when_what_met_it_goes_well(clock: _Clock) -> None:
    """Reading met the first one only: it says nothing of the second."""

    async def work() -> list[str]:
        store, outage = _Full(), Outage()
        with capture_logs() as said:
            await outage.attempt(partial(store.read, there=False))
            await outage.attempt(store.read)
            clock.minutes_go_by()
            for _ in range(2):
                await outage.attempt(store.write)
                await outage.attempt(store.read)
            store.room = True
            await outage.attempt(store.write)
        return [line["event"] for line in said]

    assert asyncio.run(work()) == _ONCE * 2


def test_a_store_that_comes_and_goes_is_away_until_it_has_been_well_for_a_while(
    clock: _Clock,
) -> None:
    """A server that has too few connections for all takes one now and refuses the next."""

    async def work() -> list[str]:
        store, outage = _Full(), Outage()
        with capture_logs() as said:
            for store.room in [False, True] * 20:
                await outage.attempt(store.write)
            assert [line["event"] for line in said] == [*_ONCE, _ONCE[0]]
            clock.minutes_go_by()
            await outage.attempt(store.write)
        return [line["event"] for line in said]

    assert asyncio.run(work()) == _ONCE * 2


def test_a_command_waits_for_a_store_only_so_long() -> None:
    """The daemon waits as long as it takes; somebody sits before a command."""
    with pytest.raises(StoreAway, match="the disk is full"):
        asyncio.run(Outage(patience=0).outlast(_Full().write))


def test_a_command_does_not_wait_for_a_store_that_another_dateline_changed() -> None:
    async def work() -> None:
        async with asyncio.timeout(60):
            await Outage(patience=3600).outlast(_changed)

    with pytest.raises(SchemaMismatch, match="start that Dateline"):
        asyncio.run(work())


def _changed() -> None:
    raise SchemaMismatch("start that Dateline")
