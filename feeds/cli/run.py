"""Commands that run or check: ``run``, ``worker``, ``demo``, ``check``, ``backup``, ``publish``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import click
import uvloop

from feeds import config, demo
from feeds.cli.say import say
from feeds.clock import now
from feeds.daemon import run_daemon
from feeds.fetch.guard import RefusedAddress, check_url
from feeds.fetch.limits import Network
from feeds.labour import run_worker
from feeds.model.poll import Failed, Gone, PollState
from feeds.newsdesk import Newsdesk, fetch_limits, outside
from feeds.printed import counted
from feeds.serve.files import write_site
from feeds.serve.site import Site
from feeds.subscriptions import PushTerms
from store.open import open_store


@click.command()
@click.pass_obj
def run(path: Path) -> None:
    """Run the daemon: poll, curate, publish and serve until SIGTERM or Ctrl-C.

    \b
    Example: dateline -c config.toml run
    """
    uvloop.run(run_daemon(config.load(path)))


@click.command()
@click.pass_obj
def worker(path: Path) -> None:
    """Poll and take in beside a running daemon, on its PostgreSQL store, until SIGTERM or Ctrl-C.

    Any number, on any machines, with the daemon's configuration.

    \b
    Example: dateline -c config.toml worker
    """
    uvloop.run(run_worker(config.load(path)))


@click.command(name="demo")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Where the demo is served; 0: a free port.",
)
@click.option(
    "--seconds", type=click.IntRange(min=1), default=None, help="Stop after so many seconds."
)
@click.option(
    "--speed",
    type=click.FloatRange(1, 60),
    default=1,
    show_default=True,
    help="How many times sooner the news comes.",
)
def demo_command(port: int, seconds: int | None, speed: float) -> None:
    """Show it working: a newsroom of sample outlets on loopback, nothing to configure.

    \b
    Example: dateline demo --port 9000
    """
    uvloop.run(demo.run_demo(port=port, seconds=seconds, speed=speed))


@click.command()
@click.option("--probe", is_flag=True, help="Also fetch each source.")
@click.pass_obj
def check(path: Path, probe: bool) -> None:
    """Read the configuration and report every fault at once.

    \b
    Example: dateline check --probe
    """
    settings = config.load(path)
    sources, topics = len(settings.sources), len(settings.topics)
    say(f"{path}: {counted(sources, 'source')}, {counted(topics, 'topic')}: no faults")
    terms = PushTerms(
        base_url=settings.site.base_url, allow_networks=settings.polling.allow_networks
    )
    if terms.off:
        say(f"note: {terms.off}, which base_url names: sources are polled, none can push")
    for names in dict.fromkeys(settings.of_one_address.values()):
        who = " and ".join(map(repr, names))
        say(f"note: {who} have the same address: one request serves all")
    networks = fetch_limits(settings).networks
    for source in settings.sources:
        if source.path is not None and not Path(source.path).exists():
            say(f"note: {source.name!r}: there is no {source.path} yet; make it, if you mean that")
        if source.url is not None and (why := _refused(source.url, networks)):
            say(f"note: {source.name!r} will not be asked: {why}")
    if probe and asyncio.run(_probe(settings)):
        sys.exit(1)


def _refused(url: str, networks: Sequence[Network]) -> str | None:
    """Why an address would never be fetched, as far as that is known without asking."""
    try:
        check_url(url, networks)
    except RefusedAddress as refused:
        return str(refused)
    return None


async def _probe(settings: config.Settings) -> int:
    """Fetch and read every source in its site's turn, without keeping anything; how many failed."""
    desk, polling = Newsdesk(settings, open_store("sqlite:///:memory:")), settings.polling
    turns = desk.turns()
    for source in settings.sources:
        turns.add(source, PollState(source=source.name, due=now()))
    found: dict[str, str] = {}
    failed = 0
    async with outside(settings) as (client, reader):
        ask = partial(desk.visit, client=client, reader=reader)
        async for visit in turns.run(ask, at_once=polling.concurrency, per_host=polling.per_host):
            bad = visit.outcome if isinstance(visit.outcome, Failed | Gone) else None
            failed += bad is not None
            read = "; ".join((counted(len(visit.readout.items), "item"), *visit.readout.problems))
            found[visit.source.name] = bad.reason if bad else read
            put = turns.heed(visit.reply, now())
            found |= {state.source: f"not asked: {state.why_next}" for _, state in put}
    for source in settings.sources:
        say(f"{source.name}: {found[source.name]}")
    return failed


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(path: Path, file: Path) -> None:
    """Write a consistent copy of the store to FILE while the daemon runs.

    \b
    Example: dateline backup /backups/dateline.db
    """
    # As it is: a new Dateline that is to copy an older one's store keeps the way back to that.
    with closing(open_store(config.load(path).store_url, as_it_is=True)) as store:
        store.backup(file.resolve())
    say(f"{file}: {file.stat().st_size} bytes")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.pass_obj
def publish(path: Path, folder: Path) -> None:
    """Write all that is published as files under FOLDER, for any web server.

    Feeds, archives, OPML and pages, each with a compressed twin; what did not change is not touched.

    \b
    Example: dateline publish /srv/www/news
    """
    settings = config.load(path)
    with closing(open_store(settings.store_url)) as store:
        desk = Newsdesk(settings, store)
        desk.release(everything=True)
        with store.read() as snapshot:
            site = Site(snapshot, desk.front, now())
            changed = write_site(folder, site.leaves, site.files())
    say(f"{folder}: {counted(changed, 'file')} changed")


COMMANDS = (run, worker, demo_command, check, backup, publish)
