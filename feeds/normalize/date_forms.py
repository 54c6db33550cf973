"""The forms that dates come in, and the names in them: patterns over folded text.

Folded (:func:`feeds.text.fold`): small letters without accents, Arabic and Persian digits as ours, one space.
Each form names its parts: y mo d, mn (a month's name), one two (figures of unclear order), h mi s f ap, z.
"""

from __future__ import annotations

import html
import re

from feeds.normalize.date_eras import DAYS_OF_EAST, of_reigns, without_vietnamese
from feeds.normalize.mended import unwrapped
from feeds.normalize.spellings import letters, one_of
from feeds.text import fold

# Both families of Arabic names (January is يناير in Cairo and Rabat, كانون الثاني in Damascus), the
# Maghreb's own (جانفي in Tunis, غشت in Rabat); Slavic names in the cases that dates put them in.
_MONTHS = """
january jan janvier janv enero ene janeiro gennaio gen januar janner januari ocak stycznia januara يناير جانفي كانون_الثاني января январь янв січня січ ianuarie ledna sijecnja tammikuuta जनवरी Ιανουαρίου януари জানুয়ারি ינואר جنوری ژانویه ian gener jaanuar janar sty januarja Ιαν oca sausio janvaris ஜனவரி tammi led sij जन јануара
february feb febr fevrier fevr febrero fevereiro fev febbraio februar februari subat lutego فبراير فيفري شباط февраля февраль фев февр лютого лют februarie unora veljace helmikuuta फरवरी फ़रवरी Φεβρουαρίου февруари ফেব্রুয়ারি פברואר فروری فوریه februara februarja febrer veebruar shkurt lut Φεβ sub vasario februaris பிப்ரவரி helmi uno velj फर फ़र фебруара
march mar mars marzo marco marz mrz maerz maart mrt mart marca مارس اذار марта март мар березня бер martie brezna ozujka maaliskuuta mac maret मार्च marcius Μαρτίου marts মার্চ מרץ مارچ març märts Μαρ kovo machi மார்ச் maalis bre ozu marec marta
april apr avril avr abril abr aprile april nisan kwietnia ابريل افريل نيسان апреля апрель апр квітня квіт кві aprilie dubna travnja huhtikuuta अप्रैल aprilis Απριλίου април এপ্রিল אפריל اپریل آوریل aprila aprill prill kwi kwie Απρ nis balandzio aprili ஏப்ரல் huhti dub tra априла
may mai mayo maio maggio mag mei maj mayis maja ماي مايو ايار мая май травня трав тра kvetna svibnja toukokuuta मई majus Μαΐου মে מאי مئی مه maig maia Μαϊ geguzes maijs மே touko kve svi маја
june jun juin junio junho giugno giu juni haziran czerwca يونيو يونيه جوان حزيران июня июнь июн червня черв чер iunie cervna lipnja kesakuuta जून junius Ιουνίου юни জুন יוני ژوئن juna junija juny juuni qershor cze czer iun Ιουν haz birzelio junijs ஜூன் kesa cvn junij جون јуна
july jul juillet juil juill julio julho luglio lug juli temmuz lipca يوليوز يوليو يوليه جويليه تموز июля июль июл липня лип iulie cervence srpnja heinakuuta julai जुलाई julius Ιουλίου юли জুলাই יולי جولائی ژوئیه jula julija juliol juuli korrik lip iul Ιουλ tem liepos julijs ஜூலை heina cvc जुल julij јула
august aug aout agosto ago agustos augusti augustus sierpnia اغسطس غشت اوت اب августа август авг серпня серп сер srpna kolovoza elokuuta ogos अगस्त augusztus Αυγούστου আগস্ট אוגוסט اگست augusta avgust avgusta agost gusht sie sierp Αυγ agu agustus agt agosti rugpjucio augusts ஆகஸ்ட் elo srp kol अग
september sep sept septembre septiembre setiembre setembro settembre set eylul wrzesnia شتنبر سبتمبر ايلول сентября сентябрь сен сент вересня верес вер septembrie rujna syyskuuta सितंबर सितम्बर szeptember szept Σεπτεμβρίου септември সেপ্টেম্বর ספטמבר ستمبر سپتامبر septembra setembre shtator wrz Σεπ Σεπτ eyl rugsejo septembris septemba செப்டம்பர் syys zar ruj सित září септембра
october oct octobre octubre outubro out ottobre ott oktober okt ekim pazdziernika اكتوبر تشرين_الاول октября октябрь окт жовтня жовт жов octombrie rijna lokakuuta अक्टूबर Οκτωβρίου октомври অক্টোবর אוקטובר اکتوبر اکتبر oktobra oktoober tetor paź paz Οκτ eki spalio oktobris oktoba அக்டோபர் loka rij अक्टू октобра
november nov novembre noviembre novembro kasim listopada نونبر نوفمبر تشرين_الثاني ноября ноябрь ноя нояб листопада листоп лис noiembrie studenoga studenog marraskuuta नवंबर नवम्बर Νοεμβρίου ноември নভেম্বর נובמבר نومبر نوامبر novembra nentor lis Νοε Νοεμ kas lapkricio novembris novemba நவம்பர் marras stu नव listopadu новембра
december dec decembre diciembre dic dezembro dez dicembre dezember desember aralik grudnia دجنبر ديسمبر كانون_الاول декабря декабрь дек грудня груд гру decembrie prosince prosinca joulukuuta disember दिसंबर दिसम्बर Δεκεμβρίου декември ডিসেম্বর דצמבר دسمبر دسامبر decembra desembre detsember dhjetor gru grud Δεκ ara gruodzio decembris desemba des டிசம்பர் joulu pro दिस децембра
"""  # noqa: E501 -- a table: a line a month
MONTH = {
    fold(name.replace("_", " ")): number
    for number, line in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in line.split()
}
# The same word for another month, by country: listopada is November in Polish, October in Croatian.
_CROATIAN = {"listopada": 10, "lis": 10, "lip": 6, "srp": 7}
MONTH_IN: dict[tuple[str | None, str], int] = {
    (place, name): month for place in ("HR", "BA") for name, month in _CROATIAN.items()
}
# From Monday on, English, French, Spanish, Portuguese, Italian, German, Russian, Turkish, Arabic.
_DAYS = """
monday lundi lunes segunda lunedi montag понедельник пн pazartesi الاثنين الإثنين
tuesday mardi martes terca martedi dienstag вторник вт sali الثلاثاء
wednesday mercredi miercoles quarta mercoledi mittwoch среда ср carsamba الاربعاء الأربعاء
thursday jeudi jueves quinta giovedi donnerstag четверг чт persembe الخميس
friday vendredi viernes sexta venerdi freitag пятница пт cuma الجمعة
saturday samedi sabado sabato samstag суббота сб cumartesi السبت
sunday dimanche domingo domenica sonntag воскресенье вс pazar الأحد
"""


def _weekdays() -> dict[str, int]:
    """The weekdays' names, and what they may be cut to where that is no other's: mon, tues."""
    lines = [line.split() for line in _DAYS.strip().splitlines()]
    whole = {fold(name): day for day, line in enumerate(lines) for name in line}
    cut: dict[str, set[int]] = {}
    for name, day in whole.items():
        for end in range(3, len(name)):
            cut.setdefault(name[:end], set()).add(day)
    return {short: days.pop() for short, days in cut.items() if len(days) == 1} | whole


WEEKDAY = _weekdays()
MONTH_NAMES = one_of(map(letters, MONTH))
WEEKDAYS = one_of(map(letters, WEEKDAY))
_NAMED = "|".join(map(fold, ("توقيت غرينتش", "غرينتش", "تغ", "мск")))
# Before noon and after it; in Arabic ص and م, in full صباحا and مساء.
_HALF = r"(?P<ap>[ap]\.?\s?m\b\.?|[πμ]\.?μ\.?(?!\w)|(?:صباحا?|مساءا?|[صم])(?![^\W\d_]))"
_RUN_IN = r"(?<=[\s,]\d\d)(?=\d\d\s?(?:z|h|hours|[a-z]{2,4}|[+-]\d{4})(?!\w))"
# 0600 GMT, 10:30:20.5, 10h30, 15 h 30 min, 15 heures, 12 Uhr, 10 a.m.
CLOCK = (
    rf"(?P<h>\d{{1,2}})(?:(?:[:.]|\s?h(?:eures?)?\s?|{_RUN_IN})(?P<mi>\d{{2}}|\d(?=:\d))(?:\s?min\b\.?)?"
    r"(?:[:.](?P<s>\d{2}|(?<=:)\d(?!\d))(?:(?:[.,]|:(?=\d{3}z))(?P<f>\d+))?)?"
    rf"|\s?(?:h|heures?|uhr)(?!\w)|(?=\s?[ap]\.?m))\s*{_HALF}?(?:\s?(?:uhr|uur|hrs|hours|hs|hod|h|ч)\b\.?)?"
)
ZONE = (
    r"(?P<z>[+-]\d{2}:?\d{2}|[+-]\d:\d{2}|[+-][1-9]\d{2}|[+-]\d{1,2}|[a-z]{1,5}(?:[+-]\d{1,2}:?(?:\d{2})?)?"
    rf"|мск[+-]\d{{1,2}}|(?:ب?{_NAMED}))"
)
_AT = (
    r"(?:[,،]?(?:\s+|(?<=[,،])|(?<=\dt))(?:at|a las|a la|as|(?:alle )?ore|alle|ora|um|om|kl\.?|klo|(?:o )?godz\.?|saat|"
    rf"pukul|ob|в|о|у|{fold('στις')}|v|o|u|a|[-–—|•·/@]|الساعه|علي الساعه|ساعت)?\s*)"
)
_TIME = rf"(?:{_AT}{CLOCK}\s*{ZONE}?)?"
_TURKISH_DAYS = "pazartesi|sali|carsamba|persembe|cuma|cumartesi|pazar"  # after the year
_NAMED_DAY = (
    r"(?:(?:le|el|il|am)\s+(?=[^\W\d]))?(?:(?P<wd>[^\W\d]+)(?:[-'’][^\W\d]+)?\.?(?:\s?[,،]\s*|\s+))?"
    r"(?:(?:den|d\.|le|el|il|the)\s+)?"
)
_WEEKDAY = _NAMED_DAY.replace("?P<wd>", "?:")
_KNOWN_WEEKDAY = rf"(?:(?:{WEEKDAYS})\.?,?\s+)?"  # nothing else stands before a year
# Said in both families of Arabic names, as some wires do: يوليو تموز, يوليو/تموز, تموز (يوليو).
_AGAIN = rf"(?:\s*/\s*(?:{MONTH_NAMES})|\s*\((?:{MONTH_NAMES})\)|\s+(?=[\u0600-\u06ff])(?:{MONTH_NAMES}))?"
_SAID_AGAIN = (
    rf"(?:(?:\s*/\s*|\s*(?P<open>\()|\s+(?=[\u0600-\u06ff]))(?P<again>{MONTH_NAMES})(?(open)\)))?"
)
_MONTH_NAME = rf"ב?(?P<mn>{MONTH_NAMES}){_SAID_AGAIN}[.॰]?"
_ORDINAL = r"(?:st|nd|rd|th|er|ero|º|o|\.)?"
_DAY_MONTH = (
    rf"(?P<d>\d{{1,2}}){_ORDINAL}[\s/-]*(?:de\s+|of\s+|d['’])?{_MONTH_NAME}[,،]?[\s/-]*(?:del?\s+)?"
)

ISO = re.compile(
    rf"{_KNOWN_WEEKDAY}(?P<y>\d{{4}})-(?P<mo>\d{{1,2}})-(?P<d>\d{{1,2}})"
    rf"(?:(?:[t ,]+|_)(?:at |a |um |kl\.? |[-–—|•·] |/ (?!\d\d$))?(?:{CLOCK}|(?P<hh>\d{{2}}))\s*{ZONE}?)?"
)
_SLASHED = re.compile(
    rf"{_KNOWN_WEEKDAY}(?P<y>\d{{4}})[/.]\s?(?P<mo>\d{{1,2}})[/.]\s?(?P<d>\d{{1,2}})\.?t?{_TIME}"
)
# Day or month first? Both occur: see feeds.normalize.date_convention. In some languages a point ends the year too.
FIGURES = re.compile(
    rf"{_NAMED_DAY}(?P<one>\d{{1,2}})(?P<by>[/.-])(?P<gap>\s?)(?P<two>\d{{1,2}})(?P=by)\s?"
    rf"(?P<y>\d{{4}}|(?<=[/.])\d{{2}}(?!\d))(?:\.|t|\s?г\.?)?{_TIME}"
)
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})"
    r"(?:[t ]?(?P<h>\d{2})(?P<colon>:?)(?P<mi>\d{2})(?:(?P=colon)(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?"
    r"\s?(?P<z>z|gmt|utc|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
_WORDED = re.compile(
    rf"{_WEEKDAY}{_DAY_MONTH}(?P<y>\d{{4}}|\d{{2}})(?:\s?(?:года|г\.?)|\s[rр]\.|\sroku|\s?م(?!\w)|,?\s(?:{_TURKISH_DAYS})|\.)?{_TIME}"
)
_AMERICAN = re.compile(
    rf"{_WEEKDAY}{_MONTH_NAME}(?P<gap>\s+|-)(?P<d>\d{{1,2}}){_ORDINAL}(?:,?\s+|(?<=-\d\d)-)(?P<y>\d{{4}}){_TIME}"
)
_UNIX = re.compile(
    rf"[^\W\d]{{2,5}}\.? (?P<mn>{MONTH_NAMES})\.?\s+(?P<d>\d{{1,2}}) {CLOCK} (?:{ZONE} )?(?P<y>\d{{4}})"
)
_YEAR_FIRST = re.compile(
    rf"(?P<y>\d{{4}})(?:\sm\.)?[\s,.-]+{_MONTH_NAME}[\s-]+(?P<d>\d{{1,2}}){_ORDINAL}(?:\sd\.)?(?:,\s?[^\W\d]{{4,12}})?{_TIME}"
)
# 071030Z MAR 24: day, hour and minute in a group, as telexes and soldiers have it.
_GROUP = re.compile(
    rf"(?P<d>\d{{2}})(?P<h>\d{{2}})(?P<mi>\d{{2}})\s?(?P<z>[a-z]{{1,5}})?\s+{_MONTH_NAME}\s+(?P<y>\d{{4}}|\d{{2}})"
)
_NOONS = "|".join(map(fold, ("오전", "오후", "午前", "午後", "上午", "下午")))
_EASTERN_HALF = rf"(?:(?P<ap>{_NOONS}|[ap]m)\s?)?"
# 2024年3月7日 10:30, 2024년 3월 7일 10시 30분
_EASTERN = re.compile(
    r"(?P<y>\d{4})\s?[年년]\s?(?P<mo>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일](?:\s?\(.\))?"
    rf"(?:\s?{_EASTERN_HALF}(?P<h>\d{{1,2}})(?::(?=\d)|\s?[時时시点點]\s?)(?P<mi>\d{{2}}|\d(?=[分분]))?(?:[:分분]?(?P<s>\d{{2}})?[秒초]?)?\s*{ZONE}?)?"
)
FORMS = (
    *(ISO, _SLASHED, FIGURES, _COMPACT, _WORDED, _AMERICAN, _UNIX),
    *(_YEAR_FIRST, _EASTERN, _GROUP),
)
# The hour before the day, as embargoes and telexes have it: 1200 GMT, Thursday 7 March 2024. What a sign sets off from
# a day in figures has to look like one: 10.03 - 12.03.2024 is from one day to another, and 2023 – is a year.
HOUR_FIRST = re.compile(
    r"(?!(?:\d{1,2}\.?\d{2}(?=\s+[-–—|•·/]\s+\d{1,2}[./-]\d)|(?:19|20)\d\d)\s+[-–—|•·/]\s)(?:الساعه\s+)?(?P<h>\d{1,2})(?:[:.h]?(?P<mi>\d{2})|(?=\s?[ap]\.?m|\s?uhr\b))(?:\s?(?:hrs|hours|horas|heures|h|uhr)\b)?\s*(?P<half>[ap]\.?m\.?)?\s*"
    rf"(?P<z>[+-]\d{{2}}:?\d{{2}}|\(?(?!(?:on|of|le|el|il|am|den|del?|di|do|da|{MONTH_NAMES})\b)"
    r"(?:[a-z]{1,4}|мск)(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
    r"(?:\s+time)?[\s,]+(?:[-–—|•·/]\s+)?"
    r"(?:(?:on|of|le|el|il|am|den|del?|di|do|da|(?:من\s+)?يوم|من)\s+)?(?P<rest>\S.*)"
)
# A day and its month without a year: July 5, 5 juillet.
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?!\s?(?:gmt|utc|hrs|h)\b)")
YEARLESS = re.compile(
    rf"\b(?:{MONTH_NAMES})\b\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\w:])|"
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?(?:{MONTH_NAMES})\b\.?"
)
ZEROS = re.compile(r"0000[-/.]?00[-/.]?00(?:[ Tt]00:?00(?::?00(?:\.0+)?)?)?(?:Z|[+-]00:?00)?")
WEEK = re.compile(r"(?P<y>\d{4})(?P<by>-?)w(?P<w>\d{2})(?P=by)(?P<wd>[1-7])")  # ISO 8601
DAY_OF_YEAR = re.compile(r"(?P<y>\d{4})-(?P<nth>\d{3})")  # likewise
_YEAR_BEHIND_SLASH = re.compile(r"(?<=[^\W\d_] \d)/(?=\d{4}$)|(?<=[^\W\d_] \d\d)/(?=\d{4}$)")
FIGURE = re.compile(r"\d{1,2}")
EPOCH = re.compile(
    r"(\d{10})(?:\.\d+)?|(?:\\?/date\()?(\d{13})(?:\.0+)?(?:(?:[+-]\d{4})?\)\\?/)?|(\d{16}(?:\d{3})?)(?:\.0+)?"
)
# Zone names in words that follow an offset: +0100 (CET), +01:00[Africa/Casablanca], +0000 UTC.
AFTERTHOUGHT = re.compile(
    r"(?<=[+-]00:00)(?:z|gmt|utc)$|(?<=[+-]0000)(?:z|gmt|utc)$|"  # Greenwich's time, said twice
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|"
    r"(?:(?<=\d [+-]\d{4})|(?<=\d [+-]\d\d:\d\d)|(?<=\d\d[+-]\d{4})|(?<=\d\d[+-]\d\d:\d\d)) [a-z]{3,5})$"
)
# The same where nothing says the zone before: 10:30 (GMT+1), 10:30:00[Europe/Paris].
ASIDE = re.compile(r"(?<=[\dmhr.])\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\])$")
# 7 March 2024 (10:30): an hour in brackets, where none stands before.
_HOUR_ASIDE = re.compile(
    r"(?:(?<=\d{4})|(?<=-\d\d)) ?\(((?:[01]?\d|2[0-4])[:h][0-5]\d(?:\s?[ap]\.?m\.?)?(?: (?:gmt|utc))?)\)$"
)
# What looks like a zone: initials, or a word for time.
ZONE_LIKE = re.compile(
    rf"[a-z]{{2,5}}|.*(?:\btime\b|\bheure\b|\bhora\b|\bora\b|zeit\b|\btid\b|\bsaati\b|\bwaktu\b|\bczasu?\b|врем|{fold('توقيت')}|"
    rf"时间|時間|{fold('시간')}).*"
)
_HOUR_BEFORE = re.compile(r"\d[:h]\d\d.*\(")
# What pages set beside a day: how long ago that was, how long it takes to read. 3h alone is an hour of the day in
# languages that write it so (9h in French), and in others none.
_BESIDE_DAY = re.compile(
    r"\s*[·•|]\s*\d{1,3}\s?"
    r"(?:(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|[hdwm]) (?:ago|read)|min(?:ute)?s?|(?P<bare>h))$"
)
_WRITTEN_15H = re.compile(
    r"\b(?:janvier|janv|fevrier|fevr?|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|octobre|novembre|decembre|"
    r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|ene|abr|ago|dic|"
    r"janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro|out|dez)\b"
)
# 10:30 (1430 GMT): the hour before it is another place's.
CLOCK_ELSEWHERE = re.compile(r"\d{1,2}[:.h]?\d{2}\s*(?:hrs\s*)?(?:gmt|utc|z)")
_OFFSET_BEFORE = re.compile(r"(?:[+-]\d{2}:?\d{2}|\b(?:gmt|utc|z)|\dz)\s*[(\[][^()\[\]]*[)\]]$")
# Marks of direction, which calendars in Arabic set between figures, and others that nobody sees.
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\u061c\ufeff]")
_MINUS = re.compile(r"(?<=\d:\d\d )[–—](?=\d{4}$)")  # a dash for the sign of an offset
_SHORT_YEAR = re.compile(r"(?<=[^\W\d_]) ['’](?=\d\d(?!\d))")  # 7 Mar '24
_HYPHENS = str.maketrans("\u2010\u2011\u2212", "---")
# Dates come in markup: <time datetime="2024-03-07T10:00Z">Thursday, March 7</time>; under a label: Published: …
_MARKED = re.compile(r"<time\b[^<>]*?\bdatetime\s*=\s*[\"']([^\"'<>]{8,60})[\"']", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LABEL = re.compile(
    r"(?:(?:first|last) )?(?:published|posted|updated|created|pubdate|date|publiee?|mise? (?:en ligne|a jour)|"
    r"publicad[oa]|actualizad[oa]|atualizad[oa]|pubblicat[oa]|aggiornat[oa]|veroffentlicht|erstellt|aktualisiert|опубликовано|"
    r"(?:تاريخ )?(?:ال)?نشر)(?: (?:on|am|em|في))?(?:\s?:\s*|\s+)"
)
# The Islamic day and, "corresponding to" it, ours.
_CORRESPONDING = fold("الموافق")
_OF_OURS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# Its own day beside ours, with its era: 26 شعبان 1445هـ - 7 مارس 2024م
_ISLAMIC = re.compile(
    rf"[^\d]{{0,20}}\d{{1,2}} [^\d]{{3,16}} 1[34]\d\d\s?{fold('هـ')}\s?[-–/|(،]\s?(?=.*(?:19|20)\d\d)"
)
# A weekday behind the day: 2024/03/07(木) 10:30, 2024-03-07 星期四 10:30.
_EASTERN_DAY = re.compile(
    rf"(?<=[\d.{fold('日일')}])\s?(?:\((?:{DAYS_OF_EAST})(?:曜日?|{fold('요일')})?\)|"
    rf"(?:星期|周|週)(?:[一二三四五六日天])|(?:{DAYS_OF_EAST})(?:曜日|{fold('요일')}))\s?"
)
# A weekday of India's scripts before the day, whose vowel signs are no letters; and the halves of the day in Hindi.
_INDIAN_DAY = re.compile("^[\u0900-\u0dff]{3,}\\.?,? (?=\\d{1,2} [\u0900-\u0dff])")
_IN_EAST = re.compile(
    r"^(北京时间|北京時間|台北時間|香港時間|日本時間|東京時間|东京时间)[:：]?\s?(\d.*)$"
)
_HINDI_HALF = re.compile(rf" (?:({fold('पूर्वाह्न')})|{fold('अपराह्न')})$")
_LATVIAN = re.compile(r"^(?:[^\W\d]+, )?(\d{4})\. gada (\d{1,2})\. ([^\W\d]+)")  # the year's
_HEBREW_DAY = re.compile(rf"^{fold('יום')} \S+\s")
# The sign of an offset may be lost where it is none; GMT +0100 is one word.
_NO_OFFSET = re.compile(r"(?<=:\d\d) 00:?00$")
# XML's day in its zone begins there (2024-03-07Z). Behind it a dash may set off an hour; behind a month in words, what
# looks like a year may be the hour of a zone.
_DAY_IN_ZONE = re.compile(r"^(\d{4}-\d{2}-\d{2})(z|\+\d{2}:\d{2})$")
_OFFSET_APART = re.compile(r"\b(utc|gmt) (?=[+-]\d)")
_DAY_IN_BRACKETS = re.compile(rf"(?<=\d) ?\((?:{WEEKDAYS})\.?\) ?")  # 2024-03-07 (Thu) 10:30
_OF_LOGS = re.compile(r"^(\d\d/[a-z]{3}/\d{4}):(?=\d\d:)")  # 07/Mar/2024:10:30:00 +0000
_NOON = re.compile(r"\b(?:12 )?(?:noon|midi)\b")
# Before the hour, behind a day in figures: 2024-03-07 오전 10:30.
_HALVES = dict(zip(_NOONS.split("|"), ("am", "pm") * 3, strict=True))
_NOON_FIRST = re.compile(
    rf"(?:(?<=\d[\s.])|(?<=\d\.\s))({_NOONS})\s?(\d{{1,2}}:\d{{2}}(?::\d{{2}})?)"
)
DAY = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}م?|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?:{MONTH_NAMES})\.?{_AGAIN}(?:,?\s+(?:del?\s+)?\d{{4}}\.?)?|"
    rf"(?:\d{{4}}\.\s+)?(?:{MONTH_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th|\.)?(?:(?:,?\s+|/)\d{{4}}|,\s+[^\W\d_]{{4,10}})?"
)


def shown(raw: str) -> str:
    """A date folded, without marks that nobody sees, markup and a label before it."""
    raw = _unmarked(unwrapped(raw[:1000])) if "<" in raw else raw
    raw = html.unescape(raw[:200]) if "&" in raw else raw
    text = fold(UNSEEN.sub("", raw[:200]))
    text = text if text.isascii() else _eastern(_MINUS.sub("-", text.translate(_HYPHENS)))
    text = _SHORT_YEAR.sub(" ", text) if "'" in text or "’" in text else text
    text = _plainer(without_vietnamese(" ".join(text.split())[:100]))
    text = _without_age(text)
    if text.endswith(")") and not _HOUR_BEFORE.search(text):
        text = _HOUR_ASIDE.sub(r" \1", text)
    return text[label.end() :] if (label := _LABEL.match(text)) else text


def _plainer(text: str) -> str:
    """A folded date in which programs left out a sign or a space, or people wrote a word for an hour."""
    if text.endswith("00"):
        text = _NO_OFFSET.sub(" +0000", text)
    if len(text) > 10 and text[10] in "z+":
        text = _DAY_IN_ZONE.sub(r"\1 00:00\2", text)
    if "noon" in text or "midi" in text:
        text = _NOON.sub("12:00", text)
    if ". gada " in text:
        text = _LATVIAN.sub(r"\2 \3 \1", text)
    if "(" in text:
        text = _DAY_IN_BRACKETS.sub(" ", text).rstrip()
    if "/" in text and ":" in text:
        text = _OF_LOGS.sub(r"\1 ", text)
    return _OFFSET_APART.sub(r"\1", text) if " +" in text or " -" in text else text


def _without_age(text: str) -> str:
    """A folded date without what is set beside its day that is no hour of it: 7 march 2024 · 3h ago."""
    set_off = text[-1:].isalpha() and ("|" in text or not text.isascii())
    beside = _BESIDE_DAY.search(text) if set_off else None
    if beside is None or (beside["bare"] and _WRITTEN_15H.search(text)):
        return text
    return text[: beside.start()]


def _unmarked(raw: str) -> str:
    """What a date's markup says for machines, else its words."""
    marked = _MARKED.search(raw)
    return marked[1] if marked else _TAG.sub(" ", raw)


def _eastern(text: str) -> str:
    """A date with its Gregorian part only, and what half of the day it is behind the hour."""
    if _CORRESPONDING in text:
        ours = [part for part in text.split(_CORRESPONDING) if _OF_OURS.search(part)]
        text = ours[0].strip(" ()") if len(ours) == 1 else text
    text = _IN_EAST.sub(r"\2 \1", text)
    text = _HINDI_HALF.sub(lambda half: " am" if half[1] else " pm", _INDIAN_DAY.sub("", text))
    text = of_reigns(_ISLAMIC.sub("", _HEBREW_DAY.sub("", text)))
    text = _EASTERN_DAY.sub(" ", text).rstrip()
    return _NOON_FIRST.sub(lambda noon: f"{noon[2]} {_HALVES[noon[1]]}", text)


def of_credit(raw: str) -> str:
    """A day as some credits write it, as others do.

    >>> of_credit("March 7/2024"), of_credit("7-3-2024م")
    ('March 7 2024', '7-3-2024')
    """
    return _YEAR_BEHIND_SLASH.sub(" ", raw).removesuffix("م") if raw[-1:] in "م0123456789" else raw


def clean(raw: str) -> str:
    """A date folded, without what is said again after its offset."""
    return AFTERTHOUGHT.sub("", shown(raw))


def aside(raw: str) -> str | None:
    """What stands in brackets at a date's end, where no offset stands before it; None where nothing does."""
    text = shown(raw)
    found = None if _OFFSET_BEFORE.search(text) else ASIDE.search(text)
    return (found["round"] or found["square"]) if found else None
