"""What a wire says of handling its stories: embargoes, withheld and cancelled ones, versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from feeds import intake
from feeds.intake import absorb, unseal
from feeds.model.atom import FeedMeta, Text
from feeds.model.entry import Entry
from feeds.model.item import FURTHER_NOTICE, Item
from feeds.model.poll import Source
from feeds.poll.due import Brought
from feeds.reading import read
from feeds.unsealing import unseal_due
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, WINDOW, Newsroom, at, item
from tests.newsroom.normalized import normalize


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


def wire(
    text: tuple[str, ...] = HARBOUR,
    *,
    hour: int = 9,
    guid: str = "w1",
    version: int | None = None,
    status: str | None = None,
    embargo: str | None = None,
    title: str = "Harbour to be dredged",
    source: str = "Wire",
) -> Item:
    """A wire's item that its source states to be of nine o'clock, read at that hour."""
    entry = Entry(
        guid=guid,
        title=Text(value=title),
        content=Text(value="\n\n".join(text)),
        published=at(9).isoformat(),
        version=str(version) if version else None,
        status=status,
        embargo=embargo,
    )
    return normalize(
        entry,
        source=Source(name=source),
        meta=FeedMeta(),
        location=None,
        first_seen=at(hour),
    )


def take(room: Newsroom, *items: Item, hour: int) -> Brought:
    with room.store.write() as tx:
        return absorb(tx, items, window=WINDOW, now=at(hour))


def open_seals(room: Newsroom, hour: int, minute: int = 0) -> int:
    with room.store.write() as tx:
        return unseal(tx, window=WINDOW, now=at(hour, minute), sites={})


def texts(room: Newsroom) -> list[str]:
    return [story.head.text for story in room.stories().values()]


def test_nobody_sees_an_embargoed_item_before_its_time(room: Newsroom) -> None:
    held = wire(embargo="2026-03-01T12:00:00Z")
    brought = take(room, held, hour=9)
    assert (brought.new, brought.held, brought.held_until) == (0, 1, at(12))
    assert open_seals(room, 11, 59) == 0
    assert room.release() == []
    assert room.stories() == {}
    assert open_seals(room, 12) == 1
    (story,) = room.stories().values()
    assert story.published == at(12)
    assert story.first_seen == at(12)
    assert open_seals(room, 13) == 0


def test_an_item_that_cannot_be_taken_in_keeps_no_other_under_its_embargo(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(room, wire(embargo="2026-03-01T12:00:00Z", title="Breaks"), hour=9)
    take(room, wire(TOLD, guid="w2", embargo="2026-03-01T12:30:00Z"), hour=9)
    take_one = intake._Intake.take
    broken = [True]

    def breaking(self: intake._Intake, here: Sequence[tuple[Item, tuple[str, ...]]]) -> None:
        if broken and here[0][0].title == "Breaks":
            raise ArithmeticError
        take_one(self, here)

    monkeypatch.setattr(intake._Intake, "take", breaking)

    def opened(hour: int) -> int:
        return unseal_due(room.store, window=WINDOW, now=at(hour), sites={})

    assert opened(13) == 1
    assert [story.head.title for story in room.stories().values()] == ["Harbour to be dredged"]
    assert opened(13) == 0
    broken.clear()
    assert opened(14) == 1
    assert len(room.stories()) == 2


def test_an_embargoed_item_that_left_its_feed_is_not_lost(room: Newsroom) -> None:
    take(room, wire(embargo="2026-03-01T12:00:00Z"), hour=9)
    take(room, wire(TOLD, guid="w2"), hour=10)
    open_seals(room, 12)
    assert len(room.stories()) == 2


def test_a_held_item_met_again_is_held_once_and_taken_once(room: Newsroom) -> None:
    for hour in (9, 10, 12, 13):
        take(room, wire(embargo="2026-03-01T12:00:00Z", hour=hour), hour=hour)
    assert open_seals(room, 14) == 0
    assert len(room.stories()) == 1


def test_a_copy_elsewhere_joins_the_story_once_its_embargo_passed(room: Newsroom) -> None:
    take(room, wire(embargo="2026-03-01T12:00:00Z"), hour=9)
    room.take(item("Ledger", "1", "Harbour to be dredged", HARBOUR, 10))
    assert room.parts() == {frozenset({"Ledger"})}
    open_seals(room, 12)
    assert room.parts() == {frozenset({"Ledger", "Wire"})}
    (story,) = room.stories().values()
    assert story.first_carrier == "Ledger"


def test_an_embargo_lifted_or_passed_by_a_new_version_lets_go_of_the_old(room: Newsroom) -> None:
    take(room, wire(version=1, embargo="2026-03-01T12:00:00Z"), hour=9)
    take(room, wire((*HARBOUR[:3], "It costs five."), version=2, hour=10), hour=10)
    assert open_seals(room, 12) == 0
    assert texts(room)[0].endswith("It costs five.")


def test_a_held_item_that_is_cancelled_never_appears(room: Newsroom) -> None:
    take(room, wire(version=1, embargo="2026-03-01T12:00:00Z"), hour=9)
    take(room, wire(version=2, status="canceled", embargo="2026-03-01T12:00:00Z"), hour=10)
    assert open_seals(room, 13) == 0
    assert room.stories() == {}


@pytest.mark.parametrize(
    ("raw", "until"),
    [
        ("2026-03-01T12:00:00Z", at(12)),
        ("2026-03-01T12:00:00+01:00", at(11)),
        ("1200 GMT, Sunday 1 March 2026", at(12)),
        ("2026-03-01T12:00:00", at(12) + timedelta(hours=12)),
        ("until the minister has spoken", FURTHER_NOTICE),
        ("", FURTHER_NOTICE),
        ("lifted", None),
        (None, None),
    ],
)
def test_an_unclear_embargo_errs_on_the_late_side(raw: str | None, until: datetime | None) -> None:
    assert wire(embargo=raw).management.embargo == until


def test_an_embargo_until_further_notice_ends_when_a_version_comes_without(room: Newsroom) -> None:
    take(room, wire(embargo=""), hour=9)
    assert open_seals(room, 23) == 0
    take(room, wire(hour=10), hour=10)
    assert len(room.stories()) == 1


@pytest.mark.parametrize("status", ["withheld", "canceled", "stat:canceled"])
def test_an_unknown_item_that_may_not_be_used_is_not_taken(room: Newsroom, status: str) -> None:
    assert take(room, wire(status=status), hour=9).new == 0
    assert room.stories() == {}


@pytest.mark.parametrize("words", [HARBOUR, ("This story is withheld.",), ()])
def test_a_known_item_that_may_not_be_used_any_more_is_withdrawn(
    room: Newsroom, words: tuple[str, ...]
) -> None:
    take(room, wire(version=1), hour=9)
    taken = take(room, wire(words, version=2, status="withheld", hour=11), hour=11)
    assert taken.updated == 1
    (story,) = room.stories().values()
    assert story.status == "withdrawn"
    assert story.updated == at(11)
    with room.store.read() as snapshot:
        assert snapshot.versions(story.id)[0].text == "\n".join(HARBOUR)
    assert take(room, wire(words, version=2, status="withheld", hour=12), hour=12).updated == 0


def test_a_withheld_story_that_is_given_again_is_back(room: Newsroom) -> None:
    take(room, wire(version=1), hour=9)
    take(room, wire(version=2, status="withheld", hour=10), hour=10)
    take(room, wire(version=3, hour=11), hour=11)
    (story,) = room.stories().values()
    assert story.status == "usable"
    assert texts(room) == ["\n".join(HARBOUR)]
    assert len(room.release()) == 1


def test_an_outlet_that_gives_its_copy_again_gives_nobody_elses_story_back(room: Newsroom) -> None:
    take(room, wire(source="Ledger", version=1), hour=9)
    take(room, wire(version=1, hour=10), hour=10)
    take(room, wire(source="Ledger", version=2, status="canceled", hour=11), hour=11)
    take(room, wire(version=2, status="withheld", hour=12), hour=12)
    take(room, wire(version=3, hour=13), hour=13)
    (story,) = room.stories().values()
    assert (story.status, story.updated) == ("withdrawn", at(11))


def test_a_withheld_story_is_back_also_in_words_that_it_had_before(room: Newsroom) -> None:
    """Its source went to and fro between two states before; that it is given again is news all the same."""
    other = (*HARBOUR[:3], "It costs five.")
    for hour in range(9, 13):
        take(room, wire(HARBOUR if hour % 2 else other, hour=hour), hour=hour)
    take(room, wire(status="withheld", hour=13), hour=13)
    take(room, wire(hour=14), hour=14)
    (story,) = room.stories().values()
    assert (story.status, story.head.text) == ("usable", "\n".join(HARBOUR))


def test_an_outlet_that_withholds_its_copy_withdraws_nobody_elses(room: Newsroom) -> None:
    room.take(item("Ledger", "1", "Harbour to be dredged", HARBOUR, 8))
    take(room, wire(version=1, hour=9), hour=9)
    take(room, wire(version=2, status="canceled", hour=10), hour=10)
    (story,) = room.stories().values()
    assert story.status == "usable"


def test_a_lower_version_that_comes_late_changes_nothing(room: Newsroom) -> None:
    second = (*HARBOUR[:3], "The work costs five million crowns, Kell said.")
    take(room, wire(second, version=2), hour=9)
    assert take(room, wire(version=1, hour=10), hour=10).updated == 0
    assert take(room, wire(second, version=4, hour=11), hour=11).updated == 0
    assert take(room, wire(version=3, hour=12), hour=12).updated == 0
    assert texts(room) == ["\n".join(second)]
    assert take(room, wire(version=5, hour=13), hour=13).updated == 1


def test_versions_in_one_document_are_one_story_with_its_history(room: Newsroom) -> None:
    second = (*HARBOUR[:3], "The work costs five million crowns, Kell said.")
    take(room, wire(second, version=2), wire(version=1), hour=9)
    (story,) = room.stories().values()
    assert (story.version, story.head.text) == (2, "\n".join(second))
    assert take(room, wire(second, version=2), wire(version=1), hour=10).updated == 0


def test_a_document_that_holds_a_story_and_its_cancellation_brings_neither(room: Newsroom) -> None:
    take(room, wire(version=1), wire(version=2, status="canceled"), hour=9)
    assert room.stories() == {}
    take(room, wire(version=1, hour=10), hour=10)
    assert room.stories() == {}, "the cancelled version came back"


def test_an_embargo_on_the_last_version_is_one_on_those_that_come_with_it(room: Newsroom) -> None:
    take(room, wire(version=1), wire(version=2, embargo="2026-03-01T12:00:00Z"), hour=9)
    assert room.stories() == {}
    open_seals(room, 12)
    assert len(room.stories()) == 1


def test_a_dated_feed_tells_the_order_of_its_days_and_what_it_does_not_believe() -> None:
    items = "".join(
        f"<item><guid>{n}</guid><title>Story {n}</title><pubDate>{day}</pubDate></item>"
        for n, day in enumerate(["03/02/2026", "25/02/2026", "sometime", "01/01/2031"])
    )
    found = read(
        f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode(),
        content_type=None,
        location=None,
        source=Source(name="F"),
        first_seen=at(9),
        seen_after=None,
    )
    days = [one.published and one.published.date().isoformat() for one in found.items]
    assert days == ["2026-02-03", "2026-02-25", None, None]
    assert [one.published_raw for one in found.items][2] == "sometime"
    assert found.problems == (
        "2 dates not believed, the first: “sometime” is no date that can be read",
    )
