"""The finer points: validators, servers that lie, deltas, moves, other addresses, and why it is said so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model.poll import Failed, Fetched, NotModified, PollHints, PollState, Reply, Source
from feeds.poll.classify import classify
from feeds.poll.conditional import asks_whole, request_headers
from feeds.poll.due import Poll, after_poll
from feeds.poll.move import as_configured, present_url
from feeds.poll.pace import Brought
from tests.poll.polls import LIMITS, NOW, SAME, SOURCE, D, H, M

_KNOWN = PollState(
    source="Harbour Times",
    due=NOW,
    succeeded=NOW - H,
    polled=NOW - H,
    interval=60 * M,
    etag='W/"1"',
    last_modified="then",
    body_hash="h1",
    whole=NOW - H,
    url=SOURCE.url,
)
_BODY = Fetched(
    body=b"x", body_hash="h2", content_type=None, location="", etag='"2"', last_modified=None
)


def _reply(status: int | None = 200, *, body: bytes = b"<rss/>", **headers: str) -> Reply:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    url = "https://harbour.example/feed"
    return Reply(url=url, final_url=url, received=NOW, status=status, headers=named, body=body)


def _after(
    outcome: Fetched | NotModified | Failed = SAME,
    *,
    state: PollState = _KNOWN,
    source: Source = SOURCE,
    reply: Reply | None = None,
    brought: Brought = Brought(known=20),  # noqa: B008 -- it is frozen
    now: datetime = NOW,
    hints: PollHints | None = None,
    whole: bool = False,
    limited: bool = False,
) -> PollState:
    poll = Poll(
        source=source,
        limits=LIMITS,
        now=now,
        reply=reply or _reply(),
        brought=brought,
        hints=hints or state.hints,
        whole=whole,
        limited=limited,
        push=None,
    )
    return after_poll(state, outcome, poll)


# Validators


def test_a_source_that_drops_its_validators_gets_none_back() -> None:
    bare = _after(replace(_BODY, etag=None))
    assert set(request_headers(bare)) == {"Accept"}


def test_a_body_that_did_not_parse_advances_nothing() -> None:
    state = _after(Failed(grade="soft", reason="no feed"), reply=_reply(etag='"9"'))
    names = ("etag", "last_modified", "body_hash", "whole", "succeeded", "changed", "fresh")
    assert all(getattr(state, name) == getattr(_KNOWN, name) for name in names)


def test_freshness_outlives_a_304_that_repeats_nothing_and_ends_with_one_that_does() -> None:
    day = _after(_BODY, reply=_reply(cache_control="max-age=86400"))
    again = _after(SAME, state=day, reply=_reply(304))
    assert again.due - NOW == D
    for said in ({"cache_control": "max-age=60"}, {"expires": "0"}):
        less = _after(SAME, state=again, reply=_reply(304, **said))
        assert less.due - NOW < 3 * H


def test_a_date_of_change_outlives_a_304_that_repeats_none_and_follows_one_that_does() -> None:
    assert _after(SAME).last_modified == "then"
    assert _after(replace(SAME, last_modified="now")).last_modified == "now"


def test_a_changed_entry_is_news_and_an_unchanged_document_is_none() -> None:
    earlier = replace(_KNOWN, changed=NOW - D)
    assert _after(_BODY, state=earlier, brought=Brought(known=20, updated=1)).changed == NOW
    assert _after(_BODY, state=earlier, brought=Brought(known=20)).changed == NOW - D


@pytest.mark.parametrize(
    ("lines", "wait"),
    [
        (("public", "max-age=14400"), 4 * H),
        (("max-age=14400, max-age=60",), 4 * H),
        (("max-age=14400", "no-cache"), None),
    ],
)
def test_cache_control_may_come_in_several_lines(
    lines: tuple[str, ...], wait: timedelta | None
) -> None:
    headers = tuple(("cache-control", line) for line in lines)
    state = _after(_BODY, reply=replace(_reply(), headers=headers))
    assert (state.due - NOW == wait) if wait else (state.due - NOW < 2 * H)


@pytest.mark.parametrize(
    ("status", "headers", "least"),
    [
        (404, {"cache_control": "max-age=14400"}, 4 * H),
        (404, {"cache_control": "max-age=31536000"}, 24 * H),
        (500, {"retry_after": "36000"}, 10 * H),
        (300, {"retry_after": "36000"}, 10 * H),
        (403, {"retry_after": "Tue, 03 Feb 2026 20:30:00 GMT"}, 10 * H),
        (304, {"retry_after": "36000"}, 10 * H),
    ],
)
def test_what_any_answer_asks_for_is_kept_also_when_it_failed(
    status: int, headers: dict[str, str], least: timedelta
) -> None:
    reply = _reply(status, **headers)
    outcome = classify(reply, _KNOWN)
    assert isinstance(outcome, Failed | NotModified)
    assert _after(outcome, reply=reply).due - NOW == least


@pytest.mark.parametrize("fixed", [None, 15 * M])
def test_where_429_was_ever_the_answer_an_hour_is_the_least(fixed: timedelta | None) -> None:
    state = _after(
        _BODY,
        state=replace(_KNOWN, interval=10 * M),
        source=replace(SOURCE, interval=fixed),
        brought=Brought(new=30),
        limited=True,
    )
    assert state.due - NOW == H
    assert state.why_next == "its domain once answered 429: an hour at least"


def test_a_failed_poll_keeps_to_the_feed_s_own_word_too() -> None:
    hints = PollHints(ttl=6 * H, skip_hours=frozenset({16, 17}))
    state = _after(
        Failed(grade="temporary", reason="no answer"),
        state=replace(_KNOWN, hints=hints, interval=10 * M),
        reply=_reply(None),
    )
    assert state.due == datetime(2026, 2, 3, 18, 0, tzinfo=UTC)


# Servers that say 304 for ever


@pytest.mark.parametrize(
    ("state", "whole"),
    [
        ({"whole": NOW - 6 * D, "rate": 50.0}, False),
        ({"whole": NOW - 7 * D, "rate": 1.0}, True),
        ({"whole": NOW - 7 * D, "rate": 0.1}, False),
        ({"whole": NOW - 31 * D, "rate": 0.0}, False),
        ({"whole": NOW - 31 * D, "rate": None}, False),
        ({"whole": NOW - 60 * D, "rate": None}, True),
        ({"whole": NOW - 23 * H, "false_304": True}, False),
        ({"whole": NOW - D, "false_304": True}, True),
        ({"whole": None, "rate": 50.0}, False),
        ({"whole": NOW - 90 * D, "etag": None, "last_modified": None}, False),
        ({"whole": NOW - 90 * D, "etag": None}, True),
        ({"whole": NOW - 90 * D, "last_modified": None}, True),
    ],
)
def test_a_whole_answer_is_asked_for_when_304_can_hardly_be_true(
    state: dict[str, object], whole: bool
) -> None:
    assert asks_whole(replace(_KNOWN, **state), NOW) is whole  # type: ignore[arg-type]


def test_a_whole_request_says_nothing_of_what_is_known() -> None:
    assert set(request_headers(_KNOWN, whole=True)) == {"Accept"}
    assert isinstance(classify(_reply(304), _KNOWN, whole=True), Failed)


def test_a_server_is_found_out_by_news_it_denied_and_trusted_again_when_it_tells() -> None:
    lied = _after(_BODY, brought=Brought(known=1, new=5), whole=True)
    assert lied.false_304
    assert not _after(_BODY, state=lied, brought=Brought(known=5, new=1)).false_304
    assert _after(SAME, state=lied, reply=_reply(304)).false_304
    assert not _after(_BODY, brought=Brought(known=6), whole=True).false_304, "it told the truth"


def test_a_whole_request_that_got_an_answer_is_not_repeated_at_once() -> None:
    failed = Failed(grade="soft", reason="x")
    assert _after(failed, reply=_reply(304), whole=True).whole == NOW
    assert _after(failed, reply=_reply(None), whole=True).whole == _KNOWN.whole
    assert _after(SAME, reply=_reply(200)).whole == NOW, "the same bytes are a whole answer"
    assert _after(SAME, reply=_reply(304)).whole == _KNOWN.whole
    old = replace(_KNOWN, whole=None)  # of a store from before this was noted
    assert _after(SAME, state=old, reply=_reply(304)).whole == NOW


# Deltas (RFC 3229)


def test_a_delta_is_asked_for_only_with_the_etag_it_is_to_start_from() -> None:
    assert request_headers(_KNOWN)["A-IM"] == "feed"
    assert "A-IM" not in request_headers(replace(_KNOWN, etag=None))


@pytest.mark.parametrize(
    ("headers", "taken"),
    [({"im": "feed"}, True), ({"im": " Feed "}, True), ({}, True), ({"im": "vcdiff"}, False)],
)
def test_only_a_delta_of_entries_is_understood(headers: dict[str, str], taken: bool) -> None:
    outcome = classify(_reply(226, **headers), _KNOWN)
    if taken:
        assert isinstance(outcome, Fetched)
        assert outcome.delta
    else:
        assert isinstance(outcome, Failed)
    assert isinstance(classify(_reply(200, **headers), _KNOWN), Fetched), "it is no delta"


def test_a_delta_of_new_entries_alone_means_neither_that_any_were_missed_nor_that_it_is_late() -> (
    None
):
    state = _after(replace(_BODY, delta=True), reply=_reply(226), brought=Brought(new=5))
    assert not state.missed
    assert state.interval == _KNOWN.interval
    assert (state.etag, state.body_hash) == ('"2"', "h1"), "the hash stays that of the document"


# Moves


@pytest.mark.parametrize(("known", "polls"), [(1, 3), (0, 30)])
def test_a_move_to_a_document_that_shares_nothing_needs_many_more_polls_to_agree(
    known: int, polls: int
) -> None:
    """A day of maintenance, during which all addresses lead to one page of it, moves nobody."""
    state, new = _KNOWN, "https://new.example/feed"
    for number in range(polls):
        assert present_url(SOURCE, state) == SOURCE.url
        brought = Brought(known=known if not number else 1, new=1)
        state = _after(replace(_BODY, moved=new), state=state, brought=brought)
    assert present_url(SOURCE, state) == new


def test_another_address_in_the_configuration_starts_afresh() -> None:
    kept = {"changed": NOW - D, "added": NOW - 9 * D, "broken": NOW - H, "lease": NOW}
    state = replace(_KNOWN, moved_to="https://x.example/", moved_count=5, gone=3, **kept)
    edited = as_configured(state, replace(SOURCE, url="https://harbour.example/new"), NOW)
    assert edited == PollState(
        source="Harbour Times",
        due=NOW,
        url="https://harbour.example/new",
        **kept,
    )
    assert as_configured(state, SOURCE, NOW) is state
    folder = Source(name="Harbour Times", path="drop")
    assert as_configured(state, folder, NOW).url == "drop"
    older = replace(state, url=None)
    assert as_configured(older, SOURCE, NOW) is older, "kept by a Dateline that noted none"


# The pace


def _watched(rate: float, *, days: float = 5.0, interval: timedelta = H) -> PollState:
    return replace(_KNOWN, rate=rate, watched=days, interval=interval)


@pytest.mark.parametrize(
    ("state", "brought", "low", "high"),
    [
        (_watched(12.0, interval=20 * H), Brought(known=9, new=1), 50 * M, 70 * M),
        (_watched(12.0, interval=10 * M), Brought(known=9, new=1), 14 * M, 16 * M),
        (_watched(12.0, days=0.5, interval=20 * H), Brought(known=9, new=1), 20 * H, 20 * H),
        (_watched(300.0, interval=H), Brought(known=9, new=1), 10 * M, 10 * M),
        (_watched(0.01, interval=H), Brought(known=9), 20 * H, 24 * H),
        (_watched(0.0, interval=H), Brought(known=9), 81 * M, 81 * M),
        (_watched(1.0, interval=H), Brought(new=9), 36 * M, 36 * M),
    ],
)
def test_what_it_brings_a_day_bounds_how_often_it_is_asked(
    state: PollState, brought: Brought, low: timedelta, high: timedelta
) -> None:
    interval = _after(_BODY, state=state, brought=brought).interval
    assert interval is not None
    assert low <= interval <= high


def test_the_rate_is_what_came_by_the_time_watched() -> None:
    state, now = replace(_KNOWN, rate=None, watched=0.0, succeeded=NOW), NOW
    for _ in range(80):
        now += 6 * H
        state = _after(_BODY, state=state, brought=Brought(known=17, new=3), now=now)
    assert state.rate == pytest.approx(12.0)
    for _ in range(80):
        now += 6 * H
        state = _after(SAME, state=state, now=now)
    assert state.rate is not None
    assert 0.3 < state.rate < 1.0, "it fell silent twenty days ago"


def test_a_clock_that_was_set_back_does_not_spoil_the_rate() -> None:
    state = replace(_watched(12.0), succeeded=NOW + 5 * D)
    assert _after(SAME, state=state).rate == 12.0


@pytest.mark.parametrize("years", [1, 10])
def test_a_long_time_in_which_nobody_asked_makes_no_source_a_slow_one(years: int) -> None:
    """Also where the clock only said so: one poll under a year to come made every source one that brings hardly
    anything, and it was asked once a day for months.
    """
    back = NOW + years * 365 * D
    state = _after(_BODY, state=_watched(24.0), brought=Brought(known=0, new=30), now=back)
    for hour in range(24 * 10):
        now = back + (hour + 1) * H
        state = _after(_BODY, state=state, brought=Brought(known=29, new=1), now=now)
    assert state.rate is not None
    assert state.rate > 12, "it brings one an hour again since ten days"


# Why


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (
            _after(_BODY, reply=_reply(cache_control="max-age=7200")),
            "its Cache-Control asks for 2 hours",
        ),
        (
            _after(_BODY, reply=_reply(expires="Tue, 03 Feb 2026 16:30:00 GMT")),
            "its Expires asks for 6 hours",
        ),
        (
            _after(
                _BODY,
                reply=_reply(cache_control="max-age=7200", expires="Tue, 03 Feb 2026 16:30:00 GMT"),
            ),
            "its Cache-Control asks for 2 hours",
        ),
        (
            _after(Failed(grade="temporary", reason="x"), reply=_reply(429)),
            "answered 429: an hour at least",
        ),
        (
            _after(Failed(grade="temporary", reason="x"), reply=_reply(503, retry_after="7200")),
            "answered 503: Retry-After asks for 2 hours",
        ),
        (
            _after(_BODY, hints=PollHints(ttl=4 * H)),
            "its feed asks for 4 hours between polls (ttl or updatePeriod)",
        ),
        (
            _after(_BODY, hints=PollHints(expired=True)),
            "its feed says that it will never change again: looked at once a month",
        ),
        (
            _after(_BODY, hints=PollHints(skip_hours=frozenset({11, 12}))),
            "its feed asks to skip the hours or days before",
        ),
        (_after(state=_watched(12.4)), "brings about 12 items a day"),
        (_after(_BODY, brought=Brought(new=9)), "most of what it held was new: sooner"),
        (_after(), "it held nothing new: later"),
        (_after(_BODY, brought=Brought(known=5, new=5)), "it held news: as before"),
        (
            _after(state=replace(_KNOWN, interval=20 * H)),
            "it held nothing new: later; max_interval is a day",
        ),
        (
            _after(state=replace(_KNOWN, succeeded=None, interval=None)),
            "it is new: 30 minutes is the first guess",
        ),
        (
            _after(source=replace(SOURCE, interval=15 * M)),
            "its interval is fixed at 15 minutes",
        ),
    ],
)
def test_why_the_next_poll_is_then_is_said(state: PollState, why: str) -> None:
    assert state.why_next == why


def test_failures_say_how_often_and_how_long() -> None:
    state = _after(Failed(grade="temporary", reason="x"), reply=_reply(None))
    assert state.why_next is not None
    assert state.why_next.startswith("it failed: waits ")
    again = _after(Failed(grade="temporary", reason="x"), state=state, reply=_reply(None))
    assert (again.why_next or "").startswith("it failed 2 times in a row: waits ")
