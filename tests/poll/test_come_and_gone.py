"""A source that leaves the configuration and comes back with its list is polled as soon as it is due."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from feeds import clock, config
from feeds.config import Settings
from feeds.ingest import Visit
from feeds.model.poll import NotModified, PollState, Reply, Source
from feeds.newsdesk import Newsdesk
from feeds.poller import Poller
from store.open import open_store
from tests.newsroom.desk import Desk, source


class _Room(Newsdesk):
    """A desk whose sources answer nothing new; ``claimed`` is called after each claim, before it is acted on."""

    claimed: Callable[[], None] | None = None

    def claim(self, limit: int, names: Sequence[str] | None = None) -> Sequence[PollState]:
        states = super().claim(limit, names)
        if self.claimed is not None:
            self.claimed()
        return states

    async def visit(self, source: Source, state: PollState, *_: Any) -> Visit:
        reply = Reply(url="", final_url="", received=clock.now(), status=304)
        nothing = NotModified(etag=None, last_modified=None)
        return Visit(source=source, state=state, reply=reply, outcome=nothing)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[_Room]:
    desk = Desk(tmp_path)
    desk.write(source("here", "http://127.0.0.1:9/feed"), source("listed", "http://127.0.0.2:9/"))
    made = _Room(config.load(desk.config), open_store("sqlite:///:memory:"))
    made.sync_sources(spread=False)
    yield made
    made.store.close()


def _without(settings: Settings, name: str) -> Settings:
    return replace(settings, sources=tuple(s for s in settings.sources if s.name != name))


def _polled(
    room: _Room, before: Callable[[], None] | None, between: Callable[[], None]
) -> set[str]:
    """Which sources the second of two ticks polls; ``before`` comes first, ``between`` between them."""

    async def look() -> set[str]:
        ended: asyncio.Queue[Visit] = asyncio.Queue()
        poller = Poller(room, ended, now=clock.now, steady=time.monotonic)
        poller.outside = cast("Any", (None, None))
        if before is not None:
            before()
        await poller.tick()
        await asyncio.sleep(0)
        while not ended.empty():
            poller.settled([ended.get_nowait()])
        room.claimed = None
        between()
        await poller.tick()
        await asyncio.sleep(0)
        return {ended.get_nowait().source.name for _ in range(ended.qsize())}

    return asyncio.run(look())


def test_a_source_whose_list_goes_just_as_it_is_claimed_is_polled_when_the_list_is_back(
    room: _Room,
) -> None:
    whole = room.settings
    room.claimed = lambda: room.adopt(_without(whole, "listed"))
    assert "listed" in _polled(room, None, lambda: _again(room, whole))


def test_a_source_that_is_due_just_as_its_list_goes_is_polled_when_the_list_is_back(
    room: _Room,
) -> None:
    whole = room.settings  # the store learns of the change a moment after the desk
    gone = lambda: room.adopt(_without(whole, "listed"))  # noqa: E731
    assert "listed" in _polled(room, gone, lambda: _again(room, whole))


def _again(room: _Room, whole: Settings) -> None:
    room.sync_sources()
    room.adopt(whole)
    room.sync_sources()


def test_one_whose_address_is_changed_while_it_is_asked_is_asked_there_as_soon_as_that_ends(
    room: _Room,
) -> None:
    """Not when it would have been asked again at the old one, which may be tomorrow."""
    asked = asyncio.run(_visited(room))
    here, listed = room.settings.sources
    room.adopt(replace(room.settings, sources=(replace(here, url="http://127.0.0.3:9/"), listed)))
    room.sync_sources(spread=False)
    room.settle(asked)
    assert [state.source for state in room.claim(9)] == ["here"]


async def _visited(room: _Room) -> list[Visit]:
    sources = room.settings.by_name
    return [await room.visit(sources[state.source], state) for state in room.claim(9)]


def test_so_is_one_of_two_that_had_the_same_address(room: _Room) -> None:
    """Whose poll looks as if the other had been given its name."""
    here, listed = room.settings.sources
    room.adopt(replace(room.settings, sources=(here, replace(listed, url=here.url))))
    room.sync_sources(spread=False)
    asked = asyncio.run(_visited(room))
    room.adopt(replace(room.settings, sources=(here, listed)))
    room.sync_sources(spread=False)
    room.settle(asked)
    assert [state.source for state in room.claim(9)] == ["listed"]


def test_one_that_is_asked_keeps_its_claim_when_another_of_its_address_comes_due(
    room: _Room,
) -> None:
    """Though the two would ask otherwise, as where the one is asked for the first time."""
    here, listed = room.settings.sources
    room.adopt(replace(room.settings, sources=(here, replace(listed, url=here.url))))
    (claimed,) = room.claim(9, ["listed"])
    with room.store.write() as tx:
        tx.save_poll_states([PollState(source="here", due=clock.now(), etag='"1"')])
    assert [state.source for state in room.claim(9)] == ["here"]
    with room.store.read() as snapshot:
        assert snapshot.states_by_source(["listed"])["listed"].lease == claimed.lease


def test_one_that_is_pushed_to_meanwhile_keeps_its_claim(room: _Room) -> None:
    """What comes at the old address is no end of the poll that is under way."""
    here, listed = room.settings.sources
    room.adopt(replace(room.settings, sources=(here, replace(listed, url=here.url))))
    asked = asyncio.run(_visited(room))
    room.adopt(replace(room.settings, sources=(here, listed)))
    room.settle([replace(visit, pushed="token") for visit in asked])
    assert room.claim(9) == []


def test_of_two_that_exchange_their_names_only_the_one_that_was_asked_is_asked_again(
    room: _Room,
) -> None:
    here, listed = room.settings.sources
    with room.store.write() as tx:
        due = {"here": clock.now(), "listed": clock.now() + timedelta(hours=1)}
        tx.save_poll_states(
            [PollState(source=s.name, due=due[s.name], url=s.address) for s in (here, listed)]
        )
    asked = asyncio.run(_visited(room))
    exchanged = replace(here, url=listed.url), replace(listed, url=here.url)
    room.adopt(replace(room.settings, sources=exchanged))
    room.sync_sources(spread=False)
    room.settle(asked)
    assert [state.source for state in room.claim(9)] == ["listed"]
