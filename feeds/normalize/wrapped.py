"""HTML whose lines were broken where they were full: such a line's end is a space, as every reader shows it.

Not every line's end is taken for one: pages also set title, author and date on lines of their own, with nothing between
but that, and those are told by their lines (:mod:`feeds.normalize.reprinted`).
"""

from __future__ import annotations

import re
from itertools import pairwise

# What says that the markup has paragraphs of its own; bare text keeps its lines.
_PARAGRAPHS = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)
_TYPED = re.compile(r"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+")
_FULL = 40  # characters of a line that may be broken before a capital


def unwrapped_lines(markup: str) -> str:
    """Sanitized HTML with a space where a line ends within a sentence; what is set as it was typed stays.

    >>> unwrapped_lines("<p>Anyone who\\nhas sailed.</p>\\n<p>By Jane Roe</p>")
    '<p>Anyone who has sailed.</p>\\n<p>By Jane Roe</p>'
    """
    if "\n" not in markup or not _PARAGRAPHS.search(markup):
        return markup
    if "<pre" not in markup:
        return _joined(markup)
    parts = _TYPED.split(markup)
    return "".join(part if at % 2 else _joined(part) for at, part in enumerate(parts))


def _joined(markup: str) -> str:
    lines = markup.split("\n")
    pieces = [lines[0]]
    for before, after in pairwise(lines):
        if not after or (
            after[0] == "<" and before[-1:] == ">"
        ):  # most lines of HTML: no more to ask
            pieces += ["\n", after]
            continue
        pieces += [" " if _goes_on(before.rstrip(), after.lstrip()) else "\n", after]
    return "".join(pieces)


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    if not before or not after:
        return False
    end, start = before[-1], after[0]
    if start == "<":
        tags = _TAGS.match(after)
        start = after[tags.end() : tags.end() + 1] if tags and end != ">" else ""
    if start.islower():
        return end.isalnum() or end in ",;>"
    return len(before) >= _FULL and start.isalnum() and (end.isalpha() or end == ",")
