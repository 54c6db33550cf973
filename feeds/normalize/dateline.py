"""Datelines: the place, the day and the agency that open a story.

Precision goes first: an agency is recognised only by the table, a place only by how places are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feeds.model.item import Dateline
from feeds.normalize import agencies
from feeds.normalize.dates import Days, is_day

_AGENCY = agencies.pattern()
_ALONE = agencies.pattern(alone=True)
_DASH = r"\s*(?:\.?\s*[-–—―ـ_:]+|/)\s*"  # AP's wire has "_" for a dash
_MONTH = r"[^\W\d_]{3,12}\.?(?:\s*/\s*[^\W\d_]{3,12})?"
# A day as credits write it; dates.is_day has the last word.
DAY = (
    rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:del?\s+)?\d{{4}})?|"
    rf"{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+كانون\s+ال(?:أول|ثاني)(?:\s+\d{{4}})?)"
)
_LETTERS = r"(?:[^\W\d_]|['’.\- ])"
_PLACE = rf"[^\W\d_]{_LETTERS}{{1,38}}?(?:[,،]\s*[^\W\d_]{_LETTERS}{{1,20}}?)??"
_SEVERAL = rf"(?:{_AGENCY})(?:\s*[/,&+＝=-]\s*(?:{_AGENCY}))*"
# RABAT, March 7 (MAP) - …   New Delhi, Mar 7 (PTI) …
# Madrid, 7 mar (EFE).- …   Rabat, 07/03/2024 (MAP) – …   الرباط 7 مارس (ومع) - …
_BRACKETED = re.compile(
    rf"(?P<place>{_PLACE})\s*[,،/]?\s*(?:\b(?:le\s+)?(?P<day>{DAY}))?\s*[,،]?\s*(?:[-–—ـ]+\s*)?"
    rf"[(\[]\s*(?P<agency>{_AGENCY})(?:\s*[/,&+-]\s*(?:{_AGENCY}))*\s*[)\]](?(day)(?:{_DASH}|\s+)|{_DASH})"
)
# الرباط /ومع/ …   القاهرة - أ ف ب: …   PARIS, 7 mars - AFP - …
# МОСКВА, 7 мар - РИА Новости. …   MOSCOW, March 7. /TASS/. …
_SET_OFF = re.compile(
    rf"(?P<place>{_PLACE})\s*[,،.]?\s*(?:\b(?:le\s+)?(?P<day>{DAY}))?\s*"
    rf"(?:\.?\s*/\s*(?P<a>{_AGENCY})\s*/(?:{_DASH}|\.\s+)?|"
    rf"[-–—ـ,،.]\s*(?P<b>{_ALONE})\s*(?:[-–—ـ]+\s+|:\s*)|[-–—ـ.]\s*(?P<c>{_ALONE})\.\s+)"
)
# 新华社杭州3月7日电 …   路透社北京3月7日 - …
_LETTER = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_EAST_DAY = r"(?:\d{1,2}\s*[月월]\s*)?\d{1,2}\s*[日일]"
_TELEGRAM = re.compile(
    rf"[（【(\[]?\s*(?P<agency>{_AGENCY})(?P<place>{_LETTER}{{0,10}}?)\s*{_EAST_DAY}\s*"
    r"(?:[电電](?![视視话話影子])\s*(?:[（(](?:记者|記者)[^（）()]{1,40}[）)]\s*)?[】）)\]]?|[-–—]+)\s*"
)
# 【札幌共同】…   [札幌 7日 ロイター] - …   (강릉=연합뉴스) 김철수 기자 = …
_HEADED = re.compile(
    rf"[（【(\[]\s*(?P<place>{_LETTER}{{1,10}}?)\s*(?:{_EAST_DAY}\s*발?)?\s*[=＝]?\s*(?P<agency>{_AGENCY})\s*[】）)\]]"
    rf"(?:\s*{_LETTER}{{2,5}}\s*기자\s*=)?(?:{_DASH}|\s*)"
)
# PARIS, March 7 - (place in capitals, no agency)
_BARE = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{{2,30}})\s*,\s*(?P<day>{DAY})\s*(?:\.?\s*[-–—]+)\s+"
)
# With a sign that each can't do without: most texts open with no dateline, which is seen by it soonest.
_FORMS = (
    (_BRACKETED, re.compile(r"[(\[]")),
    (_SET_OFF, re.compile(r"[/:–—ـ-]|\.\s")),
    (_BARE, re.compile("[–—-]")),
)
# (AFP) - …   AFP - …
_LEADING = re.compile(
    rf"(?:[(\[（【]\s*(?P<a>{_SEVERAL})\s*[)\]）】](?:{_DASH})?|(?P<b>{_ALONE})\s*[-–—]+\s+)"
)
# Words written small inside the names of places.
_SMALL = {
    "de", "del", "della", "la", "le", "les", "las", "los", "el", "al", "en", "sur", "sous", "of", "the", "du", "des",
    "upon", "am", "an", "da", "do", "dos", "und", "and", "et", "y", "aux",
}  # fmt: skip
_NO_PLACES = {"وكالة", "أعلنت", "قالت", "ذكرت", "أفادت", "نقلت", "حسب", "قال", "أعلن"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline and how much of its line it takes up, in characters."""

    dateline: Dateline
    length: int


def opening(line: str, days: Days) -> Opening | None:
    """The dateline that opens a line; None where there is none, or where nothing follows it."""
    for form, sign in _FORMS:
        found = form.match(line) if sign.search(line) else None
        if found and found.end() < len(line):
            part = found.groupdict()
            if _is_place(part["place"]) and (part["day"] is None or is_day(part["day"])):
                named = part.get("agency") or part.get("a") or part.get("b") or part.get("c")
                return _opening(found.end(), named, part["place"], days.day(part["day"]))
    for form in (_TELEGRAM, _HEADED):
        found = form.match(line)
        if found and found.end() < len(line):
            return _opening(found.end(), found["agency"], found["place"])
    leading = _LEADING.match(line)
    if leading and leading.end() < len(line):
        return _opening(leading.end(), leading["a"] or leading["b"])
    return None


def _opening(
    length: int, agency: str | None, place: str | None = None, day: date | None = None
) -> Opening:
    first = re.split(r"\s*[/,&+＝=]\s*", agency)[0] if agency else None
    found = agencies.find(first) if first else None
    place = place.strip(" ,،-–") if place else None
    return Opening(dateline=Dateline(place=place, date=day, agency=found), length=length)


def _is_place(text: str) -> bool:
    """Whether words look like the name of a place: capitals where the script has them, few words."""
    if agencies.find(text):
        return False
    found = text.replace(",", " ").replace("،", " ").split()
    if any(word in _NO_PLACES for word in found) or len(found) > 6:
        return False
    if not text[0].isupper():  # small, or a script without capitals
        return not text[0].islower() and len(found) <= 3
    return all(
        word[0].isupper() or word in _SMALL or word[:2] in ("d'", "d’", "l'", "l’")
        for word in found
    )
