"""Whatever the bytes, parsing returns a document or says NotAFeed, and one entry never costs the others."""

from __future__ import annotations

import builtins
import copy
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.errors import NotAFeed
from feeds.model.entry import ParsedDocument
from feeds.parse.document import parse
from feeds.parse.kind import ENTRY_LIMIT
from feeds.parse.kinds import KINDS

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.in"))
QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
ITEM = (
    "<item><title>Story {0}</title><guid isPermaLink='false'>{0}&amp;v=1</guid><description><![CDATA[It&#39;s {0}, "
    "&amp;nbsp;]]></description></item>"
)
SOUP = """<rss> <channel> </channel> <item> </item> <title> </title> <description> <![CDATA[ ]]> <link/>
    <guid> <a:entry> <entry xml:base='//['> &nbsp; &#0; &#xD800; &# <!DOCTYPE <!ENTITY <?xml <!-- -->
    <source url='x'> <media:content> <content type='xhtml'> <feed xmlns='http://www.w3.org/2005/Atom'>
    <georss:point> <gml:pos> {"items":[ } ] date --- NNNN Title: \x0c \x00 \xff é ا words
    <newsItem> <contentSet> <inlineXML> <nitf> <body.content> <docdata> <embargoed/> \x01mdw0123 \x02 \x03 ZCZC
    ^BC-Port< EMBARGOED {"rss":{"channel":{"item":[ {"versionCreated": "headlines":[ null, 1e999 -30-"""
PIECES = st.sampled_from(re.split(" ", SOUP))


def read(body: bytes | str, **served: str) -> ParsedDocument | None:
    """The document, or None where parse says that it is no feed."""
    data = body.encode() if isinstance(body, str) else body
    how = {name: served.get(name) for name in ("content_type", "location", "kind")}
    try:
        found = parse(data, **how)
    except NotAFeed:
        return None
    assert found.kind in KINDS
    return found


def feed(items: str) -> str:
    return f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>"


@QUICK
@given(st.binary(max_size=400), st.sampled_from([None, *KINDS]))
def test_any_bytes_give_a_document_or_a_sentence(body: bytes, kind: str | None) -> None:
    read(body, **({"kind": kind} if kind else {}))


@QUICK
@given(
    st.lists(PIECES, max_size=40),
    st.sampled_from(
        ["", "<rss><channel>", "<feed>", "<newsMessage>", "<nitf>", "\x01mdw0123 \x02"]
    ),
)
def test_any_heap_of_feed_like_pieces_gives_a_document_or_a_sentence(
    pieces: list[str], start: str
) -> None:
    read((start + " ".join(pieces)).encode("utf-8", "replace"), location="https://a.example/f")


@QUICK
@given(st.sampled_from(CORPUS), st.integers(0, 10**6), st.binary(max_size=6), st.integers(0, 9))
def test_any_good_document_may_be_cut_or_spoilt_anywhere(
    path: Path, at: int, put: bytes, over: int
) -> None:
    body = path.read_bytes()
    place = at % (len(body) + 1)
    read(body[:place])
    read(body[:place] + put + body[place + over :])


@pytest.mark.parametrize("cut", range(1, 700, 23))
def test_a_feed_cut_off_keeps_every_whole_entry_before_the_cut_as_it_was(cut: int) -> None:
    body = feed("".join(ITEM.format(number) for number in range(12)))
    whole, found = read(body), read(body[:-cut])
    assert found is not None
    assert whole is not None
    complete = body[:-cut].count("</item>")
    assert found.entries[:complete] == whole.entries[:complete]
    assert found.problems


@pytest.mark.parametrize(
    "broken",
    [
        "<item><title>Bad <b>bold</title><guid>x</guid></item>",
        "<item><title>Bad</title><description>never closed</item>",
        "<item><title>Bad</item>",
        "<item><title>Bad</title><source url='u'>never closed</item>",
        "<item><title>Bad</title><image><url>never closed</item>",
        "<item><title>Bad &#xD800; &#99999999999; & &nope;</title></item>",
        "<item><title>Bad</title><author>never closed</item>",
        "<item><title a='1' a='2'>Bad</title></item>",
        "<item <title>Bad</title></item>",
        "<item><title>Bad</title><gml:pos srsName='EPSG:x'>1</gml:pos></item>",
        "<item><title>Bad</title><enclosure url='http://['/></item>",
        "<item><title>Bad</title><links>x</links><tags/><authors>y</authors></item>",
    ],
)
def test_a_broken_entry_costs_no_other(broken: str) -> None:
    sound = read(feed(ITEM.format("before") + ITEM.format("after")))
    found = read(feed(ITEM.format("before") + broken + ITEM.format("after")))
    assert found is not None
    assert sound is not None
    assert [one for one in sound.entries if one not in found.entries] == []


def test_entries_past_the_limit_are_left_out_and_told() -> None:
    found = read(feed("".join(ITEM.format(n) for n in range(ENTRY_LIMIT + 3))))
    assert found is not None
    assert len(found.entries) == ENTRY_LIMIT
    assert found.problems == (f"3 entries past the first {ENTRY_LIMIT} were left out",)


@pytest.mark.parametrize("end", ["", "</b>"], ids=["well-formed", "tag soup"])
@pytest.mark.parametrize("where", ["_start_category", "_end_category"])
def test_an_element_on_which_the_parser_breaks_costs_that_element_only(
    where: str, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise IndexError

    category = "<category xml:base='https://x.example/' xml:lang='fr'>a</category><link>/a</link>"
    items = "".join(ITEM.format(n).replace("</guid>", f"</guid>{category}") for n in (1, 2))
    whole = read(feed(items + end))
    for kind in ("_Strict", "_Lenient"):
        monkeypatch.setattr(f"feeds.parse.kinds.xmlfeed.{kind}.{where}", breaks)
    found = read(feed(items + end))
    assert whole is not None
    assert found is not None
    bare = [replace(entry, categories=()) for entry in whole.entries]
    assert [replace(entry, categories=()) for entry in found.entries] == bare
    told = "<category> could not be read (IndexError)"
    assert [one for one in found.problems if one not in whole.problems] == [told, told]


def test_whatever_json_has_in_the_place_of_a_value_the_document_is_read_or_is_no_feed() -> None:
    met, kinds = set(), set()
    for path in CORPUS:
        whole = _json(path.read_bytes())
        found = read(path.read_bytes()) if whole else None
        for way in _ways(whole) if found and found.kind != "wire" else ():
            names = (found.kind, *(step for step in way if isinstance(step, str)))
            if names not in met:
                met.add(names)
                kinds.add(found.kind)
                for odd in (5, -1.5, None, True, "", "\ud800", [], {}, [5], [["a"]], {"a": [None]}):
                    read(json.dumps(_with(whole, way, odd)))
    assert kinds == {"jsonfeed", "ninjs", "rssjson", "wordpress"}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _ways(value: Any, so_far: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each value within a value."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value if isinstance(value, list) else ())
    )
    for step, one in inner:
        yield (*so_far, step)
        yield from _ways(one, (*so_far, step))


def _with(value: Any, way: tuple[str | int, ...], odd: Any) -> Any:
    if not way:
        return odd
    changed = copy.copy(value)
    changed[way[0]] = _with(value[way[0]], way[1:], odd)
    return changed


@pytest.mark.parametrize(
    "name",
    [
        *("iptc-several", "json-authors-inherited", "newsml-message", "newsml1-several"),
        *("ninjs-note-kill", "nitf-several", "rssjson-pictures", "wire-several"),
        *("wordpress-posts", "newssitemap-two"),
    ],
)
def test_of_any_kind_of_document_entries_past_the_limit_are_left_out_and_told(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = (CORPUS[0].parent / f"{name}.in").read_bytes()
    whole = read(body)
    monkeypatch.setattr("feeds.parse.kind.ENTRY_LIMIT", 1)
    bounded = read(body)
    assert whole is not None
    assert bounded is not None
    assert bounded.entries == whole.entries[:1]
    told = f"{len(whole.entries) - 1} entries past the first 1 were left out"
    assert bounded.problems == (*whole.problems, told)


def test_a_body_that_names_a_file_or_an_address_opens_neither(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(feed(ITEM.format("secret")))
    opened = []
    real = builtins.open
    monkeypatch.setattr(builtins, "open", lambda *a, **k: (opened.append(a), real(*a, **k))[1])
    for body in (str(secret), f"file://{secret}", "http://127.0.0.1:1/feed"):
        for kind in ("", *KINDS):
            found = read(body, **({"kind": kind} if kind else {}))
            assert found is None or found.kind == "wire"
    external = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret}">]>' + feed(
        "<item><title>&x;</title></item>"
    )
    read(external)
    assert opened == []


def test_an_address_does_not_change_what_a_relative_guid_is() -> None:
    body = feed("<item><guid>stories/7</guid><link>/s/7</link></item>")
    here = read(body, location="https://one.example/feed")
    there = read(body, location="https://two.example/x/feed")
    assert here is not None
    assert there is not None
    assert [e.guid for e in (*here.entries, *there.entries)] == ["stories/7", "stories/7"]
    assert here.entries[0].base == "https://one.example/feed"


def test_a_file_name_is_no_base_for_addresses() -> None:
    found = read(feed(ITEM.format(1)), location="drop/feed.xml")
    assert found is not None
    assert found.entries[0].base is None


@pytest.mark.parametrize(
    "body", ["[" * 100_000, '{"items":' * 50_000, '{"items":[' + "9" * 9000 + "]}"]
)
def test_json_beyond_measure_is_refused(body: str) -> None:
    assert read(body) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "<x>" * 30_000,
        "<!-- " * 20_000,
        "<![CDATA[" * 10_000,
        "&lt;" * 50_000,
        "\n" * 100_000,
        "<author>" + "a." * 20_000 + "</author>",
        "<!ENTITY a" * 10_000,
        "&" * 50_000,
    ],
    ids=lambda text: text[:9].strip() or "lines",
)
def test_hostile_repetition_ends(hostile: str) -> None:
    read("<?xml version='1.0'?>" + hostile + feed(ITEM.format(1)))
    found = read(feed(ITEM.format("before") + f"<item><description>{hostile}</description></item>"))
    assert found is not None
    assert found.entries[0].guid == "before&v=1"


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{}", b"\x89PNG", b"<a/>", b"[]", bytes(range(64))]
)
def test_what_is_no_feed_is_told_in_a_sentence(body: bytes) -> None:
    with pytest.raises(NotAFeed, match=r"^the document .{10,}"):
        parse(body, content_type="application/rss+xml", location=None)


def test_every_case_that_the_page_on_reading_names_exists() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reading.md").read_text("utf-8")
    stems = {path.stem for path in CORPUS}
    wires = "newsml1?|nitf|ninjs|iptc|rssjson|wordpress|newssitemap|wire|image|rss"
    kinds = f"{wires}|enc|guid|atom|bad|json|thr|itunes|hints|media|no|served|link|links|xmlbase|dates|content"
    named = re.findall(rf"`((?:{kinds})-[a-z0-9-]*\*?)`", page)
    assert len(named) > 30
    for name in named:
        assert any(fnmatch(stem, name) for stem in stems), name
