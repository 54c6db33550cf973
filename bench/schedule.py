"""What scheduling costs: claiming, telling the next poll, saving it, with many sources that wait.

``python -m bench.schedule`` puts 100,000 sources into an SQLite file, lets 150 of them come due a second, and
takes them through all that polling does but for the network and the reading: a claim a second, the
lanes, the state after an answer 304, and a transaction for as many of them as the daemon takes in together.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil

from feeds.ingest import Visit, settle
from feeds.keep import MOST
from feeds.model.poll import NotModified, PollState, Reply, Source
from feeds.poll.domain import registrable
from feeds.poll.pace import PollLimits
from feeds.schedule import Pace, claim
from feeds.turns import Turns
from store.api import Store
from store.open import open_store

_START = datetime(2026, 3, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_LEASE = timedelta(minutes=3)


def _sources(count: int) -> tuple[Source, ...]:
    urls = (f"https://feeds.site{number}.example/news/feed.xml" for number in range(count))
    return tuple(Source(name=f"source {n}", url=url) for n, url in enumerate(urls))


def _fill(store: Store, sources: Sequence[Source], interval: timedelta) -> None:
    """All were polled before, and come due evenly over the interval."""
    with store.write() as tx:
        tx.sync_sources(sources, due={source.name: _START for source in sources})
        tx.save_poll_states(
            [
                PollState(
                    source=source.name,
                    due=_START + interval * (number / len(sources)),
                    etag=f'W/"{number:032x}"',
                    last_modified="Sun, 01 Mar 2026 00:00:00 GMT",
                    body_hash=f"{number:032x}",
                    interval=interval,
                    status=200,
                    polled=_START - interval,
                    succeeded=_START - interval,
                    changed=_START - interval,
                    whole=_START - interval,
                    url=source.url,
                    rate=12.0,
                    watched=5.0,
                    why_next="brings about 12 items a day",
                )
                for number, source in enumerate(sources)
            ]
        )


class Schedule:
    """The desk's schedule, second by second."""

    def __init__(self, store: Store, sources: Sequence[Source], interval: timedelta) -> None:
        self._store = store
        self._named = {source.name: source for source in sources}
        self._limits = PollLimits(
            interval=interval, min_interval=interval, max_interval=interval * 100
        )
        self._turns, self._pace = Turns(gap=_SECOND), Pace()

    def second(self, number: int) -> int:
        """One tick and all that it leads to; how many were polled."""
        at, steady = _START + number * _SECOND, float(number)
        if self._pace.stale(steady):
            with self._store.read() as snapshot:
                rate = snapshot.polls_a_second(interval=self._limits.interval)
            self._pace.rate(rate, steady)
        with self._store.write() as tx:
            room = self._pace.allow(steady)
            states = claim(tx, self._named, now=at, lease=_LEASE, limit=room)
        claimed = [(self._named[state.source], state) for state in states]
        soon, _ = self._turns.fit(claimed, now=at, longest=_LEASE / 2)
        for source, state in soon:
            self._turns.add(source, state)
        visits = list(self._polled(at, steady))
        for start in range(0, len(visits), MOST):
            with self._store.write() as tx:
                some = visits[start : start + MOST]
                settle(tx, some, limits=self._limits, window=timedelta(days=7), now=at)
        return len(visits)

    def _polled(self, at: datetime, steady: float) -> Iterator[Visit]:
        for domain, turn in self._turns.start(at_once=5000, per_host=2, now=steady):
            source, state = turn
            url = source.url or ""
            reply = Reply(url=url, final_url=url, received=at, status=304)
            same = NotModified(etag=None, last_modified=None)
            self._turns.end(domain)
            yield Visit(source=source, state=state, reply=reply, outcome=same)


def measure(count: int, a_second: int, seconds: int) -> str:
    """The cost, in a sentence."""
    interval = timedelta(seconds=count / a_second)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}")
        sources = _sources(count)
        _fill(store, sources, interval)
        store.close()
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}")
        gc.collect()
        process = psutil.Process()
        before = process.memory_full_info()
        schedule = Schedule(store, sources, interval)
        registrable("https://www.example.org/")  # reads the list of suffixes, once a process
        began = time.process_time()
        polled = sum(schedule.second(number) for number in range(seconds))
        cpu = time.process_time() - began
        after = process.memory_full_info()
        store.close()
    rss, own = (after.rss - before.rss) / 1e6, (after.uss - before.uss) / 1e6
    return (
        f"{count} sources, {polled / seconds:.0f} polls a second over {seconds} s: "
        f"{cpu / seconds:.1%} of a core, {cpu / polled * 1e6:.0f} µs a poll; "
        f"memory grew by {own:.0f} MB, and {rss - own:.0f} MB of the file are mapped"
    )


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--a-second", type=int, default=150)
    options.add_argument("--seconds", type=int, default=60)
    given = options.parse_args()
    print(measure(given.sources, given.a_second, given.seconds))


if __name__ == "__main__":
    main()
