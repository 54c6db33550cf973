"""What two long texts share, wherever it stands in either, is found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.identify.fingerprint import fingerprint, keys_of
from feeds.model.atom import Text
from feeds.model.entry import Entry
from tests.identify.newsroom import Newsroom
from tests.identify.test_properties import taken

DAY = 24 * 60
_SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ne",
    "ru",
    "ta",
    "so",
    "vi",
    "be",
    "du",
    "fa",
    "ge",
    "pra",
    "stel",
    "mor",
)


def words(chance: random.Random, count: int) -> list[str]:
    """Words that no language has, each of three syllables: of so many no two texts share four by chance."""
    return ["".join(chance.choices(_SYLLABLES, k=3)) for _ in range(count)]


def put(text: list[str], place: int, passage: list[str]) -> str:
    return " ".join([*text[:place], *passage, *text[place:]])


@given(st.integers(0, 2**32), st.integers(0, 400), st.integers(0, 400))
def test_texts_that_share_19_words_have_a_key_in_common(
    seed: int, place: int, other_place: int
) -> None:
    chance = random.Random(seed)
    passage = words(chance, 19)
    texts = (put(words(chance, 400), where, passage) for where in (place, other_place))
    entries = (Entry(content=Text(value=text)) for text in texts)
    ours, others = (keys_of(fingerprint(taken(entry))) for entry in entries)
    assert {*ours} & {*others}


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_what_a_store_holds_from_before_keys_were_winnowed_is_found_still(seed: int) -> None:
    """Behind the first 64 shingles every sixteenth was a key, by its last bits."""
    made = fingerprint(taken(Entry(content=Text(value=" ".join(words(random.Random(seed), 700))))))
    held = [shingle for shingle in made.listed[64:] if shingle % 16 == 0]
    assert len({*held} & {*keys_of(made)}) > len(held) / 2


@pytest.mark.parametrize("place", [50, 900], ids="{} words in".format)
@pytest.mark.parametrize("quoted_from", [50, 900], ids="from {} words in".format)
def test_a_follow_up_that_quotes_a_paragraph_is_linked_wherever_that_stands(
    room: Newsroom, place: int, quoted_from: int
) -> None:
    chance = random.Random(place * 10_000 + quoted_from)
    passage = words(chance, 45)
    first, second = (
        room.carry(
            name,
            " ".join(words(chance, 7)),
            put(words(chance, 1_000), where, passage),
            minutes=late,
        )
        for name, where, late in (("Gazette", quoted_from, 0), ("Ledger", place, DAY))
    )
    assert first.id != second.id
    assert room.quoted(second) == {first.id}


@pytest.mark.parametrize("outlets", [1, 6])
def test_what_many_stories_end_with_is_quoted_by_none(room: Newsroom, outlets: int) -> None:
    """What a company says of itself below each release, a legal foot: of two alone nobody can say what it is."""
    chance = random.Random(outlets)
    foot = " ".join(words(chance, 100))
    found = [
        room.carry(
            f"Outlet {number % outlets}",
            " ".join(words(chance, 7)),
            [" ".join(words(chance, 250)), foot],
            minutes=60 * number,
        )
        for number in range(6)
    ]
    assert [room.quoted(story) for story in found[2:]] == [set()] * 4


@pytest.mark.parametrize("stories", [3, 5])
@pytest.mark.parametrize("length", [30, 150])
@pytest.mark.parametrize("place", [100, 400], ids=["amid", "last"])
def test_a_paragraph_quoted_above_an_outlet_s_foot_is_linked(
    room: Newsroom, stories: int, length: int, place: int
) -> None:
    """Each of its texts ends with the same words, be they fewer or more than what one quotes of another."""
    chance = random.Random(length)
    foot, passage = " ".join(words(chance, 80)), words(chance, length)
    bodies = [words(chance, 400) for _ in range(stories)]
    bodies[1][place:place] = bodies[-1][place:place] = passage
    found = [
        room.carry(
            "Gazette", " ".join(words(chance, 7)), [" ".join(body), foot], minutes=60 * number
        )
        for number, body in enumerate(bodies)
    ]
    *others, last = [room.quoted(story) for story in found[2:]]
    assert others == [set()] * (stories - 3)
    assert last == {found[1].id}
