"""The forms that dates come in, and the names in them: patterns over folded text.

Folded (:func:`feeds.text.fold`): small letters without accents, Arabic and Persian digits as ours, one space.
Each form names its parts: y mo d, mn (a month's name), one two (figures of unclear order), h mi s f ap, z.
"""

from __future__ import annotations

import re

from feeds.text import fold

# Both families of Arabic names (January is يناير in Cairo and Rabat, كانون الثاني in Damascus), the
# Maghreb's own (جانفي in Tunis, غشت in Rabat); Slavic names in the cases that dates put them in.
_MONTHS = """
january jan janvier janv enero ene janeiro gennaio gen januar janner januari ocak stycznia januara يناير جانفي كانون_الثاني января январь янв січня ianuarie ledna sijecnja tammikuuta जनवरी
february feb febr fevrier fevr febrero fevereiro fev febbraio februar februari subat lutego فبراير فيفري شباط февраля февраль фев февр лютого februarie unora veljace helmikuuta फरवरी फ़रवरी
march mar mars marzo marco marz mrz maerz maart mrt mart marca مارس اذار марта март мар березня martie brezna ozujka maaliskuuta mac maret मार्च
april apr avril avr abril abr aprile april nisan kwietnia ابريل افريل نيسان апреля апрель апр квітня aprilie dubna travnja huhtikuuta अप्रैल
may mai mayo maio maggio mag mei maj mayis maja ماي مايو ايار мая май травня kvetna svibnja toukokuuta मई
june jun juin junio junho giugno giu juni haziran czerwca يونيو يونيه جوان حزيران июня июнь июн червня iunie cervna lipnja kesakuuta जून
july jul juillet juil juill julio julho luglio lug juli temmuz lipca يوليوز يوليو يوليه جويليه تموز июля июль июл липня iulie cervence srpnja heinakuuta julai जुलाई
august aug aout agosto ago agustos augusti augustus sierpnia اغسطس غشت اوت اب августа август авг серпня srpna kolovoza elokuuta ogos अगस्त
september sep sept septembre septiembre setiembre setembro settembre set eylul wrzesnia شتنبر سبتمبر ايلول сентября сентябрь сен сент вересня septembrie rujna syyskuuta सितंबर सितम्बर
october oct octobre octubre outubro out ottobre ott oktober okt ekim pazdziernika اكتوبر تشرين_الاول октября октябрь окт жовтня octombrie rijna lokakuuta अक्टूबर
november nov novembre noviembre novembro kasim listopada نونبر نوفمبر تشرين_الثاني ноября ноябрь ноя нояб листопада noiembrie studenoga studenog marraskuuta नवंबर नवम्बर
december dec decembre diciembre dic dezembro dez dicembre dezember desember aralik grudnia دجنبر ديسمبر كانون_الاول декабря декабрь дек грудня decembrie prosince prosinca joulukuuta disember दिसंबर दिसम्बर
"""  # noqa: E501 -- a table: a line a month
MONTH = {
    fold(name.replace("_", " ")): number
    for number, line in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in line.split()
}
# Hours from UTC of the zone names that feeds use (RFC 822 section 5.1, and the web's own). Names that
# stand for several zones on several continents (IST, AST, SST) are not here: nobody can be sure of them.
ZONES = {
    "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0, "cet": 1.0, "cest": 2.0,
    "mez": 1.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "msd": 4.0, "est": -5.0, "edt": -4.0, "cst": -6.0,
    "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0, "hst": -10.0,
    "jst": 9.0, "kst": 9.0, "sast": 2.0, "cat": 2.0, "eat": 3.0, "wat": 1.0, "trt": 3.0, "aest": 10.0, "aedt": 11.0,
    "acst": 9.5, "acdt": 10.5, "awst": 8.0, "nzst": 12.0, "nzdt": 13.0, "sgt": 8.0, "hkt": 8.0, "wib": 7.0, "pht": 8.0,
    "pkt": 5.0, "gst": 4.0, "irst": 3.5, "npt": 5.75, "brt": -3.0, "art": -3.0, "clt": -4.0, "توقيت غرينتش": 0.0,
    "غرينتش": 0.0, "تغ": 0.0, "tu": 0.0, "мск": 3.0,
}  # fmt: skip
MONTH_NAMES = "|".join(sorted((re.escape(n) for n in MONTH), key=len, reverse=True))
_NAMED = "|".join(sorted((re.escape(n) for n in ZONES if not n.isascii()), key=len, reverse=True))
# Before noon and after it; in Arabic ص and م.
_HALF = r"(?P<ap>[ap]\.?\s?m\b\.?|[صم](?![^\W\d_]))"
CLOCK = (
    r"(?P<h>\d{1,2})(?:[:h.](?P<mi>\d{2})(?:[:.](?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    rf"|h(?!\w)|(?=\s?[ap]\.?m))\s*{_HALF}?(?:\s?(?:uhr|hrs|hours|h)\b)?"
)
ZONE = (
    r"(?P<z>[+-]\d{2}:?\d{2}|[+-]\d{1,2}|[a-z]{1,5}(?:[+-]\d{1,2}:?(?:\d{2})?)?"
    rf"|(?:ب?{_NAMED}))"
)
_AT = r"(?:[,،]?(?:\s+|(?<=[,،]))(?:at|a las|a la|as|alle|ore|um|kl\.?|в|a|-|–|\||الساعه|علي الساعه)?\s*)"
_TIME = rf"(?:{_AT}{CLOCK}\s*{ZONE}?)?"
_WEEKDAY = r"(?:[^\W\d]+(?:-[^\W\d]+)?\.?(?:\s?[,،]\s*|\s+))?(?:(?:den|le|el|il|the)\s+)?"
_MONTH_NAME = rf"(?P<mn>{MONTH_NAMES})(?:\s*/\s*(?:{MONTH_NAMES}))?\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|ero|º|o|\.)?"
_DAY_MONTH = rf"(?P<d>\d{{1,2}}){_ORDINAL}[\s-]*(?:de\s+|of\s+)?{_MONTH_NAME},?[\s-]*(?:del?\s+)?"

ISO = re.compile(
    rf"(?P<y>\d{{4}})-(?P<mo>\d{{1,2}})-(?P<d>\d{{1,2}})(?:[t ,]+(?:at |- )?(?:{CLOCK}|(?P<hh>\d{{2}}))\s*{ZONE}?)?"
)
_SLASHED = re.compile(rf"(?P<y>\d{{4}})[/.](?P<mo>\d{{1,2}})[/.](?P<d>\d{{1,2}})t?{_TIME}")
_DOTTED = re.compile(rf"{_WEEKDAY}(?P<d>\d{{1,2}})\.\s?(?P<mo>\d{{1,2}})\.\s?(?P<y>\d{{4}}){_TIME}")
# Day or month first? Both occur: see feeds.normalize.dates.day_first.
FIGURES = re.compile(
    rf"{_WEEKDAY}(?P<one>\d{{1,2}})(?P<by>[/-])(?P<two>\d{{1,2}})(?P=by)(?P<y>\d{{4}}){_TIME}"
)
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})"
    r"(?:[t ]?(?P<h>\d{2})(?P<mi>\d{2})(?:(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    r"\s?(?P<z>z|gmt|utc|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_WORDED = re.compile(rf"{_WEEKDAY}{_DAY_MONTH}(?P<y>\d{{4}}|\d{{2}})(?:\s?(?:года|г\.?))?{_TIME}")
_AMERICAN = re.compile(
    rf"{_WEEKDAY}{_MONTH_NAME}\s+(?P<d>\d{{1,2}}){_ORDINAL},?\s+(?P<y>\d{{4}}){_TIME}"
)
_UNIX = re.compile(
    rf"[^\W\d]{{2,5}}\.? (?P<mn>{MONTH_NAMES})\s+(?P<d>\d{{1,2}}) {CLOCK} (?:{ZONE} )?(?P<y>\d{{4}})"
)
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})[\s,-]+{_MONTH_NAME}[\s-]+(?P<d>\d{{1,2}}){_ORDINAL}{_TIME}"
)
# 2024年3月7日 10:30, 2024년 3월 7일 10시 30분
_EASTERN = re.compile(
    r"(?P<y>\d{4})\s?[年년]\s?(?P<mo>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일](?:\s?\(.\))?"
    rf"(?:\s?(?P<h>\d{{1,2}})(?::|\s?[時时시]\s?)(?P<mi>\d{{2}})(?:[:分분]?(?P<s>\d{{2}})?[秒초]?)?\s*{ZONE}?)?"
)
FORMS = (
    *(ISO, _SLASHED, _DOTTED, FIGURES, _COMPACT, _WORDED, _AMERICAN, _UNIX),
    *(_YEAR_FIRST, _EASTERN),
)
# The hour before the day, as embargoes and telexes have it: 1200 GMT, Thursday 7 March 2024.
HOUR_FIRST = re.compile(
    r"(?P<h>\d{1,2})[:.h]?(?P<mi>\d{2})(?:\s?(?:hrs|hours|h|uhr)\b)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    r"(?P<z>[+-]\d{2}:?\d{2}|\(?(?!(?:on|of|le|el|il|am|den|del?)\b)[a-z]{1,4}(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
    r"(?:\s+time)?[\s,]+"
    r"(?:(?:on|of|le|el|il|am|den|del?)\s+)?(?P<rest>\S.*)"
)
WEEK = re.compile(r"(?P<y>\d{4})-w(?P<w>\d{2})-(?P<wd>[1-7])")  # ISO 8601
EPOCH = re.compile(r"(\d{10})(?:\.\d+)?|(\d{13})(?:\.0+)?|(\d{16})(?:\.0+)?")
# Zone names in words that follow an offset: +0100 (CET), +01:00[Africa/Casablanca], +0000 UTC.
AFTERTHOUGHT = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|(?<=\d [+-]\d{4}) [a-z]{3,5})$")
# Marks of direction, which calendars in Arabic set between figures.
UNSEEN = re.compile("[\u200e\u200f\u061c]")
DAY = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?:{MONTH_NAMES})\.?(?:\s*/\s*(?:{MONTH_NAMES}))?(?:,?\s+(?:del?\s+)?\d{{4}})?|"
    rf"(?:{MONTH_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
)
