"""feedparser's values, narrowed: it promises no types, and a feed can put anything anywhere."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from feeds.model.atom import Link, Person, Text
from feeds.parse.person import distinct, persons

Found = Mapping[str, Any]
_TEXT_TYPES = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html"}
_TAG = re.compile(r"<[^<>]{0,2000}>")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
# What a relation's whole name begins with (RFC 4287, 4.2.7.2).
_REGISTRY = "http://www.iana.org/assignments/relation/"


def plain_dict(value: object) -> dict[str, Any]:
    """The keys as stored: feedparser's dictionaries answer for keys that they don't hold."""
    return dict(value) if isinstance(value, dict) else {}


def dicts(value: object) -> Iterator[dict[str, Any]]:
    """The dictionaries in what should be a list of them."""
    for one in value if isinstance(value, list) else ():
        if isinstance(one, dict):
            yield dict(one)


def string(found: Found, key: str) -> str | None:
    """A value that is a string with something in it, without the white space around it."""
    value = found.get(key)
    return value.strip() or None if isinstance(value, str) else None


def construct(detail: object) -> Text | None:
    """A text construct; None for one without words or of a type that is no text."""
    found = plain_dict(detail)
    value, named = string(found, "value"), found.get("type")
    kind = _text_type(named if isinstance(named, str) else "text/plain")
    if value is None or kind is None:
        return None
    return Text(value=value, type="html" if kind == "html" else "text")


def _text_type(named: str) -> str | None:
    """Which of ours a media type is, parameters apart; what is text of another kind (Markdown) is plain."""
    bare = named.partition(";")[0].strip().lower()
    return _TEXT_TYPES.get(bare) or ("text" if bare.startswith("text/") else None)


def one_line(found: Found, key: str) -> str:
    """A value as plain words on one line: feeds' titles and rights are that in the model."""
    text = construct(found.get(f"{key}_detail"))
    if text is None:
        return " ".join((string(found, key) or "").split())
    value = html.unescape(_TAG.sub(" ", text.value)) if text.type == "html" else text.value
    return " ".join(value.split())


def links(found: Found, base: str | None = None) -> tuple[Link, ...]:
    """Every link that leads somewhere, in order, each once; absolute where a base is given."""
    every = (_link(one, base) for one in dicts(found.get("links")))
    return tuple(dict.fromkeys(link for link in every if link is not None))


def _link(found: Found, base: str | None) -> Link | None:
    href = string(found, "href")
    if href is None:
        return None
    return Link(
        href=join(base, href),
        rel=relation(found),
        type=string(found, "type"),
        hreflang=string(found, "hreflang"),
        title=string(found, "title"),
    )


def relation(link: Found) -> str:
    """The relation of a link, by its short name."""
    return (string(link, "rel") or "alternate").removeprefix(_REGISTRY)


def page(of: tuple[Link, ...]) -> str | None:
    """The page among several links: an HTML one before others."""
    pages = [link for link in of if link.rel == "alternate"]
    web = [link for link in pages if link.type in (None, "text/html", "application/xhtml+xml")]
    return next((link.href for link in [*web, *pages]), None)


def related(of: tuple[Link, ...], rel: str) -> str | None:
    """The first link of that relation."""
    return next((link.href for link in of if link.rel == rel), None)


def people(found: Found) -> tuple[Person, ...]:
    """The authors, each name once."""
    every = []
    for one in dicts(found.get("authors")):
        name = string(one, "name") or string(one, "email")
        if name:
            every.append(Person(name=name, email=string(one, "email"), uri=string(one, "href")))
        elif text := string(one, "dateline_text"):
            every += persons(text)
    return distinct(every)


def count(value: object) -> int | None:
    """A length in bytes, if it is a sane number."""
    digits = value.strip() if isinstance(value, str) else ""
    digits = digits.replace(",", "") if _GROUPED.fullmatch(digits) else digits
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None


def join(base: str | None, address: str) -> str:
    """The address resolved against a base; as it is where that can't be done (RFC 3986)."""
    try:
        return urljoin(base or "", address)
    except ValueError:
        return address


def absolute(address: str | None) -> str | None:
    """The address if it is a web address, else None (a file name is none)."""
    return address if address and address.lower().startswith(("http://", "https://")) else None
