"""Any story at all, whatever stands in its texts, is published in every format."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.item import Credit
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.publish import opml
from feeds.publish.formats import FORMATS
from feeds.publish.render import render
from tests.publish.stories import FERRY, make_channel, make_copy, make_story

ATOM = "{http://www.w3.org/2005/Atom}"
quick = settings(max_examples=60, deadline=None)
scraps = st.sampled_from(
    [
        "]]>",
        "<b>",
        "&amp;",
        "&",
        "\x00",
        "\x0b",
        "\ufffe",
        "\ud800",
        "\u202e",
        "\r",
        "\n",
        " ",
        "\x85",
        "",
    ]
)
texts = st.lists(st.one_of(scraps, st.text(max_size=6)), max_size=5).map("".join)
maybe = st.none() | texts
moments = st.datetimes(
    datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01")
).map(lambda moment: moment.replace(tzinfo=UTC))
items = st.builds(
    replace,
    st.just(FERRY),
    id=st.integers(0, 2**63 - 1),
    source=texts,
    link=maybe,
    title=texts,
    html=texts,
    text=texts,
    published=st.none() | moments,
    first_seen=moments,
    language=st.sampled_from([None, "en", "ar"]),
    authors=st.lists(st.builds(Person, name=texts, uri=maybe), max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, term=texts, scheme=maybe, label=maybe), max_size=2).map(tuple),
    enclosures=st.lists(
        st.builds(Enclosure, href=texts, type=maybe, length=st.none() | st.integers(0, 10**12)), max_size=3
    ).map(tuple),
    rights=maybe,
    origin=st.builds(FeedMeta, id=maybe, title=texts, link=maybe, self_link=maybe),
    credit=st.builds(Credit, byline=maybe, agency=maybe, credit_line=maybe),
)  # fmt: skip


@st.composite
def stories(draw: st.DrawFn) -> Story:
    copies = draw(st.lists(items, min_size=1, max_size=2))
    story = make_story(copies[0], *((item, "wire copy") for item in copies[1:]))
    return replace(
        story,
        head=draw(st.sampled_from(copies)),
        status=draw(st.sampled_from(["usable", "withdrawn"])),
    )


@quick
@given(st.lists(stories(), min_size=1, max_size=2))
def test_any_story_is_rendered_in_every_format(many: list[Story]) -> None:
    for suffix in FORMATS:
        channel = make_channel(*many, suffix=suffix)
        done = render(channel, suffix)
        assert done.problems == ()
        assert ids(suffix, done.body) == [entry.id for entry in channel.entries]
        assert render(make_channel(*many, suffix=suffix), suffix).body == done.body


def ids(suffix: str, body: bytes) -> list[Any]:
    if suffix == "json":
        return [item["id"] for item in json.loads(body.decode())["items"]]
    root = etree.fromstring(body)
    return [
        e.text
        for e in (root.findall(f"{ATOM}entry/{ATOM}id") if suffix == "atom" else root.iter("guid"))
    ]


@quick
@given(stories(), items)
def test_one_more_copy_moves_neither_id_nor_time_nor_words(story: Story, late: Any) -> None:
    joined = replace(story, copies=(*story.copies, make_copy(late)))
    (before,), (after,) = make_channel(story).entries, make_channel(joined).entries
    same = ("id", "title", "published", "updated", "summary", "authors", "source", "first_carrier")
    assert [getattr(before, name) for name in same] == [getattr(after, name) for name in same]


@quick
@given(st.lists(stories(), max_size=2), texts, texts)
@example([], "\x00", " ")
def test_any_words_of_the_operator_make_a_well_formed_feed(
    many: list[Story], title: str, description: str
) -> None:
    topic = Topic(slug="x", title=title, description=description)
    for suffix in FORMATS:
        body = render(make_channel(*many, suffix=suffix, topic=topic), suffix).body
        assert len(ids(suffix, body)) == len(many)
    etree.fromstring(opml.render_topics([topic], title=title, base_url="https://desk.example/"))


@pytest.mark.parametrize("suffix", ["atom", "rss"])
@settings(max_examples=40, deadline=None)
@given(st.lists(stories(), min_size=1, max_size=2))
def test_a_reader_finds_no_fault_in_any_feed(suffix: str, many: list[Story]) -> None:
    found = feedparser.parse(BytesIO(render(make_channel(*many, suffix=suffix), suffix).body))
    assert not found.bozo
    assert len(found.entries) == len(many)
