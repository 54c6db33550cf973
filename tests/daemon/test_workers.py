"""Foreign bytes are read in processes that can be stopped: what breaks one breaks its own task only."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path

import psutil
import pytest
from pebble import ProcessPool

import feeds.workers
from feeds.errors import NotAFeed, WorkFailed
from feeds.model.poll import Source
from feeds.reading import read
from feeds.workers import Workers, end_server
from tests.newsroom.process import no_server


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(processes=1, limit=timedelta(seconds=2), memory=1_000_000_000) as pool:
        yield pool


def test_a_task_that_hangs_eats_memory_or_ends_its_process_fails_and_the_next_one_works(
    workers: Workers,
) -> None:
    async def run() -> None:
        with pytest.raises(WorkFailed, match=r"more than 2 s$"):
            await workers.wrap(sum)(repeat(1))
        with pytest.raises(WorkFailed, match="more than 1000 MB"):
            await workers.wrap(bytes)(3_000_000_000)
        with pytest.raises(WorkFailed, match="broke the process"):
            await workers.wrap(os._exit)(3)
        assert await workers.wrap(sum)([1, 2, 3]) == 6

    asyncio.run(run())


def test_a_busy_machine_fails_no_task_but_one_that_waits_for_ever_does() -> None:
    """What counts is the processor's time; by the clock it may take six times as long."""

    async def run() -> None:
        limit = timedelta(seconds=0.2)
        with Workers(processes=1, limit=limit, memory=1_000_000_000) as pool:
            for _ in range(2):
                assert await pool.wrap(time.sleep)(0.4) is None
            with pytest.raises(WorkFailed, match=r"more than 1.2 s by the clock"):
                await pool.wrap(time.sleep)(60)

    asyncio.run(run())


def test_what_a_task_raises_reaches_who_asked(workers: Workers) -> None:
    async def run() -> None:
        with pytest.raises(NotAFeed):
            await workers.wrap(read)(
                b"<html><body>Log in</body></html>",
                content_type="text/html",
                location="https://a.example/",
                source=Source(name="A"),
                first_seen=datetime(2026, 2, 3, tzinfo=UTC),
                seen_after=None,
            )

    asyncio.run(run())


def test_what_takes_long_has_another_process_started_for_the_others() -> None:
    async def run() -> None:
        with Workers(processes=2, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            slow = asyncio.create_task(pool.wrap(time.sleep)(20))
            await asyncio.sleep(0)
            assert await pool.wrap(sum)([1, 2, 3]) == 6
            assert not slow.done()
            slow.cancel()

    asyncio.run(run())


def test_where_no_process_can_start_a_task_fails_and_none_is_waited_for_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds.workers, "_confine", len)  # which a number has not

    async def run() -> None:
        with Workers(processes=1, limit=timedelta(seconds=5), memory=1_000_000_000) as pool:
            for _ in range(2):
                async with asyncio.timeout(60):
                    with pytest.raises(WorkFailed, match="broke the process"):
                        await pool.wrap(sum)([1])

    asyncio.run(run())


def test_a_task_given_to_a_pool_that_ends_before_it_notes_it_goes_to_another(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its process died just then."""

    async def run() -> None:
        assert await workers.wrap(sum)([1]) == 1
        (pool,) = workers._pools
        monkeypatch.setattr(pool, "schedule", lambda *_, **__: _lost(pool))
        async with asyncio.timeout(60):
            assert await workers.wrap(sum)([1, 2, 3]) == 6

    def _lost(pool: ProcessPool) -> Future[int]:
        pool.stop()
        return Future()

    asyncio.run(run())


def test_a_task_fails_where_nothing_can_be_opened_and_the_next_is_done_where_it_can_be_again() -> (
    None
):
    """A daemon that has as many connections as it may have files can start no process either."""

    async def run() -> None:
        with Workers(processes=1, limit=timedelta(seconds=5), memory=1_000_000_000) as pool:
            with _no_more_files():
                for _ in range(2):
                    async with asyncio.timeout(60):
                        with pytest.raises(WorkFailed, match="broke the process"):
                            await pool.wrap(sum)([1])
            assert await pool.wrap(sum)([1, 2, 3]) == 6

    asyncio.run(run())


def test_where_no_further_process_can_start_those_there_are_do_all() -> None:
    async def run() -> None:
        with Workers(processes=2, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            assert await pool.wrap(sum)([1]) == 1
            with _no_more_files():
                slow = asyncio.create_task(pool.wrap(time.sleep)(2))
                await asyncio.sleep(0)
                assert await pool.wrap(sum)([1, 2, 3]) == 6
                await slow

    asyncio.run(run())


@contextmanager
def _no_more_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


_BOUND = """
import asyncio
import resource
from datetime import timedelta

from feeds.errors import WorkFailed
from feeds.workers import Workers

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, {hard}))
    with Workers(processes=1, limit=timedelta(seconds=60), memory=2_000_000_000) as workers:
        try:
            asyncio.run(workers.wrap(bytes)(1_700_000_000))
        except WorkFailed as error:
            print(error)
"""


@pytest.mark.parametrize("hard", ["1_500_000_000", "resource.RLIM_INFINITY"])
def test_who_runs_it_may_bound_its_memory_more_narrowly(tmp_path: Path, hard: str) -> None:
    """By ``ulimit -v`` or a service's ``LimitAS``, or softly by ``ulimit -S -v``."""
    script = tmp_path / "bound.py"
    script.write_text(_BOUND.replace("{hard}", hard))
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, timeout=90, check=True)
    assert done.stdout == b"reading it took more than 1500 MB\n"


def test_however_much_takes_long_no_more_processes_are_started_than_there_may_be() -> None:
    """Each may have two gigabytes."""

    async def run() -> int:
        with Workers(processes=2, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            assert await pool.wrap(sum)([1]) == 1
            before = _below()
            slow = [asyncio.create_task(pool.wrap(time.sleep)(4)) for _ in range(4)]
            await asyncio.wait(slow, return_when=asyncio.FIRST_COMPLETED)
            started = _below() - before
            for one in slow:
                one.cancel()
            return len(started)

    assert asyncio.run(run()) == 1


def test_threads_take_short_turns_while_documents_go_to_and_fro_and_usual_ones_afterwards() -> None:
    usual = sys.getswitchinterval()
    with Workers(processes=1, limit=timedelta(seconds=30), memory=1_000_000_000):
        assert sys.getswitchinterval() < usual / 5
    assert sys.getswitchinterval() == usual


def test_a_process_that_is_killed_while_it_has_nothing_to_do_is_replaced() -> None:
    async def run() -> None:
        with Workers(processes=1, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            for _ in range(2):
                killed = await pool.wrap(os.getpid)()
                os.kill(killed, signal.SIGKILL)
                async with asyncio.timeout(20):
                    while await pool.wrap(os.getpid)() == killed:
                        await asyncio.sleep(0.01)
            assert {await pool.wrap(sum)([1, 2, 3]) for _ in range(20)} == {6}

    asyncio.run(run())


def test_who_waits_for_a_process_when_they_are_stopped_ends() -> None:
    async def run() -> None:
        with Workers(processes=1, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            slow = asyncio.create_task(pool.wrap(time.sleep)(20))
            waiting = asyncio.create_task(pool.wrap(sum)([1]))
            await asyncio.sleep(0)
        slow.cancel()
        async with asyncio.timeout(20):
            ended = await asyncio.gather(slow, waiting, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in ended)

    asyncio.run(run())


def test_who_asks_for_a_process_when_they_are_stopped_has_none_started() -> None:
    async def run() -> None:
        before = _below()
        with Workers(processes=1, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            late = asyncio.create_task(pool.wrap(sum)([1]))
        async with asyncio.timeout(20):
            (ended,) = await asyncio.gather(late, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError)
        assert _below() <= before

    asyncio.run(run())


def test_no_process_stays_when_the_last_pool_is_closed_and_what_forked_them_is_ended() -> None:
    before = _below()

    async def run() -> set[int]:
        with Workers(processes=1, limit=timedelta(seconds=30), memory=1_000_000_000) as pool:
            assert await pool.wrap(sum)([1]) == 1
            return _below() - before

    with no_server():
        started = asyncio.run(run())
        end_server()
        assert started
        assert not started & _below()


def _below() -> set[int]:
    """The processes below this one, but for the one that Python keeps to tidy up after all of them."""
    found = set()
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it has ended meanwhile
            found |= {one.pid} if "resource_tracker" not in " ".join(one.cmdline()) else set()
    return found
