"""Credit lines: the agency, and at times the day, that close a story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from feeds.normalize import agencies
from feeds.normalize.byline import is_names, part, reporting
from feeds.normalize.dateline import DAY
from feeds.normalize.dates import Days, is_day
from feeds.normalize.notice_words import RIGHTS
from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE

_AGENCY = agencies.pattern(any_case=True)
_AND = r"\s*(?:[/,;&+،–-]|\b(?:and|et|y|con|avec|with)\b|و)\s*"
_SEVERAL = rf"(?:{_AGENCY})(?:{_AND}(?:{_AGENCY}))*"
_WITH = (
    r"(?:with(?: (?:inputs?|reporting|material|files))?(?: from)?|avec(?: l[’']| les)?|con(?: información)?(?: de)?|"
    r"com(?: informações)?(?: d[aeo]s?)?|mit|sources?|fuentes?|fonte|quelle|"
    r"kaynak|sumber|źródło|bron|nguồn|источник|джерело|πηγή|स्रोत|来源|來源|出典|출처|"
    r"ที่มา|מקור|crédits?|from|via|by|par|por|"
    r"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?(?:\s+\d{4})?|المصدر|منبع|مع|عن|نقلا عن)"
)
_NAME = (
    r"(?:(?-i:[A-ZÀ-Þ])[\w.'’-]+(?: (?-i:[A-ZÀ-Þ])[\w.'’-]+){0,3}|"
    r"\s?[\u0621-\u064a]{2,12}(?: [\u0621-\u064a]{2,12}){1,3})"
)  # who wrote it: WAM/Jane Roe
_OWN = r"(?-i:[a-z]{2,4}/){0,2}"
# The whole last line: MAP: 07 March 2024 · (AFP) · With Reuters · Source : MAP · MAP/ST · © AFP 2024 ·
# (서울=연합뉴스) · --(بترا) · ==Kyodo · (NAN) (www.nannews.ng) · a paper's own writers before it: (jro/mw/dpa)
_LINE = re.compile(
    rf"[=/–—-]{{0,4}}\s*[(\[（【]?\s*(?P<with>{_WITH}\s*[:：]?\s*)?(?:[가-힣]{{2,6}}=)?{_OWN}(?P<agency>{_SEVERAL})(?:/\w{{1,4}})*(?:\s?hrs)?(?:/{_NAME}){{0,3}}(?:\s+inputs?)?"
    rf"\s*(?:[:,،\-–]?\s*(?:le\s+)?(?P<day>{DAY})(?:,?\s+\d{{1,2}}[:h]\d{{2}}(?:\s*GMT)?)?|\d{{4}})?\s*[)\]）】./=]*"
    r"(?:\s*\((?:https?://)?[\w.-]{4,40}\.[a-z]{2,6}/?\))?",
    re.IGNORECASE,
)
# An agency's own forms of the last line, its desk's initials and numbers in them: © dpa-infocom, dpa:240307-99-1/2 ·
# (كونا) ع ب د / م ن 071320 جمت مار 24 · भाषा राजेश अमित · AGERPRES/(AS - autor: Ion Pop) ·
# (Hina) xabc ydef · //Petra// AB
_DESK = re.compile(
    rf"(?:this (?:report|story|article) by|ce texte de) (?P<d>{_AGENCY}) "
    r"(?:was (?:first|originally) published|a été publié(?: initialement| pour la première fois)?) "
    rf"(?:(?:on |in |le )?{DAY}|(?:by|in|par|dans) (?-i:[A-ZÀ-Þ])[\w’' -]{{2,30}}(?:,? (?:on |le )?{DAY})?)\s*\.?|"
    r"©\s*(?P<a>dpa)-infocom(?: GmbH)?,\s*dpa:\d{6}-\d{2,3}-\d+/\d+|"
    r"(?P<e>AGERPRES)\s?/\s?\([^()]{3,120}\)|[(](?P<f>Hina)[)](?: [xy][a-zčćšžđ]{2,5}){1,3}|"
    r"//\s*(?P<g>Petra|بترا)\s*//(?: ?[^\W\d_]{1,3}(?:[./ ]+[^\W\d_]{1,3}){0,3})?|"
    r"[(]?\s*(?P<b>كونا)\s*[)]?(?:[\s./]*[^\W\d_]{1,4}){0,8}\s*(?:\d{4,6}\s*جمت\s*\S{2,6}\s*\d{2,4})?|"
    r"(?P<c>भाषा)(?:\s+(?!(?:और|का|की|के|में|को|से|है|हैं)(?:\s|$))[\u0900-\u097f]{2,15}){1,3}",
    re.IGNORECASE,
)
# The same of an agency whose name is in capitals, and when it was sent: PTI SKL BJ · PTI SKL BJ 03071030 SKL
_SENT = r"(?: \d{8}(?: [A-Z]{2,4})?)?"
_IN_CAPITALS = re.compile(rf"([A-Z]{{3,8}})(?: [A-Z]{{2,4}}){{1,4}}{_SENT}")
# Whose all rights are: © 2024 AFP. All rights reserved. …
_OWNED = re.compile(
    rf"(?:copyright\s*)?(?:©|\(c\))?\s*(?:copyright\s*)?(?:\d{{4}}(?:-\d{{4}})?\s*)?(?:by )?(?P<agency>{_AGENCY})"
    rf"(?:\s+\d{{4}})?\s*[.,;–—-]?\s*(?:{RIGHTS})(?:[.,;: ].{{0,240}})?",
    re.IGNORECASE,
)
# A paper's name and an agency's: Le Courrier avec AFP · The Gazette - Reuters
_LONGEST_PAIR = 50
# Behind a dash alone an agency took the picture, but in Arabic.
_BESIDE = re.compile(r" (?:avec|with|con|com|mit) \S+(?: \S+)?$|^[^A-Za-z.]+ [-–] [^A-Za-z.]+$")
# Agencies that nobody names, and one that only helped: المصدر: الجزيرة + وكالات · Source: News Agencies ·
# The Associated Press contributed to this report. · AP's of stories that programs wrote, which says whose it is
_TRADE = (
    r"(?:writers?|reporters?|journalists?|correspondents?|photographers?|producers?|researchers?)"
)
# What stands between those who helped: in Rabat, and sports writer Ann Poe of …
_OF_NAMES = (
    r" (?:(?-i:[A-ZÀ-Þ])\S*|"
    rf"(?-i:and|in|at|of|from|the|near|de|del|la|von|van|al|video|sports|staff|{_TRADE})\b,?)"
)
_HELPED = re.compile(
    rf"(?:{_WITH}\s*[:：]?\s*)?(?:[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+){{0,2}}\s*"
    r"(?:\+|,|\band|\bet|\by|\be|\bund)\s*)?(?:(?:ال)?وكالات|(?:news |wire )?agencies|agences|agencias|agenzie|"
    r"agenturen)|"
    r"(?:the )?(?P<agency>[^.,;]{2,40}?)"
    rf"(?P<its>(?: staff| sports| video)? {_TRADE}(?: (?-i:[A-ZÀ-Þ])\S*(?:{_OF_NAMES}){{0,40}}?)?)?"
    r" (?:(?:also )?contributed(?:(?(its)|(?!))|(?: to)? this (?:report|story|article))\.?|"
    r"created this story using (?:data|technology) (?:provided by|from) .{3,150})",
    re.IGNORECASE,
)
# Initials of those who wrote and edited, beside a credit line: JPS // ZO · JPS (AB) // ZO · jan/ mok/ ·
# (Schluss) abc/def · (end) | ab.rk · J.R. · /ЙР/ · /j.r/r.e/ · ج.ر/م.و · ====ج.ر. ·
# ANSA's YXY-JR · MAP's JR---COM · IRNA's 9417**1424
_END = r"(?:[(]\s*(?:schluss|end|fin|النهاية|انتهى)\s*[)]|/{1,2}\s*(?:النهاية|انتهى)\s*/{1,2})"
_AT_END = re.compile(_END, re.IGNORECASE)
# jd, or several: bur-jd; letters of Arabic set apart; a short name in Hindi's letters, whose vowel signs are none
_DESK_OF = (
    r"(?:[^\W\d_]{2,4}(?:-[^\W\d_]{2,4}){0,2}(?: \([^\W\d_]{2,4}\))?|"
    r"[\u0621-\u064a](?:[ .][\u0621-\u064a]){1,4}|[\u0900-\u097f]{2,10})"
)
_INITIALS = re.compile(
    rf"(?:{_END}\s*)?(?:{_DESK_OF}\s*/{{1,2}}\s*){{1,3}}(?:{_DESK_OF})?|"
    rf"{_END}(?:[\s./]*[^\W\d_]{{1,3}}){{0,6}}|(?-i:[A-Z]{{2,4}}-{{1,3}}[A-Z]{{2,4}}\.?)|"
    r"(?-i:[a-z]{2,3}\.(?!(?:com|org|net|int|gov|edu)$)[a-z]{2,3}|"
    r"(?!U\.[KNS]\.)(?:[A-Z]\.){2,3}|/[A-ZА-Я]{2,3}/)|(?:/[a-z]\.[a-z]){1,3}/|"
    r"={3,20}\s?(?:[\u0621-\u064a]\.?){1,4}|\d{0,4}\*\*\d{4}",
    re.IGNORECASE,
)
# ČTK's, which nothing joins
_CZECH = re.compile(r"[a-z]{2,3}(?: [a-z]{2,3}){1,2}")
# The same glued to the end of the last sentence, in brackets, between strokes or set off by its date.
_TAIL = re.compile(
    rf"(?<=[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}»”」\"])\s*(?:[(\[（【]\s*©?\s*{_OWN}(?P<a>{_SEVERAL})\s*[)\]）】]"
    rf"(?:\s*\(www\.[\w.-]{{4,40}}\))?|/(?P<c>(?i:{agencies.pattern(alone=True, any_case=True)}))/|"
    rf"(?P<b>{_AGENCY})\s*:\s*(?P<day>{DAY}))\s*\.?$"
)
# An agency's name behind the last sentence, and what it sets there: PTI RKS AMT · /ATS · -- BERNAMA · — Reuters ·
# Lusa/Fim · AGERPRES/(AS - autor: …) · (Hina) xabc ydef · (end) ab.rk · (Schluss) abc/def · (النهاية) ع ج / ر ق
_ENDS = re.compile(
    rf"(?<![A-ZÀ-Þ]\.)(?<=[.!?؟…»”\"])\s+(?:(?P<set>--?|[–—/])\s*)?"
    rf"(?:(?P<a>{agencies.pattern(alone=True, any_case=True)})"
    rf"(?P<more>(?: [A-Z]{{2,4}}){{1,4}}{_SENT}|"
    r"/[Ff]im|/\([^()]{3,80}\)|/[a-z]{2,4})?|[(](?P<b>Hina)[)](?: [a-zčćšžđ]{3,5}){1,2}|"
    r"[(](?:end|Schluss|النهاية)[)](?: ?[^\W\d_]{1,3}(?:[./ ]+[^\W\d_]{1,3}){0,5})?)\.?$"
)
# Who said the sentence above the last one: “The sea is calm.” — The Gazette
_SIGNED = re.compile(
    rf"[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}»”\"]\s+(?:--?|[–—])\s*[^\W\d_][^.!?؟…]{{1,60}}$"
)
# Initials behind the last sentence, where the head names the agency: Belga's (JRO/MWA)
_BEHIND = re.compile(r"(?<=[.!?”\"])\s+\([A-Z]{2,4}(?:/[A-Z]{2,4}){1,3}\)$")
# What AFP sets above its last line: 07/03/2024 10:30:00 - | Rabat (AFP) - and AP and WAFA, a rule
_ABOVE_LAST = re.compile(
    r"\d{2}/\d{2}/\d{4} \d{2}:\d{2}:\d{2}(?: [-–])?|"
    r"[^\W\d_][^()\d]{1,40}(?: \([^\W\d_]{3,20}\))? \([A-Z]{2,5}\) [-–]|[_ـ–—-]{2,20}"
)
# SPA's: the end, and when it was sent
_OF_SPA = re.compile(
    r"/{1,2}\s?انتهى\s?/{1,2}|\d{1,2}:\d{2} ?(?:ت ?مـ?|(?i:local time) \d{1,2}:\d{2} ?GMT)"
)
_NUMBER = re.compile(r"\d{3,5}")
# TT's writers, behind whom it names itself: Jane Roe/TT · Jane Roe och Ann Poe/TT
_FULL_NAME = r"[A-ZÅÄÖÉÜ][\w'’-]+(?: [A-ZÅÄÖÉÜ][\w'’-]+){1,2}"
_OF_TT = re.compile(rf"({_FULL_NAME}(?:(?:/| och ){_FULL_NAME})?)/(TT)")
_HELPERS = (
    "agenc",
    "agenz",
    "agentur",
    "وكالات",
    "contributed",
    "created",
)  # one is in each, and seen sooner
_MOST = 4  # lines
_LONGEST_NAME = 16
_LONGEST_RIGHTS = 400
_OWNING = ("©", "(c)", "(C)", "opyright", "OPYRIGHT")  # one is in each, and seen sooner
_LONGEST_END, _LONGEST_HELP, _LONGEST_INITIALS = 140, 320, 40  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closes a story: its credit as it stood, lines apart by newlines, and what that says."""

    credit_line: str | None = None
    agency: str | None = None
    byline: str | None = None
    day: date | None = None


def take_closing(lines: list[str], days: Days, *, credited: str | None = None) -> Closing:
    """The credits at the foot; ``lines`` lose them, but never the last line that is left.

    ``credited`` is the agency that the head names: its desk's initials may stand at the foot alone.
    """
    taken: list[str] = []
    writer = helper = byline = day = None
    if _is_repeated(lines) or _is_number_below(lines):
        taken.append(lines.pop().strip())
    while len(lines) > 1 and len(taken) < _MOST:
        last = lines[-1].strip()
        who, found, desk = reporting(last), _credit(last), _desk(last)
        helped, signed = _helped(last), _OF_TT.fullmatch(last)
        owner = owner_of(last)
        told = closes(last) or _is_above_last(last, taken)
        if not told and not _are_initials(lines, credited, beside=bool(taken)):
            break
        taken.insert(0, lines.pop().strip())
        byline = who or (signed[1] if signed else byline)
        if signed:
            writer = signed[2]
        elif not (helped or owner or desk or found) and (beside := _paired(last)):
            helper = beside
        elif helped:
            helper = _first(helped["agency"] or "") or helper
        elif owner:
            writer = owner
        elif desk:
            writer = _first(next(name for name in desk.groups() if name))
        elif found and found["with"]:
            helper = _first(found["agency"]) or helper
        elif found:
            writer = _first(found["agency"]) or writer
        day = (days.day(found["day"]) if found else None) or day
    tail = _TAIL.search(lines[-1])
    if tail and not writer and (tail["day"] is None or is_day(tail["day"])):
        lines[-1] = lines[-1][: tail.start()].rstrip()
        taken.insert(0, tail[0].strip())
        writer, day = _first(tail["a"] or tail["b"] or tail["c"]), days.day(tail["day"]) or day
    end = _end_below(lines) or (_BEHIND.search(lines[-1]) if credited else None)
    if end:
        lines[-1] = lines[-1][: end.start()].rstrip()
        taken.insert(0, end[0].strip())
    if end and end.re is not _BEHIND:
        writer = writer or _first(end["a"] or end["b"] or "")
    line = "\n".join(taken) or None
    return Closing(credit_line=line, agency=writer or helper, byline=byline, day=day)


def source_of(line: str) -> str | None:
    """The agency that a line above a text names as its source; None for a line that only names one.

    >>> source_of("Source: AFP"), source_of("来源：新华社"), source_of("AFP")
    ('AFP', 'Xinhua', None)
    """
    found = _credit(line.strip())
    return _first(found["agency"]) if found and found["with"] else None


def owner_of(line: str) -> str | None:
    """The agency that a line says all rights are reserved to; None where it names none.

    >>> owner_of("© 2024 AFP. All rights reserved."), owner_of("All rights reserved")
    ('AFP', None)
    """
    says = len(line) < _LONGEST_RIGHTS and any(sign in line for sign in _OWNING)
    found = _OWNED.fullmatch(line.strip()) if says else None
    return _first(found["agency"]) if found else None


def closes(line: str) -> bool:
    """Whether a line below a text credits it, in any of the forms that are lines of their own.

    >>> closes("Reporting by Jane Roe in Rabat"), closes("© 2024 AFP. All rights reserved."), closes("They sail.")
    (True, True, False)
    """
    line = line.strip()
    said = reporting(line) is not None or bool(_credit(line) or _desk(line) or _helped(line))
    said = said or _paired(line) is not None or _OF_TT.fullmatch(line) is not None
    return said or owner_of(line) is not None or _OF_SPA.fullmatch(line) is not None


def _paired(line: str) -> str | None:
    """The agency that a line names behind whom it helped: ``Le Courrier avec AFP``."""
    if len(line) > _LONGEST_PAIR or not _BESIDE.search(line):
        return None
    name, agency = part(line)
    return agency if name and agency and is_names(name, cased=name[0].isupper()) else None


def is_credit(line: str) -> bool:
    """Whether a line credits an agency and says nothing else.

    >>> is_credit("MAP: 7 March 2024"), is_credit("Reuters was the first to say so")
    (True, False)
    """
    return _credit(line) is not None


def _are_initials(lines: list[str], credited: str | None, *, beside: bool) -> bool:
    """Whether the last of several lines is of initials, and beside a credit line."""
    last = lines[-1].strip()
    if credited == "ČTK" and _CZECH.fullmatch(last):
        return True
    if len(last) > _LONGEST_INITIALS or not _INITIALS.fullmatch(last):
        return False
    if beside or credited or last[0] == "=" or _AT_END.match(last):
        return True
    return bool(_credit(lines[-2].strip()) or _TAIL.search(lines[-2]))


def _is_number_below(lines: list[str]) -> bool:
    """Whether the last line is SPA's number, below the hour at which it was sent."""
    below = len(lines) > 2 and _NUMBER.fullmatch(lines[-1].strip())
    return bool(below and _OF_SPA.fullmatch(lines[-2].strip()))


def _is_repeated(lines: list[str]) -> bool:
    """Whether the last line says again whose initials, or whose name, an agency sets right above it: PTI JR MW | MW."""
    if len(lines) < 2 or not 1 < len(said := lines[-1].strip()) < _LONGEST_NAME:
        return False
    above = lines[-2].rstrip()
    return above.endswith(f" {said}") and bool(_desk(above.strip()) or _end(above))


def _desk(line: str) -> re.Match[str] | None:
    if found := _DESK.fullmatch(line):
        return found
    found = _IN_CAPITALS.fullmatch(line) if line.isupper() else None
    return found if found and agencies.titled(found[1]) else None


def _helped(line: str) -> re.Match[str] | None:
    if len(line) >= _LONGEST_HELP or not any(word in line.lower() for word in _HELPERS):
        return None
    found = _HELPED.fullmatch(line)
    return found if found and (found["agency"] is None or _first(found["agency"])) else None


def _is_above_last(line: str, taken: list[str]) -> bool:
    """Whether it is of what an agency sets above its last line, which was taken."""
    plain = " ".join(line.split())
    return bool(taken) and _ABOVE_LAST.fullmatch(plain) is not None


def _end_below(lines: list[str]) -> re.Match[str] | None:
    """What an agency sets behind the last sentence; not its name where each of several sayings is signed."""
    found = _end(lines[-1])
    signed = found and found["set"] and len(lines) > 1 and _SIGNED.search(lines[-2][-_LONGEST_END:])
    return None if signed else found


def _end(line: str) -> re.Match[str] | None:
    """What an agency sets behind the last sentence; its name with nothing around it only in capitals."""
    found = _ENDS.search(line, max(len(line) - _LONGEST_END, 0))
    name = found["a"] if found and not (found["set"] or found["more"]) else None
    plain = name is not None and not (name.isascii() and name.isupper() and len(name) > 2)
    return None if plain else found


def _credit(line: str) -> re.Match[str] | None:
    found = _LINE.fullmatch(line) if len(line) < 160 else None
    return found if found and (found["day"] is None or is_day(found["day"])) else None


def _first(named: str) -> str | None:
    """The first agency of several (``AFP/Reuters``): it leads, the others helped."""
    return agencies.find(named) or agencies.find(re.split(_AND, named)[0])
