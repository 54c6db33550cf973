"""Our own sets, taken in in time and in other orders: found to their floors, and the same stories in any order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.quality import desk, floors
from tests.quality.desk import Desk, run
from tests.quality.floors import FLOORS
from tests.quality.labelled import Labelled, half_teasers, load
from tests.quality.measure import Counted, Edits, neighbours
from tests.quality.score import score

HERE = Path(__file__).parent
SETS = {
    "stories": HERE / "stories.jsonl",
    "hard edits": HERE / "acts.jsonl",
    "outlets": HERE / "outlets.jsonl",
}


_normalized = cache(desk.to_item)


@pytest.fixture(autouse=True)
def _normalized_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "to_item", _normalized)


@cache
def items_of(name: str, teasers: bool) -> list[Labelled]:
    items = load(SETS[name])
    return half_teasers(items, seed=1) if teasers else items


@cache
def stories_of(name: str, teasers: bool, step: int = 1) -> Mapping[str, str]:
    """The story of each item of a set in time, or the last first; found once for all that is asked of them."""
    return run(items_of(name, teasers)[::step])


def by_story(stories: Mapping[str, str]) -> set[frozenset[str]]:
    together = defaultdict(set)
    for item, story in stories.items():
        together[story].add(item)
    return {frozenset(some) for some in together.values()}


@pytest.mark.parametrize("teasers", [False, True], ids=["full texts", "half teasers"])
@pytest.mark.parametrize("name", SETS)
def test_items_make_the_same_stories_in_any_order(name: str, teasers: bool) -> None:
    items = items_of(name, teasers)
    in_time = by_story(stories_of(name, teasers))
    assert len(in_time) < len(items)
    assert by_story(stories_of(name, teasers, -1)) == in_time, "the last first"
    mixed = [*items]
    Random(teasers).shuffle(mixed)
    assert by_story(run(mixed)) == in_time, "shuffled"


@pytest.mark.parametrize("seed", range(2))
def test_documents_and_transactions_change_nothing_of_that(seed: int) -> None:
    """Several copies in one document, and several sources' documents taken in together."""
    mixed, chance = [*items_of("hard edits", True)], Random(seed)
    chance.shuffle(mixed)
    polls = []
    while mixed:
        many = chance.choice((1, 3, 10, 40))
        polls.append(mixed[:many])
        del mixed[:many]
    together = Desk()
    for some in polls:
        together.assign_together(some)
    assert by_story(together.stories()) == by_story(stories_of("hard edits", True))


@pytest.mark.parametrize("named", FLOORS["acts"])
def test_hard_copies_are_found_and_the_next_act_is_another_story(named: str) -> None:
    """Stories edited in many ways at once, and the next act of the same formulas."""
    teasers, floor = "teasers" in named, FLOORS["acts"][named]
    found = score(items_of("hard edits", teasers), stories_of("hard edits", teasers))
    assert found.precision >= floor["precision"], found
    assert found.recall >= floor["recall"], found


def found_again(items: list[Labelled], stories: Mapping[str, str]) -> Edits:
    """By kind, how many copies are with the story's first text."""
    firsts = {item.story: item.id for item in reversed(items) if item.id == item.story}
    found = Edits(neighbours=neighbours(items, stories))
    for item in items:
        if item.kind and not item.kind.startswith("neg:"):
            one = found.kinds.setdefault(item.kind, Counted())
            one.total += 1
            one.joined += stories[item.id] == stories[firsts[item.story]]
    return found


@pytest.mark.parametrize("step", [1, -1], ids=["in order of time", "the last first"])
def test_what_outlets_do_to_stories_in_eleven_languages_is_seen_through(step: int) -> None:
    """Found again as outlets carry them, and their neighbours kept apart."""
    items = items_of("outlets", False)
    assert len({item.lang for item in items}) == 11
    found = found_again(items, stories_of("outlets", False, step))
    assert list(floors.edits_below("outlets", found)) == []
    assert list(floors.joined_above("outlets neighbours", found.neighbours)) == []
