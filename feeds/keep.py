"""Polls that ended are taken into the store together; what can't be now is not given up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial

from feeds import log
from feeds.ingest import Report, Visit
from feeds.outage import Outage

MOST = 128  # polls a transaction
_DOCUMENTS = 32  # of them with a document to take in, so that none is held up for long
_PAUSE = 0.02  # seconds without another poll after which no more are waited for
_PAUSES = 10  # so often at most
_log = log.get("daemon")


async def keep(
    visits: asyncio.Queue[Visit],
    settle: Callable[[Sequence[Visit]], Sequence[Report]],
    *,
    outage: Outage,
    then: Callable[[Sequence[Visit]], Awaitable[None]],
) -> None:
    """The one writer of a process: settles what is in the queue until it is cancelled.

    ``then`` goes on, also after what could not be settled: held back, its sources would never be polled again.
    """
    while True:
        some = await _together(visits)
        with _unbroken():
            for report in await outage.outlast(partial(settle, some)):
                _tell(report)
        with _unbroken():
            await then(some)
        for _ in some:
            visits.task_done()


@contextmanager
def _unbroken() -> Iterator[None]:
    """Say what broke and go on: the next poll may find the store well again."""
    try:
        yield
    except Exception:
        _log.exception("keeping broke")


async def _together(visits: asyncio.Queue[Visit]) -> list[Visit]:
    """Polls that end at about the same time: a transaction costs as much as several polls that bring nothing."""
    some = [await visits.get()]
    for _ in range(_PAUSES):
        documents = sum(1 for one in some if one.readout.items)
        while not visits.empty() and len(some) < MOST and documents < _DOCUMENTS:
            some.append(visits.get_nowait())
            documents += bool(some[-1].readout.items)
        if not visits.empty():
            break  # as many as one transaction takes
        await asyncio.sleep(_PAUSE)
        if visits.empty():
            break
    return some


async def drain(visits: asyncio.Queue[Visit], keeper: asyncio.Task[None], *, wait: float) -> None:
    """Let the keeper take in what is in the queue, then end it.

    While the store is away it gets so many seconds; what was not kept is polled again.
    """
    with suppress(TimeoutError):
        await asyncio.wait_for(visits.join(), wait)
    keeper.cancel()
    with suppress(asyncio.CancelledError):
        await keeper


def _tell(report: Report) -> None:
    """One line a poll."""
    say = _log.warning if report.error else _log.info
    say(
        "pushed" if report.pushed else "polled",
        source=report.source,
        status=report.status,
        new=report.new,
        updated=report.updated,
        unchanged=report.unchanged,
        **({"held": report.held} if report.held else {}),
        seconds=report.seconds,
        **({"why": report.error} if report.error else {}),
        **({"problems": "; ".join(report.problems)[:300]} if report.problems else {}),
    )
    log.tell_health(report.told)
