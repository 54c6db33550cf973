"""Stories in eleven languages as outlets carry them: found again, and their neighbours kept apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality import floors
from tests.quality.desk import run
from tests.quality.labelled import Labelled, load
from tests.quality.measure import Counted, Edits, neighbours

OUTLETS = Path(__file__).with_name("outlets.jsonl")


def found_again(items: list[Labelled], stories: dict[str, str]) -> Edits:
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
    items = load(OUTLETS)
    assert len({item.lang for item in items}) == 11
    found = found_again(items, run(items[::step]))
    assert list(floors.edits_below("outlets", found)) == []
    assert list(floors.joined_above("outlets neighbours", found.neighbours)) == []
