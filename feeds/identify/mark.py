"""The wires' marks: corrected, refiled, updated, killed; in the languages credits come in.

They stand at the head of a title or of a text (``CORRECTED: …``, ``UPDATE 2-…``, ``1st LD``, ``(Recast)``,
``KILL``), kills at the end of either too, and say what a text is to the one before it, not what it says. Most of
their words are everyday words too, and a wrong withdrawal costs a reader the story, so a mark is one only where it
is set off as marks are; words that headlines set off themselves ("Kill: a review") must also be in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, get_args

from feeds.identify.mark_words import (
    BRACKETED,
    CAPITALS,
    CLOSING,
    CLOSING_CORRECTED,
    CLOSING_CORRECTION,
    CLOSING_SENTENCE,
    ENCLOSING,
    LABELS,
    NOTED,
    NOTICE,
    NUMBERED,
    PREFIX,
    REPEATED,
    SENTENCES,
    SET_OFF,
)
from feeds.model.item import Item
from feeds.text import fold

Mark = Literal["correction", "update", "withdrawal"]

_HEAD = 200  # characters of a text's first line in which a mark may stand
_FOOT_MOST = 100  # characters of a last line that is nothing but one
_NOTE_MOST = 320  # the same of one that tells what was put right
_NUMBER = r"(?: ?\d{1,2})?"
# What sets a mark off. A bare hyphen joins words as well ("kill-switch"): see _stands.
_APART = (
    r"(?P<apart>\s*[:;|/–—]+\s*|\s+-+\s*|-+\s+|-|\s*\.-+\s*|\s*\.{2,}\s*|(?<=writethru),\s*|\s*$)"
)
_INSIDE = r"[^()\[\]]"
_OPENS, _CLOSES = r"(\[*【〔〈<", r")\]*】〕〉>"


def _any_of(table: Mapping[str, str]) -> str:
    return "(?:" + "|".join(rf"(?P<{mark}>{table[mark]})" for mark in get_args(Mark)) + ")"


_LEADING = re.compile(rf"[\W_]{{0,3}}{PREFIX}{_any_of(SET_OFF)}{_NUMBER}{_APART}")
_CAPITALS = re.compile(rf"[\W_]{{0,3}}{PREFIX}{_any_of(CAPITALS)}{_NUMBER}{_APART}")
_LABELLED = re.compile(
    rf"[\W_]{{0,3}}(?P<label>{LABELS})"
    rf"(?P<apart>\s*[{_CLOSES}:|]+\s*|\s*[.|/–—]+\s+|\s+-+\s+|-+|\s*\.{{2,}}\s*)"
)
_NUMBERED = re.compile(
    rf"[\W_]{{0,3}}(?:(?P<update>{NUMBERED})\s+|(?P<withdrawal>{REPEATED})(?:\W+|$))(?=\w|$)"
)
_NOTICE = re.compile(rf"[\W_]{{0,3}}(?P<withdrawal>{NOTICE})\s+(?=\W?\w)")
_ENCLOSING = re.compile(rf"[\W_]{{0,3}}(?P<withdrawal>{ENCLOSING})\W*$")
# A row of brackets is looked at once, from its first: nobody's title of a thousand of them holds the desk up.
_BRACKETED = re.compile(rf"(?<![{_OPENS}])[{_OPENS}]++\s*+{_any_of(BRACKETED)}\s*[{_CLOSES}]+")
# In "<ADD>" stands a company's sign at its exchange.
_BRACKETED_CAPITALS = re.compile(
    rf"(?<![{_OPENS[:-1]}])[{_OPENS[:-1]}]++\s*+{_any_of(CAPITALS | {'withdrawal': CLOSING})}{_NUMBER}"
    rf"\s*[{_CLOSES[:-1]}]+"
)
_CLOSING = re.compile(
    rf"\s+(?:[-–—|/:]+\s*|[(\[*]+\s*)(?:(?P<withdrawal>{CLOSING})|(?P<correction>{CLOSING_CORRECTION}))"
    r"\s*[-–—/)\]*.]*\s*$"
)
_FOOT = re.compile(rf"[\W_]*(?:(?P<withdrawal>{CLOSING})|{CLOSING_SENTENCE})[\W_]*")
_FOOT_NOTE = re.compile(rf"[\W_]*(?:{CLOSING_CORRECTED})")
_NOTED = re.compile(rf"\W{{0,3}}[(\[]\s*{_any_of(NOTED)}(?!\w){_INSIDE}{{0,160}}[)\]]")
_SENTENCE = re.compile(_any_of(SENTENCES))
_DIGITS = re.compile(r"\d{1,2}(?![\d보])")  # Yonhap counts its takes twice: 3보, then 종합2보
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)?", re.IGNORECASE)


def mark_of(item: Item) -> Mark | None:
    """What an item's marks say it is, or None. The title's word goes before the text's, and what
    its source lets be done with it before both: withheld and cancelled are withdrawn.
    """
    if item.management.status != "usable":
        return "withdrawal"
    return _mark_in(item.title, item.text)


@lru_cache(maxsize=256)  # asked several times of an item, and of the heads of stories
def _mark_in(title: str, text: str) -> Mark | None:
    return mark_in(title) or mark_at_head(text) or mark_at_foot(text)


def mark_in(title: str) -> Mark | None:
    """The mark at the head of a title, or in brackets in it; a kill also at its end.

    >>> mark_in("UPDATE 2-Port reopens"), mark_in("Correction officers strike")
    ('update', None)
    >>> mark_in("تصحيح: افتتاح الميناء")
    'correction'
    """
    folded = fold(title)
    found = _find(title, folded)
    if found:
        return _kind(found)
    label = _label(title, folded)
    places = _places(title, folded) if label else None
    return mark_in(title[places[label.end()] :]) if label and places else None


def number_in(title: str) -> int | None:
    """The number of an update's mark in a title; None where it has no numbered one.

    >>> number_in("UPDATE 2-Port reopens"), number_in("(1st LD) Port reopens"), number_in("Port reopens")
    (2, 1, None)
    """
    found = _find(title, fold(title))
    digits = _DIGITS.search(found[0]) if found and _kind(found) == "update" else None
    return int(digits[0]) if digits else None


def mark_at_head(text: str) -> Mark | None:
    """The mark that opens a text: set off, in brackets, or as a sentence of its own.

    >>> mark_at_head("(Adds details, background)\\nThe port of Saltmarsh reopened.")
    'update'
    >>> mark_at_head("Please kill the story headlined “Port reopens”.")
    'withdrawal'
    """
    line = text[:_HEAD].partition("\n")[0]
    folded = fold(line)
    found = _NOTED.match(folded) or _SENTENCE.match(folded)
    if found is None:
        found = _find(line, folded)
        if (
            found
            and found.re in (_BRACKETED, _BRACKETED_CAPITALS)
            and folded[: found.start()].strip()
        ):
            return None  # brackets within a sentence are the writer's
    return _kind(found) if found else None


def mark_at_foot(text: str) -> Mark | None:
    """The kill or the note of a correction that closes a text, on a line of its own.

    >>> mark_at_foot("The port of Saltmarsh reopened.\\n(KILL)")
    'withdrawal'
    """
    before, _, line = text.rpartition("\n")
    if before and len(line) <= _NOTE_MOST and _FOOT_NOTE.fullmatch(fold(line)):
        return "correction"
    found = _FOOT.fullmatch(fold(line)) if before and len(line) <= _FOOT_MOST else None
    if found is None or not (found["withdrawal"] is None or _in_capitals(line)):
        return None
    return "withdrawal"


def strip_marks(title: str) -> str:
    """A title without its marks.

    >>> strip_marks("CORRECTED: Port reopens (Recast)")
    'Port reopens'
    """
    return _stripped(title, labels=False)


def bare_title(title: str) -> str:
    """A title without its marks, and without labels such as EXCLUSIVE or VIDEO: for comparing.

    >>> bare_title("VIDÉO. Le port rouvre (mise à jour)")
    'Le port rouvre'
    """
    return _stripped(title, labels=True)


def _stripped(title: str, *, labels: bool) -> str:
    while True:
        folded = fold(title)
        found = _find(title, folded) or (_label(title, folded) if labels else None)
        places = _places(title, folded) if found else None
        if found is None or places is None:
            return title
        rest = f"{title[: places[found.start()]]} {title[places[found.end()] :]}"
        if not rest.strip():
            return title
        title = " ".join(rest.split())


def _find(title: str, folded: str) -> re.Match[str] | None:
    for pattern in (_LEADING, _CAPITALS, _NUMBERED, _NOTICE, _ENCLOSING, _NOTED):
        found = pattern.match(folded)
        if found and _stands(found, title, folded):
            return found
    for pattern in (_BRACKETED_CAPITALS, _CLOSING):
        found = pattern.search(folded)
        if found and _stands(found, title, folded):
            return found
    return _BRACKETED.search(folded)


def _label(title: str, folded: str) -> re.Match[str] | None:
    found = _LABELLED.match(folded)
    places = _places(title, folded) if found else None
    if not found or not places:
        return None
    words = title[places[found.start("label")] : places[found.end("label")]]
    rest = title[places[found.end()] :]
    joined = set(found["apart"]) == {"-"} and _all_capitals(rest)  # VIDEO-CONFERENCE FAILS
    return found if _in_capitals(words) and rest.strip() and not joined else None


def _stands(found: re.Match[str], title: str, folded: str) -> bool:
    """Whether the words are a mark as they are written: in capitals, where that is what tells."""
    if found.re in (_NOTED, _NOTICE, _ENCLOSING):
        return True
    apart = found.groupdict().get("apart")
    joined = apart == "-"
    if found.re is _LEADING and not joined:
        return True
    places = _places(title, folded)
    if places is None:
        return False
    kind = _kind(found)
    mark = _ORDINAL.sub("", title[places[found.start(kind)] : places[found.end(kind)]])
    rest = title[places[found.end()] :]
    if joined and kind == "withdrawal" and _all_capitals(rest):
        return False  # KILL-SWITCH LAW PASSES
    return _in_capitals(mark)


def _in_capitals(words: str) -> bool:
    return words == words.upper()


def _all_capitals(words: str) -> bool:
    return _in_capitals(words) and words != words.lower()


def _kind(found: re.Match[str]) -> Mark:
    groups = found.groupdict()
    return next(mark for mark in ("withdrawal", "correction", "update") if groups.get(mark))


def _places(title: str, folded: str) -> list[int] | None:
    """Where each folded letter stands in the title, and its end; None where folding joined letters."""
    places: list[int] = []
    letters: list[str] = []
    for place, letter in enumerate(title):
        single = fold(letter)
        letters.append(single)
        places += [place] * len(single)
    return [*places, len(title)] if "".join(letters) == folded else None
