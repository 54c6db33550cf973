"""Atom 1.0 (RFC 4287), written by feedgen."""

from __future__ import annotations

from typing import Any

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model.output import Channel, OutputEntry
from feeds.publish.conform import distinct_time, is_iri, plain_line
from feeds.publish.feedgen_ext import (
    add_geometries,
    add_source,
    add_tombstones,
    extend_entry,
    extend_feed,
    fragment,
    mark_archive,
    set_language,
    set_updated,
    sub,
)


def frame(channel: Channel) -> tuple[bytes, bytes]:
    """What stands before the entries of an Atom feed document, and after them."""
    feed: Any = FeedGenerator()
    feed.id(channel.id)
    feed.title(channel.title)
    feed.subtitle(channel.description)
    feed.updated(channel.updated)  # feedgen would say now
    feed.link(href=channel.link, rel="alternate", type="text/html")
    feed.link(href=channel.self_url, rel="self", type="application/atom+xml")
    for hub in channel.hubs:
        feed.link(href=hub, rel="hub")
    feed.generator("Dateline")
    feed.author(name=channel.site_title)
    extend_feed(feed, lambda element: _finish_feed(element, channel))
    body: bytes = feed.atom_str(pretty=True)
    end = body.rindex(b"</feed>")
    return body[:end], body[end:]


def _finish_feed(element: etree._Element, channel: Channel) -> None:
    if channel.entries:  # as its newest entry has it, to the last digit
        newest = max(distinct_time(entry.updated, entry.id) for entry in channel.entries)
        set_updated(element, newest)
    for rel, address in channel.archive_links:
        sub(element, "link", href=address, rel=rel, type="application/atom+xml")
    mark_archive(element, channel)
    add_tombstones(element, channel)


def entry(entry: OutputEntry) -> bytes:
    """A story as an Atom entry."""
    made: Any = FeedEntry()
    made.id(entry.id)
    made.title(entry.title)
    made.published(entry.published)
    made.updated(entry.updated)
    for author in entry.authors:
        made.author(name=author.name, uri=author.uri)
    if not entry.authors:  # an entry needs an author (RFC 4287, section 4.1.2)
        made.author(name=entry.agency or entry.first_carrier)
    elif entry.agency and all(author.name != entry.agency for author in entry.authors):
        made.contributor(name=entry.agency)
    # A scheme is an IRI, or none: of terms that this leaves alike the first stays.
    terms: dict[tuple[str, str | None], str | None] = {}
    for one in entry.categories:
        terms.setdefault((one.term, one.scheme if is_iri(one.scheme) else None), one.label)
    for (term, scheme), label in terms.items():
        made.category(term=term, scheme=scheme, label=label)
    if entry.rights:
        made.rights(entry.rights)
    if entry.summary:
        made.summary(entry.summary)
    made.content(entry.html, type="html")
    extend_entry(made, lambda element: _finish(element, entry))
    return fragment(made.atom_entry(), "feed")


def _finish(element: etree._Element, entry: OutputEntry) -> None:
    set_language(element, entry.language)
    set_updated(element, distinct_time(entry.updated, entry.id))
    # Not by feedgen: it drops rel, type and title of an entry's links, which makes every copy the page.
    if entry.link:
        sub(element, "link", rel="alternate", href=entry.link)
    for carrier in entry.others:
        if carrier.link:
            title = plain_line(f"{carrier.source}: {carrier.title}")
            sub(element, "link", rel="related", href=carrier.link, title=title)
    for enclosure in entry.enclosures:
        link = sub(element, "link", rel="enclosure", href=enclosure.href)
        if enclosure.type:
            link.set("type", enclosure.type)
        if enclosure.length is not None:
            link.set("length", str(enclosure.length))
    add_geometries(element, entry)
    add_source(element, entry)
