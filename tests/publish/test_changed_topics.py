"""What a release does when topics change: the changed ones are matched anew, the others left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

import feeds.press
from feeds.curate.names import read_names
from feeds.model.topic import Topic
from feeds.release import Desk, release
from store.api import Store
from store.archive import ArchiveWriter
from store.taking import TakingWriter
from tests.newsroom.intake import HARBOUR, Newsroom, at, item

_HARBOUR = Topic(slug="harbour", title="Harbour", query="harbour")
_ON_IT = Topic(slug="on-it", title="On it", query="topic:harbour OR topic:names")
_NAMES = Topic(slug="names", title="Names", query="@names.txt")
_NEW = Topic(slug="new", title="New", query="since:6h")
_DESK = Desk(
    topics=(_HARBOUR, _ON_IT, _NAMES, _NEW),
    sources=(),
    base_url="https://desk.example/",
    title="Desk",
    lists={"names.txt": read_names("Ada Byron")[0]},
)


@pytest.fixture
def store(store: Store) -> Store:
    Newsroom(store).take(item("Gull", "1", "Harbour to be dredged", HARBOUR, 8))
    return store


def _held(store: Store) -> dict[str, datetime]:
    """The topics that hold the story, and since when."""
    with store.read() as view:
        slugs = [topic.slug for topic in _DESK.topics]
        return {s: e.entered for s in slugs for e in view.topic_entries(s, limit=9)}


def test_a_changed_list_moves_the_topics_that_read_it_and_those_built_on_them(store: Store) -> None:
    release(store, _DESK, now=at(9))
    assert set(_held(store)) == {"harbour", "on-it", "new"}
    there = replace(_DESK, lists={"names.txt": read_names("Mara Kell")[0]})
    done = release(store, there, now=at(10))
    assert _held(store)["names"] == at(10)
    assert _held(store)["harbour"] == at(9)
    assert {path.split(".")[0] for path in done.documents} == {"/topics/names"}
    release(
        store, replace(there, topics=(_NAMES, replace(_ON_IT, query="topic:names"))), now=at(11)
    )
    assert _held(store) == {"on-it": at(9), "names": at(10)}


def test_only_changed_topics_are_matched_anew(store: Store) -> None:
    release(store, _DESK, now=at(9))
    with store.write() as tx:  # as if something else had taken it out, to tell who is matched again
        (story,) = tx.stories()
        tx.put_matches({story.id: ()}, at=at(9))
    release(
        store,
        replace(_DESK, topics=(*_DESK.topics[:3], replace(_NEW, query="dredge*"))),
        now=at(9, 30),
    )
    assert _held(store) == {"new": at(9, 30)}


def test_what_is_too_old_for_since_leaves_the_topic_and_its_feed(store: Store) -> None:
    release(store, _DESK, now=at(13))
    assert "new" in _held(store)
    release(store, _DESK, now=at(13) + timedelta(hours=3))
    assert "new" not in _held(store)


def test_a_topic_that_can_t_be_rendered_is_told_and_holds_up_no_other(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = feeds.press.build_channel

    def broken(topic: Topic, *arguments: object, **keys: object) -> object:
        if topic.slug == "harbour":
            raise RecursionError("too deep")
        return build(topic, *arguments, **keys)  # type: ignore[arg-type]

    monkeypatch.setattr(feeds.press, "build_channel", broken)
    done = release(store, _DESK, now=at(9))
    assert done.problems == ("topic 'harbour' can't be rendered: RecursionError('too deep')",)
    assert "/topics/on-it.atom" in done.documents
    with store.read() as view:
        assert set(view.topic_digests()) == {topic.slug for topic in _DESK.topics}
    monkeypatch.undo()
    done = release(store, _DESK, now=at(10))
    assert done.problems == ()
    assert "/topics/harbour.atom" in done.documents


def test_a_topic_is_published_without_a_look_at_all_that_it_holds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a hundred thousand stories in a topic that look took a second of each release."""
    post, looked_at = ArchiveWriter.post, []

    def noted(self: ArchiveWriter, slug: str, **named: Any) -> int:
        looked_at.append((slug, named["among"]))
        return post(self, slug, **named)

    monkeypatch.setattr(ArchiveWriter, "post", noted)
    desk = replace(_DESK, topics=(_HARBOUR,))
    release(store, desk, now=at(9))
    assert looked_at.pop() == ("harbour", None)
    room = Newsroom(store)
    room.take(item("Heron", "2", "Harbour gets a crane", f"A crane. {HARBOUR}", 9))
    with store.read() as view:
        changed = {story for story, _ in view.changed_stories(limit=9)}
    release(store, desk, now=at(10))
    assert looked_at == [("harbour", changed)]


def test_no_release_reads_the_list_of_topics_anew_for_each_topic(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a thousand topics that took a second and a half, each time a story came."""
    read, asked = TakingWriter.topic_digests, count()

    def counted(snapshot: TakingWriter) -> Mapping[str, str]:
        next(asked)
        return read(snapshot)

    monkeypatch.setattr(TakingWriter, "topic_digests", counted)
    some = tuple(replace(_HARBOUR, slug=f"harbour-{number}") for number in range(20))
    release(store, replace(_DESK, topics=some), now=at(9))
    assert next(asked) < len(some)
