"""Feeds that are no newspaper's: notices in one form are a story each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

FORMS = tomllib.loads((Path(__file__).parent / "texts" / "kinds.toml").read_text("utf-8"))["forms"]
SHOWN = 8  # entries in a document


def poll_each(room: Newsroom, posts: Sequence[Post]) -> None:
    """The source is polled as each of its entries appears."""
    for number in range(len(posts)):
        room.poll("Source", *posts[max(number + 1 - SHOWN, 0) : number + 1])


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form['kind']}-{form['language']}")
def test_entries_in_one_form_are_a_story_each(form: dict[str, Any]) -> None:
    room = Newsroom(language=form["language"])
    posts = [
        Post(
            title=form["title"].format(*row),
            text=form["text"].format(*row),
            html=form["text"].startswith("<"),
            guid=f"{number}",
            link=f"https://source.example/{number}",
            minutes=number * form["every"],
        )
        for number, row in enumerate(form["rows"])
    ]
    poll_each(room, posts)
    stories = room.stories()
    room.close()
    assert [len(story.copies) for story in stories] == [1] * len(posts)


BULLETINS = [
    "Dockers at Saltmarsh stopped work at six this morning over the rota for nights. The finance minister presents the "
    "budget at noon. Rain in the north, dry in the south.",
    "Dockers at Saltmarsh stopped work at six this morning over the rota for nights; talks begin at eleven. The "
    "finance minister presents the budget at noon. A lorry has overturned on the ring road. Rain in the north, dry in "
    "the south.",
    "Talks with dockers at Saltmarsh have begun. A lorry has overturned on the ring road, which stays shut. The "
    "finance minister presents the budget at noon. Rain in the north, dry in the south.",
]


def test_bulletins_of_each_hour_are_a_story_each_though_they_repeat_news(room: Newsroom) -> None:
    posts = [
        Post(title=f"Bulletin of {9 + number} am", text=text, guid=f"{number}", minutes=60 * number)
        for number, text in enumerate(BULLETINS)
    ]
    poll_each(room, posts)
    assert len(room.stories()) == 3


def test_somebody_who_is_named_later_is_in_the_same_story(room: Newsroom) -> None:
    text = (
        "Police in Saltmarsh have arrested {} over the fire in a block of flats on Quay Street on Thursday, in which "
        "three people were hurt. He is held at the station on Mill Lane, and will be heard on Friday."
    )
    posts = [
        Post(
            title=f"{name} held over Quay Street fire", text=text.format(who), guid=name, minutes=m
        )
        for name, who, m in [("Man", "a man", 0), ("Paul Berg", "Paul Berg, 41,", 90)]
    ]
    poll_each(room, posts)
    assert len(room.stories()) == 1
