"""The queries of topics: faults in them, the lists of names they read, the topics they are built on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from feeds.config.faults import called
from feeds.config.lines import Place
from feeds.config.schema import Settings
from feeds.curate.bind import CYCLE_REMEDY, cycle, cycle_problem, lists_in, topics_in, unknown_topic
from feeds.curate.names import Names, read_names
from feeds.curate.query import parse
from feeds.curate.tree import Query
from feeds.errors import Fault, QueryError

_WRITE_IT = "write the file, one name a line; its path is relative to the configuration"

Table = tuple[Mapping[str, Any], Place]
Parsed = tuple[
    str | None, Query, Place, str
]  # a topic's slug, one of its queries, its table, the key


def parse_queries(tables: Sequence[Table], faults: list[Fault]) -> list[Parsed]:
    """The queries that can be read; of the others the faults are noted, each with its column."""
    parsed: list[Parsed] = []
    for table, place in tables:
        slug = table.get("slug")
        slug = slug if isinstance(slug, str) else None
        for key, text in _texts(table):
            try:
                parsed.append((slug, parse(text), place, key))
            except QueryError as error:
                faults.append(_fault(slug, error, place, key))
    return parsed


def _texts(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The queries of a topic's table, each with its key; what is no text is a fault already."""
    query, exclude = table.get("query"), table.get("exclude")
    yield "query", query if isinstance(query, str) else ""
    for text in exclude if isinstance(exclude, list) else ():
        if isinstance(text, str) and text.strip():
            yield "exclude", text


def read_lists(
    parsed: Sequence[Parsed], folder: Path, read: Callable[[Path], str | None], faults: list[Fault]
) -> tuple[dict[str, Names], list[Path]]:
    """The names of each list that a query reads, by its path as written (relative to ``folder``); and
    the files that are missing.

    ``read`` gives a file's text, or notes by itself that it can't be read. A file that is not there is a fault of
    the query, and a line that is no name one of the list.
    """
    lists: dict[str, Names] = {}
    missing = []
    for slug, query, place, key in parsed:
        for listed in lists_in(query):
            path = folder / listed.path
            if not path.is_file():
                problem = f"the list {listed.path!r} is not there"
                error = QueryError(column=listed.column, problem=problem, remedy=_WRITE_IT)
                faults.append(_fault(slug, error, place, key))
                missing.append(path)
            elif listed.path not in lists:
                lists[listed.path], wrong = read_names(read(path) or "")
                faults += [
                    Fault(file=listed.path, line=one.line, problem=one.problem, remedy=one.remedy)
                    for one in wrong
                ]
    return lists, missing


def lists_for(query: Query, settings: Settings) -> Mapping[str, Names]:
    """The configuration's lists, and those that a query reads besides; raises QueryError."""
    lists = dict(settings.lists)
    for listed in lists_in(query):
        if listed.path not in lists:
            path = settings.path.parent / listed.path
            try:
                lists[listed.path], wrong = read_names(path.read_text("utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                said = f"the list {listed.path!r} can't be read: {error}"
                raise QueryError(column=listed.column, problem=said, remedy=_WRITE_IT) from None
            if wrong:
                said = f"{listed.path}:{wrong[0].line}: {wrong[0].problem}"
                raise QueryError(column=listed.column, problem=said, remedy=wrong[0].remedy)
    return lists


def reference_faults(parsed: Sequence[Parsed], slugs: Set[str]) -> Iterator[Fault]:
    """Topics that name one that is not there (``slugs`` are), or themselves through others."""
    needs: dict[str, list[str]] = {}
    for slug, query, place, key in parsed:
        error = unknown_topic(query, slugs)
        if error is not None:
            yield _fault(slug, error, place, key)
        if slug is not None:
            needs.setdefault(slug, []).extend(t.slug for t in topics_in(query))
    places = {slug: place for slug, _, place, _ in parsed}
    while chain := cycle(needs):
        problem = f"topic {chain[0]!r}: {cycle_problem(chain)}"
        yield places[chain[0]].fault("query", problem, CYCLE_REMEDY)
        needs[chain[0]].remove(chain[1])


def _fault(slug: str | None, error: QueryError, place: Place, key: str) -> Fault:
    problem = f"{called('topic', slug)}: {key}, column {error.column}: {error.problem}"
    return place.fault(key, problem, error.remedy)
