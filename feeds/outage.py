"""Working with a store that may be away for a while: said once, waited for, nothing dropped."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Generic, TypeVar

from feeds import log
from feeds.errors import SchemaMismatch, StoreAway
from store.shared_api import News, Shared

T = TypeVar("T")
_FIRST, _LONGEST = 0.2, 15.0  # seconds between two tries
_HEAR = 1.0  # seconds that one call waits for other processes' news
# Seconds without a failure after which whatever ends well says that the store is back, and until which one that comes
# and goes is not; longer than what waits for it waits from try to try.
_QUIET = 60.0
_log = log.get("store")


class Outage:
    """What one process knows of its store being away; its methods run work in threads.

    ``patience``: for how many seconds in a row :meth:`outlast` waits for it; None: as long as it takes.
    """

    def __init__(self, *, patience: float | None = None) -> None:
        self._patience = patience
        self._why: StoreAway | None = None  # what was said when some work last met an outage
        self._turns = 0  # of its being there (even) and away (odd)
        self._held_up: set[str] = set()  # the work that met the present outage, by name
        self._last = 0.0  # when some did last, by the loop's clock
        self._back = -math.inf  # when it was said last that it is back
        self._unsteady = False  # the present outage came soon after that

    async def attempt(self, work: Callable[[], T]) -> Done[T] | None:
        """Try once; None where the store was away. Work has to ask the store something: that it ends well says that
        the store is there, if such work was held up: a store whose disk is full still can be read. What had begun
        before the last turn says nothing of how it is now. One that was away again at once has to be well for a while:
        it takes some connections and refuses others.
        """
        began = self._turns
        away = began % 2 == 1
        try:
            done = Done(await asyncio.to_thread(work))
        except StoreAway as error:
            # What is to be done about it is another thing where that is of another kind.
            if began == self._turns and (not away or type(error) is not type(self._why)):
                self._turns += 2 if away else 1
                self._held_up.clear()
                self._unsteady = _steady() - self._back < _QUIET
                _log.error("the store is away", why=str(error))
            self._why = error
            self._held_up.add(_name(work))
            self._last = _steady()
            return None
        held_up = _name(work) in self._held_up and not self._unsteady
        well = held_up or _steady() - self._last >= _QUIET
        if away and began == self._turns and well:
            self._turns += 1
            self._back = _steady()
            _log.warning("the store is back")
        return done

    async def outlast(self, work: Callable[[], T]) -> T:
        """Try until it is done; waits longer from try to try. Work has to bear being done twice: a
        connection that is lost while it commits does not tell.

        Raises StoreAway when ``patience`` is over; that is at once where waiting is of no use.
        """
        wait, began = _FIRST, _steady()
        while (done := await self.attempt(work)) is None:
            if self._patience is not None:
                over = _steady() - began >= self._patience
                if over or isinstance(self._why, SchemaMismatch):
                    raise self._why or StoreAway("the store is away")
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST)
        return done.value


def _name(work: Callable[[], object]) -> str:
    """What work is called, whatever it is given."""
    bare = work.func if isinstance(work, partial) else work
    return getattr(bare, "__qualname__", repr(bare))


def _steady() -> float:
    return asyncio.get_running_loop().time()


class Done(Generic[T]):
    """What work came to."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value


async def listen(
    shared: Shared,
    outage: Outage,
    stop: asyncio.Event,
    heard: Callable[[frozenset[News]], Awaitable[None]],
) -> None:
    """Hand on what other processes tell, until it is to stop."""
    while not stop.is_set():
        try:
            done = await outage.attempt(partial(shared.hear, wait=_HEAR))
            if done is not None:
                await heard(done.value)
                continue
        except Exception:  # say it and go on: it only makes us look sooner
            _log.exception("hearing broke")
        await asyncio.sleep(_HEAR)
