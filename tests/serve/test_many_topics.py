"""A desk with very many topics, of which one has very much, or sources: its pages cost what they show, and its metrics
little.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import lxml.html
import pytest

from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import release
from feeds.serve.desk import Front
from feeds.serve.views import Templates, front_view, story_view, topic_view
from store.api import Store
from tests.asked import statements
from tests.publish.shelf import Newsroom, clock
from tests.serve.test_story_page import Site

SEA = Topic(slug="sea", title="Sea", query="ferry", limit=20)


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


def _front(topics: int) -> Front:
    every = tuple(replace(SEA, slug=f"sea-{number}") for number in range(topics))
    return Front(topics=every, sources=(), base_url="https://desk.example/", title="Desk")


def test_a_story_s_page_grows_with_the_topics_that_took_it_and_no_others(room: Newsroom) -> None:
    story = room.arrive(clock(0))
    pages = []
    for topics in (1, 200):
        with room.store.read() as snapshot:
            values = story_view(snapshot, _front(topics), story)
        pages.append(Templates(live=True).render("story.html", _front(topics), **values))
    assert pages[0] == pages[1]


def test_pages_read_no_story_that_they_do_not_show(room: Newsroom) -> None:
    front = _front(3)
    for minute in range(120):
        room.arrive(clock(minute))
    release(room.store, front, now=clock(120))
    with room.store.read() as snapshot, statements() as asked:
        shown = front_view(snapshot, front, clock(120))["topics"]
        whole = topic_view(snapshot, front.topics[0], clock(120))["stories"]
    newest = [story.id for story in reversed(room.stories)]
    assert [[story.id for story in some] for _, some in shown] == 3 * [newest[:5]]
    assert [story.id for story in whole] == newest[:20]
    assert not [one for one, _ in asked if "FROM topic_entries" in one], "those are sorted for it"


def test_a_live_story_does_not_take_the_place_of_a_newer_one(room: Newsroom) -> None:
    """The front page shows the newest of what a topic published last, not what changes all the time."""
    front = _front(1)
    for minute in range(12):
        room.arrive(clock(15 * minute))
    release(room.store, front, now=clock(200))
    for story in room.stories[:6]:
        room.correct(story, clock(210))
    release(room.store, front, now=clock(211))
    with room.store.read() as snapshot:
        ((_, shown),) = front_view(snapshot, front, clock(212))["topics"]
    assert [story.id for story in shown] == [story.id for story in room.stories[:6:-1]]


def test_what_a_topic_takes_late_does_not_hide_what_is_newer(room: Newsroom) -> None:
    """A query that was widened takes old stories by the dozen, and publishes them last."""
    trams = Newsroom(room.store, word="tram")
    for minute in range(60):
        trams.arrive(clock(minute))
    for number in range(6):
        room.arrive(clock(90 + 15 * number))
    sea = replace(SEA, limit=100)
    for query in ("ferry", "ferry OR tram"):
        front = replace(_front(1), topics=(replace(sea, query=query),))
        release(room.store, front, now=clock(200))
    with room.store.read() as snapshot:
        ((_, shown),) = front_view(snapshot, front, clock(200))["topics"]
    assert [story.id for story in shown] == [story.id for story in room.stories[:0:-1]]


def test_metrics_count_items_and_documents_without_reading_them(room: Newsroom) -> None:
    room.arrive(clock(0))
    room.arrive(clock(1))
    release(room.store, _front(1), now=clock(2))
    with statements() as asked:
        told = Site(room).get("/metrics").text.splitlines()
    assert "dateline_items 2" in told
    assert "dateline_documents 5" in told, "three feeds, their list, and what was told of sources"
    asked_of = [one for one, _ in asked if "items" in one or "documents" in one]
    assert asked_of
    assert all(one.startswith("SELECT count(*)") and "GROUP" not in one for one in asked_of)


def test_what_sources_allow_is_worked_out_once_and_not_for_each_page() -> None:
    sources = tuple(Source(name=f"Source {number}", tags=("sea",)) for number in range(3))
    front = replace(_front(1), sources=sources, former={"Gone": "title"})
    assert front.republish is front.republish
    assert front.republish["Gone"] == "title"
    assert front.republish["Source 2"] == "full"
    assert front.tags == {source.name: ("sea",) for source in sources}


def test_many_sources_are_on_pages_that_lead_from_one_to_the_next(room: Newsroom) -> None:
    """In the order of the configuration; with a state asked for, only those in it."""
    names = [f"Gazette & Co. {number}" for number in range(450)]
    site = Site(room, sources=tuple(Source(name=name) for name in reversed(names)))
    for path in ("/sources", "/sources?state=new"):
        found: list[list[str]] = []
        following: str | None = path
        while following:
            tree = lxml.html.document_fromstring(site.get(following).text)
            found.append([str(name) for name in tree.xpath("//tr/td[1]/bdi/text()")])
            following = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
        assert [len(one) for one in found] == [200, 200, 50]
        assert [name for one in found for name in one] == names[::-1]
    first, *_, last = names[::-1]
    for after in ("nobody", quote(last), f"{quote(last)}&state=new"):
        tree = lxml.html.document_fromstring(site.get(f"/sources?after={after}").text)
        assert tree.xpath("string(//tr/td[1]/bdi)") == first


def test_many_topics_are_on_front_pages_that_lead_from_one_to_the_next(room: Newsroom) -> None:
    """Each as live as the first, and with the newest stories and the feeds of what it shows."""
    front = _front(250)
    room.arrive(clock(0))
    release(room.store, front, now=clock(1))
    site = Site(room, topics=front.topics)
    found: list[list[str]] = []
    following: str | None = "/"
    while following:
        tree = lxml.html.document_fromstring(site.get(following).text)
        feeds = tree.xpath("//head/link[@rel='alternate']/@href")
        found.append([str(feed).removeprefix("/topics/").removesuffix(".atom") for feed in feeds])
        assert tree.xpath("//h2/a/@href") == [f"/topics/{slug}" for slug in found[-1]]
        assert len(tree.xpath("//ul[@class='stories']/li/a")) == len(found[-1])
        assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["30"]
        following = next(iter(tree.xpath("//a[@rel='next']/@href")), None)
    assert [len(one) for one in found] == [100, 100, 50]
    assert [slug for one in found for slug in one] == [topic.slug for topic in front.topics]
    for after in ("nobody", front.topics[-1].slug):  # what stood behind it is gone by now
        assert site.get(f"/?after={after}").text == site.get("/").text


def test_the_front_page_as_a_file_has_all_topics(room: Newsroom) -> None:
    with room.store.read() as snapshot:
        values = front_view(snapshot, _front(250), clock(0))
    page = Templates(live=False).render("front.html", _front(250), **values)
    tree = lxml.html.document_fromstring(page)
    assert len(tree.xpath("//h2")) == 250
    assert not tree.xpath("//a[@rel='next']")
