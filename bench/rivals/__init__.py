"""Dateline's own way to recognise a story, and others to be run beside it over one stream.

A method sees the items in order of time, once each, and names the story of each as it arrives. One file
a method; a new one is a class with ``name`` and ``assign`` and one line in ``RIVALS``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from bench.rivals.cosine import Cosine
from bench.rivals.minhash import MinHashes
from bench.rivals.simhash import SimHash
from bench.rivals.title import Title
from tests.quality.desk import Desk
from tests.quality.labelled import Labelled


class Method(Protocol):
    """A way to recognise stories in a stream. Its state is its own; one instance reads one stream."""

    name: str

    def assign(self, item: Labelled) -> str:
        """The id of the story that the item joins, or opens: then any id not used before."""


RIVALS: tuple[Callable[[], Method], ...] = (
    Desk,
    Title,
    SimHash,
    partial(MinHashes, size=3, threshold=0.5),
    partial(MinHashes, size=3, threshold=0.7),
    partial(MinHashes, size=5, threshold=0.5),
    partial(MinHashes, size=5, threshold=0.7),
    Cosine,
)
