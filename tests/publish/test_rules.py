"""What a published entry is: the contract's promises to a subscriber, each by itself."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from lxml import etree

from feeds.model.item import Credit
from feeds.model.output import Channel
from feeds.model.story import Relation, Version
from feeds.publish.formats import FORMATS
from feeds.publish.render import render, to_document
from tests.publish.shelf import read_time
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
    make_version,
)

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SUFFIXES = sorted(FORMATS)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)"
)


def body(suffix: str, *stories: Any, **more: Any) -> bytes:
    done = render(make_channel(*stories, suffix=suffix, **more), suffix)
    assert done.problems == ()
    return done.body


def entries(suffix: str, *stories: Any, **more: Any) -> list[Any]:
    """The entries as elements, or as objects of JSON."""
    document = body(suffix, *stories, **more)
    if suffix == "json":
        return json.loads(document)["items"]
    root = etree.fromstring(document)
    return root.findall(f"{ATOM}entry" if suffix == "atom" else "channel/item")


def read(suffix: str, entry: Any) -> dict[str, Any]:
    """Id, title, link, the time it changed and its HTML, whatever the format."""
    if suffix == "json":
        keys = ("id", "title", "url", "date_modified", "content_html")
        return dict(
            zip(("id", "title", "link", "updated", "html"), map(entry.get, keys), strict=True)
        )
    if suffix == "atom":
        link = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
        tags = {
            "id": f"{ATOM}id",
            "title": f"{ATOM}title",
            "updated": f"{ATOM}updated",
            "html": f"{ATOM}content",
        }
    else:
        link = entry.findtext("link")
        tags = {"id": "guid", "title": "title", "updated": f"{ATOM}updated", "html": CONTENT}
    found = {"link": link, **{name: entry.findtext(tag) for name, tag in tags.items()}}
    # feedgen writes the text as RSS's description where there is no summary.
    return {**found, "html": found["html"] or entry.findtext("description")}


def one(suffix: str, story: Any, **more: Any) -> dict[str, Any]:
    (entry,) = entries(suffix, story, **more)
    return read(suffix, entry)


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


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_withdrawn_story_says_so_and_shows_nothing_of_itself(suffix: str) -> None:
    shown = body(suffix, replace(WITH_COPIES, status="withdrawn")).decode()
    assert "Withdrawn: Ferries" in shown
    assert "Fares stay" not in shown
    assert "pier.jpg" not in shown
    assert "45.256" not in shown


def corrected(*versions: Version) -> dict[str, tuple[Version, ...]]:
    return {CORRECTED.id: versions}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_correction_is_told_at_the_head_of_the_text_with_time_and_what_changed(
    suffix: str,
) -> None:
    html = one(suffix, CORRECTED)["html"]
    assert html.startswith(
        '<p><em>Corrected 2024-03-08 09:45 UTC: title “<span dir="auto">pier is ninety'
    )
    assert 'metres long.</span>” is now “<span dir="auto">pier is eighty metres' in html
    assert "ninety" not in html.partition("</em>")[2].replace("this story said ninety", "")
    assert "Corrected" not in one(suffix, CORRECTED, histories={})["html"]
    assert "Corrected" not in one(suffix, make_story(FERRY))["html"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_newest_three_changes_are_told_the_newest_first(suffix: str) -> None:
    relations: list[Relation] = ["original", "update", "update", "correction", "update"]
    versions = (
        make_version(n, at(n), "Pier", f"It is {n}0 metres long.", relation)
        for n, relation in enumerate(relations, 1)
    )
    html = one(suffix, CORRECTED, histories=corrected(*versions))["html"]
    told = re.findall(r"<em>(\w+) 2024-03-07 (\d\d):00 UTC", html)
    assert told == [("Updated", "05"), ("Corrected", "04"), ("Updated", "03")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_words_that_may_not_be_republished_are_not_quoted(suffix: str) -> None:
    for more in (
        {"content": "none"},
        {"content": "excerpt"},
        {"republish": {"Harbour Gazette": "excerpt"}},
        {"republish": {"Harbour Gazette": "title"}},
    ):
        html = one(suffix, CORRECTED, **more)["html"]
        assert html.startswith("<p><em>Corrected 2024-03-08 09:45 UTC.</em></p>")
        assert "ninety metres" not in html
    # The words before were another source's, which allows less.
    both = replace(CORRECTED, copies=(*CORRECTED.copies, make_copy(COURIER)))
    old = make_version(1, at(8), "Pier", "It is ninety metres long.", item=COURIER.id)
    histories = corrected(old, make_version(2, at(9), "Pier", "It is eighty.", "correction"))
    allowed = one(suffix, both, histories=histories)["html"]
    narrow = one(suffix, both, histories=histories, republish={"Island Courier": "excerpt"})["html"]
    assert "ninety metres" in allowed
    assert "ninety metres" not in narrow


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_words_in_a_change_are_words(suffix: str) -> None:
    evil = make_version(1, at(8), "<script>", "<img src=x onerror=alert(1)> & so on it goes here")
    calm = make_version(2, at(9), "Calm", "Calm & so on it goes here", "update")
    html = one(suffix, CORRECTED, histories=corrected(evil, calm))["html"]
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_withdrawn_entry_says_since_when_and_who_carries_it_still(suffix: str) -> None:
    kill = make_item("Meridian Wire", "kill", "Please withdraw.", at(14, 5), title="KILL: Ferries")
    story = replace(
        WITH_COPIES,
        head=kill,
        copies=(*WITH_COPIES.copies, make_copy(kill, "withdrawal")),
        status="withdrawn",
        updated=at(14, 5),
    )
    histories = {
        story.id: (
            make_version(1, at(10), "Ferries sail again", FERRY.text, item=FERRY.id),
            make_version(2, at(14, 5), "Ferries", "Please withdraw.", "withdrawal", kill.id),
        )
    }
    said = one(suffix, story, histories=histories)
    assert said["title"] == "Withdrawn: Ferries sail again"
    assert read_time(said["updated"]) == at(14, 5)
    assert "withdrawn by those who wrote it, 2024-03-07 14:05 UTC" in said["html"]
    assert "Still carried by Harbour Gazette, Island Courier." in said["html"]
    assert "Fares stay" not in said["html"]
