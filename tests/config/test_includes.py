"""Source lists in files of their own: TOML and OPML, found by name or pattern."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.config import load

Check = Callable[..., list[str]]

_LIST = '[[source]]\nname = "{0}"\nurl = "https://{0}.example.org/feed"\ntags = ["listed"]\n'
_OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
{}
</body></opml>
"""
_FEED = '<outline type="rss" text="{0}" xmlUrl="https://{0}.example.org/rss"/>'


def test_lists_of_both_kinds_add_their_sources(check: Check, tmp_path: Path) -> None:
    text = (
        'include = ["lists/**/*.toml", "lists/*.opml"]\n'
        + _LIST.format("own")
        + '[[topic]]\nslug = "t"'
        '\ntitle = "T"\nsources = ["deep", "tag:Maghreb", "tag:listed"]\n'
    )
    folder = (
        '<outline text="Maghreb">\n' + _FEED.format("tap") + "</outline>" + _FEED.format("ansa")
    )
    lists = {
        "lists/a.toml": _LIST.format("near"),
        "lists/africa/north/b.toml": _LIST.format("deep"),
        "lists/mine.opml": _OPML.format(folder),
        "lists/notes.txt": "no list",
    }
    assert check(text, lists) == []
    sources = load(tmp_path / "config.toml").sources
    assert [s.name for s in sources] == ["own", "near", "deep", "tap", "ansa"]
    assert [s.tags for s in sources[-2:]] == [("Maghreb",), ()]
    assert sources[3].url == "https://tap.example.org/rss"


def test_an_opml_of_another_reader_works_as_it_is(check: Check, tmp_path: Path) -> None:
    outlines = """
    <outline text="News"><outline text="Papers &amp; radio">
      <outline title="Le &amp;eacute;cho" text="x" xmlURL="https://echo.example.org/rss?a=1&b=2" type="rss"
        language="fr-FR" category="politics,/World/Africa"/>
      <outline text="Echo" xmlUrl="https://other.example.org/rss"/>
    </outline></outline>
    <outline text="Also"><outline text="Echo again" xmlUrl="http://other.example.org/rss/"/></outline>
    <outline text="Echo" xmlUrl="https://third.example.org/rss"/>
    <outline text="Echo (2)" xmlUrl="https://fourth.example.org/rss"/>
    <outline text="Off" isComment="true"><outline text="No" xmlUrl="https://no.example.org/"/></outline>
    <outline text="Elsewhere" type="link" url="https://example.org/list.opml"/>"""
    assert check('include = ["mine.opml"]', {"mine.opml": _OPML.format(outlines)}) == []
    found = {s.name: s for s in load(tmp_path / "config.toml").sources}
    assert list(found) == ["Le écho", "Echo", "Echo (2)", "Echo (2) (2)"]
    first = found["Le écho"]
    assert first.url == "https://echo.example.org/rss?a=1&b=2"
    assert first.tags == ("News", "Papers & radio", "politics", "World", "Africa")
    assert first.language == "fr"
    assert found["Echo"].tags == ("News", "Papers & radio", "Also")


def test_outlines_that_name_nothing_or_hold_others_are_no_feeds_without_an_address(
    check: Check, tmp_path: Path
) -> None:
    outlines = '<outline type="rss"/><outline/><outline type="rss" text="Ports">' + _FEED.format(
        "a"
    )
    assert check('include = ["m.opml"]', {"m.opml": _OPML.format(outlines + "</outline>")}) == []
    (source,) = load(tmp_path / "config.toml").sources
    assert (source.name, source.tags) == ("a", ("Ports",))


def test_a_feed_with_its_address_under_another_name_is_one_whatever_it_holds(
    check: Check, tmp_path: Path
) -> None:
    typed = '<outline type="rss" text="{0}" url="https://{0}.example/feed">{1}</outline>'
    outlines = typed.format("a", _FEED.format("b")) + typed.format("c", "<!-- the last -->")
    assert check('include = ["m.opml"]', {"m.opml": _OPML.format(outlines)}) == []
    assert [source.name for source in load(tmp_path / "config.toml").sources] == ["a", "b", "c"]


def test_an_opml_may_have_control_characters_that_a_feed_has_in_its_title(
    check: Check, tmp_path: Path
) -> None:
    outlines = """<outline text="Harbour\x0bGazette" xmlUrl="https://example.org/a"/>
    <outline text="Bay&#x1f;Wire" xmlUrl="https://example.org/b"/>"""
    assert check('include = ["m.opml"]', {"m.opml": _OPML.format(outlines)}) == []
    names = [source.name for source in load(tmp_path / "config.toml").sources]
    assert names == ["Harbour Gazette", "Bay Wire"]


def test_an_opml_s_addresses_may_have_the_scheme_that_only_says_feed(
    check: Check, tmp_path: Path
) -> None:
    outlines = """<outline text="A" xmlUrl="feed://example.org/a"/>
    <outline text="B" xmlUrl="feed:https://example.org/b"/>
    <outline text="C" xmlUrl="feed://https://example.org/c"/>"""
    assert check('include = ["m.opml"]', {"m.opml": _OPML.format(outlines)}) == []
    urls = [source.url for source in load(tmp_path / "config.toml").sources]
    assert urls == ["http://example.org/a", "https://example.org/b", "https://example.org/c"]


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "utf-8"])
def test_an_opml_is_read_in_the_encoding_it_declares(
    check: Check, tmp_path: Path, encoding: str
) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?>\n<opml><body><outline text="Écho" '
    body += 'xmlUrl="https://example.org/"/></body></opml>'
    assert check('include = ["mine.opml"]', {"mine.opml": body.encode(encoding)}) == []
    assert load(tmp_path / "config.toml").sources[0].name == "Écho"


@pytest.mark.parametrize(
    "body",
    [
        '<opml><body><outline text="Écho" xmlUrl="https://example.org/?a=1&amp;amp;b=2"/></body></opml>'.encode(
            "windows-1252"
        ),
        b'\xef\xbb\xbf\n<?xml version="1.0"?>\n<opml><body><outline text="\xc3\x89cho" '
        b'xmlUrl="https://example.org/?a=1&amp;b=2"/></body></opml>',
    ],
)
def test_an_opml_is_read_as_feeds_are_where_it_is_declared_wrong(
    check: Check, tmp_path: Path, body: bytes
) -> None:
    assert check('include = ["mine.opml"]', {"mine.opml": body}) == []
    (source,) = load(tmp_path / "config.toml").sources
    assert (source.name, source.url) == ("Écho", "https://example.org/?a=1&b=2")


@pytest.mark.parametrize(
    ("name", "body", "line", "said"),
    [
        ("a.toml", '\n[[source]]\nname = "A"\nurl = "x"\n', 4, "'x' is no http or https address"),
        ("a.toml", "\nname = \n", 2, "this is no TOML"),
        ("a.toml", '[site]\ntitle = "x"', 1, "unknown key 'site' in the file"),
        ("a.toml", 'include = ["b.toml"]', 1, "unknown key 'include' in the file"),
        ("a.toml", _LIST.format("own"), 2, "name 'own' stands at config.toml:3 already"),
        ("a.opml", _OPML.format(_FEED.format("own")), 3, "name 'own' stands at config.toml:3 already"),
        ("a.opml", _OPML.format("<outline>"), 4, "this is no OPML: Opening and ending tag mismatch"),
        ("a.opml", _OPML.format('<outline text="A" xmlUrl="gopher://x/"/>'), 3, "'A': 'gopher://x/' is no http"),
        ("a.opml", _OPML.format('\n<outline type="rss" text="A"/>'), 4, "the outline 'A' has no xmlUrl"),
        ("a.opml", "<html><body/></html>", 1, "its first element is <html>, not <opml>"),
        ("a.opml", "{}", 1, "this is no OPML"),
        ("a.opml", "", 1, "this is no OPML"),
    ],
)  # fmt: skip
def test_a_fault_in_a_list_is_told_with_that_list_s_line(
    check: Check, name: str, body: str, line: int, said: str
) -> None:
    text = f'include = ["lists/{name}"]\n' + _LIST.format("own")
    (fault,) = check(text, {f"lists/{name}": body})
    assert fault.startswith(f"lists/{name}:{line}: ")
    assert said in fault


def test_faults_of_all_files_are_told_at_once_from_top_to_bottom(check: Check) -> None:
    text = '[pooling]\n[[topic]]\nslug = "t"\ntitle = "T"\nquery = "("\n'
    text = 'include = ["a.toml", "b.opml", "c.toml"]\n' + text
    files = {
        "a.toml": '[[source]]\nname = "A"\n',
        "b.opml": _OPML.format('<outline text="B" xmlUrl="x"/>'),
    }
    places = [fault.split(": ")[0] for fault in check(text, files)]
    assert places == ["config.toml:1", "config.toml:2", "config.toml:6", "a.toml:2", "b.opml:3"]


def test_a_list_that_can_t_be_read_makes_no_topic_wrong_that_names_its_sources(
    check: Check,
) -> None:
    text = 'include = ["a.toml"]\n[[topic]]\nslug = "t"\ntitle = "T"\nsources = ["A", "tag:x"]\n'
    (fault,) = check(text, {"a.toml": "[[source]"})
    assert fault.startswith("a.toml:1: this is no TOML")


def test_a_pattern_may_find_nothing_or_the_configuration_itself_or_a_list_twice(
    check: Check, tmp_path: Path
) -> None:
    text = 'include = ["none/*.toml", "*.toml", "./lists/../a.toml", "a.toml"]\n'
    assert check(text, {"a.toml": _LIST.format("a"), "lists/x.txt": ""}) == []
    assert [s.name for s in load(tmp_path / "config.toml").sources] == ["a"]


def test_an_opml_can_t_make_the_reader_open_files_or_swell(check: Check, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    body = (
        f'<!DOCTYPE opml [<!ENTITY file SYSTEM "{tmp_path}/secret"><!ENTITY e0 "ha">{bomb}]>\n'
        '<opml><body><outline text="&file;&e11;" xmlUrl="https://example.org/"/></body></opml>'
    )
    assert check('include = ["a.opml"]', {"a.opml": body}) == []
    assert load(tmp_path / "config.toml").sources[0].name == "&file;&e11;"


def test_what_a_list_brings_is_polled_like_the_rest(check: Check, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    text = 'include = ["a.toml"]\n[store]\nurl = "sqlite:///x.db"\n'
    assert check(text, {"a.toml": '[[source]]\nname = "Drop"\npath = "drop/"\n'}) == []
    command = ["-c", str(tmp_path / "config.toml"), "sources", "--json"]
    done = CliRunner().invoke(main, command)
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["Drop"]


def test_what_is_no_name_of_a_file_is_one_fault_in_include(check: Check) -> None:
    (fault,) = check("include = [3]\n" + _LIST.format("own"))
    assert fault.startswith("config.toml:1: include: 3 is no text; write source lists")
    (fault,) = check('include = [""]\n' + _LIST.format("own"))
    assert fault.startswith("config.toml:1: include: '' is empty; write source lists")
