"""What to call an entry that has neither title nor text: by its picture, its page's or its file's address.

As readers that list it do: ``/2024/03/ferries-sail-again.html`` is “Ferries sail again”.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

from feeds.model.atom import Text
from feeds.normalize.html import one_line

_ALT = re.compile(r"<img\b[^<>]*?\balt\s*=\s*(?:\"(?P<a>[^\"<>]{1,300})\"|'(?P<b>[^'<>]{1,300})')")
_ENDING = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml|mp3|m4a|mp4|ogg|jpe?g|png|webp|gif|pdf)$")
_PARTS = re.compile(r"[-_+.\s]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_HASH = re.compile(r"[0-9a-fA-F]{6,}|(?=[a-fA-F]*\d)[0-9a-fA-F]{4,}|\d+")
_UNTITLED = "Untitled"
_FEWEST = 2  # words; one may be a page's own, such as index
_LONGEST = 100  # characters


def alternative(title: Text | None) -> str:
    """What the picture says, for who can't see it, that is all there is of a title."""
    return _said(title.value) if title and "<" in title.value else ""


def called(addresses: Iterable[str | None], identity: str | None, markup: str) -> str:
    """What to call an entry without title and text; never empty. ``markup`` is its sanitized HTML, without words.

    >>> called([], "1", '<p><img src="a.jpg" alt="A ferry in fog"></p>'), called([], "1", "")
    ('A ferry in fog', 'Untitled')
    """
    return _said(markup) or named_by(filter(None, addresses), identity) or _UNTITLED


def named_by(addresses: Iterable[str], identity: str | None) -> str:
    """The words of the first address that has some, else of the identity, else the first address; or nothing.

    >>> named_by(["https://gazette.example/2024/03/ferries-sail-again.html?s=1"], None)
    'Ferries sail again'
    >>> named_by(["https://gazette.example/?p=4711"], "3f2a"), named_by([], "3f2a")
    ('gazette.example/?p=4711', '')
    """
    listed = list(addresses)
    for name in (*listed, *([identity] if identity else [])):
        if words := _words(name):
            return words
    return one_line(listed[0].partition("://")[2].rstrip("/"), _LONGEST) if listed else ""


def _said(markup: str) -> str:
    """What the first picture that says something says."""
    found = _ALT.search(markup)
    return one_line(html.unescape(found["a"] or found["b"]), _LONGEST) if found else ""


def _words(name: str) -> str:
    """The words that the last part of an address is made of; an empty string where it is no row of words."""
    path = re.split(r"[?#]", name.partition("://")[2] or name)[0].rstrip("/")
    if "://" in name and "/" not in path:
        return ""
    last = _ENDING.sub("", unquote(path.rpartition("/")[2]))
    if "://" not in name:  # urn:uuid:…, tag:gazette.example,2024:ferries-sail-again
        last = last.rpartition(":")[2]
    parts = [part for part in _PARTS.split(last) if part]
    while len(parts) > _FEWEST and _HASH.fullmatch(parts[-1]):  # its number behind it
        parts.pop()
    words = [part for part in parts if _WORD.search(part) and not _HASH.fullmatch(part)]
    if len(words) < _FEWEST or 2 * len(words) < len(parts):
        return ""
    line = one_line(" ".join(parts), _LONGEST)
    return line[:1].upper() + line[1:]
