"""Paragraphs of plain text, whether a blank line parts them, an indent, or only a line's end."""

from __future__ import annotations

import re
from itertools import pairwise

from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_INDENT = (" ", "\t", "\u3000")
_UNWRAPPED = 100  # columns: who wraps lines does it before this
_NARROW = 30  # columns: nobody wraps lines as short: verse, a list, an address
_COLUMN = 45  # columns: nor as short as this beside lines half as long again
_SENTENCE_END = re.compile(rf"[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}…»”\"')\]]$")
_FULL_STOP = re.compile(rf"[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}][»”\"'’」)]?$")
_SHORT = 40  # characters: a last line as short as a credit
# Characters two columns wide; the first of them need no space between words, nor at a line's end.
_SPACELESS = "\u3001-\u30ff\u3400-\u9fff\uff01-\uff60"
_WIDE = re.compile(f"[{_SPACELESS}\uac00-\ud7a3]")
_WITHIN_WORDS = re.compile(f"[{_SPACELESS}]{{2}}")
_NEXT = re.compile(f"[{_SPACELESS}]{{1,2}}|\\S+")  # two: what can't begin a line takes one along
_HYPHENED = re.compile("[A-Za-z\u00c0-\u04ff]-$")  # in Arabic a hyphen is a dash
_STANDS_FOR = re.compile(
    r"(?:and|or|to|und|oder|bis|bzw\.|et|ou|y|o|e|u|og|och|en|of|и|или|ve|i|lub)\s"
)
# What ends with a point that is no sentence's: initials, U.S., titles before names.
_ABBREVIATED = re.compile(
    r"(?:\b[^\W\d_]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Rev|Jr|No|vs|Inc|Corp|Co|Ltd))\.$"
)
_BULLET = re.compile(r"\s*(?:[•▪‣◦*]|(?P<dash>[-–—]))\s+\S")
_ROW = re.compile(r"\s*\|[^\n]*\|\s*")  # of a table
_GOES_ON = re.compile(r"[^\W\d_][,;]?$")


def paragraphs(text: str) -> list[str]:
    """The paragraphs, each on one line.

    Wrapped lines are joined: those whose end the next line's first word would not have fitted.

    >>> paragraphs("One line.\\n\\nAnother")
    ['One line.', 'Another']
    """
    blocks = [
        [line for line in block.split("\n") if line.strip()]
        for block in _BLANK.split(text.strip("\n"))
    ]
    widest = max((_columns(line.rstrip()) for block in blocks for line in block), default=0)
    return [one for lines in blocks for one in _within(lines, widest)]


def _within(lines: list[str], widest: int) -> list[str]:
    """The paragraphs of a block without blank lines; ``widest`` is the story's longest line."""
    if len(lines) < 2:
        return [" ".join(line.split()) for line in lines]
    # An indent that begins a paragraph makes no line wider than where the others end.
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    width = indent + max(_columns(line.strip()) for line in lines)
    # Wrapped lines do not all end with a sentence, but two may by chance.
    apart = (indent or len(lines) > 2) and all(_FULL_STOP.search(line.rstrip()) for line in lines)
    wrapped = not apart and _is_wrapped(lines, width, widest)
    opening = _BULLET.match(lines[0])
    found: list[
        list[str]
    ] = []  # the pieces of each: joined line by line, a long one would take its square
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        said = " ".join(line.split())
        hung = line.lstrip() if opening else ""  # below a point's words, not its bullet
        if (
            number
            and wrapped
            and not _is_point(line, opening)
            and not (_ROW.fullmatch(line) or _ROW.fullmatch(lines[number - 1]))
            and not _breaks(lines[number - 1].rstrip(), hung or line, width, last=last)
        ):
            before = found[-1][-1]
            within = _WITHIN_WORDS.fullmatch(before[-1] + said[0]) or _is_parted(before, said)
            found[-1].append(said if within else f" {said}")
        else:
            found.append([said])
    return ["".join(pieces) for pieces in found]


def _is_parted(before: str, line: str) -> bool:
    """Whether a line's end stands behind a hyphen within a word: not one that stands for what comes (long- and
    short-term).
    """
    return _HYPHENED.search(before[-2:]) is not None and _STANDS_FOR.match(line) is None


def _is_point(line: str, opening: re.Match[str] | None) -> bool:
    """Whether a line begins a point of a list; one with a dash does only where the block begins with one, too."""
    bullet = _BULLET.match(line)
    return bullet is not None and (not bullet["dash"] or opening is not None)


def _is_wrapped(lines: list[str], width: int, widest: int) -> bool:
    """Whether a block has ends of lines that say nothing: it is as wide as text is wrapped, or its sentences go on
    behind them. Wider than that, one that does behind a line that was full is enough; narrow, most have to, and where
    nobody wraps lines as short only two lines, as of a headline, are one.
    """
    if _COLUMN <= width <= _UNWRAPPED:
        return True
    pairs = [(before.rstrip(), line) for before, line in pairwise(lines)]
    going = [pair for pair in pairs if _GOES_ON.search(pair[0]) and pair[1][:1].islower()]
    if width > _UNWRAPPED:
        return any(not _fits(*pair, width) for pair in going)
    if width < _NARROW:
        return len(pairs) == len(going) == 1
    return width * 3 >= widest * 2 or len(going) * 2 > len(pairs)


def _breaks(before: str, line: str, width: int, *, last: bool) -> bool:
    """Whether the end of the line before was meant."""
    indented = line[:1] in _INDENT and before[:1] not in _INDENT
    if indented or (_fits(before, line, width) and not _HYPHENED.search(before)):
        return True
    credit = last and len(line.strip()) <= _SHORT and line.strip()[:1].isupper()
    if not credit or _ABBREVIATED.search(before) or _is_sentence(line):
        return False
    return _SENTENCE_END.search(before) is not None


def _is_sentence(line: str) -> bool:
    """Whether a short line is a sentence rather than a credit, most of whose words are names."""
    _, *others = line.split()
    small = sum(word[:1].islower() for word in others)
    return others[-1:] != [] and others[-1][-1] in ".!?" and small * 2 > len(others)


def _fits(before: str, line: str, width: int) -> bool:
    """Whether the first word of a line would have fitted behind the one before it."""
    first = _NEXT.match(line.lstrip())
    return _columns(before) + 1 + _columns(first[0] if first else "") <= width


def _columns(line: str) -> int:
    """How wide a line is where every letter is as wide as the next, or twice that (Unicode, annex 11)."""
    return len(line) if line.isascii() else len(line) + len(_WIDE.findall(line))
