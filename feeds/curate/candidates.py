"""Where an index of words has to look for the stories that a query takes.

What it answers is a superset: every story that the query takes is in it, and :mod:`feeds.curate.match` decides.
A part of a query that words can't narrow down (NOT, a regular expression, few ``carriers``, a kind of part that is
not known here) is a scan, which an AND with words beside it does away with.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from feeds.curate.passages import Words
from feeds.curate.tree import And, Boost, Carriers, Field, Near, Or, Phrase, Query, Word
from feeds.curate.view import NAMES, StoryView
from feeds.model.search import AllOf, AnyOf, IndexedWord, Lookup, Scan
from feeds.model.story import Story

_TEXTS = ("title", "text")
# Fields that hold names: their words are indexed with the field's name before them. Not ``tag``: the
# configuration has tags, a story has none.
_NAMED = ("source", "agency", "lang", "author", "link")
_BETWEEN = "\ue000"  # no letter, so no word of a text looks like a named one
_EVERYWHERE = f"{_BETWEEN}everywhere"
_CARRIERS = 20  # from so many on, stories are not told apart by how many carry them
_LONGEST = 100  # characters of a word that are indexed
_WIDEST = 4 * _LONGEST + 20  # bytes of one, at most, with its field
_MOST = 400_000  # bytes of words a story; PostgreSQL holds 1 MB of them


def candidates(query: Query) -> Lookup:
    """Where to look for the stories that a query takes."""
    found = _lookup(query, _TEXTS)
    # A story with too many words to index stands under one mark, to be looked at each time.
    return found if isinstance(found, Scan) else _any([found, IndexedWord(value=_EVERYWHERE)])


def index_words(story: Story) -> tuple[str, ...]:
    """What the index holds of a story: its folded words, Arabic ones also without their proclitics, sorted."""
    view = StoryView(story, {}, now=story.first_seen)
    found = set[str]().union(*(view.field(name).vocabulary for name in _TEXTS))
    if len(max(found, key=len, default="")) > _LONGEST:
        found = {word[:_LONGEST] for word in found}
    found.update(*(_words_of_name(name, one) for name in _NAMED for one in view.passages(name)))
    found.update(_carried_by(n) for n in range(2, min(story.carriers, _CARRIERS) + 1))
    # Its length is reckoned only where it may be too much.
    too_many = len(found) * _WIDEST >= _MOST and len(" ".join(found).encode()) >= _MOST
    return (_EVERYWHERE,) if too_many else tuple(sorted(found))


@lru_cache(maxsize=1024)  # many stories are of one source, agency, language, author
def _words_of_name(field: str, name: str) -> frozenset[str]:
    """What the index holds of a name in a field of names."""
    vocabulary = Words([name], whole=field in NAMES, language=None).vocabulary
    return frozenset(_named(field, word) for word in vocabulary)


def _lookup(query: Query, fields: tuple[str, ...]) -> Lookup:
    match query:
        case Word(value, prefix):
            return _word(value, fields, prefix=prefix)
        case Phrase(words, prefix):
            last = len(words) - 1
            parts = (_word(w, fields, prefix=prefix and n == last) for n, w in enumerate(words))
            return _all(parts)
        case Field(name, inner):
            return _lookup(inner, (name,))
        case And(parts):
            return _all(_lookup(part, fields) for part in parts)
        case Or(parts):
            return _any(_lookup(part, fields) for part in parts)
        case Boost(inner, _):
            return _lookup(inner, fields)
        case Near(left, right, _):
            return _all((_lookup(left, fields), _lookup(right, fields)))
        case Carriers(">=" | "=" | ">" as sign, number):
            least = min(number + (sign == ">"), _CARRIERS)
            return IndexedWord(value=_carried_by(least)) if least > 1 else Scan()
        case _:
            return Scan()


def _word(word: str, fields: tuple[str, ...], *, prefix: bool) -> Lookup:
    if fields == _TEXTS or fields[0] in _TEXTS:
        return IndexedWord(value=word[:_LONGEST], prefix=prefix)
    if fields[0] in _NAMED:
        return IndexedWord(value=_named(fields[0], word), prefix=prefix)
    return Scan()


def _named(field: str, word: str) -> str:
    return f"{field}{_BETWEEN}{word[:_LONGEST]}"


def _carried_by(number: int) -> str:
    """What the index holds of a story that at least so many carry."""
    return _named("carriers", str(number))


def _all(parts: Iterable[Lookup]) -> Lookup:
    """A conjunction, flat; a scan in it narrows nothing down."""
    flat: list[Lookup] = []
    for part in parts:
        if not isinstance(part, Scan):
            flat += part.parts if isinstance(part, AllOf) else (part,)
    kept = tuple(dict.fromkeys(flat))
    return AllOf(parts=kept) if len(kept) > 1 else kept[0] if kept else Scan()


def _any(parts: Iterable[Lookup]) -> Lookup:
    """A disjunction, flat; a scan in it is all there is to do."""
    flat: list[Lookup] = []
    for part in parts:
        if isinstance(part, Scan):
            return part
        flat += part.parts if isinstance(part, AnyOf) else (part,)
    kept = tuple(dict.fromkeys(flat))
    return AnyOf(parts=kept) if len(kept) > 1 else kept[0]
