"""Bylines: who wrote it, by name. A line counts only when what follows *by* looks like names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from feeds.model.atom import Person
from feeds.normalize import agencies
from feeds.normalize.dates import is_day

_MOST = 12  # words of a line of names
# Small words inside names and between them, in the languages we read.
_SMALL = {
    "and", "et", "y", "e", "und", "con", "avec", "with", "de", "del", "della", "da", "di", "do", "dos", "du", "des",
    "la", "le", "van", "von", "der", "den", "bin", "ben", "ibn", "al", "el", "ould", "in", "en", "à", "a", "at", "for",
    "the",
}  # fmt: skip
_LINE = re.compile(
    r"(?:(?P<latin>by|par|por|di|von|oleh|de notre correspondante?|written by|propos recueillis par)\s*:?\s+|"
    r"بقلم\s*:?\s*|(?:كتب|كتبت|كتبه|إعداد|تقرير|الرباط)\s*:\s*|كتبت?\s*[-–]\s*|(?P<cased>(?:автор|haber|текст)\s*:\s*)|"
    r"(?:گزارش(?:گر)?|نویسنده|خبرنگار|रिपोर्ट|लेखक|संवाददाता)\s*:\s*)(?P<names>[^\n]{3,90})",
    re.IGNORECASE,
)
_AGENCY_IN_NAMES = re.compile(
    r"\s*[(\[]\s*(?:(?:avec|with|con|com|mit) (?:l['’])?)?([^()\[\]]{2,40})\s*[)\]]|"
    r"\s*[/,|–—-]\s*([^/,|–—-]{2,40})$|\s+(?:with|avec|con|and|et)\s+(?:l['’])?([^/,]{2,40})$"
)
_OF_STAFF = re.compile(r"(?<=\w) (?:staff )?(?:writer|correspondent)s?$|^d[ao] ", re.IGNORECASE)
_LONGEST_LINE, _LONGEST_OTHER = 100, 40  # characters
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_MAIL = r"[\w.+-]{1,40}@[\w.-]{2,40}"
# 文／张三   （记者张三 李四）   記者・山田花子   記者張三／台北報導   김철수 기자 kim@news.example
_EASTERN = re.compile(
    rf"(?:文|撰文|作者|记者|記者)\s*[/／:：・\s]\s*({_HAN}{{2,4}}(?:[、 ]{_HAN}{{2,4}}){{0,3}})|"
    rf"[（(](?:.{{0,8}})?(?:记者|記者)\s*({_HAN}{{2,4}}(?:[、 ]{_HAN}{{2,4}}){{0,3}})[）)]|"
    rf"(?:记者|記者)\s*({_HAN}{{2,4}}?)[／/]{_HAN}{{2,6}}[报報][导導道]|([가-힣]{{2,4}}) ?기자\s*"
    rf"(?:=|[(<]?{_MAIL}[)>]?)?"
)
_AGENCY_FIRST = re.compile(r"([^,/()]{2,40}?)\s+(?:with|avec|con|and|et|y)\s+([^,/()]{3,60})")
_DUTY = (
    r"(?:additional\s+)?(?:reporting|writing|editing|translation|translating|compiled|written|edited)"
    r"(?:\s+and\s+(?:writing|editing))?\s+by"
)
_REPORTING = re.compile(rf"[(\[]?\s*{_DUTY}\s+(?P<names>.{{3,200}}?)[)\].]*", re.IGNORECASE)
_DUTIES = re.compile(rf"\s*[;,.]?\s*(?:and\s+)?{_DUTY}\s+", re.IGNORECASE)
# Anadolu's and Antara's: Muhabir: Ayşe Yılmaz, and who edited and sent it
_LABELLED = re.compile(
    r"(?:(?P<wrote>muhabir|pewarta|wartawan)|yayıncı|editör|editor|penyunting)\s?:\s?(?P<names>[^\n:]{4,60})",
    re.IGNORECASE,
)
_ARABIC_REPORTING = re.compile(r"[(\[]\s*(?:إعداد|تغطية|تحرير|شارك في التغطية)\s.{3,200}[)\]]\.?")


def take_byline(lines: list[str]) -> tuple[str | None, str | None]:
    """The author and the agency that a first line names; ``lines`` lose it."""
    found = _LINE.fullmatch(lines[0].strip()) if len(lines) > 1 else None
    if found is None:
        return _take_other(lines) if len(lines) > 1 else (None, None)
    name, agency = part(_without_day(found["names"].strip(" :")))
    if name and not is_names(name, cased=bool(found["latin"] or found["cased"])):
        return None, None
    if not name and not agency:
        return None, None
    lines.pop(0)
    return name, agency


def is_byline(line: str) -> bool:
    """Whether a line above a text names who wrote it."""
    return len(line) <= _LONGEST_LINE and any(take_byline([line, ""]))


def _take_other(lines: list[str]) -> tuple[str | None, str | None]:
    """The same of a first line that is a writer's in East Asia, or nothing but an agency's name."""
    line = lines[0].strip()
    if len(line) > _LONGEST_OTHER:
        return None, None
    eastern = None if line.isascii() else _EASTERN.fullmatch(line)
    agency = None if eastern or line[:1] in tuple("(/[（【") else agencies.titled(line)
    # A review of what agencies write names each above its part.
    if agency and {agencies.titled(one) for one in lines if len(one) <= _LONGEST_OTHER} - {
        None,
        agency,
    }:
        return None, None
    if eastern is None and agency is None:
        return None, None
    lines.pop(0)
    return (next(filter(None, eastern.groups())) if eastern else None), agency


def _without_day(names: str) -> str:
    """Names without the day that pages set beside them: Jane Roe | 7 March 2024."""
    before, sign, behind = names.rpartition("|") if "|" in names else names.rpartition("·")
    return before.strip() if sign and is_day(behind.strip()) else names


def part(credit: str) -> tuple[str | None, str | None]:
    """A person and an agency out of ``Jane Roe (AFP)``, ``Le Courrier avec AFP``, ``Reuters``."""
    credit = credit.strip(" .,;")
    whole = agencies.find(credit)
    if whole:
        return None, whole
    for found in _AGENCY_IN_NAMES.finditer(credit):
        agency = agencies.find(_OF_STAFF.sub("", found[1] or found[2] or found[3]))
        if agency:
            rest = f"{credit[: found.start()]} {credit[found.end() :]}".strip(" ,/|–—-")
            other, leading = part(rest)
            return other, leading or agency
    head, slash, rest = credit.partition("/")
    agency = agencies.find(head) if slash else None
    if agency:  # MAP/ST has the initials of the writer, MAP/Salma Tazi the name
        return (rest.strip() if len(rest) > 4 else None), agency
    both = _AGENCY_FIRST.fullmatch(credit)  # AFP and Jane Roe
    agency = agencies.find(both[1]) if both else None
    if both and agency and is_names(both[2], cased=both[2].isascii()):
        return both[2], agency
    return credit or None, None


def is_names(text: str, *, cased: bool) -> bool:
    """Whether these words look like names and what joins them; ``cased``: the script has capitals."""
    found = re.findall(r"[^\W\d_][\w'’.-]*", text)
    if not found or len(found) > _MOST or re.search(r"[!?؟:\"“”]|\d", text):
        return False
    if not cased:
        return len(text.split()) <= 6  # by spaces: vowel signs of Hindi part its words for Unicode
    named = [word for word in found if not word[0].islower()]
    return not found[0][0].islower() and all(
        word in named or word.lower() in _SMALL or word.startswith(("d'", "d’", "l'", "al-", "el-"))
        for word in found
    )


def reporting(line: str) -> str | None:
    """Who reported, for a line such as ``Reporting by Jane Roe in Rabat; editing by …``.

    None for any other line; empty when it tells no name to keep.
    """
    if _ARABIC_REPORTING.fullmatch(line):
        return ""
    if (labelled := _LABELLED.fullmatch(line)) and is_names(labelled["names"], cased=True):
        return labelled["names"] if labelled["wrote"] else ""
    found = _REPORTING.fullmatch(line)
    if found is None:
        return None
    parts = [one for one in _DUTIES.split(found["names"]) if one.strip()]
    if not parts or not all(is_names(one, cased=True) for one in parts):
        return None
    first = line.lstrip("([ ").lower().startswith(("reporting", "writing", "written"))
    return re.split(r"\s+(?:in|at|for)\s+", parts[0])[0].strip(" ,;.") if first else ""


def of_authors(people: Sequence[Person]) -> tuple[str | None, str | None]:
    """A byline and an agency from the entry's own authors."""
    names: list[str] = []
    found: str | None = None
    for person in people:
        name, agency = part(person.name)
        found = found or agency
        if name and "@" not in name and "://" not in name:
            names.append(name)
    return (names[0] if names else None), found
