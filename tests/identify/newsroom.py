"""A desk with an empty store, and outlets that it polls: feed documents in, stories out."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

from feeds.intake import absorb
from feeds.model.item import Item, guid_key
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.poll.due import Brought
from feeds.reading import read
from store.sqlite import SQLiteStore
from tests.newsroom.stores import empty

LANGUAGES = ("en", "fr", "es", "ar")
START = datetime(2024, 3, 7, 9, 0, tzinfo=UTC)
WINDOW = timedelta(days=7)
_IDLE: list[SQLiteStore] = []
_NAMESPACE = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'


@lru_cache
def sample(language: str) -> dict[str, Any]:
    """The sample story of a language, what outlets do to it, and its neighbours."""
    path = Path(__file__).parent / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8"))


def after(minutes: float) -> datetime:
    """So many minutes after the start."""
    return START + timedelta(minutes=minutes)


@dataclass(frozen=True, kw_only=True)
class Post:
    """An entry as an outlet's feed has it.

    ``text`` is a text or its paragraphs, or HTML as it is where ``html``. ``minutes`` after the start is the
    time it states (None: it states none). ``teaser``: it is given as the description alone.
    """

    title: str
    text: str | Sequence[str]
    guid: str | None = None
    link: str | None = None
    minutes: float | None = 0
    teaser: bool = False
    html: bool = False
    author: str | None = None

    @property
    def markup(self) -> str:
        if self.html:
            return str(self.text)
        lines = self.text.split("\n") if isinstance(self.text, str) else self.text
        return "".join(f"<p>{escape(line)}</p>" for line in lines)


def document(posts: Sequence[Post], *, language: str | None = None) -> bytes:
    """An RSS document of these entries."""
    told = f"<language>{language}</language>" if language else ""
    items = "".join(map(_entry, posts))
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {_NAMESPACE}><channel>'
    return f"{head}<title>A feed</title>{told}{items}</channel></rss>".encode()


def _entry(post: Post) -> str:
    name = "description" if post.teaser else "content:encoded"
    parts = [f"<title>{escape(post.title)}</title>", f"<{name}>{escape(post.markup)}</{name}>"]
    if post.guid:
        parts.append(f'<guid isPermaLink="false">{escape(post.guid)}</guid>')
    if post.link:
        parts.append(f"<link>{escape(post.link)}</link>")
    if post.author:
        parts.append(f"<author>{escape(post.author)}</author>")
    if post.minutes is not None:
        parts.append(f"<pubDate>{format_datetime(after(post.minutes))}</pubDate>")
    return f"<item>{''.join(parts)}</item>"


@dataclass
class Newsroom:
    """Sources polled in turn. A source's agency and last poll are remembered by its name."""

    language: str | None = None
    agencies: dict[str, str] = field(default_factory=dict)
    polled: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.store = _IDLE.pop() if _IDLE else SQLiteStore(":memory:")
        self._others: list[Newsroom] = []

    def another(self) -> Newsroom:
        """An empty newsroom like this one, closed with it."""
        self._others.append(Newsroom(language=self.language, agencies=dict(self.agencies)))
        return self._others[-1]

    def close(self) -> None:
        """The store is emptied and used again: a new one has to prepare each statement anew."""
        for other in self._others:
            other.close()
        empty(self.store)
        _IDLE.append(self.store)

    def poll(self, name: str, *posts: Post, minutes: float | None = None) -> Brought:
        """The source is polled so many minutes after the start (else when its last entry says) and
        has these entries in its document.
        """
        late = max((post.minutes or 0 for post in posts), default=0)
        now = after(late if minutes is None else minutes)
        readout = read(
            document(posts, language=self.language),
            content_type="application/rss+xml",
            location="https://x.example/feed",
            source=Source(name=name, url="https://x.example/feed", agency=self.agencies.get(name)),
            first_seen=now,
            seen_after=self.polled.get(name),
        )
        assert len(readout.items) == len(posts)
        with self.store.write() as tx:
            brought = absorb(tx, readout.items, window=WINDOW, now=now)
        self.polled[name] = now
        return brought

    def carry(self, name: str, title: str, text: str | Sequence[str], **more: Any) -> Story:
        """The source has one entry; the story that it is in."""
        post = Post(title=title, text=text, **more)
        post = post if post.guid else replace(post, guid=f"{name}/{title}")
        self.poll(name, post)
        return self.story(name, post.guid or "")

    def item(self, name: str, guid: str) -> Item:
        """An item as it is kept."""
        key = guid_key(guid)
        with self.store.read() as snapshot:
            return snapshot.items_by_key(name, [key])[key]

    def story(self, name: str, guid: str) -> Story:
        """The story that an item is in."""
        number = self.item(name, guid).id
        with self.store.read() as snapshot:
            found = snapshot.story(snapshot.story_of(number) or "")
        assert found is not None
        return found

    def again(self, story: Story) -> Story:
        """A story as it is now, by the id it had."""
        with self.store.read() as snapshot:
            found = snapshot.story(story.id)
        assert found is not None
        return found

    def stories(self) -> list[Story]:
        """All stories, newest first."""
        with self.store.read() as snapshot:
            return list(snapshot.stories())

    def relations(self, story: Story) -> list[str]:
        """What each version of a story's words was to the one before it."""
        with self.store.read() as snapshot:
            return [version.relation for version in snapshot.versions(story.id)]

    def quoted(self, story: Story) -> set[str]:
        """The ids of the stories that it quotes or that quote it."""
        with self.store.read() as snapshot:
            links = snapshot.quotes(story.id)
        return {id_ for link in links for id_ in (link.story, link.other)} - {story.id}
