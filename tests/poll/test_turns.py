"""Turns, gaps and the pace of what is overdue: no site and no moment gets all at once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from feeds.fetch.hosts import Lanes
from feeds.model.poll import PollState, Reply, Source
from feeds.poll.clock import Reading, server_says, step
from feeds.schedule import ClockWatch, Pace
from feeds.turns import Turns

_NOW = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)
_S = timedelta(seconds=1)


def _turns(*urls: str, networks: tuple[str, ...] = ()) -> Turns:
    turns = Turns(gap=_S, networks=networks)
    for url in urls:
        turns.add(Source(name=url, url=url), PollState(source=url, due=_NOW))
    return turns


def _started(turns: Turns, now: float, *, at_once: int = 99, per_host: int = 2) -> list[str]:
    started = turns.start(at_once=at_once, per_host=per_host, now=now)
    return [source.name for _, (source, _) in started]


def test_polls_of_one_site_start_a_gap_apart_whatever_its_hosts() -> None:
    a, b, c = "https://a.example.org/", "https://b.example.org/", "https://c.example.org/"
    turns = _turns(a, b, c, "https://example.com/")
    assert _started(turns, 0.0) == [a, "https://example.com/"]
    assert _started(turns, 0.9) == []
    assert _started(turns, 1.0) == [b]
    assert _started(turns, 2.0) == [], "two at once"
    turns.end("example.org")
    assert _started(turns, 2.0) == [c]


@pytest.mark.parametrize(
    ("status", "asks", "left"),
    [
        (429, "600", False),
        (429, "0", False),
        (503, "600", False),
        (503, "0", True),
        (429, "", True),
    ],
)
def test_what_waits_for_a_site_that_asks_for_rest_waits_no_more_where_it_says_how_long(
    status: int, asks: str, left: bool
) -> None:
    a, b, c = "https://a.example.org/", "https://b.example.org/", "https://example.com/"
    turns = _turns(b, c)
    headers = (("retry-after", asks),) if asks else ()
    reply = Reply(url=a, final_url=a, received=_NOW, status=status, headers=headers)
    put_off = [source.name for source, _ in turns.heed(reply, _NOW)]
    assert put_off == ([] if left else [b])
    assert _started(turns, 0.0) == ([b, c] if left else [c])


@pytest.mark.parametrize(
    ("host", "networks", "apart"),
    [
        ("127.0.0.1:81", ("127.0.0.0/8",), False),
        ("[::1]:81", ("::1/128",), False),
        ("localhost:81", ("127.0.0.0/8",), False),
        ("127.0.0.1:81", (), True),
        ("192.0.2.7", ("127.0.0.0/8",), True),
        ("wire", ("127.0.0.0/8",), True),
    ],
)
def test_networks_that_the_operator_opened_are_asked_without_a_gap(
    host: str, networks: tuple[str, ...], apart: bool
) -> None:
    turns = _turns(f"http://{host}/a", f"http://{host}/b", networks=networks)
    assert len(_started(turns, 0.0)) == (1 if apart else 2)


def test_folders_wait_for_nobody() -> None:
    turns = Turns(gap=_S)
    for name in ("a", "b"):
        turns.add(Source(name=name, path="drop"), PollState(source=name, due=_NOW))
    assert _started(turns, 0.0) == ["a", "b"]


def test_those_that_wait_for_a_site_can_be_taken_away() -> None:
    a, b = "https://a.example.org/", "https://b.example.org/"
    turns = _turns(a, b)
    assert _started(turns, 0.0) == [a]
    assert [source.name for source, _ in turns.clear("example.org")] == [b]
    assert (turns.waiting, list(turns.clear("example.org"))) == (0, [])


def test_a_site_with_very_many_sources_takes_no_room_from_others() -> None:
    turns = _turns(*(f"https://a{n}.example.org/" for n in range(50)))
    urls = [f"https://b{n}.example.org/" for n in range(50)] + ["https://example.com/"]
    claimed = [
        (Source(name=url, url=url), PollState(source=url, due=_NOW, lease=_NOW)) for url in urls
    ]
    soon, late = turns.fit(claimed, now=_NOW, longest=80 * _S)
    assert [source.name for source, _ in soon] == [*urls[:31], "https://example.com/"]
    assert [state.due for _, state in late] == [_NOW + n * _S for n in range(81, 100)]
    assert {state.lease for _, state in late} == {None}
    assert late[0][1].why_next == "81 sources of example.org are due before it"


def test_a_moved_source_waits_for_the_site_it_moved_to() -> None:
    turns = Turns(gap=_S)
    source = Source(name="a", url="https://old.example/")
    state = PollState(source="a", due=_NOW, moved_to="https://new.example/feed", moved_count=3)
    turns.add(source, state)
    assert [domain for domain, _ in turns.start(at_once=9, per_host=2, now=0.0)] == ["new.example"]


def test_all_that_wait_are_polled_each_in_its_turn() -> None:
    turns = Turns(gap=timedelta(milliseconds=20), networks=())
    for n in range(6):
        url = f"https://h{n}.example.org/" if n < 4 else f"https://{n}.example{n}.com/"
        turns.add(Source(name=str(n), url=url), PollState(source=str(n), due=_NOW))
    busy = most = 0

    async def poll(source: Source, state: PollState) -> str:
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0)
        busy -= 1
        return source.name

    async def run() -> list[str]:
        return [name async for name in turns.run(poll, at_once=2, per_host=1)]

    assert sorted(asyncio.run(run())) == list("012345")
    assert most <= 2


def test_gaps_of_hosts_that_are_done_are_forgotten() -> None:
    lanes: Lanes[int] = Lanes()
    for n in range(100):
        lanes.add(f"h{n}", n)
    assert len(list(lanes.start(at_once=200, per_host=1, now=0.0, gap=lambda _: 1.0))) == 100
    lanes.add("h0", 100)
    assert list(lanes.start(at_once=200, per_host=2, now=0.5, gap=lambda _: 1.0)) == []
    assert list(lanes.start(at_once=200, per_host=2, now=1.0, gap=lambda _: 1.0)) == [("h0", 100)]


def test_what_is_overdue_is_worked_off_at_twice_the_usual_rate() -> None:
    pace = Pace()
    assert pace.stale(0.0)
    pace.rate(150.0, 0.0)
    assert not pace.stale(59.0)
    assert pace.stale(61.0)
    assert pace.allow(100.0) == 300
    assert pace.allow(101.0) == 300
    assert pace.allow(101.5) == 150
    assert pace.allow(30_000.0) == 600, "the sleep itself gives no more than two seconds"
    assert pace.allow(30_000.0) == 1


def test_a_small_desk_gets_all_that_is_overdue_within_moments() -> None:
    pace = Pace()
    pace.rate(0.001, 0.0)
    assert pace.allow(1.0) == 10


@pytest.mark.parametrize(
    ("wall", "gone", "jump"),
    [
        (1, 1.0, 0),
        (600, 600.0, 0),  # the machine slept
        (2, 1.0, 0),  # slewed, or read a moment apart
        (3601, 1.0, 3600),
        (-3599, 1.0, -3600),
        (0, 5.0, -5),
        (86_400 * 3650, 1.0, 86_400 * 3650 - 1),
    ],
)
def test_a_clock_that_is_set_is_told_from_time_that_went_by(
    wall: int, gone: float, jump: int
) -> None:
    before = Reading(wall=_NOW, steady=100.0)
    after = Reading(wall=_NOW + wall * _S, steady=100.0 + gone)
    assert step(before, after) == jump * _S


def test_each_step_is_noticed_once() -> None:
    readings = iter(
        Reading(wall=_NOW + seconds * _S, steady=float(n))
        for n, seconds in enumerate([0, 1, 3602, 3603, 4, 5])
    )
    watch = ClockWatch(lambda: next(readings))
    assert [watch.look() / _S for _ in range(5)] == [0, 3600, 0, -3600, 0]


def test_how_far_a_clock_was_set_ahead_is_known_for_a_day() -> None:
    day = 86_400
    readings = iter(
        Reading(wall=_NOW + seconds * _S, steady=float(gone))
        for gone, seconds in [
            (0, 0),
            (10, 10),
            (20, 20 + 900 * day),  # set ahead
            (30, 30),  # and right again
            (40, 40 + 900 * day),
            (40 + day, 40 + 901 * day),  # it stays so
            (50 + day, 50 + 901 * day),
            (60 + day, 60),  # behind what it was a day ago
        ]
    )
    current = next(readings)
    watch = ClockWatch(lambda: current)
    seen = []
    for reading in readings:
        current = reading
        seen.append(watch.ahead / timedelta(days=1))
        watch.look()
        assert watch.ahead / timedelta(days=1) == seen[-1], "it is known before anybody looks"
    assert seen == [0, 900, 0, 900, 900, 0, 0]


def test_what_the_servers_of_three_sites_say_of_the_clock_goes_before_how_long_it_was_so() -> None:
    day, year = timedelta(days=1), timedelta(days=365)
    wall, steady = _NOW, 0.0

    def go_on(time: timedelta, jump: timedelta = timedelta(0)) -> timedelta:
        nonlocal wall, steady
        wall, steady = wall + time + jump, steady + time.total_seconds()
        watch.look()
        return watch.ahead

    watch = ClockWatch(lambda: Reading(wall=wall, steady=steady))
    watch.hear("a.example", timedelta(seconds=2))
    watch.hear("b.example", timedelta(minutes=-4))
    assert go_on(day / 24, 10 * year) == 10 * year, "what two say is not enough; it was just set"
    assert go_on(2 * day) == timedelta(0), "and stays so"
    for site, ahead in (("a.example", 10 * year), ("b.example", 10 * year), ("c.example", -_S)):
        watch.hear(site, ahead)
    assert go_on(day / 2) == 10 * year, "two of three say so, however long it was so"
    assert go_on(_S, -10 * year) == timedelta(0), (
        "it is set right: that they are asked anew is not waited for"
    )
    assert go_on(_S, 3 * day) == 3 * day
    for site in ("a.example", "b.example", "c.example"):
        watch.hear(site, timedelta(minutes=20))
    assert go_on(_S) == timedelta(0), "they say that it was set right, though just now"


def test_a_clock_that_nobody_had_set_is_set_right_and_not_ahead() -> None:
    wall = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
    watch = ClockWatch(lambda: Reading(wall=wall, steady=0.0))
    wall = _NOW
    assert (watch.ahead, watch.look(), watch.ahead) == (
        timedelta(0),
        _NOW - datetime(1970, 1, 1, 0, 3, tzinfo=UTC),
        timedelta(0),
    )


def test_a_night_s_rest_leaves_no_doubt_that_holds_back_what_an_embargo_held() -> None:
    for rest, doubt in ((timedelta(hours=9), timedelta(0)), (3650 * timedelta(days=1),) * 2):
        watch = ClockWatch(lambda: Reading(wall=_NOW, steady=0.0))
        watch.unwatched(_NOW - rest)
        assert (watch.ahead, watch.surely_ahead) == (rest, doubt)


def test_what_servers_say_of_the_clock_counts_for_a_day() -> None:
    hours = 0
    watch = ClockWatch(lambda: Reading(wall=_NOW + timedelta(hours=hours), steady=hours * 3600.0))
    for site in ("a.example", "b.example", "c.example"):
        watch.hear(site, timedelta(hours=3))
    hours = 23
    assert watch.told == watch.ahead == timedelta(hours=3)
    hours = 25
    assert (watch.told, watch.ahead) == (None, timedelta(0))


def test_a_clock_that_was_ahead_when_it_was_last_looked_at_hides_no_step_of_now() -> None:
    day, jump = timedelta(days=1), timedelta(0)
    watch = ClockWatch(lambda: Reading(wall=_NOW + jump, steady=0.0))
    watch.unwatched(_NOW + day)
    jump = day
    assert watch.ahead == day


@pytest.mark.parametrize(
    ("headers", "ahead"),
    [
        ({}, None),
        ({"date": "yesterday"}, None),
        ({"date": "Tue, 03 Feb 2026 10:30:00 GMT"}, 0),
        ({"date": "Tue, 03 Feb 2026 10:20:00 GMT"}, 600),
        ({"date": "Tue, 03 Feb 2026 10:20:00 GMT", "age": "590"}, 10),
        ({"date": "Tue, 03 Feb 2026 10:20:00 GMT", "age": "old"}, 600),
        ({"date": "Tue, 03 Feb 2026 10:20:00 GMT", "age": "9" * 20}, 600),
        ({"date": "Tue, 03 Feb 2026 10:40:00 GMT"}, -600),
    ],
)
def test_a_server_says_what_time_it_is_with_each_answer(
    headers: dict[str, str], ahead: int | None
) -> None:
    at = datetime(2026, 2, 3, 10, 30, tzinfo=UTC)
    reply = Reply(url="", final_url="", received=at, status=200, headers=tuple(headers.items()))
    assert server_says(reply) == (None if ahead is None else ahead * _S)


def test_no_server_vouches_for_a_clock_that_was_never_set() -> None:
    """Those on the same machine share it; all that the store had noted rightly was put to 1970."""
    at = datetime(1970, 1, 1, 0, 3, tzinfo=UTC)
    headers = (("date", "Thu, 01 Jan 1970 00:03:00 GMT"),)
    reply = Reply(url="", final_url="", received=at, status=200, headers=headers)
    assert server_says(reply) is None
