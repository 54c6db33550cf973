"""What a page says of its article in JSON-LD (schema.org), for those who keep stories as saved pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from feeds.parse.xmltree import Node, attribute, within

_TYPE = "application/ld+json"
_MOST_SCRIPTS, _MOST_THINGS, _LONGEST = 20, 200, 500_000  # the last in characters
_KINDS = ("Article", "BlogPosting", "Report")  # what the names of its articles end in
_NAMED = {
    "headline": "title",
    "datePublished": "date",
    "dateModified": "updated",
    "author": "byline",
    "url": "link",
    "inLanguage": "language",
    "articleSection": "category",
    "keywords": "category",
}
_BY_NAME = frozenset({"author", "articleSection", "keywords"})  # may be things that have a name


def linked_data(root: Node) -> list[tuple[str, str]]:
    """The names and values (as heads have them) of a page's one article; nothing where it lists several."""
    scripts = (one for one in within(root, "script") if attribute(one, "type") == _TYPE)
    told = (one.text or "" for one in islice(scripts, _MOST_SCRIPTS))
    things = [thing for text in told if len(text) < _LONGEST for thing in _things(_read(text))]
    articles = [one for one in things if any(map(_is_article, _list(one.get("@type"))))]
    if len(articles) != 1:
        return []
    return [(_NAMED[key], said) for key in _NAMED for said in _said(key, articles[0].get(key))]


def _read(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """The things that a script tells of: one, a list of them, or a graph."""
    for one in islice(_list(value), _MOST_THINGS):
        if isinstance(one, dict):
            yield one
            graph = islice(_list(one.get("@graph")), _MOST_THINGS)
            yield from (thing for thing in graph if isinstance(thing, dict))


def _is_article(kind: Any) -> bool:
    return isinstance(kind, str) and kind.endswith(_KINDS)


def _said(key: str, value: Any) -> Iterator[str]:
    for one in islice(_list(value), _MOST_SCRIPTS):
        named = one.get("name") if isinstance(one, dict) and key in _BY_NAME else one
        if isinstance(named, str) and named.strip():
            yield " ".join(named.split())


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
