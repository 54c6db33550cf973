"""A month with one source each: nobody is asked sooner, more often or more than they allow."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds.model.poll import Source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.poll.month import DAY, HOUR, LIMITS, MINUTE, START, Reading, Server, live, score

_MONTH = 30 * DAY


def _entries(count: int, latest: int) -> list[Entry]:
    numbers = range(latest, max(latest - count, -1), -1)
    return [Entry(key=f"k{n}", title=f"Notice number {n} of the harbour") for n in numbers]


def _feed(
    now: datetime, *, a_day: float, extra: str = "", headers: dict[str, str] | None = None
) -> Reading:
    """A feed of four entries that has so many new ones a day."""
    latest = int((now - START) / DAY * a_day)
    return Reading(
        body=rss("harbour", *_entries(4, latest), extra=extra),
        etag=f'W/"{latest}"',
        last_modified=f"{latest} o'clock",
        headers={**TYPE, "Set-Cookie": "a=b", **(headers or {})},
    )


def _hourly(now: datetime) -> Reading:
    said = _feed(now, a_day=6, headers={"Cache-Control": "max-age=3600"})
    return replace(said, wait=HOUR)


def _overloaded(now: datetime) -> Reading:
    """Every third day it is asked too much, and says for how long it wants rest."""
    if (now - START).days % 3 == 2:
        until = 5 * HOUR
        return Reading(status=429, headers={"Retry-After": "18000"}, wait=until)
    return _feed(now, a_day=4)


def _down(now: datetime) -> Reading:
    if (now - START).days % 4 == 1:
        date = "Sun, 01 Mar 2026 12:00:00 GMT"
        later = "Sun, 01 Mar 2026 20:00:00 GMT"
        return Reading(status=503, headers={"Retry-After": later, "Date": date}, wait=8 * HOUR)
    return _feed(now, a_day=4)


def _limited_once(now: datetime) -> Reading:
    if now - START < HOUR:
        return Reading(status=429, wait=HOUR)
    return replace(_feed(now, a_day=200), wait=HOUR)


def _expires(now: datetime) -> Reading:
    until = (now + 3 * HOUR).strftime("%a, %d %b %Y %H:%M:%S GMT")
    date = now.strftime("%a, %d %b %Y %H:%M:%S GMT")
    said = _feed(now, a_day=24, headers={"Expires": until, "Date": date})
    return replace(said, wait=3 * HOUR - timedelta(seconds=1))


def _ttl(now: datetime) -> Reading:
    return replace(_feed(now, a_day=24, extra="<ttl>240</ttl>"), wait=4 * HOUR)


def _period(now: datetime) -> Reading:
    extra = (
        '<sy:updatePeriod xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">hourly</sy:updatePeriod>'
        '<sy:updateFrequency xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">2</sy:updateFrequency>'
    )
    return replace(_feed(now, a_day=200, extra=extra), wait=30 * MINUTE)


def _no_validators(now: datetime) -> Reading:
    return replace(_feed(now, a_day=3), etag=None, last_modified=None)


def _drops_them(now: datetime) -> Reading:
    """It gives validators on even days only, and a document of its own each day."""
    said = _feed(now, a_day=3)
    return said if (now - START).days % 2 == 0 else replace(said, etag=None, last_modified=None)


@pytest.mark.parametrize(
    ("script", "days"),
    [
        (_hourly, 9),
        (_overloaded, 12),
        (_down, 9),
        (_limited_once, 3),
        (_expires, 9),
        (_ttl, 9),
        (_period, 1.5),
        (_no_validators, 9),
        (_drops_them, 9),
    ],
    ids=lambda value: getattr(value, "__name__", "").strip("_"),
)
def test_no_poll_too_soon_none_without_conditions_none_that_says_too_much(
    server: Server, script: Callable[[datetime], Reading], days: float
) -> None:
    server.script = lambda _, now: script(now)
    source = Source(name="harbour", url=f"{server.base}/feed")
    states = live(server, source, until=START + days * DAY, limits=replace(LIMITS, interval=HOUR))
    found = score(server.log, "/feed")
    assert found.faults == {}
    assert found.requests == len(states) >= 3 * days, "it is polled, all the same"
    assert all(state.why_next for state in states)
    assert server.log[-1].at > START + (days - 1.5) * DAY, "to the end"


def test_what_is_new_is_had_soon_at_few_requests(server: Server) -> None:
    """Six a day: a look every two hours or so, of which many are answered 304."""
    server.script = lambda _, now: _feed(now, a_day=6)
    live(server, Source(name="harbour", url=f"{server.base}/feed"), until=START + 14 * DAY)
    settled = [asked for asked in server.log if asked.at > START + 4 * DAY]
    assert 6 <= len(settled) / 10 <= 15
    assert sum(asked.status == 304 for asked in settled) >= len(settled) / 4


def test_a_silent_source_is_asked_less_and_less_and_a_busy_one_as_often_as_allowed(
    server: Server,
) -> None:
    source = Source(name="harbour", url=f"{server.base}/feed")
    server.script = lambda _, now: _feed(now, a_day=0)
    silent = live(server, source, until=START + _MONTH)
    assert len(silent) < 60
    assert silent[-1].interval == DAY
    server.now = START
    server.script = lambda _, now: _feed(now, a_day=500)
    busy = live(server, source, until=START + 8 * HOUR)
    assert busy[-1].interval == 10 * MINUTE


def test_a_server_that_says_not_modified_for_ever_is_found_out_and_then_checked_daily(
    server: Server,
) -> None:
    """It answers 304 to any condition from the fifth day on, though it has news."""

    frozen: list[Reading] = []

    def lies(path: str, now: datetime) -> Reading:
        if now - START < 5 * DAY:
            frozen[:] = [_feed(now, a_day=6)]
            return frozen[0]
        news = _feed(now, a_day=6)
        return replace(news, etag=frozen[0].etag, last_modified=frozen[0].last_modified)

    server.script = lies
    states = live(server, Source(name="harbour", url=f"{server.base}/feed"), until=START + _MONTH)
    whole = [asked.at - START for asked in server.log if not asked.conditional]
    assert whole[0] == timedelta(0)
    assert 10 * DAY < whole[1] < 15 * DAY, "a week without news from a source that had some"
    gaps = [later - one for one, later in itertools.pairwise(whole[1:])]
    assert gaps
    assert all(DAY <= gap <= 3 * DAY for gap in gaps)
    assert states[-1].false_304
    assert states[-1].changed is not None
    assert states[-1].changed > START + 27 * DAY
