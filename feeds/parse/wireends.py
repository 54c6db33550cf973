"""Whether words say when an embargo ends: a time, and nothing that a headline or a sentence would tell besides.

    1200 GMT, THURSDAY 7 MARCH 2024       is one; so is: TUESDAY
    2027, Iran sells its oil elsewhere    is what follows “Under embargo until” in a story of its own

What time it is, normalizing reads; here only its look is known, in the languages of most wires.
"""

from __future__ import annotations

import re

from feeds.parse.wiredate import MONTH, WEEKDAYS
from feeds.text import fold

_MONTHS = re.compile(MONTH.removesuffix(r"\.?"), re.IGNORECASE)
# Beside days and hours. Folded like what is looked for among them.
_OTHERS = """
st nd rd th er o a p m am pm h hr hrs hs hour hours min s z t at on the of and to before after until by from noon
midday midnight clock date time today tomorrow morning evening standard daylight summer winter eastern central mountain
local pacific publication release print online broadcast
a le la les au aux du de des l d heure heures midi minuit matin soir demain et el los las del hora horas mediodia
medianoche manana il lo alle ore ora mezzogiorno mezzanotte domani da do as os em meio dia noite amanha
um ab am den dem der bis zum uhr mittag mitternacht ortszeit morgen und fruh nicht vor fur
в во с до и года год г час часа часов полдень полночь утра вечера времени время ч الساعة يوم في من إلى صباحا مساء ظهرا
منتصف الليل ص م هـ ه بتوقيت تشرين كانون الأول الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول
الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة الحادية عشرة والنصف
gmt utc tu tuc ut bst cet cest mez mesz met mest wet west eet eest est edt et cst cdt ct mst mdt mt pst pdt pt akst
ist jst kst hkt sgt wib pht pkt gst aest aedt awst nzst nzdt brt art msk мск غرينتش جرينتش غرينيتش العالمي
"""
_WORDS = WEEKDAYS.union(map(fold, _OTHERS.split()))
# Whose time it is: 10:00 Paris time, heure de Paris, hora de Madrid, по московскому времени.
_PLACE = re.compile(
    r"\b(?:[^\W\d_]+ ?){1,2} time\b|\b(?:heures?|hora|ora|horario) (?:de |di |d['’])?[^\W\d_]+(?= ?\W|$)"
    r"|\bпо [^\W\d_]+(?= времени)|بتوقيت [^\W\d_]+(?: [^\W\d_]+)?|\b[^\W\d_]+er zeit\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}\b(?![./])|\b\d{1,2} ?(?:[ap]\.?m\b|h\b|uhr\b|heures?\b)|"
    r"\b\d{4} ?(?:gmt|utc|z|bst|c?e[sd]t|[cmp][sd]?t|hrs?|hours?|mes?z)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<!\w)\d{1,2}(?!\d)|\d{8}|\d{10}")
_DATE = re.compile(r"^\d{4}$|\d{1,4}[./-]\d{1,2}[./-]\d{2,4}")
_QUOTED = re.compile(
    r"\s*(?:[\"“„][^\"”“]*\w[^\"”“]*[\"”“]|«[^»]*\w[^»]*»|['‘][^\n]*\w[,.!?]?['’](?=[\s,])).*\w"
)


def is_end(until: str) -> bool:
    """Whether all words are of a time, and there is a day or an hour: a year or a month alone is none.

    >>> is_end("1200 GMT, 7 MARCH 2024"), is_end("Tuesday"), is_end("10 ships leave Havana"), is_end("2027")
    (True, True, False, False)
    """
    said = _WORD.findall(_PLACE.sub(" ", until))
    if not all(map(_is_of_time, said)):
        return False
    weekday = any(fold(word) in WEEKDAYS for word in said)
    return tells_hour(until) or _FIGURES.search(until) is not None or weekday


def is_month(until: str) -> bool:
    """Whether all words are of a time, and one is a month: an embargo on trade may well end so.

    >>> is_month("May"), is_month("early May"), is_month("Tuesday")
    (True, False, False)
    """
    said = _WORD.findall(until)
    return all(map(_is_of_time, said)) and any(map(_MONTHS.fullmatch, said))


def tells_hour(until: str) -> bool:
    """Whether there is an hour of the day, whatever else."""
    return _CLOCK.search(until) is not None


def tells_day(until: str) -> bool:
    """Whether there is a day with its month or weekday, a year alone or an hour, whatever else."""
    said = until.strip(" .")
    in_words = _FIGURES.search(said) is not None and any(map(_names_day, _WORD.findall(said)))
    return in_words or tells_hour(said) or _DATE.search(said) is not None


def is_quoted(line: str) -> bool:
    """Whether a line opens with somebody's words, and says more than those."""
    return _QUOTED.match(line) is not None


def _is_of_time(word: str) -> bool:
    return fold(word) in _WORDS or _MONTHS.fullmatch(word) is not None


def _names_day(word: str) -> bool:
    """Whether it is a weekday or a month."""
    return fold(word) in WEEKDAYS or _MONTHS.fullmatch(word) is not None
