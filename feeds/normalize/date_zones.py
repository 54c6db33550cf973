"""Time zones by the names that people write: abbreviations, names that several zones share, names written out.

A name that means one zone everywhere is that zone. RFC 822 (section 5.1) gives the American ones their meaning,
which holds unless the feed's own country uses the name otherwise (``CST`` in China). A name that no rule gives a
meaning (``IST``: India, Israel, Ireland) is read only where the feed's country tells which is meant, else it is
refused. Where clocks change, the zone's own rules for that day count (``ET``, ``heure de Paris``); an hour that
the change skips or that comes twice is refused, since it names no moment or two.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from feeds.text import fold

# Hours from UTC of names that mean one zone, and of RFC 822's own.
_FIXED = {
    "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0, "cet": 1.0, "cest": 2.0,
    "mez": 1.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "msd": 4.0, "est": -5.0, "edt": -4.0, "cst": -6.0,
    "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "akst": -9.0, "akdt": -8.0, "hst": -10.0,
    "jst": 9.0, "kst": 9.0, "sast": 2.0, "cat": 2.0, "eat": 3.0, "wat": 1.0, "trt": 3.0, "aest": 10.0, "aedt": 11.0,
    "met": 1.0, "mest": 2.0, "acst": 9.5, "acdt": 10.5, "awst": 8.0, "nzst": 12.0, "nzdt": 13.0, "sgt": 8.0, "hkt": 8.0,
    "wib": 7.0, "tsi": 3.0, "myt": 8.0, "ict": 7.0, "uzt": 5.0, "wita": 8.0, "wit": 9.0,
    "pht": 8.0, "pkt": 5.0, "gst": 4.0, "irst": 3.5, "npt": 5.75, "brt": -3.0, "art": -3.0, "clt": -4.0,
    "hne": -5.0, "hae": -4.0, "hnec": 1.0, "haec": 2.0, "توقيت غرينتش": 0.0, "غرينتش": 0.0, "تغ": 0.0, "tu": 0.0,
    "idt": 3.0, "мск": 3.0,
}  # fmt: skip
# Names that several zones share, by the country (ISO 3166) in which they are used so.
_SHARED = {
    "ist": {"IN": 5.5, "LK": 5.5, "IL": 2.0, "IE": 1.0},
    "cst": {"CN": 8.0, "TW": 8.0, "CU": -5.0},
    "cdt": {"CU": -4.0},
    "ast": {"CA": -4.0, "PR": -4.0, "SA": 3.0, "KW": 3.0, "IQ": 3.0, "BH": 3.0, "QA": 3.0, "YE": 3.0},
    "adt": {"CA": -3.0, "IQ": 4.0},
    "bst": {"BD": 6.0},
    "pst": {"PH": 8.0, "PK": 5.0},
    "mst": {"MY": 8.0, "MM": 6.5},
    "est": {"AU": 10.0},
    "edt": {"AU": 11.0},
    "amt": {"BR": -4.0, "AM": 4.0},
    "wst": {"AU": 8.0, "WS": 13.0},
    "sst": {"SG": 8.0, "WS": -11.0},
}  # fmt: skip
# Those that other zones are told from: Yekaterinburg keeps МСК+2.
_COUNTED_FROM = frozenset({"msk", "мск"})
_CHANGING = {
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
_TOWNS = """
Europe/Paris paris france|Europe/Madrid madrid espana|Europe/London london londres londra|Europe/Berlin berlin berlino
Europe/Rome rome roma italia italiana|Europe/Lisbon lisbon lisboa lisbonne|Europe/Brussels brussels bruxelles
Europe/Zurich geneva geneve genf zurich|Europe/Vienna vienna wien|Europe/Amsterdam amsterdam|Europe/Athens athens
Europe/Moscow moscow moscou moscu moskau mosca|Europe/Istanbul istanbul|Europe/Kyiv kyiv kiev|Europe/Dublin dublin
Africa/Casablanca casablanca rabat maroc morocco marruecos|Africa/Algiers algiers alger argel algerie
Africa/Tunis tunis tunisie|Africa/Cairo cairo le_caire|Africa/Johannesburg johannesburg|Africa/Nairobi nairobi
Africa/Lagos lagos|Africa/Dakar dakar|Africa/Abidjan abidjan|Asia/Beirut beirut beyrouth|Asia/Riyadh riyadh makkah mecca
Asia/Jerusalem jerusalem israel|Asia/Dubai dubai|Asia/Kolkata delhi india|Asia/Shanghai beijing pekin china
Asia/Tokyo tokyo japan|Asia/Hong_Kong hong_kong|Asia/Singapore singapore|Australia/Sydney sydney
America/New_York new_york washington nueva_york|America/Toronto toronto montreal quebec ottawa
America/Mexico_City mexico ciudad_de_mexico|America/Bogota bogota colombia|America/Lima lima peru
America/Argentina/Buenos_Aires buenos_aires argentina|America/Sao_Paulo sao_paulo brasilia|America/Santiago santiago
"""
_ARABIC_TOWNS = """
Africa/Cairo القاهرة مصر|Asia/Riyadh مكة_المكرمة مكة السعودية الرياض|Africa/Casablanca المغرب الرباط|Asia/Beirut بيروت
Africa/Algiers الجزائر|Africa/Tunis تونس|Asia/Jerusalem القدس|Europe/Paris باريس|Europe/London لندن
Europe/Moscow موسكو|America/New_York نيويورك واشنطن|Asia/Baghdad بغداد|Asia/Damascus دمشق|Asia/Amman عمان
"""
_AMERICAN = {"eastern": "et", "central": "ct", "mountain": "mt", "pacific": "pt"}
# Whole names, and the name that stands for them above.
_PHRASES = {
    "greenwich mean time": "gmt", "coordinated universal time": "utc", "universal time": "utc",
    "british summer time": "bst", "central european time": "cet", "central european standard time": "cet",
    "central european summer time": "cest", "eastern european time": "eet", "eastern european standard time": "eet",
    "eastern european summer time": "eest", "western european time": "wet", "western european summer time": "west",
    "heure d'europe centrale": "cet", "heure de l'est": "et", "heure normale de l'est": "est",
    "heure avancee de l'est": "edt", "hora central europea": "cet", "hora peninsular": "Europe/Madrid",
    "hora peninsular espanola": "Europe/Madrid", "hora espanola": "Europe/Madrid", "hora del este": "et",
    "mitteleuropaische zeit": "mez", "mitteleuropaische sommerzeit": "mesz", "московское время": "мск",
    "московскому времени": "мск", "по московскому времени": "мск", "по москве": "мск", "по мск": "мск",
    "india standard time": "Asia/Kolkata", "indian standard time": "Asia/Kolkata", "japan standard time": "jst",
    "korea standard time": "kst", "korean standard time": "kst", "china standard time": "Asia/Shanghai",
    "israel standard time": "Asia/Jerusalem", "israel daylight time": "idt", "arabia standard time": "Asia/Riyadh",
    "arabian standard time": "Asia/Riyadh", "gulf standard time": "gst", "moscow standard time": "msk",
    "south africa standard time": "sast", "west africa time": "wat", "east africa time": "eat",
    "central africa time": "cat", "singapore standard time": "sgt", "pakistan standard time": "pkt",
    "australian eastern standard time": "aest", "australian eastern daylight time": "aedt",
    "australian eastern time": "Australia/Sydney", "new zealand standard time": "nzst",
    "new zealand daylight time": "nzdt", "atlantic standard time": "America/Puerto_Rico",
    "بتوقيت غرينتش": "gmt", "بتوقيت غرينيتش": "gmt", "بتوقيت جرينتش": "gmt", "بالتوقيت العالمي": "utc",
    "hora de greenwich": "gmt", "heure de greenwich": "gmt", "ora di greenwich": "gmt", "по гринвичу": "gmt",
    "北京时间": "Asia/Shanghai", "北京時間": "Asia/Shanghai", "中国标准时间": "Asia/Shanghai",
    "台北時間": "Asia/Taipei",
    "台灣時間": "Asia/Taipei", "香港時間": "hkt", "日本時間": "jst", "東京時間": "jst", "东京时间": "jst",
    "日本标准时间": "jst",
    "한국시간": "kst", "한국 시간": "kst", "turkiye saati": "trt", "turkiye saatiyle": "trt",
    "за києвом": "Europe/Kyiv",
    "за київським часом": "Europe/Kyiv", "по киеву": "Europe/Kyiv", "по минску": "Europe/Minsk",
    "czasu polskiego": "Europe/Warsaw",
    "svensk tid": "Europe/Stockholm", "norsk tid": "Europe/Oslo", "dansk tid": "Europe/Copenhagen",
    "suomen aikaa": "Europe/Helsinki",
    "nederlandse tijd": "Europe/Amsterdam", "waktu indonesia barat": "wib", "ora romaniei": "Europe/Bucharest",
    "ώρα ελλάδας": "Europe/Athens", "giờ việt nam": "Asia/Ho_Chi_Minh", "به وقت تهران": "Asia/Tehran",
    "alaska standard time": "akst", "alaska daylight time": "akdt", "hawaii standard time": "hst",
}  # fmt: skip


def _towns(table: str) -> list[tuple[str, str]]:
    """Each town with its zone."""
    rows = (row.split() for row in re.split(r"[|\n]", table) if row.strip())
    return [(name.replace("_", " "), zone) for zone, *names in rows for name in names]


def _names() -> dict[str, str]:
    """Every name written out, folded, with what it stands for."""
    found = dict(_PHRASES)
    for word, letter in _AMERICAN.items():
        for spelled, short in (
            ("", letter),
            (" standard", f"{letter[0]}st"),
            (" daylight", f"{letter[0]}dt"),
        ):
            found[f"{word}{spelled} time"] = found[f"us {word}{spelled} time"] = short
    for town, zone in _towns(_TOWNS):
        english, others = (
            (f"{town} time",),
            (f"{word} {town}" for word in ("hora de", "horario de", "ora di", "ora")),
        )
        french = (f"heure {of}{town}" for of in ("de ", "d'", "du ", "a "))
        found |= dict.fromkeys((*english, *others, *french), zone)
    for town, zone in _towns(_ARABIC_TOWNS):
        found |= dict.fromkeys((f"بتوقيت {town}", f"توقيت {town}"), zone)
    return {fold(name): zone for name, zone in found.items()}


_WRITTEN = _names()
_IDENTIFIER = r"[a-z]+(?:/[a-z_]+){1,2}"
_SPELLED = "|".join(sorted(map(re.escape, _WRITTEN), key=len, reverse=True))
_STANDING = re.compile(
    rf"(?<!\w)\(?(?=[^\W\d_])(?:(?P<name>{_SPELLED})|(?P<id>{_IDENTIFIER}))(?!\w)\)?"
)
_IN_FIGURES = re.compile(r"(?P<of>[^\W\d_]*)(?P<sign>[+-])(?P<h>\d{1,2}?):?(?P<m>\d{2})?")
WORD = "zz"
"""What a name written out is replaced by, where the forms of dates have a zone."""


def spelled_out(text: str) -> tuple[str, str] | None:
    """A folded date with :data:`WORD` for the zone that is written out in it, and what that stands for.

    >>> spelled_out("7 march 2024 10:30 eastern standard time")
    ('7 march 2024 10:30 zz', 'est')
    """
    found = _STANDING.search(text)
    if found is None:
        return None
    name = _WRITTEN[found["name"]] if found["name"] else _identifier(found["id"])
    return f"{text[: found.start()].rstrip(' ,')} {WORD}{text[found.end() :]}", name


def meaning(name: str) -> str | None:
    """What a folded name stands for, to be given to :func:`zone_of`; None where it is no zone's.

    >>> meaning("heure de paris"), meaning("est"), meaning("updated")
    ('Europe/Paris', 'est', None)
    """
    if name in _WRITTEN:
        return _WRITTEN[name]
    if re.fullmatch(_IDENTIFIER, name):
        return _identifier(name)
    known = name in _FIXED or name in _SHARED or name in _CHANGING
    return name if known or _IN_FIGURES.fullmatch(name) else None


def _identifier(folded: str) -> str:
    """A name of the IANA's database in its own letters: ``america/new_york`` is America/New_York."""
    return _identifiers().get(folded, folded)


@lru_cache(maxsize=1)
def _identifiers() -> dict[str, str]:
    """All names of that database by their folded form: its capitals follow no rule (US/Eastern, Etc/UTC)."""
    return {name.lower(): name for name in available_timezones()}


@lru_cache(maxsize=512)
def zone_of(name: str, place: str | None) -> tzinfo | None:
    """The zone of that name in a feed of that country (ISO 3166); None for names nobody can be sure of.

    ``name`` is folded, or an identifier of the IANA's database; an offset may follow it or stand alone
    (``gmt+1``, ``+01:00``).
    """
    if "/" in name or name in _CHANGING:
        return _changing(_CHANGING.get(name, name))
    name = name.removeprefix("ب")
    hours = _SHARED.get(name, {}).get(place or "", _FIXED.get(name))
    if hours is not None:
        return timezone(timedelta(hours=hours))
    return _offset(name)


def _offset(name: str) -> tzinfo | None:
    """An offset in figures, perhaps from a named zone."""
    found = _IN_FIGURES.fullmatch(name)
    if found is None:
        return None
    of, hours, minutes = found["of"] or "utc", int(found["h"]), int(found["m"] or 0)
    if hours > 14 or minutes > 59:
        return None
    shift = timedelta(hours=hours, minutes=minutes) * (-1 if found["sign"] == "-" else 1)
    base = _FIXED.get(of)
    if base == 0 or of in _COUNTED_FROM:
        return timezone(timedelta(hours=base or 0) + shift)
    # Said twice (PDT-0700, IST+0530), or as POSIX has it (EST+5); what else it may be, nobody knows.
    own = shift / timedelta(hours=1)
    if own == base or own in _SHARED.get(of, {}).values():
        return timezone(shift)
    return timezone(-shift) if -own == base and not found["m"] else None


@lru_cache(maxsize=128)
def _changing(identifier: str) -> tzinfo | None:
    try:
        return ZoneInfo(identifier)
    except (KeyError, ValueError, OSError):
        return None


def at(local: datetime, zone: tzinfo) -> datetime | None:
    """A clock's time in a zone; None where the clocks' change skips that hour or brings it twice."""
    moment = local.replace(tzinfo=zone)
    if isinstance(zone, timezone):
        return moment
    return moment if moment.utcoffset() == moment.replace(fold=1).utcoffset() else None
