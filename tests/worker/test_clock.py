"""Where several processes poll, one whose clock is far off takes nothing that others have; each goes on looking."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime, timedelta

import pytest
from structlog.testing import capture_logs

from feeds import clock, config, labour
from feeds.config import Settings
from feeds.errors import StoreAway
from feeds.labour import Worker
from feeds.newsdesk import Newsdesk
from feeds.poller import Poller
from feeds.reload import Reload
from store.open import open_store
from tests.newsroom.desk import Desk, source
from tests.worker.conftest import Sql


@pytest.mark.parametrize("ahead", [-2, 2])
def test_a_process_whose_clock_is_a_minute_off_polls_nothing_and_says_so(
    desk: Desk, database: str, sql: Sql, ahead: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(source("a", "http://127.0.0.1:9/feed"), store=database)
    store = open_store(database)
    late = lambda: clock.now() + timedelta(minutes=ahead)  # noqa: E731
    room = Newsdesk(config.load(desk.config), store)
    room.sync_sources(spread=False)

    def away() -> datetime:
        raise StoreAway("stopped")

    async def look() -> tuple[bool, bool]:
        right = Poller(room, asyncio.Queue(), now=clock.now, steady=time.monotonic)
        wrong = Poller(room, asyncio.Queue(), now=late, steady=time.monotonic)
        await right.compare_clocks()
        await wrong.compare_clocks()
        monkeypatch.setattr(store.shared, "clock", away)
        await wrong.compare_clocks()  # the database may be back at any moment
        await wrong.tick()
        return right.paused, wrong.paused

    with capture_logs() as said:
        assert asyncio.run(look()) == (False, True)
    store.close()
    assert sql("SELECT count(*) FROM sources WHERE lease IS NOT NULL") == [(0,)]
    (line,) = [one for one in said if one["event"] == "the clock differs from the database's"]
    assert line["log_level"] == "error"
    assert round(line["seconds"]) == 120


def test_a_look_that_breaks_is_said_and_not_a_worker_s_last(
    desk: Desk, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else no changed configuration would be taken up any more, and no clock compared."""
    desk.write(store=database)
    settings = config.load(desk.config)
    breaks = [ZeroDivisionError()]

    async def look(_: Reload, present: Settings) -> Settings | None:
        if breaks:
            raise breaks.pop()
        worker.stop()
        return None

    monkeypatch.setattr(labour, "_LOOK", 0.01)
    monkeypatch.setattr(Reload, "look", look)
    store = open_store(database)
    assert store.shared is not None
    worker = Worker(settings, store, store.shared)

    with capture_logs() as said:
        asyncio.run(worker.run())  # which ends with the second look
    errors = [one["event"] for one in said if one["log_level"] == "error"]
    assert errors == ["looking after the configuration and the clock broke"]
