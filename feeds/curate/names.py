"""Lists of names that queries look for: ``@lists/ministers.txt``, one name a line, ``#`` for comments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from feeds.text import words

_LONGEST = 16  # words of a name
_MOST = 20_000


@dataclass(frozen=True, eq=False)
class Names:
    """The names of a list: ``spelled`` as they were written, by their folded words."""

    spelled: dict[tuple[str, ...], str]

    @cached_property
    def by_first(self) -> dict[str, list[tuple[str, ...]]]:
        """The folded words of each name, by the first of them."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for name in self.spelled:
            found.setdefault(name[0], []).append(name)
        return found


@dataclass(frozen=True, slots=True)
class NameFault:
    """A line of a list that holds no name; ``line`` counts from 1."""

    line: int
    problem: str
    remedy: str


def read_names(text: str) -> tuple[Names, Sequence[NameFault]]:
    """The names of a list's text, and the lines that are none.

    >>> read_names("Nasser Bourita  # foreign affairs")[0].spelled
    {('nasser', 'bourita'): 'Nasser Bourita'}
    """
    spelled: dict[tuple[str, ...], str] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), 1):
        name = line.partition("#")[0].strip()
        said = tuple(words(name))
        if len(spelled) == _MOST:
            faults.append(NameFault(number, f"more than {_MOST} names", "make two lists of it"))
            break
        if len(said) > _LONGEST:
            problem = f"a name of more than {_LONGEST} words"
            faults.append(NameFault(number, problem, "write one name a line"))
        elif said:
            spelled.setdefault(said, name)
        elif name:
            faults.append(NameFault(number, f"{name!r} holds no letters", "write a name"))
    return Names(spelled), faults
