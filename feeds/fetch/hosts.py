"""Politeness by host: so many requests at once on one host, the others wait their turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
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

    First come first served within a lane; lanes take turns.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, deque[T]] = {}
        self._busy: dict[str, int] = {}

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

    def start(self, *, at_once: int, per_host: int) -> Iterator[tuple[str, T]]:
        """Those that may start now, each with its host; they are busy until :meth:`end`."""
        turns = deque(host for host in self._waiting if self._busy.get(host, 0) < per_host)
        while turns and self.busy < at_once:
            host = turns.popleft()
            one = self._waiting[host].popleft()
            self._busy[host] = self._busy.get(host, 0) + 1
            if not self._waiting[host]:
                del self._waiting[host]
            elif self._busy[host] < per_host:
                turns.append(host)
            yield host, one

    def end(self, host: str) -> None:
        """One that had started on that host has ended."""
        self._busy[host] -= 1
        if not self._busy[host]:
            del self._busy[host]
