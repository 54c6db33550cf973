"""Lanes: a slow host holds up nobody but its own."""

from __future__ import annotations

import asyncio

from feeds.fetch.hosts import Hosts, Lanes


def _filled(**hosts: int) -> Lanes[str]:
    lanes: Lanes[str] = Lanes()
    for host, count in hosts.items():
        for number in range(count):
            lanes.add(host, f"{host}{number}")
    return lanes


def test_hosts_take_turns_and_none_has_more_than_its_share() -> None:
    lanes = _filled(slow=100, other=1, third=3)
    started = list(lanes.start(at_once=50, per_host=2))
    assert [one for _, one in started] == ["slow0", "other0", "third0", "slow1", "third1"]
    assert (lanes.busy, lanes.waiting) == (5, 99)
    assert list(lanes.start(at_once=50, per_host=2)) == []
    lanes.end("slow")
    assert list(lanes.start(at_once=50, per_host=2)) == [("slow", "slow2")]


def test_all_together_keep_to_the_limit_and_what_ends_makes_room() -> None:
    lanes = _filled(a=2, b=2, c=2)
    assert [one for _, one in lanes.start(at_once=3, per_host=2)] == ["a0", "b0", "c0"]
    lanes.end("b")
    assert [one for _, one in lanes.start(at_once=3, per_host=2)] == ["a1"]
    for host in "aac":
        lanes.end(host)
    assert [one for _, one in lanes.start(at_once=3, per_host=2)] == ["b1", "c1"]
    assert lanes.waiting == 0


def test_a_limit_that_is_lowered_lets_what_runs_end_and_starts_no_more() -> None:
    lanes = _filled(a=4)
    assert len(list(lanes.start(at_once=9, per_host=3))) == 3
    lanes.end("a")
    assert list(lanes.start(at_once=9, per_host=1)) == []
    lanes.end("a")
    lanes.end("a")
    assert len(list(lanes.start(at_once=9, per_host=1))) == 1


def test_a_host_follows_another_limit_once_nobody_waits_for_it() -> None:
    async def work() -> None:
        hosts = Hosts(1)
        async with hosts.turn("a"):
            hosts.at_once = 2
        async with asyncio.timeout(10), hosts.turn("a"), hosts.turn("a"):
            pass

    asyncio.run(work())
