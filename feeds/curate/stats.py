"""What topics took: how much, from whom, what only one source had, what they share; and the terms of their queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from feeds.curate.tree import (
    And,
    Boost,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Word,
)
from feeds.model.topic import Taking


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShare:
    """A source's part in a topic: stories that it carries, had first, and is the only one to have."""

    source: str
    carried: int
    first: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a topic holds: ``stories`` in all, ``lately`` of them since a moment; the sources that carry most first."""

    stories: int
    lately: int
    sources: tuple[SourceShare, ...]


def tally(takings: Iterable[Taking], *, since: datetime) -> Tally:
    """What a topic took, and from whom; ``lately`` counts what entered since."""
    stories = lately = 0
    carried: Counter[str] = Counter()
    first: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for one in takings:
        stories += 1
        lately += one.entered >= since
        carried.update(one.sources)
        first[one.first_carrier] += 1
        if len(one.sources) == 1:
            alone.update(one.sources)
    order = sorted(carried, key=lambda source: (-carried[source], source))
    return Tally(
        stories=stories,
        lately=lately,
        sources=tuple(
            SourceShare(source=s, carried=carried[s], first=first[s], alone=alone[s]) for s in order
        ),
    )


def overlap(slug: str, topics: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """How many of a topic's stories each other topic has, too; ``topics`` gives those of each story. Most first."""
    shared = Counter(other for some in topics.values() for other in some if other != slug)
    order = sorted(shared, key=lambda other: (-shared[other], other))
    return {other: shared[other] for other in order}


def terms(queries: Iterable[Query]) -> list[Query]:
    """What queries look for in words, each term once and with the field that it looks into."""
    return list(dict.fromkeys(term for query in queries for term in _terms(query, "")))


def _terms(query: Query, field: str) -> Iterator[Query]:
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms(part, field)
        case Field(name, inner):
            yield from _terms(inner, name)
        case Boost(inner) | Not(inner):
            yield from _terms(inner, field)
        case Word() | Phrase() | Regex() | Listed() | Near():
            yield Field(field, query) if field else query
