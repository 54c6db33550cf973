"""The golden feeds: five stories, and an archive document, in every format: byte for byte, and as a reader has them.

``DATELINE_GOLDEN=1 python -m pytest tests/publish`` writes down what is published now; read the
difference before keeping it. The stories are in ``stories.py``.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import feedparser
import pytest
from lxml import etree

from feeds.config.opml import own_attributes
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.publish import opml
from feeds.publish.formats import FORMATS
from feeds.publish.paginate import as_archive
from feeds.publish.render import render
from tests.publish.stories import ARABIC, BASE, STORIES, TOPIC, WIRE, at, make_channel

GOLDEN = Path(__file__).parent / "golden"
TOPICS = (TOPIC, Topic(slug="arabic", title="أخبار\x07 الساحل", description=""))
SOURCES = (
    Source(name="Harbour & Sons", url="https://gazette.example/feed?a=1&b=2", tags=("coast", "a,b"), language="en",
           agency="MDW", interval=timedelta(minutes=15), silence=timedelta(days=2), republish="excerpt"),
    Source(name="Drop folder", path="drop/wire"),
    Source(name="جريدة\x00 الميناء", url="https://jarida.example/feed"),
)  # fmt: skip

WITHDRAWN = replace(WIRE, status="withdrawn", updated=at(9))


def published() -> dict[str, bytes]:
    """Every golden document by its file name."""
    feeds = {
        f"coast.{suffix}": render(make_channel(*STORIES, suffix=suffix), suffix).body
        for suffix in FORMATS
    }
    empty = {
        f"empty.{suffix}": render(make_channel(suffix=suffix), suffix).body for suffix in FORMATS
    }
    archive = {
        f"archive.{suffix}": render(
            as_archive(make_channel(ARABIC, WITHDRAWN, suffix=suffix), 2, oldest=1), suffix
        ).body
        for suffix in FORMATS
    }
    return {
        **feeds,
        **empty,
        **archive,
        "topics.opml": opml.render_topics(TOPICS, title="Desk <of> ours", base_url=BASE),
        "sources.opml": opml.render_sources(SOURCES, title="What we read", own=own_attributes),
    }


@pytest.mark.parametrize("name", sorted(published()))
def test_a_document_is_published_byte_for_byte(name: str) -> None:
    body = published()[name]
    if os.environ.get("DATELINE_GOLDEN") == "1":
        (GOLDEN / name).write_bytes(body)
    else:
        assert body.decode() == (GOLDEN / name).read_bytes().decode()


def test_no_golden_document_is_left_behind() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(published())


def reread(suffix: str) -> Any:
    """The feed as feedparser understands it."""
    found = feedparser.parse(BytesIO(published()[f"coast.{suffix}"]), sanitize_html=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_reader_understands_the_feed(suffix: str) -> None:
    found = reread(suffix)
    assert found.version == {"atom": "atom10", "rss": "rss20"}[suffix]
    assert found.feed.title == "Coast & islands"
    assert found.feed.link == "https://desk.example/topics/coast"
    own = [link.href for link in found.feed.links if link.rel == "self"]
    assert own == [f"https://desk.example/topics/coast.{suffix}"]
    assert [entry.id for entry in found.entries] == [e.id for e in make_channel(*STORIES).entries]


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_a_reader_understands_an_entry(suffix: str) -> None:
    ferry, corrected, arabic, controls, wire = reread(suffix).entries
    assert ferry.title.replace("&lt;", "<") == "Ferries & mail boats sail again: “all < 9 knots”"
    assert ferry.link == "https://meridian-wire.example/ferries-sail-again"
    assert ferry.published_parsed[:5] == (2024, 3, 7, 10, 30)
    assert ferry.updated_parsed[:5] == (2024, 3, 7, 10, 30)
    assert corrected.updated_parsed[:5] == (2024, 3, 8, 9, 45)
    assert ferry.author == "Jane Roe"
    assert [one.name for one in ferry.contributors] == ["MDW"]
    assert ferry.source.title == "Meridian Wire"
    assert {tag.label or tag.term for tag in ferry.tags} >= {"coast"}
    assert ferry.enclosures[0].href == "https://meridian-wire.example/pier.jpg?w=9&h=6"
    assert ferry.enclosures[0].length == "48200"
    assert ferry.where.type == "Box"  # of several, feedparser keeps the last
    assert ferry.where.coordinates == ((-72.0, 45.0), (-71.0, 46.0))
    assert "Also carried by" in ferry.content[0].value
    assert unquote(arabic.link) == "https://jarida.example/أخبار/عبارات"
    assert arabic.author == "MAP"
    assert controls.title == "Gale due at noon ]]>"
    assert 'alt="]]' in controls.content[0].value
    assert wire.link.startswith("https://desk.example/stories/")


def test_atom_tells_the_page_from_the_other_copies() -> None:
    ferry = reread("atom").entries[0]
    assert [link.href for link in ferry.links if link.rel == "alternate"] == [ferry.link]
    assert [link.href for link in ferry.links if link.rel == "related"] == [
        "https://harbour-gazette.example/boats-back",
        "https://island-courier.example/ferries-monday",
    ]


def test_a_reader_finds_the_feeds_in_the_opml() -> None:
    outlines = etree.fromstring(published()["topics.opml"]).findall("body/outline")
    assert [one.get("xmlUrl") for one in outlines] == [
        "https://desk.example/topics/coast.atom",
        "https://desk.example/topics/arabic.atom",
    ]
    assert [one.get("text") for one in outlines] == ["Coast & islands", "أخبار الساحل"]
    sources = etree.fromstring(published()["sources.opml"]).findall("body/outline")
    assert [one.get("text") for one in sources] == ["Harbour & Sons", "جريدة الميناء"]


def test_atom_marks_the_grave_of_a_withdrawn_story() -> None:
    """RFC 6721: readers that know it take the entry down, the others read that it is withdrawn."""
    root = etree.fromstring(published()["archive.atom"])
    (grave,) = root.findall("{http://purl.org/atompub/tombstones/1.0}deleted-entry")
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    told = [tuple(child.text for child in entry[:3]) for entry in entries]
    assert told[1] == (grave.get("ref"), "Withdrawn: Crane", grave.get("when"))
