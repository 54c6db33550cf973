"""Runs of folded words as 64-bit hashes, the same in every run of the program."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from feeds.text import words
from tests.quality.labelled import Labelled

Hashes = npt.NDArray[np.uint64]

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd, so that multiplying loses nothing
# The finalizer of SplitMix64 (Steele, Lea, Flood 2014): spreads each bit over all of them.
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def spoken(item: Labelled) -> list[str]:
    """The folded words of an item, title first."""
    return words(f"{item.title}\n{item.text}")


def shingles(of: list[str], size: int) -> Hashes:
    """A hash for each run of ``size`` words, in order; one for all of them where there are fewer.

    >>> one, other = shingles("a b c d".split(), 3), shingles("x b c d".split(), 3)
    >>> len(one), one[0] == other[0], one[1] == other[1]
    (2, np.False_, np.True_)
    """
    hashes = np.fromiter(map(_hash, of), dtype=np.uint64, count=len(of))
    size = min(size, len(of))
    count = len(of) - size + 1 if size else 0
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(size):
        runs = runs * _BASE + hashes[place : place + count]
    runs = (runs ^ (runs >> np.uint64(30))) * _FIRST
    runs = (runs ^ (runs >> np.uint64(27))) * _SECOND
    return runs ^ (runs >> np.uint64(31))


@lru_cache(maxsize=1 << 20)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")
