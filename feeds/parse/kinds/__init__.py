"""The kinds of documents that can be read: one module each, one line each here."""

from __future__ import annotations

from feeds.parse.kind import Kind
from feeds.parse.kinds import jsonfeed, wire, xmlfeed

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="xmlfeed",
            read=lambda received: xmlfeed.parse(received.text, received.location),
            media_types=frozenset({"application/rss+xml", "application/atom+xml", "text/xml"}),
        ),
        Kind(
            name="jsonfeed",
            read=lambda received: jsonfeed.parse(received.text, received.location),
            media_types=frozenset({"application/feed+json", "application/json"}),
        ),
        Kind(
            name="wire",
            read=lambda received: wire.parse(received.text, received.location),
            media_types=frozenset({"text/plain"}),
        ),
    )
}
"""Every kind by its name."""
