"""What a source's document holds, as received: nothing resolved, repaired or cleaned yet."""

from __future__ import annotations

from dataclasses import dataclass

from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.geometry import Geometry
from feeds.model.poll import PollHints


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One Atom ``entry``, RSS ``item``, JSON Feed item or wire story, as received.

    ``guid`` is the raw identifier, never resolved against an address. ``published`` and
    ``updated`` are the raw strings. ``base`` is the address relative links resolve against
    (``xml:base``, else the feed's; None when neither is known). ``source`` is the feed this
    entry says it was taken from (``atom:source``, RSS ``source``), if it says so. ``where`` is what it
    says of the places that it is about.
    ``authors_inherited`` says that the authors are those of its source or its feed, which apply to an entry
    that names none (RFC 4287, 4.2.1; JSON Feed 1.1).
    ``wire`` marks a plain-text wire story, whose first line may be a headline or the lead.

    Of wire formats: ``credit`` is whom the format itself credits, apart from the text. ``version``
    is the number the entry's state has, ``status`` what may be done with it (IPTC: usable, withheld,
    canceled), ``embargo`` the time before which it must not be published, an empty string until
    further notice; all three raw.

    ``broken_off``: the document ends within it, and there may have been more of its text.
    """

    guid: str | None = None
    guid_is_permalink: bool = False
    title: Text | None = None
    links: tuple[Link, ...] = ()
    summary: Text | None = None
    content: Text | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[Person, ...] = ()
    authors_inherited: bool = False
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    where: tuple[Geometry, ...] = ()
    rights: str | None = None
    lang: str | None = None
    base: str | None = None
    source: FeedMeta | None = None
    wire: bool = False
    credit: str | None = None
    version: str | None = None
    status: str | None = None
    embargo: str | None = None
    broken_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDocument:
    """A document after parsing.

    ``kind`` is the registry's name of the parser, ``version`` the format's own version
    (``rss20``, ``atom10``, ``json11``, ``wire``). ``problems`` are sentences about what was
    malformed yet survived; a document with problems still gives all entries that could be had.
    ``marks`` are those of the entries, if marks were asked for and could be made; ``passed`` those of
    entries that are in the document and were not read, being known.
    """

    kind: str
    version: str
    meta: FeedMeta = FeedMeta()
    entries: tuple[Entry, ...]
    hints: PollHints = PollHints()
    problems: tuple[str, ...] = ()
    marks: tuple[bytes, ...] = ()
    passed: tuple[bytes, ...] = ()
