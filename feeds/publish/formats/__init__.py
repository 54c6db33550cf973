"""The formats a channel is published in. A new one is one file here and one line in ``FORMATS``."""

from collections.abc import Callable
from dataclasses import dataclass

from feeds.model.output import Channel, OutputEntry
from feeds.publish.formats import atom, jsonfeed, rss


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format.

    ``entry`` renders a story, once for all topics that have it; ``frame`` gives what stands before a channel's
    entries and after them; ``between`` parts them. ``opening`` is what an entry, and nothing in the frame,
    begins with.
    """

    media_type: str
    frame: Callable[[Channel], tuple[bytes, bytes]]
    entry: Callable[[OutputEntry], bytes]
    opening: bytes
    between: bytes = b""


# By the suffix of the address: /topics/SLUG.atom
FORMATS: dict[str, Format] = {
    "atom": Format(
        media_type="application/atom+xml; charset=utf-8",
        frame=atom.frame,
        entry=atom.entry,
        opening=b"<entry",
    ),
    "rss": Format(
        media_type="application/rss+xml; charset=utf-8",
        frame=rss.frame,
        entry=rss.entry,
        opening=b"<item",
    ),
    "json": Format(
        media_type="application/feed+json; charset=utf-8",
        frame=jsonfeed.frame,
        entry=jsonfeed.entry,
        opening=b'"items": [',
        between=b",\n",
    ),
}
