"""Commands that show what is kept: ``stories``, ``export``."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from feeds import config
from feeds.cli.say import say_json
from feeds.cli.tables import shown
from feeds.clock import now
from feeds.config import Settings
from feeds.config.opml import own_attributes
from feeds.config.queries import lists_for
from feeds.config.units import parse_duration
from feeds.curate.match import Curator
from feeds.curate.query import parse
from feeds.curate.tree import Query
from feeds.errors import QueryError
from feeds.fetch.address import mask
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.normalize.dates import stated_moment
from feeds.publish import opml
from feeds.queries import compile_topics
from feeds.search import Asked, asking, take
from feeds.serve.api import story_line
from feeds.serve.headline import headline
from store.api import Snapshot
from store.open import open_store

_SHOWN = 200  # characters of a faulty query that are shown again, with a mark under the fault


@contextmanager
def reading(path: Path) -> Iterator[tuple[Settings, Snapshot]]:
    """The configuration, and the store to read from."""
    settings = config.load(path)
    with closing(open_store(settings.store_url)) as store, store.read() as snapshot:
        yield settings, snapshot


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
    with reading(path) as (settings, snapshot):
        if topic is not None:
            named_topic(settings, topic)
        asked, tree = None, None
        if query:
            curator, tree = read_query(query, settings)
            asked = asking(snapshot, curator, tree, now=now())
        # Whoever reads the output may have enough of it: then no cursor is left behind on the store.
        with closing(_found(snapshot, topic, tree, asked, _since(since))) as found:
            if not as_json:
                _table(found)
                return
            for story in found:
                topics = snapshot.topics_by_story([story.id]).get(story.id, ())
                say_json(story_line(story, topics))


def _found(
    snapshot: Snapshot,
    topic: str | None,
    tree: Query | None,
    asked: Asked | None,
    since: datetime | None,
) -> Generator[Story]:
    """The stories wanted, newest first; those that a query takes of all come from the search index."""
    if asked is None or tree is None or topic is not None:
        for story in snapshot.stories(since=since, topic=topic):
            if asked is None or asked(story) is not None:
                yield story
        return
    for finding in take(snapshot, tree, asked):
        if since is not None and finding.story.published < since:
            return
        yield finding.story


def _table(found: Iterable[Story]) -> None:
    """A line a story and one of who has it: in five columns of 80 a title would have eleven."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Id", no_wrap=True, min_width=13)  # whole, since it is what one copies
    table.add_column("Published", no_wrap=True)
    table.add_column("Title; first carrier, agency", ratio=1)
    for story in found:
        more = f" and {story.carriers - 1} more" if story.carriers > 1 else ""
        agency = f", {story.agency}" if story.agency else ""
        who = f"\n{story.first_carrier}{more}{agency}"
        told = shown(headline(story)) + shown(who, style="dim")
        table.add_row(Text(story.id), f"{story.published:%Y-%m-%d %H:%M}", told)
    Console().print(table)


def read_query(text: str, settings: Settings) -> tuple[Curator, Query]:
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


def named_topic(settings: Settings, slug: str) -> Topic:
    """The topic of that slug; raises UsageError with those that there are."""
    found = next((one for one in settings.topics if one.slug == slug), None)
    if found is None:
        known = ", ".join(one.slug for one in settings.topics) or "none yet"
        raise click.UsageError(f"no topic has the slug {slug!r}; there are: {known}")
    return found


def _since(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        wait: timedelta = parse_duration(text)
        return now() - wait
    except ValueError:
        moment = stated_moment(text)
    if moment is None:
        raise click.UsageError(
            f"{text!r} is neither a date such as 2024-03-07 nor a duration such as 24h"
        )
    return moment


@click.command()
@click.option("--sources", is_flag=True, help="The sources.")
@click.option("--topics", is_flag=True, help="The topics, as feeds to subscribe to.")
@click.pass_obj
def export(path: Path, sources: bool, topics: bool) -> None:
    """Print OPML 2.0: the sources, or the topics. Users and passwords in addresses are left out.

    \b
    Example: dateline export --topics > topics.opml
    """
    if sources == topics:
        raise click.UsageError("say which one: --sources or --topics")
    settings = config.load(path)
    site = settings.site
    shown = [replace(source, url=source.url and mask(source.url)) for source in settings.sources]
    body = (
        opml.render_sources(shown, title=site.title, own=own_attributes)
        if sources
        else opml.render_topics(settings.topics, title=site.title, base_url=site.base_url)
    )
    sys.stdout.buffer.write(body)


COMMANDS = (stories, export)
