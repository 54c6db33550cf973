"""Outlets' channels on networks post a headline, the address of its page and tags: no second story of it."""

from __future__ import annotations

import pytest

from tests.identify.newsroom import LANGUAGES, Newsroom
from tests.identify.test_bare_headline import HEADLINES, TEXTS

_POSTS = {
    "page and tags": "{headline} https://gazette.example/mole-closed #Harbours #News",
    "page cut for show": "{headline} gazette.example/2024/03/mole-clo…",
    "a line for the page": "🔴 {headline}\n👉 https://gazette.example/mole-closed",
    "nothing else": "{headline}",
    "a question": "{headline}?",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", _POSTS)
@pytest.mark.parametrize("first", ["post", "text"])
def test_a_post_of_the_headline_is_of_its_story(
    room: Newsroom, language: str, form: str, first: str
) -> None:
    headline = HEADLINES[language]
    bodies = {
        "post": ("", _POSTS[form].format(headline=headline)),
        "text": (headline, TEXTS[language]),
    }
    order = sorted(bodies, key=lambda which: which != first)
    one, two = (
        room.carry(f"Outlet {which}", *bodies[which], minutes=30 * n)
        for n, which in enumerate(order)
    )
    assert one.id == two.id


@pytest.mark.parametrize("title", ["{headline} https://short.example/x1", "{start}…", "{start}..."])
def test_so_is_one_that_a_bridge_titles_with_its_words(room: Newsroom, title: str) -> None:
    headline = HEADLINES["en"]
    one = room.carry("Ledger", headline, TEXTS["en"])
    titled = title.format(headline=headline, start=headline[:30])
    post = room.carry("Channel", titled, f"{headline} https://short.example/x1", minutes=20)
    assert one.id == post.id


def test_a_post_is_shown_under_its_headline(room: Newsroom) -> None:
    room.carry("Channel", "", f"{HEADLINES['en']} https://gazette.example/a #Harbours", guid="1")
    assert room.item("Channel", "1").title == HEADLINES["en"]


def test_a_headline_behind_a_rubric_in_a_post_is_one(room: Newsroom) -> None:
    titled = f"Harbours. {HEADLINES['en']}"
    one = room.carry("Ledger", titled, TEXTS["en"])
    post = room.carry("Channel", "", f"{titled} https://gazette.example/a", minutes=20)
    assert one.id == post.id


def test_a_headline_in_capitals_whose_language_nobody_tells_is_one(room: Newsroom) -> None:
    headline = "SALTMARSH MOLE CLOSED BY MASONS WEEKS AHEAD"
    one = room.carry("Ledger", headline, TEXTS["en"])
    post = room.carry("Channel", "", f"{headline} https://gazette.example/a", minutes=20)
    assert one.id == post.id


def test_a_sentence_of_a_text_in_a_post_is_no_link_to_another_story(room: Newsroom) -> None:
    told = TEXTS["en"]
    one = room.carry("Ledger", HEADLINES["en"], told)
    sentence = told[told.index("They had") :]
    post = room.carry("Channel", "", f"{sentence} https://gazette.example/a", minutes=20)
    assert one.id == post.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_behind_a_storys_first_words_is_none_of_them(
    room: Newsroom, language: str
) -> None:
    one = room.carry("Ledger", HEADLINES[language], TEXTS[language])
    first = " ".join(TEXTS[language].split()[:13])
    behind = (
        "https://gazette.example/2024/03/07/harbour/the-mole-is-closed?from=channel #Mole #Harbour"
    )
    post = room.carry("Channel", "", f"{first}. {behind}", minutes=20)
    assert one.id == post.id


@pytest.mark.parametrize("words", ["New post on the blog", "Watch the government's talk live"])
def test_a_channel_that_says_the_same_of_another_page_posts_another_story(
    room: Newsroom, words: str
) -> None:
    one, two = (
        room.carry("Channel", "", f"{words} https://gazette.example/{n}", guid=str(n), minutes=n)
        for n in (30, 60)
    )
    assert one.id != two.id


@pytest.mark.parametrize("channels", [("Harbour", "Harbour"), ("Harbour", "Market")])
def test_a_tag_that_is_a_word_of_the_sentence_tells_two_posts_apart(
    room: Newsroom, channels: tuple[str, str]
) -> None:
    one, two = (
        room.carry(name, "", f"We are hiring a senior software engineer in {tag}", guid=tag)
        for name, tag in zip(channels, ("#Lyon", "#Paris"), strict=True)
    )
    assert one.id != two.id
    assert room.item(channels[0], "#Lyon").title.endswith("in #Lyon")


def test_who_passes_a_post_on_carries_its_story(room: Newsroom) -> None:
    words = "Breaking: fire at the grain silo of Eastquay, roads closed https://gazette.example/a"
    one = room.carry("Channel", "", words)
    two = room.carry("Reader", "", f"RT @channel: {words}", minutes=20)
    assert one.id == two.id


def test_one_headline_of_few_words_over_no_text_may_be_of_two_projects(room: Newsroom) -> None:
    one, two = (
        room.carry(name, "Updated dependencies, fixed small typos", "")
        for name in ("Parser", "Planner")
    )
    assert one.id != two.id


def test_a_text_of_nothing_but_addresses_is_read_at_once(room: Newsroom) -> None:
    listed = " ".join(f"https://gazette.example/{n}" for n in range(10_000))
    assert room.carry("Channel", "", f"See {listed}", guid="1")
