"""NITF 3.x (IPTC, News Industry Text Format): one story a document, or several under one root."""

from __future__ import annotations

from feeds.errors import NotAFeed
from feeds.model.entry import ParsedDocument
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.nitf import nitf_entry
from feeds.parse.xmltree import first, tree, within


def read(received: Received) -> ParsedDocument:
    """The stories that the text holds; raises NotAFeed when there is none in it."""
    root, problems = tree(received.text)
    found = [*within(root, "nitf")]
    if problems:  # of a head that breaks off nothing is had: the time of release may be gone
        found = [one for one in found if first(one, "body") is not None]
    stories = [nitf_entry(one) for one in found]
    told = [one for one in stories if one.title or one.content or one.guid]
    if not told:
        raise NotAFeed("the document is NITF without a headline or a text; a story was expected")
    told, over = bounded(told)
    return ParsedDocument(
        kind="nitf",
        version="nitf",
        entries=tuple(told),
        problems=(*received.problems, *problems, *over),
    )


KIND = Kind(name="nitf", read=read, media_types=frozenset({"application/nitf+xml"}))
