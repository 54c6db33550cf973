"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read tolerantly: a wrong value costs itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints
from feeds.parse.characters import legal, plural
from feeds.parse.kind import ENTRY_LIMIT, Kind, Received, left_out

_TOLD = 5  # wrong values named one by one; a feed of nothing else needs no longer list


def read(received: Received) -> ParsedDocument:
    """The feed that the text holds; raises NotAFeed when there is none in it."""
    feed = _Object(_load(received.text), "the feed")
    listed = feed.value("items")
    if not isinstance(listed, list):
        raise NotAFeed("the document is JSON without a list of items; a JSON Feed has one")
    items = [
        _Object(item, f"item {number}", feed.problems)
        for number, item in enumerate(listed[:ENTRY_LIMIT], start=1)
        if isinstance(item, dict)
    ]
    if listed and not ("jsonfeed.org" in (feed.string("version") or "") or _look_like_news(items)):
        raise NotAFeed("the document is JSON whose items are no JSON Feed's: no text, no address")
    base = feed.string("feed_url") or received.location
    entries = tuple(_entry(item, base if "://" in (base or "") else None) for item in items)
    odd = min(len(listed), ENTRY_LIMIT) - len(items)
    over = len(listed) - ENTRY_LIMIT
    return ParsedDocument(
        kind="jsonfeed",
        version="json10" if (feed.string("version") or "").endswith("version/1") else "json11",
        meta=_meta(feed),
        entries=entries,
        hints=_hints(feed),
        problems=(
            *received.problems,
            *((f"{plural(odd, 'item')} left out: no JSON object",) if odd else ()),
            *feed.told(),
            *((left_out(over),) if over > 0 else ()),
        ),
    )


KIND = Kind(
    name="jsonfeed",
    read=read,
    media_types=frozenset({"application/feed+json", "application/json", "text/json"}),
)


def _load(text: str) -> dict[str, object]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f"{error.msg} at line {error.lineno}"
            if isinstance(error, json.JSONDecodeError)
            else ("numbers or nesting beyond measure")
        )
        raise NotAFeed(
            f"the document looks like JSON but can't be read ({where}); a JSON Feed was expected"
        ) from None
    if not isinstance(data, dict):
        raise NotAFeed("the document is JSON without a list of items; a JSON Feed has one")
    return data


def _look_like_news(items: list[_Object]) -> bool:
    """Whether a document that doesn't say it is a JSON Feed holds what one would."""
    telling = ("content_html", "content_text", "url", "external_url")
    return any(item.value(name) for item in items for name in telling)


@dataclass(frozen=True, slots=True)
class _Object:
    """A JSON object whose values may be of any type; wrong ones are told and count as missing."""

    data: dict[str, object]
    name: str
    problems: list[str] = field(default_factory=list)

    def value(self, key: str) -> object:
        return self.data.get(key)

    def string(self, key: str) -> str | None:
        """A string with something in it, without characters that no feed may hold."""
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return legal(value)[0].strip() or None if value else None
        self.problems.append(f"{key} of {self.name} is no string")
        return None

    def number_or_string(self, key: str) -> str | None:
        """Ids and dates, which some write as numbers; read as strings (JSON Feed, "Items")."""
        value = self.data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        return self.string(key)

    def objects(self, key: str) -> list[_Object]:
        """The objects in a list, or the one object that stands instead of it."""
        value = self.data.get(key)
        if value is None:
            return []
        listed = value if isinstance(value, list) else [value]
        found = [one for one in listed if isinstance(one, dict)]
        if len(found) < len(listed):
            self.problems.append(f"{key} of {self.name} holds what is no object")
        return [_Object(one, f"{key} of {self.name}", self.problems) for one in found]

    def strings(self, key: str) -> list[str]:
        """The strings in a list, or the one that stands instead of it."""
        value = self.data.get(key)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found = [legal(one)[0].strip() for one in listed if isinstance(one, str)]
        if len(found) < len(listed):
            self.problems.append(f"{key} of {self.name} holds what is no string")
        return [one for one in found if one]

    def told(self) -> tuple[str, ...]:
        """The problems, at most a handful by name."""
        every = list(dict.fromkeys(self.problems))
        more = len(every) - _TOLD
        return (*every[:_TOLD], *((f"{more} more values of wrong types",) if more > 0 else ()))


def _meta(feed: _Object) -> FeedMeta:
    return FeedMeta(
        title=" ".join((feed.string("title") or "").split()),
        subtitle=" ".join((feed.string("description") or "").split()),
        link=feed.string("home_page_url"),
        self_link=feed.string("feed_url"),
        lang=feed.string("language"),
        authors=_authors(feed),
    )


def _hints(feed: _Object) -> PollHints:
    hubs = [hub.string("url") for hub in feed.objects("hubs")]
    return PollHints(
        hub=next((hub for hub in hubs if hub), None),
        self_url=feed.string("feed_url"),
        expired=feed.value("expired") is True,
    )


def _entry(item: _Object, base: str | None) -> Entry:
    title, summary = item.string("title"), item.string("summary")
    html, plain = item.string("content_html"), item.string("content_text")
    content = Text(value=html, type="html") if html else Text(value=plain) if plain else None
    return Entry(
        guid=item.number_or_string("id"),
        title=Text(value=title) if title else None,
        links=_links(item),
        summary=Text(value=summary) if summary else None,
        content=content,
        published=item.number_or_string("date_published"),
        updated=item.number_or_string("date_modified"),
        authors=_authors(item),
        categories=tuple(dict.fromkeys(Category(term=tag) for tag in item.strings("tags"))),
        enclosures=_attachments(item),
        lang=item.string("language"),
        base=base,
    )


def _links(item: _Object) -> tuple[Link, ...]:
    """The item's page; what a link blog's item is about stands in for it, else is related to it."""
    url, other = item.string("url"), item.string("external_url")
    page = [Link(href=url)] if url else []
    about = [Link(href=other, rel="related" if url else "alternate")] if other else []
    return (*page, *about)


def _authors(of: _Object) -> tuple[Person, ...]:
    """``authors`` of version 1.1, else ``author`` of 1.0."""
    people = of.objects("authors") or of.objects("author")
    named = ((one.string("name") or one.string("url"), one.string("url")) for one in people)
    return tuple(dict.fromkeys(Person(name=name, uri=uri) for name, uri in named if name))


def _attachments(item: _Object) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for one in item.objects("attachments"):
        href, size = one.string("url"), one.value("size_in_bytes")
        length = (
            size if isinstance(size, int) and not isinstance(size, bool) and size >= 0 else None
        )
        if href:
            found.setdefault(
                href, Enclosure(href=href, type=one.string("mime_type"), length=length)
            )
    return tuple(found.values())
