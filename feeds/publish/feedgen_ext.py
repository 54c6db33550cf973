"""What feedgen lacks, as extensions of it: atom:source in full, other carriers, credits, languages.

feedgen's own elements stay feedgen's; these functions add to the XML it builds, entry by entry. Its Atom
elements have no name space of their own but stand under the feed's ``xmlns``, so ours do the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feeds.model.output import Channel, OutputEntry

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
_XML = "http://www.w3.org/XML/1998/namespace"
Element = etree._Element


class ChannelExtension(BaseExtension):  # type: ignore[misc]  # feedgen is untyped
    """Adds to the feed element; ``add`` is set by the format."""

    add: Callable[[Element], None]

    def extend_ns(self) -> dict[str, str]:
        """The prefixes used."""
        return {"dc": DC}

    def extend_atom(self, feed: Element) -> Element:
        """Called by feedgen with the built feed."""
        self.add(feed)
        return feed

    def extend_rss(self, feed: Element) -> Element:
        """Called by feedgen with the built feed."""
        self.add(feed)
        return feed


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen is untyped
    """Adds to one entry; ``add`` is set by the format."""

    add: Callable[[Element], None]

    def extend_atom(self, entry: Element) -> Element:
        """Called by feedgen with the built entry."""
        self.add(entry)
        return entry

    def extend_rss(self, entry: Element) -> Element:
        """Called by feedgen with the built entry."""
        self.add(entry)
        return entry


def extend_feed(generator: Any, add: Callable[[Element], None]) -> None:
    """Have ``add`` called with the feed's element."""
    generator.register_extension("dateline", ChannelExtension, EntryExtension)
    generator.dateline.add = add


def extend_entry(entry: Any, add: Callable[[Element], None]) -> None:
    """Have ``add`` called with the entry's element."""
    entry.register_extension("dateline", EntryExtension)
    entry.dateline.add = add


def sub(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A child element with text and attributes."""
    child = etree.SubElement(parent, tag, attrib=attributes, nsmap=None)
    child.text = text
    return child


def add_atom_links(feed: Element, channel: Channel) -> None:
    """The feed's own address in RSS (RSS Advisory Board, Best Practices Profile), and its hubs."""
    atom_link = etree.SubElement(feed, f"{{{ATOM}}}link", nsmap={"atom": ATOM})
    atom_link.set("href", channel.self_url)
    atom_link.set("rel", "self")
    atom_link.set("type", "application/rss+xml")
    for hub in channel.hubs:  # feedgen drops them in RSS
        etree.SubElement(feed, f"{{{ATOM}}}link", rel="hub", href=hub)


def add_source(entry: Element, published: OutputEntry) -> None:
    """``atom:source`` (RFC 4287, section 4.2.11): the feed the head was taken from."""
    source = sub(entry, "source")
    meta = published.source
    sub(source, "id", meta.id)
    sub(source, "title", meta.title or published.source_name)
    sub(source, "updated", published.updated.isoformat())
    if meta.link:
        sub(source, "link", href=meta.link, rel="alternate")
    if meta.self_link:
        sub(source, "link", href=meta.self_link, rel="self")


def set_language(entry: Element, language: str | None) -> None:
    """``xml:lang`` of an entry."""
    if language:
        entry.set(f"{{{_XML}}}lang", language)
