"""A search as a feed: any query is a channel of the stories it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urljoin

from feeds.model.output import Channel, OutputEntry
from feeds.model.topic import Topic
from feeds.publish.entry import build_channel, topic_urn

_SLUG = "search"


def search_url(base_url: str, query: str, *, feed: bool = False) -> str:
    """The address of a query's page, or of its feed.

    >>> search_url("https://desk.example", "port AND sable", feed=True)
    'https://desk.example/search.atom?q=port%20AND%20sable'
    """
    name = "search.atom" if feed else "search"
    return urljoin(f"{base_url.rstrip('/')}/", f"{name}?q={quote(query, safe='')}")


def build_search_channel(
    query: str,
    entries: Sequence[OutputEntry],
    *,
    base_url: str,
    site_title: str,
    looked: int | None,
) -> Channel:
    """The feed of a query. Its id is the query's for ever: no slug of a topic holds a slash.

    ``looked``: only so many of the newest stories were looked through; None: as many as there were.
    """
    among = f", among the newest {looked} that were looked through" if looked is not None else ""
    topic = Topic(
        slug=_SLUG,
        title=f"{query} · {site_title}",
        description=f"Stories that a search for {query} takes{among}",
    )
    channel = build_channel(topic, entries, base_url=base_url, site_title=site_title, suffix="atom")
    return replace(
        channel,
        id=topic_urn(f"{_SLUG}/{query}"),
        link=search_url(base_url, query),
        self_url=search_url(base_url, query, feed=True),
        hubs=(),  # which tell of topics
    )
