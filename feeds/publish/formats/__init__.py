"""The formats a channel is published in. A new one is one file here and one line in ``FORMATS``."""

from collections.abc import Callable
from dataclasses import dataclass

from feeds.model.output import Channel
from feeds.publish.formats import atom, jsonfeed, rss


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A format: its media type, and what renders a channel in it."""

    media_type: str
    render: Callable[[Channel], bytes]


# By the suffix of the address: /topics/SLUG.atom
FORMATS: dict[str, Format] = {
    "atom": Format(media_type="application/atom+xml; charset=utf-8", render=atom.render),
    "rss": Format(media_type="application/rss+xml; charset=utf-8", render=rss.render),
    "json": Format(media_type="application/feed+json; charset=utf-8", render=jsonfeed.render),
}
