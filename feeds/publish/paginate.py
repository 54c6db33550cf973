"""Archived feeds (RFC 5005, section 4): which stories go into which document, and the links between documents.

A topic keeps a log: a story is put at its end when the topic takes it, and again whenever its words change. The
feed document holds the newest ``limit`` stories of the log. As soon as more than ``limit`` wait that no archive
document holds, the oldest ``limit`` of them are written into the next one, and that is never written again.

So at any time the feed document holds every story that no archive document holds in its present words, and a
reader that walks from it to the first archive document that it has already misses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from feeds.model.output import Channel

_T = TypeVar("_T")
_PATH = re.compile(r"/topics/([a-z0-9-]+)(?:/archive/([1-9][0-9]{0,8}))?\.([a-z]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a document of a topic is; ``page`` is None for the feed itself."""

    slug: str
    suffix: str
    page: int | None = None

    @property
    def path(self) -> str:
        """The address without its base.

        >>> Address(slug="sea", suffix="atom", page=3).path
        '/topics/sea/archive/3.atom'
        """
        page = "" if self.page is None else f"/archive/{self.page}"
        return f"/topics/{self.slug}{page}.{self.suffix}"


def read_path(path: str) -> Address | None:
    """What document a path names, whether or not there is one.

    >>> read_path("/topics/sea.rss")
    Address(slug='sea', suffix='rss', page=None)
    """
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    slug, page, suffix = found.groups()
    return Address(slug=slug, suffix=suffix, page=int(page) if page else None)


def cut(waiting: Sequence[_T], limit: int) -> list[Sequence[_T]]:
    """The archive documents that are due, of exactly ``limit`` stories each; ``waiting`` is oldest first.

    >>> cut("abcde", 2)
    ['ab', 'cd']
    >>> cut("abcd", 2)  # the feed itself holds two
    ['ab']
    """
    count = max(0, (len(waiting) - 1) // limit)
    return [waiting[n * limit : (n + 1) * limit] for n in range(count)]


def as_feed(channel: Channel, *, newest: int) -> Channel:
    """The channel as the feed document over an archive; ``newest`` is the archive's last document."""
    return replace(channel, prev_archive=_page_url(channel, newest))


def as_archive(channel: Channel, number: int, *, oldest: int) -> Channel:
    """The channel as an archive document.

    Its ``next-archive`` is named before it is there, since what is written once can't name it later; until
    then that address leads to the feed.
    """
    return replace(
        channel,
        self_url=_page_url(channel, number),
        current=channel.self_url,
        prev_archive=_page_url(channel, number - 1) if number > oldest else None,
        next_archive=_page_url(channel, number + 1),
        hubs=(),  # it never changes: there is nothing to tell
    )


def move_links(body: bytes, opening: bytes, *, before: str, now: str) -> bytes:
    """An archive document of a feed that moved: the links between documents follow, the entries stay.

    ``opening`` is what the first entry begins with; ``before`` and ``now`` are the addresses of the topic's page.
    """
    head, first, rest = body.partition(opening)
    return head.replace(before.encode(), now.encode()) + first + rest


def _page_url(channel: Channel, number: int) -> str:
    feed, _, suffix = channel.self_url.rpartition(".")
    return f"{feed}/archive/{number}.{suffix}"
