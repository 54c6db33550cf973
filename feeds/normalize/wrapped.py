"""Texts whose lines were broken where they were full: such a line's end is a space, as readers show it of HTML.

Not every line's end is taken for one: pages also set title, author, credits and notices on lines of their own, with
nothing between but that, and those are told by their lines.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from feeds.normalize.boilerplate import is_notice, leads_on
from feeds.normalize.byline import is_byline
from feeds.normalize.creditline import closes, is_credit
from feeds.text import words

# What says that the markup has paragraphs of its own; bare text keeps its lines.
_PARAGRAPHS = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)
_TYPED = re.compile(r"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)
_TAGS = re.compile(r"(?:<[^<>]*>\s*)+")
_STOPS = ".!?…。！？"
_OPENING = ("(", "“", "«", '"')  # what a sentence has within it as well
_FULL = 40  # characters of a line that may be broken before a capital
_FEWEST_LINES = 3  # of a block that tells how wide its lines are
_WIDEST = 100  # columns that lines are broken at
_OPENS = re.compile(r"[^\W\d_a-zà-þ]")
_WITHIN_IT = re.compile(r"[.!?…؟۔।][\"”’»)]?\s")  # another sentence's end
_CLOSED = tuple(f"{stop}{close}" for stop in ".!?…؟۔।" for close in ("", *'"”’»)'))
_FEWEST_WORDS = 3
_LONGEST_LINE = 600  # characters of such a line with its tags
# Of a list: * Fares   → Fares   1. Fares   (b) Fares
_POINT = re.compile(r"[*+·•▪▫■□▸►▶‣◦●○◆◇★☆✓✔✅➔➤→⇒–—-]\ufe0f?\s|\d{1,2}[.)]\s|\(?[^\W_]{1,2}\)\s")
_LONGEST_CREDIT, _LONGEST_NOTICE = 60, 420  # characters
_BLOCK_ENDS = re.compile(r"</?(?:p|br|div|li|h[1-6]|table|tr|ul|ol|blockquote)\b")
# What Chinese and Japanese have no spaces between.
_SPACELESS = re.compile("[\u3040-\u30ff\u3400-\u9fff]")


def unwrapped_lines(markup: str, title: str = "") -> str:
    """Sanitized HTML with a space where a line ends within a sentence (none between Chinese or Japanese); what is
    set as it was typed stays, and so do lines that are the ``title``, a byline, a credit line or a notice.

    >>> unwrapped_lines("<p>Anyone who\\nhas sailed.</p>\\n<p>By Jane Roe</p>")
    '<p>Anyone who has sailed.</p>\\n<p>By Jane Roe</p>'
    """
    if "\n" not in markup or not _PARAGRAPHS.search(markup):
        return markup
    wanted = words(title)
    if "<pre" not in markup:
        return _joined(markup, wanted)
    parts = _TYPED.split(markup)
    return "".join(part if at % 2 else _joined(part, wanted) for at, part in enumerate(parts))


def unwrapped_text(text: str, title: str = "") -> str:
    """Plain text whose lines were broken where they were full, as by a program, with a space there. A block of three
    lines and more whose sentences go on tells how wide they are; lines that mean something stay, as in HTML.

    >>> block = "The ferries will sail to Saltmarsh again from\\nMonday, as the harbour office has said."
    >>> block = f"{block} It\\nnamed no hour."
    >>> unwrapped_text(f"{block}\\n\\n* Fares stay.\\n* Bicycles go.").count("\\n")
    3
    """
    if "\n" not in text:
        return text
    lines = text.split("\n")
    bare = [line.strip() for line in lines]  # a template may indent all of them
    wrapped = [block for block in _blocks(bare) if _is_wrapped(block) and _goes_on_below(block)]
    width = max((len(line) for block in wrapped for line in block), default=0)
    if not width:
        return text
    wanted, pieces = words(title), [lines[0]]
    for at, (end, start) in enumerate(pairwise(bare), 1):
        full = bool(end and start) and len(end) + 1 + len(start.split(maxsplit=1)[0]) > width
        own = not full or _POINT.match(start) or _stand_apart(end, start, wanted)
        pieces += ["\n", lines[at]] if own else [" ", start]
    return "".join(pieces)


def _blocks(lines: list[str]) -> list[list[str]]:
    """The lines between blank ones."""
    groups = groupby(lines, key=bool)
    return [[*block] for written, block in groups if written]


def _goes_on_below(block: list[str]) -> bool:
    """Whether a sentence goes on from one of the lines to the next: three titles of a length do not."""
    return any(before[-1:].isalnum() and after[:1].islower() for before, after in pairwise(block))


def _joined(markup: str, title: list[str]) -> str:
    lines = markup.split("\n")
    pieces = [lines[0]]
    blocks = _Blocks(lines)
    for at, (before, after) in enumerate(pairwise(lines)):
        if not after or (
            after[0] == "<" and before[-1:] == ">"
        ):  # most lines of HTML: no more to ask
            pieces += ["\n", after]
            continue
        pieces += [_between(lines, at, title, blocks), after]
    return "".join(pieces)


def _between(lines: list[str], at: int, title: list[str], blocks: _Blocks) -> str:
    """What the end of a line is: within a sentence a space, or nothing between signs that have none."""
    before, after = lines[at].rstrip(), lines[at + 1].lstrip()
    if not (_goes_on(before, after) or blocks.full(at)) or _stand_apart(
        _words(before), _words(after), title
    ):
        return "\n"
    if not after[:1].islower() and is_notice(_words(before)) and is_notice(_sentence(lines, at)):
        return "\n"  # the notice would take along what is told below it
    return "" if _SPACELESS.match(before[-1]) and _SPACELESS.match(after) else " "


class _Blocks:
    """The lines that stand in blocks of three and more each of which was broken where the next one's first word would
    not have fitted, or that are a sentence each in a text that is written so. Asked line by line, each block is looked
    at once.
    """

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._full: range = range(0)
        self._last = -1
        self._a_sentence_each: bool | None = None

    def full(self, at: int) -> bool:
        """Whether a line is such, and not the last of its block; lines are asked for in their order."""
        lines = self._lines
        if at > self._last and not _parted(lines, at):
            first, last = at, at + 1
            while first - 1 > self._last and not _parted(lines, first - 1):
                first -= 1
            while last + 1 < len(lines) and not _parted(lines, last):
                last += 1
            block = lines[first : last + 1]
            wrapped = _is_wrapped(block) or self._are_sentences(block)
            self._full, self._last = range(first, last) if wrapped else range(0), last
        return at in self._full

    def _are_sentences(self, block: list[str]) -> bool:
        """Whether a paragraph is a sentence a line, in a text where one of three lines and more is."""
        if self._a_sentence_each is False or not _are_sentences(block):
            return False
        if len(block) >= _FEWEST_LINES:
            self._a_sentence_each = True
        if self._a_sentence_each is None:
            ended = "\n".join(self._lines).split("</p>")
            paragraphs = (f"<p{one.rpartition('<p')[2]}".split("\n") for one in ended[:-1])
            self._a_sentence_each = any(
                len(one) >= _FEWEST_LINES and _are_sentences(one) for one in paragraphs
            )
        return self._a_sentence_each


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < _FEWEST_LINES or max(map(len, lines)) > _LONGEST_LINE:
        return False
    block = [line for line in map(_words, lines) if line]
    width = max(map(len, block), default=0)
    return (
        len(block) >= _FEWEST_LINES
        and _FULL < width <= _WIDEST
        and all(
            len(line) + 1 + len(after.split(maxsplit=1)[0]) > width
            for line, after in pairwise(block)
        )
    )


def _are_sentences(lines: list[str]) -> bool:
    """Whether a paragraph was written a sentence a line, as some do for a better view of what they change. A line of
    several sentences was meant for a paragraph of its own.
    """
    if not lines[0].lstrip().startswith(("<p>", "<p ")):
        return False
    end = _BLOCK_ENDS.search(lines[-1])
    said = [*lines[:-1], lines[-1][: end.start()] if end else lines[-1]]
    if not all(map(_is_sentence, map(_words, said))):  # soonest told
        return False
    return not (_is_apart(_words(said[0])) or _is_apart(_words(said[-1])))


def _is_sentence(line: str) -> bool:
    """Whether a line is one sentence, with no other's end within it."""
    return (
        line.endswith(_CLOSED)
        and _OPENS.match(line) is not None
        and not _WITHIN_IT.search(line)
        and len(line.split()) >= _FEWEST_WORDS
    )


def _is_apart(line: str) -> bool:
    return leads_on(line) or closes(line) or is_byline(line)


def _parted(lines: list[str], at: int) -> bool:
    """Whether markup or a blank line parts a line from the next one."""
    before, after = lines[at].rstrip(), lines[at + 1].lstrip()
    if not before or not after:
        return True
    ends = _BLOCK_ENDS.search(before[before.rfind("<") :]) if before[-1] == ">" else None
    return bool(ends) or _BLOCK_ENDS.match(after) is not None


def _sentence(lines: list[str], at: int) -> str:
    """What stands from a line to the end of its paragraph, or some more than any notice has."""
    found = _words(lines[at])
    for line in lines[at + 1 :]:
        end = _BLOCK_ENDS.search(line)
        found = f"{found} {_words(line[: end.start()] if end else line)}".rstrip()
        if end or not line or len(found) > _LONGEST_NOTICE:
            break
    return found


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence goes on from one line to the next."""
    if not before or not after:
        return False
    end, start = before[-1], after[0]
    if start == "<":
        tags = _TAGS.match(after)
        start = after[tags.end() : tags.end() + 1] if tags and end != ">" else ""
    if start.islower():
        return end not in _STOPS
    opens = start.isalnum() or start in _OPENING
    return len(before) >= _FULL and opens and (end.isalpha() or end == ",")


def _stand_apart(before: str, after: str, title: list[str]) -> bool:
    """Whether one of two lines is the title or a byline, or the second a credit line or a notice, as those are told."""
    if (len(after) <= _LONGEST_CREDIT and is_credit(after)) or is_byline(before):
        return True
    if after[:1].islower():  # a sentence itself may have such words behind another
        return not (before[-1:].isalnum() or before[-1:] in ",;:") and leads_on(after)
    if after[:1] == "(" and (closes(after) or leads_on(after)):  # a desk's remark
        return True
    return is_byline(after) or is_notice(after) or words(before) == title != []


def _words(line: str) -> str:
    return _TAGS.sub("", line).strip() if "<" in line else line
