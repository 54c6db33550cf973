"""MinHash with banding (Broder 1997), by datasketch's MinHashLSH."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]  # it ships no types

from bench.rivals.shingles import shingles, spoken
from bench.rivals.window import within
from tests.quality.labelled import Labelled

_PERMUTATIONS = 128


@dataclass(frozen=True, slots=True)
class _Held:
    time: datetime | None
    story: str
    sketch: MinHash


class MinHashes:
    """Joins the story of the item whose estimated Jaccard similarity is highest and at least ``threshold``.

    ``size`` is the number of words in a shingle. Similarity is of the items' sets of shingles.
    """

    def __init__(self, *, size: int, threshold: float) -> None:
        self.name = f"minhash-{size}-{threshold}"
        self._size = size
        self._threshold = threshold
        self._index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
        # The shingles are hashed already; copying an empty sketch saves drawing the permutations anew.
        self._empty = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
        self._held: list[_Held] = []

    def assign(self, item: Labelled) -> str:
        sketch = self._sketch(item)
        if sketch is None:
            return item.id
        best = max(self._near(sketch, item.time), default=None)
        story = self._held[-best[1]].story if best else item.id
        self._index.insert(len(self._held), sketch)
        self._held.append(_Held(item.time, story, sketch))
        return story

    def _sketch(self, item: Labelled) -> MinHash | None:
        """None where there are no words: nothing is like nothing."""
        hashes = np.unique(shingles(spoken(item), self._size) >> np.uint64(32))
        if not len(hashes):
            return None
        sketch = self._empty.copy()
        sketch.update_batch(hashes.tolist())
        return sketch

    def _near(self, sketch: MinHash, time: datetime | None) -> list[tuple[float, int]]:
        """Similarity and place, negated so that of equals the oldest comes first."""
        found = []
        for place in self._index.query(sketch):
            held = self._held[place]
            if within(held.time, time):
                likeness = sketch.jaccard(held.sketch)
                if likeness >= self._threshold:
                    found.append((likeness, -place))
        return found
