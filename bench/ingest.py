"""Taking in feeds: Dateline beside reader, sfeed, newsboat and bare feedparser, whole processes, in one run.

``python -m bench.ingest [--sources 500] [--items 30] [--rounds 1] [--only NAME ...] [--markdown]``

Three phases, one after another, each the program's own command from its start to its end: the first ingest; all
feeds unchanged (304 for those who ask so); one new item in every feed. Programs take turns within each phase, so
that other work on the machine meets all alike. Wall-clock and processor time are of the command and all processes
it started; memory is the peak of the sum of their proportional set sizes (what processes share counts once), looked at
ten times a second. The server is a process
of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.contenders import Contender, Dateline, Newsboat, Reader, Sfeed, Stock
from bench.newsstand import editions, serving
from bench.table import aligned, markdown

_PHASES = (("first ingest", "first"), ("all 304", "first"), ("one new each", "second"))
_LOOK = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: seconds of wall-clock and of processors, megabytes at the peak."""

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and measure it; raises CalledProcessError when it fails.

    As when installed: compiled modules are kept, which some environments forbid.
    """
    environ = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    with open(folder / "output", "wb") as output:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**environ, "PYTHONPATH": os.getcwd(), "HOME": str(folder)},
        )
        peaks, spent = [0.0], dict[int, float]()
        watch = threading.Thread(target=_watch, args=(process.pid, peaks, spent), daemon=True)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    watch.join()
    if process.returncode:
        said = (folder / "output").read_text(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} failed ({process.returncode}):\n{said}")
    # What it waited for, or what was seen of its processes: a server of worker processes is not waited for.
    cpu = max(used.ru_utime + used.ru_stime, sum(spent.values()))
    return Cost(wall, cpu, peaks[0])


def _watch(pid: int, peaks: list[float], spent: dict[int, float]) -> None:
    """Look at a process and all it started until it has ended."""
    try:
        root = psutil.Process(pid)
        while True:
            total = 0.0
            for process in (root, *root.children(recursive=True)):
                with suppress(psutil.Error):
                    times = process.cpu_times()
                    spent[process.pid] = times.user + times.system
                    total += process.memory_full_info().pss / 1e6
            peaks[0] = max(peaks[0], total)
            time.sleep(_LOOK)
    except psutil.Error:
        return


Costs = dict[tuple[str, str], list[Cost]]


def measure(
    contenders: Sequence[Contender], sources: int, items: int, rounds: int
) -> tuple[Costs, dict[str, str]]:
    """The costs of each program in each phase, and what each of them held in the end."""
    costs: Costs = defaultdict(list)
    held: dict[str, str] = {}
    first, second = editions(sources, items)
    with serving((first, second)) as address:
        urls = [f"{address}/{at}.xml" for at in range(sources)]
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as place:
                _round(contenders, Path(place), address, urls, costs, held)
    return costs, held


def _round(
    contenders: Sequence[Contender],
    place: Path,
    address: str,
    urls: Sequence[str],
    costs: Costs,
    held: dict[str, str],
) -> None:
    urllib.request.urlopen(f"{address}/edition/first").close()
    for one in contenders:
        (place / one.name).mkdir()
        before = one.set_up(place / one.name, urls)
        if before is not None:
            run(before, place / one.name)
    for phase, edition in _PHASES:
        urllib.request.urlopen(f"{address}/edition/{edition}").close()
        for one in contenders:
            if one.name == "feedparser" and phase == "all 304":
                continue
            cost = run(one.update(place / one.name), place / one.name)
            costs[one.name, phase].append(cost)
            said = one.held(place / one.name)
            told = f"{phase}: {one.name} {cost.wall:.2f} s, {cost.cpu:.2f} s of processors"
            print(f"{told}, {cost.peak:.0f} MB, {said} items", file=sys.stderr)
            held[one.name] = "–" if said is None else str(said)


def table(costs: Costs, names: Sequence[str]) -> list[list[str]]:
    """A row a program and phase: seconds, memory, and how many times as long as Dateline it took."""
    rows = []
    for phase, _ in _PHASES:
        ours = costs.get(("dateline", phase))
        for name in names:
            found = costs.get((name, phase))
            if not found:
                continue
            wall, cpu = _median(found, "wall"), _median(found, "cpu")
            peak = max(cost.peak for cost in found)
            times = ["–", "–"]
            if ours:
                times = [f"{wall / _median(ours, 'wall'):.2f}", f"{cpu / _median(ours, 'cpu'):.2f}"]
            rows.append([f"{phase}: {name}", f"{wall:.2f}", f"{cpu:.2f}", f"{peak:.0f}", *times])
    return rows


def _median(found: Sequence[Cost], name: str) -> float:
    return statistics.median(getattr(cost, name) for cost in found)


def main() -> None:
    parser = argparse.ArgumentParser(description="Dateline beside other programs.")
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--markdown", action="store_true")
    asked = parser.parse_args()
    every: list[Contender] = [
        *(Dateline(), Reader(), Sfeed(), Newsboat()),
        Stock(len(os.sched_getaffinity(0))),
    ]
    chosen = [one for one in every if not asked.only or one.name in asked.only]
    for one in chosen:
        if why := one.missing():
            print(f"{one.name} is left out: {why}", file=sys.stderr)
    chosen = [one for one in chosen if one.missing() is None]
    costs, held = measure(chosen, asked.sources, asked.items, asked.rounds)
    head = ["phase: program", "wall s", "CPU s", "peak MB", "× our wall", "× our CPU"]
    rows = table(costs, [one.name for one in chosen])
    print((markdown if asked.markdown else aligned)(head, rows))
    print(", ".join(f"{name} holds {count} items" for name, count in held.items()))


if __name__ == "__main__":
    main()
