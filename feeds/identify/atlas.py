"""Finds places, bodies and subjects of the news in a text, whatever its language calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from feeds.identify.atlas_table import BODIES, CITIES, COUNTRIES, LANGUAGES, MONTHS, SUBJECTS
from feeds.text import words

Kind = Literal["country", "city", "body", "subject", "month"]
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("country", COUNTRIES),
    ("city", CITIES),
    ("body", BODIES),
    ("subject", SUBJECTS),
    ("month", MONTHS),
)
_CACHED = 50_000  # words remembered
# What Arabic writes on to a word: "and" or "so", "by" or "as" or "for", the article.
_PROCLITICS = re.compile(r"[وف]?(?:[بك]?ال|لل|[بكل])?")
_SHORTEST = 3  # letters left of a word without them


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What ``name`` stands for in a text, at the words from ``start`` to ``end``. ``name`` is the same in all
    languages: the first English one.
    """

    kind: Kind
    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of one language: by the words of each, and by how words of each begin."""

    rows: dict[str, list[tuple[tuple[str, ...], Kind, str]]] = field(default_factory=dict)
    stems: dict[str, tuple[Kind, str]] = field(default_factory=dict)

    def add(self, name: str, kind: Kind, meant: str) -> None:
        """Take a name in."""
        row = tuple(words(name))
        if name.endswith("*"):
            self.stems[row[0] if len(row) == 1 else " ".join(row)] = (kind, meant)
        else:
            self.rows.setdefault(row[0], []).append((row, kind, meant))
            self.rows[row[0]].sort(key=lambda one: -len(one[0]))


def is_known(language: str | None) -> bool:
    """Whether the tables have names in a language."""
    return language in LANGUAGES


def find(folded: Sequence[str], language: str) -> Iterator[Found]:
    """What stands in a text, given as its folded words, in order; the longest name where several begin."""
    behind = 0
    for at, word in enumerate(folded):
        names = _beginning(word, language)
        if names and at >= behind:
            for row, kind, meant in names:
                if _goes_on(row, folded, at, language):
                    behind = at + len(row)
                    yield Found(kind=kind, name=meant, start=at, end=behind)
                    break


@lru_cache(maxsize=_CACHED)
def _beginning(word: str, language: str) -> tuple[tuple[tuple[str, ...], Kind, str], ...]:
    """The names that begin with a word, or of which it is a form: in the order in which they are tried."""
    rows = _names(language).rows
    found = [row for form in _forms(word, language) for row in rows.get(form, ())]
    stem = _stem(word, language)
    return (*found, ((word,), *stem)) if stem else tuple(found)


def _goes_on(row: tuple[str, ...], folded: Sequence[str], at: int, language: str) -> bool:
    rest = folded[at + 1 : at + len(row)]
    return len(rest) == len(row) - 1 and all(
        word == written or word in _forms(written, language)
        for word, written in zip(row[1:], rest, strict=True)
    )


@lru_cache(maxsize=_CACHED)
def _forms(word: str, language: str) -> tuple[str, ...]:
    """A word, and where it is Arabic what is left of it without proclitics."""
    if language != "ar":
        return (word,)
    found = [word, f"ال{word}"]
    whole = _PROCLITICS.match(word)
    for end in range(1, whole.end() + 1 if whole else 0):
        if len(word) - end >= _SHORTEST:
            found += [word[end:], f"ال{word[end:]}"]
    return tuple(dict.fromkeys(found))


def _stem(word: str, language: str) -> tuple[Kind, str] | None:
    """What words mean that begin as this one does, the longest beginning that is known."""
    stems = _names(language).stems
    for form in _forms(word, language):
        for length in range(len(form), 2, -1):
            if form[:length] in stems:
                return stems[form[:length]]
    return None


@lru_cache
def _names(language: str) -> _Names:
    names, column = _Names(), LANGUAGES.index(language)
    for kind, table in _TABLES:
        for line in table.strip().split("\n"):
            cells = [[name.strip() for name in cell.split(",")] for cell in line.split("|")]
            meant = f"{kind} {cells[0][0].removesuffix('*')}"
            for name in filter(None, cells[column]):
                names.add(name, kind, meant)
    return names
