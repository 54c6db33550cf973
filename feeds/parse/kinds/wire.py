"""Plain-text wire stories: a file of one or several, with the heads that agencies' files have.

Dialects of the head, all optional: a line ``date 2024-03-07`` (also run into the first line of the
text), a block of ``Name: value`` lines, a headline set apart by a blank line. What stands at the foot
(a credit line) stays in the text: taking credits apart is ``feeds.normalize``'s.
"""

from __future__ import annotations

import re

from feeds.errors import NotAFeed
from feeds.model.atom import Category, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry, ParsedDocument
from feeds.model.poll import PollHints

# Stories in one file are kept apart by a rule, a form feed, or the end mark of telex days.
_BETWEEN = re.compile(r"\f|^[ \t]*(?:-{3,}|\*{3,}|={3,}|N{4})[ \t]*$", re.MULTILINE)
_DATE_LINE = re.compile(
    r"\A\s*date\s*:?\s+(\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?)[ \t]*(?:\n|\s)",
    re.IGNORECASE,
)
_HEADER = re.compile(r"([A-Za-z][A-Za-z -]{1,20}):[ \t]+(\S.*)")
_NAMES = {
    "title": "title",
    "headline": "title",
    "slug": "slug",
    "slugline": "slug",
    "by": "by",
    "byline": "by",
    "author": "by",
    "date": "date",
    "published": "date",
    "updated": "updated",
    "link": "link",
    "url": "link",
    "id": "id",
    "category": "category",
    "keywords": "category",
    "language": "language",
    "rights": "rights",
}
_LONGEST_HEADLINE = 160


def parse(text: str, location: str | None) -> ParsedDocument:
    """The stories a text holds; raises NotAFeed when there is none."""
    parts = [part for part in _BETWEEN.split(text.replace("\r\n", "\n")) if part.strip()]
    entries = tuple(entry for part in parts if (entry := _story(part, location)) is not None)
    if not entries:
        raise NotAFeed("the file holds no words; a wire story was expected")
    return ParsedDocument(
        kind="wire", version="wire", meta=FeedMeta(), entries=entries, hints=PollHints()
    )


def _story(part: str, location: str | None) -> Entry | None:
    headers, body = _head(part)
    title = headers.get("title")
    if title is None:
        title, body = _headline(body)
    text = "\n\n".join(_paragraphs(body))
    if not text and not title:
        return None
    by = headers.get("by")
    link = headers.get("link")
    return Entry(
        guid=headers.get("id"),
        title=Text(value=title) if title else None,
        links=(Link(href=link),) if link else (),
        content=Text(value=text),
        published=headers.get("date"),
        updated=headers.get("updated"),
        authors=(Person(name=by),) if by else (),
        categories=tuple(
            Category(term=term.strip())
            for term in re.split(r"[,;]", headers.get("category", ""))
            if term.strip()
        ),
        rights=headers.get("rights"),
        lang=headers.get("language"),
        base=location if location and location.startswith("http") else None,
        wire=True,
    )


def _head(part: str) -> tuple[dict[str, str], str]:
    """The values at the head of a story, and what follows them."""
    dated = _DATE_LINE.match(part)
    if dated:
        headers, body = _block(part[dated.end() :])
        return {"date": dated[1], **headers}, body
    return _block(part)


def _block(part: str) -> tuple[dict[str, str], str]:
    """A block of ``Name: value`` lines; it ends where a line is none, or has an unknown name."""
    headers: dict[str, str] = {}
    lines = part.lstrip("\n").split("\n")
    taken = 0
    for line in lines:
        match = _HEADER.fullmatch(line.strip())
        name = _NAMES.get(match[1].lower()) if match else None
        if match is None or name is None:
            break
        headers.setdefault(name, match[2].strip())
        taken += 1
    return headers, "\n".join(lines[taken:])


def _headline(body: str) -> tuple[str | None, str]:
    """A short first line set apart from the text by a blank one is the headline."""
    first, _, rest = body.strip().partition("\n")
    first = first.strip()
    apart = rest.startswith("\n") or rest.lstrip(" \t").startswith("\n")
    ends = first.endswith((".", ":", "،", "؛", "。"))
    if rest.strip() and apart and len(first) <= _LONGEST_HEADLINE and not ends:
        return first, rest
    return None, body


def _paragraphs(body: str) -> list[str]:
    """Blank lines part paragraphs; without any, each line is one (texts set without wrapping)."""
    blocks = re.split(r"\n[ \t]*\n", body.strip())
    return [" ".join(block.split()) for block in blocks if block.strip()]
