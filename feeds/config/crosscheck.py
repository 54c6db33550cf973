"""Faults that only show between keys: names used twice, topics that name nothing, faulty queries."""

from __future__ import annotations

from collections.abc import Sequence, Set

from feeds.config.faults import nearest
from feeds.config.lines import Place
from feeds.config.schema import Polling, SourceTable, TopicTable
from feeds.config.units import format_duration
from feeds.curate.query import parse
from feeds.errors import Fault, QueryError
from feeds.text import fold


def twice_faults(key: str, named: Sequence[tuple[str, Place]]) -> list[Fault]:
    """Names (the values of ``key``) that stand more than once."""
    first: dict[str, Place] = {}
    faults = []
    for name, place in named:
        if name in first:
            problem = f"{key} {name!r} stands at {first[name].at(key)} already"
            faults.append(place.fault(key, problem, f"give each its own {key}"))
        first.setdefault(name, place)
    return faults


def source_faults(table: SourceTable, place: Place) -> list[Fault]:
    """A source needs an address, and only one."""
    if (table.url is None) != (table.path is None):
        return []
    has = "neither url nor path" if table.url is None else "both url and path"
    remedy = 'write url = "https://…" for a feed, or path = "…" for a folder'
    return [place.fault("name", f"source {table.name!r} has {has}", remedy)]


def topic_faults(table: TopicTable, place: Place, names: Set[str], tags: Set[str]) -> list[Fault]:
    """Sources and tags that nobody has; a query that can't be read.

    ``names`` and ``tags`` are those of all sources, faulty ones included.
    """
    faults = []
    folded = {fold(tag) for tag in tags}
    for wanted in table.sources:
        if wanted.startswith("tag:") and fold(wanted[4:]) not in folded:
            problem = f"topic {table.slug!r}: no source has the tag {wanted[4:]!r}"
            faults.append(place.fault("sources", problem, nearest(wanted[4:], tags)))
        elif not wanted.startswith("tag:") and wanted not in names:
            problem = f"topic {table.slug!r} names a source {wanted!r} that is not there"
            faults.append(place.fault("sources", problem, nearest(wanted, names)))
    try:
        parse(table.query)
    except QueryError as error:
        problem = f"topic {table.slug!r}: query, column {error.column}: {error.problem}"
        faults.append(place.fault("query", problem, error.remedy))
    return faults


def polling_faults(polling: Polling, place: Place) -> list[Fault]:
    """Bounds that exclude each other."""
    if polling.min_interval <= polling.max_interval:
        return []
    shortest, longest = (format_duration(d) for d in (polling.min_interval, polling.max_interval))
    problem = f"min_interval {shortest} is longer than max_interval {longest}"
    return [place.fault("min_interval", problem, "make it the shorter of the two")]
