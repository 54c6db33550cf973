"""The entries of a feed that is not well-formed, apart: what is wrong with one is no other's.

Read leniently as a whole, a feed that breaks off or has one bad entry gives other words for all of it, ids among
them. So each entry is looked at by itself: those that are sound are read as if the feed were.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers.expat import ExpatError, ParserCreate

_TOKEN = re.compile(
    r"<!\[CDATA\[|<!--|<\?xml(?=\s)|<(/?)((?:[\w.-]{1,40}:)?(?:item|entry))(?=[\s>/])"
)
_NEXT_ENTRY = re.compile(
    r"</(?:[\w.-]{1,40}:)?(?:item|entry)>\s*<(?:[\w.-]{1,40}:)?(?:item|entry)[\s>]"
)
_TAIL = 1000  # characters in which the end tags of an entry and its feed stand
_LAST_END = re.compile(
    r"</(?:[\w.-]{1,40}:)?(?:item|entry|channel|rss|feed|rdf)\s*>(?:\s|</[\w.:-]{1,80}\s*>)*\Z",
    re.IGNORECASE,
)
_PART_OF_TAG = re.compile(r"<[^<>]*\Z")
# What is nothing, or something else, in part: half an id is another's.
_WHOLE_ONLY = re.compile(
    r"<((?:[\w.-]{1,40}:)?(?:guid|id|link|pubdate|published|updated|date|title))(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_LITERAL_END = {"<![CDATA[": "]]>", "<!--": "-->"}


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one entry, and whether it is well-formed."""

    text: str
    sound: bool


@dataclass(frozen=True, slots=True)
class Pieces:
    """A feed's head, up to its first entry; its entries; what stands between and after them, if that is sound, and the
    end tags of what the head leaves open.
    """

    head: str
    entries: tuple[Piece, ...]
    rest: str

    @property
    def sound(self) -> str:
        """The feed with its sound entries only."""
        kept = (piece.text for piece in self.entries if piece.sound)
        return "".join((self.head, *kept, self.rest))


def pieces(text: str, mend: Callable[[str], str]) -> Pieces | None:
    """The feed in pieces, those that are not sound mended where that makes them so; None where no entry is, or the
    head isn't.

    >>> found = pieces("<rss><channel><item>a</item><item>b & c</item><item>d</it", str)
    >>> found.sound, [piece.text for piece in found.entries if not piece.sound]
    ('<rss><channel><item>a</item></channel></rss>', ['<item>b & c</item>', '<item>d</it'])
    """
    ranges = _ranges(text)
    ends = _ends(text[: ranges[0][0]]) if ranges else None
    if ends is None:
        return None
    found = [text[start:end] for start, end in ranges]
    entries = tuple(_piece(one, mend) for one in found)
    if not any(piece.sound for piece in entries):
        return None
    head, rest = text[: ranges[0][0]], _between(text, ranges)
    tails = (rest, rest + ends) if rest.strip() else ()
    return Pieces(head, entries, next((one for one in tails if _is_sound(head + one)), ends))


def without_half(text: str) -> str | None:
    """The text without the tag, id, link, date or title within which it breaks off; None if it has an end, or its last
    entry has.

    >>> without_half("<item><title>Ferries sail</title><guid>a-1")
    '<item><title>Ferries sail</title>'
    """
    ranges = _ranges(text)
    if not ranges or ranges[-1][1] < len(text.rstrip()) or _LAST_END.search(text.rstrip()[-_TAIL:]):
        return None
    text = _PART_OF_TAG.sub("", text)
    last = max(_WHOLE_ONLY.finditer(text, ranges[-1][0]), key=re.Match.start, default=None)
    if last is None or last[0].endswith("/>") or f"</{last[1]}" in text[last.end() :]:
        return text
    return text[: last.start()]


def _between(text: str, ranges: list[tuple[int, int]]) -> str:
    """What stands outside of entries, after the first."""
    starts = [start for start, _ in ranges[1:]] + [len(text)]
    return "".join(text[end:start] for (_, end), start in zip(ranges, starts, strict=True))


def _ranges(text: str) -> list[tuple[int, int]]:
    """Where entries begin and end; one that is left open ends where the next of its name begins, or with the text."""
    found: list[tuple[int, int]] = []
    begun, name, position = 0, "", 0
    literals = _Literals(text)
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token[0] in _LITERAL_END:
            position = literals.end(token[0], position) or position
        elif token[0] == "<?xml":  # a feed that was begun anew
            found += [(begun, token.start())] if name else []
            name = ""
        elif not token[1] and name in ("", token[2]):
            if name:
                found.append((begun, token.start()))
            begun, name = token.start(), token[2]
        elif token[1] and name == token[2]:
            position = text.find(">", position) + 1 or len(text)
            found.append((begun, position))
            name = ""
    return [*found, (begun, len(text))] if name else found


class _Literals:
    """Where CDATA and comments end. What was found is kept: looked for from each beginning, it takes the square."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = dict.fromkeys(_LITERAL_END, -1)
        self._next_entry = -1

    def end(self, begins: str, position: int) -> int | None:
        """Past the end of one that begins there; None for one that was never closed: it goes on into the next entry."""
        closes = _LITERAL_END[begins]
        if self._ends[begins] < position:
            end = self._text.find(closes, position)
            self._ends[begins] = end if end != -1 else len(self._text)
        if self._next_entry < position:
            entry = _NEXT_ENTRY.search(self._text, position)
            self._next_entry = entry.start() if entry else len(self._text)
        end = self._ends[begins]
        return end + len(closes) if end < self._next_entry else None


def _ends(head: str) -> str | None:
    """The end tags of what a feed's head leaves open; None for one that is not well-formed."""
    around: list[str] = []
    parser = ParserCreate("utf-8")
    parser.StartElementHandler = lambda name, _: around.append(name)
    parser.EndElementHandler = lambda _: around.pop()
    try:
        parser.Parse(head.encode("utf-8", "replace"), False)
    except ExpatError:
        return None
    return "".join(f"</{name}>" for name in reversed(around)) or None


def _piece(entry: str, mend: Callable[[str], str]) -> Piece:
    if _is_sound(entry):
        return Piece(entry, True)
    mended = mend(entry)
    return Piece(mended, mended != entry and _is_sound(mended))


def _is_sound(entry: str) -> bool:
    try:
        ParserCreate("utf-8").Parse(entry.encode("utf-8", "replace"), True)
    except ExpatError:
        return False
    return True
