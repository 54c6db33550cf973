"""What an edit needs to know of a language: its words, marks, numbers, names and stock texts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language's newsrooms write figures. In each tuple the first form is the usual one."""

    group: tuple[str, ...]  # between thousands
    decimal: tuple[str, ...]
    percent: tuple[str, ...]
    words: Mapping[int, str]
    digits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """Credit lines, datelines and the marks of corrections and updates, as ``str.format`` templates.

    The last of ``corrected_head`` and of ``corrected_note`` does not say what was wrong.
    """

    agencies: tuple[str, ...]
    credit_head: tuple[str, ...]
    credit_foot: tuple[str, ...]
    dateline: tuple[str, ...]
    corrected_title: tuple[str, ...]
    corrected_head: tuple[str, ...]
    corrected_note: tuple[str, ...]
    updated_title: tuple[str, ...]
    updated_head: tuple[str, ...]
    killed_title: tuple[str, ...]
    killed_text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """One language. Mappings go from a lower-case word or phrase to what may stand in its place."""

    code: str
    outlets: tuple[str, ...]
    stop: frozenset[str]  # words that carry no matter
    not_names: frozenset[str]  # capitalised words that are no names
    fillers: tuple[str, ...]  # words that may be put in or left out
    synonyms: Mapping[str, str]
    spelling: Mapping[str, str]
    spelling_rules: tuple[tuple[re.Pattern[str], str], ...]
    names: Mapping[str, str]  # other spellings of names
    name_rules: tuple[tuple[re.Pattern[str], str], ...]
    numbers: Numbers
    months: tuple[tuple[str, ...], ...]  # twelve to a tuple; the first is the usual one
    weekdays: tuple[str, ...]  # from Monday
    marks: Marks
    places: tuple[str, ...]
    given: tuple[str, ...]
    family: tuple[str, ...]
    bodies: tuple[str, ...]  # organisations, ministries
    peoples: tuple[str, ...]  # adjectives, where they are told as names are
    notices_head: tuple[str, ...]  # boilerplate, by where it stands
    notices_middle: tuple[str, ...]
    notices_foot: tuple[str, ...]
    developments: tuple[str, ...]  # paragraphs that an update adds
    follow_titles: tuple[str, ...]
    follow_leads: tuple[str, ...]
    quoting: tuple[str, ...]  # around a quoted paragraph
    stock: tuple[tuple[str, str], ...]  # (title, text) of unrelated stories


def read(path: Path) -> Language:
    """A language from its file of tables."""
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    numbers, marks = raw.pop("numbers"), raw.pop("marks")
    read_as: dict[str, Callable[..., Any]] = {
        **dict.fromkeys(("outlets", "fillers", "weekdays", *_POOLS), listed),
        **dict.fromkeys(("synonyms", "spelling", "names"), both),
        **dict.fromkeys(("spelling_rules", "name_rules"), rules),
        **dict.fromkeys(("stop", "not_names"), worded),
        "months": rows,
        "stock": stories,
    }
    fields: dict[str, Any] = {}
    for name, value in raw.items():
        fields[name] = read_as[name](value) if name in read_as else _tupled(value)
    words = counted(numbers.pop("words"))
    return Language(
        **fields,
        numbers=Numbers(words=words, **{name: tuple(forms) for name, forms in numbers.items()}),
        marks=Marks(**{name: tuple(forms) for name, forms in marks.items()}),
    )


def worded(table: str) -> frozenset[str]:
    """Words that spaces set apart."""
    return frozenset(table.split())


def rows(table: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Rows of names."""
    return tuple(listed(row) for row in table)


def both(table: str) -> dict[str, str]:
    """Lines of ``this = that``, read in both directions; the first line naming a word rules."""
    pairs: dict[str, str] = {}
    for line in table.strip().splitlines():
        this, that = (side.strip() for side in line.split("="))
        pairs.setdefault(this, that)
        pairs.setdefault(that, this)
    return pairs


def listed(table: str) -> tuple[str, ...]:
    """Names that commas set apart."""
    return tuple(name.strip() for name in " ".join(table.split()).split(",") if name.strip())


def counted(table: str) -> dict[int, str]:
    """Numbers and their words."""
    pairs = (name.split(" ", 1) for name in listed(table))
    return {int(number): word for number, word in pairs}


def stories(table: str) -> tuple[tuple[str, str], ...]:
    """Stories that blank lines set apart, the first line of each its title."""
    blocks = (block.strip().split("\n", 1) for block in table.strip().split("\n\n"))
    return tuple((title, text) for title, text in blocks)


def rules(table: Sequence[Sequence[str]]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns and what takes their place."""
    return tuple((re.compile(pattern), put) for pattern, put in table)


def _tupled(value: Any) -> Any:
    return value if isinstance(value, str) else tuple(value)


_POOLS = ("places", "given", "family", "bodies", "peoples")
