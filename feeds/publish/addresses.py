"""The public addresses of what is published: all come from the configured base address, none from a request."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urljoin

from feeds.model.topic import Topic
from feeds.publish.formats import FORMATS

_ADDRESS = "%/:?#[]@!$&'()*+,;=~"  # what stays as it is in a header; everything else there is percent-encoded


def absolute(base_url: str, path: str) -> str:
    """The public address of a path here (``/topics/sea.atom``), below a base address with or without a path.

    >>> absolute("https://news.example.org/desk", "/topics/sea.atom")
    'https://news.example.org/desk/topics/sea.atom'
    """
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    return urljoin(base, path.lstrip("/"))


def topic_urls(base_url: str, topics: Sequence[Topic]) -> dict[str, tuple[Topic, str]]:
    """The public address of every topic feed, with its topic and the suffix of its format."""
    topics_url = absolute(base_url, "/topics/")  # once: the hub asks for thousands each second
    return {
        f"{topics_url}{topic.slug}.{suffix}": (topic, suffix)
        for topic in topics
        for suffix in FORMATS
    }


def hub_urls(base_url: str, outside: Sequence[str]) -> tuple[str, ...]:
    """The hubs that a feed names (WebSub, section 4): our own, then those of others that are configured."""
    return tuple(dict.fromkeys((absolute(base_url, "/hub"), *outside)))


def discovery(hubs: Sequence[str], topic_url: str) -> str:
    """The value of a ``Link`` header that names a feed's hubs and its own address (WebSub, section 4).

    >>> discovery(["https://a.example/hub"], "https://a.example/x.atom")
    '<https://a.example/hub>; rel="hub", <https://a.example/x.atom>; rel="self"'
    """
    links = [*((hub, "hub") for hub in hubs), (topic_url, "self")]
    return ", ".join(f'<{quote(url, safe=_ADDRESS)}>; rel="{rel}"' for url, rel in links)
