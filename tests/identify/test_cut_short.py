"""A text that its source gives cut at one poll and whole at another has the words that it had."""

from __future__ import annotations

from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

Told = dict[str, Any]
_PAGE = "https://gazette.example/ferries"


def _post(told: Told, words: int | None, *, guid: str = "1") -> Post:
    """The sample story, or its first words and an ellipsis."""
    whole: list[str] = told["paragraphs"]
    if words is None:
        return Post(title=told["title"], text=whole, guid=guid, link=f"{_PAGE}/{guid}")
    cut = " ".join(" ".join(whole).split()[:words])
    return Post(title=told["title"], text=f"{cut}…", guid=guid, link=f"{_PAGE}/{guid}", teaser=True)


@pytest.mark.parametrize("guids", ["same", "new"])
def test_a_teaser_that_comes_whole_changes_no_words_and_readers_see_all_of_them(
    room: Newsroom, told: Told, guids: str
) -> None:
    room.poll("Gazette", _post(told, 12))
    (before,) = room.stories()
    guid = "1" if guids == "same" else "2"
    room.poll("Gazette", _post(told, None, guid=guid), minutes=60)
    (story,) = room.stories()
    assert (story.id, story.updated, story.version) == (before.id, before.updated, 1)
    assert story.head.text.split("\n")[-1] == told["paragraphs"][-1]
    assert room.relations(story) == ["original"]


def test_a_paywall_that_lets_one_poll_in_and_the_next_not_changes_nothing(
    room: Newsroom, told: Told
) -> None:
    for poll, words in enumerate((12, None, 12, 15, None, 12)):
        room.poll("Gazette", _post(told, words), minutes=poll * 30)
    (story,) = room.stories()
    assert story.version == 1
    assert told["paragraphs"][-1] in story.head.text


def test_a_teaser_of_another_length_changes_no_words(room: Newsroom, told: Told) -> None:
    for poll, words in enumerate((12, 20, 12)):
        room.poll("Gazette", _post(told, words), minutes=poll * 30)
    (story,) = room.stories()
    assert story.version == 1
    assert len(story.head.text.split()) > 12


def test_a_flash_that_goes_on_is_an_update(room: Newsroom, told: Told) -> None:
    """It ended with its sentence: what follows was written since."""
    first, *rest = told["paragraphs"]
    for poll, text in enumerate(([first], [first, *rest])):
        post = Post(title=told["title"], text=text, guid="1", teaser=not poll)
        room.poll("Gazette", post, minutes=poll * 30)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update"]


def test_a_line_without_a_full_stop_that_goes_on_is_an_update(room: Newsroom, told: Told) -> None:
    line = " ".join(told["rival"][0].rstrip(".").split()[:12])
    for poll, text in enumerate((line, f"{line}, {told['development']}")):
        post = Post(title=told["title"], text=text, guid="1", teaser=True)
        room.poll("Gazette", post, minutes=poll * 30)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update"]
