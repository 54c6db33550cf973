"""What a published entry is: the contract's promises to a subscriber, each by itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from lxml import etree

from feeds.model.atom import Category
from feeds.model.item import Credit
from feeds.model.output import Channel
from feeds.publish.render import render, to_document
from tests.publish.entries import (
    ATOM,
    DC,
    RFC822,
    RFC3339,
    SUFFIXES,
    body,
    entries,
    one,
)
from tests.publish.stories import (
    ARABIC,
    CORRECTED,
    COURIER,
    FERRY,
    GAZETTE,
    STORIES,
    TOPIC,
    WIRE,
    WITH_COPIES,
    at,
    make_channel,
    make_copy,
    make_item,
    make_story,
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_id_stays_when_a_copy_joins_the_title_changes_or_the_address_moves(suffix: str) -> None:
    alone = make_story(FERRY)
    joined = replace(alone, copies=(*alone.copies, make_copy(GAZETTE)))
    retitled = replace(
        alone, head=replace(FERRY, title="Another title", link="https://moved.example/x")
    )
    said = {one(suffix, story)["id"] for story in (alone, joined, retitled)}
    said.add(one(suffix, alone, base_url="https://elsewhere.example/feeds/")["id"])
    said.add(one(suffix, alone, topic=replace(TOPIC, slug="other", title="Other"))["id"])
    assert len(said) == 1
    assert one(suffix, CORRECTED)["id"] not in said


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_feed_keeps_its_id_when_the_address_moves(suffix: str) -> None:
    here, there = (
        make_channel(suffix=suffix),
        make_channel(suffix=suffix, base_url="https://x.example/y"),
    )
    assert here.id == there.id
    assert there.self_url == f"https://x.example/y/topics/coast.{suffix}"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_updated_moves_with_the_words_and_never_because_one_more_source_carries_it(
    suffix: str,
) -> None:
    alone = make_story(FERRY)
    joined = replace(alone, copies=(*alone.copies, make_copy(GAZETTE), make_copy(COURIER)))
    corrected = replace(joined, updated=joined.updated + timedelta(hours=2), version=2)
    assert one(suffix, joined)["updated"] == one(suffix, alone)["updated"]
    assert one(suffix, joined)["html"] != one(suffix, alone)["html"]
    assert one(suffix, corrected)["updated"] > one(suffix, joined)["updated"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_it_links_to_the_first_carrier_whoever_heads_the_story(suffix: str) -> None:
    led = replace(
        make_story(GAZETTE, (FERRY, "original"), (COURIER, "wire copy")), head=FERRY
    )  # the agency's own words head it; the Gazette had it first
    assert one(suffix, led)["link"] == "https://harbour-gazette.example/boats-back"
    assert one(suffix, led)["title"] == FERRY.title


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_other_copy_is_listed_under_the_text_once(suffix: str) -> None:
    again = replace(FERRY, id=1, guid="other", link=FERRY.link)  # the same page under another guid
    second = replace(FERRY, id=2, guid="second", link="https://meridian-wire.example/second")
    story = make_story(
        FERRY, (again, "wire copy"), (second, "update"), (GAZETTE, "teaser"), (COURIER, "wire copy")
    )
    html = one(suffix, story)["html"]
    listed = html.partition("Also carried by")[2]
    assert re.findall(r'href="([^"]*)"', listed) == [second.link, GAZETTE.link, COURIER.link]
    assert "Boats are back &lt;b&gt;on&lt;/b&gt; Monday" in listed
    assert "Also carried by" not in one(suffix, make_story(FERRY))["html"]


def test_a_source_that_gives_a_story_on_hundreds_of_pages_does_not_fill_the_feed_with_them() -> (
    None
):
    pages = [
        replace(GAZETTE, id=n, guid=str(n), link=f"https://harbour-gazette.example/{n}")
        for n in range(400)
    ]
    story = make_story(FERRY, *((page, "wire copy") for page in pages), (COURIER, "wire copy"))
    (entry,) = entries("atom", story)
    related = [x.get("href") for x in entry.findall(f"{ATOM}link") if x.get("rel") == "related"]
    assert related[:2] == [pages[0].link, pages[1].link]
    assert related[-1] == COURIER.link
    assert len(related) < 100


def test_other_copies_are_related_links_and_the_page_is_the_only_alternate() -> None:
    (entry,) = entries("atom", WITH_COPIES)
    links = [(link.get("rel"), link.get("href")) for link in entry.findall(f"{ATOM}link")]
    assert links[:3] == [
        ("alternate", FERRY.link),
        ("related", GAZETTE.link),
        ("related", COURIER.link),
    ]
    assert "Harbour Gazette: Boats are back" in entry.findall(f"{ATOM}link")[1].get("title")


def test_it_names_the_feed_it_was_taken_from() -> None:
    (atom,), (rss,), (feed,) = (entries(suffix, WITH_COPIES) for suffix in ("atom", "rss", "json"))
    source = atom.find(f"{ATOM}source")
    assert source.findtext(f"{ATOM}title") == "Meridian Wire"
    assert source.findtext(f"{ATOM}id")
    assert RFC3339.fullmatch(source.findtext(f"{ATOM}updated"))
    assert rss.find("source").get("url") == "https://meridian-wire.example/feed.xml"
    assert rss.findtext("source") == "Meridian Wire"
    assert feed["_dateline"]["source"] == {
        "title": "Meridian Wire",
        "url": "https://meridian-wire.example/",
    }


def test_a_source_without_any_address_has_an_id_of_its_own() -> None:
    other = make_story(
        make_item("Drop folder", "tug", "A tug came.", at(4), link=None, origin=WIRE.head.origin)
    )
    ids = [entry.findtext(f"{ATOM}source/{ATOM}id") for entry in entries("atom", WIRE, other)]
    assert ids[0] == ids[1]
    assert ids[0] not in [entry.findtext(f"{ATOM}id") for entry in entries("atom", WIRE, other)]


def test_it_names_byline_agency_language_categories_and_enclosures() -> None:
    (atom,), (rss,), (feed,) = (entries(suffix, WITH_COPIES) for suffix in ("atom", "rss", "json"))
    assert atom.findtext(f"{ATOM}author/{ATOM}name") == "Jane Roe"
    assert atom.findtext(f"{ATOM}contributor/{ATOM}name") == "MDW"
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [c.get("term") for c in atom.findall(f"{ATOM}category")] == ["ferries", "coast"]
    assert [e.get("type") for e in atom.findall(f"{ATOM}link[@rel='enclosure']")] == [
        "image/jpeg",
        "audio/mpeg",
    ]
    assert (rss.findtext(f"{DC}creator"), rss.findtext(f"{DC}contributor")) == ("Jane Roe", "MDW")
    assert rss.findtext(f"{DC}language") == "en"
    assert [c.text for c in rss.findall("category")] == ["Ferries", "coast"]
    assert len(rss.findall("enclosure")) == 1  # RSS readers know one; the rest is Media RSS
    assert rss.find("{http://search.yahoo.com/mrss/}content").get("url").endswith("horn.mp3")
    assert (feed["authors"], feed["language"]) == ([{"name": "Jane Roe"}], "en")
    assert (feed["_dateline"]["agency"], feed["_dateline"]["credit_line"]) == (
        "MDW",
        "MDW: 07 March 2024",
    )
    assert [a["size_in_bytes"] for a in feed["attachments"] if "size_in_bytes" in a] == [48200]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_agency_is_the_author_where_no_byline_is_known(suffix: str) -> None:
    (entry,) = entries(suffix, ARABIC)
    names = {
        "atom": lambda: [n.text for n in entry.findall(f"{ATOM}author/{ATOM}name")],
        "rss": lambda: [n.text for n in entry.findall(f"{DC}creator")],
        "json": lambda: [author["name"] for author in entry["authors"]],
    }
    assert names[suffix]() == ["MAP"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_byline_beside_its_agency_is_named_once(suffix: str) -> None:
    written = replace(
        COURIER,
        authors=(replace(CORRECTED.head.authors[0], name="Ali El Amrani (MDW)"),),
        credit=Credit(byline="Ali El Amrani", agency="MDW"),
    )
    assert b"Ali El Amrani (MDW)" not in body(suffix, make_story(written))
    assert b"Ali El Amrani" in body(suffix, make_story(written))


def test_times_are_written_as_each_format_wants_them() -> None:
    atom, rss = etree.fromstring(body("atom", *STORIES)), etree.fromstring(body("rss", *STORIES))
    written = [e.text for name in ("published", "updated") for e in atom.iter(f"{ATOM}{name}")]
    assert len(written) > 10
    assert all(RFC3339.fullmatch(text or "") for text in written)
    dates = [e.text for name in ("pubDate", "lastBuildDate") for e in rss.iter(name)]
    assert len(dates) == len(STORIES) + 1
    assert all(RFC822.fullmatch(text or "") for text in dates)
    assert parsedate_to_datetime(dates[0] or "") == WITH_COPIES.published
    for entry in entries("json", *STORIES):
        assert RFC3339.fullmatch(entry["date_published"])
        assert datetime.fromisoformat(entry["date_modified"]).utcoffset() == timedelta(0)


def test_a_term_whose_schemes_atom_cant_write_is_there_once() -> None:
    terms = (Category(term="ferries", scheme="our list"), Category(term="ferries"))
    story = make_story(replace(FERRY, categories=terms))
    (entry,) = entries("atom", story)
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["ferries"]


def test_atom_keeps_the_standard() -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and an entry must have, and how often."""
    root = etree.fromstring(body("atom", *STORIES))
    assert root.tag == f"{ATOM}feed"
    assert root.find(f"{ATOM}link[@rel='self']") is not None
    for element in (
        root,
        *root.findall(f"{ATOM}entry"),
        *root.findall(f"{ATOM}entry/{ATOM}source"),
    ):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert (element.findtext(f"{ATOM}{name}") or "").strip()
    for entry in root.findall(f"{ATOM}entry"):
        assert all((name.text or "").strip() for name in entry.findall(f"{ATOM}author/{ATOM}name"))
        assert entry.findall(f"{ATOM}author")
        assert len(entry.findall(f"{ATOM}link[@rel='alternate']")) == 1
        assert all(link.get("href") and link.get("rel") for link in entry.findall(f"{ATOM}link"))
        assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
        assert entry.find(f"{ATOM}content").get("type") == "html"


def test_rss_keeps_the_standard() -> None:
    """RSS 2.0 and the Best Practices Profile of the RSS Advisory Board."""
    channel = etree.fromstring(body("rss", *STORIES)).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    for entry in channel.findall("item"):
        assert entry.findtext("title")
        assert entry.find("guid").get("isPermaLink") == "false"
        assert len(entry.findall("enclosure")) <= 1
        assert all(
            set(one.attrib) == {"url", "length", "type"} for one in entry.findall("enclosure")
        )
        assert all(one.get("url") for one in entry.findall("source"))
        assert all((one.text or "").strip() for one in entry.findall("category"))


def test_json_feed_keeps_the_standard() -> None:
    feed = json.loads(body("json", *STORIES))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "https://desk.example/topics/coast.json"
    for entry in feed["items"]:
        assert entry["id"]
        assert entry["content_html"]
        assert all(name in entry for name in ("url", "title", "authors", "date_published"))
        assert None not in entry.values()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_same_stories_give_the_same_bytes(suffix: str) -> None:
    first, second = body(suffix, *STORIES), body(suffix, *STORIES)
    assert first == second
    kept = [
        to_document("/x", "text/plain", one, modified=at(1, day=day))
        for day, one in enumerate((first, second), 1)
    ]
    assert kept[0].etag == kept[1].etag
    assert re.fullmatch(r'"[0-9a-f]{24}"', kept[0].etag)
    assert to_document("/x", "text/plain", first + b" ", modified=at(1)).etag != kept[0].etag


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_one_entry_that_cannot_be_rendered_does_not_cost_the_feed(suffix: str) -> None:
    channel: Channel = make_channel(*STORIES, suffix=suffix)
    good, bad = channel.entries[0], replace(channel.entries[1], title="bad\x00title")
    done = render(replace(channel, entries=(bad, good)), suffix)
    found = etree.fromstring(done.body)
    assert [e.text for e in found.iter(f"{ATOM}id", "guid") if e.text == good.id] == [good.id]
    assert bad.id.encode() not in done.body
    assert len(done.problems) == 1
    assert bad.id in done.problems[0]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_no_more_of_a_source_is_republished_than_it_allows(suffix: str) -> None:
    lines = [
        f"This is sentence number {n} of a rather long story about the harbour." for n in range(12)
    ]
    story = make_story(replace(FERRY, text=" ".join(lines), html=f"<p>{' '.join(lines)}</p>"))
    shown = {
        allowed: body(suffix, story, content="full", republish={"Meridian Wire": allowed}).decode()
        for allowed in ("full", "excerpt", "title")
    }  # fmt: skip
    assert "number 11" in shown["full"]
    assert "number 2" in shown["excerpt"]
    assert "number 11" not in shown["excerpt"]
    assert "sentence" not in shown["title"]
    assert "pier.jpg" not in shown["excerpt"] + shown["title"]
    narrow = body(suffix, story, content="none", republish={"Meridian Wire": "full"}).decode()
    assert "sentence" not in narrow
