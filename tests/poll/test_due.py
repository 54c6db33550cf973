"""When a source is asked next: its own pace, within what it, its server and the operator allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model.poll import Gone, PollHints, PollState, Source
from feeds.poll.due import first_due
from feeds.poll.pace import Brought
from tests.poll.polls import (
    BODY,
    FRESH,
    KNOWN,
    LIMITS,
    NOW,
    SAME,
    SOURCE,
    D,
    H,
    M,
    S,
    after,
    failed,
)

NINES = "9" * 20


def _wait(state: PollState, now: datetime = NOW) -> timedelta:
    return state.due - now


# The server's word


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"cache_control": "max-age=14400"}, 4 * H),
        ({"cache_control": "public, Max-Age = 14400"}, None),
        ({"cache_control": 'public, MAX-AGE="14400", stale-if-error=9'}, 4 * H),
        ({"cache_control": "no-cache, max-age=14400"}, None),
        ({"cache_control": "no-store, max-age=14400"}, None),
        ({"cache_control": "max-age=-5"}, None),
        ({"cache_control": "max-age=soon"}, None),
        ({"cache_control": "max-age=99999999"}, 7 * D),
        ({"cache_control": "max-age=31536000000"}, 7 * D),  # a year in thousandths
        ({"cache_control": f"max-age={NINES}"}, 7 * D),  # too large to count (RFC 9111, 1.2.2)
        ({"strict_transport_security": "max-age=31536000"}, None),
        ({"surrogate_control": "no-store", "cache_control": "max-age=14400"}, 4 * H),
        ({"cache_control": "s-maxage=14400"}, None),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT"}, 4 * H),
        (
            {
                "expires": "Tue, 03 Feb 2026 16:30:00 GMT",
                "date": "Tue, 03 Feb 2026 12:30:00 GMT",
            },
            4 * H,
        ),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT", "cache_control": "max-age=7200"}, 2 * H),
        ({"expires": "0"}, None),
        ({"expires": "Tue, 03 Feb 2015 14:30:00 GMT"}, None),
        ({"expires": "Tue, 03 Feb 9999 14:30:00 GMT"}, 7 * D),
        ({"retry_after": "14400"}, 4 * H),
        ({"retry_after": "Tue, 03 Feb 2026 14:30:00 GMT"}, 4 * H),
        ({"retry_after": "Tue, 03 Feb 9999 14:30:00 GMT"}, 7 * D),
        ({"retry_after": "Tue, 03 Feb 2015 14:30:00 GMT"}, None),
        ({"retry_after": NINES}, 7 * D),
        ({"retry_after": "-3"}, None),
        ({"retry_after": "later"}, None),
        ({"retry_after": "Tuesday, 03-Feb-26 14:30:00 GMT"}, 4 * H),
        ({"retry_after": "Tue Feb  3 14:30:00 2026"}, 4 * H),
        ({"expires": "Tue Feb  3 14:30:00 2026"}, 4 * H),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT", "date": f"Tue, {NINES} Feb 2026"}, 4 * H),
        ({"retry_after": f"Tue, {NINES} Feb 2026 14:30:00 GMT"}, None),
        ({"retry_after": f"Tue, 03 Feb {NINES} 14:30:00 GMT"}, None),
        ({"expires": f"Tue, 03 Feb 2026 14:30:00 +{NINES}"}, None),
    ],
)
@pytest.mark.parametrize("fixed", [None, 15 * M])
def test_a_good_answer_s_cache_control_expires_and_retry_after_are_not_undercut(
    headers: dict[str, str], least: timedelta | None, fixed: timedelta | None
) -> None:
    source = replace(SOURCE, interval=fixed)
    wait = _wait(after(KNOWN, BODY, source=source, **headers))
    if least is not None:
        assert wait == least
    elif fixed:
        assert wait == fixed
    else:
        assert 54 * M <= wait <= 1.35 * 66 * M


@pytest.mark.parametrize(
    ("status", "retry_after", "low", "high"),
    [
        (503, "7200", 2 * H, 2 * H),
        (503, "Tue, 03 Feb 2026 12:30:00 GMT", 2 * H, 2 * H),
        (503, "1", 54 * M, 66 * M),
        (503, "9999999", 7 * D, 7 * D),
        (429, "7200", 2 * H, 2 * H),
        (429, "60", 60 * M, 66 * M),
        (429, "", 60 * M, 66 * M),
        (500, "7200", 2 * H, 2 * H),
    ],
)
def test_retry_after_is_obeyed_and_after_429_an_hour_is_the_least(
    status: int, retry_after: str, low: timedelta, high: timedelta
) -> None:
    outcome = failed("temporary")
    assert low <= _wait(after(outcome=outcome, status=status, retry_after=retry_after)) <= high


def test_a_retry_date_is_read_by_the_server_s_own_clock() -> None:
    headers = {
        "retry_after": "Tue, 03 Feb 2015 14:30:00 GMT",
        "date": "Tue, 03 Feb 2015 12:30:00 GMT",
    }
    assert _wait(after(outcome=failed("temporary"), status=503, **headers)) == 2 * H


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_server_writes_the_next_poll_is_within_a_week_and_not_sooner_than_allowed(
    control: str, expires: str, retry: str, date: str
) -> None:
    headers = {"cache_control": control, "expires": expires, "retry_after": retry, "date": date}
    for outcome in (BODY, SAME, failed()):
        assert 10 * M <= _wait(after(outcome=outcome, **headers)) <= 7 * D


# The feed's word


def test_a_feed_s_ttl_is_a_floor_also_after_a_304_that_repeats_nothing() -> None:
    state = after(KNOWN, BODY, hints=PollHints(ttl=6 * H))
    assert _wait(state) == 6 * H
    assert _wait(after(state, SAME)) == 6 * H
    assert _wait(after(KNOWN, BODY, hints=PollHints(ttl=99 * D))) == 7 * D


@pytest.mark.parametrize(
    ("hours", "days", "due"),
    [
        ({11}, set(), datetime(2026, 2, 3, 12, 0, tzinfo=UTC)),
        ({11, 12, 13}, set(), datetime(2026, 2, 3, 14, 0, tzinfo=UTC)),
        (set(range(11, 24)), set(), datetime(2026, 2, 4, 0, 0, tzinfo=UTC)),
        (set(), {1}, datetime(2026, 2, 4, 0, 0, tzinfo=UTC)),
        ({0, 1}, {1, 2}, datetime(2026, 2, 5, 2, 0, tzinfo=UTC)),
        (set(range(24)), set(), None),
        (set(), set(range(7)), None),
        ({5}, {6}, None),
    ],
)
def test_hours_and_days_that_a_feed_skips_are_skipped(
    hours: set[int], days: set[int], due: datetime | None
) -> None:
    hints = PollHints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    state = after(replace(KNOWN, interval=45 * M), BODY, hints=hints)
    if due is None:
        assert 40 * M < _wait(state) < 70 * M
    else:
        assert state.due == due


@given(st.sets(st.integers(0, 23), max_size=23), st.sets(st.integers(0, 6), max_size=6))
def test_never_in_a_skipped_hour_or_day(hours: set[int], days: set[int]) -> None:
    hints = PollHints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    due = after(KNOWN, BODY, hints=hints).due
    assert due.hour not in hours
    assert due.weekday() not in days
    assert due - NOW <= 9 * D


def test_a_feed_that_says_it_will_never_change_again_is_looked_at_once_a_month() -> None:
    assert _wait(after(KNOWN, BODY, hints=PollHints(expired=True))) == 30 * D


# Its own pace


def test_the_first_poll_is_soon_and_spread() -> None:
    names = [f"source {n}" for n in range(50)]
    waits = [first_due(Source(name=name), LIMITS, NOW) - NOW for name in names]
    assert all(timedelta(0) <= wait <= 10 * S for wait in waits)
    assert len(set(waits)) > 40
    short = replace(LIMITS, interval=2 * S)
    assert max(first_due(Source(name=name), short, NOW) for name in names) <= NOW + 2 * S


def test_the_first_answer_sets_the_first_guess() -> None:
    assert after(FRESH, BODY, brought=Brought(new=30)).interval == 30 * M


@pytest.mark.parametrize(
    ("brought", "factor"),
    [
        (Brought(known=0, new=30), 0.6),
        (Brought(known=9, new=21), 0.6),
        (Brought(known=15, new=15), 1.0),
        (Brought(known=29, new=1), 1.0),
        (Brought(known=30, new=0), 1.35),
        (Brought(known=30, new=0, updated=2), 1.35),
        (Brought(), 1.0),
    ],
)
def test_much_news_brings_the_next_poll_nearer_and_none_moves_it_away(
    brought: Brought, factor: float
) -> None:
    assert after(KNOWN, BODY, brought=brought).interval == 60 * M * factor


def test_unchanged_moves_it_away() -> None:
    assert after(KNOWN, SAME).interval == 60 * M * 1.35


_BRINGS = st.builds(Brought, known=st.integers(0, 50), new=st.integers(0, 50))


@given(st.lists(st.one_of(_BRINGS, st.none()), max_size=40), st.integers(0, 10**6))
def test_the_interval_stays_within_the_operator_s_bounds_and_so_does_the_jitter(
    polls: list[Brought | None], second: int
) -> None:
    state, now = FRESH, NOW + second * S
    for brought in polls:
        outcome = SAME if brought is None else BODY
        state = after(state, outcome, brought=brought or Brought(), now=now)
        assert state.interval is not None
        assert 10 * M <= state.interval <= 24 * H
        wait = _wait(state, now)
        assert 10 * M <= wait <= 24 * H
        assert 0.9 * state.interval <= wait <= 1.1 * state.interval
        now = state.due


def test_jitter_spreads_sources_and_is_the_same_for_the_same_poll() -> None:
    def wait(name: str) -> timedelta:
        return _wait(after(replace(KNOWN, source=name), source=replace(SOURCE, name=name)))

    waits = [wait(f"source {n}") for n in range(40)]
    assert len(set(waits)) == 40
    assert waits == [wait(f"source {n}") for n in range(40)]
    assert max(waits) - min(waits) > 8 * M


def test_a_fixed_interval_is_kept_to_the_second_whatever_comes() -> None:
    source = replace(SOURCE, interval=15 * M)
    for brought in (Brought(new=30), Brought(known=30)):
        for outcome in (BODY, SAME):
            state = after(KNOWN, outcome, source=source, brought=brought)
            assert _wait(state) == state.interval == 15 * M
    hints = PollHints(ttl=6 * H, skip_hours=frozenset({10, 11}))
    assert _wait(after(KNOWN, BODY, source=source, hints=hints)) == 15 * M
    assert _wait(after(KNOWN, BODY, source=source, cache_control="max-age=3600")) == H


# Trouble


@pytest.mark.parametrize(("grade", "first"), [("temporary", 60), ("soft", 90), ("hard", 120)])
def test_waits_double_with_each_failure_up_to_the_longest_and_end_with_an_answer(
    grade: str, first: int
) -> None:
    state, waits = KNOWN, []
    for _ in range(12):
        state = after(state, failed(grade), status=None)
        waits.append(_wait(state))
    for number, wait in enumerate(waits):
        expected = min(first * M * 2**number, 24 * H)
        assert 0.9 * expected <= wait <= min(1.1 * expected, 24 * H)
    assert (state.failures, state.problem) == (12, "it failed")
    assert (state.etag, state.succeeded) == (KNOWN.etag, KNOWN.succeeded), "they stay as good"
    well = after(state, BODY)
    assert (well.failures, well.problem, well.etag) == (0, None, '"2"')
    assert _wait(well) <= 1.35 * 66 * M


@given(st.integers(0, 10_000))
def test_failing_for_years_is_still_polled_once_a_day(failures: int) -> None:
    broken = replace(KNOWN, failures=failures)
    waits = {
        _wait(after(replace(broken, source=name), failed("hard"), status=None)) for name in "ABC"
    }
    assert all(10 * M <= wait <= 24 * H for wait in waits)
    assert len(waits) == 3, "those that broke together are not asked together for ever"


def test_a_source_with_a_fixed_interval_fails_from_there_and_is_never_asked_more_often() -> None:
    quarter, week = replace(SOURCE, interval=15 * M), replace(SOURCE, interval=7 * D)
    assert 20 * M <= _wait(after(FRESH, failed(), source=quarter)) <= 25 * M
    assert _wait(after(FRESH, failed(), source=week)) == 7 * D


@pytest.mark.parametrize(("fixed", "least"), [(None, 10 * M), (M, M)])
def test_a_folder_is_looked_at_as_often_as_may_be_however_quiet_it_is_or_whether_it_is_there(
    fixed: timedelta | None, least: timedelta
) -> None:
    """Whoever drops a story into it waits for that, and no server is spared by waiting longer."""
    folder = Source(name="Drop", path="drop/wire", interval=fixed)
    state = FRESH
    for outcome in (*[failed()] * 6, BODY, *[SAME] * 30):
        state = after(state, outcome, status=None, source=folder, brought=Brought())
        assert least <= _wait(state) <= 1.1 * least
    assert state.failures == 0


def test_gone_is_believed_when_said_again_and_then_looked_at_once_a_month() -> None:
    gone = Gone(reason="gone for good")
    first = after(KNOWN, gone, status=410)
    second = after(first, gone, status=410)
    third = after(second, gone, status=410)
    assert [_wait(state) for state in (first, second, third)] == [24 * H, 24 * H, 30 * D]
    assert (third.problem, third.gone, third.failures) == ("gone for good", 3, 3)
    assert second.why_next == "says that it is gone (410): asked once more"
    rests = "says that it is gone (410): rests, and is looked at once a month"
    assert third.why_next == rests
    week = replace(SOURCE, interval=7 * D)
    assert _wait(after(KNOWN, gone, status=410, source=week)) == 7 * D
    often = replace(SOURCE, interval=15 * M)
    assert _wait(after(KNOWN, gone, status=410, source=often)) == 24 * H
    back = after(third, BODY)
    assert (back.gone, back.failures, back.problem) == (0, 0, None)
