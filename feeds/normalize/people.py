"""The authors of an entry, by their names alone."""

from __future__ import annotations

import re

from feeds.model.atom import Person
from feeds.normalize import html
from feeds.normalize.url import absolute

_LONGEST = 512  # characters
_MOST = 20
_BY = re.compile(
    r"^(?:(?:[Bb]y|BY|[Pp]ar|PAR|[Pp]or|POR|(?:Von|VON)(?! \w+,)):? (?=[A-ZÀ-Þ])|بقلم ?:? |"
    r"(?i:author|auteure?|autora?|autore|автор|verfasser|texte?|written by|posted by) ?: ?)(?!\w+$)"
)  # before a name of two words at least; not in a name turned round: Von Tolle, Ansgar
_NORDIC = frozenset({"da", "fi", "is", "nb", "nn", "no", "sv"})  # where Par is a given name


def people_of(
    people: tuple[Person, ...], bases: tuple[str | None, ...], said: str | None
) -> tuple[Person, ...]:
    """The authors without what stands before a name. ``said`` is the language that the entry is said to be in."""
    lines = ((html.one_line(person.name, _LONGEST), person) for person in people[:_MOST])
    nordic = said in _NORDIC
    named = (
        (name if nordic and name.startswith("Par ") else _BY.sub("", name), person)
        for name, person in lines
    )
    return tuple(
        Person(
            name=name,
            email=html.one_line(person.email, _LONGEST) or None if person.email else None,
            uri=absolute(person.uri, *bases),
        )
        for name, person in named
        if name
    )
