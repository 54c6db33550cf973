"""Dates as feeds write them, as UTC. A wrong date is worse than none: what is unclear is refused.

RFC 3339 and ISO 8601, RFC 822 in the web's many bad forms, month names in a dozen languages, Arabic digits,
epochs, compact forms: :mod:`feeds.normalize.date_forms`. A missing zone is UTC; zones by name are
:mod:`feeds.normalize.date_zones`. Days in figures alone are read where one reading is possible (25/12/2024,
03/03/2024), else as the feed's convention has it (:mod:`feeds.normalize.date_convention`); where that says
nothing, figures with points are day first, as nearly everybody writes them but in America, and others are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from feeds.model.item import AHEAD, EARLIEST
from feeds.normalize import date_abroad
from feeds.normalize import date_forms as forms
from feeds.normalize import date_zones as zones
from feeds.normalize.date_convention import NO_CONVENTION, Convention, figures, shown_order
from feeds.text import fold

_LONG_PAST = 2000  # years before it are long past
_CLOSE = timedelta(days=5)  # between a story's dateline and when it was published
_LATE = ("p", "م", "μ", fold("오후"), "午後", "下午")  # after noon
_MARKS = (
    "new",
    "live",
    "updat",
    "updated",
    "edit",
    "edited",
    "exp",
    "est.",
)  # beside a date, and no zone
_BUDDHIST = 2500  # no date of ours is as late
_AHEAD_OF_OURS = 543  # years of the Buddhist era
_Parts = dict[str, str | None]


def parse_date(
    raw: str | None, *, now: datetime, convention: Convention = NO_CONVENTION
) -> datetime | None:
    """The moment a date string means, in UTC; None when it is none that can be believed.

    ``now`` bounds it: nothing before 1981 or more than two days ahead is believed. ``convention`` is how
    its feed writes what can be read in more ways than one.

    >>> parse_date("Thu, 07 Mar 2024 10:30:00 +0100", now=datetime(2024, 4, 1, tzinfo=UTC)).isoformat()
    '2024-03-07T09:30:00+00:00'
    """
    moment = _moment(raw, convention) if raw else None
    if moment is None or not EARLIEST <= moment <= now + AHEAD:
        return None
    return moment


def stated_moment(raw: str) -> datetime | None:
    """The moment a date string means, however long ago or far ahead: one that a user states need not be believed."""
    return _moment(raw, NO_CONVENTION)


def doubt(raw: str, *, now: datetime, convention: Convention = NO_CONVENTION) -> str | None:
    """Why a date is not believed, as the end of a sentence; None when it is."""
    moment = _moment(raw, convention)
    if moment is None:
        return _unread(raw, convention)
    if moment > now + AHEAD:
        return "lies in the future"
    return "is before 1981" if moment < EARLIEST else None


def _unread(raw: str, convention: Convention) -> str:
    part, standing = _taken(raw, forms.clean(raw))
    if part and part.get("one"):
        if len(part["y"] or "") < 4:
            return "may be day, month or year first"
        if int(part["one"] or 0) <= 12 and int(part["two"] or 0) <= 12:
            return "may be day or month first"
    named, again = (part or {}).get("mn"), (part or {}).get("again")
    if named and again and forms.MONTH[named] != forms.MONTH[again]:
        return "names two months"
    name = standing or (part or {}).get("z")
    if name and zones.zone_of(name, convention.place) is None:
        return f"is in a zone that is unclear ({name})"
    return "is no date that can be read"


def in_figures(raw: str) -> bool:
    """Whether a date tells its day and month by their order, which other dates of its feed may decide.

    >>> in_figures("25/03/2024"), in_figures("25 Mar 2024")
    (True, False)
    """
    return figures(raw) is not None


def has_zone(raw: str) -> bool:
    """Whether a date says which zone it is in."""
    text = forms.clean(raw)
    part, standing = _taken(raw, text)
    return bool(standing or (part or {}).get("z")) or _epoch(text) is not None


def parse_day(raw: str, *, now: datetime, near: datetime | None = None) -> date | None:
    """The day that a credit or dateline names.

    Of the two days that figures may mean, the one close to ``near`` is meant. A missing year is the latest that is
    not ahead of ``near``: when the story says it was published, so that an old story keeps its year whenever it is
    read. Without it, not ahead of ``now``.
    """
    raw = forms.of_credit(raw)
    moment = parse_date(raw, now=now)
    if moment is None and near is not None and in_figures(raw):
        moment = _nearest(raw, near)
    if moment is None:
        anchor = near or now
        for year in (anchor.year, anchor.year - 1):
            spelled = (f"{raw} {year}", f"{raw}, {year}")
            moment = next(filter(None, (parse_date(one, now=anchor) for one in spelled)), None)
            if moment is not None:
                break
    return moment.date() if moment else None


def _nearest(raw: str, near: datetime) -> datetime | None:
    """The one of the two readings of a day in figures that is near; None where neither is, or both are."""
    orders = (Convention(day_first=first) for first in (True, False))
    read = {parse_date(raw, now=near, convention=order) for order in orders}
    close = [moment for moment in read if moment and abs(moment - near) <= _CLOSE]
    return close[0] if len(close) == 1 else None


def with_year(raw: str, near: datetime) -> str | None:
    """A date that names a day and its month but no year, with the year that brings it nearest; None for others.

    >>> with_year("0600 GMT on January 2", datetime(2023, 12, 30, tzinfo=UTC))
    '0600 gmt on january 2 2024'
    """
    text = forms.shown(raw)
    if forms.YEAR.search(text) or not forms.YEARLESS.search(text):
        return None
    spelled = [forms.YEARLESS.sub(rf"\g<0> {near.year + by}", text, count=1) for by in (-1, 0, 1)]
    ahead = near + timedelta(days=400)
    read = [(moment, one) for one in spelled if (moment := parse_date(one, now=ahead))]
    return min(read, key=lambda pair: abs(pair[0] - near))[1] if read else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """How the days of one story's credits are to be read: see :func:`parse_day`."""

    now: datetime
    near: datetime | None = None

    def day(self, raw: str | None) -> date | None:
        """The day, None where there is none that can be believed."""
        return parse_day(raw, now=self.now, near=self.near) if raw else None


def eastern_day(raw: str, days: Days) -> date | None:
    """The day of a telegram, its month said or not: 3月7日, 7日, 3월 7일.

    Without its month it is the latest day of that number that is not ahead of the story's own time; a day's ahead is
    what a zone explains.

    >>> eastern_day("29日", Days(now=datetime(2024, 3, 7, tzinfo=UTC)))
    datetime.date(2024, 2, 29)
    """
    figures = [int(figure) for figure in forms.FIGURE.findall(raw)]
    latest = ((days.near or days.now) + timedelta(days=1)).date()
    for ago in range(366 if len(figures) == 2 else 31):
        day = latest - timedelta(days=ago)
        if figures == [day.month, day.day][-len(figures) :]:
            return day
    return None


def is_long_past(raw: str) -> bool:
    """Whether a date lies decades back, its year written out, however its hour is to be read; or is nothing but zeros,
    which systems print where no date was set.

    >>> is_long_past("1200 GMT, 7 March 1984"), is_long_past("0000-00-00 00:00:00"), is_long_past("7/3/84")
    (True, True, False)
    """
    if forms.ZEROS.fullmatch(raw.strip()):
        return True
    part, _ = _taken(raw, forms.clean(raw))
    if part is None or len(part["y"] or "") < 4:
        return False
    return int(part["y"] or 0) < _LONG_PAST


def is_day(raw: str) -> bool:
    """Whether this is a day as credits write it, the year optional, believed or not.

    >>> is_day("March 7"), is_day("7 mars 2024"), is_day("Room 12")
    (True, True, False)
    """
    return forms.DAY.fullmatch(" ".join(fold(raw).split())) is not None


@lru_cache(maxsize=4096)  # an entry's dates are asked for several times
def _moment(raw: str, convention: Convention) -> datetime | None:
    """The moment, believed or not."""
    text = forms.clean(raw)
    try:
        if found := _epoch(text) or _week(text):
            return found
        part, standing = _taken(raw, text)
        return _assemble(part, standing, convention) if part else None
    except (ValueError, OverflowError):
        return None


def _taken(raw: str, text: str) -> tuple[_Parts | None, str | None]:
    """The parts of a date, and the zone that is written out in it or stands in brackets after it. ``text`` is
    the date cleaned.
    """
    said = forms.aside(raw) if ")" in raw or "]" in raw else None
    if said and (forms.CLOCK_ELSEWHERE.fullmatch(said) or _may_be_zone(said, text)):
        return None, None
    standing = zones.meaning(said) if said else None
    if standing and (part := _parts(f"{text} {zones.WORD}")):
        return part, standing
    part = _parts(text)
    if part:
        return part, None
    spelled = zones.spelled_out(text)
    if spelled and (part := _parts(spelled[0])):
        return part, spelled[1]
    plain = date_abroad.ours(forms.shown(raw) if said else text)
    return _taken(plain, forms.clean(plain)) if plain else (None, None)


def _may_be_zone(said: str, text: str) -> bool:
    """Whether what stands in brackets behind an hour looks like a zone, and is none that is known."""
    told = forms.ZONE_LIKE.fullmatch(said) is not None and said not in forms.WEEKDAY
    return (
        told
        and ":" in text
        and zones.meaning(said) is None
        and said.split(maxsplit=1)[0] not in _MARKS
    )


def _epoch(text: str) -> datetime | None:
    """Seconds since 1970, or thousandths, millionths or billionths of them."""
    found = forms.EPOCH.fullmatch(text)
    if found is None:
        return None
    figures = next(filter(None, found.groups()))
    return datetime.fromtimestamp(int(figures) / 10 ** (len(figures) - 10), UTC)


def _week(text: str) -> datetime | None:
    """The day of a week or of the year."""
    found = forms.WEEK.fullmatch(text)
    if nth := forms.DAY_OF_YEAR.fullmatch(text):
        moment = datetime(int(nth["y"]), 1, 1, tzinfo=UTC) + timedelta(days=int(nth["nth"]) - 1)
        return moment if moment.year == int(nth["y"]) else None
    if found is None:
        return None
    day = date.fromisocalendar(int(found["y"]), int(found["w"]), int(found["wd"]))
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _parts(text: str) -> _Parts | None:
    """The parts by name of the first form that fits."""
    for form in forms.FORMS:
        if found := form.fullmatch(text):
            return found.groupdict()
    if found := forms.HOUR_FIRST.fullmatch(text):
        zone = (found["z"] or "").strip("()")
        clock = f"{found['h']}:{found['mi'] or '00'} {found['half'] or ''} {zone}"
        turned = " ".join(f"{found['rest'].rstrip('.')} {clock}".split())
        return next((m.groupdict() for f in forms.FORMS if (m := f.fullmatch(turned))), None)
    return None


def _assemble(part: _Parts, standing: str | None, convention: Convention) -> datetime | None:
    written = part["y"] or ""
    year = int(written or 0)
    if year >= _BUDDHIST and convention.place == "TH":
        year -= _AHEAD_OF_OURS
    if len(written) < 4:  # 0001 is a clock that was never set, not 2001
        year += 2000 if year < 70 else 1900
    day, month = _day_and_month(part, convention)
    name = standing or part.get("z")
    zone = zones.zone_of(name, convention.place) if name else UTC
    minute, second = int(part.get("mi") or 0), int(part.get("s") or 0)
    clock = _hour(int(part.get("h") or part.get("hh") or 0), part.get("ap"), minute + second)
    if zone is None or clock is None or not month or second > 60:
        return None
    micro = int(((part.get("f") or "0") + "000000")[:6])
    # A leap second is the last of its minute.
    local = datetime(year, month, day, clock[0], minute, min(second, 59), micro)  # noqa: DTZ001 -- the zone follows
    moment = zones.at(local + timedelta(days=clock[1]), zone)
    return moment.astimezone(UTC) if moment else None


def _day_and_month(part: _Parts, convention: Convention) -> tuple[int, int]:
    """The day and the month; zeros for figures that could be either way round."""
    named, again = part.get("mn"), part.get("again")
    if named and again and forms.MONTH[named] != forms.MONTH[again]:
        return 0, 0  # يناير كانون الأول: one of the two is wrong
    if "one" not in part:
        own = forms.MONTH_IN.get((convention.place, named)) if named else None
        return int(part["d"] or 0), own or forms.MONTH[named] if named else int(part["mo"] or 0)
    one, two = int(part["one"] or 0), int(part["two"] or 0)
    shown = shown_order(part)
    first = convention.day_first if shown is None else shown
    points = part["by"] == "." and len(part["y"] or "") == 4
    unsaid = first is None and not convention.mixed and convention.points
    if shown is None and points and (part["gap"] or unsaid):
        first = True  # who sets spaces after points has the day first
    if len(part["y"] or "") < 4 and first is None:
        return 0, 0  # the year may stand first: what is no month in the middle has told by now
    if one == two or one > 12 or (first is True and two <= 12):
        return one, two
    return (two, one) if two > 12 or first is False else (0, 0)


def _hour(hour: int, half: str | None, rest: int) -> tuple[int, int] | None:
    """The hour of 24 and days to add: ``24:00`` is the next day's midnight (ISO 8601).

    None for hours that are none: 24:30, 14 o'clock before noon.
    """
    if half is None:
        return ((0, 1) if not rest else None) if hour == 24 else (hour, 0)
    late = half.startswith(_LATE)
    if hour > 12:
        return (hour, 0) if late else None
    return hour % 12 + (12 if late else 0), 0
