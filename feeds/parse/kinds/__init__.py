"""The kinds of documents that can be read: one module each, one line each here."""

from __future__ import annotations

from feeds.parse.kind import Kind
from feeds.parse.kinds import (
    iptc7901,
    jsonfeed,
    newsml,
    newsml1,
    newssitemap,
    ninjs,
    nitf,
    rssjson,
    wire,
    wordpress,
    xmlfeed,
)

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        xmlfeed.KIND,
        jsonfeed.KIND,
        rssjson.KIND,
        wordpress.KIND,
        newsml.KIND,
        newsml1.KIND,
        nitf.KIND,
        newssitemap.KIND,
        ninjs.KIND,
        iptc7901.KIND,
        wire.KIND,
    )
}
"""Every kind by its name."""
