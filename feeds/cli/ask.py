"""Commands that show what is kept: ``stories``, ``sources``, ``topic try``, ``export``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from feeds import config
from feeds.config import Settings
from feeds.config.queries import lists_for
from feeds.config.units import parse_duration
from feeds.curate.explain import score
from feeds.curate.match import Curator, compile_topics
from feeds.curate.query import parse
from feeds.curate.tree import Query
from feeds.daemon import Newsdesk, now
from feeds.errors import QueryError
from feeds.fetch.client import mask
from feeds.model.story import Story
from feeds.normalize.dates import parse_date
from feeds.publish import opml
from feeds.serve.api import story_line
from store.api import Snapshot
from store.open import open_store

_SHOWN = 200  # characters of a faulty query that are shown again, with a mark under the fault


@contextmanager
def _reading(path: Path) -> Iterator[tuple[Settings, Snapshot]]:
    settings = config.load(path)
    store = open_store(settings.store_url)
    try:
        with store.read() as snapshot:
            yield settings, snapshot
    finally:
        store.close()


@click.command()
@click.option("--topic", default=None, help="Only those in this topic.")
@click.option("--query", default=None, help="Only those that this query takes.")
@click.option("--since", default=None, help="Only those published since: a date, or 24h, 7d.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def stories(
    path: Path, topic: str | None, query: str | None, since: str | None, as_json: bool
) -> None:
    """The stories kept, newest first.

    \b
    Example: dateline stories --since 24h --query 'security AND lang:fr'
    """
    with _reading(path) as (settings, snapshot):
        if topic is not None and topic not in {t.slug for t in settings.topics}:
            raise click.UsageError(f"no topic has the slug {topic!r}")
        found: Iterable[Story] = snapshot.stories(since=_since(since), topic=topic)
        if query:
            curator, tree = _read(query, settings)
            at = now()
            found = (s for s in found if curator.explain(tree, s, now=at) is not None)
        if as_json:
            for story in found:
                topics = snapshot.topics_by_story([story.id]).get(story.id, ())
                click.echo(json.dumps(story_line(story, topics), ensure_ascii=False))
        else:
            _table(found)


def _table(found: Iterable[Story]) -> None:
    table = Table()
    table.add_column("Id", no_wrap=True, min_width=13)  # whole, since it is what one copies
    for name in ("Published", "Title", "First carrier", "Carriers", "Agency"):
        table.add_column(name)
    for story in found:
        published = f"{story.published:%Y-%m-%d %H:%M}"
        row = (story.id, published, story.head.title, story.first_carrier)
        table.add_row(*map(Text, (*row, str(story.carriers), story.agency or "")))
    Console().print(table)


def _read(text: str, settings: Settings) -> tuple[Curator, Query]:
    """A query, and who answers it: it may name topics, and lists that no topic reads as yet."""
    tags = {source.name: source.tags for source in settings.sources}
    try:
        lists = lists_for(parse(text), settings)
        curator = compile_topics(settings.topics, tags=tags, lists=lists)
        return curator, curator.read(text)
    except QueryError as error:
        shown = len(text) <= _SHOWN and text.isprintable()
        mark = f"\n  {text}\n  {' ' * (error.column - 1)}^" if shown else ""
        raise click.UsageError(f"the query is faulty at {error}{mark}") from None


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        wait: timedelta = parse_duration(text)
        return now() - wait
    except ValueError:
        moment = parse_date(text, now=now())
    if moment is None:
        raise click.UsageError(
            f"{text!r} is neither a date such as 2024-03-07 nor a duration such as 24h"
        )
    return moment


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def sources(path: Path, as_json: bool) -> None:
    """Each source's state: last status, last success, next poll, items a day, failures, and why.

    \b
    Example: dateline sources --json
    """
    settings = config.load(path)
    desk = Newsdesk(settings, open_store(settings.store_url))
    desk.sync_sources()
    rows = []
    with desk.store.read() as snapshot:
        activity = snapshot.activity(at=now())
        states = snapshot.poll_states()
        hubs = snapshot.push.of([state.source for state in states])
        for state in states:
            kept, hub = activity.get(state.source), hubs.get(state.source)
            rows.append(
                {
                    "source": state.source,
                    "status": state.status,
                    "last_success": state.succeeded.isoformat() if state.succeeded else None,
                    "next_poll": state.due.isoformat(),
                    "interval": state.interval.total_seconds() if state.interval else None,
                    "items": kept.items if kept else 0,
                    "items_a_day": round(kept.last_week / 7, 2) if kept else 0.0,
                    "failures": state.failures,
                    "why": state.problem,
                    "missed": state.missed,
                    "why_next": state.why_next,
                    "pushed": hub.pushed.isoformat() if hub and hub.pushed else None,
                    "push_problem": hub.problem if hub else None,
                }
            )
    desk.store.close()
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    table = Table("Source", "Status", "Last success", "Next poll", "A day", "Failures", "Why")
    for row in rows:
        keys = ("source", "status", "last_success", "next_poll", "items_a_day", "failures", "why")
        shown = {**row, "why": row["why"] or row["why_next"]}
        table.add_row(*(Text("" if shown[key] is None else str(shown[key])) for key in keys))
    Console().print(table)


@click.group()
def topic() -> None:
    """Topics: try a query before writing it down.

    \b
    Example: dateline topic try 'terror* AND morocco'
    """


@topic.command(name="try")
@click.argument("query")
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def topic_try(path: Path, query: str, as_json: bool) -> None:
    """Which kept stories a query would take, and why.

    \b
    Example: dateline topic try '"organized crime" OR terror*'
    """
    with _reading(path) as (settings, snapshot):
        curator, tree = _read(query, settings)
        at = now()
        for found in snapshot.stories():
            why = curator.explain(tree, found, now=at)
            if why is None:
                continue
            if as_json:
                hits = [{"term": h.term, "field": h.field, "found": h.found} for h in why]
                line = {
                    "id": found.id,
                    "title": found.head.title,
                    "score": score(why),
                    "why": hits,
                }
                click.echo(json.dumps(line, ensure_ascii=False))
            else:
                said = "; ".join(f"{h.term} in {h.field} (…{h.found}…)" for h in why)
                click.echo(f"{found.id}  {found.head.title}\n    {said}")


@click.command()
@click.option("--sources", "what", flag_value="sources", help="The sources.")
@click.option("--topics", "what", flag_value="topics", help="The topics, as feeds to subscribe to.")
@click.pass_obj
def export(path: Path, what: str | None) -> None:
    """Print OPML 2.0: the sources, or the topics. Users and passwords in addresses are left out.

    \b
    Example: dateline export --topics > topics.opml
    """
    if what is None:
        raise click.UsageError("say which: --sources or --topics")
    settings = config.load(path)
    site = settings.site
    shown = [replace(source, url=source.url and mask(source.url)) for source in settings.sources]
    body = (
        opml.render_sources(shown, title=site.title)
        if what == "sources"
        else opml.render_topics(settings.topics, title=site.title, base_url=site.base_url)
    )
    sys.stdout.buffer.write(body)


COMMANDS = (stories, sources, topic, export)
