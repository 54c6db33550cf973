"""Releases of one company, each above what the company says of itself, are a story each, whoever carries them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

TOLD = tomllib.loads((Path(__file__).parent / "texts" / "releases.toml").read_text("utf-8"))


@pytest.fixture(params=[*TOLD])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("outlets", [1, 3])
@pytest.mark.parametrize("cut", [1.0, 0.6], ids=["full", "cut"])
def test_two_releases_of_one_morning_are_two_stories(
    room: Newsroom, language: str, outlets: int, cut: float
) -> None:
    for number, release in enumerate(TOLD[language]["releases"]):
        title, words = release["title"], release["text"].split()
        shown = " ".join(words[: round(cut * len(words))])
        for outlet in range(outlets):
            name = f"Outlet {number if outlets == 1 else outlet}"
            paragraphs = [shown, TOLD[language]["about"]]
            room.poll(name, Post(title=title, text=paragraphs, guid=title, minutes=10 * number))
    assert sorted(len(story.copies) for story in room.stories()) == [outlets, outlets]


def test_two_releases_in_the_companys_own_feed_are_two_stories(
    room: Newsroom, language: str
) -> None:
    about = TOLD[language]["about"]
    for number, release in enumerate(TOLD[language]["releases"]):
        post = Post(title=release["title"], text=[release["text"], about], guid=f"{number}")
        room.poll("Halden Marine", replace(post, minutes=20 * number))
    assert [len(story.copies) for story in room.stories()] == [1, 1]


def test_copies_that_open_each_in_their_outlets_words_are_one_story(
    room: Newsroom, language: str
) -> None:
    first, second = TOLD[language]["releases"]
    title, text, opening = first["title"], first["text"], second["text"]
    last = title.split()[-1]
    room.poll("Gazette", Post(title=title, text=[text, TOLD[language]["about"]], guid="a"))
    room.poll(
        "Ledger",
        Post(
            title=f"{title} ({last})",
            text=[opening, text, TOLD[language]["about"]],
            guid="b",
            minutes=9,
        ),
    )
    assert len(room.stories()) == 1


def test_a_story_whose_lead_another_outlet_writes_anew_stays_one(
    room: Newsroom, told: dict[str, Any]
) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    anew = [told["development"], *told["paragraphs"][1:]]
    assert room.carry("Ledger", told["retitled"], anew, minutes=30).id == first.id
