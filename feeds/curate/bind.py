"""What a query names outside of itself: lists of names, other topics, and what stories call otherwise."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from feeds.curate.names import Names
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
    TopicRef,
    Word,
    walk,
)
from feeds.errors import QueryError
from feeds.text import words

Called = Callable[[str, str], str | None]  # a field, and a name in it: what stories call that


def plainly(_field: str, _name: str) -> str | None:
    """Stories call everything as queries do."""
    return None


def lists_in(query: Query) -> list[Listed]:
    """The lists that a query names, from left to right."""
    return [part for part in walk(query) if isinstance(part, Listed)]


def topics_in(query: Query) -> list[TopicRef]:
    """The topics that a query names, from left to right."""
    return [part for part in walk(query) if isinstance(part, TopicRef)]


def bind(query: Query, lists: Mapping[str, Names], called: Called = plainly) -> Query:
    """A query whose lists hold their names, and that names what is in a field as stories do; raises QueryError at a
    list that is not there.
    """
    match query:
        case Listed(path):
            if path not in lists:
                remedy = (
                    _nearest(path, lists, "@") or "name one that a topic of the configuration names"
                )
                raise QueryError(
                    column=query.column, problem=f"there is no list {path!r}", remedy=remedy
                )
            return replace(query, names=lists[path])
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(bind(part, lists, called) for part in parts))
        case Near(left, right):
            return replace(query, left=bind(left, lists, called), right=bind(right, lists, called))
        case Field(name, inner):
            return replace(query, inner=_as_called(bind(inner, lists, called), name, called))
        case Boost(inner) | Not(inner):
            return replace(query, inner=bind(inner, lists, called))
        case _:
            return query


def _as_called(query: Query, field: str, called: Called) -> Query:
    """What stands in a field, under the names that stories have for it; beginnings of names are left as they are."""
    match query:
        case Word(value, False):
            return _named(called(field, value)) or query
        case Phrase(several, False):
            name = called(field, " ".join(several)) or called(field, "".join(several))  # 法 新 社
            return _named(name) or query
        case And(parts) | Or(parts):
            return replace(query, parts=tuple(_as_called(part, field, called) for part in parts))
        case Boost(inner) | Not(inner):
            return replace(query, inner=_as_called(inner, field, called))
        case _:
            return query


def _named(name: str | None) -> Word | Phrase | None:
    """A name as a term."""
    said = words(name or "")
    return (Word(said[0]) if len(said) == 1 else Phrase(tuple(said))) if said else None


def unknown_topic(query: Query, slugs: Collection[str]) -> QueryError | None:
    """The fault of the first topic that a query names and that is not among ``slugs``."""
    for named in topics_in(query):
        if named.slug not in slugs:
            known = sorted(slugs)
            remedy = _nearest(named.slug, known, "topic:") or (
                f"known are: {', '.join(known)}" if known else "there are none yet"
            )
            problem = f"no topic has the slug {named.slug!r}"
            return QueryError(column=named.column, problem=problem, remedy=remedy)
    return None


def in_order(queries: Mapping[str, Query]) -> list[str]:
    """The slugs of topics, each behind those that its query names; raises QueryError at a cycle."""
    chain = cycle({slug: [t.slug for t in topics_in(q)] for slug, q in queries.items()})
    if chain:
        column = next(t.column for t in topics_in(queries[chain[0]]) if t.slug == chain[1])
        raise QueryError(column=column, problem=cycle_problem(chain), remedy=CYCLE_REMEDY)
    needs = {slug: {t.slug for t in topics_in(query)} for slug, query in queries.items()}
    return list(TopologicalSorter(needs).static_order())


def above(built_on: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """The numbers of the topics that are built on each, also through others. ``built_on`` gives what each names, those
    behind what they name, as :func:`in_order` puts them.
    """
    found: dict[str, set[int]] = {}
    below: dict[str, set[str]] = {}
    for number, (slug, named) in enumerate(built_on.items()):
        below[slug] = {*named, *(one for name in named for one in below[name])}
        for one in below[slug]:
            found.setdefault(one, set()).add(number)
    return {slug: tuple(sorted(numbers)) for slug, numbers in found.items()}


CYCLE_REMEDY = "take one topic: out of one of them"


def cycle_problem(chain: Sequence[str]) -> str:
    """A cycle as a sentence's half."""
    return f"topics are built on each other in a circle: {' → '.join(chain)}"


def cycle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """A chain of slugs, each built on the next, that ends where it began; empty if there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        chain = list(error.args[1])[::-1][:-1]
        first = chain.index(min(chain))  # the same chain whatever the order of the file
        return [*chain[first:], *chain[: first + 1]]
    return []


def _nearest(name: str, known: Iterable[str], mark: str) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"did you mean {mark}{close[0]}?" if close else ""
