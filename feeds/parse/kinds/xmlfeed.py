"""RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, through feedparser, whose only importer this is.

feedparser gets a BytesIO and nothing else: given text or bytes it would open them as a file or an
address. Its sanitizer and its resolving of links are off (one nh3 pass does both later, and better);
ids are taken raw, since it would resolve them against the address, and dates as strings.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, cast

import feedparser
import feedparser.api

from feeds.errors import NotAFeed
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints
from feeds.parse.encoding import declare_utf8
from feeds.parse.kinds.rawids import raw_ids

feedparser.api.PREFERRED_XML_PARSERS[:] = ["feeds.parse.kinds.saxdriver"]

_Found = Mapping[str, Any]
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>|&(?:[a-zA-Z]{2,8}|#\d+|#x[0-9a-fA-F]+);")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}


def parse(text: str, location: str | None) -> ParsedDocument:
    """The feed that XML text holds; raises NotAFeed."""
    body = declare_utf8(text)
    found: _Found = _parse(body, location)
    if not found.get("version") and not found["entries"]:
        raise NotAFeed("this is XML, but no RSS, RDF or Atom feed")
    feed: _Found = found["feed"]
    ids = raw_ids(body)
    raw = ids if len(ids) == len(found["entries"]) else [None] * len(found["entries"])
    return ParsedDocument(
        kind="xmlfeed",
        version=str(found.get("version") or "unknown"),
        meta=_meta(feed),
        entries=tuple(
            _entry(entry, guid, feed, location)
            for entry, guid in zip(found["entries"], raw, strict=True)
        ),
        hints=_hints(feed),
        problems=_problems(found),
    )


def _parse(body: bytes, location: str | None) -> _Found:
    headers = {"content-type": "application/xml; charset=utf-8"}
    if location:
        headers["content-location"] = location
    try:
        found = feedparser.parse(  # noqa: TID251 -- the one place, with a BytesIO
            io.BytesIO(body),
            response_headers=headers,
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except Exception as error:  # feedparser promises not to raise; the web finds ways
        raise NotAFeed(
            f"this is XML that can't be read ({type(error).__name__}: {error})"
        ) from None
    return cast("_Found", found)


def _problems(found: _Found) -> tuple[str, ...]:
    if not found.get("bozo"):
        return ()
    cause = found.get("bozo_exception")
    return (f"the XML is malformed ({cause}); what could be read was kept",)


def _meta(feed: _Found) -> FeedMeta:
    links = _links(feed)
    return FeedMeta(
        id=_value(feed, "id"),
        title=_plain(_value(feed, "title")),
        subtitle=_plain(_value(feed, "subtitle")),
        link=_alternate(links) or _value(feed, "link"),
        self_link=next((link.href for link in links if link.rel == "self"), None),
        updated=_raw(feed, "updated") or _raw(feed, "published"),
        lang=_value(feed, "language"),
        rights=_value(feed, "rights"),
        authors=_people(feed),
    )


def _entry(entry: _Found, guid: str | None, feed: _Found, location: str | None) -> Entry:
    identifier = guid or _value(entry, "id")
    links = tuple(link for link in _links(entry) if link.rel != "enclosure")
    original = _value(entry, "feedburner_origlink")
    if original:
        links = (Link(href=original), *links)
    elif not _alternate(links) and _permalink(entry, identifier):
        links = (*links, Link(href=str(identifier)))
    content, summary = _bodies(entry)
    return Entry(
        guid=identifier,
        guid_is_permalink=bool(entry.get("guidislink")),
        title=_text(entry, "title"),
        links=links,
        summary=summary,
        content=content,
        published=_raw(entry, "published") or _raw(entry, "created"),
        updated=_raw(entry, "updated"),
        authors=_people(entry),
        categories=_categories(entry),
        enclosures=_enclosures(entry),
        rights=_value(entry, "rights"),
        lang=_language(entry) or _value(feed, "language"),
        base=_base(entry) or location,
        source=_source(entry),
    )


def _permalink(entry: _Found, identifier: str | None) -> bool:
    return bool(entry.get("guidislink")) and bool(
        identifier and identifier.startswith(("http://", "https://"))
    )


def _bodies(entry: _Found) -> tuple[Text | None, Text | None]:
    """Content and summary; feedparser repeats the one as the other where only one is given."""
    contents = [c for c in entry.get("content", ()) if isinstance(c, Mapping) and c.get("value")]
    summary = _text(entry, "summary")
    if not contents:
        return None, summary
    longest = max(contents, key=lambda c: len(c["value"]))
    content = _construct(longest)
    return content, None if summary and content and summary.value == content.value else summary


def _text(entry: _Found, key: str) -> Text | None:
    value = _value(entry, key)
    if value is None:
        return None
    detail = entry.get(f"{key}_detail")
    return _construct(detail) if isinstance(detail, Mapping) else Text(value=value)


def _construct(detail: _Found) -> Text | None:
    value = detail.get("value")
    if not isinstance(value, str) or not value.strip():
        return None
    plain = detail.get("type") == "text/plain" and not _MARKUP.search(value)
    language = detail.get("language")
    return Text(
        value=value,
        type="text" if plain else "html",
        lang=language if isinstance(language, str) else None,
    )


def _links(found: _Found) -> tuple[Link, ...]:
    links = []
    for raw in found.get("links", ()):
        href = raw.get("href")
        if isinstance(href, str) and href.strip():
            links.append(
                Link(
                    href=href.strip(),
                    rel=str(raw.get("rel") or "alternate"),
                    type=raw.get("type"),
                    hreflang=raw.get("hreflang"),
                    title=raw.get("title"),
                    length=_length(raw.get("length")),
                )
            )
    return tuple(links)


def _alternate(links: Iterable[Link]) -> str | None:
    """The page among several links: an HTML one before others."""
    pages = [link for link in links if link.rel == "alternate"]
    html = [link for link in pages if link.type in (None, "text/html", "application/xhtml+xml")]
    return next((link.href for link in [*html, *pages]), None)


def _enclosures(entry: _Found) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for raw in (*entry.get("enclosures", ()), *entry.get("media_content", ())):
        href = raw.get("href") or raw.get("url")
        if isinstance(href, str) and href.strip():
            length = _length(raw.get("length") or raw.get("filesize"))
            media = raw.get("type") or None
            found.setdefault(href, Enclosure(href=href.strip(), type=media, length=length))
    return tuple(found.values())


def _length(value: object) -> int | None:
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else None


def _people(found: _Found) -> tuple[Person, ...]:
    people = []
    for raw in found.get("authors", ()):
        name = raw.get("name") or raw.get("email")
        if isinstance(name, str) and name.strip():
            people.append(
                Person(name=_plain(name), email=raw.get("email"), uri=raw.get("href") or None)
            )
    return tuple(dict.fromkeys(people))


def _categories(entry: _Found) -> tuple[Category, ...]:
    return tuple(
        Category(term=raw["term"].strip(), scheme=raw.get("scheme"), label=raw.get("label"))
        for raw in entry.get("tags", ())
        if isinstance(raw.get("term"), str) and raw["term"].strip()
    )


def _source(entry: _Found) -> FeedMeta | None:
    raw = entry.get("source")
    if not isinstance(raw, Mapping) or not raw:
        return None
    links = _links(raw)
    return FeedMeta(
        id=_value(raw, "id"),
        title=_plain(_value(raw, "title") or _value(raw, "value")),
        link=_alternate(links) or _value(raw, "href"),
        self_link=next((link.href for link in links if link.rel == "self"), None),
        updated=_raw(raw, "updated"),
    )


def _base(entry: _Found) -> str | None:
    for detail in (
        *entry.get("content", ()),
        entry.get("summary_detail"),
        entry.get("title_detail"),
    ):
        if isinstance(detail, Mapping) and isinstance(detail.get("base"), str) and detail["base"]:
            return str(detail["base"])
    return None


def _language(entry: _Found) -> str | None:
    for detail in (entry.get("title_detail"), entry.get("summary_detail")):
        if isinstance(detail, Mapping) and isinstance(detail.get("language"), str):
            return str(detail["language"])
    return None


def _hints(feed: _Found) -> PollHints:
    links = _links(feed)
    return PollHints(
        ttl=_ttl(feed),
        skip_hours=frozenset(hour % 24 for hour in _numbers(feed.get("skiphours"), 24)),
        skip_days=frozenset(
            _DAYS.index(day) for day in _words(feed.get("skipdays")) if day in _DAYS
        ),
        hub=next((link.href for link in links if link.rel == "hub"), None),
        self_url=next((link.href for link in links if link.rel == "self"), None),
    )


def _ttl(feed: _Found) -> timedelta | None:
    """RSS ``ttl`` in minutes, else the syndication module's period; nonsense is none."""
    ttl = _value(feed, "ttl")
    if ttl and ttl.isdecimal() and 0 < int(ttl) <= 60 * 24 * 31:
        return timedelta(minutes=int(ttl))
    hours = _PERIODS.get((_value(feed, "sy_updateperiod") or "").lower())
    times = _value(feed, "sy_updatefrequency") or "1"
    if hours is None or not times.isdecimal() or int(times) == 0:
        return None
    return timedelta(hours=hours) / min(int(times), 1000)


def _numbers(value: object, most: int) -> list[int]:
    found = [int(word) for word in _words(value) if word.isdecimal()]
    return [number for number in found if number <= most]


def _words(value: object) -> list[str]:
    return re.findall(r"\w+", value.lower()) if isinstance(value, str) else []


def _raw(found: _Found, key: str) -> str | None:
    """A date's string; feedparser answers ``published`` for a missing ``updated`` otherwise."""
    return _value(found, key) if key in found.keys() else None  # noqa: SIM118 -- see docstring


def _value(found: _Found, key: str) -> str | None:
    value = found.get(key)
    return value.strip() if isinstance(value, str) and value.strip() else None


def _plain(value: str | None) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", value or "").split())
