"""What a kind of document is: a name, how it is read, and the media types it comes under."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from feeds.model.entry import ParsedDocument

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A document as text, ready to be read.

    ``location`` is the address or file name it came from, None if unknown. ``problems`` are
    sentences on what decoding had to mend. ``known`` are the marks of entries that need not be read
    (:mod:`feeds.parse.known`); None, and no marks are made.
    """

    text: str
    location: str | None = None
    problems: tuple[str, ...] = ()
    known: Set[bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of document that can be read.

    ``read`` raises NotAFeed when the text turns out to hold no feed. ``media_types`` are those it
    is rightly served with; they break ties, the content decides.
    """

    name: str
    read: Callable[[Received], ParsedDocument]
    media_types: frozenset[str]


_HUBS = 5  # at most
ENTRY_LIMIT = 5000
"""The most entries taken from one document; what is left out is told in its problems."""


def left_out(count: int) -> str:
    """The sentence on ``count`` entries past the limit."""
    return f"{count} entries past the first {ENTRY_LIMIT} were left out"


def bounded(found: list[T]) -> tuple[list[T], tuple[str, ...]]:
    """What is taken of the entries that a document has, and the sentence on the others where there are such."""
    over = len(found) - ENTRY_LIMIT
    return found[:ENTRY_LIMIT], (left_out(over),) if over > 0 else ()


def ranked_hubs(named: Sequence[str]) -> tuple[str, ...]:
    """The hubs that a document names (WebSub, section 4), each once: those that encrypt before others.

    >>> ranked_hubs(["http://a.example/", "https://b.example/", "http://a.example/"])
    ('https://b.example/', 'http://a.example/')
    """
    secure = [hub for hub in named if hub.lower().startswith("https:")]
    return tuple(dict.fromkeys([*secure, *named]))[:_HUBS]
