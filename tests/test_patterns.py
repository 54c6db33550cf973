"""Patterns match alike on every Python that Dateline says it runs on."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]  # how a pattern is made is told nowhere else

import feeds
import store

# What such a group ends with; parsing each pattern takes seconds.
_ENDS = re.compile(r"\)(?:[*+?]|\{[\d,]+\})\+")


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for package in (feeds, store):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if found.name != "feeds.__main__" and "migrations" not in found.name:
                for name, value in vars(importlib.import_module(found.name)).items():
                    if isinstance(value, re.Pattern):
                        yield f"{found.name}.{name}", value


def _possessive_groups(made: object) -> bool:
    """Whether more than one character at a time is repeated without going back."""
    if isinstance(made, _parser.SubPattern):
        return any(
            (
                str(name) == "POSSESSIVE_REPEAT"
                and (len(said[2]) > 1 or said[2].getwidth() != (1, 1))
            )
            or _possessive_groups(said)
            for name, said in made
        )
    return isinstance(made, list | tuple) and any(map(_possessive_groups, made))


def test_no_pattern_repeats_a_group_without_going_back() -> None:
    """Before 3.11.5 such a group does not match what it should (python/cpython#106052)."""
    looked_at = list(_patterns())
    assert len(looked_at) > 300
    assert not [
        name
        for name, pattern in looked_at
        if _ENDS.search(str(pattern.pattern))
        and _possessive_groups(_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG))
    ]
