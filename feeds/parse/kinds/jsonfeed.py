"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read tolerantly: a wrong value costs itself."""

from __future__ import annotations

from dataclasses import replace

from feeds.errors import NotAFeed
from feeds.mediatype import media_type
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints
from feeds.parse.characters import plural
from feeds.parse.jsonobject import JsonObject, load
from feeds.parse.kind import Kind, Received, bounded, ranked_hubs
from feeds.parse.person import distinct, person, persons
from feeds.parse.xmlvalues import absolute, join

_ERRORS = ("message", "error_description", "error", "detail", "errorMessage")
_LONGEST_ERROR = 100  # characters


def read(received: Received) -> ParsedDocument:
    """The feed that the text holds; raises NotAFeed when there is none in it."""
    feed = _load(received.text)
    listed = feed.value("items")
    if isinstance(listed, dict) and all(key.isdecimal() for key in listed):
        listed = list(listed.values())  # what PHP makes of a list with gaps
    if not isinstance(listed, list):
        raise NotAFeed(_no_feed(feed))
    given, over = bounded(listed)
    items = [
        JsonObject(item, f"item {number}", feed.problems)
        for number, item in enumerate(given, start=1)
        if isinstance(item, dict)
    ]
    if given and not ("jsonfeed.org" in (feed.string("version") or "") or _look_like_news(items)):
        raise NotAFeed("the document is JSON whose items are no JSON Feed's: no text, no address")
    about = _meta(feed, absolute(received.location))
    base = absolute(about.self_link) or absolute(received.location)
    entries = tuple(_entry(item, base, about.authors) for item in items)
    odd = len(given) - len(items)
    return ParsedDocument(
        kind="jsonfeed",
        version="json10" if (feed.string("version") or "").endswith("version/1") else "json11",
        meta=about,
        entries=entries,
        hints=_hints(feed, about),
        problems=(
            *received.problems,
            *((f"{plural(odd, 'item')} left out: no JSON object",) if odd else ()),
            *feed.told(),
            *over,
        ),
    )


KIND = Kind(
    name="jsonfeed",
    read=read,
    media_types=frozenset({"application/feed+json", "application/json", "text/json"}),
)


def _load(text: str) -> JsonObject:
    problems: list[str] = []
    start = text.find("{")
    if start > 0 and text[:start].strip("\ufeff \t\r\n[(") and "}" in text:
        # A call around it (JSONP), or what keeps scripts from running it: )]}',
        text = text[start : text.rindex("}") + 1]
    data = load(text, "a JSON Feed", problems)
    if not isinstance(data, dict):
        raise NotAFeed("the document is JSON without a list of items; a JSON Feed has one")
    return JsonObject(data, "the feed", problems)


def _no_feed(found: JsonObject) -> str:
    """The sentence on JSON without a list of items, with what it says itself if it is an error's."""
    if found.value("orderedItems") is not None or found.string("type") == "OrderedCollection":
        return "the document is a collection of ActivityPub; a feed's address was expected"
    inner = found.value("error")
    error = JsonObject(inner, "the error", []) if isinstance(inner, dict) else found
    every = (one.string(name) for one in (error, found) for name in _ERRORS)
    said = " ".join(next((one for one in every if one), "").split())[:_LONGEST_ERROR]
    if said:
        return f"the document is JSON that says “{said}”; a feed was expected"
    return "the document is JSON without a list of items; a JSON Feed has one"


def _look_like_news(items: list[JsonObject]) -> bool:
    """Whether a document that doesn't say it is a JSON Feed holds what one would."""
    telling = ("content_html", "content_text", "url", "external_url")
    return any(item.value(name) for item in items for name in telling)


def _meta(feed: JsonObject, location: str | None) -> FeedMeta:
    """What a feed says of itself, its addresses as seen from where it came from."""
    home, own = feed.string("home_page_url"), feed.string("feed_url")
    return FeedMeta(
        title=" ".join((feed.string("title") or "").split()),
        subtitle=" ".join((feed.string("description") or "").split()),
        link=join(location, home) if home else None,
        self_link=join(location, own) if own else None,
        lang=feed.string("language"),
        authors=_authors(feed),
    )


def _hints(feed: JsonObject, about: FeedMeta) -> PollHints:
    named = (hub.string("url") for hub in feed.objects("hubs"))
    hubs = ranked_hubs([hub for hub in named if hub])
    return PollHints(
        hub=next(iter(hubs), None),
        other_hubs=hubs[1:],
        self_url=about.self_link,
        expired=feed.value("expired") is True,
    )


def _entry(item: JsonObject, base: str | None, feeds: tuple[Person, ...]) -> Entry:
    title, summary = item.string("title"), item.string("summary")
    html, plain = item.string("content_html"), item.string("content_text")
    own = _authors(item)
    content = Text(value=html, type="html") if html else Text(value=plain) if plain else None
    return Entry(
        guid=item.number_or_string("id"),
        title=Text(value=title) if title else None,
        links=_links(item),
        summary=Text(value=summary) if summary else None,
        content=content,
        published=item.number_or_string("date_published"),
        updated=item.number_or_string("date_modified"),
        authors=own or feeds,
        authors_inherited=bool(feeds and not own),
        categories=tuple(dict.fromkeys(Category(term=tag) for tag in _tags(item))),
        enclosures=_attachments(item),
        lang=item.string("language"),
        base=base,
    )


def _links(item: JsonObject) -> tuple[Link, ...]:
    """The item's page; what a link blog's item is about stands in for it, else is related to it."""
    url, other = item.string("url"), item.string("external_url")
    page = [Link(href=url)] if url else []
    about = [Link(href=other, rel="related" if url else "alternate")] if other else []
    return (*page, *about)


def _authors(of: JsonObject) -> tuple[Person, ...]:
    """``authors`` of version 1.1, else ``author`` of 1.0; a name that stands for its object is one."""
    for key in ("authors", "author"):
        value = of.value(key)
        names = value if isinstance(value, list) else [value]
        if value and all(isinstance(one, str) for one in names):
            return distinct([p for one in of.strings(key) for p in persons(one)])
    people = of.objects("authors") or of.objects("author")
    named = ((one.string("name") or one.string("url"), one.string("url")) for one in people)
    read = ((person(name), uri) for name, uri in named if name)
    return tuple(dict.fromkeys(replace(one, uri=uri) for one, uri in read if one))


def _tags(item: JsonObject) -> list[str]:
    """The tags; one string instead of a list has them between commas."""
    tags = item.strings("tags")
    if isinstance(item.value("tags"), str):
        tags = [tag.strip() for line in tags for tag in line.split(",")]
    return [tag for tag in tags if tag]


def _size(value: object) -> int | None:
    """A number of bytes, which programs also print with a point: 12.0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if value >= 0 and value // 1 == value else None


def _attachments(item: JsonObject) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for one in item.objects("attachments"):
        href, length = one.string("url"), _size(one.value("size_in_bytes"))
        if href:
            kind = media_type(one.string("mime_type"), None, href)
            found.setdefault(href, Enclosure(href=href, type=kind, length=length))
    picture = item.string("image") or item.string("banner_image")
    if picture and not any((one.type or "").startswith("image/") for one in found.values()):
        kind = media_type(None, "image", picture)
        found.setdefault(picture, Enclosure(href=picture, type=kind))
    return tuple(found.values())
