"""Releases through the store: what changed is published, what did not keeps its bytes, ETag and time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from lxml import etree

import feeds.press
from feeds.model.output import Channel
from feeds.model.poll import Source
from feeds.model.story import Plan, Story, Version
from feeds.model.topic import Topic
from feeds.publish.render import assemble
from feeds.release import Desk, Released, release
from store.api import Store
from tests.publish.shelf import read_time
from tests.publish.stories import ARABIC, CORRECTED, FERRY, GAZETTE, at, make_copy, make_story

ATOM = "{http://www.w3.org/2005/Atom}"
FERRIES = Topic(slug="ferries", title="Ferries", query="ferries OR ferry")
ALL = Topic(slug="all", title="All", query="")
DESK = Desk(
    topics=(FERRIES, ALL),
    sources=(Source(name="Meridian Wire", url="https://meridian-wire.example/feed.xml"),),
    base_url="https://desk.example/",
    title="Desk",
)
OF_FERRIES = {f"/topics/ferries.{suffix}" for suffix in ("atom", "rss", "json")}
OF_ALL = {f"/topics/all.{suffix}" for suffix in ("atom", "rss", "json")}


def put(store: Store, story: Story) -> Story:
    """Write a story down as ingesting does when its newest copy arrives."""
    item = story.head
    version = Version(
        number=story.version, at=story.updated, item=item.id, title=item.title, text=item.text, digest=item.digest
    )  # fmt: skip
    with store.write() as tx:
        tx.apply(Plan(change="new", item=item, keys=(item.key,), story=story, version=version))
    return story


def join(store: Store, story: Story) -> Story:
    """One more source carries the story."""
    joined = replace(story, copies=(*story.copies, make_copy(GAZETTE, "teaser")))
    with store.write() as tx:
        tx.apply(Plan(change="new", item=GAZETTE, keys=(GAZETTE.key,), story=joined))
    return joined


def publish(
    store: Store, desk: Desk = DESK, *, hour: int = 12, everything: bool = False
) -> Released:
    return release(store, desk, now=at(hour), everything=everything)


def kept(store: Store) -> dict[str, tuple[bytes, str, datetime]]:
    """Every document: bytes, ETag, and when they came to be."""
    with store.read() as view:
        found = [view.document(path) for path in view.document_paths()]
    return {one.path: (one.body, one.etag, one.modified) for one in found if one}


def entry_ids(store: Store, slug: str) -> list[str | None]:
    root = etree.fromstring(kept(store)[f"/topics/{slug}.atom"][0])
    return [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]


def test_a_first_release_publishes_every_topic_and_the_opml(store: Store) -> None:
    put(store, make_story(FERRY))
    put(store, ARABIC)
    done = publish(store)
    assert done.problems == ()
    assert set(done.documents) == OF_FERRIES | OF_ALL | {"/topics.opml", "/sources.atom"}
    assert set(kept(store)) == set(done.documents)
    assert (len(entry_ids(store, "ferries")), len(entry_ids(store, "all"))) == (1, 2)


def test_an_unchanged_store_republishes_nothing(store: Store) -> None:
    put(store, make_story(FERRY))
    publish(store)
    before = kept(store)
    assert publish(store, hour=13) == Released()
    assert publish(store, hour=14, everything=True) == Released()
    assert kept(store) == before


def test_etag_and_time_stay_where_the_bytes_stay(store: Store) -> None:
    put(store, make_story(FERRY))
    publish(store)
    before = kept(store)
    put(store, CORRECTED)  # no word of ferries in it
    done = publish(store, hour=13)
    after = kept(store)
    assert set(done.documents) == OF_ALL
    assert {path: after[path] for path in OF_FERRIES} == {path: before[path] for path in OF_FERRIES}
    for path in OF_ALL:
        assert after[path][1] != before[path][1]
        assert after[path][2] == at(13)


def test_a_copy_that_joins_is_published_but_the_entry_is_no_newer(store: Store) -> None:
    story = put(store, make_story(FERRY))
    publish(store)
    before = etree.fromstring(kept(store)["/topics/ferries.atom"][0])
    join(store, story)
    assert set(publish(store, hour=13).documents) == OF_FERRIES | OF_ALL
    after = etree.fromstring(kept(store)["/topics/ferries.atom"][0])
    for path in (f"{ATOM}updated", f"{ATOM}entry/{ATOM}updated", f"{ATOM}entry/{ATOM}id"):
        assert after.findtext(path) == before.findtext(path)
    assert [
        link.get("href") for link in after.iter(f"{ATOM}link") if link.get("rel") == "related"
    ] == [GAZETTE.link]


def test_one_more_copy_renders_only_the_topics_that_have_its_story(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sea = Topic(slug="sea", title="Sea", query='"no such words"')
    desk = replace(DESK, topics=(FERRIES, sea))
    story = put(store, make_story(FERRY))
    publish(store, desk)
    rendered = []

    def note(channel: Channel, *rest: Any) -> bytes:
        rendered.append(channel.slug)
        return assemble(channel, *rest)

    monkeypatch.setattr(feeds.press, "assemble", note)
    join(store, story)
    publish(store, desk, hour=13)
    assert rendered == ["ferries"] * 3, "once in each format"


def test_a_correction_moves_the_entry(store: Store) -> None:
    story = put(store, make_story(FERRY))
    publish(store)
    corrected = replace(FERRY, text=f"{FERRY.text} It said ninety before.", digest="1" * 32)
    put(store, replace(story, head=corrected, updated=at(13), version=2))
    publish(store, hour=14)
    root = etree.fromstring(kept(store)["/topics/ferries.atom"][0])
    assert read_time(root.findtext(f"{ATOM}updated") or "") == at(13)
    assert root.findtext(f"{ATOM}entry/{ATOM}published") == at(10, 30).isoformat()


def test_a_new_base_address_moves_no_id(store: Store) -> None:
    put(store, make_story(FERRY))
    publish(store)
    before = entry_ids(store, "ferries")
    publish(store, replace(DESK, base_url="https://elsewhere.example/d/"), hour=13, everything=True)
    assert entry_ids(store, "ferries") == before
    assert (
        b"https://elsewhere.example/d/topics/ferries.rss" in kept(store)["/topics/ferries.rss"][0]
    )


def test_a_changed_query_takes_and_lets_go_and_a_dropped_topic_is_gone(store: Store) -> None:
    put(store, make_story(FERRY))
    put(store, CORRECTED)
    publish(store)
    changed = replace(DESK, topics=(replace(FERRIES, query="pier NOT ferries"),))
    publish(store, changed, hour=13)
    assert set(kept(store)) == OF_FERRIES | {"/topics.opml", "/sources.atom"}
    assert b"eighty metres" in kept(store)["/topics/ferries.atom"][0]
    assert b"sail again" not in kept(store)["/topics/ferries.atom"][0]


def test_a_topic_keeps_to_its_window_and_limit(store: Store) -> None:
    stories = [
        make_story(replace(FERRY, id=n, guid=str(n), key=f"guid:{n}", published=at(n), first_seen=at(n)))
        for n in range(1, 9)
    ]  # fmt: skip
    for story in stories:
        put(store, story)
    narrow = replace(FERRIES, limit=3)
    recent = replace(FERRIES, slug="recent", window=timedelta(hours=5, minutes=30))
    publish(store, replace(DESK, topics=(narrow, recent)), hour=12)
    assert len(entry_ids(store, "ferries")) == 3
    assert len(entry_ids(store, "recent")) == 2
    assert entry_ids(store, "recent") == entry_ids(store, "ferries")[:2]


def test_changes_within_one_second_have_dates_a_second_apart(store: Store) -> None:
    """Last-Modified has whole seconds: a reader that goes by it would not take the second change."""
    moment, dates = at(12), []
    for story in (make_story(FERRY), CORRECTED, ARABIC):
        put(store, story)
        release(store, DESK, now=moment)
        with store.read() as snapshot:
            document = snapshot.document("/topics/all.atom")
        assert document is not None
        dates.append(document.modified.replace(microsecond=0))
    assert dates == sorted(set(dates))
