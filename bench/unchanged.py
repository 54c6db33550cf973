"""A round of polls of 500 feeds that all answer 304, beside reader (PyPI), each within one process.

``python -m bench.unchanged [--sources 500] [--rounds 5]``: both have taken all feeds in and are loaded, as a daemon is;
then they take turns. Ours is what ``dateline poll --all`` does, from claiming the sources to publishing what changed;
reader's is ``update_feeds``. Printed are medians of wall-clock and of this process's time, and the ratios.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from reader import make_reader

from bench.contenders import Dateline
from bench.newsstand import editions, serving
from bench.table import aligned
from feeds import config
from feeds.cli.gather import poll_all
from feeds.newsdesk import Newsdesk
from store.open import open_store

_ITEMS = 2  # an answer of 304 has none
Round = Callable[[], object]


def _ours(folder: Path, urls: Sequence[str]) -> Round:
    Dateline().set_up(folder, urls)
    settings = config.load(folder / "config.toml")
    desk = Newsdesk(settings, open_store(settings.store_url))
    names = [source.name for source in settings.sources]
    return lambda: poll_all(desk, names)


def _readers(folder: Path, urls: Sequence[str]) -> Round:
    reader = make_reader(str(folder / "reader.db"))
    for url in urls:
        reader.add_feed(url)
    return lambda: reader.update_feeds(workers=10, scheduled=False)


def _cost(one: Round) -> tuple[float, float]:
    """Seconds of wall-clock and of processor time."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    one()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure and print."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--sources", type=int, default=500)
    asking.add_argument("--rounds", type=int, default=5)
    asked = asking.parse_args()
    with (
        tempfile.TemporaryDirectory() as place,
        serving((editions(asked.sources, _ITEMS)[0],)) as address,
    ):
        urllib.request.urlopen(f"{address}/edition/first").close()
        urls = [f"{address}/{at}.xml" for at in range(asked.sources)]
        rounds = {"dateline": _ours(Path(place), urls), "reader": _readers(Path(place), urls)}
        costs: dict[str, list[tuple[float, float]]] = {name: [] for name in rounds}
        for one in rounds.values():
            one()
        for _ in range(asked.rounds):
            for name, one in rounds.items():
                costs[name].append(_cost(one))
    rows = [["all unchanged", "wall s", "CPU s"]]
    middle = {
        name: [statistics.median(one[at] for one in found) for at in (0, 1)]
        for name, found in costs.items()
    }
    rows += [[name, *(f"{seconds:.2f}" for seconds in found)] for name, found in middle.items()]
    times = (
        theirs / ours for theirs, ours in zip(middle["reader"], middle["dateline"], strict=True)
    )
    rows.append(["reader takes", *(f"{ratio:.1f} times" for ratio in times)])
    print(aligned(rows[0], rows[1:]))


if __name__ == "__main__":
    main()
