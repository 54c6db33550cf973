"""Faults that only show between keys: names used twice, topics that name nothing.

Tables are looked at as they were read, so that a fault in one key hides none of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from feeds.config.faults import called, nearest
from feeds.config.lines import Place
from feeds.config.schema import Polling
from feeds.config.units import format_duration
from feeds.errors import Fault
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


def source_faults(table: Mapping[str, Any], place: Place) -> list[Fault]:
    """A source needs an address, and only one."""
    if ("url" in table) != ("path" in table):
        return []
    has = "both url and path" if "url" in table else "neither url nor path"
    remedy = 'write url = "https://…" for a feed, or path = "…" for a folder'
    return [place.fault("name", f"{called('source', table.get('name'))} has {has}", remedy)]


def topic_faults(
    topics: Sequence[tuple[Mapping[str, Any], Place]], names: Set[str], tags: Set[str]
) -> Iterator[Fault]:
    """Sources and tags that nobody has; tags compare as queries do.

    ``names`` and ``tags`` are those of all sources, faulty ones included.
    """
    folded = {fold(tag) for tag in tags}
    for table, place in topics:
        topic = called("topic", table.get("slug"))
        for key, wanted in _named_sources(table):
            if wanted.startswith("tag:") and fold(wanted[4:]) not in folded:
                problem = f"{topic}: no source has the tag {wanted[4:]!r}"
                yield place.fault(key, problem, _tag_remedy(wanted, names, tags))
            elif not wanted.startswith("tag:") and wanted not in names:
                problem = f"{topic} names a source {wanted!r} that is not there"
                yield place.fault(key, problem, nearest(wanted, names))
        if table.get("first_carriers_only") is True and not table.get("sources"):
            problem = f"{topic} takes first carriers only, but has no sources"
            remedy = "name in sources those that have to have a story first"
            yield place.fault("first_carriers_only", problem, remedy)


def _tag_remedy(wanted: str, names: Set[str], tags: Set[str]) -> str:
    """What would be right where no source has a tag: one may be called so, as feeds call themselves what they like."""
    if wanted in names:
        return f"{wanted!r} is a source's name, but here it means a tag; give that source another name, or a tag"
    return nearest(wanted[4:], tags)


def _named_sources(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Key and name of each source that a topic names; what is no text is a fault already."""
    for key in ("sources", "priority"):
        listed = table.get(key)
        for wanted in listed if isinstance(listed, list) else []:
            if isinstance(wanted, str):
                yield key, wanted


def was_faults(topics: Sequence[tuple[Mapping[str, Any], Place]]) -> Iterator[Fault]:
    """Old slugs that lead to two topics, or are a topic's present one."""
    used = {
        table["slug"]: table["slug"] for table, _ in topics if isinstance(table.get("slug"), str)
    }
    for table, place in topics:
        was = table.get("was")
        for old in was if isinstance(was, list) else []:
            if isinstance(old, str) and old in used:
                problem = f"{called('topic', table.get('slug'))} was {old!r}, which leads to {used[old]!r}"
                yield place.fault("was", problem, "name each old slug at one topic only")
            elif isinstance(old, str):
                used[old] = str(table.get("slug"))


def polling_faults(polling: Polling, place: Place) -> list[Fault]:
    """Bounds that exclude each other."""
    if polling.min_interval <= polling.max_interval:
        return []
    shortest, longest = (format_duration(d) for d in (polling.min_interval, polling.max_interval))
    problem = f"min_interval {shortest} is longer than max_interval {longest}"
    return [place.fault("min_interval", problem, "make it the shorter of the two")]
