"""RSS 2.0 with the RSS Advisory Board's Best Practices Profile.

feedgen writes the channel; the items, of which it knows only a part, are written here.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model.atom import Enclosure
from feeds.model.output import Channel, OutputEntry
from feeds.publish.conform import plain_line
from feeds.publish.feedgen_ext import (
    ATOM,
    DC,
    add_atom_links,
    extend_feed,
    fragment,
    mark_archive,
    sub,
)

_MEDIA = "http://search.yahoo.com/mrss/"
_MEDIUMS = ("image", "audio", "video")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DECLARED = {"atom": ATOM, "content": _CONTENT, "dc": DC}


def frame(channel: Channel) -> tuple[bytes, bytes]:
    """What stands before the items of an RSS document, and after them."""
    feed: Any = FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.description(channel.description)
    feed.link(href=channel.link, rel="alternate")
    feed.lastBuildDate(channel.updated)  # feedgen would say now, and no two documents were alike
    feed.generator("Dateline")
    feed.docs("https://www.rssboard.org/rss-specification")
    extend_feed(feed, lambda element: _self(element, channel), {"dc": DC})
    body: bytes = feed.rss_str(pretty=True)
    end = body.rindex(b"  </channel>")
    return body[:end], body[end:]


def _self(element: etree._Element, channel: Channel) -> None:
    found = element.find("channel")
    if found is not None:
        add_atom_links(found, channel)
        mark_archive(found, channel)


def entry(entry: OutputEntry) -> bytes:
    """A story as an RSS item."""
    made = etree.Element("item")
    sub(made, "title", entry.title)
    if entry.link:
        sub(made, "link", entry.link)
    if entry.summary:
        sub(
            made, "description", html.escape(entry.summary, quote=False)
        )  # HTML (RSS 2.0, description)
    markup = sub(made, f"{{{_CONTENT}}}encoded" if entry.summary else "description")
    markup.text = etree.CDATA(entry.html.replace("]]>", "]]&gt;"))
    sub(made, "guid", entry.id, isPermaLink="false")
    for category in entry.categories:
        domain = {"domain": category.scheme} if category.scheme else {}
        sub(made, "category", category.label or category.term, **domain)
    sub(made, "pubDate", format_datetime(entry.published))
    _finish(made, entry)
    return fragment(made, "rss", "channel", nsmap=_DECLARED)


def _finish(element: etree._Element, entry: OutputEntry) -> None:
    names = [author.name for author in entry.authors] or [entry.agency or entry.first_carrier]
    for name in names:
        sub(element, f"{{{DC}}}creator", name)
    if entry.agency and entry.agency not in names:
        sub(element, f"{{{DC}}}contributor", entry.agency)
    # RSS has no word for when an entry changed; readers that know Atom's see corrections by it.
    sub(element, f"{{{ATOM}}}updated", entry.updated.isoformat())
    if entry.language:
        sub(element, f"{{{DC}}}language", entry.language)
    if entry.rights:
        sub(element, f"{{{DC}}}rights", entry.rights)
    for carrier in entry.others:
        if carrier.link:
            title = plain_line(f"{carrier.source}: {carrier.title}")
            sub(element, f"{{{ATOM}}}link", rel="related", href=carrier.link, title=title)
    address = entry.source.self_link or entry.source.link
    if address:  # RSS source needs an address (RSS 2.0, source)
        sub(element, "source", entry.source.title or entry.source_name, url=address)
    _enclose(element, entry.enclosures)


def _enclose(element: etree._Element, enclosures: Sequence[Enclosure]) -> None:
    """One ``enclosure`` an item (Best Practices), further ones as Media RSS."""
    for first in enclosures[:1]:
        kind = first.type or "application/octet-stream"
        sub(element, "enclosure", url=first.href, length=str(first.length or 0), type=kind)
    for enclosure in enclosures[1:]:
        media = etree.SubElement(element, f"{{{_MEDIA}}}content", nsmap={"media": _MEDIA})
        media.set("url", enclosure.href)
        if enclosure.length is not None:
            media.set("fileSize", str(enclosure.length))
        if enclosure.type:
            media.set("type", enclosure.type)
            medium = enclosure.type.partition("/")[0]
            media.set("medium", medium if medium in _MEDIUMS else "document")
