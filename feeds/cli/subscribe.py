"""Commands that write sources into the configuration: ``add`` and ``import``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from feeds import config
from feeds.cli.discover import announced
from feeds.config import Settings
from feeds.config.append import append_sources
from feeds.config.opml import feed_key, read_opml, unique_name
from feeds.config.schema import SourceTable, check_address
from feeds.errors import DatelineError, NotAFeed
from feeds.fetch.client import Client, mask
from feeds.ingest import Reader, Visit, visit
from feeds.model.item import Item
from feeds.model.poll import Fetched, PollState, Source
from feeds.newsdesk import fetch_limits, now, outside
from feeds.parse.encoding import decode
from feeds.parse.kinds import KINDS
from feeds.parse.sniff import sniff

_TRIED = 5  # feeds of one page that are tried, until one can be read
_SHOWN = 3  # titles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A feed that was read: where it is for good and where it was asked for, what it holds, and what
    else its page names.
    """

    url: str
    asked: str
    items: tuple[Item, ...]
    others: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the feed calls itself; its host where it says nothing (a planet's entries name others)."""
        stated = {item.origin.title for item in self.items} - {self.asked}
        one = _printable(stated.pop()) if len(stated) == 1 else ""
        return one or urlsplit(self.url).hostname or self.url


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
    found = asyncio.run(_find(settings, address))
    click.echo(f"{found.title}: {mask(found.url)}")
    for item in _newest(found.items):
        click.echo(f"  {item.carried_at:%Y-%m-%d %H:%M}  {_printable(item.title)}")
    for other in found.others:
        click.echo(f"the page also names {other}")
    if _said_already(settings, found.url):
        return
    taken = {source.name for source in settings.sources}
    chosen = name or unique_name(found.title, taken)
    append_sources(path, [SourceTable(name=chosen, url=found.url, tags=_tags(tags))])
    click.echo(f"{path}: added {chosen!r}")


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
        click.echo(f"{mask(url)} is there already, as {name!r}")
    return name is not None


async def _find(settings: Settings, url: str) -> _Found:
    """The feed at an address, or the first readable one of those that the page there names."""
    async with outside(settings) as (client, reader):
        first = await _visit(url, settings, client, reader)
        if isinstance(first.outcome, Fetched):
            return _found(url, first)
        if first.reply.status != 200 or b"<" not in first.reply.body[:2000]:
            raise DatelineError(f"{mask(url)}: {_reason(first)}")
        page = decode(first.reply.body, first.reply.header("content-type")).text
        named = announced(page, first.reply.final_url)
        said = []
        for candidate in named[:_TRIED]:
            one = await _visit(candidate, settings, client, reader)
            if isinstance(one.outcome, Fetched):
                others = tuple(other for other in named if other != candidate)
                return _found(candidate, one, others)
            said.append(f"{candidate}: {_reason(one)}")
    if not named:
        raise DatelineError(f"{mask(url)}: {_reason(first)}")
    raise DatelineError(f"no feed that {mask(url)} names can be read: {'; '.join(said)}")


async def _visit(url: str, settings: Settings, client: Client, reader: Reader) -> Visit:
    state = PollState(source=url, due=now())
    size = settings.polling.max_bytes
    source = Source(name=url, url=url)
    return await visit(source, state, client=client, reader=reader, max_bytes=size, now=now())


def _found(url: str, visited: Visit, others: tuple[str, ...] = ()) -> _Found:
    """What was fetched as a feed; raises DatelineError for plain text, which is read as a wire story."""
    outcome = visited.outcome
    assert isinstance(outcome, Fetched)
    text = decode(outcome.body, outcome.content_type).text
    media_type = (outcome.content_type or "").partition(";")[0].strip().lower()
    try:
        kind = sniff(text, media_type, tuple(KINDS.values()))
    except NotAFeed as error:
        raise DatelineError(f"{mask(url)}: {error}") from error
    if kind == "wire":
        raise DatelineError(f"{mask(url)}: the document is plain text; a feed was expected")
    moved = outcome.moved if urlsplit(url).username is None else None
    return _Found(url=moved or url, asked=url, items=visited.readout.items, others=others)


def _reason(visited: Visit) -> str:
    return str(getattr(visited.outcome, "reason", "it has no document"))


def _newest(items: tuple[Item, ...]) -> list[Item]:
    return sorted(items, key=lambda item: item.carried_at, reverse=True)[:_SHOWN]


def _printable(text: str) -> str:
    """Foreign text on one line of a terminal, without what would steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


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
    listed, faults = read_opml(body, file)
    for fault in faults:
        click.echo(f"left out: {fault}" if listed else f"error: {fault}", err=True)
    if not listed:
        if not faults:
            click.echo(f"error: {file}: the list names no feed", err=True)
        raise click.exceptions.Exit(1)
    new, there = _sorted_out(settings, [one.table for one in listed])
    for table, name in there:
        click.echo(f"skipped {table.name!r}: {mask(table.url or '')} is there already, as {name!r}")
    if new:
        append_sources(path, new)
    for table in new:
        click.echo(f"added {table.name!r}: {mask(table.url or '')}")
    click.echo(f"{path}: {len(new)} added, {len(there)} skipped, {len(faults)} left out")


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
