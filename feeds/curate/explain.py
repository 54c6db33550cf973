"""Whether a query takes a story, and why.

A term without a field looks in the titles of all copies, then in the head's text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from feeds.curate.find import find_regex, first_named, spans
from feeds.curate.tree import (
    And,
    Boost,
    Carriers,
    Everything,
    Field,
    Listed,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Since,
    TopicRef,
    Word,
    unparse,
)
from feeds.curate.view import StoryView
from feeds.model.topic import Hit

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_EVERYWHERE = ("title", "text")

Why = tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A story and how it is looked into: where, by stems or not, and what a hit weighs."""

    view: StoryView
    stemmed: bool
    fields: tuple[str, ...] = _EVERYWHERE
    weight: float = 1.0

    def hit(self, term: str, field: str, found: str) -> Why:
        return (Hit(term=term, field=field, found=found, weight=self.weight),)


def explain(query: Query, view: StoryView, *, stemmed: bool = False) -> Why | None:
    """The terms that make a query take a story, in query order; None if it does not.

    ``stemmed``: words meet all words of their stem, by the story's language. Lists must be bound, and
    ``view.shown`` hold the topics that the query names (see ``Curator``).
    """
    return _why(query, _Asked(view, stemmed))


def score(why: Iterable[Hit]) -> float:
    """What a match weighs: the sum of its hits' weights, each 1 unless boosted."""
    return sum(hit.weight for hit in why)


def _why(query: Query, asked: _Asked) -> Why | None:
    match query:
        case And(parts):
            return _all(parts, asked)
        case Or(parts):
            found = [why for part in parts if (why := _why(part, asked)) is not None]
            return sum(found, ()) if found else None
        case Not(inner):
            return () if _why(inner, asked) is None else None
        case Field(name, inner):
            return _why(inner, replace(asked, fields=(name,)))
        case Boost(inner, weight):
            return _why(inner, replace(asked, weight=asked.weight * weight))
        case Word() | Phrase() | Near() | Listed() | Regex():
            return _hit(query, asked)
        case _:
            return _fact(query, asked)


def _all(parts: tuple[Query, ...], asked: _Asked) -> Why | None:
    hits: Why = ()
    for part in parts:
        why = _why(part, asked)
        if why is None:
            return None
        hits += why
    return hits


def _hit(term: Word | Phrase | Near | Listed | Regex, asked: _Asked) -> Why | None:
    """The first field in which a term is found, and what it found there."""
    for field in asked.fields:
        where = asked.view.field(field)
        if isinstance(term, Regex):
            matched = find_regex(term.pattern, where)
            if matched is not None:
                return asked.hit(unparse(term), field, matched)
        elif isinstance(term, Listed):
            named = first_named(term, where)
            if named is not None:
                return asked.hit(f"{unparse(term)}: {named[1]}", field, where.around(named[0]))
        else:
            places = spans(term, where, stemmed=asked.stemmed)
            if places:
                return asked.hit(unparse(term), field, where.around(places[0]))
    return None


def _fact(query: Query, asked: _Asked) -> Why | None:
    """What is not said in words: carriers, time, other topics."""
    story = asked.view.story
    match query:
        case Carriers(sign, number):
            count = story.carriers
            hit = asked.hit(unparse(query), "carriers", str(count))
            return hit if _COMPARE[sign](count, number) else None
        case Since(value):
            hit = asked.hit(unparse(query), "published", story.published.isoformat())
            return hit if story.published >= moment(value, asked.view.now) else None
        case TopicRef(slug):
            shown = asked.view.shown.get(slug)
            return None if shown is None else asked.hit(unparse(query), "topic", slug) + shown
        case Everything():
            return ()
    raise AssertionError(query)


def moment(value: str, now: datetime) -> datetime:
    """The moment that ``since:`` means.

    >>> moment("2d", datetime(2026, 11, 3, tzinfo=UTC)).isoformat()
    '2026-11-01T00:00:00+00:00'
    """
    wait = ago(value)
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if wait is None else now - wait


def ago(value: str) -> timedelta | None:
    """How far ``since:`` counts back; None if it names a day."""
    return None if "-" in value else timedelta(**{_UNITS[value[-1]]: int(value[:-1])})
