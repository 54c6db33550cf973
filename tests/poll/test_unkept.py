"""What was polled and is not in the store yet is not polled again, however long that takes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from feeds import config, newsdesk
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
        reply = Reply(url="", final_url="", received=newsdesk.now(), status=304)
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
        poller = Poller(room, ended, now=newsdesk.now, steady=time.monotonic)
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
