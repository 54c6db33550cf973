"""Embargoes as desks name them in languages that :mod:`feeds.parse.wirenotes` has no grammar of.

ONDER EMBARGO TOT ZATERDAG 9 MAART 2024, 06.00 UUR
9 Mart 2024 Cumartesi saat 09.00'a kadar ambargoludur
【解禁：2024年3月9日午前6時】   【禁发至2024年3月9日06:00】   보도시점: 2024. 3. 9.(토) 06:00

Only a line of nothing else counts, with a day and its month or its hour in figures: a season of fishing may open
(解禁), and trade be under an embargo for years.
"""

from __future__ import annotations

import re

_LONGEST = 120  # characters of such a line
# One is in each, and seen sooner.
_SIGN = re.compile(
    "embarg|ambargo|ембарго|εμπάργκο|אמברגו|امبارگو|解禁|禁|勿|不得|封锁期|封鎖期|엠바고|보도|publice|publikow|kingkan",
    re.IGNORECASE,
)
_LATIN_END = r"(?P<until>[^\n]{5,70}?)"
_YEAR_FIRST = r"(?P<until>\d{4}\s?[年년./-][^\n【】\[\]]{4,40}?)"
_FORMS = tuple(
    re.compile(rf"\W*{form}\W*", re.IGNORECASE)
    for form in (
        # Dutch, Polish, the Nordic languages, Catalan, Romanian, Indonesian, Ukrainian, Greek, Hebrew, Persian
        rf"(?:(?:strikt |streng )?onder (?:strikt )?)?embargo\W+tot(?: en met)?\s{_LATIN_END}",
        rf"niet (?:voor publicatie|publiceren|te publiceren) v[oó][oó]r\s{_LATIN_END}",
        rf"(?:materiał )?(?:objęt[yae] |pod )?embarg(?:o|iem)\W+do(?: dnia)?\s{_LATIN_END}",
        rf"nie publikować (?:przed|do)\s{_LATIN_END}",
        rf"(?:under )?(?:embargo|klausul|sperrefrist|spärrfrist)\W+(?:till|til)\s{_LATIN_END}",
        rf"får (?:ej|inte) publiceras före\s{_LATIN_END}",
        rf"(?:sota )?(?:embargament|embargo|embargat|embargada)\W+fins (?:al?s?|el)\s{_LATIN_END}",
        rf"(?:sub )?embargo\W+până (?:la|în|pe)\s{_LATIN_END}",
        rf"embargo\W+(?:sampai|hingga)(?: dengan)?\s{_LATIN_END}",
        rf"(?:під )?ембарго\W+до\s{_LATIN_END}",
        rf"εμπάργκο\W+(?:έως|μέχρι|ως)(?: τις| την| το)?\s{_LATIN_END}",
        rf"אמברגו\W+עד(?: ל| ה)?\s?{_LATIN_END}",
        rf"امبارگو\W+تا\s{_LATIN_END}",
        # Turkish sets the end before it
        rf"ambargo(?:lu(?:dur)?)?(?: haber)?\W+{_LATIN_END}(?:['’]?\s?[yn]?[ae] kadar)?",
        rf"{_LATIN_END}['’]?\s?[yn]?[ae] kadar ambargolu(?:dur)?",
        rf"{_LATIN_END}['’]?\s?[dt][ae]n önce (?:yayımlan|yayınlan|kullanıl)(?:maz|amaz|mamalıdır|masın)",
        # Chinese, Japanese, Korean
        r"(?:新闻|新聞)?(?:禁发|禁發|禁止发布|禁止發[佈布]|封[锁鎖]期|解禁(?:时间|時間)?)"
        rf"(?:至|到|期至|于|於)?\W*{_YEAR_FIRST}(?:之?[前后後]|以[前后後])?",
        rf"{_YEAR_FIRST}之?前\W?(?:不得|[请請]勿|禁止|[严嚴]禁)(?:公开)?"
        r"(?:发布|發[布佈]|刊发|播发|报道|報導|刊登|见报|見報)",
        rf"(?:報道|情報|記事|公表)?(?:解禁(?:日時|時間|日)?|エンバーゴ)\W*{_YEAR_FIRST}(?:以降|より|から)?",
        rf"{_YEAR_FIRST}\s?まで\W?(?:報道|公開|公表|掲載|放送)?(?:禁止|厳禁|不可)",
        rf"(?:엠바고|보도\s?(?:시점|일시|시기|유예))\W*{_YEAR_FIRST}\s?(?:이후|까지|부터)?"
        r"(?:\s?보도(?:하여 주시기 바랍니다|해 주십시오|바랍니다)?)?",
    )
)
_HOUR = re.compile(r"\d{1,2}\s?[:.h時时點点시]\s?\d{2}|\d{1,2}\s?[時时點点시]")
_DAY_AND_MONTH = re.compile(
    r"\d{1,2}\.?\s[^\W\d_]{3,12}\.?\s\d{4}|\d{1,4}\s?[./年년-]\s?\d{1,2}\s?[./月월-]\s?\d{1,4}"
)
_MOST_WORDS = 9


def embargo_abroad(said: str) -> str | None:
    """The end of the embargo that a line of nothing else names; None for any other line.

    >>> embargo_abroad("Onder embargo tot zaterdag 9 maart 2024, 06.00 uur"), embargo_abroad("Embargo tot 2027")
    ('zaterdag 9 maart 2024, 06.00 uur', None)
    """
    if len(said) > _LONGEST or not any(map(str.isdigit, said)) or not _SIGN.search(said):
        return None
    for form in _FORMS:
        found = form.fullmatch(said)
        until = found["until"].strip(" :：,'’") if found else ""
        if until and _tells_when(until):
            return until
    return None


def _tells_when(until: str) -> bool:
    told = _HOUR.search(until) or _DAY_AND_MONTH.search(until)
    return told is not None and len(until.split()) <= _MOST_WORDS
