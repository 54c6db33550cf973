"""How a feed writes its dates: what one date leaves unclear, the feed's others or its country tell.

The order of day and month in figures, by the first of these that says anything: the dates of the feed (one
past the twelfth of a month tells, or its weekday); its country; its language, where all who write that language put
the day first. English says nothing, since both orders are English, nor does ``en-US``, which systems declare by
default.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from feeds.normalize import date_forms as forms
from feeds.normalize import date_zones as zones

_SEEMS_FIGURES = re.compile(r"\d[./-]\s?\d{1,2}(?:[./-]\s?\d{4}|[./]\d{2}(?!\d))")
_SHORT_YEAR = 99
# Languages whose writers put the day first wherever they are, but for countries in _EITHER.
_SPOKEN = "ar bg ca cs da de el es et fi fr gl he hr id it lv ms nb nl no pl pt ro ru sk sl sr th tr uk ur vi "
_SPOKEN += "az be bs cy hy is ka kk ky mk sq uz"
_DAY_FIRST = frozenset(_SPOKEN.split())
_DAY_FIRST_IN = frozenset({"AU", "GB", "IE", "IN", "NZ"})
# Where the month comes first as well.
_EITHER = frozenset({"CA", "PA", "PH", "PR", "US"})
# Countries by top-level domain that write the day first or use a zone's name in a way of their own.
_OF_COUNTRIES = (
    "am au bd bh br ca cn cu hr ie il in iq kw lk mm my nz pa ph pk pr qa sa sg th tw us ws ye"
)
# Top-level domains of countries that write dates with points, whatever language their systems declare.
_POINTED = "at bg ch cz de dk ee fi gr hr hu it lt lv no pl ro rs ru se si sk tr ua"
_POINTS_IN = frozenset(_POINTED.split())
_DOMAINS = {**{name: name.upper() for name in _OF_COUNTRIES.split()}, "uk": "GB"}
# Languages of one country, for want of anything else that names it.
_HOMES = {
    **{"th": "TH", "bn": "BD", "ga": "IE", "he": "IL", "hr": "HR", "zh": "CN"},
    **dict.fromkeys(("gu", "hi", "kn", "ml", "mr", "pa", "ta", "te"), "IN"),
}  # fmt: skip
_HOST = re.compile(
    r"https?://(?:[^/@?#]*@)?[^/:?#]*\.([a-z]{2})(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
_REGION = re.compile(r"[-_]([A-Za-z]{2})(?![A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """What a feed's dates go by where they can be read in more ways than one.

    ``day_first`` is the order of days and months in figures, None where nothing tells; ``mixed`` says that
    the feed's dates contradict each other. ``points`` says that figures with points are day first where nothing
    else tells. ``place`` is its country (ISO 3166).
    """

    day_first: bool | None = None
    mixed: bool = False
    points: bool = True
    place: str | None = None


NO_CONVENTION = Convention()


def convention(
    raws: Iterable[str | None],
    *,
    languages: tuple[str | None, ...] = (),
    addresses: tuple[str | None, ...] = (),
) -> Convention:
    """The convention that the dates of one feed go by.

    ``languages`` are the tags that are declared for it, ``addresses`` are its site's and its own, the surest first.

    >>> convention(["03/04/2024", "25/03/2024"]).day_first, convention(["03/04/2024"]).day_first
    (True, None)
    """
    place = _place(languages, addresses)
    parts = [part for raw in raws if raw and (part := figures(raw))]
    orders = {order for part in parts if (order := shown_order(part)) is not None}
    if len(orders) == 1:
        return Convention(day_first=orders.pop(), place=place)
    if orders:
        return Convention(mixed=True, place=place)
    first = place in _DAY_FIRST_IN or (
        _puts_day_first(languages, place) and not any(map(_is_american, parts))
    )
    points = place not in _EITHER or not _POINTS_IN.isdisjoint(_top_level(addresses))
    return Convention(day_first=first or None, points=points, place=place)


def shown_order(part: Mapping[str, str | None]) -> bool | None:
    """Whether a date in figures has the day first, by itself: past the twelfth, or on the weekday that it names in
    that order only. None where it may have either. Of two figures for the year, the year may stand first.
    """
    one, two, year = (int(part[name] or 0) for name in ("one", "two", "y"))
    if two > 12:
        return False if one <= 12 else None
    if one > 12:
        return True if year > _SHORT_YEAR else None
    year += 2000 if year <= _SHORT_YEAR else 0
    weekday = forms.WEEKDAY.get(part["wd"] or "")
    if weekday is None or not (one and two and year):
        return None
    first = date(year, two, one).weekday() == weekday
    return first if first != (date(year, one, two).weekday() == weekday) else None


def figures(raw: str) -> dict[str, str | None] | None:
    """The parts of a date that tells its day and month by their order; None for any other."""
    if not _SEEMS_FIGURES.search(forms.UNSEEN.sub("", raw[:200])):
        return None
    text = forms.clean(raw)
    found = forms.FIGURES.fullmatch(text)
    if found is None and (spelled := zones.spelled_out(text)):
        found = forms.FIGURES.fullmatch(spelled[0])
    return found.groupdict() if found else None


def _is_american(part: Mapping[str, str | None]) -> bool:
    """3/14/2024 9:05:00 AM is how American systems print; who writes AM in another country fills up with zeros."""
    short = len(part["one"] or "") == 1 or len(part["two"] or "") == 1
    return short and part["by"] == "/" and part["ap"] in ("am", "pm")


def _puts_day_first(languages: tuple[str | None, ...], place: str | None) -> bool:
    spoken = next((tag for tag in languages if tag), "")
    return re.split(r"[-_]", spoken.lower())[0] in _DAY_FIRST and place not in _EITHER


def _place(languages: tuple[str | None, ...], addresses: tuple[str | None, ...]) -> str | None:
    """The feed's country: a language tag's, if it isn't the default of systems, the address's, or the one
    where the language is at home.
    """
    tags = [tag for tag in languages if tag]
    regions = [found[1].upper() for tag in tags if (found := _REGION.search(tag))]
    by_address = next((_DOMAINS[one] for one in _top_level(addresses) if one in _DOMAINS), None)
    named = next((region for region in regions if region != "US"), None)
    home = next((_HOMES[tag[:2].lower()] for tag in tags if tag[:2].lower() in _HOMES), None)
    return named or by_address or next(iter(regions), home)


def _top_level(addresses: tuple[str | None, ...]) -> list[str]:
    """The top-level domains of two letters among the addresses' hosts."""
    return [found[1].lower() for one in addresses if one and (found := _HOST.match(one))]
