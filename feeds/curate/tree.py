"""A topic query as a tree of values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from feeds.curate.names import Names

FIELDS = ("title", "text", "source", "tag", "agency", "lang", "author", "link")
_BARE_PATH = re.compile(r"[^\s()\"“”„«»^]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or the beginning of one (``word*``). ``value`` is folded."""

    value: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row, folded; with ``prefix`` the last is the beginning of one (``l'eur*``)."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression (RE2 syntax) as it was written."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One of the names in a file (``@lists/ministers.txt``); ``names`` once it is bound."""

    path: str
    names: Names | None = field(default=None, compare=False)
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """Two terms within ``distance`` words of each other, in either order; 1 is side by side."""

    left: Query
    right: Query
    distance: int


@dataclass(frozen=True, slots=True)
class Carriers:
    """How many sources carry the story, compared by ``operator`` with ``number``."""

    operator: str
    number: int


@dataclass(frozen=True, slots=True)
class Since:
    """Published since a day (``2026-11-01``, from midnight UTC) or within a duration (``3d``)."""

    value: str


@dataclass(frozen=True, slots=True)
class TopicRef:
    """Shown by another topic: by its query and rules, and an editor's word."""

    slug: str
    column: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Boost:
    """A query whose hits weigh so many times as much; what it takes is the same."""

    inner: Query
    weight: float


@dataclass(frozen=True, slots=True)
class Field:
    """A query that looks in one field only."""

    name: str
    inner: Query


@dataclass(frozen=True, slots=True)
class Not:
    """What must not match."""

    inner: Query


@dataclass(frozen=True, slots=True)
class And:
    """All must match."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One must match."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: it takes every story."""


Term = Word | Phrase | Regex | Listed
Query = Term | Near | Carriers | Since | TopicRef | Boost | Field | Not | And | Or | Everything


def walk(query: Query) -> Iterator[Query]:
    """A query and all that stands in it, from left to right."""
    yield query
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from walk(part)
        case Near(left, right):
            yield from walk(left)
            yield from walk(right)
        case Boost(inner) | Field(_, inner) | Not(inner):
            yield from walk(inner)


def unparse(query: Query) -> str:
    """A query as text that parses to the same tree."""
    match query:
        case And(parts):
            return " AND ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Not(inner):
            return f"NOT {_bracketed(inner)}"
        case Near(left, right, distance):
            before = unparse(left) if isinstance(left, Near) else _bracketed(left)
            after = f"({unparse(right)})" if isinstance(right, Near) else _bracketed(right)
            return f"{before} near/{distance} {after}"
        case Boost(inner, weight):
            text = unparse(inner)
            bracketed = isinstance(inner, And | Or | Not | Near | Boost)
            return f"({text})^{weight:g}" if bracketed else f"{text}^{weight:g}"
        case Field(name, inner):
            text = unparse(inner)
            return f"{name}:{text}" if isinstance(inner, Term) else f"{name}:({text})"
        case _:
            return _unparse_leaf(query)


def _unparse_leaf(query: Query) -> str:
    match query:
        case Word(value, prefix):
            return f"{value}{'*' if prefix else ''}"
        case Phrase(words, prefix):
            return f"{chr(39).join(words)}*" if prefix else f'"{" ".join(words)}"'
        case Regex(pattern):
            return f"/{pattern}/"
        case Listed(path):
            return f"@{path}" if _BARE_PATH.fullmatch(path) else f'@"{path}"'
        case Carriers(operator, number):
            return f"carriers{operator}{number}"
        case Since(value):
            return f"since:{value}"
        case TopicRef(slug):
            return f"topic:{slug}"
        case _:
            return ""


def _bracketed(query: Query) -> str:
    text = unparse(query)
    return f"({text})" if isinstance(query, And | Or | Not) else text
