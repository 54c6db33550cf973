"""A topic query as a tree of values."""

from __future__ import annotations

from dataclasses import dataclass

FIELDS = ("title", "text", "source", "tag", "agency", "lang", "author", "link")


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
class Carriers:
    """How many sources carry the story, compared by ``operator`` with ``number``."""

    operator: str
    number: int


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


Query = Word | Phrase | Regex | Carriers | Field | Not | And | Or | Everything


def unparse(query: Query) -> str:
    """A query as text that parses to the same tree."""
    match query:
        case Word(value, prefix):
            return f"{value}{'*' if prefix else ''}"
        case Phrase(words, prefix):
            return f"{chr(39).join(words)}*" if prefix else f'"{" ".join(words)}"'
        case Regex(pattern):
            return f"/{pattern}/"
        case Carriers(operator, number):
            return f"carriers{operator}{number}"
        case Field(name, inner):
            return f"{name}:{_inside(inner)}"
        case Not(inner):
            return f"NOT {_bracketed(inner)}"
        case And(parts):
            return " AND ".join(_bracketed(part) for part in parts)
        case Or(parts):
            return " OR ".join(_bracketed(part) for part in parts)
        case Everything():
            return ""


def _bracketed(query: Query) -> str:
    text = unparse(query)
    return f"({text})" if isinstance(query, And | Or | Not) else text


def _inside(query: Query) -> str:
    """What stands behind a field: a term, or anything in brackets."""
    text = unparse(query)
    return text if isinstance(query, Word | Phrase | Regex) else f"({text})"
