"""A plain-text wire story, head and words, as an entry."""

from __future__ import annotations

import re

from feeds.model.atom import Category, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.parse.person import distinct, person
from feeds.parse.wirehead import Head

_BESIDE = re.compile(r"^\[([^\[\]]*)\]$")  # a list as YAML has it
# Of English only: a name may begin with the others' words (Author: von Tolle), and who reads names knows Par Jane Roe.
_BY = re.compile(r"^by\s+", re.IGNORECASE)


def wire_entry(head: Head, text: Text | None, base: str | None) -> Entry:
    """The entry that a head and the text after it make."""
    link, origin, rights = head.get("link"), head.get("source"), head.get("rights")
    deck = head.get("deck")
    byline = [one for one in map(_byline, head.all("byline")) if one]
    return Entry(
        guid=head.get("id"),
        title=Text(value=head.title) if head.title else None,
        links=(Link(href=link),) if link else (),
        summary=Text(value=deck) if deck else None,
        content=text,
        published=head.get("date") or head.get("sent"),
        updated=head.get("updated"),
        authors=distinct(byline),
        categories=_categories(head),
        rights=rights,
        lang=head.get("language"),
        base=base,
        source=FeedMeta(title=origin) if origin else None,
        wire=True,
        credit=head.get("credit"),
        version=head.get("version"),
        status=head.get("status"),
        embargo=head.get("embargo"),
    )


def _byline(value: str) -> Person | None:
    return person(_BY.sub("", value))


def _categories(head: Head) -> tuple[Category, ...]:
    """The categories named, and the slugline, which is the desk's own keyword, under its scheme."""
    values = [_BESIDE.sub(r"\1", value) for value in head.all("category")]
    listed = [term.strip().strip("\"'") for value in values for term in re.split(r"[,;]", value)]
    named = [Category(term=term) for term in listed if term]
    slugs = [Category(term=slug, scheme="slugline") for slug in head.all("slug")]
    return tuple(dict.fromkeys([*named, *slugs]))
