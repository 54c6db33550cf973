"""Which of many topics a story can be in, before their queries are gone through.

What a query needs is a few sets of keys (a word, the beginning of one, two words in a row, a stem, a string that an
expression needs, a source): it can take only stories that hold one key of each set. Topics stand in an index under the
keys of the set that is likely to be met least; a story's own words are looked up in it, whatever the number of topics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Literal

from feeds.curate.forms import stem
from feeds.curate.passages import Words
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
Needs = tuple[frozenset[Key], ...]  # one key of each set; none: any story may do
_TEXTS = ("title", "text")
_MOST_SETS = 4  # sets kept of a query


class Reckoner:
    """What queries need. ``topics`` are those reckoned before; ``language`` is that of the story where words
    meet by their stems.
    """

    def __init__(self, topics: Mapping[str, Needs], *, stemmed: bool, language: str | None) -> None:
        self._topics = topics
        self._stemmed = stemmed
        self._language = language

    def needs(self, query: Query, field: str = "") -> Needs:
        """Sets of keys, the one met least first, of each of which every story has one that the query takes."""
        match query:
            case And(parts):
                return both(*(self.needs(part, field) for part in parts))
            case Near(left, right):
                return both(self.needs(left, field), self.needs(right, field))
            case Or(parts):
                return _either([self.needs(part, field) for part in parts])
            case Field(name, inner):
                return self.needs(inner, name)
            case Boost(inner):
                return self.needs(inner, field)
            case TopicRef(slug):
                return self._topics.get(slug, ())
            case Word() | Phrase() | Listed() | Regex():
                keys = self._term(query, field)
                return () if keys is None else (keys,)
            case _:
                return ()

    def _term(self, term: Word | Phrase | Listed | Regex, field: str) -> frozenset[Key] | None:
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


def _named(term: Word | Phrase | Listed | Regex, field: str) -> frozenset[Key] | None:
    """A field of names is looked up by one whole word; ``field:word``."""
    whole = isinstance(term, Word | Phrase) and not term.prefix
    if not whole or field not in ("tag", "agency", "lang"):
        return None
    assert isinstance(term, Word | Phrase)
    word = term.value if isinstance(term, Word) else term.words[0]
    return frozenset({("name", field, word)})


def of_sources(names: Iterable[str], tags: Iterable[str]) -> Needs:
    """What those need that are let in by their sources: names, and folded tags."""
    by_name: set[Key] = {("source", name, "") for name in names}
    return (frozenset(by_name | {("tag", tag, "") for tag in tags}),)


def both(*needs: Needs) -> Needs:
    """What all of them need together."""
    return tuple(sorted({keys for some in needs for keys in some}, key=_cost)[:_MOST_SETS])


def _either(needs: Sequence[Needs]) -> Needs:
    """What one of them needs, whichever it is."""
    return (frozenset().union(*(some[0] for some in needs)),) if all(needs) else ()


def _cost(keys: frozenset[Key]) -> tuple[float, list[Key]]:
    """How many stories have one of some keys, roughly: short words are common, pairs are rare."""
    return sum(_commonness(key) for key in keys), sorted(keys)


def _commonness(key: Key) -> float:
    kind, first, second = key
    if kind in ("name", "source", "tag"):
        return 1.0
    if kind == "pair":
        return 0.5 / (len(first) + len(second)) ** 2
    return (2.0 if kind in ("prefix", "regex") else 1.0) / len(first or "x") ** 2


class Index:
    """Topics, by number, under the keys that they need. Keys are numbers here: numbers are hashed at once."""

    def __init__(self, needs: Sequence[Needs]) -> None:
        keys = sorted({key for sets in needs for some in sets for key in some})
        number_of = {key: number for number, key in enumerate(keys)}
        numbered = [
            [frozenset(map(number_of.__getitem__, some)) for some in sets] for sets in needs
        ]
        self._always = [topic for topic, sets in enumerate(numbered) if not sets]
        self._others = [
            sets[1:] for sets in numbered
        ]  # what else a topic needs than what it stands under
        self._under: list[list[int]] = [[] for _ in keys]
        for topic, sets in enumerate(numbered):
            for key in sets[0] if sets else ():
                self._under[key].append(topic)
        self._alone: dict[Kind, dict[str, int]] = defaultdict(dict)
        self._joined: dict[Kind, dict[str, list[tuple[str, int]]]] = defaultdict(dict)
        for (kind, first, second), number in number_of.items():
            if kind in ("pair", "name"):
                self._joined[kind].setdefault(first, []).append((second, number))
            else:
                self._alone[kind][first] = number
        self._lengths = sorted({len(beginning) for beginning in self._alone["prefix"]})
        self._expressions = Expressions(self._alone["regex"])

    def candidates(self, view: StoryView) -> list[int]:
        """The numbers of the topics that may take a story, in order; no other does."""
        held: set[int] = set()
        for some in self._held(view):
            held.update(some)
        under, others = self._under, self._others
        found = {topic for key in held for topic in under[key]}
        may = [n for n in found if not any(held.isdisjoint(keys) for keys in others[n])]
        return sorted([*may, *self._always])

    def _held(self, view: StoryView) -> Iterator[Iterable[int]]:
        """The keys that a story has."""
        for field in _TEXTS:
            where = view.field(field)
            if self._alone["word"]:
                yield self._alike("word", where.vocabulary)
            if self._joined["pair"]:
                yield self._pairs(where)
            if self._alone["prefix"]:
                yield self._alike("prefix", self._beginnings(where.vocabulary))
            if self._alone["stem"]:
                yield self._alike("stem", where.stem_vocabulary)
        if self._alone["regex"]:
            fields = [view.field(field) for field in _TEXTS]
            texts = [text for where in fields for text in (*where.raw, *where.folded)]
            yield self._alike("regex", set(self._expressions.possible("\n".join(texts))))
        yield self._alike("source", view.sources)
        yield self._alike("tag", view.tags)
        for field, keys in self._joined["name"].items():
            yield [key for word, key in keys if word in view.field(field).vocabulary]

    def _alike(self, kind: Kind, words: Set[str]) -> Iterable[int]:
        table = self._alone[kind]
        return [table[word] for word in table.keys() & words]

    def _beginnings(self, words: Iterable[str]) -> set[str]:
        return {word[:length] for word in words for length in self._lengths}

    def _pairs(self, where: Words) -> Iterator[int]:
        table = self._joined["pair"]
        for first in table.keys() & where.vocabulary:
            behind: set[int] = set()
            for second, key in table[first]:
                if second in where.vocabulary:
                    behind = behind or {place + 1 for place in where.places[first]}
                    if not behind.isdisjoint(where.places[second]):
                        yield key
