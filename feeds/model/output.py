"""What is published: feeds as values, and documents as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.geometry import Geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Another source that carries a published story. ``at`` is when it had it first."""

    source: str
    title: str
    link: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputEntry:
    """One story as a feed entry, whatever the format.

    ``id`` is a tag: or urn: address that does not hold the base address. ``html`` is ready to
    publish, the list of carriers included; ``summary`` is plain text. ``others`` are the copies
    besides the one linked to, in order of arrival. ``source`` is the feed the head was taken from.
    ``withdrawn`` is when those who wrote it took it back.
    """

    id: str
    title: str
    link: str | None
    published: datetime
    updated: datetime
    html: str
    summary: str
    first_carrier: str
    others: tuple[Carrier, ...] = ()
    agency: str | None = None
    credit_line: str | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    where: tuple[Geometry, ...] = ()
    language: str | None = None
    rights: str | None = None
    source: FeedMeta = FeedMeta()
    source_name: str = ""
    withdrawn: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed to publish. Addresses are absolute; ``hubs`` are the WebSub hubs that tell of its changes.

    An archive document (RFC 5005) names the feed it belongs to as ``current``; ``prev_archive`` and
    ``next_archive`` are the older and the newer archive document.
    """

    slug: str
    title: str
    description: str
    id: str
    link: str
    self_url: str
    site_title: str
    updated: datetime
    entries: tuple[OutputEntry, ...]
    hubs: tuple[str, ...] = ()
    current: str | None = None
    prev_archive: str | None = None
    next_archive: str | None = None

    @property
    def archive_links(self) -> tuple[tuple[str, str], ...]:
        """Relation and address of each link to another document of the same feed (RFC 5005, section 4)."""
        named = (
            ("current", self.current),
            ("prev-archive", self.prev_archive),
            ("next-archive", self.next_archive),
        )
        return tuple((rel, address) for rel, address in named if address is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is served, byte for byte, at ``path`` (absolute, without the base address).

    ``etag`` is strong, with its quotes; ``modified`` is when these bytes came to be.
    """

    path: str
    media_type: str
    body: bytes
    etag: str
    modified: datetime
