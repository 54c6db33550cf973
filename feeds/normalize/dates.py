"""Dates as feeds write them, as UTC. A wrong date is worse than none: what is unclear is refused.

RFC 3339 and ISO 8601, RFC 822 in the web's many bad forms, month names in eight languages, Arabic
digits, epoch seconds and milliseconds, compact forms. A missing zone is UTC. Days in figures alone are read
only where one reading is possible: 07.03.2024 (points are day first everywhere), 25/12/2024, 03/03/2024.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from feeds.text import fold

_MONTHS = """
january jan janvier janv enero ene janeiro gennaio gen januar janner يناير جانفي كانون_الثاني января янв
february feb fevrier fevr febrero fevereiro fev febbraio februar فبراير فيفري شباط февраля фев
march mar mars marzo marco marz mrz maerz مارس اذار марта мар
april apr avril avr abril abr aprile ابريل افريل نيسان апреля апр
may mai mayo maio maggio mag ماي مايو ايار мая май
june jun juin junio junho giugno giu juni يونيو جوان حزيران июня июн
july jul juillet juil julio julho luglio lug juli يوليوز يوليو جويليه تموز июля июл
august aug aout agosto ago اغسطس غشت اوت اب августа авг
september sep sept septembre septiembre setembro settembre set شتنبر سبتمبر ايلول сентября сен сент
october oct octobre octubre outubro out ottobre ott oktober okt اكتوبر تشرين_الاول октября окт
november nov novembre noviembre novembro نونبر نوفمبر تشرين_الثاني ноября ноя нояб
december dec decembre diciembre dic dezembro dez dicembre dezember دجنبر ديسمبر كانون_الاول декабря дек
"""
_MONTH = {
    fold(name.replace("_", " ")): number
    for number, line in enumerate(_MONTHS.strip().splitlines(), 1)
    for name in line.split()
}
# Hours from UTC of the zone names that feeds use (RFC 822 section 5.1, and the web's own).
_ZONES = {
    "ut": 0.0, "utc": 0.0, "gmt": 0.0, "z": 0.0, "wet": 0.0, "west": 1.0, "bst": 1.0, "cet": 1.0, "cest": 2.0,
    "mez": 1.0, "mesz": 2.0, "eet": 2.0, "eest": 3.0, "msk": 3.0, "est": -5.0, "edt": -4.0, "cst": -6.0,
    "cdt": -5.0, "mst": -7.0, "mdt": -6.0, "pst": -8.0, "pdt": -7.0, "jst": 9.0, "kst": 9.0, "sast": 2.0,
    "aest": 10.0, "aedt": 11.0, "sgt": 8.0, "hkt": 8.0, "pkt": 5.0, "gst": 4.0,
}  # fmt: skip
_MONTH_NAMES = "|".join(sorted((re.escape(n) for n in _MONTH), key=len, reverse=True))
_CLOCK = (
    r"(?P<h>\d{1,2})[:h](?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d+))?)?\s*(?P<ap>[ap]\.?m\.?)?"
)
_ZONE = r"(?P<z>[+-]\d{2}:?\d{2}|[+-]\d{1,2}|[a-z]{1,5}(?:[+-]\d{1,2}:?(?:\d{2})?)?)"
_ISO = re.compile(
    r"(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})(?:[t ,]+(?:at )?"
    + _CLOCK
    + r"\s*"
    + _ZONE
    + r"?)?"
)
_SLASHED = re.compile(
    r"(?P<y>\d{4})[/.](?P<mo>\d{1,2})[/.](?P<d>\d{1,2})(?:[t ]+" + _CLOCK + r"\s*" + _ZONE + r"?)?"
)
_DOTTED = re.compile(
    r"(?P<d>\d{1,2})\.(?P<mo>\d{1,2})\.(?P<y>\d{4})(?:,?[t ]+" + _CLOCK + r"\s*" + _ZONE + r"?)?"
)
# Day or month first? Both occur, so only the half of them that reads one way counts: see _figures.
_FIGURES = re.compile(
    r"(?P<one>\d{1,2})[/-](?P<two>\d{1,2})[/-](?P<y>\d{4})(?:,?[t ]+"
    + _CLOCK
    + r"\s*"
    + _ZONE
    + r"?)?"
)
_COMPACT = re.compile(
    r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})(?:t?(?P<h>\d{2})(?P<mi>\d{2})(?P<s>\d{2})?(?P<z>z|[+-]\d{4})?)?"
)
_WORDED = re.compile(
    r"(?:[^\W\d]+(?:-[^\W\d]+)?\.?[,،]?\s+)?(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de\s+|of\s+)?(?P<mn>"
    + _MONTH_NAMES
    + r")(?:\s*/\s*(?:"
    + _MONTH_NAMES
    + r"))?\.?,?[\s-]*(?:del?\s+)?(?P<y>\d{4}|\d{2})(?:[,،]?\s+(?:at|a las|a|-|الساعه)?\s*"
    + _CLOCK
    + r"\s*"
    + _ZONE
    + r"?)?"
    + r"(?:\s*\([^)]*\))?"
)
_AMERICAN = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<mn>"
    + _MONTH_NAMES
    + r")\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
    r"(?:,?\s+(?:at|-)?\s*" + _CLOCK + r"\s*" + _ZONE + r"?)?"
)
_UNIX = re.compile(
    r"[A-Za-z]{3} (?P<mn>[a-z]{3})\s+(?P<d>\d{1,2}) "
    + _CLOCK
    + r" (?:"
    + _ZONE
    + r" )?(?P<y>\d{4})",
    re.IGNORECASE,
)
_FORMS = (_ISO, _SLASHED, _DOTTED, _FIGURES, _COMPACT, _WORDED, _AMERICAN, _UNIX)
_DAY = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+)?(?:{_MONTH_NAMES})\.?(?:\s*/\s*(?:{_MONTH_NAMES}))?(?:,?\s+(?:del?\s+)?\d{{4}})?|"
    rf"(?:{_MONTH_NAMES})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"
)
_EPOCH = re.compile(r"(\d{10}|\d{13})")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)  # what a wrong zone or clock explains; later is refused


def parse_date(raw: str | None, *, now: datetime) -> datetime | None:
    """The moment a date string means, in UTC; None when it is none that can be believed.

    ``now`` bounds it: nothing before 1990 or more than two days ahead is believed.

    >>> parse_date("Thu, 07 Mar 2024 10:30:00 +0100", now=datetime(2024, 4, 1, tzinfo=UTC)).isoformat()
    '2024-03-07T09:30:00+00:00'
    """
    if not raw:
        return None
    text = " ".join(fold(raw).split())[:100]
    try:
        moment = _epoch(text) or _worded(text)
    except (ValueError, OverflowError):
        return None
    if moment is None or not _EARLIEST <= moment <= now + _AHEAD:
        return None
    return moment


def parse_day(raw: str, *, now: datetime, near: datetime | None = None) -> date | None:
    """The day that a credit or dateline names.

    A missing year is the latest that is not ahead of ``near``: when the story says it was published,
    so that an old story keeps its year whenever it is read. Without it, not ahead of ``now``.
    """
    moment = parse_date(raw, now=now)
    if moment is None:
        anchor = near or now
        for year in (anchor.year, anchor.year - 1):
            spelled = (f"{raw} {year}", f"{raw}, {year}")
            moment = next(filter(None, (parse_date(one, now=anchor) for one in spelled)), None)
            if moment is not None:
                break
    return moment.date() if moment else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How the days of one story's credits are to be read: see :func:`parse_day`."""

    now: datetime
    near: datetime | None = None

    def day(self, raw: str | None) -> date | None:
        """The day, None where there is none that can be believed."""
        return parse_day(raw, now=self.now, near=self.near) if raw else None


def is_day(raw: str) -> bool:
    """Whether this is a day as credits write it, the year optional, believed or not.

    >>> is_day("March 7"), is_day("7 mars 2024"), is_day("Room 12")
    (True, True, False)
    """
    return _DAY.fullmatch(" ".join(fold(raw).split())) is not None


def _epoch(text: str) -> datetime | None:
    found = _EPOCH.fullmatch(text)
    if found is None:
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _worded(text: str) -> datetime | None:
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _assemble(found.groupdict())
    return None


def _assemble(part: dict[str, str | None]) -> datetime | None:
    year = int(part["y"] or 0)
    year += 0 if year > 99 else 2000 if year < 70 else 1900
    day, month = _day_and_month(part)
    offset = _offset(part.get("z"))
    if offset is None or not month:
        return None
    hour, days = _hour(int(part.get("h") or 0), part.get("ap"))
    minute, second = int(part.get("mi") or 0), min(int(part.get("s") or 0), 59)
    micro = int(((part.get("f") or "0") + "000000")[:6])
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone(offset))
    return (moment + timedelta(days=days)).astimezone(UTC)


def _day_and_month(part: dict[str, str | None]) -> tuple[int, int]:
    """The day and the month; zeros for figures that could be either way round."""
    named = part.get("mn")
    if "one" not in part:
        return int(part["d"] or 0), _MONTH[named] if named else int(part["mo"] or 0)
    one, two = int(part["one"] or 0), int(part["two"] or 0)
    if one == two or one > 12:
        return one, two
    return (two, one) if two > 12 else (0, 0)


def _hour(hour: int, half: str | None) -> tuple[int, int]:
    """The hour of 24 and days to add: ``24:00`` is the next day's midnight (ISO 8601)."""
    if half and hour <= 12:
        return hour % 12 + (12 if half.startswith("p") else 0), 0
    return (0, 1) if hour == 24 else (hour, 0)


def _offset(zone: str | None) -> timedelta | None:
    """What a zone is ahead of UTC; None for names nobody can be sure of."""
    if zone is None:
        return timedelta(0)
    name = re.match(r"[a-z]*", zone)
    rest = zone[len(name[0]) :] if name else zone
    if name and name[0] and name[0] not in _ZONES:
        return None
    base = timedelta(hours=_ZONES[name[0]]) if name and name[0] else timedelta(0)
    if not rest:
        return base
    digits = rest[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    shift = timedelta(hours=hours, minutes=minutes)
    return base + (-shift if rest[0] == "-" else shift) if hours <= 14 and minutes < 60 else None
