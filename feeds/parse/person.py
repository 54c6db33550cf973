"""Persons as feeds write them into one string."""

from __future__ import annotations

import re

from feeds.model.atom import Person

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WRAPPING = re.compile(r"[(<\[]\s*[)>\]]")
_LONGEST = 1000  # characters: nobody's name is longer, and the search stays cheap


def person(text: str) -> Person | None:
    """A person from ``name``, ``address``, ``address (name)`` or ``name <address>``.

    RSS 2.0 wants an e-mail address in ``author``, its users mostly write a name.

    >>> person("desk@example.org (Amina Idrissi)")
    Person(name='Amina Idrissi', email='desk@example.org', uri=None)
    """
    text = " ".join(text[:_LONGEST].split())
    found = _ADDRESS.search(text) if "@" in text else None
    if found is None:
        return Person(name=text) if text else None
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
