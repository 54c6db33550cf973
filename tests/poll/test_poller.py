"""The daemon's polling, tick by tick: what waits, is put off or was given up is polled in its time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from feeds import config, newsdesk
from feeds.ingest import Visit
from feeds.model.poll import Failed, NotModified, PollState, Reply, Source
from feeds.newsdesk import Newsdesk
from feeds.poller import Poller
from store.open import open_store
from tests.newsroom.desk import Desk, source

_DAWN = datetime(2026, 3, 2, 6, tzinfo=UTC)
_SITE = [source(name, f"https://{name}.example.org/feed") for name in "abc"]


@dataclass
class _Clock:
    """Both clocks of a machine whose time goes by when a test says so."""

    gone: timedelta = timedelta(0)

    def now(self) -> datetime:
        return _DAWN + self.gone

    def steady(self) -> float:
        return self.gone.total_seconds()


@dataclass
class _Room:
    """A desk of sources that answer nothing new, but for those that ask for a minute's ``rest``."""

    desk: Newsdesk
    clock: _Clock
    rest: set[str] = field(default_factory=set)
    meanwhile: Callable[[], None] = lambda: None  # done while a source is asked
    asked: list[str] = field(default_factory=list)

    def run(self, *what: Callable[[Poller], object]) -> None:
        """Do that one after the other, with a tick after each; what ended is taken in after each tick."""

        async def run() -> None:
            ended: asyncio.Queue[Visit] = asyncio.Queue()
            one = Poller(self.desk, ended, now=self.clock.now, steady=self.clock.steady)
            one.outside = cast("Any", (None, None))
            for do in what:
                do(one)
                await one.tick()
                await asyncio.sleep(0)
                while not ended.empty():
                    visits = [ended.get_nowait()]
                    self.desk.settle(visits)
                    await asyncio.to_thread(lambda: None)  # what was put off is noted
                    one.settled(visits)
            await one.stop(0)

        asyncio.run(run())

    def later(self, **span: float) -> Callable[[Poller], None]:
        def do(_: Poller) -> None:
            self.clock.gone += timedelta(**span)

        return do

    @property
    def due(self) -> dict[str, timedelta]:
        """How long until each source is polled."""
        with self.desk.store.read() as snapshot:
            return {s.source: s.due - self.clock.now() for s in snapshot.poll_states()}


class _Desk(Newsdesk):
    room: _Room

    async def visit(self, source: Source, state: PollState, *_: Any) -> Visit:
        self.room.asked.append(source.name)
        self.room.meanwhile()
        url, now = source.url or "", self.room.clock.now()
        if source.name in self.room.rest:
            headers = (("retry-after", "60"),)
            reply = Reply(url=url, final_url=url, received=now, status=503, headers=headers)
            failed = Failed(grade="soft", reason="503")
            return Visit(source=source, state=state, reply=reply, outcome=failed)
        reply = Reply(url=url, final_url=url, received=now, status=304)
        nothing = NotModified(etag=None, last_modified=None)
        return Visit(source=source, state=state, reply=reply, outcome=nothing)


@pytest.fixture
def open_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str, Sequence[str]], _Room]]:
    stores = []

    def made(gap: str, tables: Sequence[str]) -> _Room:
        files, clock = Desk(tmp_path), _Clock()
        files.write(*tables, polling=f'gap = "{gap}"\nper_host = 1\n')
        monkeypatch.setattr(newsdesk, "now", clock.now)
        desk = _Desk(config.load(files.config), open_store("sqlite:///:memory:"))
        desk.room = _Room(desk, clock)
        desk.sync_sources(spread=False)
        stores.append(desk.store)
        return desk.room

    yield made
    for store in stores:
        store.close()


def _nothing(_: Poller) -> None:
    pass


def test_what_waited_for_a_site_that_asked_for_rest_is_polled_when_the_rest_is_over(
    open_room: Callable[[str, Sequence[str]], _Room],
) -> None:
    room = open_room("1s", _SITE)
    room.rest = {"a"}
    room.run(_nothing, *[room.later(minutes=1) for _ in range(5)])
    assert {"b", "c"} <= {*room.asked}


def test_sources_of_a_site_whose_turn_is_far_away_are_put_off_till_then_and_polled(
    open_room: Callable[[str, Sequence[str]], _Room],
) -> None:
    room, due = open_room("1m", _SITE), {}
    look = lambda _: due.update(room.due)  # noqa: E731
    room.run(_nothing, look, *[room.later(minutes=1) for _ in range(4)])
    assert due["c"] == timedelta(minutes=2)
    assert room.asked[:3] == ["a", "b", "c"]


def test_one_whose_address_changes_while_it_waits_for_a_site_that_asks_for_rest_is_due_at_the_other(
    open_room: Callable[[str, Sequence[str]], _Room],
) -> None:
    """The site that it waited for asks nothing of that at its new address."""
    room = open_room("1s", _SITE)
    present = room.desk.settings
    _, b, c = present.sources

    def move() -> None:
        moved = replace(b, url="https://b.example.com/feed")
        room.desk.adopt(replace(present, sources=(present.sources[0], moved, c)))
        room.desk.sync_sources(spread=False)

    room.rest, room.meanwhile = {"a"}, move
    room.run(_nothing)
    assert {name for name, due in room.due.items() if due <= timedelta(0)} == {"b"}
    assert [state.source for state in room.desk.claim(9)] == ["b"]
