"""Story identity, measured on the set of our own writing, is not under its floors."""

from __future__ import annotations

from tests.quality import floors
from tests.quality.__main__ import OWN, first_of_each
from tests.quality.labelled import load
from tests.quality.measure import by_language, edits, neighbours
from tests.quality.twins import linked, measure, told

_ROUNDS = 2  # of the kinds of edit; `make quality` takes all


def test_our_own_stories_are_each_recognised_and_their_neighbours_kept_apart() -> None:
    items = load(OWN)
    scores, stories = by_language(items)
    assert list(floors.scores_below("own", scores)) == []
    assert list(floors.joined_above("own neighbours", neighbours(items, stories))) == []


def test_edited_copies_are_found_and_altered_ones_are_not() -> None:
    bases = first_of_each(load(OWN))[::2]
    made = edits(bases, seed=1, rounds=_ROUNDS)
    assert list(floors.edits_below("own edits", made)) == []
    assert list(floors.joined_above("own edits neighbours", made.neighbours)) == []


def test_stories_of_one_event_in_two_languages_are_linked_and_others_are_not() -> None:
    material = told()
    assert len(material.wanted()) >= 60
    assert len(material.hard()) >= 200
    found = measure(material, linked(material.items))
    assert list(floors.scores_below("twins", found.scores)) == []
