"""What a source changes of many entries alike is how it dresses its pages: no story is news for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

Told = dict[str, Any]


def _posts(told: Told) -> list[Post]:
    texts = [
        (told["rival_title"], told["rival"]),
        (told["follow_title"], told["follow"]),
        *((f"{told['column_title']} {n}", text) for n, text in enumerate(told["column"])),
    ]
    return [
        Post(title=title, text=[text] if isinstance(text, str) else text, guid=f"{n}", minutes=-n)
        for n, (title, text) in enumerate(texts)
    ]


def _under(post: Post, *lines: str) -> Post:
    return replace(post, text=[*post.text, *lines])


def _over(post: Post, line: str) -> Post:
    return replace(post, text=[line, *post.text])


_ADS = ("Fly to Corrin from nine crowns", "New tyres at Bram's, all of March", "Try our crossword")


@pytest.mark.parametrize(
    "dress",
    [
        lambda post, _, __: _under(post, "Become a member of the Gazette and read without ads."),
        lambda post, poll, n: _under(post, f"{poll * 31 + n} readers", f"{poll + n} comments"),
        lambda post, poll, _: _over(post, f"Harbour index: {2000 + poll} points"),
        lambda post, _, n: _over(post, f"Port Sable, 2024-03-0{n + 1}, from our own staff"),
        lambda post, poll, _: _under(post, _ADS[poll % 3]),
        lambda post, _, __: replace(post, title=f"{post.title.upper()} • Harbour Gazette"),
    ],
    ids=["a foot", "counts", "a price", "a line above", "advertisements", "its name in titles"],
)
def test_what_is_changed_of_all_entries_alike_moves_no_story(
    room: Newsroom, told: Told, dress: Callable[[Post, int, int], Post]
) -> None:
    posts = _posts(told)
    room.poll("Gazette", *posts)
    before = {story.id: story.updated for story in room.stories()}
    for poll in range(1, 4):
        dressed = [dress(post, poll, n) for n, post in enumerate(posts)]
        brought = room.poll("Gazette", *dressed, minutes=poll * 60)
        assert (brought.new, brought.updated) == (0, 0)
    assert {story.id: story.updated for story in room.stories()} == before
    last = {room.item("Gazette", post.guid or "").title for post in posts}
    assert last == {post.title for post in dressed}, "and what is shown is as the source has it"


def test_a_story_that_is_edited_as_well_is_news(room: Newsroom, told: Told) -> None:
    posts = _posts(told)
    room.poll("Gazette", *posts)
    foot = "Become a member of the Gazette and read without ads."
    first, *others = (_under(post, foot) for post in posts)
    edited = _under(first, told["development"])
    assert room.poll("Gazette", edited, *others, minutes=60).updated == 1
    assert room.relations(room.story("Gazette", "0")) == ["original", "update"]


def test_a_correction_of_two_stories_alike_is_news_of_both(room: Newsroom, told: Told) -> None:
    posts = _posts(told)
    room.poll("Gazette", *posts)
    two = [_under(post, told["development"]) for post in posts[:2]]
    assert room.poll("Gazette", *two, *posts[2:], minutes=60).updated == 2


def test_reports_of_one_form_that_all_have_new_figures_are_news(room: Newsroom) -> None:
    """The figures are what they are about."""
    form = ["Wind: {} knots", "Swell: {} metres", "Water: {} degrees", "Sight: {} miles"]

    def reports(first: int) -> list[Post]:
        return [
            Post(
                title=f"At sea off {place}",
                text=[line.format(first + n) for line in form],
                guid=place,
            )
            for n, place in enumerate(("Corrin", "Saltmarsh", "Port Sable", "Westerby"))
        ]

    room.poll("Gazette", *reports(10))
    assert room.poll("Gazette", *reports(20), minutes=60).updated == 4
