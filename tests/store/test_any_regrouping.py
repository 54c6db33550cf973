"""Whatever comes, the program parts and unites, and an editor splits and joins: what readers rely on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import combinations
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from feeds.model.item import Item
from feeds.model.story import Story
from store.open import open_store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, item

_STEPS = 12
TEXTS = [
    item(
        f"Outlet {n}", "1", f"Title {n}", [*HARBOUR, f"Witness {n} counted {37 * n + 11} tons."], 8
    )
    for n in range(5)
]
CORRECTED = item("Outlet 3", "2", "CORRECTED: Title 3", [*HARBOUR, "It is 130 tons."], 9)
ITEMS = [*TEXTS, CORRECTED]
OTHERS = [
    item("Outlet 5", "1", "Dredgers come in May", [HARBOUR[0]], 8),
    item("Wire", "1", "Port Sable to dredge", [*HARBOUR, "Kell was glad."], 7, agency="MAP"),
    item("Outlet 3", "3", "UPDATE 2: Title 3", [*HARBOUR, "It is 131 tons by now."], 10),
    item("Paper 1", "1", "Ships wait", [*TOLD, "A captain waited 20 hours."], 8),
    item("Paper 2", "1", "Ships lie off", [*TOLD, "Another waited 31 hours."], 8),
]
NOTICE = ["Please withdraw this story."]
KILLS = [
    item("Outlet 2", "2", "KILL: Title 2", NOTICE, 11),
    item("Wire", "2", "KILL: Port Sable to dredge", NOTICE, 11, agency="MAP"),
]
MARKED = {CORRECTED.id, OTHERS[2].id, *(kill.id for kill in KILLS)}
Pair = frozenset[int]


def copies(story: Story) -> set[int]:
    return {copy.item for copy in story.copies}


def pairs(ones: set[int], others: set[int]) -> set[Pair]:
    return {frozenset((one, other)) for one in ones for other in others}


def _is_whole(story: Story) -> bool:
    """Whether only an editor parts it, or joins it with others."""
    return story.status == "withdrawn" or any(
        copy.leads or copy.relation == "withdrawal" for copy in story.copies
    )


class Life:
    """A newsroom to which things happen by chance, and what its readers have seen."""

    def __init__(self, chance: Random, coming: Sequence[Item]) -> None:
        self.chance = chance
        self.room = Newsroom(open_store("sqlite:///:memory:"))
        self.hour = 11
        self.coming = [*coming]
        self.there: list[Item] = []
        self.apart: set[Pair] = set()  # items, as an editor ruled
        self.known: dict[str, Story] = {}
        self.reworded = False  # whether what came last tells the readers something else

    def step(self) -> None:
        self.hour += 1
        self.reworded = True
        stories = list(self.room.stories().values())
        if self.coming and self._lot():
            self.arrive()
        else:
            self.chance.choice((self._regroup, self._regroup, self._split, self._join))(stories)

    def arrive(self) -> None:
        one = self.coming.pop()
        self.there.append(one)
        self.reworded = one.id in MARKED
        self.room.take(one, hour=self.hour)

    def _regroup(self, stories: list[Story]) -> None:
        free = {i for story in stories if not _is_whole(story) for i in copies(story)}
        groups = [[one for one in self.there if one.id in free and self._lot()] for _ in "ab"]
        groups[1] = [one for one in groups[1] if one not in groups[0]]
        allowed = [
            some
            for some in groups
            if some and not self.apart & {frozenset((a.id, b.id)) for a, b in combinations(some, 2)}
        ]
        self.room.regroup(*allowed, hour=self.hour)

    def _lot(self) -> bool:
        return self.chance.random() < 0.5

    def _split(self, stories: list[Story]) -> None:
        story = self.chance.choice(stories)
        if len(story.copies) < 2:
            return
        some = self.chance.sample(
            sorted(copies(story)), self.chance.randrange(1, len(story.copies))
        )
        self.room.split(story.id, *(one for one in self.there if one.id in some), hour=self.hour)
        self.apart |= pairs(set(some), copies(story) - set(some))

    def _join(self, stories: list[Story]) -> None:
        if len(stories) > 1:
            one, other = self.chance.sample(stories, 2)
            self.room.join(one.id, other.id, hour=self.hour)
            self.apart -= pairs(copies(one), copies(other))

    def look(self) -> None:
        stories = self.room.stories()
        held = sorted(item for story in stories.values() for item in copies(story))
        assert held == sorted(one.id for one in self.there), "each item is in one story"
        with self.room.store.read() as snapshot:
            assert snapshot.stories_by_id(list(self.known)).keys() == self.known.keys()
            for story in stories.values():
                history = snapshot.versions(story.id)
                assert [v.number for v in history] == [*range(1, story.version + 1)]
                assert {v.item for v in history} <= copies(story)
                if story.status == "usable":
                    last = history[-1]
                    assert (last.digest, last.at) == (story.head.digest, story.updated)
        for story in stories.values():
            if before := self.known.get(story.id):
                self._compare(before, story)
        self.known |= stories

    def _compare(self, before: Story, story: Story) -> None:
        if (before.head.digest, before.status) == (story.head.digest, story.status):
            assert story.updated == before.updated, "an entry in the same words is as old as it was"
        elif before.status == story.status and (
            story.status == "withdrawn"  # as old as that, whatever stands under the notice
            or not self.reworded
            or not copies(story) <= copies(before)
        ):
            assert story.updated >= before.updated, "a fuller copy of the words makes none older"
        else:
            assert story.updated > before.updated, "an entry in other words is newer"


def live(chance: Random) -> None:
    some = [*ITEMS, *OTHERS, *(KILLS if chance.random() < 0.3 else ())]
    life = Life(chance, chance.sample(some, len(some) - 3))
    for _ in range(4):
        life.arrive()
    life.look()
    for _ in range(_STEPS):
        life.step()
        life.look()
    life.room.release(23)
    life.room.store.close()


@settings(max_examples=25, deadline=None, phases=[Phase.generate])  # a lesser number is no less
@given(st.integers(0, 1 << 32))
def test_nothing_is_lost_and_what_readers_know_leads_somewhere(number: int) -> None:
    live(Random(number))


@pytest.mark.parametrize("number", [602, 1079])
def test_what_comes_to_its_old_id_and_then_to_its_old_words_is_as_old_as_it_was(
    number: int,
) -> None:
    """It is met in one life of several hundred: what leaves a story has an id again that another copy headed, and
    that copy comes to it; or a story ends in another, which is as old as its own readers had it.
    """
    live(Random(number))


def some(*numbers: int) -> list[Item]:
    return [ITEMS[number] for number in numbers]


@pytest.fixture
def room() -> Iterator[Newsroom]:
    made = Newsroom(open_store("sqlite:///:memory:"))
    for one in some(3, 0, 1, 2, 4, 5):
        made.take(one)
    yield made
    made.store.close()


def corrected(room: Newsroom) -> tuple[str, Item, datetime]:
    """What readers see of the story that holds the corrected item."""
    story = room.stories()[room.story_of(CORRECTED)]
    return story.id, story.head, story.updated


def test_a_story_parted_on_its_way_into_another_comes_back_as_readers_had_it(
    room: Newsroom,
) -> None:
    """It lost the copy that a correction is of, and would have come back as if corrected anew."""
    room.regroup(some(2, 3, 4, 5), some(0, 1), hour=12)
    before = corrected(room)
    room.regroup(some(0, 2, 4, 5), some(1, 3), hour=13)
    room.regroup(ITEMS, hour=14)
    room.split(room.story_of(CORRECTED), *some(0, 1), hour=15)
    assert corrected(room) == before


def test_a_story_joined_again_with_what_it_corrects_comes_back_as_readers_had_it(
    room: Newsroom,
) -> None:
    """It was corrected when the story came, but its readers had these words only since the two were parted."""
    room.regroup(some(0, 1, 2), some(3, 5), hour=12)
    room.split(room.story_of(CORRECTED), ITEMS[3], hour=13)
    room.join(room.story_of(ITEMS[3]), room.story_of(CORRECTED), hour=14)
    before = corrected(room)
    room.join(room.story_of(CORRECTED), room.story_of(ITEMS[0]), hour=15)
    room.split(room.story_of(CORRECTED), ITEMS[0], hour=16)
    room.split(room.story_of(CORRECTED), *some(1, 2, 4), hour=17)
    assert corrected(room) == before


def test_a_withdrawn_story_that_an_editor_joins_and_splits_is_as_old_as_readers_had_it(
    room: Newsroom,
) -> None:
    """Its history has the notice, also where that came from the story it was a part of."""
    wire, notice = OTHERS[1], KILLS[1]
    room.take(notice)  # a story of its own until what it withdraws comes
    room.take(wire)
    story = room.split(room.story_of(notice), notice, wire, hour=13)
    before = room.stories()[story]
    assert before.status == "withdrawn"
    room.join(story, room.story_of(ITEMS[0]), hour=14)
    room.split(room.story_of(notice), notice, wire, hour=15)
    after = room.stories()[story]
    assert (after.status, after.head, after.updated) == ("withdrawn", before.head, before.updated)
