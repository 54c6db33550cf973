"""Within one source: what is the same item again, and what are two."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

Told = dict[str, Any]
DAY = 24 * 60  # minutes
PAGE = "https://gazette.example/news/ferries"


def columns(told: Told) -> list[tuple[str, str]]:
    """Editions of a column."""
    return [(told["column_title"], text) for text in told["column"]]


def reports(told: Told) -> list[tuple[str, str]]:
    """Editions of a report that differ in figures and names."""
    text = "\n".join(told["template"])
    return [(told["template_title"].format(**e), text.format(**e)) for e in told["editions"]]


def test_the_same_document_again_changes_nothing(room: Newsroom, told: Told) -> None:
    posts = [
        Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE),
        Post(title=told["rival_title"], text=told["rival"], guid="2", link=f"{PAGE}-2"),
        Post(title=told["generic_title"], text=told["generic"][0]),
    ]
    first = room.poll("Gazette", *posts)
    before = room.stories()
    again = room.poll("Gazette", *posts, minutes=30)
    assert (first.new, first.updated) == (3, 0)
    assert (again.new, again.updated, again.known) == (0, 0, 3)
    assert room.stories() == before


@pytest.mark.parametrize("link", [None, PAGE], ids=["no link", "link"])
def test_a_guid_that_changes_at_each_poll_makes_one_item(
    room: Newsroom, told: Told, link: str | None
) -> None:
    for poll in range(4):
        post = Post(title=told["title"], text=told["paragraphs"], guid=f"{poll}", link=link)
        brought = room.poll("Gazette", post, minutes=poll * 30)
        assert (brought.new, brought.updated) == (1 - bool(poll), 0)
    (story,) = room.stories()
    assert len(story.copies) == 1
    assert story.copies[0].guid == "0"


def test_a_guid_that_changes_at_each_poll_over_a_teaser_makes_one_item(
    room: Newsroom, told: Told
) -> None:
    teaser = " ".join(told["paragraphs"][0].split()[:24]) + "…"
    for poll in range(4):
        post = Post(title=told["title"], text=teaser, guid=f"{poll}", teaser=True)
        brought = room.poll("Gazette", post, minutes=poll * 30)
        assert (brought.new, brought.updated) == (1 - bool(poll), 0)


HEADLINES = {
    "en": "Ferries return to Saltmarsh on Monday",
    "fr": "Les bacs reviennent à Saltmarsh dès lundi",
    "es": "Los transbordadores vuelven a Saltmarsh el lunes",
    "ar": "عبارات سالتمارش تعود إلى العمل يوم الاثنين",
}


@pytest.mark.parametrize("stated", ["one time", "the poll's", "none"])
def test_guids_and_links_that_change_at_each_poll_over_a_headline_make_one_item(
    room: Newsroom, language: str, stated: str
) -> None:
    for poll in range(4):
        minutes = {"one time": 0, "the poll's": poll * 30, "none": None}[stated]
        link = f"{PAGE}/{poll}"
        post = Post(title=HEADLINES[language], text="", guid=f"{poll}", link=link, minutes=minutes)
        brought = room.poll("Gazette", post, minutes=poll * 30)
        assert (brought.new, brought.updated) == (1 - bool(poll), 0)


def test_tomorrows_column_of_a_bare_title_is_another_item(room: Newsroom, language: str) -> None:
    for day in range(2):
        post = Post(
            title=HEADLINES[language],
            text="",
            guid=f"{day}",
            link=f"{PAGE}/{day}",
            minutes=day * DAY,
        )
        assert room.poll("Gazette", post, minutes=day * DAY).new == 1


def test_a_guid_that_changes_while_the_markup_does_makes_one_item(
    room: Newsroom, told: Told
) -> None:
    room.poll("Gazette", Post(title=told["title"], text=told["paragraphs"], guid="1"))
    markup = "<br>".join(f"<b>{line[:8]}</b>{line[8:]}" for line in told["paragraphs"])
    post = Post(title=told["title"].upper(), text=markup, guid="2", html=True)
    brought = room.poll("Gazette", post, minutes=30)
    assert (brought.new, brought.updated) == (0, 0)


def test_republished_with_a_new_guid_and_a_tracking_link_is_one_item(
    room: Newsroom, told: Told
) -> None:
    room.poll("Gazette", Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE))
    tracked = f"{PAGE}?utm_source=feed&utm_campaign=x#top"
    post = Post(title=told["title"], text=told["paragraphs"], guid="2", link=tracked)
    brought = room.poll("Gazette", post, minutes=30)
    assert (brought.new, brought.updated) == (0, 0)
    (story,) = room.stories()
    assert len(story.copies) == 1


def test_republished_with_other_words_at_the_same_page_is_a_version_of_one_item(
    room: Newsroom, told: Told
) -> None:
    room.poll("Gazette", Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE))
    post = Post(title=told["title"], text=told["edited"], guid="2", link=f"{PAGE}?utm_medium=rss")
    brought = room.poll("Gazette", post, minutes=30)
    assert (brought.new, brought.updated) == (0, 1)
    (story,) = room.stories()
    assert len(story.copies) == 1
    assert room.relations(story) == ["original", "update"]


def test_a_republished_text_with_a_word_changed_and_a_new_guid_is_one_item(
    room: Newsroom, told: Told
) -> None:
    one, *rest = told["paragraphs"]
    room.poll("Gazette", Post(title=told["title"], text=[one, *rest], guid="1"))
    post = Post(title=told["title"], text=[one, *rest[:-1], f"{rest[-1]} …"], guid="2", minutes=20)
    room.poll("Gazette", post)
    (story,) = room.stories()
    assert len(story.copies) == 1


def test_two_entries_in_one_document_stay_two(room: Newsroom, told: Told) -> None:
    posts = [
        Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE),
        Post(title=told["retitled"], text=told["paragraphs"], guid="2", link=f"{PAGE}/2"),
    ]
    for poll in range(3):
        brought = room.poll("Gazette", *posts, minutes=poll * 30)
        assert (brought.new, brought.updated) == ((2, 0) if not poll else (0, 0))
    assert sum(len(story.copies) for story in room.stories()) == 2


def test_two_entries_of_one_document_that_share_a_guid_stay_two(room: Newsroom, told: Told) -> None:
    posts = [
        Post(title=told["title"], text=told["paragraphs"], guid="home", link=PAGE),
        Post(title=told["rival_title"], text=told["rival"], guid="home", link=f"{PAGE}/2"),
    ]
    for poll in range(2):
        brought = room.poll("Gazette", *posts, minutes=poll * 30)
        assert (brought.new, brought.updated) == ((2, 0) if not poll else (0, 0))
    assert len(room.stories()) == 2


def test_entries_that_share_everything_but_their_few_words_stay_apart(room: Newsroom) -> None:
    room.language = "en"
    lines = [f"Bulletin number {number}: the bridge opens at {number}." for number in range(3)]
    posts = [Post(title="Bulletin", text=line, guid="home", link=PAGE) for line in lines]
    for poll in range(2):
        brought = room.poll("Gazette", *posts, minutes=poll * 30)
        assert (brought.new, brought.updated) == ((3, 0) if not poll else (0, 0))


def test_an_entry_that_stands_twice_in_a_document_is_one(room: Newsroom, told: Told) -> None:
    post = Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE)
    assert room.poll("Gazette", post, post).new == 1
    assert room.poll("Gazette", post, minutes=30).known == 1
    (story,) = room.stories()
    assert len(story.copies) == 1


def test_two_entries_of_one_document_that_share_a_link_stay_two(room: Newsroom, told: Told) -> None:
    posts = [
        Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE),
        Post(title=told["rival_title"], text=told["rival"], guid="2", link=PAGE),
    ]
    for poll in range(2):
        brought = room.poll("Gazette", *posts, minutes=poll * 30)
        assert (brought.new, brought.updated) == ((2, 0) if not poll else (0, 0))
    assert len(room.stories()) == 2


def test_two_entries_of_one_document_that_differ_by_a_word_stay_two(
    room: Newsroom, told: Told
) -> None:
    """Neither is a state of the other: both stand there at each poll."""
    *others, last = told["paragraphs"]
    texts = [*others, last], [*others, f"{last} {told['title'].split()[0]}."]
    posts = [
        Post(title=told["title"], text=text, guid=f"{number}", link=f"{PAGE}/{number}")
        for number, text in enumerate(texts)
    ]
    for poll in range(3):
        brought = room.poll("Gazette", *posts, minutes=poll * 30)
        assert (brought.new, brought.updated) == ((2, 0) if not poll else (0, 0))


def test_equal_words_of_two_sources_are_two_items_of_one_story(room: Newsroom, told: Told) -> None:
    for name in ("Gazette", "Ledger"):
        room.poll(name, Post(title=told["title"], text=told["paragraphs"], guid="1", link=PAGE))
    (story,) = room.stories()
    assert {copy.source for copy in story.copies} == {"Gazette", "Ledger"}


@pytest.mark.parametrize("kind", ["column", "template"])
def test_the_next_edition_at_the_same_page_under_another_guid_is_another_story(
    room: Newsroom, told: Told, kind: str
) -> None:
    """A page that shows today's edition: the guid tells the editions apart, the link does not."""
    shown = columns(told) if kind == "column" else reports(told)
    for edition, (title, text) in enumerate(shown):
        post = Post(title=title, text=text, guid=f"{edition}", link=PAGE, minutes=edition * DAY)
        assert room.poll("Gazette", post).new == 1
        again = replace(post, guid=f"{edition} again")
        for same in (post, again):
            brought = room.poll("Gazette", same, minutes=edition * DAY + 30)
            assert (brought.new, brought.updated) == (0, 0)
    assert [len(story.copies) for story in room.stories()] == [1] * len(shown)


@pytest.mark.parametrize("guid", [None, "of the feed"])
def test_the_next_edition_at_a_page_without_a_guid_of_its_own_is_the_page_s_item(
    room: Newsroom, told: Told, guid: str | None
) -> None:
    """Nothing but the page tells what it is: no entry has a guid, or all have the same one."""
    other = Post(title=told["rival_title"], text=told["rival"], guid=guid, link=f"{PAGE}/other")
    for edition, (title, text) in enumerate(columns(told)):
        post = Post(title=title, text=text, guid=guid, link=PAGE)
        brought = room.poll("Gazette", post, other, minutes=edition * DAY)
        assert (brought.new, brought.updated) == ((2, 0) if not edition else (0, 1))


def test_an_entry_that_is_known_by_its_guid_has_changed_whatever_guid_it_had_before(
    room: Newsroom, told: Told
) -> None:
    today, tomorrow = columns(told)[:2]
    for guid, minutes in (("1", 0), ("2", 30)):
        post = Post(title=today[0], text=today[1], guid=guid, link=PAGE)
        room.poll("Gazette", post, minutes=minutes)
    post = Post(title=tomorrow[0], text=tomorrow[1], guid="2", link=PAGE, minutes=DAY)
    brought = room.poll("Gazette", post)
    assert (brought.new, brought.updated) == (0, 1)


def test_a_text_corrected_the_next_day_at_the_same_page_is_a_version_whatever_its_guid(
    room: Newsroom, told: Told
) -> None:
    wrong, right = told["corrected"]
    corrected = [paragraph.replace(wrong, right) for paragraph in told["paragraphs"]]
    for edition, text in enumerate((told["paragraphs"], corrected)):
        post = Post(title=told["title"], text=text, guid=f"{edition}", link=PAGE)
        room.poll("Gazette", replace(post, minutes=edition * DAY))
    (story,) = room.stories()
    assert len(story.copies) == 1
    assert story.version == 2


def test_an_item_that_falls_out_and_comes_back_is_the_one_we_had(
    room: Newsroom, told: Told
) -> None:
    kept = Post(title=told["title"], text=told["paragraphs"], guid="1")
    room.poll("Gazette", kept)
    room.poll("Gazette", Post(title=told["rival_title"], text=told["rival"], guid="2", minutes=30))
    back = room.poll("Gazette", kept, minutes=60)
    assert (back.new, back.updated) == (0, 0)
    assert len(room.stories()) == 2
