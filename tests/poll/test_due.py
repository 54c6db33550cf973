"""When a source is asked next: its own pace, within what it, its server and the operator allow."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model.poll import Failed, Fetched, Gone, NotModified, PollHints, PollState, Reply, Source
from feeds.poll.due import after_poll, first_due
from feeds.poll.move import present_url
from feeds.poll.pace import Brought, PollLimits

_S, _M, _H, _D = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
_NOW = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)  # a Tuesday
_LIMITS = PollLimits(interval=30 * _M, min_interval=10 * _M, max_interval=24 * _H)
_SOURCE = Source(name="Harbour Times", url="https://harbour.example/feed")
_FRESH = PollState(source="Harbour Times", due=_NOW)
_KNOWN = replace(_FRESH, succeeded=_NOW - _H, polled=_NOW - _H, interval=60 * _M, etag='"1"')
_BODY = Fetched(
    body=b"<rss/>", body_hash="h", content_type=None, location="", etag='"2"', last_modified=None
)
_NINES = "9" * 20
_NOTHING_NEW = Brought(known=20)
_SAME = NotModified(etag=None, last_modified=None)


def _after(
    state: PollState = _KNOWN,
    outcome: Fetched | NotModified | Gone | Failed = _SAME,
    *,
    status: int | None = 200,
    source: Source = _SOURCE,
    limits: PollLimits = _LIMITS,
    brought: Brought = _NOTHING_NEW,
    hints: PollHints | None = None,
    now: datetime = _NOW,
    **headers: str,
) -> PollState:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    reply = Reply(url="", final_url="", received=now, status=status, headers=named)
    return after_poll(
        state,
        outcome,
        source=source,
        limits=limits,
        now=now,
        reply=reply,
        brought=brought,
        hints=hints,
    )


def _wait(state: PollState, now: datetime = _NOW) -> timedelta:
    return state.due - now


def _failed(grade: str = "soft") -> Failed:
    return Failed(grade=grade, reason="it failed")  # type: ignore[arg-type]


# The server's word


@pytest.mark.parametrize(
    ("headers", "least"),
    [
        ({"cache_control": "max-age=14400"}, 4 * _H),
        ({"cache_control": "public, Max-Age = 14400"}, None),
        ({"cache_control": 'public, MAX-AGE="14400", stale-if-error=9'}, 4 * _H),
        ({"cache_control": "no-cache, max-age=14400"}, None),
        ({"cache_control": "no-store, max-age=14400"}, None),
        ({"cache_control": "max-age=-5"}, None),
        ({"cache_control": "max-age=soon"}, None),
        ({"cache_control": "max-age=99999999"}, 7 * _D),
        ({"cache_control": "max-age=9999999999999999999999"}, None),
        ({"cache_control": "s-maxage=14400"}, None),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT"}, 4 * _H),
        (
            {
                "expires": "Tue, 03 Feb 2026 16:30:00 GMT",
                "date": "Tue, 03 Feb 2026 12:30:00 GMT",
            },
            4 * _H,
        ),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT", "cache_control": "max-age=7200"}, 2 * _H),
        ({"expires": "0"}, None),
        ({"expires": "Tue, 03 Feb 2015 14:30:00 GMT"}, None),
        ({"expires": "Tue, 03 Feb 9999 14:30:00 GMT"}, 7 * _D),
        ({"retry_after": "14400"}, 4 * _H),
        ({"retry_after": "Tue, 03 Feb 2026 14:30:00 GMT"}, 4 * _H),
        ({"retry_after": "-3"}, None),
        ({"retry_after": "later"}, None),
        ({"retry_after": "Tuesday, 03-Feb-26 14:30:00 GMT"}, 4 * _H),
        ({"retry_after": "Tue Feb  3 14:30:00 2026"}, 4 * _H),
        ({"expires": "Tue Feb  3 14:30:00 2026"}, 4 * _H),
        ({"expires": "Tue, 03 Feb 2026 14:30:00 GMT", "date": f"Tue, {_NINES} Feb 2026"}, 4 * _H),
        ({"retry_after": f"Tue, {_NINES} Feb 2026 14:30:00 GMT"}, None),
        ({"retry_after": f"Tue, 03 Feb {_NINES} 14:30:00 GMT"}, None),
        ({"expires": f"Tue, 03 Feb 2026 14:30:00 +{_NINES}"}, None),
    ],
)
@pytest.mark.parametrize("fixed", [None, 15 * _M])
def test_a_good_answer_s_cache_control_expires_and_retry_after_are_not_undercut(
    headers: dict[str, str], least: timedelta | None, fixed: timedelta | None
) -> None:
    source = replace(_SOURCE, interval=fixed)
    wait = _wait(_after(_KNOWN, _BODY, source=source, **headers))
    if least is not None:
        assert wait == least
    elif fixed:
        assert wait == fixed
    else:
        assert 54 * _M <= wait <= 1.35 * 66 * _M


@pytest.mark.parametrize(
    ("status", "retry_after", "low", "high"),
    [
        (503, "7200", 2 * _H, 2 * _H),
        (503, "Tue, 03 Feb 2026 12:30:00 GMT", 2 * _H, 2 * _H),
        (503, "1", 54 * _M, 66 * _M),
        (503, "9999999", 7 * _D, 7 * _D),
        (429, "7200", 2 * _H, 2 * _H),
        (429, "60", 60 * _M, 66 * _M),
        (429, "", 60 * _M, 66 * _M),
        (500, "7200", 2 * _H, 2 * _H),
    ],
)
def test_retry_after_is_obeyed_and_after_429_an_hour_is_the_least(
    status: int, retry_after: str, low: timedelta, high: timedelta
) -> None:
    outcome = _failed("temporary")
    assert low <= _wait(_after(outcome=outcome, status=status, retry_after=retry_after)) <= high


def test_a_retry_date_is_read_by_the_server_s_own_clock() -> None:
    headers = {
        "retry_after": "Tue, 03 Feb 2015 14:30:00 GMT",
        "date": "Tue, 03 Feb 2015 12:30:00 GMT",
    }
    assert _wait(_after(outcome=_failed("temporary"), status=503, **headers)) == 2 * _H


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_server_writes_the_next_poll_is_within_a_week_and_not_sooner_than_allowed(
    control: str, expires: str, retry: str, date: str
) -> None:
    headers = {"cache_control": control, "expires": expires, "retry_after": retry, "date": date}
    for outcome in (_BODY, _SAME, _failed()):
        assert 10 * _M <= _wait(_after(outcome=outcome, **headers)) <= 7 * _D


# The feed's word


def test_a_feed_s_ttl_is_a_floor_also_after_a_304_that_repeats_nothing() -> None:
    state = _after(_KNOWN, _BODY, hints=PollHints(ttl=6 * _H))
    assert _wait(state) == 6 * _H
    assert _wait(_after(state, _SAME)) == 6 * _H
    assert _wait(_after(_KNOWN, _BODY, hints=PollHints(ttl=99 * _D))) == 7 * _D


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
    state = _after(replace(_KNOWN, interval=45 * _M), _BODY, hints=hints)
    if due is None:
        assert 40 * _M < _wait(state) < 70 * _M
    else:
        assert state.due == due


@given(st.sets(st.integers(0, 23), max_size=23), st.sets(st.integers(0, 6), max_size=6))
def test_never_in_a_skipped_hour_or_day(hours: set[int], days: set[int]) -> None:
    hints = PollHints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    due = _after(_KNOWN, _BODY, hints=hints).due
    assert due.hour not in hours
    assert due.weekday() not in days
    assert due - _NOW <= 9 * _D


def test_a_feed_that_says_it_will_never_change_again_is_looked_at_once_a_month() -> None:
    assert _wait(_after(_KNOWN, _BODY, hints=PollHints(expired=True))) == 30 * _D


# Its own pace


def test_the_first_poll_is_soon_and_spread() -> None:
    names = [f"source {n}" for n in range(50)]
    waits = [first_due(Source(name=name), _LIMITS, _NOW) - _NOW for name in names]
    assert all(timedelta(0) <= wait <= 10 * _S for wait in waits)
    assert len(set(waits)) > 40
    short = replace(_LIMITS, interval=2 * _S)
    assert max(first_due(Source(name=name), short, _NOW) for name in names) <= _NOW + 2 * _S


def test_the_first_answer_sets_the_first_guess() -> None:
    assert _after(_FRESH, _BODY, brought=Brought(new=30)).interval == 30 * _M


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
    assert _after(_KNOWN, _BODY, brought=brought).interval == 60 * _M * factor


def test_unchanged_moves_it_away() -> None:
    assert _after(_KNOWN, _SAME).interval == 60 * _M * 1.35


_BRINGS = st.builds(Brought, known=st.integers(0, 50), new=st.integers(0, 50))


@given(st.lists(st.one_of(_BRINGS, st.none()), max_size=40), st.integers(0, 10**6))
def test_the_interval_stays_within_the_operator_s_bounds_and_so_does_the_jitter(
    polls: list[Brought | None], second: int
) -> None:
    state, now = _FRESH, _NOW + second * _S
    for brought in polls:
        outcome = _SAME if brought is None else _BODY
        state = _after(state, outcome, brought=brought or Brought(), now=now)
        assert state.interval is not None
        assert 10 * _M <= state.interval <= 24 * _H
        wait = _wait(state, now)
        assert 10 * _M <= wait <= 24 * _H
        assert 0.9 * state.interval <= wait <= 1.1 * state.interval
        now = state.due


def test_jitter_spreads_sources_and_is_the_same_for_the_same_poll() -> None:
    def wait(name: str) -> timedelta:
        return _wait(_after(replace(_KNOWN, source=name), source=replace(_SOURCE, name=name)))

    waits = [wait(f"source {n}") for n in range(40)]
    assert len(set(waits)) == 40
    assert waits == [wait(f"source {n}") for n in range(40)]
    assert max(waits) - min(waits) > 8 * _M


def test_a_fixed_interval_is_kept_to_the_second_whatever_comes() -> None:
    source = replace(_SOURCE, interval=15 * _M)
    for brought in (Brought(new=30), Brought(known=30)):
        for outcome in (_BODY, _SAME):
            state = _after(_KNOWN, outcome, source=source, brought=brought)
            assert _wait(state) == state.interval == 15 * _M
    hints = PollHints(ttl=6 * _H, skip_hours=frozenset({10, 11}))
    assert _wait(_after(_KNOWN, _BODY, source=source, hints=hints)) == 15 * _M
    assert _wait(_after(_KNOWN, _BODY, source=source, cache_control="max-age=3600")) == _H


# Trouble


@pytest.mark.parametrize(("grade", "first"), [("temporary", 60), ("soft", 90), ("hard", 120)])
def test_waits_double_with_each_failure_up_to_the_longest_and_end_with_an_answer(
    grade: str, first: int
) -> None:
    state, waits = _KNOWN, []
    for _ in range(12):
        state = _after(state, _failed(grade), status=None)
        waits.append(_wait(state))
    for number, wait in enumerate(waits):
        expected = min(first * _M * 2**number, 24 * _H)
        assert 0.9 * expected <= wait <= min(1.1 * expected, 24 * _H)
    assert (state.failures, state.problem) == (12, "it failed")
    assert (state.etag, state.succeeded) == (_KNOWN.etag, _KNOWN.succeeded), "they stay as good"
    well = _after(state, _BODY)
    assert (well.failures, well.problem, well.etag) == (0, None, '"2"')
    assert _wait(well) <= 1.35 * 66 * _M


@given(st.integers(0, 10_000))
def test_failing_for_years_is_still_polled_once_a_day(failures: int) -> None:
    state = _after(replace(_KNOWN, failures=failures), _failed("hard"), status=None)
    assert 10 * _M <= _wait(state) <= 24 * _H


def test_a_source_with_a_fixed_interval_fails_from_there_and_is_never_asked_more_often() -> None:
    quarter, week = replace(_SOURCE, interval=15 * _M), replace(_SOURCE, interval=7 * _D)
    assert 20 * _M <= _wait(_after(_FRESH, _failed(), source=quarter)) <= 25 * _M
    assert _wait(_after(_FRESH, _failed(), source=week)) == 7 * _D


@pytest.mark.parametrize(("fixed", "least"), [(None, 10 * _M), (_M, _M)])
def test_a_folder_is_looked_at_as_often_as_may_be_however_quiet_it_is_or_whether_it_is_there(
    fixed: timedelta | None, least: timedelta
) -> None:
    """Whoever drops a story into it waits for that, and no server is spared by waiting longer."""
    folder = Source(name="Drop", path="drop/wire", interval=fixed)
    state = _FRESH
    for outcome in (*[_failed()] * 6, _BODY, *[_SAME] * 30):
        state = _after(state, outcome, status=None, source=folder, brought=Brought())
        assert least <= _wait(state) <= 1.1 * least
    assert state.failures == 0


def test_gone_is_believed_when_said_again_and_then_looked_at_once_a_month() -> None:
    gone = Gone(reason="gone for good")
    first = _after(_KNOWN, gone, status=410)
    second = _after(first, gone, status=410)
    third = _after(second, gone, status=410)
    assert [_wait(state) for state in (first, second, third)] == [24 * _H, 24 * _H, 30 * _D]
    assert third.problem == "gone for good"
    back = _after(third, _BODY)
    assert (back.gone, back.failures, back.problem) == (0, 0, None)


# Moving


def _polls(*moves: str | None) -> PollState:
    state = _KNOWN
    for target in moves:
        state = _after(state, replace(_BODY, moved=target))
    return state


_NEW = "https://new.example/feed"


@pytest.mark.parametrize(
    ("moves", "asked"),
    [
        ((_NEW, _NEW), _SOURCE.url),
        ((_NEW, _NEW, _NEW), _NEW),
        ((_NEW, _NEW, None, _NEW), _SOURCE.url),
        ((_NEW, _NEW, "https://other.example/"), _SOURCE.url),
        ((_NEW, _NEW, _NEW, None), _NEW),
        ((_NEW, _NEW, _NEW, None, None, None), _NEW),
        ((_NEW, _NEW, _NEW, "https://other.example/"), _SOURCE.url),
    ],
)
def test_a_move_is_taken_up_when_three_polls_agree_and_then_kept(
    moves: tuple[str | None, ...], asked: str | None
) -> None:
    assert present_url(_SOURCE, _polls(*moves)) == asked


def test_when_the_new_address_fails_every_other_poll_tries_the_configured_one() -> None:
    moved = _polls(_NEW, _NEW, _NEW)
    state, asked = moved, []
    for _ in range(4):
        asked.append(present_url(_SOURCE, state))
        state = _after(state, _failed(), status=404)
    assert asked == [_NEW, _SOURCE.url, _NEW, _SOURCE.url]
    back = _after(_after(moved, _failed()), _BODY)
    assert present_url(_SOURCE, back) == _SOURCE.url, "it answers where it was: it moved back"


def test_an_address_with_a_password_stays_as_configured() -> None:
    source = replace(_SOURCE, url="https://mara:s3cret@harbour.example/feed")
    assert present_url(source, _polls(_NEW, _NEW, _NEW)) == source.url


# What is remembered


def test_validators_follow_the_last_document_that_was_read() -> None:
    state = _after(_KNOWN, _BODY)
    assert (state.etag, state.last_modified, state.body_hash) == ('"2"', None, "h")
    kept = _after(state, _SAME)
    assert (kept.etag, kept.body_hash) == ('"2"', "h"), "a 304 without them changes nothing"
    renewed = _after(state, NotModified(etag='"3"', last_modified="x"))
    assert (renewed.etag, renewed.last_modified) == ('"3"', "x")


def test_a_document_of_which_nothing_was_known_may_have_been_preceded_by_others() -> None:
    held, news = replace(_KNOWN, changed=_NOW - _H), Brought(new=30)
    assert _after(held, _BODY, brought=news).missed
    assert not _after(held, _BODY, brought=Brought(known=1, new=29)).missed
    assert not _after(_FRESH, _BODY, brought=news).missed, "it is the first"
    assert not _after(_KNOWN, _BODY, brought=news).missed, "all before it were empty"
    folder = Source(name="Wires", path="drop")
    assert not _after(held, _BODY, brought=news, source=folder).missed, "who empties it knows"


def test_a_poll_gives_its_lease_back() -> None:
    held = replace(_KNOWN, lease=_NOW + _H)
    for outcome in (_BODY, _SAME, _failed(), Gone(reason="gone")):
        assert _after(held, outcome).lease is None
