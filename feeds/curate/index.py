"""Which of many topics a story can be in, before their queries are gone through.

Each query is anchored: it can take only stories that hold one of a few keys (a word, the beginning of one, two words
in a row, a stem, a string that an expression needs, a source). Topics stand in an index by the keys of their
anchors; a story's own words are looked up in it, whatever the number of topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from feeds.curate.forms import stem
from feeds.curate.regex import Expressions
from feeds.curate.tree import (
    And,
    Boost,
    Field,
    Listed,
    Near,
    Or,
    Phrase,
    Query,
    Regex,
    TopicRef,
    Word,
)
from feeds.curate.view import StoryView

Kind = Literal["word", "prefix", "pair", "stem", "regex", "name", "source", "tag"]
Key = tuple[Kind, str, str]  # what it is; the word, field or source; the second word of a pair
Anchor = frozenset[Key] | None  # None: any story
_TEXTS = ("title", "text")


class Anchoring:
    """The keys that queries need. ``language`` is that of the story where words meet by their stems."""

    def __init__(
        self, topics: Mapping[str, Anchor], *, stemmed: bool, language: str | None
    ) -> None:
        self._topics = topics
        self._stemmed = stemmed
        self._language = language

    def of(self, query: Query, field: str = "") -> Anchor:
        """A set of keys of which every story has one that the query takes."""
        match query:
            case And(parts):
                anchors = [a for part in parts if (a := self.of(part, field)) is not None]
                return min(anchors, key=_cost, default=None)
            case Or(parts):
                return _either(self.of(part, field) for part in parts)
            case Near(left, right):
                sides = (self.of(left, field), self.of(right, field))
                return min((side for side in sides if side is not None), key=_cost, default=None)
            case Field(name, inner):
                return self.of(inner, name)
            case Boost(inner):
                return self.of(inner, field)
            case TopicRef(slug):
                return self._topics.get(slug)
            case Word() | Phrase() | Listed() | Regex():
                return self._term(query, field)
            case _:
                return None

    def _term(self, term: Word | Phrase | Listed | Regex, field: str) -> Anchor:
        if field and field not in _TEXTS:
            return _named(term, field)
        match term:
            case Word(value, True):
                return frozenset({("prefix", value, "")})
            case Word(value):
                return frozenset({self._word(value)})
            case Phrase(words, prefix):
                return frozenset({self._row(words[:-1] if prefix else words)})
            case Listed(_, names):
                rows = names.spelled if names is not None else ()
                return frozenset(_pair(row) for row in rows)
            case Regex(pattern):
                return frozenset({("regex", pattern, "")})

    def _word(self, word: str) -> Key:
        return ("stem", stem(word, self._language), "") if self._stemmed else ("word", word, "")

    def _row(self, words: tuple[str, ...]) -> Key:
        return self._word(max(words, key=len)) if self._stemmed else _pair(words)


def _pair(words: tuple[str, ...]) -> Key:
    """The two words in a row that are likely to be rarest, or the only one."""
    if len(words) == 1:
        return ("word", words[0], "")
    at = max(range(len(words) - 1), key=lambda n: len(words[n]) + len(words[n + 1]))
    return ("pair", words[at], words[at + 1])


def _named(term: Word | Phrase | Listed | Regex, field: str) -> Anchor:
    """A field of names is looked up by one whole word; ``field:word``."""
    whole = isinstance(term, Word | Phrase) and not term.prefix
    if not whole or field not in ("tag", "agency", "lang"):
        return None
    assert isinstance(term, Word | Phrase)
    word = term.value if isinstance(term, Word) else term.words[0]
    return frozenset({("name", field, word)})


def _either(anchors: Iterable[Anchor]) -> Anchor:
    together: set[Key] = set()
    for anchor in anchors:
        if anchor is None:
            return None
        together |= anchor
    return frozenset(together)


def of_sources(names: Iterable[str], tags: Iterable[str]) -> Anchor:
    """The anchor of what is let in by its sources: their names, and folded tags."""
    by_name: set[Key] = {("source", name, "") for name in names}
    return frozenset(by_name | {("tag", tag, "") for tag in tags})


def narrower(one: Anchor, other: Anchor) -> Anchor:
    """The anchor of what two together ask for."""
    return min((a for a in (one, other) if a is not None), key=_cost, default=None)


def _cost(anchor: frozenset[Key]) -> tuple[float, list[Key]]:
    """How many stories an anchor is likely to let through: short words are common, pairs are rare."""
    return sum(_commonness(key) for key in anchor), sorted(anchor)


def _commonness(key: Key) -> float:
    kind, first, second = key
    if kind in ("name", "source", "tag"):
        return 1.0
    if kind == "pair":
        return 0.5 / (len(first) + len(second)) ** 2
    return (2.0 if kind in ("prefix", "regex") else 1.0) / len(first or "x") ** 2


class Index:
    """Topics, by number, under the keys of their anchors."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._always = [n for n, anchor in enumerate(anchors) if anchor is None]
        found: dict[Kind, dict[str, dict[str, list[int]]]] = {}
        for number, anchor in enumerate(anchors):
            for kind, first, second in anchor or ():
                by_second = found.setdefault(kind, {}).setdefault(first, defaultdict(list))
                by_second[second].append(number)
        self._by = found
        self._lengths = sorted({len(beginning) for beginning in found.get("prefix", ())})
        self._expressions = Expressions(found.get("regex", ()))

    def candidates(self, view: StoryView) -> list[int]:
        """The numbers of the topics that may take a story, in order; no other does."""
        found = set(self._always)
        for field in _TEXTS:
            where = view.field(field)
            found.update(self._under("word", where.places))
            if "prefix" in self._by:
                found.update(self._under("prefix", self._beginnings(where.places)))
            if "pair" in self._by:
                found.update(self._pairs(where.places))
            if "stem" in self._by:
                found.update(self._under("stem", where.stems))
            if "regex" in self._by:
                text = "\n".join([*where.raw, *where.folded])
                found.update(self._under("regex", self._expressions.possible(text)))
        found.update(self._under("source", view.sources), self._under("tag", view.tags))
        found.update(self._names(view))
        return sorted(found)

    def _under(self, kind: Kind, words: Iterable[str]) -> Iterator[int]:
        table = self._by.get(kind)
        if table:
            for word in words:
                if word in table:
                    yield from table[word][""]

    def _beginnings(self, words: Iterable[str]) -> set[str]:
        return {word[:length] for word in words for length in self._lengths}

    def _pairs(self, places: Mapping[str, Sequence[int]]) -> Iterator[int]:
        table = self._by["pair"]
        for first in table.keys() & places.keys():
            behind = {place + 1 for place in places[first]}
            for second in table[first].keys() & places.keys():
                if not behind.isdisjoint(places[second]):
                    yield from table[first][second]

    def _names(self, view: StoryView) -> Iterator[int]:
        for field, table in self._by.get("name", {}).items():
            for word in table.keys() & view.field(field).places.keys():
                yield from table[word]
