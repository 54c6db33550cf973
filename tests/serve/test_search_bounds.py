"""What a search page says of what it did not look through, does not show, or has not indexed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import lxml.html
import pytest

from feeds.curate.explain import explain
from feeds.curate.tree import Query, unparse
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import Desk, release
from feeds.search import index_all
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from store.api import Store
from tests.asked import statements
from tests.newsroom.intake import Newsroom, item
from tests.publish.shelf import Newsroom as Filler
from tests.publish.shelf import clock

_WORDS = ("alder", "birch", "cedar", "hazel", "linden", "maple", "rowan", "willow")
_SOURCES = (Source(name="Open Post"), Source(name="Closed Post", republish="title"))


@pytest.fixture
def store(store: Store) -> Store:
    room = Newsroom(store)
    for number, word in enumerate(_WORDS):
        told = (f"The {word} avenue of Port Sable, {word * 3}, is to be felled, says {word}.",)
        room.take(item(_SOURCES[number % 2].name, word, f"{word.title()} felled", told, number))
    return store


def page(store: Store, address: str, *topics: Topic) -> lxml.html.HtmlElement:
    front = Front(
        title="Desk",
        base_url="https://desk.example/",
        topics=(
            Topic(slug="t", title="T"),
            Topic(slug="oaks", title="Oaks", query="birch OR cedar"),
            *topics,
        ),
        sources=_SOURCES,
    )
    desk = ServeDesk(
        store=store,
        front=lambda: front,
        now=lambda: datetime(2026, 3, 2, tzinfo=UTC),
        ready=lambda: None,
    )

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=create_app(desk))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.get(address)

    got = asyncio.run(ask())
    assert got.status_code == 200
    return lxml.html.document_fromstring(got.content)


def number(tree: lxml.html.HtmlElement) -> str:
    return " ".join(tree.get_element_by_id("number").text_content().split())


def titles(tree: lxml.html.HtmlElement) -> list[str]:
    return [" ".join(a.text_content().split()) for a in tree.xpath("//ul/li/a")]


def test_stories_that_wait_to_be_indexed_are_found_and_counted(store: Store) -> None:
    tree = page(store, "/search?q=willow")
    assert titles(tree) == ["Willow felled"]
    assert number(tree) == f"1 story · {len(_WORDS)} wait to be indexed"
    index_all(store)
    assert number(page(store, "/search?q=willow")) == "1 story"


def test_a_search_that_meets_its_bound_says_so_and_leads_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.serve.search._MOST", 3)
    index_all(store)
    address, met, said = "/search?q=felled", [], []
    while address:
        tree = page(store, address)
        met += titles(tree)
        said.append(number(tree))
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert met == [f"{word.title()} felled" for word in reversed(_WORDS)]
    assert said == [
        "3 stories among the newest 3 that were looked through",
        "3 older stories among the next 3 that were looked through",
        "2 older stories",
    ]


def test_a_search_of_nothing_but_not_says_why_it_goes_through_stories_one_by_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_all(store)
    assert titles(page(store, "/search?q=NOT+willow")) == [
        f"{word.title()} felled" for word in reversed(_WORDS[:-1])
    ]
    monkeypatch.setattr("feeds.serve.search._MOST", 3)
    first = page(store, "/search?q=NOT+felled")
    assert number(first) == "No story among the newest 3 that were looked through"
    assert "one by one, newest first" in first.get_element_by_id("scanned").text_content()
    assert first.xpath("//a[@rel='next']")
    assert not page(store, "/search?q=felled").xpath("//*[@id='scanned']")
    (subtitle,) = page(store, "/search.atom?q=NOT+felled").xpath("//subtitle")
    assert subtitle.text == (
        "Stories that a search for NOT felled takes, among the newest 3 that were looked through"
    )
    (subtitle,) = page(store, "/search.atom?q=alder").xpath("//subtitle")
    assert subtitle.text == "Stories that a search for alder takes"


def test_a_topic_of_nothing_but_not_takes_every_other_story_kept(store: Store) -> None:
    desk = Desk(
        topics=(Topic(slug="t", title="T", query="NOT willow"),),
        sources=_SOURCES,
        base_url="https://desk.example/",
        title="Desk",
    )
    release(store, desk, now=datetime(2026, 3, 2, tzinfo=UTC))
    with store.read() as snapshot:
        taken = [entry.story.head.title for entry in snapshot.topic_entries("t")]
    assert sorted(taken) == sorted(f"{word.title()} felled" for word in _WORDS[:-1])


def test_a_search_goes_by_what_a_topic_shows(store: Store) -> None:
    index_all(store)
    with store.write() as tx:
        ids = {story.head.title: story.id for story in tx.stories()}
        tx.put_word("oaks", ids["Alder felled"], "pin", at=datetime(2026, 3, 1, tzinfo=UTC))
        tx.put_word("oaks", ids["Birch felled"], "ban", at=datetime(2026, 3, 1, tzinfo=UTC))
    assert titles(page(store, "/search?q=topic:oaks")) == ["Cedar felled", "Alder felled"]
    assert "Birch felled" in titles(page(store, "/search?q=NOT+topic:oaks"))


def test_a_search_by_a_topic_asks_that_topic_and_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither once for each topic that there is, nor the store once for each story that is looked at."""
    asked: list[str] = []

    def note(query: Query, *args: Any, **how: Any) -> Any:
        asked.append(unparse(query))
        return explain(query, *args, **how)

    monkeypatch.setattr("feeds.curate.match.explain", note)
    index_all(store)
    others = [Topic(slug=f"t{n}", title="T", query=f"felled NOT x{n}") for n in range(20)]
    with statements() as made:
        assert titles(page(store, "/search?q=topic:oaks", *others)) == [
            "Cedar felled",
            "Birch felled",
        ]
    assert set(asked) == {"topic:oaks", "birch OR cedar"}
    assert len([one for one, _ in made if "topic_words" in one]) == 1


def test_a_search_by_a_topic_that_waits_takes_what_it_has_out(store: Store) -> None:
    index_all(store)
    slow = Topic(slug="slow", title="Slow", query="birch OR cedar", hold=timedelta(days=30))
    on = Topic(slug="on", title="On", query="topic:slow")
    assert titles(page(store, "/search?q=topic:on", slow, on)) == []
    with store.write() as tx:
        (birch,) = (one.id for one in tx.stories() if one.head.title == "Birch felled")
        tx.put_word("slow", birch, "pin", at=datetime(2026, 3, 1, tzinfo=UTC))
    assert titles(page(store, "/search?q=topic:on", slow, on)) == ["Birch felled"]


def test_more_than_a_page_is_reached_by_its_link(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feeds.serve.search._SHOWN", 5)
    first = page(store, "/search?q=felled")
    assert number(first).startswith("8 stories")
    (older,) = first.xpath("//a[@rel='next']/@href")
    second = page(store, older)
    assert titles(first) + titles(second) == [f"{w.title()} felled" for w in reversed(_WORDS)]
    assert not second.xpath("//a[@rel='next']")


def test_no_text_is_shown_that_may_not_be_republished(store: Store) -> None:
    open_one, closed = page(store, "/search?q=alder"), page(store, "/search?q=birch")
    assert "avenue" in open_one.xpath("//ul/li")[0].text_content()
    assert titles(closed) == ["Birch felled"]
    assert "avenue" not in closed.xpath("//ul/li")[0].text_content()
    feed = page(store, "/search.atom?q=birch").text_content()
    assert "Birch felled" in feed
    assert "avenue" not in feed


def test_the_index_is_asked_once_for_all_that_a_page_looks_through(store: Store) -> None:
    """To list what has a frequent word, all that has it is sorted: a second time for a thousand more."""
    room = Filler(store, word="oak")
    for minute in range(1010):
        room.arrive(clock(minute))
    index_all(store)
    with statements() as asked:
        assert "1,010 stories" in page(store, "/search?q=oak").text_content()
    assert len([one for one, _ in asked if "search_words MATCH" in one]) == 1
