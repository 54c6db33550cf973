"""Dateline's own way as a method to be measured: the whole path from entry to story, a store included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cached_property

from feeds.intake import absorb
from feeds.model.atom import FeedMeta, Text
from feeds.model.entry import Entry
from feeds.model.item import Item, guid_key
from feeds.model.poll import Source
from store.api import Store
from store.open import open_store
from tests.newsroom.normalized import normalize
from tests.quality.labelled import Labelled

# All arrives now, as in a backfill; when it was carried is what each item states.
NOW = datetime(2026, 11, 1, tzinfo=UTC)
WINDOW = timedelta(days=7)


class Desk:
    """A store of its own, fed one item at a time."""

    name = "dateline"

    def __init__(self) -> None:
        self._guids: list[tuple[str, str]] = []

    @cached_property
    def _store(self) -> Store:
        return open_store("sqlite:///:memory:")

    def assign(self, item: Labelled) -> str:
        """Take an item in; the story it is in for now."""
        taken = to_item(item)
        self._guids.append((item.id, item.source))
        with self._store.write() as tx:
            absorb(tx, [taken], window=WINDOW, now=NOW)
        return ""

    def assign_together(self, items: Iterable[Labelled]) -> None:
        """Take items in in one transaction, those of each source as one document."""
        documents: dict[str, list[Item]] = {}
        for item in items:
            documents.setdefault(item.source, []).append(to_item(item))
            self._guids.append((item.id, item.source))
        with self._store.write() as tx:
            for some in documents.values():
                absorb(tx, some, window=WINDOW, now=NOW)

    def stories(self) -> dict[str, str]:
        """The story that each item is in when all have been taken in."""
        with self._store.read() as snapshot:
            found = {}
            for guid, source in self._guids:
                key = guid_key(guid)
                kept = snapshot.items_by_key(source, [key])[key]
                found[guid] = snapshot.story_of(kept.id) or ""
            return found


def to_item(item: Labelled) -> Item:
    """A labelled item as a feed would bring it, normalized."""
    entry = Entry(
        guid=item.id,
        title=Text(value=item.title) if item.title else None,
        content=Text(value=item.text, type="html") if item.text else None,
        published=item.time.isoformat() if item.time else None,
        lang=item.lang,
    )
    return normalize(
        entry,
        source=Source(name=item.source),
        meta=FeedMeta(),
        location=None,
        first_seen=NOW,
    )


def run(items: Iterable[Labelled]) -> dict[str, str]:
    """The story of each item of a stream."""
    desk = Desk()
    for item in items:
        desk.assign(item)
    return desk.stories()
