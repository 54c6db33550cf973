"""Dates as feeds write them, as UTC. A wrong date is worse than none: what is unclear is refused.

RFC 3339 and ISO 8601, RFC 822 in the web's many bad forms, month names in a dozen languages, Arabic digits,
epochs, compact forms: :mod:`feeds.normalize.date_forms`. A missing zone is UTC. Days in figures alone are
read only where one reading is possible: 07.03.2024 (points are day first everywhere), 25/12/2024,
03/03/2024; or where the other dates of the feed tell its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from feeds.normalize import date_forms as forms
from feeds.text import fold

_SEEMS_FIGURES = re.compile(r"\d[/-]\d{1,2}[/-]\d{4}")
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)  # what a wrong zone or clock explains; later is refused


def parse_date(raw: str | None, *, now: datetime, day_first: bool | None = None) -> datetime | None:
    """The moment a date string means, in UTC; None when it is none that can be believed.

    ``now`` bounds it: nothing before 1990 or more than two days ahead is believed. ``day_first`` is the
    order of figures that could be either way round, None where it is not known.

    >>> parse_date("Thu, 07 Mar 2024 10:30:00 +0100", now=datetime(2024, 4, 1, tzinfo=UTC)).isoformat()
    '2024-03-07T09:30:00+00:00'
    """
    moment = _moment(raw, day_first) if raw else None
    if moment is None or not _EARLIEST <= moment <= now + _AHEAD:
        return None
    return moment


def doubt(raw: str, *, now: datetime, day_first: bool | None = None) -> str | None:
    """Why a date is not believed, as the end of a sentence; None when it is."""
    moment = _moment(raw, day_first)
    if moment is None:
        found = forms.FIGURES.fullmatch(_clean(raw))
        return "may be day or month first" if found else "is no date that can be read"
    if moment > now + _AHEAD:
        return "lies in the future"
    return "is before 1990" if moment < _EARLIEST else None


def day_first(raws: Iterable[str | None]) -> bool | None:
    """The order of days and months in figures, as the dates of one feed tell it together; None when
    they tell nothing, or contradict each other.

    >>> day_first(["03/04/2024", "25/03/2024"]), day_first(["03/04/2024"])
    (True, None)
    """
    likely = (raw for raw in raws if raw and len(raw) < 100 and _SEEMS_FIGURES.search(raw))
    found = (forms.FIGURES.fullmatch(_clean(raw)) for raw in likely)
    figures = [(int(one["one"]), int(one["two"])) for one in found if one]
    orders = {one > 12 for one, two in figures if (one > 12) != (two > 12)}
    return orders.pop() if len(orders) == 1 else None


def in_figures(raw: str) -> bool:
    """Whether a date tells its day and month by their order, which other dates of its feed may decide.

    >>> in_figures("25/03/2024"), in_figures("25 Mar 2024")
    (True, False)
    """
    return forms.FIGURES.fullmatch(_clean(raw)) is not None


def has_zone(raw: str) -> bool:
    """Whether a date says which zone it is in."""
    text = _clean(raw)
    return _epoch(text) is not None or bool((_parts(text) or {}).get("z"))


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
    return forms.DAY.fullmatch(" ".join(fold(raw).split())) is not None


def _clean(raw: str) -> str:
    shown = forms.UNSEEN.sub("", raw[:200])
    return forms.AFTERTHOUGHT.sub("", " ".join(fold(shown).split())[:100])


@lru_cache(maxsize=4096)  # an entry's dates are asked for several times
def _moment(raw: str, first: bool | None) -> datetime | None:
    """The moment, believed or not."""
    text = _clean(raw)
    try:
        found = _epoch(text) or _week(text)
        parts = None if found else _parts(text)
        return _assemble(parts, first) if parts else found
    except (ValueError, OverflowError):
        return None


def _epoch(text: str) -> datetime | None:
    """Seconds since 1970, or thousandths or millionths of them."""
    found = forms.EPOCH.fullmatch(text)
    if found is None:
        return None
    seconds, milli, micro = found.groups()
    since = int(seconds) if seconds else int(milli) / 10**3 if milli else int(micro) / 10**6
    return datetime.fromtimestamp(since, UTC)


def _week(text: str) -> datetime | None:
    found = forms.WEEK.fullmatch(text)
    if found is None:
        return None
    day = date.fromisocalendar(int(found["y"]), int(found["w"]), int(found["wd"]))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _parts(text: str) -> dict[str, str | None] | None:
    """The parts by name of the first form that fits."""
    for form in forms.FORMS:
        if found := form.fullmatch(text):
            return found.groupdict()
    if found := forms.HOUR_FIRST.fullmatch(text):
        zone = (found["z"] or "").strip("()")
        half = found["half"] or ""
        turned = f"{found['rest'].rstrip('.')} {found['h']}:{found['mi']} {half} {zone}".strip()
        turned = " ".join(turned.split())
        return next((m.groupdict() for f in forms.FORMS if (m := f.fullmatch(turned))), None)
    return None


def _assemble(part: dict[str, str | None], first: bool | None) -> datetime | None:
    written = part["y"] or ""
    year = int(written or 0)
    if len(written) < 4:  # 0001 is a clock that was never set, not 2001
        year += 2000 if year < 70 else 1900
    day, month = _day_and_month(part, first)
    offset = _offset(part.get("z"))
    minute, second = int(part.get("mi") or 0), int(part.get("s") or 0)
    clock = _hour(int(part.get("h") or part.get("hh") or 0), part.get("ap"), minute + second)
    if offset is None or clock is None or not month or second > 60:
        return None
    micro = int(((part.get("f") or "0") + "000000")[:6])
    # A leap second is the last of its minute.
    zone = timezone(offset)
    moment = datetime(year, month, day, clock[0], minute, min(second, 59), micro, tzinfo=zone)
    return (moment + timedelta(days=clock[1])).astimezone(UTC)


def _day_and_month(part: dict[str, str | None], first: bool | None) -> tuple[int, int]:
    """The day and the month; zeros for figures that could be either way round."""
    named = part.get("mn")
    if "one" not in part:
        return int(part["d"] or 0), forms.MONTH[named] if named else int(part["mo"] or 0)
    one, two = int(part["one"] or 0), int(part["two"] or 0)
    if one == two or one > 12 or (first is True and two <= 12):
        return one, two
    return (two, one) if two > 12 or first is False else (0, 0)


def _hour(hour: int, half: str | None, rest: int) -> tuple[int, int] | None:
    """The hour of 24 and days to add: ``24:00`` is the next day's midnight (ISO 8601).

    None for hours that are none: 24:30, 14 o'clock before noon.
    """
    if half is None:
        return ((0, 1) if not rest else None) if hour == 24 else (hour, 0)
    late = half.startswith(("p", "م"))
    if hour > 12:
        return (hour, 0) if late else None
    return hour % 12 + (12 if late else 0), 0


def _offset(zone: str | None) -> timedelta | None:
    """What a zone is ahead of UTC; None for names nobody can be sure of."""
    if zone is None:
        return timedelta(0)
    arabic = zone.removeprefix("ب")
    if arabic in forms.ZONES:
        return timedelta(hours=forms.ZONES[arabic])
    name = re.match(r"[a-z]*", zone)
    rest = zone[len(name[0]) :] if name else zone
    if name and name[0] and name[0] not in forms.ZONES:
        return None
    base = timedelta(hours=forms.ZONES[name[0]]) if name and name[0] else timedelta(0)
    if not rest:
        return base
    digits = rest[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    shift = timedelta(hours=hours, minutes=minutes)
    return base + (-shift if rest[0] == "-" else shift) if hours <= 14 and minutes < 60 else None
