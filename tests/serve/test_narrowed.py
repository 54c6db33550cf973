"""A topic's feed narrowed by its address: by language, source, words, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from feeds.curate.names import read_names
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.publish.entry import story_urn
from feeds.release import Desk
from store.open import open_store
from tests.publish.shelf import Newsroom, read_links
from tests.serve.newsstand import Newsstand, ids

SUFFIXES = ("atom", "rss", "json")
FERRIES = Topic(slug="ferries", title="Ferries", query="ferry", limit=3)
BOATS = Topic(slug="boats", title="Boats", query="carriers>=2")
LIST = "lists/ports.txt"
DESK = Desk(
    topics=(FERRIES, BOATS),
    sources=(
        Source(name="Meridian Wire", url="https://wire.example/", tags=("wire",)),
        Source(name="Gazette", url="https://gazette.example/"),
    ),
    base_url="https://desk.example/",
    title="Desk",
)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Newsstand]:
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    with Newsstand(store, DESK, Newsroom(store)).open() as opened:
        yield opened
    store.close()


def test_a_topic_narrowed_by_its_address_is_a_feed_of_its_own(stand: Newsstand) -> None:
    stand.arrive(5)
    stand.room.join(stand.room.stories[0], stand.now)
    stand.release()
    whole = stand.get("/topics/ferries.atom")
    narrow = stand.get("/topics/ferries.atom?q=carriers%3E%3D2&lang=en")
    assert narrow.status == 200
    assert ids(narrow) == [story_urn(stand.room.stories[0].id)]  # no longer in the feed itself
    root = etree.fromstring(narrow.body)
    assert root[0].text != etree.fromstring(whole.body)[0].text
    links = read_links(narrow.body, "atom")
    assert links["self"] == "https://desk.example/topics/ferries.atom?lang=en&q=carriers%3E%3D2"
    assert "prev-archive" not in links
    assert narrow.headers["etag"] != whole.headers["etag"]
    etag, path = narrow.headers["etag"], "/topics/ferries.atom?q=carriers%3E%3D2&lang=en"
    same = stand.get("/topics/ferries.atom?lang=en&q=carriers%3E%3D2", If_None_Match=etag)
    assert same.status == 304
    stand.room.join(stand.room.stories[1], stand.now)
    stand.release()
    changed = stand.get(path, If_None_Match=etag)
    assert (changed.status, len(ids(changed))) == (200, 2)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("lang=en", 3),
        ("lang=fr", 0),
        ("lang=fr&lang=en", 3),
        ("source=Meridian%20Wire", 3),
        ("source=Gazette", 0),
        ("source=tag:wire", 3),
        ("source=tag:WIRE", 3),
        ("q=sails", 3),
        ("q=NOT%20sails", 0),
        ("limit=1", 1),
        ("q=", 3),
    ],
)
def test_a_feed_is_narrowed_by_language_source_and_words(
    stand: Newsstand, query: str, count: int
) -> None:
    stand.arrive(4)
    for suffix in SUFFIXES:
        assert len(ids(stand.get(f"/topics/ferries.{suffix}?{query}"), suffix)) == count


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("langue=fr", "there is no parameter 'langue'; there are lang"),
        ("q=(", "q, column"),
        ("q=" + "x" * 301, "q is longer than 300 characters"),
        ("q=a&q=b", "q is given more than once"),
        ("lang=en&lang=english", "lang is a language code such as fr, not 'english'"),
        ("source=Nobody", "no source is named 'Nobody'"),
        ("source=tag:radio", "no source has the tag 'radio'; there are wire"),
        ("q=topic:planes", "no topic has the slug 'planes'; known are: boats, ferries"),
        ("q=@lists/none.txt", "there is no list 'lists/none.txt'"),
        ("limit=4", "limit is a whole number from 1 to 3"),
        ("limit=0", "limit is a whole number"),
        ("limit=9%00", "limit is a whole number"),
        ("&".join(["lang=en"] * 21), "more than 20 parameters"),
    ],
)
def test_a_wrong_parameter_is_told(stand: Newsstand, query: str, says: str) -> None:
    stand.arrive()
    got = stand.get(f"/topics/ferries.rss?{query}")
    assert got.status == 400
    assert says in got.text
    assert got.headers["access-control-allow-origin"] == "*"


def test_a_query_in_the_address_knows_the_other_topics(stand: Newsstand) -> None:
    """As ``/search`` and the topics themselves do, and by what those topics show now."""
    stand.arrive(2)
    one, other = (story_urn(story.id) for story in stand.room.stories)
    boats, rest = "/topics/ferries.atom?q=topic:boats", "/topics/ferries.atom?q=NOT%20topic:boats"
    assert (ids(stand.get(boats)), ids(stand.get(rest))) == ([], [other, one])
    stand.room.join(stand.room.stories[0], stand.now)
    stand.release()
    assert (ids(stand.get(boats)), ids(stand.get(rest))) == ([one], [other])


def test_a_query_in_the_address_knows_the_lists_that_topics_name(stand: Newsstand) -> None:
    stand.desk = replace(
        DESK,
        topics=(*DESK.topics, Topic(slug="ports", title="Ports", query=f"@{LIST}")),
        lists={LIST: read_names("sails")[0]},
    )
    stand.arrive(2)
    assert len(ids(stand.get(f"/topics/ferries.atom?q=@{LIST}"))) == 2
    assert len(ids(stand.get(f"/topics/ferries.atom?q=NOT%20@{LIST}"))) == 0


def test_a_story_leaves_a_feed_narrowed_by_time_as_time_passes(stand: Newsstand) -> None:
    stand.arrive()
    path = "/topics/ferries.atom?q=since:1h"
    assert len(ids(stand.get(path))) == 1
    stand.minute += 120
    assert len(ids(stand.get(path))) == 0


def test_sources_that_are_tagged_otherwise_narrow_otherwise(stand: Newsstand) -> None:
    stand.arrive()
    path = "/topics/ferries.atom?source=tag:wire"
    assert len(ids(stand.get(path))) == 1
    wire, gazette = DESK.sources
    stand.desk = replace(DESK, sources=(replace(wire, tags=()), replace(gazette, tags=("wire",))))
    assert len(ids(stand.get(path))) == 0


def test_a_digest_is_narrowed_by_nothing(stand: Newsstand) -> None:
    stand.desk = replace(DESK, topics=(replace(FERRIES, digest="daily"),))
    stand.release()
    got = stand.get("/topics/ferries.atom?lang=en")
    assert got.status == 400
    assert "a digest, which can't be narrowed" in got.text
