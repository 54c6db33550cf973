"""Posts of an outlet's channel on a network: a headline without a title of its own, the address of its page, tags.

Bridges to networks give the words of a post as its text, and nothing as its title, or its first words. Such a post of
one sentence is that headline, as a title without text is.
"""

from __future__ import annotations

import re

from feeds.model.item import Item
from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE, ends_sentence, without_links, words

_LONGEST, _MOST = 280, 560  # characters of a headline; of a line that is looked at
_CUT = ("…", "...")
_MAY_END = re.compile(rf"[{ENDS_BEFORE_SPACE}]\s|[{ENDS_ANYWHERE}]")
_FULL_STOPS = (".", "…", "۔", "։", "。", "।", "॥", "။", "។", "።")
_SOME = 12  # words
_RUBRIC = 4  # words before a headline, parted from it by a point


def title_and_text(item: Item) -> tuple[str, str, bool]:
    """The title and the text that an item is recognised by, and whether it is a post that says nothing but its title,
    one sentence. What was made a title of, or is but the beginning of the text, is none.

    Addresses and tags behind some words are no words of them. Fewer keep theirs, which tell apart what one channel says
    again and again: “Watch it live”.
    """
    own = "" if item.title_derived else item.title
    line = without_links(item.text) if len(item.text) <= _MOST else ""
    if not line or "\n" in line:
        return own, item.text, False
    title = without_links(own)
    if title.endswith(_CUT) and line.startswith(title.rstrip(".…")):
        title = ""
    if title and [*words(title)] == [*words(line)]:
        return title, item.text, True
    if not title and len(line) <= _LONGEST and _is_headline(line):
        return line, item.text, True
    return title, line if len(line.split()) >= _SOME else item.text, False


def _is_headline(line: str) -> bool:
    """Whether a line is one sentence, a rubric before it or not, that no full stop ends as one of a text."""
    if line.endswith(_FULL_STOPS):
        return False
    ends = (
        end
        for end in _MAY_END.finditer(line)
        if ends_sentence(line[: end.start()], line[end.end() :])
    )
    return all(len(line[: end.start()].split()) <= _RUBRIC for end in ends)
