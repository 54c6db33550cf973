"""A feed whose source a page shows as text: every sign of markup escaped, alone or within one ``pre``."""

from __future__ import annotations

import html
import re

_WITHIN = 5000  # characters in which it begins
_BEGINS = re.compile(r"&lt;(?:\?xml\b|rss\b|feed\b|rdf:RDF\b)", re.IGNORECASE)
_HEAD = re.compile(
    r"<(?P<name>head|title|style|script)\b[^<>]*>.*?</(?P=name)\s*>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^<>]*>")


def shown_feed(text: str) -> str | None:
    """The feed, where a document holds its source and no other words; None for any other document: a page that shows
    how feeds are made says more.

    >>> shown_feed("<pre>&lt;rss&gt;&lt;title&gt;R&amp;amp;D&lt;/title&gt;&lt;/rss&gt;</pre>")
    '<rss><title>R&amp;D</title></rss>'
    """
    start = text.find("&lt;", 0, _WITHIN)
    if start == -1 or not _BEGINS.match(text, start):
        return None
    end = text.rfind("&gt;") + len("&gt;")
    inside, before, after = text[start:end], text[:start], text[end:]
    around = f"{_TAG.sub('', _HEAD.sub('', before))}{_TAG.sub('', after)}"
    if "<" in inside or around.strip("\ufeff \t\r\n"):
        return None
    return html.unescape(inside)
