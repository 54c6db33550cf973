"""Credits: dateline, credit line and byline, taken out of the words and kept as fields.

Precision goes first: an agency is recognised only by the table, and only where credits stand: at the
head of the text, at its foot, or as the author.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from feeds.model.atom import Person
from feeds.model.item import Credit, Dateline
from feeds.normalize import agencies
from feeds.normalize.dates import parse_day

_AGENCY = "|".join(re.escape(name).replace(r"\ ", r"\s*") for name in agencies.spellings())
_DASH = r"\s*(?:\.?\s*[-–—―:]+|/)\s*"
_MONTHISH = r"[^\W\d_]{3,12}\.?"
_DAY = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}\s+{_MONTHISH}(?:\s+\d{{4}})?|"
    rf"{_MONTHISH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?)"
)
_PLACE = r"[^\W\d_][\w'’.\- ]{1,38}?(?:,\s*[^\W\d_][\w'’.\- ]{1,20}?)?"
# RABAT, March 7 (MAP) - …   RABAT (Reuters) - …   Rabat, 07/03/2024 (MAP) – …   الرباط 7 مارس (ومع) - …
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})\s*[,،]?\s*(?P<day>{_DAY})?\s*[,،]?\s*[(\[/]\s*(?P<agency>{_AGENCY})\s*[)\]/]{_DASH}"
)
# PARIS, March 7 (place in capitals, no agency) -
_BARE_DATELINE = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{{2,30}})\s*,\s*(?P<day>{_DAY})\s*[-–—]+\s+"
)
# (AFP) - …   القاهرة - أ ف ب: …   AFP - …
_LEADING = re.compile(rf"(?:[(\[]\s*(?P<a>{_AGENCY})\s*[)\]]{_DASH}?|(?P<b>{_AGENCY})\s*[-–—]+\s+)")
_WITH = r"(?:with|avec|con|com|mit|source|sources|from|via|by|copyright|©|المصدر|عن|نقلا عن)"
# The whole last line: MAP: 07 March 2024 · (AFP) · With Reuters · Source: MAP · MAP/ST · © AFP
_FOOT = re.compile(
    rf"[(\[]?\s*(?:{_WITH}\s*:?\s*)?(?P<agency>{_AGENCY})(?:/\w{{1,4}})?\s*(?:[:,\-–]?\s*(?P<day>{_DAY}))?\s*[)\].]*",
    re.IGNORECASE,
)
# The same glued to the end of the last sentence, in brackets or set off by its date.
_TAIL = re.compile(
    rf"(?<=[.!?؟»”\"])\s*(?:[(\[]\s*(?P<a>{_AGENCY})\s*[)\]]|(?P<b>{_AGENCY})\s*:\s*(?P<day>{_DAY}))\s*\.?$"
)
_REPORTING = re.compile(
    r"[(\[]?\s*(?:reporting|writing|editing|additional reporting) by .{3,200}[)\].]?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"(?:by|par|por|di|von|بقلم|كتب)\s*:?\s+(?P<name>[^\W\d_][^\n.:;]{2,60})$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """Text without its credits, and the credits. ``day`` is the date that a credit names."""

    text: str
    credit: Credit
    day: date | None


def take_credit(text: str, people: Sequence[Person], *, now: datetime) -> Credited:
    """Part a text (paragraphs on lines) from its credits; ``people`` are the entry's authors."""
    lines = text.split("\n")
    byline = _take_byline(lines)
    dateline = _take_dateline(lines, now)
    foot, agency, day = _take_foot(lines, now)
    author, author_agency = _authors(people)
    found = agency or (dateline.agency if dateline else None) or author_agency
    credit = Credit(byline=byline or author, agency=found, credit_line=foot, dateline=dateline)
    stated = (dateline.date if dateline else None) or day
    return Credited(text="\n".join(lines).strip(), credit=credit, day=stated)


def _take_byline(lines: list[str]) -> str | None:
    found = _BYLINE.fullmatch(lines[0].strip()) if len(lines) > 1 else None
    if found is None or agencies.find(found["name"]):
        return None
    lines.pop(0)
    return found["name"].strip()


def _take_dateline(lines: list[str], now: datetime) -> Dateline | None:
    first = lines[0]
    found = _DATELINE.match(first) or _BARE_DATELINE.match(first)
    if found and found.end() < len(first):
        lines[0] = first[found.end() :].lstrip()
        named = found.groupdict().get("agency")
        day = parse_day(found["day"], now=now) if found["day"] else None
        place = found["place"].strip(" ,،.-")
        return Dateline(place=place, date=day, agency=agencies.find(named) if named else None)
    leading = _LEADING.match(first)
    if leading and leading.end() < len(first):
        lines[0] = first[leading.end() :].lstrip()
        return Dateline(agency=agencies.find(leading["a"] or leading["b"]))
    return None


def _take_foot(lines: list[str], now: datetime) -> tuple[str | None, str | None, date | None]:
    """The credit line at the foot, its agency and its date; the lines lose it."""
    while len(lines) > 1 and _REPORTING.fullmatch(lines[-1].strip()):
        lines.pop()
    last = lines[-1].strip()
    whole = _FOOT.fullmatch(last) if len(lines) > 1 else None
    if whole and agencies.find(whole["agency"]):
        lines.pop()
        return last, agencies.find(whole["agency"]), _day(whole["day"], now)
    tail = _TAIL.search(last)
    if tail:
        lines[-1] = last[: tail.start()].rstrip()
        return tail[0].strip(), agencies.find(tail["a"] or tail["b"]), _day(tail["day"], now)
    return None, None, None


def _day(raw: str | None, now: datetime) -> date | None:
    return parse_day(raw, now=now) if raw else None


def _authors(people: Sequence[Person]) -> tuple[str | None, str | None]:
    """A byline and an agency from the entry's own authors (``AFP``, ``Le Monde avec AFP``)."""
    for person in people:
        for part in re.split(r"\s+(?:avec|with|con|et|and)\s+|[/,&+]", person.name):
            agency = agencies.find(part)
            if agency:
                return None, agency
    names = [person.name for person in people if "@" not in person.name]
    return (names[0] if names else None), None
