"""Politeness by host: so many requests at once on one host, the others wait their turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Hosts:
    """Turns by host name; hosts nobody waits for are forgotten.

    ``at_once`` may change; a host that is busy then follows once nobody waits for it.
    """

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._gates: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn on that host, and have it while the block runs."""
        gate, waiting = self._gates.get(host, (asyncio.Semaphore(self.at_once), 0))
        self._gates[host] = (gate, waiting + 1)
        try:
            async with gate:
                yield
        finally:
            gate, waiting = self._gates[host]
            if waiting == 1:
                del self._gates[host]
            else:
                self._gates[host] = (gate, waiting - 1)


class Lanes(Generic[T]):
    """Who may start next: one lane a host, so that a slow host holds up nobody but its own.

    First come first served within a lane; lanes take turns. Times are seconds of a steady clock.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}
        self._busy: dict[str, int] = {}
        self._opens: dict[str, float] = {}  # lanes that started one lately: when the next may start

    @property
    def waiting(self) -> int:
        """How many wait in all lanes."""
        return sum(len(lane) for lane in self._waiting.values())

    @property
    def busy(self) -> int:
        """How many have started and not ended."""
        return sum(self._busy.values())

    def add(self, host: str, one: T) -> None:
        """Let one wait in its host's lane."""
        self._waiting.setdefault(host, deque()).append(one)

    def start(
        self,
        *,
        at_once: int,
        per_host: int,
        now: float = 0.0,
        gap: Callable[[str], float] = lambda _: 0.0,
    ) -> Iterator[tuple[str, T]]:
        """Those that may start now, each with its host; they are busy until :meth:`end`.

        ``gap`` is how long a host is left alone after one started, in seconds.
        """
        if self.busy >= at_once or not self._waiting:
            return
        self._opens = {host: when for host, when in self._opens.items() if when > now}
        turns = deque(host for host in self._waiting if self._open(host, per_host))
        while turns and self.busy < at_once:
            host = turns.popleft()
            one = self._waiting[host].popleft()
            self._busy[host] = self._busy.get(host, 0) + 1
            if pause := gap(host):
                self._opens[host] = now + pause
            if not self._waiting[host]:
                del self._waiting[host]
            elif self._open(host, per_host):
                turns.append(host)
            yield host, one

    def _open(self, host: str, per_host: int) -> bool:
        return self._busy.get(host, 0) < per_host and host not in self._opens

    def end(self, host: str) -> None:
        """One that had started on that host has ended."""
        self._busy[host] -= 1
        if not self._busy[host]:
            del self._busy[host]

    def length(self, host: str) -> int:
        """How many wait in a lane."""
        return len(self._waiting.get(host, ()))

    def clear(self, host: str) -> Sequence[T]:
        """Take away all that wait in a lane, and say which."""
        return self._waiting.pop(host, ())
