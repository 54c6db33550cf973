"""Whatever the program parts and unites, and an editor splits and joins: what readers rely on."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.model.item import Item
from feeds.model.story import Story
from store.open import open_store
from tests.newsroom.intake import HARBOUR, Newsroom, item

_STEPS = 12
TEXTS = [
    item(
        f"Outlet {n}", "1", f"Title {n}", [*HARBOUR, f"Witness {n} counted {37 * n + 11} tons."], 8
    )
    for n in range(5)
]
CORRECTED = item("Outlet 3", "2", "CORRECTED: Title 3", [*HARBOUR, "It is 130 tons."], 9)
ITEMS = [*TEXTS, CORRECTED]
Pair = frozenset[int]


def copies(story: Story) -> set[int]:
    return {copy.item for copy in story.copies}


def pairs(ones: set[int], others: set[int]) -> set[Pair]:
    return {frozenset((one, other)) for one in ones for other in others}


class Life:
    """A newsroom to which things happen by chance, and what its readers have seen."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.room = Newsroom(open_store("sqlite:///:memory:"))
        self.hour = 11
        self.apart: set[Pair] = set()  # items, as an editor ruled
        self.known: dict[str, Story] = {}

    def step(self) -> None:
        self.hour += 1
        stories = list(self.room.stories().values())
        self.chance.choice((self._regroup, self._regroup, self._split, self._join))(stories)

    def _regroup(self, stories: list[Story]) -> None:
        free = {i for s in stories if not any(c.leads for c in s.copies) for i in copies(s)}
        groups = [[one for one in ITEMS if one.id in free and self._lot()] for _ in "ab"]
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
        self.room.split(story.id, *(one for one in ITEMS if one.id in some), hour=self.hour)
        self.apart |= pairs(set(some), copies(story) - set(some))

    def _join(self, stories: list[Story]) -> None:
        if len(stories) > 1:
            one, other = self.chance.sample(stories, 2)
            self.room.join(one.id, other.id, hour=self.hour)
            self.apart -= pairs(copies(one), copies(other))

    def look(self) -> None:
        stories = self.room.stories()
        held = sorted(item for story in stories.values() for item in copies(story))
        assert held == sorted(one.id for one in ITEMS), "each item is in one story"
        with self.room.store.read() as snapshot:
            assert snapshot.stories_by_id(list(self.known)).keys() == self.known.keys()
            for story in stories.values():
                history = snapshot.versions(story.id)
                assert [v.number for v in history] == [*range(1, story.version + 1)]
                assert {v.item for v in history} <= copies(story)
                assert history[-1].digest == story.head.digest
        for story in stories.values():
            before = self.known.get(story.id, story)
            if before.head.digest != story.head.digest:
                assert story.updated > before.updated, "an entry in other words is newer"
            else:
                assert story.updated == before.updated, (
                    "an entry in the same words is as old as it was"
                )
        self.known |= stories


def live(chance: Random) -> None:
    life = Life(chance)
    arriving = [*ITEMS]
    chance.shuffle(arriving)
    for one in arriving:
        life.room.take(one)
    life.look()
    for _ in range(_STEPS):
        life.step()
        life.look()
    life.room.release(23)
    life.room.store.close()


@settings(max_examples=25, deadline=None, derandomize=True)  # the same lives on every machine
@given(st.randoms(use_true_random=False))
def test_nothing_is_lost_and_what_readers_know_leads_somewhere(chance: Random) -> None:
    live(chance)


def test_words_that_a_story_had_on_its_way_from_one_to_another_are_no_older_than_that() -> None:
    live(Random(98))  # comes apart, is merged and comes apart again in one step


def test_a_story_parted_on_its_way_into_another_comes_back_as_readers_had_it() -> None:
    """It lost the copy that a correction is of, and would have come back as if corrected anew."""
    room = Newsroom(open_store("sqlite:///:memory:"))
    for one in ITEMS:
        room.take(one)

    def some(*numbers: int) -> list[Item]:
        return [ITEMS[number] for number in numbers]

    room.regroup(some(2, 3, 4, 5), some(0, 1), hour=12)
    before = room.stories()[room.story_of(CORRECTED)]
    room.regroup(some(0, 2, 4, 5), some(1, 3), hour=13)
    room.regroup(ITEMS, hour=14)
    room.split(room.story_of(CORRECTED), *some(0, 1), hour=15)
    after = room.stories()[room.story_of(CORRECTED)]
    assert (after.id, after.head, after.updated) == (before.id, before.head, before.updated)
    room.store.close()
