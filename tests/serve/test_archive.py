"""Nothing missed, over HTTP: archive addresses, what is new since an ETag, topics that moved."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.publish.entry import story_urn
from feeds.release import Desk
from store.open import open_store
from tests.publish.shelf import Newsroom, read_links
from tests.serve.newsstand import Newsstand, ids

SUFFIXES = ("atom", "rss", "json")
FERRIES = Topic(slug="ferries", title="Ferries", query="ferry", limit=3, was=("boats", "ships"))
DESK = Desk(
    topics=(FERRIES,),
    sources=(
        Source(name="Meridian Wire", url="https://wire.example/", tags=("wire",)),
        Source(name="Gazette", url="https://gazette.example/"),
    ),
    base_url="https://desk.example/",
    title="Desk",
)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, since copying one costs less than making one."""
    path = tmp_path_factory.mktemp("blank") / "x.db"
    open_store(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def stand(blank: Path, tmp_path: Path) -> Iterator[Newsstand]:
    shutil.copy(blank, tmp_path)
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    with Newsstand(store, DESK, Newsroom(store)).open() as opened:
        yield opened
    store.close()


def newest(stand: Newsstand, count: int) -> list[str]:
    return [story_urn(story.id) for story in stand.room.stories[: -count - 1 : -1]]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_archive_documents_are_served_like_feeds(stand: Newsstand, suffix: str) -> None:
    stand.arrive(7)
    feed = stand.get(f"/topics/ferries.{suffix}")
    path = urlsplit(read_links(feed.body, suffix)["prev-archive"]).path
    assert path == f"/topics/ferries/archive/2.{suffix}"
    page = stand.get(path)
    assert page.status == 200
    assert page.headers["content-type"] == feed.headers["content-type"]
    assert len(ids(page, suffix)) == 3
    assert stand.get(path, If_None_Match=page.headers["etag"]).status == 304
    assert stand.get(path, "HEAD").headers["etag"] == page.headers["etag"]
    packed = stand.get(path, Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == page.body
    stand.arrive(9)
    assert stand.get(path).body == page.body


def test_the_document_after_the_last_leads_to_the_feed_until_it_is_written(
    stand: Newsstand,
) -> None:
    stand.arrive(7)
    got = stand.get("/topics/ferries/archive/3.atom")
    assert (got.status, got.headers["location"]) == (307, "/topics/ferries.atom")
    stand.arrive(3)
    assert stand.get("/topics/ferries/archive/3.atom").status == 200
    for nothing in ("5.atom", "0.atom", "x.atom", "1.xml", "01.atom", "9999999999.atom"):
        assert stand.get(f"/topics/ferries/archive/{nothing}").status == 404


def test_an_archive_document_of_which_nothing_is_kept_is_gone(stand: Newsstand) -> None:
    stand.arrive(7)
    with stand.store.write() as tx:
        tx.tidy(before=stand.room.stories[4].first_seen)
    stand.release(everything=True)
    assert stand.get("/topics/ferries/archive/1.rss").status == 410
    assert stand.get("/topics/ferries/archive/2.rss").status == 200


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_reader_gets_what_is_new_since_its_etag(stand: Newsstand, suffix: str) -> None:
    path = f"/topics/ferries.{suffix}"
    stand.arrive(5)
    old = stand.get(path).headers["etag"]
    stand.arrive(2)
    whole = stand.get(path)
    new = stand.get(path, A_IM="feed", If_None_Match=old)
    assert (new.status, new.headers["im"]) == (226, "feed")
    assert new.headers["etag"] == whole.headers["etag"]
    assert new.headers["content-type"] == whole.headers["content-type"]
    assert {"A-IM", "If-None-Match"} <= {v.strip() for v in new.headers["vary"].split(",")}
    assert ids(new, suffix) == newest(stand, 2)
    assert read_links(new.body, suffix) == read_links(whole.body, suffix)
    again = stand.get(path, A_IM="feed", If_None_Match=new.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_what_is_new_may_come_compressed_and_be_asked_for_by_a_compressed_form_s_etag(
    stand: Newsstand,
) -> None:
    path = "/topics/ferries.atom"
    stand.arrive(3)
    old = stand.get(path, Accept_Encoding="gzip").headers["etag"]
    stand.arrive()
    new = stand.get(path, Accept_Encoding="gzip", A_IM="gzip, feed;q=0.5", If_None_Match=old)
    assert (new.status, new.headers["content-encoding"]) == (226, "gzip")
    root = etree.fromstring(gzip.decompress(new.body))
    assert len(root.findall("{*}entry")) == 1
    assert new.headers["etag"] == stand.get(path, Accept_Encoding="gzip").headers["etag"]


def test_a_story_that_one_more_source_carries_is_told_too(stand: Newsstand) -> None:
    stand.arrive(3)
    old = stand.get("/topics/ferries.atom").headers["etag"]
    stand.room.join(stand.room.stories[1], stand.now)
    stand.release()
    new = stand.get("/topics/ferries.atom", A_IM="feed", If_None_Match=old)
    assert ids(new) == [story_urn(stand.room.stories[1].id)]
    assert b"Also carried by" in new.body


@pytest.mark.parametrize(
    ("a_im", "tag"),
    [
        ("feed", '"unknown"'),
        ("feed", "garbage"),
        ("vcdiff", "OLD"),
        ("feed;q=0", "OLD"),
        ("feed", ""),
        (None, "OLD"),
    ],
)
def test_who_can_not_be_told_the_difference_gets_the_whole(
    stand: Newsstand, a_im: str | None, tag: str
) -> None:
    stand.arrive(3)
    old = stand.get("/topics/ferries.atom").headers["etag"]
    stand.arrive()
    headers = {"If_None_Match": old if tag == "OLD" else tag}
    got = stand.get("/topics/ferries.atom", **headers, **({"A_IM": a_im} if a_im else {}))
    assert got.status == 200
    assert "im" not in got.headers
    assert len(ids(got)) == 3


def test_a_change_of_more_than_stories_is_sent_whole(stand: Newsstand) -> None:
    stand.arrive(3)
    old = stand.get("/topics/ferries.atom").headers["etag"]
    stand.desk = replace(DESK, topics=(replace(FERRIES, title="Boats"),))
    stand.release(everything=True)
    stand.arrive()
    got = stand.get("/topics/ferries.atom", A_IM="feed", If_None_Match=old)
    assert got.status == 200


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(["arrive", "arrive", "correct", "join", "poll"]), max_size=25))
def test_a_reader_of_deltas_and_archives_has_every_story(
    stand: Newsstand, steps: list[str]
) -> None:
    """It keeps what it read, asks for what is new, and walks the archive to a document it has."""
    path, etag, pages = "/topics/ferries.json", "", set()
    has: dict[str, str] = {}
    for n, step in enumerate([*steps, "poll"]):
        stories = stand.room.stories
        if step == "arrive" or not stories:
            stand.arrive()
        elif step == "correct":
            stand.room.correct(stories[n % len(stories)], stand.now)
        elif step == "join":
            stand.room.join(stories[n % len(stories)], stand.now)
        stand.release()
        if step != "poll":
            continue
        got = stand.get(path, A_IM="feed", If_None_Match=etag)
        assert got.status in (200, 226, 304)
        etag, at = got.headers["etag"], path
        while got.status != 304:
            told = json.loads(got.body)
            for item in told["items"]:
                # An archive document never overrules what was read before.
                if at == path or item["date_modified"] > has.get(item["id"], ""):
                    has[item["id"]] = item["date_modified"]
            at = urlsplit(told.get("next_url") or "").path
            if not at or at in pages:
                break
            pages.add(at)
            got = stand.get(at)
        for story in stories:
            assert has[story_urn(story.id)] == max(story.updated, story.published).isoformat()


@pytest.mark.parametrize(
    "rest",
    ["", ".atom", ".rss", ".json", ".atom?lang=en&q=a%20b", "/archive/1.atom", "/archive/1.json"],
)
def test_a_topic_s_old_addresses_lead_to_the_present_ones(stand: Newsstand, rest: str) -> None:
    stand.arrive(5)
    for old in ("boats", "ships"):
        got = stand.get(f"/topics/{old}{rest}")
        assert (got.status, got.headers["location"]) == (301, f"/topics/ferries{rest}")
    assert stand.get(f"/topics/ferries{rest}").status == 200
    assert stand.get(f"/topics/planes{rest}").status == 404


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_mailers_and_ads_add_to_a_feed_s_address_changes_nothing(
    stand: Newsstand, suffix: str
) -> None:
    stand.arrive(4)
    plain = stand.get(f"/topics/ferries.{suffix}")
    tracked = stand.get(
        f"/topics/ferries.{suffix}?utm_source=letter&amp;utm_medium=mail&fbclid=IwAR0&_=1712"
    )
    assert (tracked.status, tracked.body) == (200, plain.body)
    assert tracked.headers["etag"] == plain.headers["etag"]
    narrowed = stand.get(f"/topics/ferries.{suffix}?limit=1")
    again = stand.get(f"/topics/ferries.{suffix}?utm_medium=feed&limit=1&")
    assert (again.status, again.body) == (200, narrowed.body)


@pytest.mark.parametrize(
    "path", ["/topics/ferries.json", "/topics/boats.json", "/search.atom?q=ferry"]
)
def test_a_page_in_another_site_may_ask_conditionally(stand: Newsstand, path: str) -> None:
    """Also at an old slug: a browser takes no redirect for an answer."""
    stand.arrive()
    got = stand.get(
        path,
        "OPTIONS",
        Origin="https://reader.example",
        Access_Control_Request_Method="GET",
        Access_Control_Request_Headers="if-none-match",
    )
    assert got.status == 204
    assert got.headers["access-control-allow-origin"] == "*"
    assert got.headers["allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in got.headers["access-control-allow-headers"]
    shown = stand.get("/topics/ferries.json").headers["access-control-expose-headers"]
    assert "ETag" in shown


def test_who_asks_too_often_is_told_to_wait_and_nobody_else_is(stand: Newsstand) -> None:
    stand.arrive()
    stand.rate_limit = 6
    path = "/topics/ferries.atom"
    got = [stand.get(path, X_Forwarded_For="192.0.2.7") for _ in range(7)]
    assert [one.status for one in got] == [200] * 6 + [429]
    assert 1 <= int(got[-1].headers["retry-after"]) <= 10
    for machine in ("/healthz", "/readyz", "/metrics"):
        assert stand.get(machine, X_Forwarded_For="192.0.2.7").status == 200
    assert stand.get("/", X_Forwarded_For="192.0.2.7").status == 429
    assert stand.get(path, X_Forwarded_For="192.0.2.8").status == 200
    assert {stand.get(path).status for _ in range(9)} == {200}  # this machine
    stand.rate_limit = 0
    assert stand.get(path, X_Forwarded_For="192.0.2.7").status == 200


@pytest.mark.parametrize("passed", ["/desk", ""])
def test_below_a_path_every_address_leads_to_another_below_it(
    stand: Newsstand, passed: str
) -> None:
    """Whether the proxy before it passes that path on or not."""
    stand.desk = replace(DESK, base_url="https://news.example/desk/")
    stand.arrive()
    archived = stand.get(f"{passed}/topics/ferries/archive/1.atom")
    assert archived.status == 404, "nothing is archived or due yet"
    stand.arrive(7)
    due = stand.get(f"{passed}/topics/ferries/archive/3.atom")
    assert (due.status, due.headers["location"]) == (307, "/desk/topics/ferries.atom")
    moved = stand.get(f"{passed}/topics/boats.rss?limit=1")
    assert (moved.status, moved.headers["location"]) == (301, "/desk/topics/ferries.rss?limit=1")
    stray = stand.get(f"{passed}/topics/ferries/?a=1", Host="elsewhere.example")
    assert (stray.status, stray.headers["location"]) == (307, "/desk/topics/ferries?a=1")
    assert stand.get(f"{passed}//elsewhere.example/").status == 404, "it leads nowhere outside"
    inside = stand.get(f"{passed}//sources/")
    assert (inside.status, inside.headers["location"]) == (307, "/desk/sources")
    search = stand.get(f"{passed}/search?q=ferry").text
    assert '"/desk/search.atom?q=ferry"' in search
    assert 'action="/desk/search"' in search
    assert 'href="/desk/opensearch.xml"' in search
    assert "https://news.example/desk/search?q=" in stand.get(f"{passed}/opensearch.xml").text
    assert "https://news.example/desk/sources.atom" in stand.get(f"{passed}/sources.atom").text
    links = stand.get(f"{passed}/topics/ferries.atom").headers["link"]
    assert '<https://news.example/desk/hub>; rel="hub"' in links
    assert "WebSub hub" in stand.get(f"{passed}/hub").text


def test_a_path_that_is_percent_encoded_is_known_as_a_reader_sends_it(stand: Newsstand) -> None:
    stand.desk = replace(DESK, base_url="https://news.example/n%C3%A4ws/")
    stand.arrive()
    for path in ("/topics/ferries.atom", "/topics/ferries.atom?limit=1", "/topics/ferries", "/"):
        for root in ("/n%C3%A4ws", "/n%c3%a4ws", ""):
            assert stand.get(f"{root}{path}").status == 200
    assert 'href="/n%C3%A4ws/topics/ferries.atom"' in stand.get("/n%C3%A4ws/topics/ferries").text
    moved = stand.get("/n%C3%A4ws/topics/boats.rss")
    assert (moved.status, moved.headers["location"]) == (301, "/n%C3%A4ws/topics/ferries.rss")


def test_readers_see_a_release_at_once(stand: Newsstand) -> None:
    stand.arrive()
    for count in (2, 3):
        etag = stand.get("/topics/ferries.atom").headers["etag"]
        assert stand.get("/topics/ferries.atom", If_None_Match=etag).status == 304
        stand.arrive()
        got = stand.get("/topics/ferries.atom", If_None_Match=etag)
        assert (got.status, len(ids(got))) == (200, count)
