"""Plain-text wire stories: one file, one story or several, with the heads that agencies give them.

A credit line at the foot stays in the text: taking credits apart is the next stage's. What may stand
at the head is told in :mod:`feeds.parse.wirehead`.
"""

from __future__ import annotations

import re

from feeds.errors import NotAFeed
from feeds.model.atom import Category, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints
from feeds.parse.characters import legal
from feeds.parse.kind import ENTRY_LIMIT, Kind, Received, left_out
from feeds.parse.person import distinct, person
from feeds.parse.wirehead import Head, take_head
from feeds.parse.wiretext import paragraphs

# Stories in one file are kept apart by a rule, a form feed, or the end mark of telex days.
_BETWEEN = re.compile(r"\f|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*$", re.MULTILINE)
_LINE_ENDS = re.compile("\r\n?|\u2028|\u2029")


def read(received: Received) -> ParsedDocument:
    """The stories that the text holds; raises NotAFeed when it holds no words."""
    stories = _stories(_LINE_ENDS.sub("\n", received.text))
    if not stories:
        raise NotAFeed("the document holds no words; a wire story was expected")
    over = len(stories) - ENTRY_LIMIT
    base = received.location if "://" in (received.location or "") else None
    return ParsedDocument(
        kind="wire",
        version="wire",
        meta=FeedMeta(),
        entries=tuple(_entry(head, body, base) for head, body in stories[:ENTRY_LIMIT]),
        hints=PollHints(),
        problems=(*received.problems, *((left_out(over),) if over > 0 else ())),
    )


KIND = Kind(name="wire", read=read, media_types=frozenset({"text/plain"}))


def _stories(text: str) -> list[tuple[Head, str]]:
    """Head and text of each story; a head alone between rules belongs to the text after it."""
    found: list[tuple[Head, str]] = []
    waiting = ""
    for part in _BETWEEN.split(text):
        clean, _ = legal(part)
        head, body = take_head(waiting + clean)
        words = "\n\n".join(paragraphs(body))
        if head.values and not words:
            waiting = waiting + clean.strip("\n") + "\n"
            continue
        waiting = ""
        if words or head.title:
            found.append((head, words))
    head, _ = take_head(waiting)
    return [*found, (head, "")] if head.title else found


def _entry(head: Head, words: str, base: str | None) -> Entry:
    link, origin, rights = head.get("link"), head.get("source"), head.get("rights")
    byline = [one for one in map(_byline, head.all("byline")) if one]
    return Entry(
        guid=head.get("id"),
        title=Text(value=head.title) if head.title else None,
        links=(Link(href=link),) if link else (),
        content=Text(value=words) if words else None,
        published=head.get("date"),
        updated=head.get("updated"),
        authors=distinct(byline),
        categories=_categories(head),
        rights=rights,
        lang=head.get("language"),
        base=base,
        source=FeedMeta(title=origin) if origin else None,
        wire=True,
    )


def _byline(value: str) -> Person | None:
    return person(re.sub(r"^by\s+", "", value, flags=re.IGNORECASE))


def _categories(head: Head) -> tuple[Category, ...]:
    """The categories named, and the slugline, which is the desk's own keyword, under its scheme."""
    listed = [term for value in head.all("category") for term in re.split(r"[,;]", value)]
    named = [Category(term=term.strip()) for term in listed if term.strip()]
    slugs = [Category(term=slug, scheme="slugline") for slug in head.all("slug")]
    return tuple(dict.fromkeys([*named, *slugs]))
