"""Texts that are parts of others: halves of a story, stories in a round-up, in whatever order they arrive."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identify.newsroom import Newsroom, Post

Told = dict[str, Any]
Carried = tuple[str, Sequence[str], bool]  # title, paragraphs, whether it is a teaser
WHOLES = tomllib.loads((Path(__file__).parent / "texts" / "wholes.toml").read_text("utf-8"))
NAMES = sorted(WHOLES)


def cut(paragraphs: Sequence[str], words: int = 28) -> list[str]:
    return [" ".join(" ".join(paragraphs).split()[:words]) + "…"]


def family(name: str) -> dict[str, Carried]:
    """What outlets make of a story, and of another one beside it."""
    title, text = WHOLES[name]["title"], WHOLES[name]["paragraphs"]
    other = WHOLES[NAMES[NAMES.index(name) - 1]]
    title_of_other, others = other["title"], other["paragraphs"]
    return {
        "whole": (title, text, False),
        "first half": (title, text[:4], False),
        "second half": (title, text[4:], False),
        "teaser": (title, cut(text), True),
        "shortened": (title, [text[place] for place in (0, 2, 3, 5, 6)], False),
        "reordered": (title, [text[place] for place in (0, 2, 1, 4, 3, 6, 5, 7)], False),
        "corrected": (f"CORRECTED: {title}", [text[0].replace("the", "a", 1), *text[1:]], False),
        "follow-up": (
            title_of_other,
            [others[0], others[1], text[1], text[3], others[2], others[6]],
            False,
        ),
        "other": (title_of_other, others, False),
        "other's beginning": (title_of_other, others[:4], False),
        "round-up": ("News in brief", [*text, *others], False),
        "round-up of beginnings": ("News in brief", [*text[:4], *others[:4]], False),
        "other's lead": (title_of_other, others[:3], False),
        "with other's lead below": ("", [*text, *others[:3]], False),
        "round-up under the first title": (title, [*text, *others], False),
        "round-up under both titles": (f"{title} / {title_of_other}", [*text, *others], False),
        "brief round-up": ("News in brief", [text[0], others[0]], False),
        "brief": (title, text[:1], False),
        "other in brief": (title_of_other, others[:1], False),
    }


def grouped(room: Newsroom, posts: dict[str, Carried], order: Sequence[str]) -> set[frozenset[str]]:
    """Which of these are one story, if they arrive in this order; times are as stated, the same in all."""
    desk = Newsroom(language=room.language)
    for name in order:
        title, text, teaser = posts[name]
        minutes = sorted(posts).index(name) * 20
        desk.poll(
            name, Post(title=title, text=text, guid="1", minutes=minutes, teaser=teaser),
            minutes=1000,
        )  # fmt: skip
    groups = {frozenset(copy.source for copy in story.copies) for story in desk.stories()}
    desk.close()  # the next order has its store
    return groups


def outcomes(room: Newsroom, name: str, some: Sequence[str]) -> list[set[frozenset[str]]]:
    room.language = "en"
    posts = {one: carried for one, carried in family(name).items() if one in some}
    found: list[set[frozenset[str]]] = []
    for order in permutations(some):
        groups = grouped(room, posts, order)
        if groups not in found:
            found.append(groups)
    return found


def together(*groups: str) -> list[set[frozenset[str]]]:
    """One outcome, of these groups; names in a group are apart by commas."""
    return [{frozenset(group.split(", ")) for group in groups}]


@pytest.mark.parametrize("name", NAMES)
def test_two_halves_and_the_whole_are_one_story_in_any_order(room: Newsroom, name: str) -> None:
    found = outcomes(room, name, ["first half", "second half", "whole"])
    assert found == together("first half, second half, whole")


def test_two_halves_and_the_whole_are_one_story_in_every_language(
    room: Newsroom, told: Told
) -> None:
    text = [*told["paragraphs"][:3], told["context_before"], *told["paragraphs"][3:]]
    text += [told["development"], told["context_after"]]
    posts: dict[str, Carried] = {
        "whole": (told["title"], text, False),
        "first half": (told["title"], text[:4], False),
        "second half": (told["title"], text[4:], False),
    }
    for order in permutations(posts):
        assert len(grouped(room, posts, order)) == 1, order


@pytest.mark.parametrize(
    "some",
    [
        ["first half", "second half", "whole", "teaser"],
        ["first half", "second half", "shortened", "whole"],
        ["first half", "teaser", "corrected", "reordered"],
    ],
    ids=" ".join,
)
def test_what_outlets_make_of_one_story_is_one_in_any_order(
    room: Newsroom, some: list[str]
) -> None:
    assert outcomes(room, "cable", some) == together(", ".join(some))


def test_a_follow_up_that_quotes_stands_beside_the_halves_in_any_order(room: Newsroom) -> None:
    found = outcomes(room, "bell", ["first half", "second half", "follow-up", "whole"])
    assert found == together("first half, second half, whole", "follow-up")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("whole", "other", "round-up"),
        ("whole", "other", "round-up under both titles"),
    ],
)
def test_a_round_up_is_no_copy_of_a_story_in_it_and_the_order_does_not_matter(
    room: Newsroom, name: str, one: str, other: str, both: str
) -> None:
    assert outcomes(room, name, [one, other, both]) == together(one, other, both)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("first half", "other's beginning", "round-up of beginnings"),
        ("whole", "other", "round-up under the first title"),
        ("brief", "other in brief", "brief round-up"),
    ],
)
def test_what_has_another_story_below_its_own_never_makes_one_of_both(
    room: Newsroom, name: str, one: str, other: str, both: str
) -> None:
    for groups in outcomes(room, name, [one, other, both]):
        assert frozenset({other}) in groups


@pytest.mark.parametrize("name", NAMES)
def test_a_story_with_some_other_news_below_is_that_story_in_any_order(
    room: Newsroom, name: str
) -> None:
    found = outcomes(room, name, ["whole", "other's lead", "with other's lead below"])
    assert found == together("whole, with other's lead below", "other's lead")


def test_a_round_up_and_teasers_of_what_is_in_it_make_no_two_stories_one(room: Newsroom) -> None:
    """A teaser that a round-up and its story begin with goes to whichever came first; that much order decides."""
    for groups in outcomes(room, "pass", ["whole", "other", "round-up", "teaser"]):
        assert not any({"whole", "other"} <= group for group in groups)


def test_a_round_up_is_linked_with_the_stories_in_it(room: Newsroom) -> None:
    room.language = "en"
    posts = family("cable")
    for number, name in enumerate(("whole", "other", "round-up")):
        title, text, _ = posts[name]
        room.carry(name, title, text, guid="1", minutes=number * 20)
    whole, other = (room.story(name, "1").id for name in ("whole", "other"))
    assert room.quoted(room.story("round-up", "1")) == {whole, other}


ONE = ["whole", "first half", "second half", "teaser", "shortened", "reordered", "corrected"]


@settings(max_examples=25, deadline=None)
@given(st.permutations([*ONE, "follow-up", "other"]))
def test_all_of_it_comes_to_the_same_stories_in_any_order(order: list[str]) -> None:
    room = Newsroom(language="en")
    try:
        groups = grouped(room, family("cable"), order)
    finally:
        room.close()
    assert groups == {frozenset(ONE), frozenset({"follow-up", "other"})}
