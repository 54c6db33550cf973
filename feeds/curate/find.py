"""Where the terms of a query stand in some texts, as spans of words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from feeds.curate.names import Names
from feeds.curate.passages import Span, Words
from feeds.curate.regex import compiled
from feeds.curate.tree import Listed, Near, Or, Phrase, Query, Word

MOST = 5000  # spans kept of a near/N: within each other they would multiply


def spans(query: Query, where: Words, *, stemmed: bool) -> Sequence[Span]:
    """Where a word, a phrase, a list, a near/N or an OR of them stands, in order."""
    match query:
        case Word(value, prefix):
            places = where.at(value, prefix=prefix, stemmed=stemmed)
            return _met_whole([(place, place + 1) for place in places], where, prefix)
        case Phrase(words, prefix):
            return _met_whole(_rows(words, prefix, where, stemmed), where, prefix)
        case Listed(_, names):
            return [span for span, _ in _named(names, where)]
        case Near(left, right, distance):
            other = spans(right, where, stemmed=stemmed)
            return _close(spans(left, where, stemmed=stemmed), other, distance) if other else ()
        case Or(parts):
            found = (span for part in parts for span in spans(part, where, stemmed=stemmed))
            return sorted(set(found))
        case _:
            return ()


def _met_whole(found: Sequence[Span], where: Words, prefix: bool) -> Sequence[Span]:
    """Names such as tags are met whole, unless only the beginning was asked for."""
    return [s for s in found if where.is_whole(s)] if where.whole and not prefix else found


def _rows(words: tuple[str, ...], prefix: bool, where: Words, stemmed: bool) -> Sequence[Span]:
    """Where words stand in a row; with ``prefix`` the last may go on."""
    columns = [where.at(word, stemmed=stemmed) for word in words[:-1]]
    columns.append(where.at(words[-1], prefix=prefix, stemmed=stemmed))
    if not all(columns):
        return ()
    first, *others = columns
    behind = [frozenset(places) for places in others]
    return [
        (place, place + len(words))
        for place in first
        if all(place + n in places for n, places in enumerate(behind, 1))
    ]


def _named(names: Names | None, where: Words) -> list[tuple[Span, tuple[str, ...]]]:
    """Where names of a list stand, in order."""
    if names is None:
        return []
    found = []
    for first in where.vocabulary & names.by_first.keys():
        for name in names.by_first[first]:
            found += [(s, name) for s in _met_whole(_rows(name, False, where, False), where, False)]
    return sorted(found)


def first_named(listed: Listed, where: Words) -> tuple[Span, str] | None:
    """The first place of a name of a list, and the name as the list spells it."""
    found = _named(listed.names, where)
    return (found[0][0], listed.names.spelled[found[0][1]]) if found and listed.names else None


def _close(left: Sequence[Span], right: Sequence[Span], distance: int) -> Sequence[Span]:
    """The spans that two spans make which are no further apart; they may not share a word."""
    longest = max((end - start for start, end in right), default=0)
    starts = [start for start, _ in right]
    found: set[Span] = set()
    for start, end in left:
        if len(found) >= MOST:
            break
        first = bisect_left(starts, start - distance - longest)
        last = bisect_left(starts, end + distance)
        for other in right[first:last]:
            if other[0] >= end or 0 <= start - other[1] < distance:
                found.add((min(start, other[0]), max(end, other[1])))
    return sorted(found)


def find_regex(pattern: str, where: Words) -> str | None:
    """What a regular expression finds first: in the texts as they stand, then folded."""
    plain, folded = compiled(pattern)
    for expression, texts in ((plain, where.raw), (folded, where.folded)):
        for text in texts:
            found = expression.search(text)
            if found:
                return str(found[0])[:200]
    return None
