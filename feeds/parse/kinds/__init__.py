"""The kinds of documents that can be read: one module each, one line each here."""

from __future__ import annotations

from feeds.parse.kind import Kind
from feeds.parse.kinds import jsonfeed, wire, xmlfeed

KINDS: dict[str, Kind] = {kind.name: kind for kind in (xmlfeed.KIND, jsonfeed.KIND, wire.KIND)}
"""Every kind by its name."""
