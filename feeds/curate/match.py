"""Which stories a topic takes, and why.

A term without a field looks in the titles of all copies, then in the head's text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from feeds.curate.query import parse
from feeds.curate.regex import compiled
from feeds.curate.tree import (
    And,
    Carriers,
    Everything,
    Field,
    Not,
    Or,
    Phrase,
    Query,
    Regex,
    Word,
    unparse,
)
from feeds.curate.view import StoryView, Words
from feeds.model.story import Story
from feeds.model.topic import Hit, Match, Topic
from feeds.text import fold

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
# Fields whose passages are names to be met whole, not texts to look into.
_NAMES = {"tag", "agency", "lang"}
_EVERYWHERE = ("title", "text")
_AROUND = 3  # words shown on either side of what was found


@dataclass(frozen=True, slots=True)
class _Ready:
    """A topic made ready: its query read, its sources split into names and folded tags."""

    topic: Topic
    query: Query
    names: frozenset[str]
    tags: frozenset[str]

    def admits(self, story: Story, view: StoryView) -> bool:
        """Whether the topic's sources and languages let the story in."""
        if self.topic.languages and story.head.language not in self.topic.languages:
            return False
        if not self.topic.sources:
            return True
        return not (view.sources.isdisjoint(self.names) and view.tags.isdisjoint(self.tags))


@dataclass(frozen=True, slots=True)
class Curator:
    """All topics, ready to be asked about a story."""

    topics: tuple[_Ready, ...]
    tags: Mapping[str, Sequence[str]]

    def match(self, story: Story) -> tuple[Match, ...]:
        """The topics that take a story, in their order, each with why."""
        view = StoryView(story, self.tags)
        found = []
        for ready in self.topics:
            why = explain(ready.query, view) if ready.admits(story, view) else None
            if why is not None:
                found.append(Match(topic=ready.topic.slug, story=story.id, why=why))
        return tuple(found)


def compile_topics(topics: Sequence[Topic], *, tags: Mapping[str, Sequence[str]]) -> Curator:
    """Topics made ready; ``tags`` gives the tags of each source. Raises QueryError."""
    return Curator(topics=tuple(_prepare(topic) for topic in topics), tags=tags)


def _prepare(topic: Topic) -> _Ready:
    tags = frozenset(fold(name[4:]) for name in topic.sources if name.startswith("tag:"))
    names = frozenset(name for name in topic.sources if not name.startswith("tag:"))
    return _Ready(topic=topic, query=parse(topic.query), names=names, tags=tags)


def explain(
    query: Query, view: StoryView, fields: tuple[str, ...] = _EVERYWHERE
) -> tuple[Hit, ...] | None:
    """The terms that make a query take a story, in query order; None if it does not.

    ``fields`` are where terms look that name no field themselves.
    """
    match query:
        case Everything():
            return ()
        case And(parts):
            all_of = [explain(part, view, fields) for part in parts]
            hits = [hit for hit in all_of if hit is not None]
            return tuple(h for part in hits for h in part) if len(hits) == len(all_of) else None
        case Or(parts):
            any_of = [h for part in parts if (h := explain(part, view, fields)) is not None]
            return tuple(h for part in any_of for h in part) if any_of else None
        case Not(inner):
            return () if explain(inner, view, fields) is None else None
        case Field(name, inner):
            return explain(inner, view, (name,))
        case Carriers(sign, number):
            count = view.story.carriers
            hit = Hit(term=unparse(query), field="carriers", found=str(count))
            return (hit,) if _COMPARE[sign](count, number) else None
        case Word() | Phrase() | Regex():
            return _hit(query, view, fields)


def _hit(
    term: Word | Phrase | Regex, view: StoryView, fields: tuple[str, ...]
) -> tuple[Hit] | None:
    """The first field in which a term is found, and what it found there."""
    for field in fields:
        found = _find(term, view.field(field), whole=field in _NAMES)
        if found is not None:
            return (Hit(term=unparse(term), field=field, found=found),)
    return None


def _find(term: Word | Phrase | Regex, where: Words, *, whole: bool) -> str | None:
    """What a term found, in a few words around it; None if nothing."""
    if isinstance(term, Regex):
        return _find_regex(term, where)
    wanted = term.words if isinstance(term, Phrase) else (term.value,)
    if wanted[0] not in where.distinct and (len(wanted) > 1 or not term.prefix):
        return None
    for listed in where.listed:
        if whole and len(wanted) != len(listed) and not term.prefix:
            continue
        place = _place(listed, wanted, prefix=term.prefix)
        if place is not None:
            return " ".join(listed[max(place - _AROUND, 0) : place + len(wanted) + _AROUND])
    return None


def _place(listed: Sequence[str], wanted: Sequence[str], *, prefix: bool) -> int | None:
    """Where words stand in a row; with ``prefix`` the last may go on."""
    *rest, last = wanted
    for n in range(len(listed) - len(rest)):
        word = listed[n + len(rest)]
        meets = word.startswith(last) if prefix else word == last
        if meets and (not rest or listed[n : n + len(rest)] == rest):
            return n
    return None


def _find_regex(term: Regex, where: Words) -> str | None:
    plain, folded = compiled(term.pattern)
    tries = chain(((plain, text) for text in where.raw), ((folded, text) for text in where.folded))
    for pattern, text in tries:
        found = pattern.search(text)
        if found:
            return str(found[0])[:200]
    return None
