"""Commands that write sources into the configuration: ``add`` and ``import``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from feeds import config
from feeds.cli.discover import find
from feeds.cli.say import say
from feeds.clock import now
from feeds.config import Settings
from feeds.config.append import append_sources
from feeds.config.opml import feed_key, read_opml, unique_name
from feeds.config.schema import SourceTable
from feeds.config.values import check_address
from feeds.errors import DatelineError
from feeds.fetch.address import mask
from feeds.fetch.client import Client
from feeds.model.item import Item
from feeds.newsdesk import fetch_limits
from feeds.printed import on_one_line

_SHOWN = 3  # titles


@click.command()
@click.argument("url")
@click.option("--name", default=None, help="What to call it; else the feed's own title.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given more than once.")
@click.pass_obj
def add(path: Path, url: str, name: str | None, tags: tuple[str, ...]) -> None:
    """Find the feed behind the address of a page or a feed, show it, and append it as a source.

    \b
    Example: dateline add https://www.hespress.com/ --tag morocco
    """
    settings = config.load(path)
    address = _address(url)
    if name is not None and settings.source(name) is not None:
        raise click.UsageError(f"a source is named {name!r} already")
    if _said_already(settings, address):
        return
    found = asyncio.run(find(settings, address))
    say(f"{found.title}: {mask(found.url)}")
    for item in _newest(found.items):
        say(f"  {item.carried_at:%Y-%m-%d %H:%M}  {on_one_line(item.title)}")
    for other, what in found.others:
        say(f"the page also names {other}: {what}")
    if _said_already(settings, found.url):
        return
    taken = {source.name for source in settings.sources}
    chosen = name or unique_name(found.title, taken)
    append_sources(path, [SourceTable(name=chosen, url=found.url, tags=_tags(tags))])
    say(f"{path}: added {chosen!r}")


def _address(url: str) -> str:
    """What a person types: a host alone means https."""
    try:
        return check_address(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def _said_already(settings: Settings, url: str) -> bool:
    known = {feed_key(source.url): source.name for source in settings.sources if source.url}
    name = known.get(feed_key(url))
    if name is not None:
        say(f"{mask(url)} is there already, as {name!r}")
    return name is not None


def _newest(items: tuple[Item, ...]) -> list[Item]:
    return sorted(items, key=lambda item: item.carried_at, reverse=True)[:_SHOWN]


@click.command(name="import")
@click.argument("file")
@click.pass_obj
def import_command(path: Path, file: str) -> None:
    """Append the feeds of an OPML list as sources; folders become tags, feeds already there are skipped.

    FILE is a file or an address of one.

    \b
    Example: dateline import subscriptions.opml
             dateline import https://planet.example.org/opml.xml
    """
    settings = config.load(path)
    remote = file.startswith(("http://", "https://"))
    body = asyncio.run(_download(settings, file)) if remote else _contents(file)
    file = mask(file) if remote else file
    listed, faults = read_opml(body, file, feeds_only=True)
    for fault in faults:
        say(f"left out: {fault}" if listed else f"error: {fault}", err=True)
    if not listed:
        if not faults:
            say(f"error: {file}: the list names no feed", err=True)
        raise click.exceptions.Exit(1)
    new, there = _sorted_out(settings, [one.table for one in listed])
    for table, name in there:
        say(f"skipped {table.name!r}: {mask(table.url or '')} is there already, as {name!r}")
    if new:
        append_sources(path, new)
    for table in new:
        say(f"added {table.name!r}: {mask(table.url or '')}")
    say(f"{path}: {len(new)} added, {len(there)} skipped, {len(faults)} left out")


def _contents(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except FileNotFoundError:
        raise click.UsageError(f"there is no file {file!r}") from None
    except OSError as error:
        raise DatelineError(f"{file}: {error.strerror}") from error


async def _download(settings: Settings, url: str) -> bytes:
    """A list at an address, through the same client and bounds as feeds; raises DatelineError."""
    async with Client(fetch_limits(settings), clock=now) as client:
        reply = await client.fetch(_address(url))
    if reply.status != 200:
        why = reply.error or f"the server answered {reply.status}"
        raise DatelineError(f"{mask(url)}: {why}")
    return reply.body


def _sorted_out(
    settings: Settings, tables: list[SourceTable]
) -> tuple[list[SourceTable], list[tuple[SourceTable, str]]]:
    """The feeds that are new, under names of their own; and those there already, with their names."""
    known = {feed_key(source.url): source.name for source in settings.sources if source.url}
    taken = {source.name for source in settings.sources}
    new: list[SourceTable] = []
    there: list[tuple[SourceTable, str]] = []
    for table in tables:
        name = known.get(feed_key(table.url or ""))
        if name is not None:
            there.append((table, name))
            continue
        free = unique_name(table.name, taken)
        taken.add(free)
        new.append(table.model_copy(update={"name": free}))
    return new, there


COMMANDS = (add, import_command)
