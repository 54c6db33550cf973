"""A guid that a source gives to another story by and by."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.identify.newsroom import LANGUAGES, Newsroom, Post, sample

Told = dict[str, Any]
DAY = 24 * 60  # minutes
_PAGE = "https://gazette.example"


@pytest.mark.parametrize("pages", ["another page", "one page", "no page"])
def test_a_source_that_counts_from_one_again_loses_no_story(
    room: Newsroom, told: Told, pages: str
) -> None:
    paths = {"another page": ("?p=1", "ferries/2"), "one page": ("?p=1",) * 2}.get(pages)
    links = [f"{_PAGE}/{path}" for path in paths] if paths else [None, None]
    first = Post(title=told["rival_title"], text=told["rival"], guid="1", link=links[0])
    text, later = told["follow"], 3 * DAY
    second = Post(
        title=told["follow_title"], text=text, guid="1", link=links[1], minutes=later - 20
    )
    room.poll("Gazette", first)
    for poll, new in enumerate((1, 0)):
        brought = room.poll("Gazette", second, minutes=later + poll * 30)
        assert (brought.new, brought.updated) == (new, 0)
    assert {one.head.title for one in room.stories()} == {first.title, second.title}
    edited = [*text[:-1], f"{text[-1]} {told['development']}"]
    third = Post(title=second.title, text=edited, guid="1", link=links[1], minutes=later - 20)
    room.poll("Gazette", third, minutes=later + 60)
    newest, other = room.stories()
    assert (newest.version, other.version) == (2, 1), "an edit is one of the story that it is of"
    assert len(newest.copies) == 1


@pytest.mark.parametrize("teasers", [False, True], ids=["texts", "teasers"])
def test_guids_that_count_the_places_in_a_feed_tell_no_stories_apart(
    room: Newsroom, *, teasers: bool
) -> None:
    """Not even when all that stood there first is gone."""
    texts = [
        (told[f"{name}_title"], told[name][: 1 if teasers else None])
        for told in map(sample, LANGUAGES)
        for name in ("rival", "follow", "kill", "updated")
        if isinstance(told.get(name), list)
    ]
    shown = 4
    assert len(texts) >= 2 * shown
    for newest in range(shown - 1, len(texts)):
        posts = [
            Post(title=title, text=text, guid=f"{place}", minutes=(newest - place) * 20)
            for place, (title, text) in enumerate(texts[newest::-1][:shown])
        ]
        posts = [replace(post, teaser=teasers) for post in posts]
        brought = room.poll("Gazette", *posts, minutes=newest * 20)
        assert (brought.new, brought.updated) == (shown if newest < shown else 1, 0)


def test_a_feed_of_teasers_that_counts_from_one_again_loses_no_story(room: Newsroom) -> None:
    """Though each page has the number in its address, too: all of them change at once."""
    texts = [(told["rival_title"], told["rival"][0]) for told in map(sample, LANGUAGES)]
    later = [(told["follow_title"], told["follow"][0]) for told in map(sample, LANGUAGES)]
    for day, some in ((0, texts), (3, later), (3, later)):
        posts = [
            Post(
                title=title,
                text=text,
                guid=f"{n}",
                link=f"{_PAGE}/?p={n}",
                teaser=True,
                minutes=day * DAY + n,
            )
            for n, (title, text) in enumerate(some)
        ]
        room.poll("Gazette", *posts, minutes=day * DAY + 30)
    assert {one.head.title for one in room.stories()} == {title for title, _ in (*texts, *later)}


def test_what_is_written_anew_under_its_guid_the_next_day_is_a_version(
    room: Newsroom, told: Told
) -> None:
    """Also at another page, as where the page's address follows the title."""
    old = Post(title=told["title"], text=told["paragraphs"], guid="1", link=f"{_PAGE}/ferries")
    new = Post(
        title=told["retitled"], text=told["edited"], guid="1", link=f"{_PAGE}/back", minutes=DAY
    )
    room.poll("Gazette", old)
    brought = room.poll("Gazette", new)
    assert (brought.new, brought.updated) == (0, 1)


def test_a_teaser_that_is_written_anew_at_its_page_the_next_day_is_a_version(
    room: Newsroom, told: Told
) -> None:
    for day, text in enumerate((told["rival"][0], told["development"])):
        post = Post(
            title=told["title"], text=text, guid="1", link=_PAGE, minutes=day * DAY, teaser=True
        )
        brought = room.poll("Gazette", post)
        assert (brought.new, brought.updated) == (1 - day, day)


@pytest.mark.parametrize("guid", ["48213", "1c9f-44", f"{_PAGE}/?p=7", "covid-19"])
@pytest.mark.parametrize("moved", [False, True], ids=["its page", "another page"])
@pytest.mark.parametrize("stub", [False, True], ids=["a report", "a stub"])
def test_what_an_editor_writes_wholly_anew_the_next_day_is_a_version(
    room: Newsroom, told: Told, guid: str, *, moved: bool, stub: bool
) -> None:
    """A guid that is no count is of one story for good, whatever becomes of title, lead, time and page."""
    text = told["paragraphs"][0] if stub else told["paragraphs"]
    old = Post(title=told["title"], text=text, guid=guid, link=f"{_PAGE}/ferries")
    page = f"{_PAGE}/back" if moved else old.link
    new = Post(title=told["rival_title"], text=told["rival"], guid=guid, link=page, minutes=DAY)
    room.poll("Gazette", old)
    brought = room.poll("Gazette", new)
    assert (brought.new, brought.updated) == (0, 1)
    (story,) = room.stories()
    assert story.head.title == new.title


def test_teasers_that_are_written_anew_while_the_desk_was_stopped_are_versions(
    room: Newsroom,
) -> None:
    for day, key in enumerate(("rival", "follow")):
        posts = [
            Post(
                title=told[f"{key}_title"],
                text=told[key][0],
                guid=f"{_PAGE}/?p={n}",
                link=f"{_PAGE}/{n}",
                minutes=day * DAY,
                teaser=True,
            )
            for n, told in enumerate(map(sample, LANGUAGES))
        ]
        brought = room.poll("Gazette", *posts)
        assert (brought.new, brought.updated) == (len(posts) * (1 - day), len(posts) * day)


@pytest.mark.parametrize("mark", ["kill", "corrected", "updated"])
@pytest.mark.parametrize("pages", ["one page", "another page", "no page"])
def test_a_notice_the_next_day_is_of_the_story_that_its_guid_named(
    room: Newsroom, told: Told, mark: str, pages: str
) -> None:
    """Though the guid be a count, and the notice say nothing of what it is of."""
    texts = {
        "kill": told["kill_form"],
        "corrected": told["corrected_note"],
        "updated": [told["updated_note"], *told["rival"][1:]],
    }
    paths = {"one page": ("a", "a"), "another page": ("a", "b")}.get(pages)
    links = [f"{_PAGE}/{path}" for path in paths] if paths else [None, None]
    old = Post(title=told["title"], text=told["paragraphs"], guid="17", link=links[0])
    title = told[f"{mark}_title"]
    new = Post(title=title, text=texts[mark], guid="17", link=links[1], minutes=DAY)
    room.poll("Gazette", old)
    brought = room.poll("Gazette", new)
    assert (brought.new, brought.updated) == (0, 1)
    (story,) = room.stories()
    assert story.status == ("withdrawn" if mark == "kill" else "usable")
