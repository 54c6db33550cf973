r"""A line at the head of a wire story that is a day and nothing else.

    Thursday, March 7, 2024
    7 mars 2024 à 10h30 GMT

What day it is, normalizing reads; here only its look is known, in the languages of most wires.
"""

from __future__ import annotations

import re
from itertools import islice

from feeds.text import fold

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
_NAMES = """
mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday
lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo
lunedi martedi mercoledi giovedi venerdi segunda terca quarta quinta sexta feira
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
понедельник понедельника вторник вторника среда среды среду четверг четверга пятница пятницы пятницу
суббота субботы субботу воскресенье воскресенья الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
lun mar mer mie jue jeu gio gioi ven vie sam sab dim dom пн вт ср чт пт сб вс اثنين ثلاثاء اربعاء خميس جمعة سبت احد
seg ter qua qui sex
"""
WEEKDAYS = frozenset(map(fold, _NAMES.split()))  # folded
_OTHER_WORDS = "le el il am den on vom stand updated published posted publie publicado pubblicato"
_BEFORE = WEEKDAYS.union(_OTHER_WORDS.split())
_CLOCK = (
    r"(?:[ T,،|–-]{1,3}(?:at |à |um |a las |alle |ore |в |الساعة )?\d{1,2}[:.h]\d{2}(?::\d{2}(?:\.\d{1,6})?)?"
    r"(?: ?[ap]\.?m\.?)?(?: Uhr)?(?: ?(?:[A-Z]{1,4}|[+-]\d{2}:?\d{2}))?)?"
)
_DAY = re.compile(
    rf"(?!date\b)(?:(?:le |el |am )?(?P<weekday>[^\W\d_]{{2,12}})(?:-feira)?\.?[,،]? )?"
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
    found = _DAY.fullmatch(" ".join(line.split())) if len(line) <= _LONGEST else None
    # Another word makes it a headline: “Fukushima, 11 March 2011”.
    return found is not None and (not found["weekday"] or fold(found["weekday"]) in _BEFORE)
