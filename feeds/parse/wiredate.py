r"""A line at the head of a wire story that is a day and nothing else.

    Thursday, March 7, 2024
    7 mars 2024 à 10h30 GMT

What day it is, normalizing reads; here only its look is known, in the languages of most wires.
"""

from __future__ import annotations

import re
from itertools import islice

MONTH = (
    r"(?:jan(?:uary|vier|uar|v)?|janeiro|ene(?:ro)?|gen(?:naio)?|feb(?:ruary|ruar|rero|braio|r)?|f[ée]v(?:rier|ereiro|r)?|"
    r"mar(?:ch|s|zo|ço|z)?|märz?|apr(?:ile?)?|avr(?:il)?|abr(?:il)?|mayo?|maio?|mag(?:gio)?|jun(?:e|io?|ho)?|juin|"
    r"giu(?:gno)?|jul(?:y|io?|ho)?|juil(?:let|l)?|lug(?:lio)?|aug(?:ust)?|ao[uû]t|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?)?|"
    r"set(?:embro|tembre|iembre)?|o[ck]t(?:ober|obre|ubre)?|out(?:ubro)?|ott(?:obre)?|nov(?:ember|embre|iembre|embro)?|"
    r"d[ée]c(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?|января|февраля|марта|апреля|мая|ию[нл]я|августа|"
    r"сентября|октября|ноября|декабря|يناير|جانفي|فبراير|فيفري|مارس|آذار|[أإا]بريل|أفريل|نيسان|ما[يى]و?|أيار|يونيو|جوان|حزيران|"
    r"يوليوز?|جويلية|تموز|أغسطس|غشت|أوت|آب|سبتمبر|شتنبر|أيلول|أكتوبر|تشرين ال(?:أول|ثاني)|نوفمبر|نونبر|ديسمبر|دجنبر|"
    r"كانون ال(?:أول|ثاني))\.?"
)
_CLOCK = (
    r"(?:[ T,،|–-]{1,3}(?:at |à |um |a las |alle |ore |в |الساعة )?\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d{1,6})?)?"
    r"(?: ?[ap]\.?m\.?)?(?: Uhr)?(?: ?(?:[A-Z]{1,4}|[+-]\d{2}:?\d{2}))?)?"
)
_DAY = re.compile(
    rf"(?!date\b)(?:(?:le |el )?[^\W\d_]{{2,12}}\.?[,،]? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|\.|º)? (?:de )?{MONTH},? (?:del? )?\d{{4}}(?: г\.?)?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{4}}[-/.]\d{{2}}[-/.]\d{{2}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}})"
    rf"{_CLOCK}",
    re.IGNORECASE,
)
_LONGEST = 60  # characters
_LONGEST_HEADLINE = 120


def take_day(lines: list[str]) -> tuple[str | None, list[str]]:
    """The day that stands above a story or right below its headline, and the lines without it.

    A story that has more such lines is a chronicle, of which they are the text.

    >>> take_day(["7 March 2024", "", "Ferries sail", "", "They do."])
    ('7 March 2024', ['', 'Ferries sail', '', 'They do.'])
    """
    written = [*islice((number for number, line in enumerate(lines) if line.strip()), 3)]
    day = next((number for number in written[:2] if is_day(lines[number])), None)
    if day is None or len(written) < 3 or any(map(is_day, lines[day + 1 :])):
        return None, lines
    above = lines[written[0]].strip() if day != written[0] else ""
    if len(above) > _LONGEST_HEADLINE or above.endswith((".", "!", "?", ":", ",")):
        return None, lines
    return lines[day].strip(), [*lines[:day], *lines[day + 1 :]]


def is_day(line: str) -> bool:
    """Whether a line is a day, its hour with it or not, and nothing else.

    >>> is_day("Thursday, March 7, 2024"), is_day("12 angry men 2024")
    (True, False)
    """
    return len(line) <= _LONGEST and _DAY.fullmatch(" ".join(line.split())) is not None
