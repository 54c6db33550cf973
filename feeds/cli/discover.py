"""The feeds that a web page announces: ``<link rel="alternate">`` (WHATWG HTML, section 4.6.7.1)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from feeds.normalize.url import absolute

_FEED_TYPES = {
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
}
_HEAD = 500_000  # characters; links stand at the top, and a page may be endless


def announced(page: str, location: str) -> list[str]:
    """The addresses of the feeds that a page names, absolute, in its order, each once.

    ``location`` is the page's own address; a ``<base>`` in it counts.
    """
    tree = LexborHTMLParser(page[:_HEAD])
    base = tree.css_first("base[href]")
    stated = base.attributes.get("href") if base else None
    root = absolute(stated, location) or location
    found: dict[str, None] = {}
    for link in tree.css("link[href], a[href]"):
        given = {name: (value or "").lower() for name, value in link.attributes.items()}
        relations = given.get("rel", "").split()
        kind = given.get("type", "").partition(";")[0].strip()
        if "feed" in relations or ("alternate" in relations and kind in _FEED_TYPES):
            address = absolute(link.attributes.get("href"), root)
            if address:
                found[address] = None
    return list(found)
