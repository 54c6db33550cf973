"""The health of sources as an Atom feed (RFC 4287): what broke, fell silent, moved or came back."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any
from uuid import uuid5

from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.model.health import SourceEvent
from feeds.publish.addresses import absolute
from feeds.publish.conform import distinct_time, plain_line
from feeds.publish.entry import NAMESPACE, NEVER
from feeds.publish.feedgen_ext import extend_entry, extend_feed, set_updated, sub
from feeds.publish.wording import clean

PATH = "/sources.atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


def event_urn(event: SourceEvent) -> str:
    """The id of an event's entry, for ever."""
    what = f"source/{event.source}/{event.kind}/{event.at.isoformat()}"
    return f"urn:uuid:{uuid5(NAMESPACE, what)}"


def render_events(events: Sequence[SourceEvent], *, title: str, base_url: str) -> bytes:
    """The events, newest first, as they are to stand in the feed."""
    page, name = absolute(base_url, "/sources"), plain_line(title)
    feed: Any = FeedGenerator()
    feed.id(f"urn:uuid:{uuid5(NAMESPACE, 'sources')}")
    feed.title(f"Sources of {name}" if name else "Sources")
    feed.subtitle("What broke, fell silent, moved or came back.")
    feed.updated(max((event.at for event in events), default=NEVER))
    feed.link(href=page, rel="alternate", type="text/html")
    feed.link(href=absolute(base_url, PATH), rel="self", type="application/atom+xml")
    feed.generator("Dateline")
    feed.author(name=name or "Dateline")
    for event in events:
        _add(feed, event, page, name or "Dateline")
    if events:
        newest = max(distinct_time(event.at, event_urn(event)) for event in events)
        extend_feed(feed, lambda element: set_updated(element, newest))
    body: bytes = feed.atom_str(pretty=True)
    return body


def _add(feed: Any, event: SourceEvent, page: str, author: str) -> None:
    told = clean(event)
    made: Any = feed.add_entry(order="append")  # feedgen would put it first
    made.id(event_urn(event))
    made.title(plain_line(told.title) or told.kind)
    made.published(told.at)
    made.updated(told.at)
    made.author(name=author)
    made.category(term=told.kind)
    updated = distinct_time(told.at, event_urn(event))

    def finish(element: etree._Element) -> None:
        set_updated(element, updated)
        sub(element, "link", rel="alternate", href=page)  # feedgen drops rel

    extend_entry(made, finish)
    made.content(f"<p>{html.escape(told.detail or told.title, quote=False)}</p>", type="html")
