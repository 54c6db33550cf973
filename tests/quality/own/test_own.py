"""Our own labelled stories are well-formed, and rich enough to measure on."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from tests.quality.edits import KINDS, NEGATIVES, stream
from tests.quality.edits.passages import WORD, fold
from tests.quality.labelled import Labelled, load

OWN = Path(__file__).with_name("stories.jsonl")
LANGUAGES = ["ar", "en", "es", "fr"]
TYPES = {"neg:template", "neg:quotes", "neg:same-event", "neg:same-title", "neg:column"}


def own(lang: str) -> list[Labelled]:
    return [item for item in load(OWN) if item.lang == lang]


def test_own_labels_are_well_formed() -> None:
    fields = {"id", "source", "time", "lang", "title", "text", "teaser", "story_id", "kind"}
    for line in OWN.read_text("utf-8").splitlines():
        assert set(json.loads(line)) == fields
    items = load(OWN)
    assert len({item.id for item in items}) == len(items)
    for item in items:
        assert item.title.strip()
        assert len(item.text.split()) >= 15
        assert item.time is not None
        assert item.story
        assert not item.kind.startswith("neg:") or item.kind in TYPES
    span = max(item.time for item in items) - min(item.time for item in items)
    assert timedelta(days=5) < span < timedelta(days=8)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_stories_have_copies_and_neighbours_in_every_language(lang: str) -> None:
    items = own(lang)
    first = [item for item in items if not item.kind]
    copies = Counter(item.story for item in items if item.kind and item.kind not in TYPES)
    assert len(first) >= 20
    assert len(copies) >= 10
    assert set(copies) <= {item.id for item in first}
    assert {item.kind for item in items} >= TYPES | {
        "retitled",
        "teaser",
        "rewrite",
        "correction",
        "update",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_own_neighbour_is_alone_with_its_label(lang: str) -> None:
    counted = Counter(item.story for item in own(lang))
    assert all(counted[item.story] == 1 for item in own(lang) if item.kind in TYPES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_copies_share_words_with_their_first_and_come_later(lang: str) -> None:
    first = {item.story: item for item in own(lang) if not item.kind}
    for item in own(lang):
        if item.kind and item.kind not in TYPES:
            base = first[item.story]
            assert item.time > base.time
            assert item.source != base.source or item.kind in {"correction", "update"}
            assert runs(item.text) & runs(base.text), item.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_own_stories_have_every_kind_of_generated_copies(lang: str) -> None:
    bases = [item for item in own(lang) if not item.kind]
    kinds = {copy.kind for copy in stream(bases, seed=1)}
    assert kinds >= {"", *KINDS, *NEGATIVES}


def runs(text: str) -> set[tuple[str, ...]]:
    found = [fold(word) for word in WORD.findall(text)]
    return {tuple(found[place : place + 5]) for place in range(len(found) - 4)}
