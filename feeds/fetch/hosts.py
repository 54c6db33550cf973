"""Politeness by host: so many requests at once on one host, the others wait their turn."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
