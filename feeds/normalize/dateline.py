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
# AP's wire has "_" for a dash, Belga's "=", which is one only between spaces.
_DASH = r"\s*(?:\.?\s*[-–—―ـ_:]+|/|(?<=\s)=(?=\s))\s*"
_INDIC = "\u0900-\u0dff"  # letters and the vowel signs on them, which are no letters to Unicode
_MONTH = (
    rf"(?:[^\W\d_]|[{_INDIC}]){{2,14}}\.?(?:\s*/\s*[^\W\d_]{{3,12}}|"
    r"\s+(?:كانون\s+ال(?:أول|ثاني)|تشرين\s+ال(?:أول|ثاني)|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول))?"
)
# A day as credits write it; dates.is_day has the last word.
DAY = (
    rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:del?\s+)?\d{{4}})?|"
    rf"{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+كانون\s+ال(?:أول|ثاني)(?:\s+\d{{4}})?)"
)
_LETTERS = rf"(?:[^\W\d_]|['’.\- ]|[{_INDIC}])"
_PLACE = rf"[^\W\d_]{_LETTERS}{{1,38}}?(?:[,،]\s*[^\W\d_]{_LETTERS}{{1,20}}?)??"
_SEVERAL = rf"(?:{_AGENCY})(?:\s*[/,&+＝=-]\s*(?:{_AGENCY}))*"
# Days that are left unread: الكويت - 7 - 3 (كونا) -- …   मुंबई, सात मार्च (भाषा) …   MADRID, 7 (EUROPA PRESS) …
# Without a comma one figure may count anything: Section 7 (AP) …
_UNREAD = (
    rf"(?:[-–]\s*\d{{1,2}}\s*[-–/]\s*\d{{1,2}}|(?:(?<=[,،])|(?<=[,،]\s))\d{{1,2}}(?:/\d{{1,2}})?|\d\d/\d\d|"
    rf"[{_INDIC}]{{2,8}}\s+{_MONTH})"
)
# RABAT, March 7 (MAP) - …   New Delhi [India], Mar 7 (PTI) …   Kiel (dpa/lno) - …
# RABAT- (MAP) …   Madrid, 7 mar (EFE).- …   Rabat, 07/03/2024 (MAP) – …   الرباط 7 مارس (ومع) - …
_BRACKETED = re.compile(
    rf"(?P<place>{_PLACE}(?:/{_PLACE})?)\s*(?:[\[(][^\W\d_]{{3,20}}[\])]\s*)?[,،/]?\s*"
    rf"(?:(?:\b(?:le\s+)?(?P<day>{DAY})|(?P<unread>{_UNREAD})))?\s*[,،]?\s*(?P<set>[-–—ـ]+\s*)?"
    rf"[(\[]\s*(?P<agency>{_AGENCY})(?:\s*[/,&+-]\s*(?:{_AGENCY}))*(?:/[a-z]{{2,4}})?\s*[)\]]"
    rf"(?(day)(?:{_DASH}|[।:]?\s+)|(?(unread)(?:{_DASH}|\s+)|(?(set)(?:{_DASH}|\s+)|{_DASH})))"
)
# الرباط /ومع/ …   القاهرة - أ ف ب: …   PARIS, 7 mars - AFP - …
# МОСКВА, 7 мар - РИА Новости. …   MOSCOW, March 7. /TASS/. …
_SET_OFF = re.compile(
    rf"(?P<place>{_PLACE})\s*[,،.]?\s*(?:\b(?:le\s+)?(?P<day>{DAY}))?\s*"
    rf"(?:\.?\s*/\s*(?P<a>{_AGENCY})\s*/(?:{_DASH}|\.\s+)?|"
    rf"[-–—ـ,،.]\s*(?P<b>{_ALONE})\s*(?:[-–—ـ]+\s+|:\s*)|[-–—ـ.]\s*(?P<c>{_ALONE})\.\s+)"
)
# The same set off by less, as some do: دمشق-سانا …   أنقرة / الأناضول …   رام الله 7-3-2024 وفا- …
# الرباط 07 مارس 2024 ومع/ …
_ARABIC = r"[\u0600-\u06ff]"
_GLUED = re.compile(
    rf"(?P<place>{_ARABIC}(?:{_ARABIC}| ){{1,24}}?)(?:[-–](?P<a>{_ALONE})|"
    rf"\s*/\s*(?:{_ARABIC}(?:{_ARABIC}| ){{2,30}}/\s*)?(?P<b>{_ALONE})|"
    rf"(?:\s*/)?\s+(?P<day>{DAY})\s*/?\s*(?P<c>{_AGENCY})\s*[-–:/]+)\s+"
)
# الرياض 26 شعبان 1445 هـ الموافق 07 مارس 2024 م واس …   the Islamic day and, corresponding to it, ours
_TWO_DAYS = re.compile(
    rf"(?P<place>{_ARABIC}(?:{_ARABIC}| ){{1,24}}?)\s*[,،]?\s+(?:في\s+)?"
    rf"\d{{1,2}}\s+{_ARABIC}(?:{_ARABIC}| ){{2,14}}\s+1[34]\d\d\s?"
    rf"هـ?\s*[,،]?\s*الموافق\s+(?:ل?ـ?\s*)(?P<day>{DAY})\s*م?\s+[(/-]?\s*(?P<agency>{_AGENCY})\s*[)/]?\s*[-–:]*(?:\s+|$)"
)
# Ali YILMAZ/İZMİR, (DHA)- …
_NAMED = re.compile(
    rf"(?P<by>[^\W\d_]{_LETTERS}{{4,40}}?)\s*/\s*(?P<place>[A-ZÇĞİÖŞÜ]{{3,20}}),?\s*[(]\s*(?P<agency>{_AGENCY})\s*[)]{_DASH}"
)
# A first line of its own: دمشق - سانا   /ritzau/
_ALONE_ON_LINE = re.compile(
    rf"(?:(?P<place>{_PLACE})\s*[-–/]\s*(?:{_LETTERS}{{3,30}}/\s*)?(?P<a>{_ALONE})|[/(](?P<b>{_AGENCY})[/)])\s*[-–:]*",
    re.IGNORECASE,
)
# Keystone-SDA sets off its long name by nothing: Bern (Keystone-SDA) Die …
_LONG_NAMED = re.compile(
    r"(?P<place>[A-ZÀ-Þ][^\W\d_]{2,20}) \((?P<agency>Keystone-(?:SDA|ATS)(?:-ATS)?)\) (?=[A-ZÀ-Þ«\"„])"
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
    (_SET_OFF, re.compile(rf"[-–—ـ,،./]\s*(?:{_AGENCY})")),
    (_BARE, re.compile("[–—-]")),
    (_GLUED, re.compile(rf"\A{_ARABIC}(?:{_ARABIC}| ){{1,24}}(?:[-–/]|\d)")),
    (_TWO_DAYS, re.compile("الموافق")),
    (_NAMED, re.compile(r"\A[^/]{5,40}/[^(]{3,30}\(")),
    (_LONG_NAMED, re.compile(r"\(Keystone")),
)
# March 7 (Reuters) - …   7 mars (AFP) - …
_DAY_ALONE = re.compile(
    rf"(?:le\s+)?(?P<day>{DAY})\s*\(\s*(?P<agency>[^()\d]{{2,40}}?)\s*\){_DASH}", re.IGNORECASE
)
# (AFP) - …   AFP - …
_LEADING = re.compile(
    rf"(?:[(\[（【]\s*(?P<a>{_SEVERAL})\s*[)\]）】](?:{_DASH})?|(?P<b>{_ALONE})\s*[-–—]+\s+)"
)
# RAMALLAH, Thursday, March 7, 2024 (WAFA) - …
_WEEKDAY = re.compile(
    r"[,،]\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"ال(?:اثنين|إثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة|سبت|أحد))[,،\s]*$",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")  # KYIV. March 7, not D.C.
# Words written small inside the names of places.
_SMALL = {
    "de", "del", "della", "la", "le", "les", "las", "los", "el", "al", "en", "sur", "sous", "of", "the", "du", "des",
    "upon", "am", "an", "da", "do", "dos", "und", "and", "et", "y", "aux",
}  # fmt: skip
_MORE = "…"  # stands for the text below
_ENDS_DATELINE = tuple(")]-–—:")
_LONGEST_DAY = 30  # characters
_LONGEST = 60  # characters of a line that is only a dateline
_NO_PLACES = {"وكالة", "أعلنت", "قالت", "ذكرت", "أفادت", "نقلت", "حسب", "قال", "أعلن"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline and how much of its line it takes up, in characters."""

    dateline: Dateline
    length: int


def line_alone(line: str, days: Days) -> Dateline | None:
    """The dateline that is a line of its own; None for any other line."""
    line = line.strip()
    if len(line) > _LONGEST:
        return None
    # What opens a line, and is all of it: RABAT, March 7 (MAP) -
    whole = opening(f"{line} {_MORE}", days) if line[-1:] in _ENDS_DATELINE else None
    if whole and whole.length > len(line):
        return whole.dateline
    if "الموافق" in line and (twice := _TWO_DAYS.fullmatch(line)):
        return _opening(0, twice["agency"], twice["place"], days.day(twice["day"])).dateline
    found = _ALONE_ON_LINE.fullmatch(line)
    if found is None or not (found["b"] or _is_place(found["place"])):
        return None
    return _opening(0, found["a"] or found["b"], found["place"]).dateline


def opening(line: str, days: Days) -> Opening | None:
    """The dateline that opens a line; None where there is none, or where nothing follows it."""
    for form, sign in _FORMS:
        found = form.match(line) if sign.search(line) else None
        if found and found.end() < len(line):
            part = found.groupdict()
            day = part.get("day")
            if _is_place(part["place"]) and (day is None or is_day(day)):
                named = part.get("agency") or part.get("a") or part.get("b") or part.get("c")
                return _opening(found.end(), named, part["place"], days.day(day))
    for form in (_TELEGRAM, _HEADED):
        found = form.match(line)
        if found and found.end() < len(line):
            return _opening(found.end(), found["agency"], found["place"])
    dated = _DAY_ALONE.match(line) if "(" in line[:_LONGEST_DAY] else None
    if dated and dated.end() < len(line) and is_day(dated["day"]):
        opened = _opening(dated.end(), dated["agency"], None, days.day(dated["day"]))
        return opened if opened.dateline.agency else None
    leading = _LEADING.match(line)
    if leading and leading.end() < len(line):
        agency, end = leading["a"] or leading["b"], leading.end()
        placed = _BARE.match(line[end:])  # (ANSA) - ROMA, 07 MAR - …
        if placed and is_day(placed["day"]) and end + placed.end() < len(line):
            return _opening(end + placed.end(), agency, placed["place"], days.day(placed["day"]))
        return _opening(end, agency)
    return None


def _opening(
    length: int, agency: str | None, place: str | None = None, day: date | None = None
) -> Opening:
    first = re.split(r"\s*[/,&+＝=]\s*", agency)[0] if agency else None
    found = agencies.find(first) if first else None
    place = _FULL_STOP.sub("", _WEEKDAY.sub("", place).strip(" ،,-–—ـ")) if place else None
    place = place.removesuffix(" في") if place else None  # الدوحة في 7 مارس: on that day
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
