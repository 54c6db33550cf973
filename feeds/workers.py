"""A pool of killable processes for work on foreign bytes.

Hostile documents can keep feedparser or a sanitizer busy for minutes or eat all memory: a thread
could not be stopped, a process can. Each task has a limit of processor time, so that a machine which is busy with
other things fails none, and a longer one of time by the clock; each process has a memory limit. The one that breaks
any of them is killed and replaced, and only its own task fails.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TaskTimeout
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from datetime import timedelta
from multiprocessing import forkserver, resource_tracker
from pkgutil import resolve_name
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from feeds.errors import WorkFailed

P = ParamSpec("P")
R = TypeVar("R")

_RESTART_AFTER = 2000  # tasks a process does before it is replaced, against slow leaks
_PATIENCE = 0.5  # seconds
_SHARE = 6  # times its processor time a task may take by the clock
# Seconds after which a thread that works lets another go on. From one document to the next three threads have to,
# beside the one that takes items in: at Python's 5 ms each, the process that reads waits half as long as it works.
_TURN = 0.0005


class Workers:
    """Up to ``processes`` processes, each task bounded by ``limit`` of processor time and ``memory`` bytes; for one
    event loop.

    There is one, and one more each time that tasks wait and none was done for half a second: what is usual is
    read faster than it is taken in, and only what is slow needs another beside it.
    """

    in_use = 0  # pools that are open in this process
    usual_turn = 0.005  # seconds; of threads while none is

    def __init__(self, *, processes: int, limit: timedelta, memory: int) -> None:
        self._most, self._limit, self._memory = processes, limit, _bounded(memory)
        self._pools: list[Any] = []  # of one process each
        self._idle: asyncio.Queue[Any] = asyncio.Queue()
        self._stopped = False
        self._moved = math.inf  # when one was last done; none will be while one starts

    def wrap(self, function: Callable[P, R]) -> Callable[P, Coroutine[Any, Any, R]]:
        """``function`` as one that runs in another process; it raises WorkFailed."""

        async def run(*args: P.args, **kwargs: P.kwargs) -> R:
            return await self._run(function, args, kwargs)

        return run

    def wrap_named(self, name: str, **always: Any) -> Callable[..., Coroutine[Any, Any, Any]]:
        """The same for a function by its name (``package.module:function``), which is imported in the other process
        alone; ``always`` are given to it each time.
        """

        async def run(*args: Any, **kwargs: Any) -> Any:
            return await self._run(_call, (name, args, {**always, **kwargs}), {})

        return run

    async def _run(self, function: Callable[..., R], args: Any, kwargs: Any) -> R:
        try:
            # That its process ended before says nothing of the task.
            with suppress(BrokenProcessPool):
                return await self._once(function, args, kwargs)
            return await self._once(function, args, kwargs)
        except TaskTimeout:
            seconds = _SHARE * self._limit.total_seconds()
            raise WorkFailed(f"reading it took more than {seconds:g} s by the clock") from None
        except (ProcessExpired, BrokenProcessPool) as error:
            if getattr(error, "exitcode", None) == -signal.SIGPROF:
                seconds = self._limit.total_seconds()
                raise WorkFailed(f"reading it took more than {seconds:g} s") from None
            raise WorkFailed("reading it broke the process that tried") from None
        except MemoryError:
            megabytes = self._memory // 1_000_000
            raise WorkFailed(f"reading it took more than {megabytes} MB") from None

    async def _once(self, function: Callable[..., R], args: Any, kwargs: Any) -> R:
        pool = await self._claim()
        try:
            seconds = self._limit.total_seconds()
            task = (seconds, function, args, kwargs)
            future = pool.schedule(_within, args=task, timeout=_SHARE * seconds)
            result: R = await _outcome(pool, future)
        finally:
            self._give_back(pool)
        return result

    async def _claim(self) -> Any:
        """A process that has nothing to do, when there is one."""
        while True:
            if not self._pools and not self._stopped:
                await self._open()
            pool = await self._idle_one()
            if self._stopped:
                raise asyncio.CancelledError
            if pool is not None and self._works(pool):
                return pool
            waited = asyncio.get_running_loop().time() - self._moved
            if waited >= _PATIENCE and len(self._pools) < self._most:
                with suppress(BrokenProcessPool):  # those there are will come to it
                    await self._open()

    async def _idle_one(self) -> Any:
        """The next that has nothing to do; None if all go on for too long."""
        if not self._idle.empty():
            return self._idle.get_nowait()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                return await self._idle.get()
        return None

    def _works(self, pool: Any) -> bool:
        """Whether a pool can be given tasks. One whose process ended while it had none never can again: another takes
        its place.
        """
        if pool.active:
            return True
        self._pools.remove(pool)
        asyncio.get_running_loop().run_in_executor(None, _end, pool)
        return False

    async def _open(self) -> None:
        """Start a process, and wait until it is there; raises BrokenProcessPool."""
        pool: Any = ProcessPool(  # pebble types half of its methods
            max_workers=1,
            max_tasks=_RESTART_AFTER,
            initializer=_confine,
            initargs=[self._memory],
            context=_context(),
        )
        try:
            with _unheard(signal.SIGINT):  # nor by what starts others in it later
                ready = pool.schedule(bool)
        except (OSError, BrokenProcessPool) as error:
            self._moved = asyncio.get_running_loop().time()  # the next try is not at once
            _end(pool)
            raise BrokenProcessPool from error
        self._moved = math.inf
        self._pools.append(pool)
        try:
            await _outcome(pool, ready)
        finally:
            self._give_back(pool)

    def _give_back(self, pool: Any) -> None:
        self._moved = asyncio.get_running_loop().time()
        self._idle.put_nowait(pool)

    def __enter__(self) -> Workers:
        if not Workers.in_use:
            Workers.usual_turn = sys.getswitchinterval()
            sys.setswitchinterval(_TURN)
        Workers.in_use += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped = True
        for pool in self._pools:
            pool.stop()
        for pool in self._pools:
            pool.join()
        Workers.in_use -= 1
        if not Workers.in_use:
            sys.setswitchinterval(Workers.usual_turn)


async def _outcome(pool: Any, future: Future[R]) -> R:
    """What a task gives. Raises BrokenProcessPool also where the pool ended before it noted the task, of which pebble
    says nothing to who waits for it.
    """
    waiting = asyncio.wrap_future(future)
    try:
        while not waiting.done():
            works = pool.active
            await asyncio.wait([waiting], timeout=_PATIENCE)
            if not works and not waiting.done():
                raise BrokenProcessPool
        return waiting.result()
    finally:
        waiting.cancel()


def end_server() -> None:
    """End what all processes were forked from, unless a pool is open: a command that goes on without it has 50 MB more
    to go on with.
    """
    if not Workers.in_use:  # it ends, and is waited for, when all that it forked have ended
        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # Python has no public name for it


def _end(pool: Any) -> None:
    pool.stop()
    pool.join()


def _context() -> Any:
    """Processes forked from a server that has loaded what they need and nothing else.

    Not from this process: a fork of one with threads and an event loop may deadlock.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["feeds.preload"])
    return context


@contextmanager
def _unheard(number: signal.Signals) -> Iterator[None]:
    """Processes that are started meanwhile don't hear the signal: a terminal's Ctrl-C goes to all processes, and is
    the parent's to answer, from their first moment on.
    """
    resource_tracker.ensure_running()  # starting it later would have the signal heard again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [number])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _within(
    seconds: float, function: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> R:
    """In the worker: the signal of a timer that runs out ends the process, also amid a library's own code."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return resolve_name(name)(*args, **kwargs)


def _bounded(memory: int) -> int:
    """So many bytes, or as few as whoever runs this has bound it to; processes inherit that."""
    most = resource.getrlimit(resource.RLIMIT_AS)[0]
    return memory if most == resource.RLIM_INFINITY else min(memory, most)


def _confine(memory: int, *_: Any) -> None:
    """In the worker: bound memory."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
