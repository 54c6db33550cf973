"""Feeds over HTTP, as a polite reader and as a proxy ask for them."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import brotli
import pytest
import zstandard
from lxml import etree

from tests.newsroom.desk import Run

_FEEDS = {
    "/topics/sea.atom": "application/atom+xml",
    "/topics/sea.rss": "application/rss+xml",
    "/topics/sea.json": "application/feed+json",
    "/topics.opml": "text/x-opml",
}
_LAST_YEAR = "Tue, 03 Feb 2015 08:00:00 GMT"


@pytest.fixture(params=_FEEDS)
def path(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_feed_has_its_media_type_and_what_caches_need(served: Run, path: str) -> None:
    got = served.get(path)
    assert got.status == 200
    assert got.headers["content-type"].partition(";")[0] == _FEEDS[path]
    assert int(got.headers["content-length"]) == len(got.body)
    assert got.headers["etag"].startswith('"')
    assert parsedate_to_datetime(got.headers["last-modified"]).tzinfo
    assert "max-age" in got.headers["cache-control"]
    negotiated = {name.strip() for name in got.headers["vary"].split(",")}
    assert negotiated == {"Accept-Encoding"} | ({"A-IM"} if path != "/topics.opml" else set())
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["access-control-allow-origin"] == "*"
    if path.endswith(".json"):
        assert len(json.loads(got.body)["items"]) == 2
    else:
        etree.fromstring(got.body)


def test_who_has_it_already_gets_304_and_no_body(served: Run, path: str) -> None:
    first = served.get(path)
    etag, modified = first.headers["etag"], first.headers["last-modified"]
    # An hour ahead is a wrong clock's, and the last of two states within a second is dated with the next.
    later = format_datetime(parsedate_to_datetime(modified) + timedelta(minutes=59), usegmt=True)
    for headers in (
        {"If_None_Match": etag},
        {"If_None_Match": f"W/{etag}"},
        {"If_None_Match": f'"other", {etag}'},
        {"If_None_Match": "*"},
        {"If_None_Match": etag, "If_Modified_Since": _LAST_YEAR},
        {"If_Modified_Since": modified},
        {"If_Modified_Since": later},
    ):
        got = served.get(path, **headers)
        assert (got.status, got.body) == (304, b""), headers
        assert got.headers["etag"] == etag
        assert got.headers["last-modified"] == modified
        assert "cache-control" in got.headers
        assert "vary" in got.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"other"'},
        {"If_None_Match": "garbage, ,,"},
        {"If_None_Match": ""},
        {"If_None_Match": '"x' * 5000},
        {"If_Modified_Since": _LAST_YEAR},
        {"If_Modified_Since": "yesterday"},
        # As a feed said that was written under a wrong clock: its reader would wait for that year.
        {"If_Modified_Since": "Wed, 03 Feb 2100 12:00:00 GMT"},
        {"If_Modified_Since": "Fri, 99999999999999999999 Nov 2026 00:00:00 GMT"},
        {"If_Modified_Since": "Fri, 27 Nov 2026 00:00:00 +99999999999999999999"},
        {"If_Modified_Since": ""},
        {"Range": "bytes=0-10"},
    ],
)
def test_who_has_not_gets_it_whole(served: Run, headers: dict[str, str]) -> None:
    got = served.get("/topics/sea.atom", **headers)
    assert got.status == 200
    etree.fromstring(got.body)


def test_an_etag_that_differs_rules_over_a_date_that_does_not(served: Run, path: str) -> None:
    modified = served.get(path).headers["last-modified"]
    got = served.get(path, If_None_Match='"other"', If_Modified_Since=modified)
    assert got.status == 200


def test_head_says_what_get_would_and_sends_nothing(served: Run, path: str) -> None:
    whole, head = served.get(path), served.get(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "content-length", "etag", "last-modified"):
        assert head.headers[name] == whole.headers[name]
    assert served.get(path, "HEAD", If_None_Match=whole.headers["etag"]).status == 304


_UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstandard.decompress}


@pytest.mark.parametrize(
    ("asked", "coding"),
    [
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "gzip"),
        ("deflate, gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip, zstd", "zstd"),
        ("br;q=0, zstd;q=0.001", "zstd"),
        ("identity;q=0.5, br ; q=0.6", "br"),
    ],
)
def test_the_coding_that_the_reader_likes_best_with_an_etag_of_its_own(
    served: Run, path: str, asked: str, coding: str
) -> None:
    plain, packed = served.get(path), served.get(path, Accept_Encoding=asked)
    assert packed.headers["content-encoding"] == coding
    assert _UNPACK[coding](packed.body) == plain.body
    assert packed.headers["etag"] != plain.headers["etag"]
    assert int(packed.headers["content-length"]) == len(packed.body)
    again = served.get(path, Accept_Encoding=asked, If_None_Match=packed.headers["etag"])
    assert again.status == 304


@pytest.mark.parametrize(
    "asked",
    ["", "identity", "gzip;q=0", "gzip;q=0, *", "gzip;q=x", "compress", "identity, gzip;q=0.5"],
)
def test_no_coding_when_not(served: Run, asked: str) -> None:
    got = served.get("/topics/sea.rss", Accept_Encoding=asked)
    assert "content-encoding" not in got.headers
    etree.fromstring(got.body)


@pytest.mark.parametrize(
    "path", ["/topics/nowhere.atom", "/topics/sea.xml", "/topics/.atom", "/topics/a/b.rss"]
)
def test_no_such_feed_is_404(served: Run, path: str) -> None:
    got = served.get(path)
    assert got.status == 404
    assert got.headers["x-content-type-options"] == "nosniff"


def test_a_topic_s_opml_lists_every_topic_s_feed_at_the_public_address(served: Run) -> None:
    tree = etree.fromstring(served.get("/topics.opml").body)
    addresses = [outline.get("xmlUrl") for outline in tree.iter("outline")]
    assert addresses == [f"https://desk.example/topics/{s}.atom" for s in ("sea", "land", "old")]


def test_links_come_from_the_configured_address_never_from_the_request(served: Run) -> None:
    for path in (*_FEEDS, "/", "/topics/sea"):
        got = served.get(path, Host="evil.example", X_Forwarded_Host="evil.example")
        assert b"evil.example" not in got.body.replace(b"https://evil.example/", b"")


def test_only_reading_is_allowed(served: Run) -> None:
    for path in ("/", "/topics/sea", "/topics/sea.atom", "/healthz"):
        got = served.get(path, "POST")
        assert got.status == 405
        assert "GET" in got.headers["allow"]


@pytest.mark.parametrize("suffix", ["atom", "rss", "json"])
def test_a_feed_names_its_hub_and_itself_in_every_answer_and_in_the_document(
    served: Run, suffix: str
) -> None:
    path = f"/topics/sea.{suffix}"
    hub, own = "https://desk.example/hub", f"https://desk.example{path}"
    said = f'<{hub}>; rel="hub", <{own}>; rel="self"'
    whole = served.get(path)
    unchanged = served.get(path, If_None_Match=whole.headers["etag"])
    assert (whole.status, unchanged.status) == (200, 304)
    for got in (
        whole,
        unchanged,
        served.get(path, "HEAD"),
        served.get(path, Accept_Encoding="gzip"),
    ):
        assert got.headers["link"] == said
    if suffix == "json":
        document = json.loads(whole.body)
        assert document["hubs"] == [{"type": "WebSub", "url": hub}]
        assert document["feed_url"] == own
    else:
        tag = "{http://www.w3.org/2005/Atom}link"
        links = etree.fromstring(whole.body).findall(tag if suffix == "atom" else f"channel/{tag}")
        found = {link.get("rel"): link.get("href") for link in links}
        assert (found["hub"], found["self"]) == (hub, own)


def test_the_list_of_topics_has_no_hub(served: Run) -> None:
    assert "link" not in served.get("/topics.opml").headers
