"""``topic stats``: what each topic took, from whom, what it shares with others, and which of its terms find nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from feeds.cli.ask import named_topic, reading
from feeds.cli.say import say_json
from feeds.cli.tables import shown
from feeds.clock import now
from feeds.curate.match import Curator
from feeds.curate.stats import overlap, tally, terms
from feeds.curate.tree import unparse
from feeds.model.topic import Topic
from feeds.printed import counted
from feeds.queries import compile_topics
from feeds.search import take
from store.api import Snapshot

_LATELY = timedelta(days=7)


@click.command()
@click.argument("slug", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")
@click.pass_obj
def stats(path: Path, slug: str | None, as_json: bool) -> None:
    """What topics took, from whom, what only one source had, what they share, and terms that never match.

    \b
    Example: dateline topic stats security
    """
    with reading(path) as (settings, snapshot):
        wanted = settings.topics if slug is None else (named_topic(settings, slug),)
        tags = {source.name: source.tags for source in settings.sources}
        curator = compile_topics(settings.topics, tags=tags, lists=settings.lists)
        for one in wanted:
            line = _line(snapshot, curator, one)
            if as_json:
                say_json(line)
            else:
                _print(line)


def _line(snapshot: Snapshot, curator: Curator, topic: Topic) -> dict[str, Any]:
    takings = [*snapshot.takings(topic.slug)]
    found = tally(takings, since=now() - _LATELY)
    # Of its own stories: to ask what all topics have would be to read all of the store.
    topics = snapshot.topics_by_story([one.story for one in takings])
    shared = overlap(topic.slug, topics)
    return {
        "topic": topic.slug,
        "stories": found.stories,
        "last_week": found.lately,
        "sources": [
            {"source": s.source, "carried": s.carried, "first": s.first, "alone": s.alone}
            for s in found.sources
        ],
        "never": _never(snapshot, curator, topic),
        # Those that are configured no more may be there yet.
        "overlap": {slug: shared[slug] for slug in shared if slug in curator.places},
    }


def _never(snapshot: Snapshot, curator: Curator, topic: Topic) -> list[str]:
    """The terms of a topic's queries that no story kept has."""
    asked = terms(curator.queries(topic.slug))
    explain = partial(curator.explain, now=now(), stemmed=topic.stem)
    without = []
    for term in asked:
        if topic.stem:  # the search index knows no stems
            found = any(explain(term, story) is not None for story in snapshot.stories())
        else:
            found = any(True for _ in take(snapshot, term, partial(explain, term)))
        if not found:
            without.append(unparse(term))
    return without


def _print(line: dict[str, Any]) -> None:
    console = Console()
    count = counted(line["stories"], "story", "stories")
    count += f", {line['last_week']} of them in the last week"
    console.print(shown(f"{line['topic']}: {count}"))
    table = Table()
    for name in ("Source", "Carried", "First", "Alone"):
        table.add_column(name)
    for share in line["sources"]:
        table.add_row(*(shown(str(share[key])) for key in ("source", "carried", "first", "alone")))
    if line["sources"]:
        console.print(table)
    for other, shared in line["overlap"].items():
        console.print(shown(f"shares {shared} with {other}"))
    for term in line["never"]:
        console.print(shown(f"never matches: {term}"))
