"""Items as polls bring them, taken in, ruled on and released: a desk without clock and network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.identify import ruling
from feeds.intake import absorb
from feeds.model.atom import FeedMeta, Link, Text
from feeds.model.entry import Entry
from feeds.model.item import Item
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.regrouping import Regrouping, take_apart
from feeds.release import Desk, release
from store.api import Store
from tests.newsroom.normalized import normalize

WINDOW = timedelta(days=7)
DESK = Desk(
    topics=(Topic(slug="all", title="All", query=""),),
    sources=(),
    base_url="https://desk.example/",
    title="Desk",
)
HARBOUR = (
    "The harbour board of Port Sable will dredge the northern channel before the autumn storms, its president "
    "Mara Kell said on Tuesday.",
    "Two dredgers begin work in May and pump the sand to the beach at Corrin, where winter took forty metres.",
    "Fishing boats will use the southern entrance until the work is done, which the board expects in September.",
    "The work costs four million crowns, half of it paid by the island council, Kell said.",
)
# The same event told by somebody else: a story of its own.
TOLD = (
    "Ships bound for Port Sable are to get a deeper way in from the north, officials announced.",
    "From late spring on, a pair of machines will clear the silt that has gathered since the great flood, so that "
    "no captain need wait for high water once bad weather comes.",
    "Trawlers have to sail round by the other mouth for the whole summer, and skippers complain about lost hours.",
    "Taxpayers on the island bear two of the four millions.",
)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 1, hour, minute, tzinfo=UTC)


def item(
    source: str,
    guid: str,
    title: str,
    text: Sequence[str],
    hour: int,
    *,
    agency: str | None = None,
    gap: timedelta | None = None,
    lang: str = "en",
) -> Item:
    """An item that its source states to be of that hour; polled half an hour later, ``gap`` after the
    last poll.
    """
    seen = at(hour, 30)
    entry = Entry(
        guid=guid,
        links=(Link(href=f"https://{source.lower().replace(' ', '-')}.example/{guid}"),),
        title=Text(value=title),
        content=Text(value="".join(f"<p>{line}</p>" for line in text), type="html"),
        published=at(hour).isoformat(),
        lang=lang,
    )
    return normalize(
        entry,
        source=Source(name=source, agency=agency),
        meta=FeedMeta(title=source),
        location=None,
        first_seen=seen,
        seen_after=seen - gap if gap else None,
    )


class Newsroom:
    """A store with what happens to it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def take(self, *items: Item, hour: int | None = None) -> None:
        """A poll's document; taken in when it was seen, or at that hour."""
        when = at(hour) if hour is not None else items[0].first_seen
        with self.store.write() as tx:
            absorb(tx, items, window=WINDOW, now=when)

    def split(self, story: str, *items: Item, hour: int = 20) -> str:
        """As ``dateline story split`` does; the id of the story that came of it."""
        with self.store.write() as tx:
            found = tx.story(story)
            assert found
            away = frozenset(one.id for one in items)
            done = take_apart(tx, found, away, at(hour), by_an_editor=True)
        return done.stories[1].id

    def join(self, one: str, other: str, *, hour: int = 20) -> str:
        """As ``dateline story join`` does; the id that stays."""
        with self.store.write() as tx:
            first, second = tx.story(one), tx.story(other)
            assert first
            assert second
            apart = bool(tx.ruled_apart([first.id, second.id]))
            versions = tx.versions(ruling.elder(first, second, apart=apart).id)
            done = ruling.join(first, second, versions, now=at(hour), apart=apart)
            tx.rule(done)
        return done.stories[0].id

    def regroup(self, *groups: Sequence[Item], hour: int = 12) -> None:
        """As when a later item shows that these are a story each."""
        with self.store.write() as tx:
            regrouping = Regrouping(tx, at(hour))
            regrouping.regroup([frozenset(one.id for one in some) for some in groups])

    def release(self, hour: int = 21) -> list[dict[str, Any]]:
        """Publish; the entries of the topic that takes every story."""
        release(self.store, DESK, now=at(hour))
        with self.store.read() as snapshot:
            document = snapshot.document("/topics/all.json")
        assert document
        entries: list[dict[str, Any]] = json.loads(document.body)["items"]
        ids = [entry["id"] for entry in entries]
        assert len(set(ids)) == len(ids), "an entry stands twice in the feed"
        return entries

    def stories(self) -> dict[str, Story]:
        with self.store.read() as snapshot:
            return {story.id: story for story in snapshot.stories()}

    def story_of(self, one: Item) -> str:
        with self.store.read() as snapshot:
            found = snapshot.story_of(one.id)
        assert found, "an item was lost"
        return found

    def parts(self) -> set[frozenset[str]]:
        """The sources of each story's copies."""
        return {frozenset(copy.source for copy in s.copies) for s in self.stories().values()}
