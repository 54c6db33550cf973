"""Characters that no feed may hold: XML 1.0 section 2.2 and lone surrogates.

Taken out at the door, since one of them makes every renderer downstream refuse a whole feed.
"""

from __future__ import annotations

import re
from itertools import starmap

from feeds.text import whole_characters

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = "\x0b\x0c"
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,64})|([0-9]{1,64}));?")
_LAST = 0x10FFFF
POINTS = "…"
"""What windows-1252 has where Unicode has a line's end, which would go as white space where it ends a text."""
_NAMED_POINTS = {("85", None), (None, "133")}
_REFERENCED_POINTS = re.compile("&#(?:133|[xX]85);")


def legal(text: str) -> tuple[str, int]:
    """The text without illegal characters, and how many there were. A vertical tab, which office programs have for a
    line's end, and a form feed are one.

    >>> legal("a\\x00b"), legal("a\\x0bb")
    (('ab', 1), ('a\\nb', 1))
    """
    if _is_legal(text):
        return text, 0
    return _ILLEGAL.subn(lambda found: "\n" if found[0] in _LINE_ENDS else "", text)


def _is_legal(text: str) -> bool:
    """Whether no character is illegal, looked for in UTF-8: several times as fast as a pattern finds none."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a surrogate
        return False
    controls = len(data) - len(data.translate(None, _CONTROLS))
    return not controls and "\ufffe" not in text and "\uffff" not in text


def legal_references(text: str) -> tuple[str, int]:
    """The text without references to characters that can't be, and how many there were.

    Two halves of one character, as old writers in Java put it, are that character; windows-1252's three points are
    those, for what they are read as is white space. Its other signs are put in as they stand.

    >>> legal_references("a&#0;b&#xD800;c&#233;")
    ('abc&#233;', 2)
    >>> legal_references("&#xD83D;&#xDE00;")
    ('😀', 0)
    """
    if "&#" not in text:
        return text, 0
    named = {found.groups() for found in _REFERENCE.finditer(text)}
    if not named.isdisjoint(_NAMED_POINTS):
        text = _REFERENCED_POINTS.sub(POINTS, text)
    if all(starmap(_is_character, named)):
        return text, 0
    text = whole_characters(text)
    count = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal count
        if _is_character(match[1], match[2]):
            return match[0]
        count += 1
        return "\n" if _code(match[1], match[2]) in map(ord, _LINE_ENDS) else ""

    return _REFERENCE.sub(keep, text), count


def _is_character(hexadecimal: str | None, decimal: str | None) -> bool:
    """Whether XML has a character of that number, which is given in one of the two ways."""
    code = _code(hexadecimal, decimal)
    return code <= _LAST and not _ILLEGAL.match(chr(code))


def _code(hexadecimal: str | None, decimal: str | None) -> int:
    return int(hexadecimal, 16) if hexadecimal else int(decimal or "0")


def plural(count: int, noun: str) -> str:
    """A count with its noun, of those that add an s.

    >>> plural(1, "byte"), plural(2, "byte")
    ('1 byte', '2 bytes')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
