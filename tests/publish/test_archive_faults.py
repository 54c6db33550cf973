"""A release that fails leaves no hole in an archive; and what several topics archive is rendered once."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

import pytest

import feeds.press
import feeds.publish.shelf
import feeds.redacting
from feeds.model.output import Channel, OutputEntry
from feeds.model.poll import Source
from feeds.publish.render import RenderedEntry
from feeds.release import release
from store.api import Store
from tests.publish.archives import DESK, FERRIES, SUFFIXES, archive, fill, publish
from tests.publish.shelf import Archivist, Newsroom, clock, fetch


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_release_that_fails_halfway_through_a_topic_leaves_no_hole_in_its_archive(
    room: Newsroom, store: Store, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was due is written by the release after it: archive documents, and the log they are cut from."""
    reader = Archivist(store, suffix)
    fill(room, 4)
    reader.poll("ferries")
    before = {path: fetch(store, path) for path in archive(store)}
    assemble, calls = feeds.press.assemble, iter(range(1, 99))

    def broken(*arguments: Any) -> bytes:
        if next(calls) == 5:  # when some archive documents have been written
            raise RecursionError("too deep")
        return assemble(*arguments)

    monkeypatch.setattr(feeds.press, "assemble", broken)
    for _ in range(5):
        room.arrive(clock(10))
    done = release(store, DESK, now=clock(11))
    assert done.problems == ("topic 'ferries' can't be rendered: RecursionError('too deep')",)
    assert done.documents == ()
    assert {path: fetch(store, path) for path in archive(store)} == before
    room.arrive(clock(12))
    assert release(store, DESK, now=clock(12)).problems == ()
    reader.poll("ferries")
    assert all(reader.has(story) for story in room.stories)


def test_what_a_source_allows_no_longer_leaves_an_archive_that_could_not_be_written_at_first(
    room: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    full, title = (
        replace(DESK, sources=(Source(name="Meridian Wire", republish=most),))
        for most in ("full", "title")
    )
    with store.write() as tx:
        tx.sync_sources(full.sources, due={"Meridian Wire": clock(0)})
    fill(room, 7)
    publish(store, 9, full, everything=True)

    def broken(*_: Any) -> bytes:
        raise RecursionError("too deep")

    with monkeypatch.context() as patched:
        patched.setattr(feeds.redacting, "redact", broken)
        done = release(store, title, now=clock(10), everything=True)
    assert {*done.problems} == {"topic 'ferries' can't be rendered: RecursionError('too deep')"}
    assert any(b"ferry sails" in body for body in archive(store).values())
    publish(store, 11, title, everything=True)
    assert not any(b"ferry sails" in body for body in archive(store).values())


def test_a_killed_story_leaves_an_archive_that_could_not_be_written_at_first(
    room: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the next release of everything, which a daemon makes each hour and at its start."""
    fill(room, 4)
    room.kill(room.stories[0], clock(20))

    def broken(*_: Any) -> bytes:
        raise RecursionError("too deep")

    with monkeypatch.context() as patched:
        patched.setattr(feeds.redacting, "redact", broken)
        assert release(store, DESK, now=clock(21)).problems
    assert not any(b"Withdrawn: " in body for body in archive(store).values())
    publish(store, 22, everything=True)
    assert any(b"Withdrawn: " in body for body in archive(store).values())


BOTH = replace(DESK, topics=(FERRIES, replace(FERRIES, slug="all", query="")))


def test_what_several_topics_archive_is_rendered_once(
    room: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many stories there are, and however few rendered entries are held."""
    rendered, render_entry = count(), feeds.publish.shelf.render_entry

    def counted(entry: OutputEntry) -> RenderedEntry:
        next(rendered)
        return render_entry(entry)

    monkeypatch.setattr(feeds.publish.shelf, "render_entry", counted)
    monkeypatch.setattr(feeds.publish.shelf, "_MOST", 9)
    for minute in range(30):
        room.arrive(clock(minute))
    publish(store, 30, BOTH)
    assert next(rendered) == 30
    assert len(archive(store)) == len(archive(store, "all")) == 9 * len(SUFFIXES)


def test_a_topic_that_cant_be_rendered_leaves_no_hole_in_the_archives_of_others(
    room: Newsroom, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assemble = feeds.press.assemble

    def broken(channel: Channel, *others: Any) -> bytes:
        if channel.slug == "ferries" and channel.self_url.endswith("archive/2.atom"):
            raise RecursionError("too deep")
        return assemble(channel, *others)

    for minute in range(10):
        room.arrive(clock(minute))
    with monkeypatch.context() as patched:
        patched.setattr(feeds.press, "assemble", broken)
        done = release(store, BOTH, now=clock(10))
    assert done.problems == ("topic 'ferries' can't be rendered: RecursionError('too deep')",)
    assert not any("/ferries" in path for path in done.documents)
    assert len(archive(store, "all")) == 3 * len(SUFFIXES)
    assert archive(store) == {}
    room.arrive(clock(11))
    publish(store, 11, BOTH)
    assert [len(archive(store, slug)) for slug in ("ferries", "all")] == [9, 9]


def test_a_topic_that_takes_the_slug_of_one_that_was_dropped_is_published(
    room: Newsroom, store: Store
) -> None:
    """That one's addresses are used up: readers keep what was there for ever."""
    boats = replace(FERRIES, slug="boats")
    fill(room, 8)
    publish(store, 9, replace(DESK, topics=(FERRIES, boats)))
    publish(store, 10)
    publish(store, 11, replace(DESK, topics=(replace(boats, was=("ferries",)),)))
    reader = Archivist(store)
    reader.poll("boats")
    assert all(reader.has(story) for story in room.stories)
