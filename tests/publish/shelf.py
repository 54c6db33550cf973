"""A desk whose stories are made by hand, and a reader that follows RFC 5005: it walks the archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from feeds.model.story import Plan, Story, Version
from feeds.publish.entry import story_urn
from store.api import Store
from tests.publish.stories import FERRY, at, make_copy, make_item, make_story

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"


@dataclass
class Newsroom:
    """Writes stories down as ingesting does; ``word`` stands in each, so that a topic can ask for them."""

    store: Store
    word: str = "ferry"
    stories: list[Story] = field(default_factory=list)
    _made: int = 0

    def arrive(self, when: datetime) -> Story:
        """A new story."""
        self._made += 1
        name = f"{self.word}-{self._made}"
        item = make_item("Meridian Wire", name, f"The {self.word} sails.", when)
        story = make_story(item)
        self.stories.append(story)
        self._apply(story)
        return story

    def correct(self, story: Story, when: datetime) -> None:
        """Its words change."""
        text = f"The {self.word} sails, version {story.version + 1}."
        head = replace(story.head, text=text, digest=f"{story.version + 1:032}")
        self._replace(replace(story, head=head, version=story.version + 1, updated=when))

    def kill(self, story: Story, when: datetime) -> None:
        """Those who wrote it take it back."""
        version = story.version + 1
        self._replace(replace(story, status="withdrawn", version=version, updated=when))

    def join(self, story: Story, when: datetime) -> None:
        """One more source carries it."""
        self._made += 1
        other = make_item("Harbour Gazette", f"{self.word}-{self._made}", story.head.text, when)
        self._replace(replace(story, copies=(*story.copies, make_copy(other, "wire copy"))), other)

    def merge(self, older: Story, newer: Story) -> None:
        """The two turn out to be one."""
        merged = replace(older, copies=(*older.copies, *newer.copies))
        self.stories.remove(newer)
        self._replace(merged, merged=(newer.id,))

    def _replace(self, story: Story, item: object = None, merged: Sequence[str] = ()) -> None:
        self.stories = [story if one.id == story.id else one for one in self.stories]
        self._apply(story, item, merged)

    def _apply(self, story: Story, item: object = None, merged: Sequence[str] = ()) -> None:
        head = item if isinstance(item, type(FERRY)) else story.head
        version = Version(
            number=story.version, at=story.updated, item=head.id, title=head.title,
            text=story.head.text, digest=story.head.digest,
        )  # fmt: skip
        plan = Plan(
            change="updated", item=head, keys=(head.key,), story=story,
            version=version, merged=tuple(merged),
        )  # fmt: skip
        with self.store.write() as tx:
            tx.apply(plan)


@dataclass
class Archivist:
    """A reader that keeps what it read: the newest ``updated`` of each entry, and all archive documents."""

    store: Store
    suffix: str = "atom"
    entries: dict[str, datetime] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)

    def poll(self, slug: str) -> None:
        """Read the feed, then older documents up to one that is there already."""
        path = f"/topics/{slug}.{self.suffix}"
        read = self._read(path)
        while read is not None and read not in self.pages:
            path, read = read, self._read(read)

    def has(self, story: Story) -> bool:
        """Whether it has the story in its present words."""
        return self.entries.get(story_urn(story.id)) == story.updated

    def _read(self, path: str) -> str | None:
        body = fetch(self.store, path)
        if "/archive/" in path:
            self.pages[path] = body
        for urn, updated in read_entries(body, self.suffix):
            self.entries[urn] = max(self.entries.get(urn, updated), updated)
        address = read_links(body, self.suffix).get("prev-archive")
        return urlsplit(address).path if address else None


def fetch(store: Store, path: str) -> bytes:
    """A published document."""
    with store.read() as view:
        document = view.document(path)
    assert document is not None, path
    return document.body


def read_entries(body: bytes, suffix: str) -> list[tuple[str, datetime]]:
    """Id and update time of each entry of a document."""
    if suffix == "json":
        items = json.loads(body)["items"]
        return [(item["id"], datetime.fromisoformat(item["date_modified"])) for item in items]
    root = etree.fromstring(body)
    found = root.findall(f"{ATOM}entry") if suffix == "atom" else root.findall("channel/item")
    named = f"{ATOM}id" if suffix == "atom" else "guid"
    return [(e.findtext(named) or "", read_time(e.findtext(f"{ATOM}updated") or "")) for e in found]


def read_time(stated: str) -> datetime:
    """To the second, since an Atom entry's has a part of one more of its own."""
    return datetime.fromisoformat(stated).replace(microsecond=0)


def read_links(body: bytes, suffix: str) -> dict[str, str]:
    """The addresses of other documents of the same feed, by relation."""
    if suffix == "json":
        told = json.loads(body)
        links = {"self": told["feed_url"], "prev-archive": told.get("next_url")}
        return {rel: address for rel, address in links.items() if address}
    root = etree.fromstring(body)
    found = (root if suffix == "atom" else root.find("channel")).findall(f"{ATOM}link")  # type: ignore[union-attr]
    return {link.get("rel", ""): link.get("href", "") for link in found}


def clock(minutes: int) -> datetime:
    """So many minutes into the day of the stories."""
    return at(0) + timedelta(minutes=minutes)
