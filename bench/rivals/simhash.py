"""SimHash (Charikar 2002) as Manku, Jain and Das Sarma used it for web pages (2007)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import numpy as np

from bench.rivals.shingles import Hashes, shingles, spoken
from bench.rivals.window import within
from tests.quality.labelled import Labelled

_SHINGLE = 3  # words
_DISTANCE = 3  # bits of 64 that may differ
_BANDS, _BITS = 4, 16  # one more band than bits may differ, so one band at least is equal


class SimHash:
    """Joins the story of the item whose fingerprint differs least, in three bits at most."""

    def __init__(self) -> None:
        self.name = "simhash"
        self._held: list[tuple[int, datetime | None, str]] = []
        self._bands: defaultdict[tuple[int, int], list[int]] = defaultdict(list)

    def assign(self, item: Labelled) -> str:
        hashes = shingles(spoken(item), _SHINGLE)
        if not len(hashes):
            return item.id
        value = fingerprint(hashes)
        bands = [(band, value >> band * _BITS & 0xFFFF) for band in range(_BANDS)]
        story = self._nearest(value, bands, item.time) or item.id
        for band in bands:
            self._bands[band].append(len(self._held))
        self._held.append((value, item.time, story))
        return story

    def _nearest(
        self, value: int, bands: list[tuple[int, int]], time: datetime | None
    ) -> str | None:
        best, nearest = _DISTANCE + 1, None
        for place in sorted({place for band in bands for place in self._bands.get(band, ())}):
            held, held_time, story = self._held[place]
            distance = (held ^ value).bit_count()
            if distance < best and within(held_time, time):
                best, nearest = distance, story
        return nearest


def fingerprint(hashes: Hashes) -> int:
    """The bits that most of the hashes have, as one number of 64 bits.

    >>> fingerprint(np.array([0b110, 0b100, 0b101], dtype=np.uint64))
    4
    """
    bits = np.unpackbits(hashes.astype("<u8").view(np.uint8), bitorder="little").reshape(-1, 64)
    most = bits.sum(axis=0, dtype=np.int64) * 2 > len(hashes)
    return int.from_bytes(np.packbits(most, bitorder="little").tobytes(), "little")
