"""Paragraphs of plain text, whether a blank line parts them, an indent, or only a line's end."""

from __future__ import annotations

import re

_BLANK = re.compile(r"\n(?:[ \t]*\n)+")
_UNWRAPPED = 100  # characters: who wraps lines does it before this
_SENTENCE_END = re.compile(r"[.!?…»”\"')\]؟。]$")
_SHORT = 40  # characters: a last line as short as a credit


def paragraphs(text: str) -> list[str]:
    """The paragraphs, each on one line.

    Wrapped lines are joined: those whose end the next line's first word would not have fitted.

    >>> paragraphs("One line.\\n\\nAnother")
    ['One line.', 'Another']
    """
    return [one for block in _BLANK.split(text.strip("\n")) for one in _within(block)]


def _within(block: str) -> list[str]:
    """The paragraphs of a block without blank lines."""
    lines = [line for line in block.split("\n") if line.strip()]
    width = max((len(line.rstrip()) for line in lines), default=0)
    found: list[str] = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        if number and not _breaks(lines[number - 1].rstrip(), line, width, last=last):
            found[-1] += " " + " ".join(line.split())
        else:
            found.append(" ".join(line.split()))
    return found


def _breaks(before: str, line: str, width: int, *, last: bool) -> bool:
    """Whether the end of the line before was meant."""
    indented = line[:1] in (" ", "\t") and before[:1] not in (" ", "\t")
    if width > _UNWRAPPED or indented:
        return True
    first_word = line.split(maxsplit=1)[0]
    if len(before) + 1 + len(first_word) <= width:
        return True
    credit = last and len(line.strip()) <= _SHORT and line.strip()[:1].isupper()
    return bool(credit and _SENTENCE_END.search(before))
