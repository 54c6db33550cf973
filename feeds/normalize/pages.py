"""The page of an entry among its links, and what identifies it."""

from __future__ import annotations

import re

from feeds.model.atom import Link
from feeds.model.entry import Entry
from feeds.normalize import html
from feeds.normalize.language import code
from feeds.normalize.url import NOTHING, absolute, canonical, direct

_OF_FEED = re.compile(r"\.(?:atom|xml|rss|rdf|json)\b|\bfeeds?\b|\bapi\b", re.IGNORECASE)
_HTML = (None, "text/html", "application/xhtml+xml")  # types of pages
_MOST = 8  # links that a line of the text is compared with
_LONGEST_GUID = 2048  # characters
_FRONT = 4  # slashes of an address that may be a front page's: canonical forms take time


def page_of(entry: Entry, bases: tuple[str | None, ...], language: str | None) -> str | None:
    """The page: HTML before other types, in the entry's language before others."""
    pages = [link for link in entry.links if link.rel == "alternate"]
    # Without one, the address that it wants to be known by (RFC 6596); an Atom entry that is a page says so of itself.
    for other in ("canonical", "self"):
        pages = pages or [link for link in entry.links if link.rel == other and _is_page(link)]
    ordered = sorted(pages, key=lambda link: _rank(link, language)) if len(pages) > 1 else pages
    links = (direct(absolute(link.href, *bases)) for link in ordered)
    # Where no link is a web address, or only a front page, the guid may be one, by which it then is the page's.
    guid = absolute(entry.guid) if entry.guid_is_permalink else None
    link = next((link for link in links if link), guid)
    if guid is None or link is None or link.count("/") > _FRONT:
        return link
    return guid if not canonical(link) and canonical(guid) else link


def pages_named(entry: Entry, bases: tuple[str | None, ...]) -> tuple[str, ...]:
    """The addresses that an entry has for itself, be its page's, its comments' or its identifier."""
    named = (*(absolute(link.href, *bases) for link in entry.links[:_MOST]), absolute(entry.guid))
    return tuple(filter(None, named))


def _is_page(link: Link) -> bool:
    """Whether a link that tells no relation to a page is to one, by its type, else by what its address doesn't say."""
    return _media_type(link.type) in _HTML and not (
        link.type is None and _OF_FEED.search(link.href)
    )


def guid_of(entry: Entry) -> str | None:
    """Its identifier, raw; what programs print where there is none would make of the next poll's entry a version."""
    guid = html.clean_text(entry.guid)[:_LONGEST_GUID].strip() if entry.guid else ""
    return None if not guid or NOTHING.fullmatch(guid) else guid


def _rank(page: Link, language: str | None) -> tuple[bool, bool]:
    foreign = page.hreflang is not None and code(page.hreflang) != language
    return _media_type(page.type) not in _HTML, foreign


def _media_type(named: str | None) -> str | None:
    """The bare media type, without its parameters."""
    return named.partition(";")[0].strip().lower() if named else None
