"""The search index, brought up to date beside everything else."""

from __future__ import annotations

import asyncio
from functools import partial

from feeds import log
from feeds.outage import Outage
from feeds.search import index_some
from store.api import Store

_AGAIN = 1.0  # seconds after which a store that is away is asked again
_log = log.get("daemon")


async def keep_indexed(
    store: Store, released: asyncio.Event, *, outage: Outage, stop: asyncio.Event
) -> None:
    """Index at the start and whenever ``released`` is set, until ``stop`` is (set both); some at a time, so that the
    writer gets in between. What can't be indexed waits.
    """
    while not stop.is_set():
        released.clear()
        some = 1
        try:
            while some and not stop.is_set():
                done = await outage.attempt(partial(index_some, store))
                if done is None:
                    await asyncio.sleep(_AGAIN)
                else:
                    some = done.value
        except Exception:
            _log.exception("indexing broke")
        if not stop.is_set():
            await released.wait()
