"""Entries as a program that reads the feed has them, whatever the format."""

from __future__ import annotations

import json
import re
from typing import Any

from lxml import etree

from feeds.publish.formats import FORMATS
from feeds.publish.render import render
from tests.publish.stories import (
    make_channel,
)

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SUFFIXES = sorted(FORMATS)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:[+-]\d{4}|GMT)"
)


def body(suffix: str, *stories: Any, **more: Any) -> bytes:
    done = render(make_channel(*stories, suffix=suffix, **more), suffix)
    assert done.problems == ()
    return done.body


def entries(suffix: str, *stories: Any, **more: Any) -> list[Any]:
    """The entries as elements, or as objects of JSON."""
    document = body(suffix, *stories, **more)
    if suffix == "json":
        return json.loads(document)["items"]
    root = etree.fromstring(document)
    return root.findall(f"{ATOM}entry" if suffix == "atom" else "channel/item")


def read(suffix: str, entry: Any) -> dict[str, Any]:
    """Id, title, link, the time it changed and its HTML, whatever the format."""
    if suffix == "json":
        keys = ("id", "title", "url", "date_modified", "content_html")
        return dict(
            zip(("id", "title", "link", "updated", "html"), map(entry.get, keys), strict=True)
        )
    if suffix == "atom":
        link = entry.find(f"{ATOM}link[@rel='alternate']").get("href")
        tags = {
            "id": f"{ATOM}id",
            "title": f"{ATOM}title",
            "updated": f"{ATOM}updated",
            "html": f"{ATOM}content",
        }
    else:
        link = entry.findtext("link")
        tags = {"id": "guid", "title": "title", "updated": f"{ATOM}updated", "html": CONTENT}
    found = {"link": link, **{name: entry.findtext(tag) for name, tag in tags.items()}}
    # feedgen writes the text as RSS's description where there is no summary.
    return {**found, "html": found["html"] or entry.findtext("description")}


def one(suffix: str, story: Any, **more: Any) -> dict[str, Any]:
    (entry,) = entries(suffix, story, **more)
    return read(suffix, entry)
