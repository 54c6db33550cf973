"""Pages for people, and answers for machines."""

from __future__ import annotations

import gzip
import json
from typing import Any

import lxml.html
import pytest

from tests.newsroom.desk import Run
from tests.serve.conftest import HARBOUR, HOSTILE, OLIVES

_PAGES = ["/", "/topics/sea", "/topics/land", "/sources"]


def _tree(served: Run, path: str) -> Any:
    got = served.get(path)
    assert got.status == 200, path
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(got.text)


def _stories(served: Run) -> dict[str, str]:
    """The pages of the stories by title."""
    links = [
        link
        for path in _PAGES[:3]
        for link in _tree(served, path).xpath("//ul[@class='stories']/li/a")
    ]
    return {link.text_content(): link.get("href") for link in links}


def test_the_front_page_shows_each_topic_and_its_newest_stories_once(served: Run) -> None:
    sections = _tree(served, "/").xpath("//section")
    titles = [section.xpath(".//h2")[0].text_content() for section in sections]
    assert titles == ["Sea", "Land", "Old"]
    shown = [link.text_content() for link in sections[0].xpath(".//li/a")]
    assert sorted(shown) == sorted([HARBOUR.title, HOSTILE])
    assert "Harbour Times and 1 more" in sections[0].text_content()


def test_a_topic_announces_its_three_feeds_and_each_is_there(served: Run) -> None:
    links = _tree(served, "/topics/sea").xpath("//head/link[@rel='alternate']")
    assert {link.get("type"): link.get("href") for link in links} == {
        "application/atom+xml": "/topics/sea.atom",
        "application/rss+xml": "/topics/sea.rss",
        "application/feed+json": "/topics/sea.json",
    }
    for link in links:
        assert served.get(link.get("href")).headers["content-type"].startswith(link.get("type"))
        assert link.get("title")


def test_the_front_page_announces_every_topic(served: Run) -> None:
    links = _tree(served, "/").xpath("//head/link[@rel='alternate']/@href")
    assert set(links) >= {f"/topics/{slug}.atom" for slug in ("sea", "land", "old")}


def test_a_page_shows_no_story_that_is_too_old_for_its_topic_s_feeds(served: Run) -> None:
    assert served.topic("old") == []
    assert "Nothing yet." in _tree(served, "/topics/old").text_content()


def test_a_story_shows_its_text_once_who_carries_it_and_its_topics(served: Run) -> None:
    path = _stories(served)[HARBOUR.title]
    tree = _tree(served, path)
    said = tree.text_content()
    assert said.count("Two dredgers begin work in May.") == 1
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//table//tr[td]")]
    assert [row[0] for row in rows] == ["Harbour Times", "Radio Gulf"]
    assert tree.xpath("//table//a/@href") == [
        "https://one.example/dredge",
        "https://two.example/dredge",
    ]
    assert tree.xpath("//section[h2='Topics']//a/@href") == ["/topics/old", "/topics/sea"]


def test_a_story_as_json_is_the_command_s_line_with_versions_and_why(served: Run) -> None:
    path = _stories(served)[HARBOUR.title]
    got = served.get(f"{path}.json")
    assert got.headers["content-type"] == "application/json"
    story = json.loads(got.body)
    assert story["id"] == path.rpartition("/")[2]
    assert (story["title"], story["first_carrier"]) == (HARBOUR.title, "Harbour Times")
    assert sorted(c["source"] for c in story["copies"]) == ["Harbour Times", "Radio Gulf"]
    assert story["topics"] == ["old", "sea"]
    assert {why["topic"] for why in story["why"]} == {"old", "sea"}
    assert [version["number"] for version in story["versions"]] == [1]
    assert OLIVES.title in served.get(_stories(served)[OLIVES.title] + ".json").text


def test_hostile_words_are_shown_as_words(served: Run) -> None:
    paths = [*_PAGES, _stories(served)[HOSTILE]]
    assert all(HOSTILE not in served.get(path).text for path in paths)
    for path in paths:
        tree = _tree(served, path)
        assert not tree.xpath("//script | //iframe | //object | //embed | //form | //style")
        assert not [name for element in tree.iter() for name in element.attrib if name[:2] == "on"]
        assert not tree.xpath("//img")
        addresses = [*tree.xpath("//@href"), *tree.xpath("//@src")]
        assert all(a.startswith(("/", "https://", "data:,")) for a in addresses), addresses
    (title,) = _tree(served, paths[-1]).xpath("//h1")
    assert title.text_content() == HOSTILE
    assert "<b>Evil</b> & Sons" in _tree(served, "/sources").text_content()
    assert 'Ships <i>and</i> "boats"' in _tree(served, "/topics/sea").text_content()
    assert "49" not in title.text_content()


@pytest.mark.parametrize("path", _PAGES)
def test_the_front_page_alone_keeps_itself_up_to_date(served: Run, path: str) -> None:
    again = _tree(served, path).xpath("//head/meta[@http-equiv='refresh']/@content")
    assert again == (["30"] if path == "/" else [])


@pytest.mark.parametrize("path", _PAGES)
def test_each_page_has_one_heading_of_the_first_order(served: Run, path: str) -> None:
    (heading,) = _tree(served, path).xpath("//h1")
    assert heading.text_content().strip()


def test_arabic_titles_run_from_right_to_left(served: Run) -> None:
    (row,) = _tree(served, "/topics/land").xpath("//ul/li")
    assert row.get("dir") == "rtl"
    article = _tree(served, _stories(served)[OLIVES.title]).xpath("//article")[0]
    assert (article.get("dir"), article.get("lang")) == ("rtl", "ar")


def test_sources_show_what_is_wrong_and_no_password(served: Run) -> None:
    tree = _tree(served, "/sources")
    (failing,) = tree.xpath("//tr[@class='failing']")
    assert "Broken Mirror" in failing.text_content()
    assert "the server answered 500" in failing.text_content()
    assert len(tree.xpath("//table//tr[td]")) == 5
    for path in (*_PAGES, "/metrics", _stories(served)[HARBOUR.title]):
        assert "s3cret" not in served.get(path).text


@pytest.mark.parametrize("path", [*_PAGES, "/topics/none", "/stories/none", "/nothing"])
def test_pages_carry_the_headers_that_keep_foreign_content_harmless(served: Run, path: str) -> None:
    headers = served.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src" not in policy, "there is no script"
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "set-cookie" not in headers


@pytest.mark.parametrize("path", _PAGES)
def test_pages_are_conditional_and_packed_as_well(served: Run, path: str) -> None:
    plain, packed = served.get(path), served.get(path, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    for got, asked in ((plain, "identity"), (packed, "gzip")):
        again = served.get(path, Accept_Encoding=asked, If_None_Match=got.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == "no-cache", "live: asked for anew each time"
    head = served.get(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) == len(plain.body)


@pytest.mark.parametrize(
    "path",
    [
        "/topics/none",
        "/stories/none",
        "/stories/none.json",
        "/stories/..%2f..%2fetc%2fpasswd",
        "/stories/%00",
        "/stories/%ff%fe",
        "/stories/" + "x" * 5000,
        "/static/../config.toml",
        "/static/%2e%2e/config.toml",
        "/nothing",
        "//",
        "/topics/",
    ],
)
def test_what_is_not_there_is_404_in_a_sentence(served: Run, path: str) -> None:
    got = served.get(path)
    assert got.status == 404
    assert "There is no" in got.text
    assert "Traceback" not in got.text


def test_the_style_sheet_is_served(served: Run) -> None:
    (href,) = _tree(served, "/").xpath("//link[@rel='stylesheet']/@href")
    assert served.get(href).headers["content-type"].startswith("text/css")


def test_health_is_plain(served: Run) -> None:
    for path in ("/healthz", "/readyz"):
        got = served.get(path)
        assert (got.status, got.body) == (200, b"ok\n")


def test_metrics_are_in_prometheus_text_format(served: Run) -> None:
    got = served.get("/metrics")
    assert got.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = got.text.splitlines()
    values = dict(line.split() for line in lines if not line.startswith("#"))
    assert values["dateline_sources"] == "5"
    assert values["dateline_sources_failing"] == "1"
    assert values["dateline_items"] == "4"
    assert values["dateline_documents"] == "11"
    states = {name: int(n) for name, n in values.items() if "{" in name}
    assert sum(states.values()) == 5
    assert states['dateline_sources_in_state{state="well"}'] == 4
    for name in {name.partition("{")[0] for name in values}:
        assert sum(line.startswith(f"# HELP {name} ") for line in lines) == 1
        assert sum(line == f"# TYPE {name} gauge" for line in lines) == 1
