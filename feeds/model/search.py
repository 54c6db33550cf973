"""Looking stories up by their words: what is indexed of a story, and what an index is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Position = tuple[datetime, str]
"""Where a story stands among all, newest first: its ``published`` and its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedWord:
    """Stories that have this word; with ``prefix`` one that begins so."""

    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Stories that every part gives; ``parts`` are two or more."""

    parts: tuple[Lookup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Stories that a part gives; ``parts`` are two or more."""

    parts: tuple[Lookup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Every story: no word says where to look."""


Lookup = IndexedWord | AllOf | AnyOf | Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexing:
    """What the index is to hold of a story, made of its state at ``marks`` (see ``Snapshot.unindexed``).

    ``words`` without repetition; None: there is no such story any more.
    """

    story: str
    marks: tuple[int, ...]
    published: datetime | None = None
    words: tuple[str, ...] | None = None
