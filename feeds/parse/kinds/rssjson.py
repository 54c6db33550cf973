"""RSS in JSON (scripting.com, 2014): ``{"rss": {"channel": {"item": [...]}}}``, as converters write it too.

Attributes come as plain names, or with ``@`` or ``$`` before them; an element with attributes has its text as
``#value``, ``#text``, ``_`` or ``$t``. Some converters make a list of every element, be it the only one (xml2js).
"""

from __future__ import annotations

from feeds.errors import NotAFeed
from feeds.mediatype import media_type
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.parse.characters import legal, plural
from feeds.parse.jsonobject import JsonObject, load
from feeds.parse.kind import Kind, Received, bounded
from feeds.parse.person import distinct, person
from feeds.parse.xmlvalues import count

_TEXT = (
    *("#value", "#text", "_", "$t", "value", "content"),
    *("__cdata", "_cdata", "_text", "#cdata-section", "#cdata"),  # as converters call it
)
_NO_FEED = "the document is JSON without an RSS channel; RSS in JSON has rss, channel and item"


def read(received: Received) -> ParsedDocument:
    """The feed that the text holds; raises NotAFeed when there is none in it."""
    problems: list[str] = []
    data = load(received.text, "RSS in JSON", problems)
    root = JsonObject(data, "the document", problems) if isinstance(data, dict) else None
    channel = _only(_only(root, "rss"), "channel") if root else None
    if channel is None or not channel.data:
        raise NotAFeed(_NO_FEED)
    value = channel.value("item") or channel.value("items")
    listed, over = bounded(value if isinstance(value, list) else [value] if value else [])
    items = [
        JsonObject(one, f"item {number}", channel.problems)
        for number, one in enumerate(listed, start=1)
        if isinstance(one, dict)
    ]
    odd = len(listed) - len(items)
    base = received.location if "://" in (received.location or "") else None
    page = _string(channel, "link")
    return ParsedDocument(
        kind="rssjson",
        version="rss20",
        meta=_meta(channel),
        entries=tuple(_entry(one, page if page and "://" in page else base) for one in items),
        problems=(
            *received.problems,
            *((f"{plural(odd, 'item')} left out: no JSON object",) if odd else ()),
            *channel.told(),
            *over,
        ),
    )


KIND = Kind(name="rssjson", read=read, media_types=frozenset({"application/rss+json"}))


def _only(of: JsonObject, key: str) -> JsonObject:
    """The object there, or the first in the list that stands instead of it."""
    return next(iter(of.objects(key)), JsonObject({}, f"{key} of {of.name}", of.problems))


def _meta(channel: JsonObject) -> FeedMeta:
    return FeedMeta(
        title=" ".join((_string(channel, "title") or "").split()),
        subtitle=" ".join((_string(channel, "description") or "").split()),
        link=_string(channel, "link"),
        updated=_string(channel, "lastBuildDate") or _string(channel, "pubDate"),
        lang=_string(channel, "language"),
        rights=_string(channel, "copyright"),
    )


def _entry(item: JsonObject, base: str | None) -> Entry:
    guid, link, title = _string(item, "guid"), _string(item, "link"), _string(item, "title")
    permalink = guid is not None and _attribute(item, "guid", "isPermaLink") not in ("false", False)
    summary, content = _string(item, "description"), _string(item, "content:encoded")
    if link is None and permalink and guid and guid.startswith(("http://", "https://")):
        link = guid
    return Entry(
        guid=guid,
        guid_is_permalink=permalink,
        title=Text(value=title, type="html") if title else None,
        links=(Link(href=link),) if link else (),
        summary=Text(value=summary, type="html") if summary else None,
        content=Text(value=content, type="html") if content else None,
        published=_string(item, "pubDate") or _string(item, "dc:date"),
        authors=_authors(item),
        categories=_categories(item),
        enclosures=_enclosures(item),
        base=base,
        source=_source(item),
    )


def _string(of: JsonObject, key: str) -> str | None:
    """The text of an element, whether it has attributes or not; of several, the first."""
    return _text(_first(of, key))


def _text(value: object) -> str | None:
    if isinstance(value, dict):
        value = next((value[name] for name in _TEXT if value.get(name)), None)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return legal(value)[0].strip() or None if isinstance(value, str) else None


def _attribute(of: JsonObject, key: str, name: str) -> object:
    value = _first(of, key)
    if not isinstance(value, dict):
        return None
    dollar = value.get("$")
    inner = dollar if isinstance(dollar, dict) else value
    return next((inner[n] for n in (name, f"@{name}", f"${name}") if n in inner), None)


def _first(of: JsonObject, key: str) -> object:
    return next(iter(_list(of, key)), None)


def _list(of: JsonObject, key: str) -> list[object]:
    value = of.value(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def _authors(item: JsonObject) -> tuple[Person, ...]:
    named = [_text(one) for key in ("author", "dc:creator") for one in _list(item, key)]
    return distinct([p for one in named if one and (p := person(one))])


def _categories(item: JsonObject) -> tuple[Category, ...]:
    terms = (_text(one) for one in _list(item, "category"))
    return tuple(dict.fromkeys(Category(term=term) for term in terms if term))


def _enclosures(item: JsonObject) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for key in ("enclosure", "media:content"):
        for one in _list(item, key):
            wrapped = JsonObject({key: one}, key)
            href, kind, medium, size, other = (
                _attribute(wrapped, key, n) for n in ("url", "type", "medium", "length", "fileSize")
            )
            if isinstance(href, str) and (href := href.strip()):
                stated = kind if isinstance(kind, str) else None
                media = media_type(stated, medium if isinstance(medium, str) else None, href)
                length = _length(size) or _length(other)
                found.setdefault(href, Enclosure(href=href, type=media, length=length))
    pictured = any((one.type or "").startswith("image/") for one in found.values())
    if not pictured and (picture := _picture(item)):
        kind = media_type(None, "image", picture)
        found.setdefault(picture, Enclosure(href=picture, type=kind))
    return tuple(found.values())


def _picture(item: JsonObject) -> str | None:
    """A thumbnail, a podcast's picture or an image within the item, where there is no other."""
    for key in ("media:thumbnail", "itunes:image", "image"):
        named = (_attribute(item, key, name) for name in ("url", "href"))
        for one in (*named, _string(item, key)):
            href = one[0] if isinstance(one, list) and one else one
            if isinstance(href, str) and "/" in href:
                return href.strip()
    return None


def _length(size: object) -> int | None:
    return count(str(size)) if isinstance(size, int | str) else None


def _source(item: JsonObject) -> FeedMeta | None:
    title, url = _string(item, "source"), _attribute(item, "source", "url")
    address = url if isinstance(url, str) else None
    return FeedMeta(title=title or "", self_link=address) if title or address else None
