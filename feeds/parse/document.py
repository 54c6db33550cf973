"""Bytes to :class:`~feeds.model.entry.ParsedDocument`: decode, tell the kind, read."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from feeds.errors import NotAFeed
from feeds.model.entry import ParsedDocument
from feeds.parse.encoding import decode
from feeds.parse.kind import Received
from feeds.parse.kinds import KINDS
from feeds.parse.looks import magic
from feeds.parse.shown import shown_feed
from feeds.parse.sniff import sniff


def parse(
    body: bytes,
    *,
    content_type: str | None,
    location: str | None,
    kind: str | None = None,
    known: Set[bytes] | None = None,
) -> ParsedDocument:
    """The document that the bytes hold.

    ``content_type`` is the header as the server sent it; it only breaks ties. ``location`` is the
    address or file name the bytes came from: relative addresses resolve against it if it is an
    address. ``kind`` forces one of :data:`~feeds.parse.kinds.KINDS` instead of telling it by the
    content. ``known`` are marks of entries that may be left out (:mod:`feeds.parse.known`), which the
    kinds heed for which that pays; None where nobody remembers marks. Raises NotAFeed with a sentence
    that says what the bytes look like, and nothing else.
    """
    if looks := magic(body):
        raise NotAFeed(looks)
    decoded = decode(body, content_type)
    if source := shown_feed(decoded.text):
        told = "a page that shows the feed's source was read as that"
        decoded = replace(decoded, text=source, problems=(*decoded.problems, told))
    media_type = content_type.partition(";")[0].strip().lower() if content_type else None
    is_file = bool(location) and "://" not in (location or "") and media_type is None
    name = kind or sniff(decoded.text, media_type, tuple(KINDS.values()), is_file=is_file)
    if name not in KINDS:
        raise NotAFeed(f"there is no kind of document “{name}”; there are {', '.join(KINDS)}")
    received = Received(
        text=decoded.text, location=location, problems=decoded.problems, known=known
    )
    return KINDS[name].read(received)
