"""Polls that wait for their site's turn: how many at once on one registrable domain, and how far apart."""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from feeds.fetch.hosts import Lanes
from feeds.model.poll import PollState, Reply, Source
from feeds.poll.domain import after_reply, put_off, registrable
from feeds.poll.move import present_url
from feeds.printed import counted

T = TypeVar("T")
Turn = tuple[Source, PollState]
_LOOK = 0.1  # seconds between two looks at lanes that wait for their gap
_FOLDER = "folder "


class Turns:
    """The lanes of registrable domains; a folder has one of its own.

    ``networks`` are those that the operator opened: addresses in them are asked without a gap.
    """

    def __init__(self, *, gap: timedelta, networks: Sequence[str] = ()) -> None:
        self._lanes: Lanes[Turn] = Lanes()
        self.adopt(gap=gap, networks=networks)

    def adopt(self, *, gap: timedelta, networks: Sequence[str]) -> None:
        """Keep to another gap from the next poll on."""
        self._gap = gap.total_seconds()
        self._own = [ipaddress.ip_network(text) for text in networks]

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._lanes.waiting

    def add(self, source: Source, state: PollState) -> None:
        """Let a claimed source wait."""
        self._lanes.add(lane(source, state), (source, state))

    def fit(
        self, claimed: Sequence[Turn], *, now: datetime, longest: timedelta
    ) -> tuple[Sequence[Turn], Sequence[Turn]]:
        """Those whose turn comes within ``longest``, and the others, put off till about their turn.

        A site with thousands of sources would else fill all room with what can't be polled yet.
        """
        soon: list[Turn] = []
        late: list[Turn] = []
        ahead: Counter[str] = Counter()
        for source, state in claimed:
            domain = lane(source, state)
            count = self._lanes.length(domain) + ahead[domain]
            ahead[domain] += 1
            wait = timedelta(seconds=count * self._pause(domain))
            if wait <= longest:
                soon.append((source, state))
            else:
                due = f"{'is' if count == 1 else 'are'} due before it"
                why = f"{counted(count, 'source')} of {domain} {due}"
                late.append((source, replace(state, due=now + wait, lease=None, why_next=why)))
        return soon, late

    def start(self, *, at_once: int, per_host: int, now: float) -> Iterator[tuple[str, Turn]]:
        """Those that may start at that time of a steady clock; each is busy until :meth:`end`."""
        return self._lanes.start(at_once=at_once, per_host=per_host, now=now, gap=self._pause)

    def end(self, domain: str) -> None:
        """A poll that had started has ended."""
        self._lanes.end(domain)

    def clear(self, domain: str) -> Sequence[Turn]:
        """Take away all that wait for a domain, and say which."""
        return self._lanes.clear(domain)

    def heed(self, reply: Reply, now: datetime) -> list[Turn]:
        """Take away all that wait for a domain which this reply asks to leave alone; put off."""
        put: list[Turn] = []
        for rest in after_reply({}, reply, now):
            if rest.until is not None and rest.until > now:
                put += [(one, put_off(state, rest, now)) for one, state in self.clear(rest.domain)]
        return put

    def _pause(self, domain: str) -> float:
        if domain.startswith(_FOLDER):
            return 0.0
        if not self._own:
            return self._gap
        host = urlsplit(f"//{domain}").hostname or ""
        if host == "localhost":
            return 0.0
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return self._gap
        return 0.0 if any(address in network for network in self._own) else self._gap

    async def run(
        self,
        poll: Callable[[Source, PollState], Coroutine[None, None, T]],
        *,
        at_once: int,
        per_host: int,
        sure: Callable[[], bool] = lambda: True,
    ) -> AsyncIterator[T]:
        """Poll all that wait, each in its turn; answers as they end. None starts while its claim is not ``sure``."""
        clock = asyncio.get_running_loop().time
        under_way: dict[asyncio.Task[T], str] = {}
        while under_way or self.waiting:
            room = at_once if sure() else 0
            for domain, turn in self.start(at_once=room, per_host=per_host, now=clock()):
                under_way[asyncio.create_task(poll(*turn))] = domain
            if not under_way:
                await asyncio.sleep(_LOOK)
                continue
            patience = _LOOK if self.waiting else None
            ended, _ = await asyncio.wait(
                under_way, timeout=patience, return_when=asyncio.FIRST_COMPLETED
            )
            for task in ended:
                self.end(under_way.pop(task))
                yield task.result()


def lane(source: Source, state: PollState) -> str:
    """Whose turn a poll of it takes."""
    url = present_url(source, state)
    return registrable(url) if url is not None else f"{_FOLDER}{source.name}"
