"""Polls that end at about the same time are taken into the store together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from structlog.testing import capture_logs

from feeds.ingest import Report, Visit
from feeds.keep import drain, keep
from feeds.model.poll import NotModified, PollState, Reply, Source
from feeds.outage import Outage
from feeds.reading import read
from feeds.readout import Readout

_AT = datetime(2026, 3, 1, tzinfo=UTC)
_SOURCE = Source(name="Wire", url="https://wire.example/feed")
_FEED = (
    b'<rss version="2.0"><channel><title>Wire</title><item><guid>a</guid>'
    b"<title>Ferry service resumes</title></item></channel></rss>"
)


def _visits(count: int, readout: Readout) -> list[Visit]:
    return [
        Visit(
            source=_SOURCE,
            state=PollState(source="Wire", due=_AT),
            reply=Reply(url="", final_url="", received=_AT, status=200 if readout.items else 304),
            outcome=NotModified(etag=None, last_modified=None),
            readout=readout,
        )
        for _ in range(count)
    ]


async def _taken(polls: Sequence[Visit]) -> list[int]:
    """How many the store was given at a time."""
    together: list[int] = []
    queue: asyncio.Queue[Visit] = asyncio.Queue()

    def settle(some: Sequence[Visit]) -> list[Report]:
        together.append(len(some))
        return []

    async def then(some: Sequence[Visit]) -> None:
        pass

    keeper = asyncio.create_task(keep(queue, settle, outage=Outage(), then=then))
    for one in polls:
        queue.put_nowait(one)
        await asyncio.sleep(0)  # they end one after the other
    await drain(queue, keeper, wait=3600)  # no longer than it takes
    return together


def test_polls_that_brought_nothing_are_taken_in_together_a_hundred_at_a_time() -> None:
    assert asyncio.run(_taken(_visits(150, Readout()))) == [128, 22]


def test_of_polls_with_documents_fewer_are_taken_in_at_a_time_so_that_none_waits_long() -> None:
    readout = read(
        _FEED,
        content_type="application/rss+xml",
        location=_SOURCE.url,
        source=_SOURCE,
        first_seen=_AT,
        seen_after=None,
    )
    assert asyncio.run(_taken(_visits(40, readout))) == [32, 8]


def test_sources_whose_polls_can_not_be_kept_are_let_go() -> None:
    async def let_go() -> int:
        queue: asyncio.Queue[Visit] = asyncio.Queue()
        gone: list[Visit] = []

        def settle(_: Sequence[Visit]) -> list[Report]:
            raise RuntimeError("of our own making")

        async def then(some: Sequence[Visit]) -> None:
            gone.extend(some)

        keeper = asyncio.create_task(keep(queue, settle, outage=Outage(), then=then))
        for one in _visits(3, Readout()):
            queue.put_nowait(one)
        await drain(queue, keeper, wait=10)
        return len(gone)

    with capture_logs() as said:
        assert asyncio.run(let_go()) == 3
    assert [one["event"] for one in said] == ["keeping broke"]
