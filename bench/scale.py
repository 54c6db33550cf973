"""What recognising an item costs as the window fills: ``python -m bench.scale``.

A SQLite store is filled with so many synthetic items: their keys, fingerprints and stories, with the items that head
these; nothing else is read. What else stands in a store (texts, versions, the search index, feeds) decides how much of
the file can be mapped, so its weight is put between the keys, as it comes to stand there with time; ``--bare`` leaves
it out. Then new items, one in ten a copy, are recognised one by one as ``feeds.ingest`` does it. Times are of CPU, by
stage; what counts is how they grow, so each is also given as a ratio to the smallest store's.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import psycopg

from bench.synthetic import synthetic
from bench.table import aligned
from feeds.identify import (
    compare,
    fingerprint,
    keys_of,
    pack,
    rank,
    recognise,
    unpack,
    worth_indexing,
)
from feeds.identify.near import CROWDED
from feeds.identify.said import Known
from feeds.model.item import Item, item_id
from feeds.model.story import format_id
from feeds.regrouping import look_around
from store.api import Snapshot
from store.open import open_store
from store.rows import item_row
from store.signing import pack_keys, row
from store.tables import seconds
from store.tables.columns import microseconds
from tests.quality.labelled import Labelled

_SEED = 1
_NEW = 2_000  # items recognised at each size
_BATCH = 20_000
_TEXTS = (
    24_000  # bytes that a store holds of an item beside these tables (bench.ingest: 28 KB in all)
)
_MAPPABLE = 2_200_000_000  # bytes; what lies beyond can't be mapped, so no more weight is needed
_CHUNKS, _PIECE = 50, 100_000  # of the keys; bytes of weight at a time
_NOW = datetime(2024, 1, 8, tzinfo=UTC)
_WINDOW = timedelta(days=7)
_STAGES = ("fingerprint", "candidates", "decision", "all")

_FLAGS = {"leads", "teaser", "title_derived"}  # columns that a server takes no number for
Made = tuple[int, bytes, list[int], dict[str, Any]]  # item, fingerprint, keys, row


@dataclass(slots=True)
class Costs:
    """Microseconds of CPU by stage, one number an item; and how many items were compared with none."""

    stages: dict[str, list[float]] = field(default_factory=lambda: {s: [] for s in _STAGES})
    joined: int = 0

    def add(self, *times: float) -> None:
        """The moments between the stages of one item."""
        spans = [(b - a) * 1e6 for a, b in pairwise(times)]
        for stage, span in zip(_STAGES, [*spans, sum(spans)], strict=True):
            self.stages[stage].append(span)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fill, measure and print, size by size."""
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument(
        "--store", default="sqlite", help="or an empty PostgreSQL database's address"
    )
    parser.add_argument("--bare", action="store_true", help="a store without the weight of texts")
    chosen = parser.parse_args(arguments)
    if chosen.store != "sqlite":
        return on_postgresql(chosen.store, chosen.sizes)
    rows: list[list[str]] = []
    first: dict[str, float] = {}
    for size in chosen.sizes:
        with tempfile.TemporaryDirectory(prefix="dateline-scale-") as name:
            path = Path(name) / "store.db"
            _fill(path, size, texts=0 if chosen.bare else _TEXTS)
            megabytes = path.stat().st_size / 1e6
            before = psutil.Process().memory_info().rss
            costs = _measure(f"sqlite:///{path}", size)
            grown = (psutil.Process().memory_info().rss - before) / 1e6
        row = [f"{size:,}", f"{megabytes:,.0f}", f"{grown:.0f}"]
        for stage in _STAGES:
            median = statistics.median(costs.stages[stage])
            first.setdefault(stage, median)
            row.append(f"{median:,.0f} ({median / first[stage]:.2f})")
        high = statistics.quantiles(costs.stages["all"], n=20)[-1]
        rows.append([*row, f"{statistics.fmean(costs.stages['all']):,.0f}", f"{high:,.0f}"])
        print(rows[-1], file=sys.stderr)
    head = ["items", "MB on disk", "MB of memory", *(f"{s}, median µs" for s in _STAGES)]
    print(aligned([*head, "mean", "95 %"], rows))
    return 0


def on_postgresql(url: str, sizes: Sequence[int]) -> int:
    """The same on a server: CPU of this process and time by the wall, for the items' candidates too."""
    with psycopg.connect(url, autocommit=True) as db:
        for size in sizes:
            db.execute("DROP SCHEMA public CASCADE")
            db.execute("CREATE SCHEMA public")
            open_store(url).close()
            with tempfile.TemporaryDirectory(prefix="dateline-scale-") as name:
                path = Path(name) / "store.db"
                _fill(path, size)
                _copy(path, db)
            for clock in (time.process_time, time.perf_counter):
                costs = _measure(url, size, clock)
                said = ", ".join(
                    f"{stage} {statistics.median(costs.stages[stage]):,.0f}" for stage in _STAGES
                )
                print(f"{size:,} items, {clock.__name__}, median µs: {said}")
    return 0


def _copy(path: Path, db: psycopg.Connection) -> None:
    with sqlite3.connect(path) as filled:
        for table in ("fingerprints", "items", "stories", "copies", "signatures"):
            cursor = filled.execute(f"SELECT * FROM {table}")
            names = [name for name, *_ in cursor.description]
            flags = [place for place, name in enumerate(names) if name in _FLAGS]
            columns = ", ".join(names)
            with db.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as rows:
                for row in cursor:
                    values = list(row)
                    for place in flags:
                        values[place] = bool(values[place])
                    rows.write_row(values)
        filled.rollback()
    filled.close()
    db.execute("VACUUM ANALYZE")


def _fill(path: Path, size: int, *, texts: int = 0) -> None:
    """The store's tables for identity, filled in the order of their keys, which is quickest; between the keys so many
    bytes an item that nothing asks for.
    """
    open_store(f"sqlite:///{path}").close()
    at = int(_NOW.timestamp() * 1e6)
    with sqlite3.connect(path) as db, ProcessPoolExecutor(max_workers=2) as pool:
        db.executescript("PRAGMA synchronous=OFF")
        listed: list[np.ndarray[tuple[int, int], np.dtype[np.int64]]] = []
        opened: dict[str, int] = {}  # by which item each story was
        for batch in _batches(synthetic(size, _SEED)):
            made = list(pool.map(_made, batch, chunksize=500))
            for labelled, (item, *_) in zip(batch, made, strict=True):
                opened.setdefault(labelled.story, item)
            of = [opened[labelled.story] for labelled in batch]
            _put(db, made, of, at)
            rows = [
                (key, item, story)
                for (item, _, keys, _), story in zip(made, of, strict=True)
                for key in keys
            ]
            listed.append(np.array(rows, dtype=np.int64))
        whole = np.concatenate(listed)
        whole = _uncrowded(whole[np.lexsort((whole[:, 1], whole[:, 0]))])
        db.execute("CREATE TABLE weight (body BLOB)")
        for some in np.array_split(whole, _CHUNKS):
            db.executemany(
                "INSERT OR IGNORE INTO signatures (key, seen, item, story) VALUES (?, ?, ?, ?)",
                (row(key, seconds(_NOW), item, story) for key, item, story in some.tolist()),
            )
            db.commit()
            if path.stat().st_size < _MAPPABLE:
                pieces = texts * size // _CHUNKS // _PIECE
                db.executemany("INSERT INTO weight VALUES (zeroblob(?))", [(_PIECE,)] * pieces)
    db.close()


def _uncrowded(
    rows: np.ndarray[tuple[int, int], np.dtype[np.int64]],
) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Sorted rows of key, item and story without those that a crowded key would not have taken."""
    new = np.flatnonzero(np.diff(rows[:, 0], prepend=rows[0, 0] - 1))
    place = np.arange(len(rows)) - np.repeat(new, np.diff(np.append(new, len(rows))))
    return rows[place < CROWDED]


def _batches(items: Iterable[Labelled]) -> Iterator[list[Labelled]]:
    stream = iter(items)
    while batch := list(islice(stream, _BATCH)):
        yield batch


def _made(labelled: Labelled) -> Made:
    item = _item(labelled)
    made = fingerprint(item)
    keys = keys_of(made)
    return item.id, pack(made), list(keys), _row(item)


def _row(item: Item) -> dict[str, Any]:
    """An item as its table has it, without its text: what that weighs stands between the keys."""
    made = item_row(replace(item, text=""))
    return {k: microseconds(v) if isinstance(v, datetime) else v for k, v in made.items()}


def _put(db: sqlite3.Connection, made: Sequence[Made], of: Sequence[int], at: int) -> None:
    """Items and their stories, each ``of`` the story that the item of this number opened."""
    db.executemany(
        "INSERT INTO fingerprints VALUES (?, ?, ?)",
        ((item, body, pack_keys(keys)) for item, body, keys, _ in made),
    )
    names = list(made[0][-1])
    db.executemany(
        f"INSERT INTO items ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",
        (row for *_, row in made),
    )
    db.executemany(
        "INSERT OR IGNORE INTO stories (id, head, first_carrier, published, updated, first_seen, version, status) "
        "VALUES (?, ?, 's', ?, ?, ?, 1, 'usable')",
        ((format_id(story), story, at, at, at) for story in of),
    )
    db.executemany(
        "INSERT INTO copies (item, story, relation, score, why, leads) VALUES (?, ?, 'rewrite', 1, '', 0)",
        ((item, format_id(story)) for (item, *_), story in zip(made, of, strict=True)),
    )


def _measure(url: str, size: int, clock: Callable[[], float] = time.process_time) -> Costs:
    """New items at the end of the window, recognised and not kept."""
    store = open_store(url)
    costs = Costs()
    new = list(islice(synthetic(size + _NEW, _SEED), size, None))
    for labelled in new:
        fingerprint(_item(labelled))  # a process that has run for a while has met most words before
    with store.write() as snapshot:  # as items are taken in; nothing is written
        for number, labelled in enumerate(new):
            item = _item(labelled)
            times, joined = _recognise(snapshot, item, clock)
            if number >= 200:  # what is read for the first time is not what it costs
                costs.add(*times)
                costs.joined += joined
    store.close()
    return costs


def _recognise(
    snapshot: Snapshot, item: Item, clock: Callable[[], float]
) -> tuple[list[float], bool]:
    times = [clock()]
    made = fingerprint(item)
    keys = keys_of(made)
    times.append(clock())
    postings = snapshot.postings(keys, since=_NOW - _WINDOW)
    body = pack(made)
    worth_indexing(keys, postings)
    near = rank(keys, postings)
    times.append(clock())
    joined = False
    if near:
        wanted = sorted({one.item for one in near})
        prints = {n: unpack(packed) for n, packed in snapshot.fingerprints(wanted).items()}
        compared = compare(made, near, prints, window=_WINDOW)
        touched = [one.story for one in compared if one.speaks]
        around = look_around(snapshot, touched) if touched else None
        known = Known(made, hash(body))
        joined = bool(recognise(item.id, known, compared, around, window=_WINDOW).joins)
    times.append(clock())
    return times, joined


def _item(labelled: Labelled) -> Item:
    return Item(
        id=item_id(labelled.source, labelled.id),
        source=labelled.source,
        key=labelled.id,
        guid=labelled.id,
        link=None,
        canonical=None,
        title=labelled.title,
        html="",
        text=labelled.text,
        teaser=False,
        published=labelled.time,
        first_seen=_NOW,
        language=labelled.lang,
        digest="",
    )


if __name__ == "__main__":
    sys.exit(main())
