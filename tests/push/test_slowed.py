"""When a source is asked whose hub pushes, as rules of its state: how seldom, how soon, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model.poll import PollState, Source
from feeds.model.push import PushSubscription
from feeds.poll.pace import Brought, PollLimits
from feeds.poll.slowed import after_push, hastened, resumed, slowed

_NOW = datetime(2026, 2, 3, 12, tzinfo=UTC)
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_GULF = Source(name="Gulf", url="https://gulf.example.org/feed")
_LIMITS = PollLimits(interval=30 * _MINUTE, min_interval=10 * _MINUTE, max_interval=_DAY)
_STATE = PollState(
    source="Gulf", due=_NOW + _HOUR, polled=_NOW, interval=_HOUR, why_next="it held news: as before"
)
_HELD = PushSubscription(
    token="t",
    source="Gulf",
    address="https://gulf.example.org/feed",
    hub="https://hub.example.net/",
    topic="https://gulf.example.org/feed",
    callback="https://desk.example.org/websub/t",
    secret=b"s",
    due=_NOW,
    expires=_NOW + 30 * _DAY,
    pushed=_NOW,
)
_SELDOM = replace(_STATE, rate=0.1, watched=5.0)  # an entry in ten days: no push is overdue soon


def _waits(after: PollState) -> timedelta:
    return after.due - _NOW


@pytest.mark.parametrize(
    ("most", "own", "rest"),
    [
        (_DAY, _HOUR, _DAY),
        (6 * _HOUR, _HOUR, 6 * _HOUR),
        (7 * _DAY, _HOUR, _DAY),
        (7 * _DAY, 2 * _DAY, 2 * _DAY),  # which is asked less by itself
    ],
)
def test_once_a_day_a_source_that_pushes_is_asked_or_by_max_interval_if_that_is_less(
    most: timedelta, own: timedelta, rest: timedelta
) -> None:
    state = replace(_SELDOM, interval=own)
    after = slowed(state, _GULF, replace(_LIMITS, max_interval=most), _HELD)
    assert _waits(after) == rest
    assert after.unpushed == _STATE.due
    assert "after the last time, in case one was missed" in (after.why_next or "")


def test_it_is_counted_from_the_last_poll_and_without_one_from_the_push() -> None:
    asked = replace(_SELDOM, polled=_NOW - 5 * _HOUR)
    assert _waits(slowed(asked, _GULF, _LIMITS, _HELD)) == 19 * _HOUR
    never = replace(_SELDOM, polled=None)
    assert _waits(slowed(never, _GULF, _LIMITS, _HELD)) == _DAY


def test_a_source_is_asked_when_a_push_is_overdue_and_says_after_how_long() -> None:
    after = slowed(_STATE, _GULF, _LIMITS, _HELD)
    assert _waits(after) == 4 * _HOUR
    assert after.why_next == "hub.example.net pushes its news: asked if none comes for 4 hours"
    new = slowed(replace(_STATE, interval=None), _GULF, _LIMITS, _HELD)
    assert _waits(new) == 2 * _HOUR


def test_what_it_brings_a_day_tells_when_a_push_is_overdue_once_it_was_watched_for_a_day() -> None:
    brisk = replace(_STATE, rate=24.0, watched=5.0)
    assert _waits(slowed(brisk, _GULF, _LIMITS, _HELD)) == 4 * _HOUR, "four intervals at least"
    short = replace(_STATE, rate=8.0, watched=0.9)
    assert _waits(slowed(short, _GULF, _LIMITS, _HELD)) == 4 * _HOUR
    assert _waits(slowed(replace(short, watched=1.0), _GULF, _LIMITS, _HELD)) == 12 * _HOUR


def test_a_source_is_asked_when_the_lease_ends_and_as_before_from_then_on() -> None:
    ends = replace(_HELD, expires=_NOW + 2 * _HOUR)
    assert _waits(slowed(_STATE, _GULF, _LIMITS, ends)) == 2 * _HOUR
    polled = replace(_STATE, polled=_NOW + 2 * _HOUR, due=_NOW + 3 * _HOUR)
    assert slowed(polled, _GULF, _LIMITS, ends) == polled


def test_a_push_that_is_overdue_leaves_the_source_at_its_own_pace() -> None:
    polled = replace(_STATE, polled=_NOW + 4 * _HOUR, due=_NOW + 5 * _HOUR)
    assert slowed(polled, _GULF, _LIMITS, _HELD) == polled


def test_a_source_that_is_asked_later_anyway_says_once_that_its_news_are_pushed() -> None:
    late = replace(_STATE, due=_NOW + 9 * _HOUR)
    after = slowed(late, _GULF, _LIMITS, _HELD)
    said = "it held news: as before; hub.example.net pushes its news"
    assert (after.due, after.unpushed, after.why_next) == (late.due, None, said)
    assert slowed(after, _GULF, _LIMITS, _HELD) == after


def test_pushes_change_nothing_of_an_interval_that_the_operator_fixed() -> None:
    assert slowed(_STATE, replace(_GULF, interval=_HOUR), _LIMITS, _HELD) == _STATE
    assert slowed(_STATE, _GULF, _LIMITS, None) == _STATE


def test_a_hub_that_never_pushed_or_was_found_wanting_puts_nothing_off() -> None:
    assert slowed(_STATE, _GULF, _LIMITS, replace(_HELD, pushed=None)) == _STATE
    assert slowed(_STATE, _GULF, _LIMITS, replace(_HELD, doubted=_NOW)) == _STATE


def _pushed(state: PollState, brought: Brought, at: datetime = _NOW) -> PollState:
    return after_push(state, _HELD, source=_GULF, limits=_LIMITS, brought=brought, now=at)


@pytest.mark.parametrize(
    ("brought", "changed", "rate"),
    [
        (Brought(new=2), _NOW, 1.4),
        (Brought(updated=1), _NOW, 1.0),
        (Brought(known=1), None, 1.0),
    ],
)
def test_what_a_push_brings_counts_as_the_source_s_news(
    brought: Brought, changed: datetime | None, rate: float
) -> None:
    after = _pushed(replace(_STATE, rate=1.0, watched=5.0), brought)
    assert after.changed == changed
    assert after.rate == pytest.approx(rate)


def test_a_source_that_was_not_watched_yet_has_no_rate_by_its_pushes() -> None:
    assert _pushed(_STATE, Brought(new=2)).rate is None
    assert _pushed(replace(_STATE, watched=4.0), Brought(new=2)).rate == pytest.approx(0.5)


def test_further_pushes_put_off_anew_what_was_due_without_them() -> None:
    first = slowed(_STATE, _GULF, _LIMITS, _HELD)
    again = _pushed(first, Brought(new=1))
    assert (again.due, again.unpushed) == (first.due, _STATE.due)
    overdue = replace(_HELD, expires=_NOW)
    after = after_push(
        first, overdue, source=_GULF, limits=_LIMITS, brought=Brought(new=1), now=_NOW
    )
    assert (after.due, after.unpushed) == (_STATE.due, None)


def test_where_pushes_may_have_stopped_the_source_is_due_as_without_them() -> None:
    first = slowed(_STATE, _GULF, _LIMITS, _HELD)
    after = resumed(first)
    assert (after.due, after.unpushed) == (_STATE.due, None)
    assert after.why_next == "its hub may have stopped pushing: as before"
    soon = replace(first, due=_NOW)
    assert resumed(soon).due == _NOW, "and never later than it was to be"
    assert resumed(_STATE) == _STATE


def test_where_a_hub_told_of_news_that_it_did_not_bring_the_source_is_asked_as_soon_as_it_may_be() -> (
    None
):
    first = slowed(_STATE, _GULF, _LIMITS, _HELD)
    after = hastened(first, _LIMITS, _NOW + _MINUTE)
    assert (_waits(after), after.unpushed) == (10 * _MINUTE, None)
    assert _waits(hastened(replace(first, fresh=_MINUTE), _LIMITS, _NOW)) == 10 * _MINUTE
    assert _waits(hastened(replace(first, fresh=30 * _MINUTE), _LIMITS, _NOW)) == 30 * _MINUTE
    assert _waits(hastened(first, _LIMITS, _NOW + 30 * _MINUTE)) == 30 * _MINUTE
    assert _waits(hastened(replace(first, polled=None), _LIMITS, _NOW)) == 10 * _MINUTE


def test_a_source_that_is_asked_sooner_anyway_is_not_asked_later_for_what_its_hub_told() -> None:
    soon = replace(_STATE, due=_NOW + 5 * _MINUTE)
    assert _waits(hastened(soon, _LIMITS, _NOW)) == 5 * _MINUTE
    put_off = replace(_STATE, due=_NOW + 4 * _HOUR, unpushed=_NOW + 5 * _MINUTE)
    assert _waits(hastened(put_off, _LIMITS, _NOW)) == 5 * _MINUTE


def test_a_source_that_fails_is_asked_no_sooner_for_what_its_hub_tells() -> None:
    failing = replace(_STATE, failures=2, due=_NOW + 4 * _HOUR)
    assert hastened(failing, _LIMITS, _NOW) == failing
