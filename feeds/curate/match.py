"""Which stories a topic takes, and why.

A term without a field looks in the titles of all copies and in the head's text. A regular expression
is tried on the text as it stands and on the folded text, and matches if either does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from feeds.curate.query import compile_regex, parse
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

_COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    "<": operator.lt,
}
# Fields whose passages are names to be met whole, not texts to look into.
_NAMES = {"tag", "agency", "lang"}
_AROUND = 3  # words shown on either side of what was found


@dataclass(frozen=True, slots=True)
class Curator:
    """All topics, ready to be asked about a story."""

    topics: tuple[tuple[Topic, Query], ...]
    tags: Mapping[str, Sequence[str]]

    def match(self, story: Story) -> tuple[Match, ...]:
        """The topics that take a story, in their order, each with why."""
        view = StoryView(story, self.tags)
        found = []
        for topic, query in self.topics:
            why = explain(query, view) if self._admits(topic, story) else None
            if why is not None:
                found.append(Match(topic=topic.slug, story=story.id, why=why))
        return tuple(found)

    def _admits(self, topic: Topic, story: Story) -> bool:
        """Whether the topic's sources and languages let the story in."""
        if topic.languages and story.head.language not in topic.languages:
            return False
        if not topic.sources:
            return True
        names = {copy.source for copy in story.copies}
        marks = names | {f"tag:{tag}" for name in names for tag in self.tags.get(name, ())}
        return not marks.isdisjoint(topic.sources)


def compile_topics(topics: Sequence[Topic], *, tags: Mapping[str, Sequence[str]]) -> Curator:
    """Topics made ready; ``tags`` gives the tags of each source. Raises QueryError."""
    return Curator(topics=tuple((topic, parse(topic.query)) for topic in topics), tags=tags)


def explain(query: Query, view: StoryView, field: str = "any") -> tuple[Hit, ...] | None:
    """The terms that make a query take a story, in query order; None if it does not."""
    match query:
        case Everything():
            return ()
        case And(parts):
            all_of = [explain(part, view, field) for part in parts]
            hits = [hit for hit in all_of if hit is not None]
            return tuple(h for part in hits for h in part) if len(hits) == len(all_of) else None
        case Or(parts):
            any_of = [h for part in parts if (h := explain(part, view, field)) is not None]
            return tuple(h for part in any_of for h in part) if any_of else None
        case Not(inner):
            return () if explain(inner, view, field) is None else None
        case Field(name, inner):
            return explain(inner, view, name)
        case Carriers(sign, number):
            count = view.story.carriers
            hit = Hit(term=unparse(query), field="carriers", found=str(count))
            return (hit,) if _COMPARE[sign](count, number) else None
        case Word() | Phrase() | Regex():
            found = _find(query, view.field(field), whole=field in _NAMES)
            if found is None:
                return None
            return (Hit(term=unparse(query), field=field, found=found),)


def _find(term: Word | Phrase | Regex, where: Words, *, whole: bool) -> str | None:
    """What a term found, in a few words around it; None if nothing."""
    if isinstance(term, Regex):
        return _find_regex(term, where)
    if isinstance(term, Word) and not term.prefix and term.value not in where.distinct:
        return None
    wanted = term.words if isinstance(term, Phrase) else (term.value,)
    prefix = isinstance(term, Word) and term.prefix
    for listed in where.listed:
        place = _place(listed, wanted, prefix=prefix)
        if place is not None and not (whole and len(wanted) != len(listed) and not prefix):
            return " ".join(listed[max(place - _AROUND, 0) : place + len(wanted) + _AROUND])
    return None


def _place(listed: Sequence[str], wanted: Sequence[str], *, prefix: bool) -> int | None:
    if prefix:
        return next((n for n, word in enumerate(listed) if word.startswith(wanted[0])), None)
    size = len(wanted)
    for n in range(len(listed) - size + 1):
        if listed[n] == wanted[0] and listed[n : n + size] == list(wanted):
            return n
    return None


def _find_regex(term: Regex, where: Words) -> str | None:
    compiled = _compiled(term.pattern)
    for passage in (*where.raw, *where.folded):
        found = compiled.search(passage)
        if found:
            return str(found[0])[:200]
    return None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> Any:
    return compile_regex(pattern)
