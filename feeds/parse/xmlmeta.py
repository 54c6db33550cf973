"""What feedparser found of a feed itself, as the model's values."""

from __future__ import annotations

from datetime import timedelta

from feeds.model.atom import FeedMeta
from feeds.model.poll import PollHints
from feeds.parse.kind import ranked_hubs
from feeds.parse.xmlvalues import Found, links, one_line, page, people, related, string

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PERIOD_HOURS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
# A feed may ask for patience, not silence itself for good, nor be asked every second.
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=7)


def meta(found: Found, base: str | None) -> FeedMeta:
    """The feed's own description, of a channel, an Atom feed or a ``source`` element in an entry.

    Its addresses are made absolute by ``base``, if known. RSS ``source`` names the feed by its
    ``url``, which thus is its own link (RSS 2.0, "source").
    """
    all_links = links(found, base)
    return FeedMeta(
        id=string(found, "id"),
        title=one_line(found, "title") or one_line(found, "dc_title"),
        subtitle=one_line(found, "subtitle") or one_line(found, "itunes_summary"),
        link=page(all_links),
        self_link=related(all_links, "self") or string(found, "href"),
        updated=string(found, "updated") or string(found, "published") or string(found, "dc_date"),
        lang=string(found, "language"),
        rights=one_line(found, "rights") or None,
        authors=people(found),
    )


def hints(found: Found, base: str | None, skip_hours: list[str], skip_days: list[str]) -> PollHints:
    """What the feed asks of those who poll it (RSS 2.0; RSS 1.0 module Syndication; WebSub)."""
    all_links = links(found, base)
    hubs = ranked_hubs([link.href for link in all_links if link.rel == "hub"])
    hours = [int(hour) for hour in map(str.strip, skip_hours) if hour in _HOURS]
    days = [day.strip().lower() for day in skip_days]
    return PollHints(
        ttl=_ttl(found),
        # 24 is midnight's other name in RSS 0.92.
        skip_hours=frozenset(hour % 24 for hour in hours),
        skip_days=frozenset(_DAYS.index(day) for day in days if day in _DAYS),
        hub=next(iter(hubs), None),
        other_hubs=hubs[1:],
        self_url=related(all_links, "self"),
    )


_HOURS = {f"{hour:{width}d}" for hour in range(25) for width in ("1", "02")}


def _ttl(found: Found) -> timedelta | None:
    """RSS ``ttl`` in minutes, else ``sy:updatePeriod`` over ``sy:updateFrequency``; clamped."""
    asked = _number(string(found, "ttl"))
    if asked:
        return _clamped(timedelta(minutes=asked))
    hours = _PERIOD_HOURS.get((string(found, "sy_updateperiod") or "").lower())
    times = _number(string(found, "sy_updatefrequency") or "1")
    return _clamped(timedelta(hours=hours) / times) if hours and times else None


def _number(text: str | None) -> int | None:
    digits = text or ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 8 else None


def _clamped(asked: timedelta) -> timedelta:
    return min(max(asked, _SHORTEST), _LONGEST)
