"""The order in which items arrive does not decide what is one story."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest

from feeds.model.topic import Topic
from feeds.publish.entry import story_urn
from feeds.release import Desk, release
from tests.identify.newsroom import Newsroom, Post, after

Told = dict[str, Any]


def topic(room: Newsroom, now: datetime) -> list[str]:
    """The stories that a topic of everything holds after a release."""
    everything = Topic(slug="all", title="All", query="lang:en OR lang:fr OR lang:es OR lang:ar")
    found = Desk(topics=(everything,), sources=(), base_url="http://x.example/", title="Desk")
    release(room.store, found, now=now)
    with room.store.read() as snapshot:
        return [entry.story.id for entry in snapshot.topic_entries("all")]


def parts(told: Told) -> tuple[str, list[str]]:
    """A teaser of the story, and an edit of it, to be retitled, in which that is not recognised."""
    teaser = " ".join(told["paragraphs"][0].split()[:20]) + "…"
    one, two, _, four, _ = told["edited"]
    return teaser, [two, one, four]


def test_a_copy_that_bridges_two_stories_merges_them_into_the_older(
    room: Newsroom, told: Told
) -> None:
    teaser, rest = parts(told)
    older = room.carry("Teasing", told["title"], teaser, teaser=True)
    newer = room.carry("Ledger", told["retitled"], rest, minutes=20)
    assert older.id != newer.id, "void: there is nothing to bridge"
    story = room.carry("Gazette", told["title"], told["paragraphs"], minutes=40)
    assert story.id == older.id
    assert room.again(newer).id == older.id
    assert [copy.source for copy in story.copies] == ["Teasing", "Ledger", "Gazette"]
    assert story.first_carrier == "Teasing"
    assert story.head.source != "Teasing"
    assert [s.id for s in room.stories()] == [older.id]


def test_no_subscriber_sees_the_merged_stories_twice(room: Newsroom, told: Told) -> None:
    teaser, rest = parts(told)
    older = room.carry("Teasing", told["title"], teaser, teaser=True)
    newer = room.carry("Ledger", told["retitled"], rest, minutes=20)
    assert set(topic(room, after(30))) == {older.id, newer.id}
    room.carry("Gazette", told["title"], told["paragraphs"], minutes=40)
    assert topic(room, after(50)) == [older.id]
    with room.store.read() as snapshot:
        document = snapshot.document("/topics/all.atom")
    assert document is not None
    assert document.body.count(b"</entry>") == 1
    assert document.body.count(story_urn(older.id).encode()) == 1


def test_the_older_story_keeps_its_id_though_the_newer_has_more_copies(
    room: Newsroom, told: Told
) -> None:
    teaser, rest = parts(told)
    older = room.carry("Teasing", told["title"], teaser, teaser=True)
    for outlet in range(2):
        newer = room.carry(f"Outlet {outlet}", told["retitled"], rest, minutes=20 + outlet)
    assert newer.carriers == 2
    story = room.carry("Gazette", told["title"], told["paragraphs"], minutes=40)
    assert story.id == room.again(newer).id == older.id
    assert story.carriers == 4


def test_an_update_of_either_of_the_merged_stories_finds_the_one(
    room: Newsroom, told: Told
) -> None:
    teaser, rest = parts(told)
    older = room.carry("Teasing", told["title"], teaser, guid="1", teaser=True)
    room.carry("Ledger", told["retitled"], rest, guid="1", minutes=20)
    room.carry("Gazette", told["title"], told["paragraphs"], minutes=40)
    text = [*rest, told["development"]]
    late = room.carry("Ledger", told["retitled"], text, guid="1", minutes=60)
    assert late.id == older.id
    assert len(late.copies) == 3


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_teaser_edit_and_full_text_are_one_story_in_any_order(
    room: Newsroom, told: Told, order: tuple[int, ...]
) -> None:
    teaser, rest = parts(told)
    posts = [
        Post(title=told["title"], text=teaser, guid="1", minutes=0, teaser=True),
        Post(title=told["retitled"], text=rest, guid="1", minutes=20),
        Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=40),
    ]
    for place in order:
        room.poll(f"Outlet {place}", posts[place], minutes=60)
    (story,) = room.stories()
    assert story.first_carrier == "Outlet 0"
    assert story.published == after(0)
    assert story.head.source in ("Outlet 1", "Outlet 2")


def test_a_text_that_has_both_whole_bridges_a_teaser_and_a_copy_without_its_lead(
    room: Newsroom, told: Told
) -> None:
    teaser = " ".join(told["paragraphs"][0].split()[:20]) + "…"
    room.carry("Teasing", told["title"], teaser, teaser=True)
    room.carry("Ledger", told["retitled"], told["paragraphs"][1:], minutes=20)
    room.carry("Gazette", told["title"], told["paragraphs"], minutes=40)
    assert len(room.stories()) == 1


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_original_is_who_carried_it_first_whichever_source_was_polled_first(
    room: Newsroom, told: Told, order: tuple[int, ...]
) -> None:
    teaser = " ".join(told["paragraphs"][0].split()[:24]) + "…"
    posts = {
        "Wire": Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=0),
        "Gazette": Post(title=told["retitled"], text=told["edited"], guid="1", minutes=20),
        "Teasing": Post(title=told["title"], text=teaser, guid="1", minutes=40, teaser=True),
    }
    for place in order:
        name = [*posts][place]
        room.poll(name, posts[name], minutes=60 + 10 * place)
    (story,) = room.stories()
    assert story.first_carrier == "Wire"
    relations = {copy.source: copy.relation for copy in story.copies}
    assert relations == {"Wire": "original", "Gazette": "rewrite", "Teasing": "teaser"}


def test_no_copy_is_the_original_of_words_that_their_first_carrier_corrected(
    room: Newsroom, told: Told
) -> None:
    wrong, right = told["corrected"]
    corrected = [p.replace(wrong, right) for p in told["paragraphs"]]
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    room.carry("Ledger", told["title"], told["edited"], minutes=20)
    room.carry("Wire", told["corrected_title"], corrected, guid="1", minutes=40)
    story = room.carry("Gazette", told["title"], told["paragraphs"], minutes=60)
    relations = {copy.source: copy.relation for copy in story.copies}
    assert relations["Wire"] == "correction"
    assert "original" not in relations.values()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_copies_as_full_the_first_carriers_heads_the_story_whichever_was_polled_first(
    room: Newsroom, told: Told, order: tuple[int, ...]
) -> None:
    texts = {"Ledger": told["paragraphs"], "Gazette": told["edited"], "Mirror": told["paragraphs"]}
    for place in order:
        name = [*texts][place]
        post = Post(title=told["title"], text=texts[name], guid="1", minutes=20 * place)
        room.poll(name, post, minutes=60 + 10 * place)
    (story,) = room.stories()
    assert story.first_carrier == story.head.source == "Ledger"


@pytest.mark.parametrize("published", [-10, 30], ids=["copy before both", "copy between them"])
def test_a_corrected_story_that_a_copy_merges_into_another_stays_corrected(
    room: Newsroom, told: Told, published: float
) -> None:
    teaser, rest = parts(told)
    right = [*rest[:2], told["development"], *rest[2:]]
    older = room.carry("Teasing", told["title"], teaser, teaser=True)
    room.carry("Ledger", told["retitled"], rest, guid="1", minutes=20)
    newer = room.carry("Ledger", told["corrected_title"], right, guid="1", minutes=30)
    assert newer.version == 2
    assert newer.id != older.id, "void: there is nothing to bridge"
    whole = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=published)
    room.poll("Gazette", whole, minutes=40)
    (story,) = room.stories()
    assert (story.id, story.carriers) == (older.id, 3)
    assert story.head.digest == newer.head.digest
    assert story.updated == newer.updated > older.updated, "its readers never had these words"
    assert room.relations(story) == ["original", "correction"]
    room.carry("Mirror", told["title"], told["paragraphs"], minutes=60)
    assert room.again(story).head.source == "Ledger"


def test_an_earlier_state_that_comes_late_is_no_second_original(room: Newsroom, told: Told) -> None:
    room.carry("Ledger", told["title"], told["edited"])
    text = [*told["paragraphs"], told["development"]]
    room.carry("Wire", told["updated_title"], text, guid="2", minutes=20)
    early = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=10)
    room.poll("Wire", early, minutes=40)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update"], "void: it is no earlier state"
    relations = [copy.relation for copy in story.copies]
    assert relations == ["original", "update", "rewrite"]
