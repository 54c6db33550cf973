"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read tolerantly: a wrong value costs itself."""

from __future__ import annotations

import json
from typing import Any

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints


def parse(text: str, location: str | None) -> ParsedDocument:
    """The feed that JSON text holds; raises NotAFeed."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"this looks like JSON but can't be read: {error}") from None
    if not isinstance(data, dict) or not isinstance(data.get("items"), list):
        raise NotAFeed("this is JSON without a list of items; a JSON Feed has one")
    items = [item for item in data["items"] if isinstance(item, dict)]
    odd = len(data["items"]) - len(items)
    return ParsedDocument(
        kind="jsonfeed",
        version="json1" if "version/1.1" not in _string(data, "version") else "json11",
        meta=_meta(data),
        entries=tuple(_entry(item, data, location) for item in items),
        hints=PollHints(
            hub=_hub(data), self_url=_or_none(data, "feed_url"), expired=data.get("expired") is True
        ),
        problems=(f"{odd} items are no objects and were left out",) if odd else (),
    )


def _meta(data: dict[str, Any]) -> FeedMeta:
    return FeedMeta(
        title=_string(data, "title"),
        subtitle=_string(data, "description"),
        link=_or_none(data, "home_page_url"),
        self_link=_or_none(data, "feed_url"),
        lang=_or_none(data, "language"),
        authors=_authors(data),
    )


def _entry(item: dict[str, Any], feed: dict[str, Any], location: str | None) -> Entry:
    url = _or_none(item, "url") or _or_none(item, "external_url")
    html, plain = _or_none(item, "content_html"), _or_none(item, "content_text")
    content = Text(value=html, type="html") if html else Text(value=plain) if plain else None
    summary, title = _or_none(item, "summary"), _or_none(item, "title")
    return Entry(
        guid=_identifier(item),
        title=Text(value=title) if title else None,
        links=(Link(href=url),) if url else (),
        summary=Text(value=summary) if summary else None,
        content=content,
        published=_or_none(item, "date_published"),
        updated=_or_none(item, "date_modified"),
        authors=_authors(item) or _authors(feed),
        categories=tuple(Category(term=tag) for tag in _strings(item.get("tags"))),
        enclosures=_attachments(item),
        lang=_or_none(item, "language") or _or_none(feed, "language"),
        base=_or_none(feed, "feed_url") or location,
    )


def _identifier(item: dict[str, Any]) -> str | None:
    """The id; numbers are written by some and to be read as strings (JSON Feed, "items")."""
    value = item.get("id")
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _authors(data: dict[str, Any]) -> tuple[Person, ...]:
    listed = data.get("authors")
    people = listed if isinstance(listed, list) else [data.get("author")]
    return tuple(
        Person(name=person["name"], uri=_or_none(person, "url"))
        for person in people
        if isinstance(person, dict) and isinstance(person.get("name"), str) and person["name"]
    )


def _attachments(item: dict[str, Any]) -> tuple[Enclosure, ...]:
    listed = item.get("attachments")
    found = []
    for raw in listed if isinstance(listed, list) else []:
        if isinstance(raw, dict) and _or_none(raw, "url"):
            size = raw.get("size_in_bytes")
            length = size if isinstance(size, int) and size >= 0 else None
            media = _or_none(raw, "mime_type")
            found.append(Enclosure(href=raw["url"], type=media, length=length))
    return tuple(found)


def _hub(data: dict[str, Any]) -> str | None:
    hubs = data.get("hubs")
    for hub in hubs if isinstance(hubs, list) else []:
        if isinstance(hub, dict) and _or_none(hub, "url"):
            return str(hub["url"])
    return None


def _strings(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str) and v] if isinstance(value, list) else []


def _string(data: dict[str, Any], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _or_none(data: dict[str, Any], key: str) -> str | None:
    return _string(data, key) or None
