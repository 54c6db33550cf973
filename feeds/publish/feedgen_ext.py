"""What feedgen lacks, as extensions of it: atom:source in full, other carriers, credits, languages.

feedgen's own elements stay feedgen's; these functions add to the XML it builds, entry by entry. Its Atom
elements have no name space of their own but stand under the feed's ``xmlns``, so ours do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from feeds.model.output import Channel, OutputEntry
from feeds.publish.conform import degrees, distinct_time

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
GEORSS = "http://www.georss.org/georss"
HISTORY = "http://purl.org/syndication/history/1.0"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_XML = "http://www.w3.org/XML/1998/namespace"
Element = etree._Element


class ChannelExtension(BaseExtension):  # type: ignore[misc]  # feedgen is untyped
    """Adds to the feed element; ``add`` and ``prefixes`` are set by the format."""

    add: Callable[[Element], None]
    prefixes: Mapping[str, str]

    def extend_ns(self) -> dict[str, str]:
        """The prefixes used."""
        return dict(self.prefixes)

    def extend_atom(self, feed: Element) -> Element:
        """Called by feedgen with the built feed."""
        self.add(feed)
        return feed

    extend_rss = extend_atom


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen is untyped
    """Adds to one entry; ``add`` is set by the format."""

    add: Callable[[Element], None]

    def extend_atom(self, entry: Element) -> Element:
        """Called by feedgen with the built entry."""
        self.add(entry)
        return entry

    extend_rss = extend_atom


def extend_feed(
    generator: Any, add: Callable[[Element], None], prefixes: Mapping[str, str] | None = None
) -> None:
    """Have ``add`` called with the feed's element, which declares ``prefixes``."""
    generator.register_extension("dateline", ChannelExtension, EntryExtension)
    generator.dateline.add = add
    generator.dateline.prefixes = prefixes or {}


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
    """The feed's own address in RSS (RSS Advisory Board, Best Practices Profile), its archive's, and its hubs."""
    for rel, address in (("self", channel.self_url), *channel.archive_links):
        atom_link = etree.SubElement(feed, f"{{{ATOM}}}link", nsmap={"atom": ATOM})
        atom_link.set("href", address)
        atom_link.set("rel", rel)
        atom_link.set("type", "application/rss+xml")
    for hub in channel.hubs:  # feedgen drops them in RSS
        etree.SubElement(feed, f"{{{ATOM}}}link", nsmap={"atom": ATOM}, rel="hub", href=hub)


def mark_archive(feed: Element, channel: Channel) -> None:
    """``fh:archive`` of an archive document (RFC 5005, section 4)."""
    if channel.current is not None:
        etree.SubElement(feed, f"{{{HISTORY}}}archive", nsmap={"fh": HISTORY})


def add_tombstones(feed: Element, channel: Channel) -> None:
    """``at:deleted-entry`` for each story that was withdrawn (RFC 6721, section 3).

    Readers that do not know it have the entry itself, which says that it is withdrawn and holds no text.
    """
    for entry in channel.entries:
        if entry.withdrawn is not None:
            grave = etree.SubElement(
                feed, f"{{{TOMBSTONES}}}deleted-entry", nsmap={"at": TOMBSTONES}
            )
            grave.set("ref", entry.id)
            # Not before the entry's own time, or that would say that it came back (RFC 6721, section 3).
            grave.set("when", distinct_time(entry.updated, entry.id))


def fragment(entry: Element, *around: str, nsmap: dict[str, str] | None = None) -> bytes:
    """An entry's XML as it stands within the elements ``around``, whose name spaces are declared there."""
    root = etree.Element(around[0], nsmap=nsmap)
    inner = root
    for name in around[1:]:
        inner = etree.SubElement(inner, name)
    inner.append(entry)
    text = etree.tostring(root, encoding="utf-8", pretty_print=True)
    for _ in around:
        text = text[text.index(b"\n") + 1 : text.rindex(b"\n", 0, -1) + 1]
    return text


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


def add_geometries(entry: Element, published: OutputEntry) -> None:
    """Where it is (GeoRSS Simple). Not by feedgen's extension, which holds one geometry of a kind."""
    for geometry in published.where:
        place = etree.SubElement(entry, f"{{{GEORSS}}}{geometry.kind}", nsmap={"georss": GEORSS})
        place.text = " ".join(map(degrees, chain.from_iterable(geometry.coordinates)))


def set_language(entry: Element, language: str | None) -> None:
    """``xml:lang`` of an entry."""
    if language:
        entry.set(f"{{{_XML}}}lang", language)


def set_updated(entry: Element, moment: str) -> None:
    """An Atom entry's ``updated``, which feedgen writes to the microsecond only."""
    for found in entry.iterchildren("updated"):  # ``find`` takes a path apart first
        found.text = moment
