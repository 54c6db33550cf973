"""Texts with the places of their words, so that a term is looked up and never searched for.

A place is a number: the passage's times ``STRIDE`` and the word's in it, so that words of two passages never
stand in a row nor near each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

from feeds.curate.forms import FIRST_ARABIC, forms, stem
from feeds.text import fold, words

STRIDE = 1 << 32
Span = tuple[int, int]  # the place of the first word, and the place behind the last
_AROUND = 3  # words shown on either side of what was found
_SHOWN = 40  # words shown of it


class Words:
    """Some texts with their folded words.

    ``raw`` are the passages as they stand. ``whole``: they are names, to be met whole and as they are, such
    as tags. ``language`` is that of the passages, for stems.
    """

    def __init__(self, raw: Sequence[str], *, whole: bool, language: str | None) -> None:
        self.raw = [passage for passage in raw if passage]
        self.whole = whole
        self._language = language

    @cached_property
    def listed(self) -> list[list[str]]:
        """The words of each passage, in order."""
        return [words(passage) for passage in self.raw]

    @cached_property
    def folded(self) -> list[str]:
        """The passages folded, for regular expressions."""
        return [fold(passage) for passage in self.raw]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words, Arabic ones also without their proclitics: most terms are not among them, and need no places."""
        found = frozenset[str]().union(*self.listed)
        if self.whole:
            return found
        return found.union(*(forms(word) for word in found if word >= FIRST_ARABIC))

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each word stands, in order; Arabic ones also without their proclitics."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, listed in enumerate(self.listed):
            for place, word in enumerate(listed, number * STRIDE):
                found[word].append(place)
        if not self.whole:
            arabic = [word for word in found if word >= FIRST_ARABIC]
            bare = [(f, tuple(found[word])) for word in arabic for f in forms(word)[1:]]
            for form, places in bare:
                found[form] += places
            for form, _ in bare:
                found[form].sort()
        return dict(found)

    @cached_property
    def stem_vocabulary(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(stem(word, self._language) for word in self.vocabulary)

    @cached_property
    def stems(self) -> dict[str, list[int]]:
        """Where the words of each stem stand, in order."""
        found: dict[str, list[int]] = {}
        for word, places in self.places.items():
            found.setdefault(stem(word, self._language), []).extend(places)
        return {key: sorted(set(places)) for key, places in found.items()}

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.vocabulary)

    def at(self, word: str, *, prefix: bool = False, stemmed: bool = False) -> Sequence[int]:
        """Where a word stands, in order; ``prefix``: any word that begins so; ``stemmed``: any of its stem."""
        if prefix:
            return self._beginning(word)
        if stemmed and not self.whole:
            return self.stems.get(stem(word, self._language), [])
        return self.places[word] if word in self.vocabulary else []

    def _beginning(self, prefix: str) -> Sequence[int]:
        start = bisect_left(self._sorted, prefix)
        end = start
        while end < len(self._sorted) and self._sorted[end].startswith(prefix):
            end += 1
        found = [self.places[word] for word in self._sorted[start:end]]
        return found[0] if len(found) == 1 else _merged(*found)

    def is_whole(self, span: Span) -> bool:
        """Whether a span is all of its passage."""
        passage, first = divmod(span[0], STRIDE)
        return first == 0 and span[1] - span[0] == len(self.listed[passage])

    def around(self, span: Span) -> str:
        """The words of a span, with some around it."""
        passage, first = divmod(span[0], STRIDE)
        last = min(first + min(span[1] - span[0], _SHOWN) + _AROUND, len(self.listed[passage]))
        return " ".join(self.listed[passage][max(first - _AROUND, 0) : last])


def _merged(*places: Iterable[int]) -> list[int]:
    return sorted({place for some in places for place in some})
