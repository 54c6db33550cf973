"""Sitemaps of news (developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap): the titles, dates and
pages of the last two days, which outlets have that have no feed. Other sitemaps name pages, not news, and are none.
"""

from __future__ import annotations

from feeds.errors import NotAFeed
from feeds.mediatype import media_type
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import plural
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.xmltree import Node, every, first, tree, words


def read(received: Received) -> ParsedDocument:
    """The news that the text lists, none where nothing was new; raises NotAFeed when its pages are no news."""
    root, problems = tree(received.text)
    pages = [*every(root, "url")]
    told = [page for page in pages if words(first(page, "news", "title"))]
    if pages and not told:
        raise NotAFeed("the document is a sitemap without news; a feed's address was expected")
    given, over = bounded(told)
    other = len(pages) - len(told)
    return ParsedDocument(
        kind="newssitemap",
        version="news",
        meta=FeedMeta(
            title=_common(given, "name") or "",
            lang=_common(given, "language"),
        ),
        entries=tuple(map(_entry, given)),
        problems=(
            *received.problems,
            *problems,
            *((f"{plural(other, 'page')} without a title left out",) if other else ()),
            *over,
        ),
    )


KIND = Kind(name="newssitemap", read=read, media_types=frozenset())


def _common(pages: list[Node], said: str) -> str | None:
    """What all of them say of their publication; nothing where they differ."""
    found = {words(first(page, "news", "publication", said)) for page in pages}
    return found.pop() if len(found) == 1 else None


def _entry(page: Node) -> Entry:
    """One of the pages. When it was changed last is its own affair: a menu may have been."""
    address = words(first(page, "loc"))
    news = first(page, "news")
    keywords = (words(first(news, "keywords")) or "").split(",")
    pictures = filter(None, map(words, every(page, "image", "loc")))
    return Entry(
        title=Text(value=words(first(news, "title")) or ""),
        links=(Link(href=address),) if address else (),
        published=words(first(news, "publication_date")),
        categories=tuple(
            dict.fromkeys(Category(term=term) for one in keywords if (term := one.strip()))
        ),
        enclosures=tuple(
            Enclosure(href=href, type=media_type(None, "image", href)) for href in pictures
        ),
        lang=words(first(news, "publication", "language")),
    )
