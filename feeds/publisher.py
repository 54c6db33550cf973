"""Publishing what changed, by one daemon of a store at a time; woken by whoever takes stories in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from feeds import log
from feeds.errors import DatelineError
from feeds.outage import Outage, listen
from feeds.release import Released
from store.api import Store
from store.shared_api import News

_LOOKS = 30  # of one every other second
_log = log.get("daemon")


class PublishDesk(Protocol):
    """What publishing needs of the desk that it works for."""

    store: Store
    outage: Outage

    def sync_sources(self) -> None:
        """Make the configuration's sources the store's."""

    def is_due(self) -> bool:
        """Whether something is to be published by now though nothing changed."""

    def release(self, *, everything: bool = False) -> Released:
        """Publish what changed."""


class Publisher:
    """Of several daemons on one store, the one that ``leads`` publishes and says what the sources are.

    What the store's being away delays is made up for by a later :meth:`lead`.
    """

    def __init__(self, desk: PublishDesk) -> None:
        self.leads = False
        self._desk = desk
        self._delayed: bool | None = None  # a release still to come: of everything, or not
        self._again: bool | None = None  # one that broke, to be tried again: likewise
        self._looks = 0  # until it is
        self._said: dict[bool, str] = {}  # what the last one broke by, of everything or not
        self._unnamed = False  # what the sources are is still to be said

    async def release(self, *, everything: bool = False) -> None:
        """Publish what changed, if it is ours to do. A fault of our own in it is said, once until it is another, and
        tried again after a while: polling goes on.
        """
        if self.leads:
            everything, self._delayed = everything or self._delayed is True, None
            # One of everything by itself, and not with the next: what changed may be published all the same.
            self._again = True if self._again and not everything else None
            work = partial(self._desk.release, everything=everything)
            try:
                done = await self._desk.outage.attempt(work)
            except DatelineError:
                raise  # a store that can't be used says so in a sentence
            except Exception as error:
                self._broke(everything, repr(error))
                return
            if done:
                self._said = {of: why for of, why in self._said.items() if of and not everything}
                _tell(done.value)
            else:
                self._delayed = everything or self._delayed is True

    def _broke(self, everything: bool, why: str) -> None:
        """To be called where it was caught."""
        if self._said.get(everything) != why:
            _log.exception("publishing broke")
        self._said[everything] = why
        if self._again is None or (everything and not self._again):
            self._again, self._looks = everything, _LOOKS

    async def lead(self) -> None:
        """Take over where nobody publishes; publish what nobody woke us for. To be called every other second."""
        before, self.leads = self.leads, await self._leads()
        if self.leads and before and not self._unnamed:
            if self._delayed is not None or not self._stuck:
                await self._catch_up()
            await self._try_again()
        elif self.leads and before:
            await self.adopt()
        elif self.leads or before:
            if self._desk.store.shared is not None:
                _log.info("publishing" if self.leads else "not publishing: another daemon may")
            await self.adopt()

    async def _try_again(self) -> None:
        if self._again is not None:
            self._looks -= 1
            if not self._looks:
                everything = self._again
                await self.release(everything=everything)
                if everything and self._stuck:  # what changed may go well where all still breaks
                    await self.release()

    @property
    def _stuck(self) -> bool:
        """Whether the last release of what changed broke, and is still to be tried again: each look would do so."""
        return self._again is not None and False in self._said

    async def release_due(self) -> None:
        """Publish what a topic held back until now. To be called each second."""
        looks = self.leads and not self._stuck
        done = await self._desk.outage.attempt(self._desk.is_due) if looks else None
        if done and done.value:
            await self.release()

    async def adopt(self) -> None:
        """Go by the desk's present configuration. Not waiting for a store that is away: it may be told to stop."""
        if self.leads:
            done = await self._desk.outage.attempt(self._desk.sync_sources)
            self._unnamed = done is None
            if done:
                await self.release(everything=True)

    async def _leads(self) -> bool:
        shared = self._desk.store.shared
        if shared is None:
            return True
        done = await self._desk.outage.attempt(shared.leads)
        return done is not None and done.value

    async def hear(self, stop: asyncio.Event, tick: Callable[[], Awaitable[None]]) -> None:
        """Publish, and look for what is due, as soon as other processes give cause to."""

        async def heard(news: frozenset[News]) -> None:
            if "stories" in news:
                await self._catch_up()
            if "sources" in news:
                await tick()

        if self._desk.store.shared is not None:
            await listen(self._desk.store.shared, self._desk.outage, stop, heard)

    async def _catch_up(self) -> None:
        if self._delayed is not None:
            await self.release()
            return
        done = await self._desk.outage.attempt(self._owes) if self._desk.store.shared else None
        if done and done.value:
            await self.release()

    def _owes(self) -> bool:
        with self._desk.store.read() as snapshot:
            return bool(snapshot.changed_stories(limit=1))


def _tell(done: Released) -> None:
    if done.documents:
        _log.info("published", documents=len(done.documents))
    for problem in done.problems:
        _log.error("an entry was left out", why=problem)
