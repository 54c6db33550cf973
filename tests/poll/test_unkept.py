"""What was polled and is not in the store yet is not polled again, however long that takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from feeds import clock, config, poller
from feeds.ingest import Visit
from feeds.model.poll import NotModified, PollState, Reply, Source
from feeds.newsdesk import Newsdesk
from feeds.poller import Poller
from store.open import open_store
from tests.newsroom.desk import Desk, source


class _Hasty(Newsdesk):
    """A desk whose claims lapse at once, and whose sources answer nothing new."""

    @property
    def lease(self) -> timedelta:
        return timedelta(0)

    async def visit(self, source: Source, state: PollState, *_: Any) -> Visit:
        reply = Reply(url="", final_url="", received=clock.now(), status=304)
        nothing = NotModified(etag=None, last_modified=None)
        return Visit(source=source, state=state, reply=reply, outcome=nothing)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsdesk]:
    desk = Desk(tmp_path)
    desk.write(source("a", "http://127.0.0.1:9/feed"))
    made = _Hasty(config.load(desk.config), open_store("sqlite:///:memory:"))
    made.sync_sources(spread=False)
    yield made
    made.store.close()


def test_a_claim_that_lapses_while_the_store_is_away_makes_no_second_poll(room: Newsdesk) -> None:
    async def look() -> list[int]:
        ended: asyncio.Queue[Visit] = asyncio.Queue()
        poller = Poller(room, ended, now=clock.now, steady=time.monotonic)
        poller.outside = cast("Any", (None, None))
        counts = []
        for _ in range(3):
            await poller.tick()
            await asyncio.sleep(0)
            counts.append(ended.qsize())
        poller.settled([ended.get_nowait()])  # and that it is still due is the store's word
        await poller.tick()
        await asyncio.sleep(0)
        return [*counts, ended.qsize()]

    assert asyncio.run(look()) == [1, 1, 1, 1]


def test_what_a_hub_pushes_leaves_the_source_s_poll_that_waits_behind_it(room: Newsdesk) -> None:
    async def look() -> int:
        ended: asyncio.Queue[Visit] = asyncio.Queue()
        poller = Poller(room, ended, now=clock.now, steady=time.monotonic)
        poller.outside = cast("Any", (None, None))
        await poller.tick()
        await asyncio.sleep(0)
        poller.settled([replace(ended.get_nowait(), pushed="token")])
        await poller.tick()
        await asyncio.sleep(0)
        return ended.qsize()

    assert asyncio.run(look()) == 0


def test_polls_that_wait_to_be_kept_have_an_end(
    room: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "_MOST_UNKEPT", 2)
    every = [Source(name=f"s{n}", url=f"http://127.0.0.{n + 2}:9/feed") for n in range(5)]
    polling = room.settings.polling.model_copy(update={"concurrency": 2})
    room.settings = replace(room.settings, sources=tuple(every), polling=polling)
    room.sync_sources(spread=False)

    async def look() -> list[int]:
        ended: asyncio.Queue[Visit] = asyncio.Queue()
        one = Poller(room, ended, now=clock.now, steady=time.monotonic)
        one.outside = cast("Any", (None, None))
        counts = []
        for _ in range(3):
            await one.tick()
            await asyncio.sleep(0)
            counts.append(ended.qsize())
        kept = [ended.get_nowait(), ended.get_nowait()]
        one.settled(kept)
        await asyncio.sleep(0)
        return [*counts, ended.qsize()]

    assert asyncio.run(look()) == [2, 2, 2, 2]
