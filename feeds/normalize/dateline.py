"""Datelines: the place, the day and the agency that open a story.

Precision goes first: an agency is recognised only by the table, a place only by how places are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from feeds.model.item import Dateline
from feeds.normalize import agencies
from feeds.normalize.dates import Days, eastern_day, is_day

_AGENCY = agencies.pattern()
_ALONE = agencies.pattern(alone=True)
# Of one script, for the forms that are its own: the whole table in each would cost every start a tenth of a second.
_ARABIC = r"[\u0600-\u06ff]"
_ARABIC_AGENCY = agencies.pattern(script=_ARABIC)
_ARABIC_ALONE = agencies.pattern(alone=True, script=_ARABIC)
_CYRILLIC_AGENCY = agencies.pattern(script="[А-яЁІ]")
_LETTER = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_EASTERN_AGENCY = f"(?:{agencies.pattern(script=_LETTER)}|AFP時事|AFP|AP通信|AP)"
# AP's wire has "_" for a dash, Belga's "=", which is one only between spaces.
_DASH = r"\s*(?:\.?\s*[-–—―ـ_:]+|/|(?<=\s)=(?=\s))\s*"
_INDIC = "\u0900-\u0dff"  # letters and the vowel signs on them, which are no letters to Unicode
# Each sign in one way only: what does not match would be tried in all ways that there are of two for each letter.
_SIGN = rf"[^\W\d_{_INDIC}]|[{_INDIC}]"
_MONTH = (
    rf"(?:{_SIGN}){{2,14}}\.?(?:\s*/\s*[^\W\d_]{{3,12}}|"
    r"\s+(?:كانون\s+ال(?:أول|ثاني)|تشرين\s+ال(?:أول|ثاني)|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول))?"
)
# A day as credits write it; dates.is_day has the last word.
DAY = (
    rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}م?|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+(?:de\s+)?{_MONTH}(?:,?\s+(?:del?\s+)?\d{{4}}\.?)?|"
    rf"\d{{4}}\.\s+{_MONTH}\s+\d{{1,2}}\.?(?:,\s+[^\W\d_]{{4,10}})?|"
    rf"{_MONTH}\s+\d{{1,2}}(?:(?:,?\s+|/)\d{{4}})?|\d{{1,2}}\s+كانون\s+ال(?:أول|ثاني)(?:\s+\d{{4}})?)"
)
_LETTERS = rf"(?:{_SIGN}|['’.\- ])"
_PLACE = rf"[^\W\d_]{_LETTERS}{{1,38}}?(?:[,،]\s*[^\W\d_]{_LETTERS}{{1,20}}?)??"
_SEVERAL = rf"(?:{_AGENCY})(?:\s*[/,&+＝=-]\s*(?:{_AGENCY}))*"
# Days that are read where it is known when the story was published, or never: الكويت - 7 - 3 (كونا) -- …
# मुंबई, सात मार्च (भाषा) …   MADRID, 7 (EUROPA PRESS) …
# Without a comma one figure may count anything: Section 7 (AP) …
_UNREAD = (
    rf"(?:[-–]\s*\d{{1,2}}\s*[-–/]\s*\d{{1,2}}|(?:(?<=[,،])|(?<=[,،]\s))\d{{1,2}}(?:/\d{{1,2}})?|\d\d/\d\d|"
    rf"[{_INDIC}]{{2,8}}\s+{_MONTH})"
)
# RABAT, March 7 (MAP) - …   New Delhi [India], Mar 7 (PTI) …   Kiel (dpa/lno) - …
# RABAT- (MAP) …   Madrid, 7 mar (EFE).- …   Rabat, 07/03/2024 (MAP) – …   الرباط 7 مارس (ومع) - …
# 07.03. Gdańsk (PAP) - …
_BRACKETED = re.compile(
    rf"(?:(?:0[1-9]|[12]\d|3[01])\.(?:0[1-9]|1[0-2])\.\s?)?(?P<place>{_PLACE}(?:/{_PLACE}){{0,2}})\s*"
    rf"(?:[\[(][^\W\d_](?:[^\W\d_]| ){{2,24}}[\])]\s*)?[,،/]?\s*"
    rf"(?:(?:\b(?:le\s+)?(?P<day>{DAY})|(?P<unread>{_UNREAD})))?\s*[,،]?\s*(?P<set>(?:[-–—ـ]+|(?<=[,،])|(?<=[,،]\s))\s*)?"
    rf"[(\[]\s*(?P<agency>{_AGENCY})(?:\s*[/,&+-]\s*(?:{_AGENCY}))*(?:/[a-z]{{2,4}})?(?:\s*[-–]\s*(?P<within>{DAY}))?\s*[)\]]"
    rf"(?(day)(?:{_DASH}|[।:]?\s+)|(?(unread)(?:{_DASH}|\s+)|(?(set)(?:{_DASH}|\s+)|{_DASH})))"
)
_PERSON = r"[A-ZÀ-ÞА-ЯЁ][^\W\d_]+(?:[ -][A-ZÀ-ÞА-ЯЁ][^\W\d_]+){1,3}"
# الرباط /ومع/ …   القاهرة - أ ف ب: …   PARIS, 7 mars - AFP - …   VANCOUVER, BC / ACCESSWIRE / March 7, 2024 / …
# Nantes / AFP – …   La Paz (Bolivia) / EFE - …
# МОСКВА, 7 мар - РИА Новости, Иван Петров. …   MOSCOW, March 7. /TASS/. …   YEREVAN, MARCH 7, ARMENPRESS. …
# Not what a noun's ending is joined to: Bryssel, TT:s korrespondent …
_SET_OFF = re.compile(
    rf"(?P<place>{_PLACE})\s*(?:\([^\W\d_](?:[^\W\d_]| ){{2,24}}\)\s*)?[,،.]?\s*(?:\b(?:le\s+)?(?P<day>{DAY}))?\s*"
    rf"(?:\.?\s*/\s*(?P<a>{_AGENCY})\s*/(?:\s*(?P<within>{DAY})\s*/)?(?:{_DASH}|\.\s+)?|"
    rf"/\s*(?P<c>{_ALONE})\s*[-–—]+\s+|"
    rf"(?:(?P<comma>[,،])|[-–—ـ.])\s*(?P<b>{_ALONE})(?:\s*(?:\.?[-–—ـ]+\s+|:(?![a-zåäö])\s*)|"
    rf"(?(comma)(?(day)|(?!)))(?:,\s(?P<by>{_PERSON}))?\.\s+))"
)
# The same set off by less, as some do: دمشق-سانا …   أنقرة / الأناضول …   رام الله 7-3-2024 وفا- …
# الرباط 07 مارس 2024 ومع/ …
_GLUED = re.compile(
    rf"(?P<place>{_ARABIC}(?:{_ARABIC}| ){{1,24}}?)(?:[-–](?P<a>{_ARABIC_ALONE})|"
    rf"\s*/\s*(?:(?P<by>{_ARABIC}(?:{_ARABIC}| ){{2,30}})/\s*)?(?P<b>{_ARABIC_ALONE})|"
    rf"(?:\s*/)?\s+(?P<day>{DAY})\s*/?\s*(?P<c>{_ARABIC_AGENCY})\s*[-–:/]+)\s+"
)
# الرياض 26 شعبان 1445 هـ الموافق 07 مارس 2024 م واس …   the Islamic day and, corresponding to it, ours
_TWO_DAYS = re.compile(
    rf"(?P<place>{_ARABIC}(?:{_ARABIC}| ){{1,24}}?)\s*[,،]?\s+(?:في\s+)?"
    rf"\d{{1,2}}\s+{_ARABIC}(?:{_ARABIC}| ){{2,14}}\s+1[34]\d\d\s?"
    rf"هـ?\s*[,،]?\s*الموافق\s+(?:ل?ـ?\s*)(?P<day>{DAY})\s*م?\s+[(/-]?\s*(?P<agency>{_ARABIC_AGENCY})\s*[)/]?\s*[-–:]*(?:\s+|$)"
)
# Turkish agencies name the writer: Ali YILMAZ/İZMİR, (DHA)- …   İSTANBUL (AA) - AYŞE YILMAZ - …
_NAMED = re.compile(
    r"(?P<by>[A-ZÇĞİÖŞÜ][a-zçğıöşü]+(?: [A-ZÇĞİÖŞÜ][^\W\d_]+){1,3})\s*/\s*(?P<place>[A-ZÇĞİÖŞÜ]{3,20}),?\s*"
    rf"[(]\s*(?P<agency>AA|[DİI]HA)\s*[)]{_DASH}"
)
_SIGNED = re.compile(
    rf"(?P<place>{_PLACE})\s*\((?P<agency>AA)\)\s*[-–—]\s*"
    r"(?P<by>[A-ZÇĞİÖŞÜ]{2,}(?: [A-ZÇĞİÖŞÜ]{2,}){1,3})\s*[-–—]\s+"
)
# 7 марта, Минск /Корр. БЕЛТА/. …
_DAY_FIRST = re.compile(
    rf"(?P<day>{DAY})[,،]\s+(?P<place>{_PLACE})\s*/\s*(?:Корр\.\s*)?(?P<agency>{_CYRILLIC_AGENCY})\s*/(?:{_DASH}|\.\s+)"
)
# ТАСС, 7 марта. …
_AGENCY_AND_DAY = re.compile(rf"(?P<agency>{_CYRILLIC_AGENCY}),\s+(?P<day>{DAY})\.\s+")
# A first line of its own: دمشق - سانا   /ritzau/   BAKU, March 7, AZERTAC
_ALONE_ON_LINE = re.compile(
    rf"(?:(?P<place>{_PLACE})(?:\s*,\s*(?P<day>{DAY}))?\s*(?(day)[-–/,]|[-–/])\s*(?:(?P<by>{_LETTERS}{{3,30}})/\s*)?(?P<a>{_ALONE})|[/(](?P<b>{_AGENCY})[/)])\s*[-–:]*",
    re.IGNORECASE,
)
# Switzerland's agency sets off its name by nothing: Bern (Keystone-SDA) Die …   St. Gallen (sda). Der …
_SWISS = re.compile(
    r"(?P<place>(?:(?:St\.|La|Le) )?[A-ZÀ-Þ][^\W\d_]{2,20}(?:-[^\W\d_]{2,12}){0,3}) "
    r"\((?P<agency>Keystone-(?:SDA|ATS)(?:-ATS)?|sda|ats)\)\.? (?=[A-ZÀ-Þ«\"„])"
)
# Lebanon's names itself before the place: وطنية - صيدا - …
_LEBANESE = re.compile(
    rf"(?P<name>وطنية\s?[-–—]\s+)(?:(?P<place>{_ARABIC}{{3,14}}(?: {_ARABIC}{{3,14}})?)\s?[-–—]\s+)?"
)
# 新华社杭州3月7日电（记者张三）…   路透社北京3月7日 - …
# （中央社記者張三台北7日電）…, where nothing parts name and place
_EAST_DAY = r"(?:\d{1,2}\s*[月월]\s*)?\d{1,2}\s*[日일]"
_TELEGRAM = re.compile(
    rf"[（【(\[]?\s*(?P<agency>{_EASTERN_AGENCY})(?:(?:记者|記者)(?P<who>{_LETTER}{{3,8}}?)|(?P<place>{_LETTER}{{0,10}}?))"
    rf"\s*(?P<east>{_EAST_DAY})\s*(?:(?:(?:綜合|综合)?外)?[电電](?![视視话話影子])(?:報導|报道)?\s*"
    r"(?:[（(](?:记者|記者)\s*(?P<by>[^（）()]{1,40})[）)]\s*)?[】）)\]]?(?:\s*[-–—]+)?|[-–—]+)\s*"
)
# 【札幌共同】…   [札幌 7日 ロイター] - …   【3月7日 AFP】…   (강릉=연합뉴스) 김철수 기자 = …   (파리 AP=연합뉴스) …
_HEADED = re.compile(
    rf"[（【(\[［]\s*(?:(?P<place>{_LETTER}{{1,10}}?)\s*(?:(?P<east>{_EAST_DAY})\s*발?)?|(?P<alone>{_EAST_DAY}))\s*[=＝]?\s*"
    rf"(?P<agency>{_EASTERN_AGENCY})(?:\s*[=＝]\s*{_EASTERN_AGENCY})?\s*[】）)\]］]"
    rf"(?:\s*(?P<by>{_LETTER}{{2,5}}(?:\s{_LETTER}{{2,4}})?)\s*(?:기자|특파원)\s*=)?(?:{_DASH}|\s*)"
)
# 【ロンドン＝山田太郎】… (a paper's own writer)
_WRITER = re.compile(
    rf"【(?P<place>{_LETTER}{{2,10}})＝(?P<by>[\u3400-\u4dbf\u4e00-\u9fff]{{2,8}})】\s*"
)
# PARIS, March 7 - (place in capitals, no agency)
_BARE = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{{2,30}})\s*,\s*(?P<day>{DAY})\s*(?:\.?\s*[-–—]+)\s+"
)
# SYDNEY, March 7 AAP - …   Not behind two letters, which stand for much: ISLE OF MAN, 7 June TT – …
_UNSET = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{{2,30}}),?\s+(?P<day>{DAY})\s+(?P<agency>(?![A-Z]{{2}}\s){_ALONE})\s+[-–—]+\s+"
)
# The same behind an agency, in any letters: (AGI) - Roma, 7 marzo - …
_PLACED = re.compile(rf"(?P<place>{_PLACE})\s*,\s*(?P<day>{DAY})\s*(?:\.?\s*[-–—]+)\s+")
# With a sign that each can't do without: most texts open with no dateline, which is seen by it soonest.
_FORMS = (
    (_NAMED, re.compile(r"\A[^/]{5,40}/[^(]{3,30}\((?:AA|[DİI]HA)")),
    (_SIGNED, re.compile(r"\A[^(]{3,30}\(AA\)")),
    (_BRACKETED, re.compile(r"[(\[]")),
    (_SET_OFF, re.compile(rf"[-–—ـ,،./]\s*(?:{_AGENCY})")),
    (_BARE, re.compile("[–—-]")),
    (
        _UNSET,
        re.compile(rf"\A[A-ZÀ-Þ][A-ZÀ-Þ'’.\- ]{{2,30}},?\s[^()\n]{{3,24}}\s(?:{_ALONE})\s[-–—\s]"),
    ),
    (_GLUED, re.compile(rf"\A{_ARABIC}(?:{_ARABIC}| ){{1,24}}(?:[-–/]|\d)")),
    (_TWO_DAYS, re.compile("الموافق")),
    (_SWISS, re.compile(r"\((?:Keystone|sda\)|ats\))")),
    (_DAY_FIRST, re.compile(r"\A\d[^/]{5,40}/")),
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
    r"[,،]\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"ال(?:اثنين|إثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة|سبت|أحد))[,،\s]*$",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{2})\.$")  # KYIV. March 7, not D.C.
_OF_STATE = re.compile(r",\s[A-Z][a-z]{1,4}\.$")  # ST. PETERSBURG, Fla.
# Words written small inside the names of places.
_SMALL = {
    "de", "del", "della", "la", "le", "les", "las", "los", "el", "al", "en", "sur", "sous", "of", "the", "du", "des",
    "upon", "am", "an", "da", "do", "dos", "und", "and", "et", "y", "aux",
}  # fmt: skip
_MORE = "…"  # stands for the text below
_ENDS_DATELINE = tuple(")]-–—:")
_LONGEST_DAY = 30  # characters
_LONGEST = 60  # characters of a line that is only a dateline
_NO_PLACES = {
    "وكالة", "أعلنت", "قالت", "ذكرت", "أفادت", "نقلت", "حسب", "قال", "أعلن",
    "写真", "動画", "地図", "資料", "速報", "独自", "사진", "속보", "단독",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A dateline, how much of its line it takes up, in characters, and the writer whom it names."""

    dateline: Dateline
    length: int
    byline: str | None = None


def line_alone(line: str, days: Days) -> Opening | None:
    """The dateline that is a line of its own; None for any other line."""
    line = line.strip()
    if len(line) > _LONGEST:
        return None
    # What opens a line, and is all of it: RABAT, March 7 (MAP) -
    whole = opening(f"{line} {_MORE}", days) if line[-1:] in _ENDS_DATELINE else None
    if whole and whole.length > len(line):
        return whole
    if "الموافق" in line and (twice := _TWO_DAYS.fullmatch(line)):
        return _opening(twice, days)
    found = _ALONE_ON_LINE.fullmatch(line)
    if found is None or not (found["b"] or _is_place(found["place"])):
        return None
    return _opening(found, days) if found["day"] is None or is_day(found["day"]) else None


def opening(line: str, days: Days) -> Opening | None:
    """The dateline that opens a line; None where there is none, or where nothing follows it."""
    for form, sign in _FORMS:
        found = form.match(line) if sign.search(line) else None
        if found and found.end() < len(line) and _is_dateline(found.groupdict()):
            return _opening(found, days)
    if (line[:1] and not line[0].isascii()) or line[:1] in "([":
        for form in (_TELEGRAM, _HEADED, _WRITER):
            found = form.match(line)
            if (
                found
                and found.end() < len(line)
                and found.groupdict().get("place") not in _NO_PLACES
            ):
                return _opening(found, days)
    dated = _DAY_ALONE.match(line) if "(" in line[:_LONGEST_DAY] else None
    if dated and dated.end() < len(line) and is_day(dated["day"]):
        opened = _opening(dated, days)
        return opened if opened.dateline.agency else None
    if (first := _AGENCY_AND_DAY.match(line)) and first.end() < len(line) and is_day(first["day"]):
        return _opening(first, days)
    if lebanese := _LEBANESE.match(line):
        return _of_lebanon(lebanese)
    leading = _LEADING.match(line)
    return _led(line, leading, days) if leading and leading.end() < len(line) else None


def _of_lebanon(found: re.Match[str]) -> Opening:
    """The dateline of Lebanon's agency, whose short name is a word for anything national, so that no table has it."""
    place = found["place"] if _is_place(found["place"] or "") else None
    length = found.end() if place else found.end("name")
    return Opening(dateline=Dateline(place=place, agency="NNA"), length=length)


def _led(line: str, leading: re.Match[str], days: Days) -> Opening:
    """The dateline that an agency opens, its place and day behind it or not: (ANSA) - ROMA, 07 MAR - …"""
    by_itself = _opening(leading, days)
    placed = _PLACED.match(line, leading.end())
    if placed is None or placed.end() >= len(line) or not _is_dateline(placed.groupdict()):
        return by_itself
    behind = _opening(placed, days)
    whole = replace(behind.dateline, agency=by_itself.dateline.agency)
    return replace(behind, dateline=whole)


def _is_dateline(part: dict[str, str | None]) -> bool:
    """Whether the place and the days of what looks like a dateline are such."""
    place, said = part["place"] or "", (part.get("day"), part.get("within"))
    # DAMASCUS, (SANA) …, but not: The Syrian Arab News Agency, (SANA) said …
    if part.get("set") == "" and not (said[0] or place.isupper()):
        return False
    return _is_place(place) and all(day is None or is_day(day) for day in said)


_FIGURE = re.compile(r"\d+")
_NAMED_AS = ("agency", "a", "b", "c")


def _opening(found: re.Match[str], days: Days) -> Opening:
    """What the parts of a form say, by their names."""
    part = found.groupdict()
    agency = next((part[name] for name in _NAMED_AS if part.get(name)), None)
    first = re.split(r"\s*[/,&+＝=]\s*", agency)[0] if agency else None
    eastern = part.get("east") or part.get("alone")
    said = part.get("day") or part.get("within") or _with_year(part.get("unread"), days)
    day = eastern_day(eastern, days) if eastern else days.day(said)
    dateline = Dateline(
        place=_place(part.get("place")), date=day, agency=agencies.find(first) if first else None
    )
    byline = (part.get("by") or "").strip() or None
    return Opening(dateline=dateline, length=found.end(), byline=byline)


def _with_year(unread: str | None, days: Days) -> str | None:
    """A day and its month in figures, whichever is which, with the year in which the story was published."""
    figures = _FIGURE.findall(unread) if unread and days.near else []
    return (
        f"{figures[0]}/{figures[1]}/{days.near.year}" if days.near and len(figures) == 2 else None
    )


def _place(named: str | None) -> str | None:
    """A place without what stands beside it."""
    place = _WEEKDAY.sub("", named).strip(" ،,-–—ـ") if named else ""
    place = place if _OF_STATE.search(place) else _FULL_STOP.sub("", place)
    return place.removesuffix(" في") or None  # الدوحة في 7 مارس: on that day


def _is_place(text: str) -> bool:
    """Whether words look like the name of a place: capitals where the script has them, few words."""
    if not text or agencies.find(text):
        return False
    found = _WEEKDAY.sub("", text).replace(",", " ").replace("،", " ").split()
    if any(word in _NO_PLACES for word in found) or len(found) > 6:
        return False
    if not text[0].isupper():  # small, or a script without capitals
        return not text[0].islower() and len(found) <= 3
    return all(
        word[0].isupper() or word in _SMALL or word[:2] in ("d'", "d’", "l'", "l’")
        for word in found
    )
