"""Every document is valid and nothing in it earns a validator's warning, whatever the sources sent.

The grammars are in ``grammar/``, what they can't see in ``validity.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from feeds.intake import absorb
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.publish.formats import FORMATS
from feeds.publish.render import render
from feeds.publish.wording import cut_excerpt
from feeds.release import Desk, release
from store.api import Store
from store.open import open_store
from tests.newsroom.normalized import normalize
from tests.publish.stories import ARABIC, CORRECTED, FERRY, HISTORIES, at, make_channel, make_story
from tests.publish.test_properties import stories
from tests.publish.validity import faults

GOLDEN = Path(__file__).parent / "golden"
BASE = "https://desk.example/"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOSTILE = [
    "", " ", "\x00\x0b\ufffe\ud800", "<b>bold</b> & <script>alert(1)</script>", "&amp;lt;i&amp;gt; &#8217; &nbsp;",
    "]]>", "\u202eright to left\u202c", "العبارات تعود يوم الاثنين", "עברית", "🚢🏴‍☠️", "漢字の港が開く。" * 60,
    "x" * 3000,
    "S&P500 & AT&T's </b>", "\r\n\t", "\x85\u2028", "<!-- a --><!DOCTYPE x><?php ?>", "ﷺ" * 9, "a" * 40 + " ferry",
]  # fmt: skip
MARKUP = [
    "<p onclick='x()' style='color:red'>The ferry sails <a href='javascript:x'>now</a> <a href='/rel ative'>on</a></p>",
    "<iframe src='//e.example'></iframe><object data=x></object><embed src=x><p>Ferry.</p>",
    "<p>A ferry<svg onload=x><math><mi>x</p><img src='data:x' onerror=x><img src='a b.png'>", "<table><p>x<td>y",
    "<bdo dir=rtl lang='not a language'>x</bdo><p dir=up>y<details open>z", "<p>" + "ferry " * 20_000,
    "<style>p{}</style><noscript><p>x</noscript><title>y</title><base href='x'><meta http-equiv=refresh>",
]  # fmt: skip
ADDRESSES = [
    "", "x", "/a b", "javascript:alert(1)", "https://jarida.example/أخبار?q=ب#ج", "http://münchen.example/ü%zz",
    "https://u:p@host.example/", "https://[::1]/x", "http://a.example:99999/", "https://a.example/|{}[]\"<>\\^`",
    "http://", "mailto:x@y", "https://a.example/%", "ftp://a.example/", "https://a_b.example/x",
]  # fmt: skip
DATES = [
    "",
    "yesterday",
    "Tue, 03 Feb 26 08:00 EST",
    "2026-03-01T12:00:00Z",
    "2999-01-01",
    "0001-01-01",
    "1e9",
]
texts = st.sampled_from(HOSTILE) | st.text(max_size=12)
markups = st.sampled_from([*MARKUP, *HOSTILE])
addresses = st.sampled_from(ADDRESSES)
maybe = st.none() | texts
constructs = st.none() | st.builds(
    Text, value=markups | texts, type=st.sampled_from(["text", "html"])
)
entries = st.builds(
    Entry,
    guid=maybe | addresses,
    links=st.lists(st.builds(Link, href=addresses, type=st.none() | texts), max_size=2).map(tuple),
    title=constructs,
    content=constructs,
    summary=constructs,
    published=st.none() | st.sampled_from(DATES),
    updated=st.none() | st.sampled_from(DATES),
    authors=st.lists(st.builds(Person, name=texts, email=maybe, uri=addresses), max_size=2).map(tuple),
    categories=st.lists(st.builds(Category, term=texts, scheme=maybe | addresses, label=maybe), max_size=3).map(tuple),
    enclosures=st.lists(
        st.builds(Enclosure, href=addresses, type=maybe, length=st.none() | st.integers(-9, 10**13)), max_size=3
    ).map(tuple),
    rights=maybe,
    lang=st.sampled_from([None, "", "en", "xx", "ar-MA", "not a language", "he"]),
    base=addresses,
)  # fmt: skip
metas = st.builds(FeedMeta, id=maybe | addresses, title=texts, link=addresses, self_link=addresses)


@pytest.mark.parametrize("path", sorted(GOLDEN.iterdir()), ids=lambda path: path.name)
def test_a_golden_document_is_valid_without_a_warning(path: Path) -> None:
    assert faults(path.read_bytes(), path.suffix[1:], now=NOW) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(stories(), min_size=1, max_size=3, unique_by=lambda story: story.id))
def test_any_story_makes_a_valid_entry_in_every_format(many: list[Any]) -> None:
    for suffix in FORMATS:
        channel = make_channel(*many, suffix=suffix)
        assert (
            _but_html(faults(render(channel, suffix).body, suffix, address=channel.self_url)) == []
        )


def _but_html(found: list[str]) -> list[str]:
    """These stories' HTML is as drawn: no normalizing went before."""
    return [fault for fault in found if not fault.startswith("in the HTML")]


@pytest.fixture(scope="module")
def kept() -> Iterator[Store]:
    store = open_store("sqlite:///:memory:")
    yield store
    store.close()


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(entries, metas), min_size=1, max_size=3), texts)
def test_whatever_a_source_sends_is_published_valid_in_every_document(
    kept: Store, received: list[tuple[Entry, FeedMeta]], words: str
) -> None:
    """Entries as parsed go through normalizing, identifying and curating; the store fills up over the examples."""
    desk = Desk(
        topics=(Topic(slug="all", title=words, description=words, limit=3),
            Topic(slug="short", title="x", content="excerpt")),
        sources=(Source(name="Fair", url="https://fair.example/"),
            Source(name="Hostile <b>", url="https://h.example/")),
        base_url=BASE,
        title=words,
    )  # fmt: skip
    items = [
        normalize(
            entry, source=source, meta=meta, location=source.url, first_seen=NOW, seen_after=None
        )
        for (entry, meta), source in zip(received, desk.sources * 2, strict=False)
    ]
    with kept.write() as tx:
        for source in desk.sources:
            theirs = [one for one in items if one.source == source.name]
            absorb(tx, theirs, window=timedelta(days=7), now=NOW)
    assert release(kept, desk, now=NOW + timedelta(minutes=1), everything=True).problems == ()
    with kept.read() as snapshot:
        paths = sorted(snapshot.document_paths())
        # Archive documents are written once; the newest is what this example may have made.
        pages = [path for path in paths if "/archive/" in path]
        for path in [path for path in paths if path not in pages[:-6]]:
            document = snapshot.document(path)
            assert document
            kind = path.rpartition(".")[2]
            found = faults(
                document.body, kind, address=BASE + path[1:], now=NOW + timedelta(minutes=1)
            )
            assert found == [], path


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_stories_of_one_moment_are_told_apart(suffix: str) -> None:
    many = [make_story(replace(FERRY, id=n, guid=str(n))) for n in range(1, 101)]
    channel = make_channel(*many, suffix=suffix)
    assert {entry.updated for entry in channel.entries} == {FERRY.published}
    stated = re.findall(rb"<updated>(.*)</updated>", render(channel, "atom").body)
    assert max(map(len, stated)) == len("2026-03-01T12:00:00.123456+00:00"), (
        "some parsers refuse more"
    )
    assert faults(render(channel, suffix).body, suffix) == []


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_story_of_a_megabyte_is_published_whole_and_its_summary_short(suffix: str) -> None:
    text = "x" * 500_000 + " ferry" * 90_000
    story = make_story(replace(FERRY, text=text, html=f"<p>{text}</p>"))
    channel = make_channel(story, suffix=suffix)
    assert len(channel.entries[0].summary) <= 802
    body = render(channel, suffix).body
    assert len(body) > 1_000_000
    assert faults(body, suffix) == []


@pytest.mark.parametrize("text", ["x" * 10_000, "漢字の港が開く。" * 1000, "word " * 1000])
def test_an_excerpt_is_a_small_part_of_a_text_in_any_script(text: str) -> None:
    """Words are not set apart in every script; a source that allows an excerpt allows no whole text."""
    assert len(cut_excerpt(text)) <= min(802, len(text) // 6)


def test_an_excerpt_ends_with_a_sentence_not_with_an_abbreviation() -> None:
    told = "word " * 57 + "was signed by Gen. Roe of the U.S. Coast Guard on Monday."
    assert cut_excerpt(f"{told} {'More follows here. ' * 20}") == f"{told} …"


@pytest.mark.parametrize(
    "told",
    [
        "was bought by Acme Cranes Inc. for a song, wait... it sank! said its owner on Monday.",
        "is crane No. 5 (cf. art. 12) of the harbour, which works again since Sept. 7 last year.",
        "नौका मंगलवार को फिर चली, महापौर ने कहा।",
        "کشتی منگل کو پھر چلی، میئر نے کہا۔",
        "kostet rund 5 Mio. Euro und soll bzw. muss am 17. März wieder fahren, sagt das Amt.",
    ],
)
def test_an_excerpt_ends_where_a_sentence_does_in_any_language(told: str) -> None:
    told = "word " * 52 + told
    assert cut_excerpt(f"{told} {'More follows here. ' * 20}") == f"{told} …"


def test_an_excerpt_in_chinese_ends_behind_the_quotation_mark_that_closes_a_sentence() -> None:
    excerpt = cut_excerpt("市长说：“渡船将于下周一恢复航行，旅客不必绕行。”" * 20)
    assert excerpt.endswith("。” …")


def test_text_that_runs_from_right_to_left_says_so_and_ours_does_not() -> None:
    (entry,) = make_channel(ARABIC).entries
    assert entry.html.startswith('<div dir="rtl" lang="ar"><p>')
    assert '<div dir="ltr" lang="en"><p>First carried by' in entry.html
    assert '<span dir="auto">جريدة الميناء</span>' in entry.html
    corrected = replace(CORRECTED, head=replace(CORRECTED.head, language="ar"))
    (entry,) = make_channel(corrected, histories={corrected.id: HISTORIES[CORRECTED.id]}).entries
    assert entry.html.startswith('<div dir="ltr" lang="en"><p><em>Corrected')
    (entry,) = make_channel(replace(ARABIC, status="withdrawn")).entries
    assert entry.html.startswith('<div dir="ltr" lang="en"><p>This story was withdrawn')
    assert "rtl" not in entry.html


@pytest.mark.parametrize("wrong", [
    ("atom", b"<title>Ferries", b"<title>&lt;b&gt;Ferries&lt;/b&gt;"),
    ("atom", b'rel="related"', b'rel="elsewhere"'),
    ("atom", b'xml:lang="en"', b'xml:lang="xx"'),
    ("atom", b"    <id>urn:uuid:332f", b"    <id>332f"),
    ("atom", b"2024-03-07T10:30:00.", b"2024-03-07 10:30:00."),
    ("atom", b"<summary>", b"<summary/><summary>"),
    ("atom", b'rel="self"', b'rel="related"'),
    ("atom", b"&lt;p&gt;The two", b"&lt;p onclick=x&gt;The two"),
    ("atom", b'rel="alternate" href="https://m', 'rel="alternate" href="https://ü'.encode()),
    ("rss", b'isPermaLink="false"', b'isPermaLink="true"'),
    ("rss", b"Thu, 07 Mar 2024", b"Thu, 07 Mar 24"),
    ("rss", b"+0000", b"EST"),
    ("rss", b"<dc:creator>Jane Roe</dc:creator>", b"<author>Jane Roe</author>"),
    ("rss", b' length="48200"', b""),
    ("rss", b"<![CDATA[<p>The", b"<![CDATA[<p><a href='/x'>The"),
    ("json", b'"url": "https://meridian', b'"url": "meridian'),
    ("json", b'"date_published": "2024-03-07T', b'"date_published": "2024-03-07 '),
    ("json", b'"mime_type": "image/jpeg"', b'"mime_type": "image"'),
    ("json", b"<p>The two", b"<p><script>x</script>The two"),
])  # fmt: skip
def test_a_document_with_a_fault_is_found_out(wrong: tuple[str, bytes, bytes]) -> None:
    kind, good, bad = wrong
    body = (GOLDEN / f"coast.{kind}").read_bytes()
    assert good in body
    assert faults(body.replace(good, bad, 1), kind) != []


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_correction_is_said_in_the_entry_with_its_time(suffix: str) -> None:
    channel = make_channel(CORRECTED, suffix=suffix, histories=HISTORIES)
    body = render(channel, suffix).body.decode()
    assert f"Corrected {at(9, 45, day=8):%Y-%m-%d %H:%M} UTC: title" in body
    assert faults(body.encode(), suffix) == []
