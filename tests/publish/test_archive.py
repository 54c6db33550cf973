"""Nothing missed: the archive (RFC 5005) has every story that has left the feed, and never changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from feeds.model.poll import Republish, Source
from feeds.model.topic import Topic
from feeds.publish.entry import story_urn
from feeds.publish.formats import FORMATS
from feeds.release import Desk
from store.api import Store
from store.open import open_store
from tests.publish.archives import BASE, DESK, FERRIES, SUFFIXES, archive, fill, ids, publish, urns
from tests.publish.shelf import (
    ATOM,
    HISTORY,
    Archivist,
    Newsroom,
    clock,
    fetch,
    read_entries,
    read_links,
)
from tests.publish.validity import faults


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("each", [True, False], ids=["one by one", "all at once"])
def test_older_entries_are_in_numbered_documents(
    room: Newsroom, store: Store, suffix: str, each: bool
) -> None:
    fill(room, 8, each=each)
    newest = room.stories[::-1]
    assert ids(store, f"/topics/ferries.{suffix}") == urns(*newest[:3])
    assert ids(store, f"/topics/ferries/archive/2.{suffix}") == urns(*newest[2:5])
    assert ids(store, f"/topics/ferries/archive/1.{suffix}") == urns(*newest[5:])
    assert len(archive(store)) == 2 * len(SUFFIXES)


def test_a_feed_that_holds_everything_has_no_archive(room: Newsroom, store: Store) -> None:
    fill(room, 3)
    assert archive(store) == {}
    for suffix in SUFFIXES:
        links = read_links(fetch(store, f"/topics/ferries.{suffix}"), suffix)
        assert set(links) <= {"self", "alternate", "hub"}


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_documents_name_one_another(room: Newsroom, store: Store, suffix: str) -> None:
    fill(room, 10)
    page = f"{BASE}topics/ferries/archive"
    feed = read_links(fetch(store, f"/topics/ferries.{suffix}"), suffix)
    assert feed["prev-archive"] == f"{page}/3.{suffix}"
    assert not {"current", "next-archive"} & set(feed)
    middle = read_links(fetch(store, f"/topics/ferries/archive/2.{suffix}"), suffix)
    assert middle["self"] == f"{page}/2.{suffix}"
    assert middle["current"] == f"{BASE}topics/ferries.{suffix}"
    assert middle["prev-archive"] == f"{page}/1.{suffix}"
    assert middle["next-archive"] == f"{page}/3.{suffix}"
    assert "prev-archive" not in read_links(fetch(store, f"/topics/ferries/archive/1.{suffix}"), suffix)  # fmt: skip
    for path, archived in ((f"/topics/ferries.{suffix}", 0), (f"/topics/ferries/archive/2.{suffix}", 1)):  # fmt: skip
        root = etree.fromstring(fetch(store, path))
        assert len(root.findall(f".//{HISTORY}archive")) == archived


def test_all_documents_of_a_feed_have_its_id(room: Newsroom, store: Store) -> None:
    fill(room, 7)
    named = {
        etree.fromstring(fetch(store, f"/topics/ferries{rest}.atom"))[0].text
        for rest in ("", "/archive/1", "/archive/2")
    }
    assert len(named) == 1


def test_what_is_archived_never_changes(room: Newsroom, store: Store) -> None:
    fill(room, 7)
    before = archive(store)
    first, second, third = room.stories[:3]
    room.join(first, clock(20))
    room.correct(second, clock(21))
    room.merge(room.stories[0], third)
    publish(store, 22)
    retitled = replace(FERRIES, title="Boats", description="All of them", content="none")
    publish(store, 23, replace(DESK, topics=(retitled,), title="Other"), everything=True)
    wider = replace(FERRIES, query="ferry OR gale", limit=2)
    publish(store, 24, replace(DESK, topics=(wider,)), everything=True)
    after = archive(store)
    assert {path: after[path] for path in before} == before


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_killed_story_s_words_leave_the_archive_at_once(
    room: Newsroom, store: Store, suffix: str
) -> None:
    """Its place stays, with the notice in it; also under the id that it had before it was merged."""
    fill(room, 7)
    before = archive(store)
    pages = [f"/topics/ferries/archive/{n}.{suffix}" for n in (1, 2)]
    first, second, third = room.stories[:3]
    room.kill(second, clock(20))
    publish(store, 21)
    after = archive(store)
    assert {path: after[path] for path in before if "/1." not in path} == {
        path: body for path, body in before.items() if "/1." not in path
    }
    told = texts(after[pages[0]], suffix)
    assert list(told) == list(texts(before[pages[0]], suffix))
    withdrawn = told.pop(story_urn(second.id))
    assert "Withdrawn: " in withdrawn
    assert "ferry sails" not in withdrawn
    untouched = texts(before[pages[0]], suffix)
    assert told == {urn: text for urn, text in untouched.items() if urn in told}
    room.merge(first, third)
    publish(store, 22)
    room.kill(room.stories[0], clock(23))
    publish(store, 24)
    after = archive(store)
    assert b"ferry sails" not in after[pages[0]]
    assert list(texts(after[pages[0]], suffix)) == list(untouched)
    for page in pages:
        assert faults(after[page], suffix, address=DESK.base_url + page[1:]) == []
    publish(store, 25, everything=True)
    assert archive(store) == after


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_a_source_allows_no_longer_leaves_the_archive(
    room: Newsroom, store: Store, suffix: str
) -> None:
    """The entries stay in their places, and are no news; what is allowed again changes no document."""

    def desk(allowed: Republish) -> Desk:
        return replace(DESK, sources=(Source(name="Meridian Wire", republish=allowed),))

    with store.write() as tx:
        tx.sync_sources(desk("full").sources, due={"Meridian Wire": clock(0)})
    fill(room, 7)
    room.merge(room.stories[0], room.stories[2])
    publish(store, 9, desk("full"), everything=True)
    before = archive(store)
    publish(store, 10, desk("title"), everything=True)
    after = archive(store)
    assert set(after) == set(before)
    for path, body in after.items():
        assert b"ferry sails" in before[path]
        assert b"ferry sails" not in body
        assert list(texts(body, path[-4:].strip("."))) == list(
            texts(before[path], path[-4:].strip("."))
        )
    newest = f"/topics/ferries/archive/2.{suffix}"  # the other holds one that was merged
    assert read_entries(after[newest], suffix) == read_entries(before[newest], suffix)
    page = f"/topics/ferries/archive/1.{suffix}"
    assert faults(after[page], suffix, address=DESK.base_url + page[1:]) == []
    room.join(room.stories[0], clock(20))
    for minute, allowed in ((21, "title"), (22, "full"), (23, "full")):
        publish(store, minute, desk(allowed), everything=True)
        assert archive(store) == after


def test_what_was_allowed_only_while_stories_were_taken_in_leaves_the_archive(
    room: Newsroom, store: Store
) -> None:
    """Between two releases that render everything, a command wrote archive documents under another configuration."""

    def desk(allowed: Republish) -> Desk:
        return replace(DESK, sources=(Source(name="Meridian Wire", republish=allowed),))

    with store.write() as tx:
        tx.sync_sources(desk("title").sources, due={"Meridian Wire": clock(0)})
    publish(store, 1, desk("title"), everything=True)
    for minute in range(7):
        room.arrive(clock(minute))
    publish(store, 9, desk("full"))
    assert all(b"ferry sails" in body for body in archive(store).values())
    publish(store, 10, desk("title"), everything=True)
    assert not any(b"ferry sails" in body for body in archive(store).values())


def texts(body: bytes, suffix: str) -> dict[str, str]:
    """Each entry of a document as it stands there, by its id."""
    if suffix == "json":
        return {one["id"]: str(one) for one in json.loads(body)["items"]}
    root = etree.fromstring(body)
    found = root.iter(f"{ATOM}entry") if suffix == "atom" else root.iter("item")
    named = f"{ATOM}id" if suffix == "atom" else "guid"
    return {e.findtext(named) or "": etree.tostring(e, encoding="unicode") for e in found}


def test_a_corrected_story_is_in_the_feed_again(room: Newsroom, store: Store) -> None:
    fill(room, 7)
    archivist = Archivist(store)
    archivist.poll("ferries")
    old = room.stories[0]
    room.correct(old, clock(30))
    publish(store, 30)
    assert story_urn(old.id) in ids(store, "/topics/ferries.atom")
    archivist.poll("ferries")
    assert archivist.has(room.stories[0])


def test_one_more_carrier_brings_no_story_back(room: Newsroom, store: Store) -> None:
    fill(room, 7)
    before = ids(store, "/topics/ferries.atom")
    room.join(room.stories[0], clock(30))
    publish(store, 30)
    assert ids(store, "/topics/ferries.atom") == before


def test_a_smaller_limit_archives_what_no_longer_fits(room: Newsroom, store: Store) -> None:
    fill(room, 3)
    narrow = replace(DESK, topics=(replace(FERRIES, limit=1),))
    publish(store, 9, narrow, everything=True)
    archivist = Archivist(store)
    archivist.poll("ferries")
    assert all(archivist.has(story) for story in room.stories)


def test_a_moved_desk_s_archive_is_there_at_its_new_address(room: Newsroom, store: Store) -> None:
    fill(room, 8)
    before = archive(store)
    moved = replace(DESK, base_url="https://elsewhere.example/d/")
    publish(store, 9, moved, everything=True)
    after = archive(store)
    assert set(after) == set(before)
    for path, body in after.items():
        suffix = path.rpartition(".")[2]
        links = read_links(body, suffix)
        assert links["self"] == f"https://elsewhere.example/d{path}"
        assert all("elsewhere.example" in address for address in links.values())
        assert read_entries(body, suffix) == read_entries(before[path], suffix)
    assert b"https://elsewhere.example/d/sources.atom" in fetch(store, "/sources.atom")
    publish(store, 10, moved, everything=True)
    assert archive(store) == after
    publish(store, 11, everything=True)
    assert archive(store) == before, "and back"


def test_a_topic_takes_its_archive_to_its_new_slug(room: Newsroom, store: Store) -> None:
    fill(room, 8)
    before = etree.fromstring(fetch(store, "/topics/ferries.atom"))
    renamed = replace(FERRIES, slug="boats", was=("ferries",))
    publish(store, 9, replace(DESK, topics=(renamed,)))
    assert archive(store, "ferries") == {}
    after = etree.fromstring(fetch(store, "/topics/boats.atom"))
    assert after[0].text == before[0].text  # its id
    for suffix in SUFFIXES:
        archivist = Archivist(store, suffix)
        archivist.poll("boats")
        assert all(archivist.has(story) for story in room.stories)
        assert set(archivist.pages) == {f"/topics/boats/archive/{n}.{suffix}" for n in (1, 2)}
    with store.read() as view:
        assert view.document("/topics/ferries.atom") is None


def test_a_format_that_comes_later_has_an_archive_too(
    room: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = FORMATS["rss"]
    monkeypatch.delitem(FORMATS, "rss")
    fill(room, 8)
    before = archive(store)
    monkeypatch.setitem(FORMATS, "rss", late)
    publish(store, 9, everything=True)
    after = archive(store)
    assert {path: after[path] for path in before} == before
    archivist = Archivist(store, "rss")
    archivist.poll("ferries")
    assert all(archivist.has(story) for story in room.stories)
    assert len(archivist.pages) == 2


def test_archived_stories_stay_until_all_of_a_document_are_forgotten(
    room: Newsroom, store: Store
) -> None:
    fill(room, 10)
    room.join(room.stories[1], clock(60))
    publish(store, 61)

    def forget(before: int) -> list[str]:
        with store.write() as tx:
            tx.tidy(before=clock(before))
        publish(store, 70, everything=True)
        return sorted(path for path in archive(store) if path.endswith(".atom"))

    every = [f"/topics/ferries/archive/{n}.atom" for n in (1, 2, 3)]
    # The second story has a late copy: it keeps the first document, and that those after it.
    assert forget(6) == every
    assert forget(61) == []
    assert "prev-archive" not in read_links(fetch(store, "/topics/ferries.atom"), "atom")
    with store.read() as view:
        assert view.page_is_gone("ferries", 2)
        assert not view.page_is_gone("ferries", 4)
    for minute in range(80, 84):
        room.arrive(clock(minute))
        publish(store, minute)
    assert set(archive(store)) == {f"/topics/ferries/archive/4.{s}" for s in SUFFIXES}


def test_the_chain_ends_where_documents_are_gone(room: Newsroom, store: Store) -> None:
    fill(room, 10)
    with store.write() as tx:
        tx.tidy(before=clock(4))
    publish(store, 11, everything=True)
    assert {p for p in archive(store) if p.endswith("rss")} == {
        f"/topics/ferries/archive/{n}.rss" for n in (2, 3)
    }


def test_a_topic_that_is_back_does_not_use_its_old_addresses_again(
    room: Newsroom, store: Store
) -> None:
    fill(room, 7)
    publish(store, 8, replace(DESK, topics=()))
    assert archive(store) == {}
    publish(store, 9)
    assert {p for p in archive(store) if p.endswith("atom")} == {
        f"/topics/ferries/archive/{n}.atom" for n in (3, 4)
    }
    archivist = Archivist(store)
    archivist.poll("ferries")
    assert all(archivist.has(story) for story in room.stories)


def test_what_left_the_window_stays_in_the_archive_only(room: Newsroom, store: Store) -> None:
    desk = replace(DESK, topics=(replace(FERRIES, window=timedelta(minutes=5)),))
    for minute in range(6):
        room.arrive(clock(minute))
        publish(store, minute, desk)
    publish(store, 9, desk, everything=True)
    assert ids(store, "/topics/ferries.atom") == urns(room.stories[5], room.stories[4])
    assert ids(store, "/topics/ferries/archive/1.atom") == urns(*room.stories[2::-1])


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    """One store for all examples, since making one costs more than using it; each has a word of its own."""
    opened = open_store("sqlite:///:memory:")
    yield opened
    opened.close()


numbers = count()
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["arrive", "arrive", "arrive", "correct", "join", "merge", "publish", "poll", "poll"]
        ),
        st.integers(0, 99),
    ),
    max_size=35,
)


@settings(max_examples=20, deadline=None)
@given(steps, st.integers(1, 4), st.sampled_from(SUFFIXES))
def test_a_reader_that_walks_the_archive_has_every_story_in_its_present_words(
    shared: Store, todo: list[tuple[str, int]], limit: int, suffix: str
) -> None:
    word = f"vessel{next(numbers)}"
    topic = Topic(slug=word, title="Vessels", query=word, limit=limit)
    desk = replace(DESK, topics=(topic,))
    room, archivist = Newsroom(shared, word), Archivist(shared, suffix)
    written: dict[str, bytes] = {}
    known: set[str] = set()
    for minute, (step, pick) in enumerate([*todo, ("poll", 0)]):
        chosen = room.stories[pick % len(room.stories)] if room.stories else None
        if step == "arrive":
            known.add(story_urn(room.arrive(clock(minute)).id))
        elif step == "correct" and chosen:
            room.correct(chosen, clock(minute))
        elif step == "join" and chosen:
            room.join(chosen, clock(minute))
        elif step == "merge" and len(room.stories) > 1:
            room.merge(*room.stories[:: len(room.stories) - 1][:2])
        if step in ("publish", "poll"):
            publish(shared, minute, desk)
            now = archive(shared, word)
            assert {path: now[path] for path in written} == written
            assert all(len(ids(shared, path)) == limit for path in now)
            written = now
        if step == "poll":
            archivist.poll(word)
            assert all(archivist.has(story) for story in room.stories)
            assert set(archivist.entries) <= known
