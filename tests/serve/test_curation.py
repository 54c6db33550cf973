"""Curation as readers meet it over HTTP: pins and bans, waiting, reasons, order, topics built on topics, digests."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
import lxml.html
import pytest

from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import Desk, release
from feeds.serve.app import create_app
from feeds.serve.desk import Front, ServeDesk
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item

TIMES = item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8)
GULF = item("Radio Gulf", "g", "Dredgers in May", HARBOUR, 9)
BRIDGE = item("Island Post", "b", "A deeper way in for ships", TOLD, 10)
TOPICS = (
    Topic(slug="sea", title="Sea", query="sable", explain=True),
    Topic(slug="above", title="Above", query="topic:sea NOT title:nothing"),
    Topic(slug="shared", title="Shared", query="sable", min_carriers=2),
    Topic(slug="own", title="Own", query="sable", exclude=("trawlers",)),
    Topic(slug="spread", title="Spread", query="sable", rank="carriers"),
    Topic(slug="slow", title="Slow", query="sable", hold=timedelta(hours=2)),
    Topic(slug="hours", title="Hours", query="sable", digest="hourly", explain=True),
)


@dataclass
class Visitor:
    """Asks a site whose clock a test sets."""

    store: Store
    now: datetime

    def __post_init__(self) -> None:
        sources = tuple(Source(name=one.source) for one in (TIMES, GULF, BRIDGE))
        base = "https://desk.example/"
        self.desk = Desk(topics=TOPICS, sources=sources, base_url=base, title="Desk")
        front = Front(title="Desk", base_url=base, topics=TOPICS, sources=sources)
        self._app = create_app(
            ServeDesk(
                store=self.store, front=lambda: front, now=lambda: self.now, ready=lambda: None
            )
        )

    def release(self, now: datetime) -> None:
        self.now = now
        assert release(self.store, self.desk, now=now).problems == ()

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self._app)
            async with httpx.AsyncClient(transport=transport, base_url="https://x") as client:
                return await client.get(path)

        return asyncio.run(ask())

    def entries(self, slug: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.get(f"/topics/{slug}.json").content)["items"]
        return found

    def titles(self, slug: str) -> list[str]:
        """As the topic's page shows them."""
        page = lxml.html.document_fromstring(self.get(f"/topics/{slug}").text)
        return [one.text_content().strip() for one in page.xpath("//ul[@class='stories']/li/a")]


@pytest.fixture
def visitor(store: Store) -> Visitor:
    visitor = Visitor(store, at(7))
    visitor.release(at(7))
    room = Newsroom(store)
    for one in (TIMES, GULF, BRIDGE):
        room.take(one)
    visitor.release(at(10, 35))
    return visitor


def say(visitor: Visitor, word: Any, slug: str, one: Any) -> None:
    with visitor.store.write() as tx:
        tx.put_word(slug, tx.story_of(one.id) or "", word, at=at(10, 40))
    visitor.release(at(10, 45))


def test_rules_decide_what_a_topic_s_page_and_feed_hold(visitor: Visitor) -> None:
    assert visitor.titles("sea") == [BRIDGE.title, TIMES.title]
    assert visitor.titles("shared") == visitor.titles("own") == [TIMES.title]
    assert visitor.titles("spread") == [TIMES.title, BRIDGE.title]
    assert visitor.titles("slow") == [TIMES.title]
    assert [one["title"] for one in visitor.entries("shared")] == [TIMES.title]
    assert [one["title"] for one in visitor.entries("spread")] == [TIMES.title, BRIDGE.title]


def test_what_waits_is_on_its_own_page_and_in_the_topic_when_its_time_has_come(
    visitor: Visitor,
) -> None:
    with visitor.store.read() as snapshot:
        story = snapshot.story_of(BRIDGE.id)
    assert "Slow holds it back until" in visitor.get(f"/stories/{story}").text
    visitor.release(at(12, 30))
    assert visitor.titles("slow") == [BRIDGE.title, TIMES.title]


def test_a_pin_stands_on_top_a_ban_is_gone_and_topics_built_on_it_follow(visitor: Visitor) -> None:
    assert visitor.titles("above") == [BRIDGE.title, TIMES.title]
    say(visitor, "pin", "sea", TIMES)
    assert visitor.titles("sea") == [TIMES.title, BRIDGE.title]
    say(visitor, "ban", "sea", BRIDGE)
    assert visitor.titles("sea") == visitor.titles("above") == [TIMES.title]
    assert [one["title"] for one in visitor.entries("above")] == [TIMES.title]
    with visitor.store.read() as snapshot:
        story = snapshot.story_of(BRIDGE.id)
    assert "Banned from Sea by an editor" in visitor.get(f"/stories/{story}").text


def test_entries_and_digests_say_why(visitor: Visitor) -> None:
    for one in visitor.entries("sea"):
        assert "In this topic for <b>sable</b> in text" in one["content_html"]
    assert "In this topic" not in visitor.entries("above")[0]["content_html"]
    visitor.release(at(11))
    (digest,) = visitor.entries("hours")
    assert digest["content_html"].count("In this topic for <b>sable</b> in text") == 2
    assert visitor.get("/topics/hours.atom").text.count("In this topic for") == 2
