"""The search index is brought up to date also where the store was away meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import cast

import pytest

from feeds.errors import StoreAway
from feeds.indexer import keep_indexed
from feeds.outage import Outage
from store.api import Snapshot, Store, Transaction
from store.open import open_store
from tests.newsroom.intake import Newsroom, item


class _Interrupted:
    """A store that is away the first time that it is written to."""

    def __init__(self, store: Store) -> None:
        self._store, self._away = store, True

    def read(self) -> AbstractContextManager[Snapshot]:
        return self._store.read()

    def write(self) -> AbstractContextManager[Transaction]:
        if self._away:
            self._away = False
            raise StoreAway("the store can't be used now")
        return self._store.write()


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("sqlite:///:memory:")
    told = ("The willow avenue of Port Sable is to be felled, says the town hall.",)
    Newsroom(opened).take(item("Harbour Post", "1", "Avenue felled", told, 1))
    yield opened
    opened.close()


def test_a_store_that_was_away_is_indexed_when_it_is_back_without_another_release(
    store: Store,
) -> None:
    async def run() -> None:
        stop, released = asyncio.Event(), asyncio.Event()
        interrupted = cast("Store", _Interrupted(store))
        task = asyncio.create_task(keep_indexed(interrupted, released, outage=Outage(), stop=stop))
        async with asyncio.timeout(30):
            while _waiting(store):
                await asyncio.sleep(0.05)
        stop.set()
        released.set()
        await task

    asyncio.run(run())


def _waiting(store: Store) -> bool:
    with store.read() as snapshot:
        return bool(snapshot.unindexed(limit=1))
