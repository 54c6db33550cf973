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
# Jane Roe, John Doe and Amina Idrissi: an “and” before the last. In Spanish and Portuguese one may stand within a name
# (Juan López y García Soler), so that there another has to be parted by a comma.
_AND = re.compile(r"\s*,?\s+(?:and|et|und|&)\s+", re.IGNORECASE)
_AND_IN_NAMES = re.compile(r"\s*,?\s+[ye]\s+")
# Between persons of whom each has an address: behind its brackets, where a name may have a comma, else anywhere.
_BETWEEN = (
    re.compile(r"(?<=[)>\]])\s*(?:[,;|&]|(?:and|et|und|y|e)\s)\s*", re.IGNORECASE),
    re.compile(r"\s*[,;|]\s*|\s+(?:and|et|und|y|e|&)\s+", re.IGNORECASE),
)
# Before who wrote it, but not in a name turned round: Von Tolle, Ansgar.
_BY = re.compile(r"^(?:by|par|por|von(?!\s+\w+,)|بقلم)\s+", re.IGNORECASE)
_UNMISTAKABLE = 3  # names that nothing but commas parts
_FULL_NAME = re.compile(
    r"(?:[A-ZÀ-Þ](?:[^\W\d_]|['’-]|\\[\"'^`~=.]|[{}])*\.?(?:\s+|$)|(?:d[eu]|del|della|da|dos|la|le|van|von|der|den|bin|ben|ibn|al|el|ould)\s+){2,5}"
)
# Words of what is no person, whose name may have commas and an “and” in it.
_OF_OFFICES = re.compile(
    r"\b(?:minist|depart|offi[ck]|agenc|agentur|news|press|team|desk|staff|redac|rédac|redak|universi|council|committee|"
    r"commission|institut|foundation|associat|societ|group|service|affairs|health|develop|research|science|sports?\b|"
    r"editor|report|correspond|writer|bureau|world|international|national|public|social|state|bank|fund|trust|company|"
    r"brothers|sons\b|times|post\b|journal|gazette|radio|television|united|nations|arts\b|culture|the\b|shows?\b|"
    r"podcast|zeitung)",
    re.IGNORECASE,
)
_NOBODY = frozenset({"null", "undefined", "none", "n/a", "nan", "false"})  # what programs print


def persons(text: str) -> list[Person]:
    """The persons in one string: several where semicolons part them, each is a link of its own or has an address, or
    all are full names with an “and” before the last, or three at least.

    >>> [one.name for one in persons("Roe, Jane; Doe, John")]
    ['Roe, Jane', 'Doe, John']
    >>> [one.name for one in persons("Jane Roe, John Doe and Amina Idrissi")]
    ['Jane Roe', 'John Doe', 'Amina Idrissi']
    """
    text = text[:_LONGEST]
    if "</a>" in text.lower():
        found = _LINKED.split(text)
    elif text.count("@") > 1 and (addressed := _addressed(text)):
        found = addressed
    else:
        found = _listed(text) if ";" not in text or _CHARACTER.search(text) else _PARTED.split(text)
    every = map(person, found)
    return [one for one in every if one is not None]


def _addressed(text: str) -> list[str]:
    """The persons of a list in which each has an address of its own; none where that is no such list."""
    every = (between.split(" ".join(text.split())) for between in _BETWEEN)
    return next((one for one in every if all(len(_ADDRESS.findall(p)) == 1 for p in one)), [])


def _listed(text: str) -> list[str]:
    """The names of a list that ends in “and” and another, or has three, if all are full names; else the text."""
    if " " not in text or "@" in text or _OF_OFFICES.search(text):
        return [text]
    rest = " ".join(text.split())
    parted = _AND.split(rest) if "," not in rest else _AND.split(rest, maxsplit=1)
    if len(parted) == 1 and "," in rest:
        parted = _AND_IN_NAMES.split(rest, maxsplit=1)
    names = [*parted[0].split(", "), *parted[1:]]
    # Of two parts without an “and” the second may be a paper or a town.
    several = len(parted) == 2 or len(names) >= _UNMISTAKABLE
    return names if several and all(map(_FULL_NAME.fullmatch, names)) else [text]


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


def without_by(byline: str) -> str:
    """A byline without the word before who wrote it.

    >>> without_by("By Jane Roe"), without_by("Von Tolle, Ansgar")
    ('Jane Roe', 'Von Tolle, Ansgar')
    """
    return _BY.sub("", byline)


def distinct(persons: list[Person]) -> tuple[Person, ...]:
    """Each name once, in order; the fuller record of a name is kept."""
    best: dict[str, Person] = {}
    for one in persons:
        kept = best.get(one.name)
        if kept is None or (kept.email is None and kept.uri is None):
            best[one.name] = one
    return tuple(best.values())
