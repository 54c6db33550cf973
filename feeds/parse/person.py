"""Persons as feeds write them into one string."""

from __future__ import annotations

import re

from feeds.model.atom import Person

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WRAPPING = re.compile(r"[(<\[]\s*[)>\]]")
_BRACKETED = re.compile(r"\([^()]+\)")
_LONGEST = 1000  # characters: nobody's name is longer, and the search stays cheap


# Between names that are turned round: Roe, Jane; Doe, John.
_PARTED = re.compile(r"\s*;\s+(?=[^\W\d_a-z])")
_CHARACTER = re.compile(r"&#?\w+;")  # whose name ends so
# Each name a link to its page.
_LINKED = re.compile(r"(?<=</a>)\s*(?:[,;|&]|and|et|y|e|und|&amp;)?\s*(?=<a\s)", re.IGNORECASE)
_NOBODY = frozenset({"null", "undefined", "none", "n/a", "nan", "false"})  # what programs print


def persons(text: str) -> list[Person]:
    """The persons in one string: several where semicolons part them or each is a link of its own.

    >>> [one.name for one in persons("Roe, Jane; Doe, John")]
    ['Roe, Jane', 'Doe, John']
    """
    text = text[:_LONGEST]
    if "</a>" in text.lower():
        found = _LINKED.split(text)
    else:
        found = [text] if ";" not in text or _CHARACTER.search(text) else _PARTED.split(text)
    every = map(person, found)
    return [one for one in every if one is not None]


def person(text: str) -> Person | None:
    """A person from ``name``, ``address``, ``address (name)`` or ``name <address>``.

    RSS 2.0 wants an e-mail address in ``author``, its users mostly write a name.

    >>> person("desk@example.org (Amina Idrissi)")
    Person(name='Amina Idrissi', email='desk@example.org', uri=None)
    """
    text = " ".join(text[:_LONGEST].split())
    found = _ADDRESS.search(text) if "@" in text else None
    if found is None:
        whole = text[1:-1].strip() if _BRACKETED.fullmatch(text) else text
        return Person(name=whole) if whole and whole.lower() not in _NOBODY else None
    bare = text.replace(f"mailto:{found[0]}", "").replace(found[0], "")
    rest = _WRAPPING.sub("", bare).strip(" ,;-")
    if rest[:1] + rest[-1:] in ("()", '""'):
        rest = rest[1:-1].strip()
    return Person(name=rest or found[0], email=found[0])


def distinct(persons: list[Person]) -> tuple[Person, ...]:
    """Each name once, in order; the fuller record of a name is kept."""
    best: dict[str, Person] = {}
    for one in persons:
        kept = best.get(one.name)
        if kept is None or (kept.email is None and kept.uri is None):
            best[one.name] = one
    return tuple(best.values())
