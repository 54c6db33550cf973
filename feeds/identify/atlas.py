"""Finds places, bodies and subjects of the news in a text, whatever its language calls them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from feeds.identify.atlas_table import BODIES, CITIES, COUNTRIES, LANGUAGES, MONTHS, SUBJECTS
from feeds.text import fold, words

Kind = Literal["country", "city", "body", "subject", "month"]
Name = tuple[tuple[str, ...], Kind, str]  # its folded words, and what it means
_TABLES: tuple[tuple[Kind, str], ...] = (
    ("country", COUNTRIES),
    ("city", CITIES),
    ("body", BODIES),
    ("subject", SUBJECTS),
    ("month", MONTHS),
)
# What Arabic writes on to a word: "and" or "so", "by" or "as" or "for", the article.
_PROCLITICS = re.compile(r"[وف]?(?:[بك]?ال|لل|[بكل])?")
_SHORTEST = 3  # letters left of a word without them, and of how words of a name begin


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
    """The names of one language: by the words of each, and by how words of each begin (``heads``: their first letters,
    since most words begin otherwise).
    """

    rows: dict[str, list[Name]] = field(default_factory=dict)
    stems: dict[str, tuple[Kind, str]] = field(default_factory=dict)
    heads: set[str] = field(default_factory=set)

    def add(self, name: str, kind: Kind, meant: str) -> None:
        """Take a name in."""
        row = tuple(words(name))
        if name.endswith("*"):
            stem = row[0] if len(row) == 1 else " ".join(row)
            self.stems[stem] = (kind, meant)
            self.heads.add(stem[:_SHORTEST])
        else:
            self.rows.setdefault(row[0], []).append((row, kind, meant))
            self.rows[row[0]].sort(key=lambda one: -len(one[0]))


def is_known(language: str | None) -> bool:
    """Whether the tables have names in a language."""
    return language in LANGUAGES


def find(written: Sequence[str], language: str) -> Iterator[Found]:
    """What stands in a text, given as its words, in order; the longest name where several begin."""
    begins = ((at, beginning(fold(word), language)) for at, word in enumerate(written))
    return follow(((at, names) for at, names in begins if names), written, language)


def follow(
    begins: Iterable[tuple[int, Sequence[Name]]], written: Sequence[str], language: str
) -> Iterator[Found]:
    """The same, given which names begin at which of its words (:func:`beginning`)."""
    behind = 0
    for at, names in begins:
        if at >= behind:
            for row, kind, meant in names:
                if len(row) == 1 or _goes_on(row, written, at, language):
                    behind = at + len(row)
                    yield Found(kind=kind, name=meant, start=at, end=behind)
                    break


def beginning(word: str, language: str) -> tuple[Name, ...]:
    """The names that begin with a folded word, or of which it is a form: in the order in which they are tried."""
    rows, forms = _names(language).rows, _forms(word, language)
    found = [row for form in forms for row in rows.get(form, ())]
    stem = _stem(forms, language)
    return (*found, ((word,), *stem)) if stem else tuple(found)


def _goes_on(row: Sequence[str], written: Sequence[str], at: int, language: str) -> bool:
    rest = written[at + 1 : at + len(row)]
    return len(rest) == len(row) - 1 and all(
        meant in _forms(fold(word), language) for meant, word in zip(row[1:], rest, strict=True)
    )


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


def _stem(forms: Sequence[str], language: str) -> tuple[Kind, str] | None:
    """What words mean that begin as these forms of one do, the longest beginning that is known."""
    names = _names(language)
    for form in forms:
        if form[:_SHORTEST] in names.heads:
            for length in range(len(form), _SHORTEST - 1, -1):
                if form[:length] in names.stems:
                    return names.stems[form[:length]]
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
