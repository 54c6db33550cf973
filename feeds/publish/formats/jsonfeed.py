"""JSON Feed 1.1 (jsonfeed.org/version/1.1). ``_dateline`` is our extension: who carries a story; ``_georss`` says
where it is.
"""

from __future__ import annotations

import json
from typing import Any

from feeds.model.output import Channel, OutputEntry


def frame(channel: Channel) -> tuple[bytes, bytes]:
    """What stands before the items of a JSON Feed document, and after them.

    ``next_url`` is the next older document.
    """
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "description": channel.description,
        "home_page_url": channel.link,
        "feed_url": channel.self_url,
        "next_url": channel.prev_archive,
        "authors": [{"name": channel.site_title}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in channel.hubs] or None,
    }
    told = {key: value for key, value in feed.items() if value is not None}
    head = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    return head.removesuffix(b"\n}") + b',\n "items": [\n', b"\n ]\n}\n"


def entry(entry: OutputEntry) -> bytes:
    """A story as a JSON Feed item, on a line."""
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary or None,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
        "authors": [{"name": a.name, **({"url": a.uri} if a.uri else {})} for a in entry.authors]
        or [{"name": entry.agency or entry.first_carrier}],
        "tags": list(dict.fromkeys(c.label or c.term for c in entry.categories)) or None,
        "language": entry.language,
        "attachments": _attachments(entry) or None,
        "_dateline": _carried(entry),
        "_georss": _places(entry) if entry.where else None,
    }
    told = {key: value for key, value in item.items() if value is not None}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def _attachments(entry: OutputEntry) -> list[dict[str, Any]]:
    return [
        {
            "url": enclosure.href,
            "mime_type": enclosure.type or "application/octet-stream",
            **({} if enclosure.length is None else {"size_in_bytes": enclosure.length}),
        }
        for enclosure in entry.enclosures
    ]


def _places(entry: OutputEntry) -> dict[str, Any]:
    """GeoRSS's geometries as they stand there: latitude before longitude."""
    where = [{"kind": one.kind, "coordinates": one.coordinates} for one in entry.where]
    return {"about": "http://www.georss.org/georss", "where": where}


def _carried(entry: OutputEntry) -> dict[str, Any]:
    return {
        "about": "https://jsonfeed.org/version/1.1#extensions",
        "agency": entry.agency,
        "credit_line": entry.credit_line,
        "rights": entry.rights,
        "first_carrier": entry.first_carrier,
        "source": {"title": entry.source.title or entry.source_name, "url": entry.source.link},
        "carriers": [
            {"source": c.source, "title": c.title, "url": c.link, "at": c.at.isoformat()}
            for c in entry.others
        ],
    }
