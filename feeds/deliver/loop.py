"""The hub's loop: a turn notes what ended and claims what is due, and the claims are worked at side by side.

What is to be done is rows of the store, and a turn is one transaction. A process that dies leaves claims that
lapse; nothing owed is lost.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from feeds import log
from feeds.deliver.prepare import MOVED, Ended, Feed, Job, Preparation
from feeds.deliver.settle import settle
from feeds.fetch.client import Client, FetchLimits
from feeds.model.poll import Reply
from feeds.model.topic import Topic
from feeds.outage import Outage
from feeds.publish.addresses import topic_urls
from feeds.release import Desk
from store.api import Store, Transaction

_AT_ONCE = 64  # exchanges under way
_OF_HOST = 4  # of them with one host
_TIMEOUT = timedelta(seconds=10)
_LEASE = timedelta(minutes=2)  # beyond any exchange
_MOST_ANSWER = 100_000  # bytes that a callback may answer
_LOOK = 1.0  # seconds between looks at what is due
_MOMENT = 0.03  # seconds in which what ends is noted together
_SWEEP = timedelta(minutes=1)
_SETTLE_WAIT = 3.0  # seconds for exchanges under way when it stops
_log = log.get("hub")


class Deliverer:
    """The hub's loop over a store; ``present`` is asked each time what is published, and the bounds of fetching,
    ``ahead`` by how much the clock may be ahead: a lease that only such a clock ends goes on.
    """

    def __init__(
        self,
        store: Store,
        present: Callable[[], tuple[Desk, FetchLimits]],
        *,
        clock: Callable[[], datetime],
        ahead: Callable[[], timedelta] = timedelta,
        outage: Outage | None = None,
    ) -> None:
        self._store = store
        self._present = present
        self._clock, self._ahead = clock, ahead
        self._outage = outage or Outage()
        self._swept: tuple[datetime, Collection[str]] | None = None
        self._feeds: dict[str, Feed] = {}
        self._more = False  # there may be more due than the last turn claimed
        self._stale = False  # claims are left of a process that is no more
        self._under_way: dict[asyncio.Task[Reply], Job] = {}

    async def run(self, stop: asyncio.Event, *, alone: bool) -> None:
        """Work until ``stop``; ``alone``: no other process works at this store, so old claims are nobody's."""
        self._stale = alone
        ended: list[Ended] = []
        async with Client(self._bounds(), clock=self._clock) as client:
            while not stop.is_set():
                client.adopt(self._bounds())
                jobs = await self._try_turn(ended, _AT_ONCE - len(self._under_way))
                if jobs is None:
                    await _wait([], stop)
                    continue
                for job in jobs:
                    self._under_way[asyncio.create_task(_exchange(client, job))] = job
                if self._under_way or not self._more:
                    await _wait(self._under_way, stop)
                ended = self._collect()
            await self._try_turn([*ended, *await self._break_off()], 0)

    def _bounds(self) -> FetchLimits:
        return replace(
            self._present()[1], timeout=_TIMEOUT, max_bytes=_MOST_ANSWER, per_host=_OF_HOST
        )

    def _collect(self) -> list[Ended]:
        done = [task for task in self._under_way if task.done()]
        return [
            Ended(job=self._under_way.pop(task), reply=None if task.cancelled() else task.result())
            for task in done
        ]

    async def _break_off(self) -> list[Ended]:
        """Let exchanges under way end for a moment, and end the others."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_SETTLE_WAIT)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        return self._collect()

    async def _try_turn(self, ended: Sequence[Ended], room: int) -> list[Job] | None:
        """A turn; None if it broke, which is said: the next one may find the store well again."""
        try:
            done = await self._outage.attempt(partial(self._turn, ended, room))
            return done.value if done else None
        except Exception:
            _log.exception("the hub's turn broke")
            return None

    def _turn(self, ended: Sequence[Ended], room: int) -> list[Job]:
        """Note what ended; claim what is due, as far as there is room."""
        at, (desk, _) = self._clock(), self._present()
        feeds = topic_urls(desk.base_url, desk.topics)
        self._more = False
        if not ended and not self._is_due(at, feeds):
            return []
        with self._store.write() as tx:
            if self._stale:
                tx.hub.give_back()
            for one in ended:
                settle(tx, one, at, lapsed=at - self._ahead())
            self._sweep(tx, feeds, at)
            if room <= 0:
                return []
            prepared = Preparation(tx, desk, feeds, at, self._feeds)
            asked = tx.hub.claim_requests(now=at, lease=_LEASE, limit=room, per_host=_OF_HOST)
            jobs = [*prepared.jobs(asked)]
            owed = tx.hub.claim_deliveries(
                now=at,
                lease=_LEASE,
                limit=room - len(asked),
                per_host=_OF_HOST,
                lapsed=at - self._ahead(),
            )
            self._more = bool(asked or owed)
            jobs += prepared.jobs(owed)
        self._stale = False
        return jobs

    def _is_due(self, at: datetime, feeds: Collection[str]) -> bool:
        if self._stale or self._sweep_due(at, feeds):
            return True
        with self._store.read() as snapshot:
            return snapshot.hub.is_due(now=at)

    def _sweep_due(self, at: datetime, feeds: Collection[str]) -> bool:
        return (
            self._swept is None
            or abs(at - self._swept[0]) >= _SWEEP
            or self._swept[1] != set(feeds)
        )

    def _sweep(self, tx: Transaction, feeds: Mapping[str, tuple[Topic, str]], at: datetime) -> None:
        if self._sweep_due(at, feeds):
            slugs = {topic.slug for topic, _ in feeds.values()}
            tx.hub.sweep(set(feeds), slugs, why=MOVED, now=at, lapsed=at - self._ahead())
            self._swept = (at, set(feeds))
            self._feeds.clear()


async def _exchange(client: Client, job: Job) -> Reply:
    """Redirects are answers: what was verified is this address and no other."""
    if job.body is None:
        return await client.fetch(job.url, redirects=False)
    return await client.post(job.url, body=job.body, headers=job.headers)


async def _wait(tasks: Collection[asyncio.Task[Reply]], stop: asyncio.Event) -> None:
    """Until some of them end (a moment after the first), it is to stop, or it is time to look again."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({*tasks, stopping}, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if tasks and not stop.is_set():
        await asyncio.wait(tasks, timeout=_MOMENT)
