"""A desk with a topic of three entries, and what is in its archive."""

from __future__ import annotations

from feeds.model.topic import Topic
from feeds.publish.entry import story_urn
from feeds.release import Desk, release
from store.api import Store
from tests.publish.shelf import Newsroom, clock, fetch, read_entries

SUFFIXES = ("atom", "rss", "json")
BASE = "https://desk.example/"
FERRIES = Topic(slug="ferries", title="Ferries", query="ferry", limit=3)
DESK = Desk(topics=(FERRIES,), sources=(), base_url=BASE, title="Desk")


def publish(store: Store, minute: int, desk: Desk = DESK, *, everything: bool = False) -> None:
    assert release(store, desk, now=clock(minute), everything=everything).problems == ()


def fill(room: Newsroom, stories: int, *, each: bool = True) -> None:
    """So many stories a minute apart, published one by one or together."""
    for minute in range(stories):
        room.arrive(clock(minute))
        if each:
            publish(room.store, minute)
    publish(room.store, stories)


def archive(store: Store, slug: str = "ferries") -> dict[str, bytes]:
    with store.read() as view:
        paths = [p for p in view.document_paths() if p.startswith(f"/topics/{slug}/archive/")]
    return {path: fetch(store, path) for path in paths}


def ids(store: Store, path: str) -> list[str]:
    return [urn for urn, _ in read_entries(fetch(store, path), path.rpartition(".")[2])]


def urns(*stories: object) -> list[str]:
    return [story_urn(story.id) for story in stories]  # type: ignore[attr-defined]
