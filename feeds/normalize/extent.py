"""How much of one HTML value is read, and where a longer one is cut."""

from __future__ import annotations

import re

from feeds.model.entry import Entry

LONGEST = 262_144  # characters
_LOOK_BACK = 20_000  # characters before the bound in which the end of a paragraph is looked for
_END = re.compile(
    r"</(?:p|div|li|ul|ol|tr|table|blockquote|h[1-6]|figure|section|article)\s*>|<br\b[^<>]*>", re.I
)


def within(markup: str) -> str:
    """The HTML up to the last paragraph that ends within the bound, else its last whole word.

    >>> within("<p>Short.</p>")
    '<p>Short.</p>'
    """
    if len(markup) <= LONGEST:
        return markup
    head = markup[:LONGEST]
    ends = [found.end() for found in _END.finditer(head, LONGEST - _LOOK_BACK)]
    if ends:
        return head[: ends[-1]]
    if head.rfind("<") > head.rfind(">"):  # within a tag
        head = head[: head.rfind("<")]
    space = max(head.rfind(" "), head.rfind("\n"))
    return head[:space] if space > max(head.rfind(">"), LONGEST - _LOOK_BACK) else head


def told(entry: Entry) -> str | None:
    """The sentence on HTML of an entry that is longer than what is read of it; None for others."""
    texts = [text for text in (entry.content, entry.summary) if text and text.type == "html"]
    longest = max((len(text.value) for text in texts), default=0)
    return f"HTML of {longest} characters cut to {LONGEST}" if longest > LONGEST else None
