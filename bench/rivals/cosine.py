"""Cosine of TF-IDF vectors, the strongest rule found in another open-source aggregator.

There a user's whole corpus is compared anew; here the stream is read once: an item is weighed by the
document frequencies known when it arrives, and compared with items that share some of its heaviest terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest
from math import log, sqrt

from bench.rivals.shingles import spoken
from bench.rivals.window import within
from tests.quality.labelled import Labelled

_THRESHOLD = 0.75
_INDEXED = 12  # heaviest terms by which an item is found
_COMPARED = 50  # candidates compared in full, those sharing most weight first


@dataclass(frozen=True, slots=True)
class _Held:
    time: datetime | None
    story: str
    vector: dict[str, float]


class Cosine:
    """Joins the story of the item with the highest cosine, where that is 0.75 or more."""

    def __init__(self) -> None:
        self.name = "tfidf-0.75"
        self._documents = 0
        self._frequency: Counter[str] = Counter()
        self._held: list[_Held] = []
        self._postings: defaultdict[str, list[int]] = defaultdict(list)

    def assign(self, item: Labelled) -> str:
        vector = self._vector(Counter(spoken(item)))
        heaviest = nlargest(_INDEXED, vector, key=vector.__getitem__)
        story = self._nearest(vector, heaviest, item.time) or item.id
        for term in heaviest:
            self._postings[term].append(len(self._held))
        self._held.append(_Held(item.time, story, vector))
        return story

    def _vector(self, counts: Counter[str]) -> dict[str, float]:
        """Term frequency times log(documents / documents with the term), of length one."""
        self._documents += 1
        self._frequency.update(counts.keys())
        weights = {
            term: count * log((self._documents + 1) / self._frequency[term])
            for term, count in counts.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {term: weight / length for term, weight in weights.items()}

    def _nearest(
        self, vector: dict[str, float], heaviest: list[str], time: datetime | None
    ) -> str | None:
        best, nearest = _THRESHOLD, None
        shared = self._shared(vector, heaviest, time)
        for place in nlargest(_COMPARED, shared, key=lambda place: (shared[place], -place)):
            held = self._held[place]
            likeness = _dot(vector, held.vector)
            if likeness > best or (likeness == best and nearest is None):
                best, nearest = likeness, held.story
        return nearest

    def _shared(
        self, vector: dict[str, float], heaviest: list[str], time: datetime | None
    ) -> dict[int, float]:
        """The weight that items within the window share with this one in their heaviest terms."""
        shared: defaultdict[int, float] = defaultdict(float)
        for term in heaviest:
            for place in reversed(self._postings.get(term, ())):
                held = self._held[place]
                if not within(held.time, time):
                    break  # a stream is in order of time: the rest is older still
                shared[place] += vector[term] * held.vector[term]
        return shared


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    few, many = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * many[term] for term, weight in few.items() if term in many)
