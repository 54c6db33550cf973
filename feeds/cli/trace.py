"""``trace``: one document along the path, with the value after each stage; nothing is kept."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from feeds import __version__, config
from feeds.cli.say import say, say_json
from feeds.clock import now
from feeds.errors import ConfigError, DatelineError, NotAFeed
from feeds.fetch.address import mask
from feeds.fetch.client import Client, FetchLimits
from feeds.folders import written_at
from feeds.identify import document_keys, fingerprint, keys_of, mark_of, sealed
from feeds.model.item import Item
from feeds.model.poll import PollState, Reply, Source
from feeds.newsdesk import fetch_limits
from feeds.normalize.item import Circumstances, normalize_all
from feeds.normalize.language import detect
from feeds.parse.document import parse
from feeds.parse.encoding import decode
from feeds.poll.classify import classify
from feeds.printed import counted
from feeds.reading import convention_of, doubted, shortened

_LONG = 300  # characters of a text that are shown, unless all is asked for
_KEYS_SHOWN = 5  # signature keys of an item
_FEWEST = 12  # letters that tell a language
# What a person is told beside each stage's name.
_MEANS = {
    "fetch": "how the bytes came",
    "encoding": "the bytes as text",
    "parse": "what the text holds",
    "entry": "as received, dates and links raw",
    "item": "as it is kept",
    "identity": "what the story is recognised by",
    "failed": "the path ends here",
}
# As the configuration has them by default: a trace needs none.
_LIMITS = FetchLimits(
    user_agent=f"Dateline/{__version__}",
    timeout=timedelta(seconds=30),
    max_bytes=10_000_000,
    per_host=1,
)


@dataclass(frozen=True, slots=True)
class _Got:
    """The bytes, how they were served, and what there is to say of getting them."""

    body: bytes
    content_type: str | None
    location: str
    said: dict[str, Any]
    modified: float | None = None  # of a file, as its disk has it


@click.command()
@click.argument("document", metavar="URL-or-FILE")
@click.option("--source", "name", default=None, help="Read it as this source's (agency, language).")
@click.option(
    "--entry",
    "wanted",
    type=click.IntRange(min=1),
    default=None,
    help="Only the entry of that number, counted from 1.",
)
@click.option("--full", is_flag=True, help="Show whole texts.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def trace(
    path: Path, document: str, name: str | None, wanted: int | None, full: bool, as_json: bool
) -> None:
    """Take one document along the path and print the value after each stage. Keeps nothing.

    \b
    Example: dateline trace https://example.org/feed.xml
    """
    settings = _settings(path)
    source = settings.source(name) if settings and name else None
    if name and source is None:
        raise click.UsageError(f"no source is named {name!r}; see: dateline sources")
    got = _get(document, settings)
    failed = False
    for stage, value in _stages(got, source or Source(name=mask(document)), wanted):
        failed = failed or stage == "failed"
        _show(stage, _plain(value, full=full), as_json=as_json)
    if failed:
        raise click.exceptions.Exit(1)


def _settings(path: Path) -> config.Settings | None:
    """The configuration, if there is one: a trace needs none."""
    try:
        return config.load(path) if path.exists() else None
    except ConfigError as error:
        say(f"warning: the configuration is not used: {error}", err=True)
        return None


def _get(document: str, settings: config.Settings | None) -> _Got:
    if "://" in document:
        return asyncio.run(_fetch(document, settings))
    try:
        body, modified = Path(document).read_bytes(), Path(document).stat().st_mtime
    except OSError as error:
        raise DatelineError(f"{document}: {error.strerror}") from error
    said = {"file": document, "bytes": len(body)}
    return _Got(body, None, Path(document).name, said, modified)


async def _fetch(url: str, settings: config.Settings | None) -> _Got:
    limits = fetch_limits(settings) if settings else _LIMITS
    async with Client(limits, clock=now) as client:
        reply = await client.fetch(url)
    content_type = reply.header("content-type")
    return _Got(reply.body, content_type, reply.final_url, _told(reply))


def _told(reply: Reply) -> dict[str, Any]:
    outcome = classify(reply, PollState(source="trace", due=reply.received))
    return {
        "url": reply.url,
        "final_url": reply.final_url,
        "status": reply.status,
        "headers": dict(reply.headers),
        "hops": [list(hop) for hop in reply.hops],
        "bytes": len(reply.body),
        "seconds": round(reply.seconds, 3),
        "outcome": type(outcome).__name__,
        "why": getattr(outcome, "reason", None),
    }


def _stages(got: _Got, source: Source, wanted: int | None) -> Iterator[tuple[str, Any]]:
    """Each stage by name with its value; the last is "failed" where the path ends early."""
    yield "fetch", got.said
    if got.said.get("outcome", "Fetched") != "Fetched":
        why = got.said.get("why") or f"status {got.said['status']}"
        yield "failed", {"at": "fetch", "why": why}
        return
    decoded = decode(got.body, got.content_type)
    text = {"encoding": decoded.encoding, "problems": decoded.problems, "text": decoded.text}
    yield "encoding", text
    try:
        parsed = parse(got.body, content_type=got.content_type, location=got.location)
    except NotAFeed as error:
        yield "failed", {"at": "parse", "why": str(error)}
        return
    shown = _named(parsed)
    yield "parse", {**shown, "entries": len(parsed.entries)}
    if wanted and wanted > len(parsed.entries):
        held = counted(len(parsed.entries), "entry", "entries")
        raise click.UsageError(f"there is no entry {wanted}: the document holds {held}")
    at = now()
    custom = convention_of(parsed, source, got.location)
    given = Circumstances(
        source=source,
        meta=parsed.meta,
        location=got.location,
        first_seen=at,
        seen_after=None,
        convention=custom,
        written=None if got.modified is None else written_at(got.modified, at),
    )
    items = normalize_all(parsed.entries, given)
    every = zip(parsed.entries, items, document_keys(items), strict=True)
    for number, (entry, item, keys) in enumerate(every, start=1):
        if wanted in (None, number):
            yield f"entry {number}", entry
            doubts = (*shortened([entry]), *doubted([entry], [item], at, custom))
            yield (
                f"item {number}",
                {**_named(item), "looks_like": _looks_like(item), "doubts": doubts},
            )
            yield f"identity {number}", _identity(item, keys, at)


def _looks_like(item: Item) -> dict[str, Any]:
    """The language that its words look like, whatever was declared, and how sure that is; nothing of few letters."""
    said = f"{item.title}\n{item.text}"[:4000]
    if sum(map(str.isalpha, said)) < _FEWEST:
        return {}
    language, confidence = detect(said)
    return {"language": language, "confidence": round(confidence, 3)}


def _identity(item: Item, keys: tuple[str, ...], at: datetime) -> dict[str, Any]:
    """What recognising goes by: the keys within the source, the words' fingerprint, the marks."""
    made = fingerprint(item)
    found_by = keys_of(made)
    return {
        "keys": keys,
        "mark": mark_of(item),
        "held_back": sealed(item, at),
        "words": len(made.words),
        "signature_keys": len(found_by),
        "first_signature_keys": list(found_by)[:_KEYS_SHOWN],
    }


def _named(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _plain(value: Any, *, full: bool) -> Any:
    """The value as JSON has it: empty fields left out, long texts cut unless ``full``."""
    if is_dataclass(value):
        value = _named(value)
    if isinstance(value, dict):
        kept = {key: _plain(one, full=full) for key, one in value.items()}
        return {key: one for key, one in kept.items() if one not in (None, "", [], {})}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(one, full=full) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    cut = isinstance(value, str) and len(value) > _LONG and not full
    return f"{value[:_LONG]}… ({len(value)} characters)" if cut else value


def _show(stage: str, value: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json({"stage": stage, **value})
        return
    click.secho(stage, bold=True, nl=False)
    say(f": {_MEANS[stage.partition(' ')[0]]}")
    for key, one in value.items():
        told = one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
        say(*re.sub("\r?\n", "\n    ", f"  {key}: {told}").split("\n"))


COMMANDS = (trace,)
