"""The same items make the same stories in whatever order they come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.quality.desk import Desk, run
from tests.quality.labelled import Labelled, half_teasers, load

HERE = Path(__file__).parent
SETS = {
    "stories": HERE / "stories.jsonl",
    "hard edits": HERE / "acts.jsonl",
    "outlets": HERE / "outlets.jsonl",
}


def by_story(stories: Mapping[str, str]) -> set[frozenset[str]]:
    together = defaultdict(set)
    for item, story in stories.items():
        together[story].add(item)
    return {frozenset(some) for some in together.values()}


def parted(items: Sequence[Labelled]) -> set[frozenset[str]]:
    return by_story(run(items))


@pytest.mark.parametrize("teasers", [False, True], ids=["full texts", "half teasers"])
@pytest.mark.parametrize("name", SETS)
def test_items_make_the_same_stories_in_any_order(name: str, teasers: bool) -> None:
    items = load(SETS[name])
    if teasers:
        items = half_teasers(items, seed=1)
    in_time = parted(items)
    assert len(in_time) < len(items)
    assert parted(items[::-1]) == in_time
    for seed in range(2):
        mixed = [*items]
        Random(seed).shuffle(mixed)
        assert parted(mixed) == in_time, f"shuffled by {seed}"


@pytest.mark.parametrize("seed", range(2))
def test_documents_and_transactions_change_nothing_of_that(seed: int) -> None:
    """Several copies in one document, and several sources' documents taken in together."""
    items = half_teasers(load(SETS["hard edits"]), seed=1)
    mixed, chance = [*items], Random(seed)
    chance.shuffle(mixed)
    polls = []
    while mixed:
        many = chance.choice((1, 3, 10, 40))
        polls.append(mixed[:many])
        del mixed[:many]
    desk = Desk()
    for some in polls:
        desk.assign_together(some)
    assert by_story(desk.stories()) == parted(items)
