"""Searching over HTTP: any query as a page and as a feed."""

from __future__ import annotations

import tomllib
from urllib.parse import quote, urlsplit

import lxml.html
import pytest
from lxml import etree

from feeds.publish.conform import plain_line
from tests.newsroom.desk import Run, eventually
from tests.serve.conftest import HARBOUR, HOSTILE, OLIVES

_ATOM = {"a": "http://www.w3.org/2005/Atom", "o": "http://a9.com/-/spec/opensearch/1.1/"}


def ask(served: Run, query: str, **more: str) -> lxml.html.HtmlElement:
    address = f"/search?q={quote(query)}" + "".join(f"&{k}={v}" for k, v in more.items())
    got = served.get(address)
    assert got.status == 200, got.text
    return lxml.html.document_fromstring(got.text)


def titles(page: lxml.html.HtmlElement) -> list[str]:
    return [" ".join(a.text_content().split()) for a in page.xpath("//ul/li/a")]


def test_a_search_shows_what_a_topic_would_take_newest_first_and_why(served: Run) -> None:
    page = ask(served, "harbour OR hostile")
    topic = [entry["title"] for entry in served.topic("sea")]
    assert sorted(map(plain_line, titles(page))) == sorted(topic)  # feeds hold no markup in titles
    assert "2 stories" in page.get_element_by_id("number").text_content()
    (row,) = (li for li in page.xpath("//ul/li") if HARBOUR.title in li.text_content())
    marked = [mark.text for mark in row.xpath(".//mark")]
    assert marked.count("Harbour") == 1
    assert set(marked) <= {"Harbour", "harbour"}
    assert row.xpath(".//code")[0].text_content() == "harbour"
    assert "in title" in row.text_content()
    assert "Harbour Times and 1 more" in row.text_content()
    story = served.get(row.xpath("./a/@href")[0])
    assert story.status == 200


def test_the_daemon_indexes_what_it_took_in(served: Run) -> None:
    eventually(
        lambda: "wait" not in ask(served, "harbour").get_element_by_id("number").text_content(),
        "nothing waits",
    )
    assert len(titles(ask(served, "harbour"))) == 1


def test_words_in_the_text_are_shown_and_marked_there_in_any_script(served: Run) -> None:
    (row,) = ask(served, "kell AND dredgers").xpath("//ul/li")
    assert [mark.text for mark in row.xpath("./p//mark")] == ["Kell", "dredgers"]
    (row,) = ask(served, "الزيتون").xpath("//ul/li")
    assert row.get("dir") == "rtl"
    assert row.xpath("./a//mark")[0].text == "الزيتون"
    assert "dredge" in ask(served, "dredge").xpath("//ul/li/a")[0].text_content()
    (row,) = ask(served, "/two dredg\\w+/").xpath("//ul/li")
    assert [mark.text for mark in row.xpath("./p//mark")] == ["Two dredgers"]
    (row,) = ask(served, "port AND (source:radio carriers>=2)").xpath("//ul/li")
    assert "source: radio gulf" in row.xpath(".//*[contains(@class, 'why')]")[0].text_content()


def test_the_page_announces_its_feed_and_gives_the_topic_to_write_down(served: Run) -> None:
    query = """harbour AND "port sable's" OR 'x'"""
    page = ask(served, query)
    (feed,) = page.xpath("//link[@rel='alternate'][@type='application/atom+xml']/@href")
    assert feed == f"/search.atom?q={quote(query, safe='')}"
    assert served.get(feed).status == 200
    for written in (query, "harbour", "الزيتون", 'back\\slash "two"'):
        (text,) = ask(served, written).xpath("//pre[@class='toml']/text()")
        (topic,) = tomllib.loads(text)["topic"]
        assert topic["query"] == written
        assert topic["slug"]


def test_without_a_query_there_is_the_form(served: Run) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20"):
        page = lxml.html.document_fromstring(served.get(address).text)
        (form,) = page.forms
        assert (form.action, form.method.upper()) == ("/search", "GET")
        assert "q" in form.fields
        assert not page.xpath("//ul[contains(@class, 'found')]")
    assert "No story" in ask(served, "zeppelin").get_element_by_id("number").text_content()


def test_a_faulty_query_is_told_with_its_column_marked(served: Run) -> None:
    got = served.get(f"/search?q={quote('port AND (drugs')}")
    page = lxml.html.document_fromstring(got.text)
    assert got.status == 400
    assert "Column 10: this bracket is never closed; add )" in " ".join(page.text_content().split())
    assert page.xpath("//*[@class='here']/text()") == ["("]
    assert page.forms[0].fields["q"] == "port AND (drugs"
    long = f"{'port ' * 100}AND"
    got = served.get(f"/search?q={quote(long)}")
    assert (got.status, "ends too soon" in got.text) == (400, True)
    assert len(lxml.html.document_fromstring(got.text).xpath("//pre")[0].text_content()) < 200


def test_a_faulty_query_s_feed_is_refused_in_plain_text(served: Run) -> None:
    got = served.get(f"/search.atom?q={quote('port AND (drugs')}")
    assert got.status == 400
    assert got.headers["content-type"].startswith("text/plain")
    assert "column 10: this bracket is never closed" in got.text
    assert served.get("/search.atom").status == 400
    assert served.get(f"/search.atom?q={'x' * 20_001}").status == 400


def test_a_feed_does_not_pass_over_what_it_is_asked_for_but_what_others_add_to_addresses(
    served: Run,
) -> None:
    """As a topic's feed: who asks for French and gets everything has not been answered."""
    got = served.get("/search.atom?q=harbour&lang=fr")
    assert got.status == 400
    assert got.text == (
        "there is no parameter 'lang'; there is q (a query, in the language of topics).\n"
    )
    assert served.get("/search.atom?q=harbour&q=olives").status == 400
    plain = served.get("/search.atom?q=harbour")
    assert served.get("/search.atom?q=harbour&utm_source=mail&_=1").body == plain.body


def test_the_feed_holds_the_entries_that_a_topic_s_feed_holds(served: Run) -> None:
    got = served.get("/search.atom?q=harbour%20OR%20hostile")
    assert got.headers["content-type"].startswith("application/atom+xml")
    feed = etree.fromstring(got.body)
    topic = etree.fromstring(served.get("/topics/sea.atom").body)
    ids = [sorted(f.xpath("a:entry/a:id/text()", namespaces=_ATOM)) for f in (feed, topic)]
    assert ids[0] == ids[1]
    assert len(ids[0]) == 2
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=_ATOM) == [
        "https://desk.example/search.atom?q=harbour%20OR%20hostile"
    ]
    assert feed.xpath("a:id/text()", namespaces=_ATOM) != topic.xpath(
        "a:id/text()", namespaces=_ATOM
    )
    other = etree.fromstring(served.get("/search.atom?q=harbour").body)
    assert other.xpath("a:id/text()", namespaces=_ATOM) != feed.xpath(
        "a:id/text()", namespaces=_ATOM
    )


def test_a_feed_without_a_story_is_a_feed(served: Run) -> None:
    feed = etree.fromstring(served.get("/search.atom?q=zeppelin").body)
    assert feed.xpath("count(a:entry)", namespaces=_ATOM) == 0
    assert feed.xpath("string(a:updated)", namespaces=_ATOM)


@pytest.mark.parametrize("address", ["/search.atom?q=harbour", "/search?q=harbour"])
def test_what_a_reader_has_is_not_sent_again(served: Run, address: str) -> None:
    first = served.get(address)
    again = served.get(address, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert "max-age" in served.get("/search.atom?q=x").headers["cache-control"]
    packed = served.get(address, Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != first.headers["etag"]


def test_hostile_words_stay_words(served: Run) -> None:
    page = ask(served, "hostile")
    assert titles(page) == [" ".join(HOSTILE.split())]
    assert [s.get("src") for s in page.xpath("//script")] == ["/static/search.js"]
    for query in (
        HOSTILE,
        '"><script>alert(1)</script>',
        "a\x00b",
        "\ud7ff\ufffe",
        "' OR 1=1 --",
        '"',
    ):
        got = served.get(f"/search?q={quote(query)}")
        assert got.status in (200, 400)
        assert "<script>alert" not in got.text
        feed = served.get(f"/search.atom?q={quote(query)}")
        assert feed.status in (200, 400)
        if feed.status == 200:
            etree.fromstring(feed.body)


def test_pages_follow_each_other_without_gap(served: Run) -> None:
    everything = titles(ask(served, "NOT zeppelin"))
    assert len(everything) == 3
    first = ask(served, "NOT zeppelin").xpath("//ul/li//time/@datetime")
    assert first == sorted(first, reverse=True)
    assert titles(ask(served, "NOT zeppelin", before="nonsense")) == everything
    assert titles(ask(served, "NOT zeppelin", before="-99999999999999999999-x")) == everything
    assert titles(ask(served, "NOT zeppelin", before="1-x")) == []


def test_a_browser_can_add_the_search(served: Run) -> None:
    page = lxml.html.document_fromstring(served.get("/search").text)
    (address,) = page.xpath("//link[@rel='search']/@href")
    got = served.get(address)
    assert got.headers["content-type"].startswith("application/opensearchdescription+xml")
    root = etree.fromstring(got.body)
    assert root.xpath("string(o:ShortName)", namespaces=_ATOM) == "The desk"
    templates = root.xpath("o:Url/@template", namespaces=_ATOM)
    assert templates == [
        "https://desk.example/search?q={searchTerms}",
        "https://desk.example/search.atom?q={searchTerms}",
    ]
    here = urlsplit(templates[0].replace("{searchTerms}", quote(OLIVES.title)))
    assert served.get(f"{here.path}?{here.query}").status == 200
