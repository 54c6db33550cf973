"""Atom 1.0 (RFC 4287). feedgen writes the feed; the entries, of which it knows only a part, are written here."""

from __future__ import annotations

from typing import Any

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model.atom import Category, Person
from feeds.model.output import Channel, OutputEntry
from feeds.publish.conform import distinct_time, is_iri, plain_line
from feeds.publish.feedgen_ext import (
    add_source,
    add_tombstones,
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
    made = etree.Element("entry")
    sub(made, "id", entry.id)
    sub(made, "title", entry.title)
    sub(made, "updated", distinct_time(entry.updated, entry.id))
    # An entry needs an author (RFC 4287, section 4.1.2).
    for author in entry.authors or (Person(name=entry.agency or entry.first_carrier),):
        _person(made, "author", author)
    sub(made, "content", entry.html or None, type="html")
    if entry.summary:
        sub(made, "summary", entry.summary)
    for category in entry.categories:
        _categorize(made, category)
    if entry.agency and entry.authors and all(a.name != entry.agency for a in entry.authors):
        _person(made, "contributor", Person(name=entry.agency))
    sub(made, "published", entry.published.isoformat())
    if entry.rights:
        sub(made, "rights", entry.rights)
    _finish(made, entry)
    return fragment(made, "feed")


def _person(element: etree._Element, tag: str, person: Person) -> None:
    made = sub(element, tag)
    sub(made, "name", person.name)
    if person.uri:
        sub(made, "uri", person.uri)


def _categorize(element: etree._Element, category: Category) -> None:
    made = sub(element, "category", term=category.term)
    if category.scheme and is_iri(category.scheme):
        made.set("scheme", category.scheme)
    if category.label:
        made.set("label", category.label)


def _finish(element: etree._Element, entry: OutputEntry) -> None:
    set_language(element, entry.language)
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
    add_source(element, entry)
