"""A desk with very many topics: each release asks as much as one with few, where none of them has anything new."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from feeds.model.topic import Topic
from feeds.release import Desk, release
from store.open import open_store
from tests.asked import statements
from tests.publish.shelf import Newsroom, clock


def _asked(count: int, digest: Literal["daily"] | None) -> int:
    """How often a desk of so many topics asks its store to publish a story that none of them takes."""
    sea = Topic(slug="sea", title="Sea", query="ferry OR barge", digest=digest)
    topics = tuple(replace(sea, slug=f"sea-{number}") for number in range(count))
    desk = Desk(topics=topics, sources=(), base_url="https://desk.example/", title="Desk")
    store = open_store("sqlite:///:memory:")
    Newsroom(store, word="ferry").arrive(clock(0))
    release(store, desk, now=clock(1))
    Newsroom(store, word="tram").arrive(clock(2))
    with statements() as asked:
        release(store, desk, now=clock(3))
    store.close()
    return len(asked)


def test_a_topic_is_asked_about_the_stories_that_came_to_it_and_no_others() -> None:
    sea, land = (
        Topic(slug=slug, title=slug, query=word)
        for slug, word in (("sea", "ferry"), ("land", "tram"))
    )
    desk = Desk(topics=(sea, land), sources=(), base_url="https://desk.example/", title="Desk")
    store = open_store("sqlite:///:memory:")
    release(store, desk, now=clock(0))
    ships, trams = Newsroom(store, word="ferry"), Newsroom(store, word="tram")
    for _ in range(20):
        ships.arrive(clock(1))
    tram = trams.arrive(clock(1))
    with statements() as asked:
        release(store, desk, now=clock(2))
    logged = [given for one, given in asked if one.startswith("DELETE FROM topic_log")]
    assert sorted(map(len, logged)) == [1 + 1, 1 + 20], "the topic, and its own"
    assert ("land", tram.id) in logged
    store.close()


@pytest.mark.parametrize("digest", [None, "daily"])
def test_a_release_asks_no_topic_by_itself_that_nothing_came_to(
    digest: Literal["daily"] | None,
) -> None:
    assert _asked(40, digest) == _asked(4, digest)
