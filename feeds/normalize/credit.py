"""Credits: dateline, credit line and byline, taken out of the words and kept as fields.

They are looked for only where they stand: a byline on a line of its own at the head, a dateline at the
beginning of the text, credit lines at its foot, agencies among the authors. What is left is one
unbroken stretch of the text as it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from feeds.model.atom import Person
from feeds.model.item import Credit
from feeds.normalize.byline import of_authors, take_byline
from feeds.normalize.creditline import source_of, take_closing
from feeds.normalize.dateline import Opening, line_alone, opening
from feeds.normalize.dates import Days
from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE

# (Adds details, quotes)   ANP's, spaced so that nobody overlooks them: N i e u w bericht, vervangt: …
_NOTE = re.compile(r"\([^()]{3,200}\)|(?:N i e u w|H e r h a l i n g)\b.{0,200}")
_HALF = 60  # characters of the first half of a dateline that was cut
_GOES_ON = ("(", "[", "-", "–", "—")
_POINT = re.compile(r"[*•‣▪–-] ?\S.{0,300}")  # * Ferries sail from Monday
_ABOVE = 10  # lines in which notes and points may stand above the dateline
_HEADS, _LONGEST_HEAD = 2, 60  # lines of a few characters: who wrote it, what rubric it is of
_LONGEST_DECK = 200  # of a release's second headline
_BRIEFS = 40  # lines in which another dateline tells that these are several stories
_ENDS = tuple(f"{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}…,;:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """Text without its credits, and the credits. ``day`` is the date that a credit names."""

    text: str
    credit: Credit
    day: date | None


def take_credit(
    text: str, people: Sequence[Person], *, now: datetime, near: datetime | None = None
) -> Credited:
    """Part a text (paragraphs on lines) from its credits; ``people`` are the entry's authors.

    ``near`` is when it says it was published, which tells the year of a credit that names none.
    """
    days = Days(now=now, near=near)
    lines = text.split("\n")
    source = source_of(lines[0]) if len(lines) > 1 else None
    source_line = lines.pop(0).strip() if source else None
    byline, by_agency = take_byline(lines)
    opened, below = _take_dateline(lines, days)
    dateline = opened.dateline if opened else None
    head_agency = dateline.agency if dateline else None
    closing = take_closing(lines, days, credited=head_agency)
    author, author_agency = of_authors(people)
    agency = closing.agency or head_agency or by_agency or source or author_agency
    credit = Credit(
        byline=byline or below or (opened.byline if opened else None) or closing.byline or author,
        agency=agency,
        credit_line=closing.credit_line or source_line,
        dateline=dateline,
    )
    stated = (dateline.date if dateline else None) or closing.day
    return Credited(text="\n".join(lines).strip(), credit=credit, day=stated)


def credited_to(people: Sequence[Person], credited: Credited) -> Credited:
    """The same text credited to these people, where it credits nobody."""
    author, agency = of_authors(people)
    named = credited.credit
    credit = replace(named, byline=named.byline or author, agency=named.agency or agency)
    return replace(credited, credit=credit)


def _take_dateline(lines: list[str], days: Days) -> tuple[Opening | None, str | None]:
    """The dateline; and who wrote the story, where that stands above it, but below notes and points."""
    if len(lines) > 1 and (halves := _of_two_lines(lines, days)):
        lines[:2] = [f"{lines[0]} {lines[1]}"[halves.length :].lstrip()]
        return halves, None
    alone = line_alone(lines[0], days) if len(lines) > 1 else None
    if alone is not None:
        lines.pop(0)
        return alone, None
    if found := opening(lines[0], days):
        lines[0] = lines[0][found.length :].lstrip()
        return found, None
    head = lines[:_ABOVE]
    noted = next((n for n, one in enumerate(head) if not _stands_above(one)), 0)
    # A note stays, and so does all after it: what is left is one stretch.
    below = lines[noted:]
    byline, _ = take_byline(below)
    found = opening(below[0], days)
    return (found, byline) if found else (_below_heads(lines, days), None)


def _below_heads(lines: list[str], days: Days) -> Opening | None:
    """The dateline below a line or two of a few words that are no sentence, in whatever language they name a writer or
    a rubric; it stays, as they do. Only an agency's is told from a sentence that well, and below more words, such as a
    release's second headline, only one that has its day.
    """
    short = True
    for at, head in enumerate(lines[:_HEADS], 1):
        if len(head) > _LONGEST_DECK or head.rstrip().endswith(_ENDS):
            return None
        short = short and len(head) <= _LONGEST_HEAD
        found = opening(lines[at], days) if at < len(lines) else None
        if found and found.dateline.agency and (short or found.dateline.date):
            alone = not any(opening(line, days) for line in lines[at + 1 : at + _BRIEFS])
            return found if alone else None
    return None


def _stands_above(line: str) -> bool:
    return (_NOTE.fullmatch(line) or _POINT.fullmatch(line)) is not None


def _of_two_lines(lines: list[str], days: Days) -> Opening | None:
    """The dateline that a line's end cut in two: RABAT, March 7 | (MAP) - … Without its day it may be a headline."""
    first, second = lines[0], lines[1]
    if len(first) > _HALF or not (second.startswith(_GOES_ON) or first.endswith((",", "،"))):
        return None
    found = opening(f"{first} {second}", days)
    whole = found is not None and found.length > len(first) + 1 and found.dateline.date is not None
    return found if whole else None
