"""Constructs of the Atom Syndication Format (RFC 4287) that every feed format maps to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text construct (RFC 4287 section 3.1): ``value`` is plain text or an HTML fragment."""

    value: str
    type: Literal["text", "html"] = "text"
    lang: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person construct (RFC 4287 section 3.2)."""

    name: str
    email: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link (RFC 4287 section 4.2.7)."""

    href: str
    rel: str = "alternate"
    type: str | None = None
    hreflang: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category (RFC 4287 section 4.2.2); RSS ``domain`` is the scheme."""

    term: str
    scheme: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that belongs to an entry (RSS ``enclosure``, Atom ``rel=enclosure``, Media RSS).

    ``length`` in bytes; ``type`` is a media type.
    """

    href: str
    type: str | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMeta:
    """What a feed says of itself (Atom ``feed``, RSS ``channel``; becomes ``atom:source``).

    ``updated`` is the raw string. ``link`` is the site, ``self_link`` the feed's own address.
    """

    id: str | None = None
    title: str = ""
    subtitle: str = ""
    link: str | None = None
    self_link: str | None = None
    updated: str | None = None
    lang: str | None = None
    rights: str | None = None
    authors: tuple[Person, ...] = ()
