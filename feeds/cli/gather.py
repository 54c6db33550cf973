"""Commands that bring items in: ``poll`` and ``ingest``."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections import Counter, deque
from collections.abc import AsyncIterator, Iterator, Sequence, Set
from contextlib import closing, suppress
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from operator import attrgetter
from pathlib import Path

import click
import uvloop
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from feeds import config, memory
from feeds.claims import Claims
from feeds.cli.say import say, say_json
from feeds.cli.tables import shown
from feeds.clock import now, steady
from feeds.config.faults import nearest
from feeds.fetch.folder import Found, look
from feeds.folders import FileReading, parts
from feeds.ingest import Report, Visit
from feeds.intake import absorb
from feeds.model.item import Item
from feeds.model.poll import PollState, Source
from feeds.newsdesk import Newsdesk, outside
from feeds.parse.kind import ENTRY_LIMIT
from feeds.poll.clock import server_says, servers_agree
from feeds.poll.domain import site_of
from feeds.poll.pace import Brought, held_back
from feeds.printed import counted
from feeds.readout import Readout
from feeds.schedule import site
from feeds.search import index_all
from feeds.workers import end_server
from store.open import open_store

_PATIENCE = 30.0  # seconds with a store that is away
_TEND = 1.0  # seconds between two looks at the claims
# Polls a transaction, and items of them, while others are polled. A transaction writes most pages of the table of keys
# anew, whatever its size; of more items, two at once take too much memory.
_TOGETHER, _ITEMS = 32, 400
_AHEAD = 16  # files, or parts of them, that are read before it is their turn to be taken in
_LARGEST = 250_000_000  # bytes of a file that may come apart


@click.command()
@click.argument("names", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Poll every source, due or not.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def poll(path: Path, names: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Poll once, now: what is due, the sources named, or all.

    \b
    Example: dateline poll "MAP Express" --json
    """
    settings = config.load(path)
    for name in names:
        if settings.source(name) is None:
            raise click.UsageError(f"no source is named {name!r}; see: dateline sources")
    wanted = list(names) or ([s.name for s in settings.sources] if every else None)
    with closing(open_store(settings.store_url)) as store:
        desk = Newsdesk(settings, store, patience=_PATIENCE)
        due = frozenset[str]() if wanted is not None else _due(desk)
        reports = poll_all(desk, wanted, quiet=as_json)
        said = _unasked(desk, due, reports) if wanted is None else []
    if reports or as_json:
        _show(reports, as_json=as_json)
    for line in said:
        say(line, err=True)


def _due(desk: Newsdesk) -> frozenset[str]:
    """The sources that are due now."""
    desk.sync_sources(spread=False)
    at = now()
    with desk.store.read() as snapshot:
        return frozenset(one.source for one in snapshot.poll_states() if one.due <= at)


def _unasked(desk: Newsdesk, due: Set[str], reports: Sequence[Report]) -> list[str]:
    """What is to be said of sources that were ``due`` and not asked, or of there being none."""
    with desk.store.read() as snapshot:
        states = {one.source: one for one in snapshot.poll_states()}
    asked = {one.source for one in reports}
    left = [states[name] for name in sorted(due - asked) if name in states]
    at, elsewhere = now(), "they are polled by another process"
    why = Counter((one.why_next if one.due > at else None) or elsewhere for one in left)
    said = [f"{number} put off: {reason}" for reason, number in why.most_common()]
    ahead = min((one.due for one in states.values()), default=None)
    if due or asked:
        return said
    if ahead is None:
        return ["the configuration names no source; to add one: dateline add URL"]
    return [f"no source is due before {ahead:%Y-%m-%d %H:%M} UTC; to ask all: dateline poll --all"]


def poll_all(desk: Newsdesk, names: Sequence[str] | None, *, quiet: bool = True) -> list[Report]:
    """Poll the sources named (None: those that are due) once, take in what they have, publish what changed."""
    memory.loaded()
    said: dict[str, timedelta] = {}
    none = timedelta(0)
    desk.ahead = lambda: max(servers_agree(said.values()) or none, none)  # what is taken in, too
    try:
        reports = uvloop.run(_poll(desk, names, said, quiet=quiet))
    except asyncio.CancelledError:
        raise click.Abort from None
    end_server()
    memory.give_back()
    desk.unseal()
    desk.note_silence()
    # Where there is no daemon nobody else forgets. By a clock that no servers vouch for nothing is forgotten.
    gone = desk.forget(ahead=none) if servers_agree(said.values()) == none else 0
    desk.release(everything=gone > 0)
    index_all(desk.store)
    return reports


async def _poll(
    desk: Newsdesk, names: Sequence[str] | None, told: dict[str, timedelta], *, quiet: bool
) -> list[Report]:
    """One poll of each; ``told`` is filled with what the servers of sites say of the clock."""
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)
    desk.sync_sources(spread=False)
    limit = len(desk.settings.sources)
    states = await asyncio.to_thread(desk.claim, limit, names)
    turns, polling = desk.turns(), desk.settings.polling
    claims = Claims(desk.store, now=now, steady=steady)
    for state in states:
        source = desk.settings.by_name[state.source]
        turns.add(source, state)
        # Of those named sites are not claimed.
        claims.add({state.source: site(source, state) if names is None else ""})
    reports: list[Report] = []
    visits: list[Visit] = []  # that ended and are not yet kept
    console = Console(stderr=True)
    async with outside(desk.settings) as (client, reader):

        async def one(source: Source, state: PollState) -> Visit:
            visit = await desk.visit(source, state, client, reader)
            ahead = server_says(visit.reply)
            if ahead is not None:
                told[site(source, state)] = ahead
            if names is None:
                put = turns.heed(visit.reply, now())
                claims.done(source.name for source, _ in put)
                await asyncio.to_thread(desk.put_off, put)
            return visit

        async def keep(ended: Sequence[Visit]) -> None:
            reports.extend(await asyncio.to_thread(desk.settle, ended))
            claims.done(one.source.name for one in ended)

        async def tend() -> None:
            """Renew claims; what waits on a site that another process has by now is left to that one."""
            work = partial(claims.tend, lease=desk.lease, gap=polling.gap)
            while not over.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(over.wait(), _TEND)
                lost = await desk.outage.outlast(work) if claims.to_tend(desk.lease) else ()
                for domain in {claims.site(name) for name in lost}:
                    claims.done(source.name for source, _ in turns.clear(domain))

        def sure() -> bool:
            if tending.done():  # what waits would wait for ever
                tending.result()
            return claims.sure(desk.lease)

        over = asyncio.Event()
        keeping, tending = asyncio.create_task(keep(())), asyncio.create_task(tend())

        async def poll_them() -> None:
            nonlocal visits, keeping
            with Progress(console=console, disable=quiet or not console.is_terminal) as progress:
                task = progress.add_task("Polling", total=turns.waiting)
                ended = turns.run(
                    one, at_once=polling.concurrency, per_host=polling.per_host, sure=sure
                )
                async for done in ended:
                    visits.append(done)
                    progress.advance(task)
                    items = sum(len(one.readout.items) for one in visits)
                    if len(visits) >= _TOGETHER or items >= _ITEMS:
                        await asyncio.shield(keeping)  # while these are kept, others are polled
                        keeping = asyncio.create_task(keep(visits))
                        visits = []

        try:
            await poll_them()
        finally:  # after Ctrl-C and SIGTERM, too: what came is kept; the rest, and the sites, are for others to poll
            try:
                await keeping
                await keep(visits)
                over.set()
                await tending
            finally:
                await asyncio.to_thread(claims.give_back, gap=polling.gap)
    return sorted(reports, key=lambda report: report.source)


def _show(reports: Sequence[Report], *, as_json: bool) -> None:
    if as_json:
        for report in reports:
            line = asdict(report)
            for name in (
                "problems",
                "held",
                "told",
                "pushed",
            ):  # what the log and the health feed say
                line.pop(name)
            say_json(line)
    else:
        _show_table(reports)
    for report in reports:
        for problem in report.problems:
            say(f"{report.source}: {problem}", err=as_json)


def _show_table(reports: Sequence[Report]) -> None:
    table = Table("Source", "Status", "New", "Updated", "Unchanged", "Error")
    for report in reports:
        counts = (str(n) for n in (report.new, report.updated, report.unchanged))
        row = (report.source, str(report.status or "–"), *counts, report.error or "")
        table.add_row(*map(shown, row))
    Console().print(table)


@click.command()
@click.option("--source", "name", required=True, help="The source that is taken to have served it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.pass_obj
def ingest(path: Path, name: str, as_json: bool, paths: tuple[Path, ...]) -> None:
    """Take in feed documents or wire stories from files or folders, as if NAME had served them.

    NAME may be a source that the configuration does not name; a note says so.

    \b
    Example: dateline ingest --source MAP archive/2024/
    """
    if not name.strip():
        raise click.UsageError("--source is empty; write a source's name, such as 'MAP Express'")
    settings = config.load(path)
    with closing(open_store(settings.store_url)) as store:
        desk = Newsdesk(settings, store)
        memory.loaded()
        source = settings.source(name) or Source(name=name)
        if name not in settings.by_name:
            meant = nearest(name, settings.by_name)
            say(f"note: the configuration names no source {name!r}; {meant}", err=True)
        most = max(_LARGEST, settings.polling.max_bytes)
        files = (file for p in paths for file in look(p, max_bytes=most))
        totals = asyncio.run(_ingest(desk, source, files, as_json=as_json))
        desk.unseal()
        desk.release()
        index_all(store)
    if not as_json:
        parts = [f"{totals[name]} {name}" for name in ("new", "updated", "unchanged")]
        parts += [f"{totals['held']} held back"] if totals["held"] else []
        said = f"{', '.join(parts)}, {totals['bad']} with problems"
        say(f"{name}: {counted(totals['files'], 'file')}, {said}")
    taken = sum(totals.values()) - totals["bad"] - totals["files"]
    sys.exit(1 if totals["bad"] and totals["bad"] == totals["files"] and not taken else 0)


async def _ingest(
    desk: Newsdesk, source: Source, files: Iterator[Found], *, as_json: bool
) -> Counter[str]:
    """Each file in turn, in the order given: counts of items, of files, and of those with problems ("bad")."""
    totals: Counter[str] = Counter()
    async with outside(desk.settings) as (_, reader):
        at, most = now(), desk.settings.polling.max_bytes
        reading = FileReading(source=source, reader=reader, first_seen=at)
        async for name, one in _read(reading, files, max_bytes=most):
            counts, until = Counter[str](), list[datetime]()
            held: list[str] = []
            for items in _oldest_first(one.items):
                with desk.store.write() as tx:
                    window, own = desk.settings.window, site_of(source)
                    brought = absorb(tx, items, window=window, now=at, site=own)
                counts.update(_counted(items, brought))
                until += [brought.held_until] if brought.held_until else []
                held += [f"{name}: {said}" for said in held_back(brought)]
            for problem in (*one.problems, *held):
                say(problem, err=True)
            totals.update({**counts, "files": 1, "bad": int(bool(one.problems))})
            if as_json:
                ends = {"held_until": min(until).isoformat()} if until else {}
                say_json({"file": name, **counts, "error": "; ".join(one.problems) or None, **ends})
    return totals


async def _read(
    reading: FileReading, files: Iterator[Found], *, max_bytes: int
) -> AsyncIterator[tuple[str, Readout]]:
    """Each file's name and items; reading runs ahead in the workers."""
    begun = (
        (number, part.name, asyncio.ensure_future(reading.one(part)))
        for number, file in enumerate(files)
        for part in parts(file, max_bytes=max_bytes)
    )
    ahead = deque(islice(begun, _AHEAD))
    read: list[Readout] = []
    while ahead:
        number, name, readout = ahead.popleft()
        read.append(await readout)
        ahead.extend(islice(begun, 1))
        if not ahead or ahead[0][0] != number:
            items = tuple(item for one in read for item in one.items)
            problems = dict.fromkeys(problem for one in read for problem in one.problems)
            yield name, Readout(items=items, problems=tuple(problems))
            read = []


def _oldest_first(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """A file's items as what is taken in at once: an archive's last page is no update of its first."""
    if len(items) > ENTRY_LIMIT:
        items = sorted(items, key=attrgetter("carried_at"))
    return (items[at : at + ENTRY_LIMIT] for at in range(0, max(len(items), 1), ENTRY_LIMIT))


def _counted(items: Sequence[Item], brought: Brought) -> dict[str, int]:
    same = len(items) - brought.new - brought.updated - brought.held
    return {"new": brought.new, "updated": brought.updated, "unchanged": same, "held": brought.held}


COMMANDS = (poll, ingest)
