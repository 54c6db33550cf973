"""The authors of an entry, by their names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from feeds.model.atom import Person
from feeds.normalize import html
from feeds.normalize.url import absolute
from feeds.text import words

_LONGEST = 512  # characters
_MOST = 20
_BY = re.compile(
    r"^(?:(?:[Bb]y|BY|[Pp]ar|PAR|[Pp]or|POR|(?:Von|VON)(?! \w+,)):? (?=[A-ZÀ-Þ])|بقلم ?:? |"
    r"(?i:author|auteure?|autora?|autore|автор|verfasser|texte?|written by|posted by) ?: ?)(?!\w+$)"
)  # before a name of two words at least; not in a name turned round: Von Tolle, Ansgar
# What a network sets beside a name: @jane Jane Roe, Jane Roe (@jane).
_HANDLE = re.compile(r"^@[\w.-]+ (?=\w)|(?<=\w) \(@[\w.@-]+\)$")
# An account that systems come with, or what programs print where nobody is named; "Super User" is Joomla's.
_NOBODY = {
    "admin", "administrator", "super user", "superuser", "root", "webmaster", "author", "unknown", "anonymous",
    "guest", "array", "[object object]", "by", "-", "–", "—", ".",
}  # fmt: skip
# Whom nobody writes to, by its address alone.
_MACHINE = re.compile(
    r"(?:no-?reply|do-?not-?reply|webmaster|admin|root|postmaster)@\S+", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AND = frozenset({"and", "et", "und", "y", "e"})
# What stands between two: a person may be called by the names of two others (María José, Jane Roe Smith).
_BETWEEN = re.compile(rf"[,;/&+|]|\s(?:[-–—]|{'|'.join(sorted(_AND))})\s", re.IGNORECASE)
_NORDIC = frozenset({"da", "fi", "is", "nb", "nn", "no", "sv"})  # where Par is a given name


def people_of(
    people: tuple[Person, ...], bases: tuple[str | None, ...], said: str | None
) -> tuple[Person, ...]:
    """The authors, each once, without what stands before a name and without accounts that are nobody's. ``said`` is
    the language that the entry is said to be in.
    """
    lines = ((html.one_line(person.name, _LONGEST), person) for person in people[:_MOST])
    nordic = said in _NORDIC
    named = (
        (name if nordic and name.startswith("Par ") else _BY.sub("", _HANDLE.sub("", name)), person)
        for name, person in lines
    )
    return _once(
        Person(
            name=name,
            email=html.one_line(person.email, _LONGEST) or None if person.email else None,
            uri=absolute(person.uri or (name if is_address(name) else None), *bases),
        )
        for name, person in named
        if name and name.lower() not in _NOBODY and not _MACHINE.fullmatch(name)
    )


def _once(people: Iterable[Person]) -> tuple[Person, ...]:
    """Each person once, however the name is spelled (``Roe, Jane``), and none who is two others in one string."""
    found: dict[frozenset[str], Person] = {}
    for one in people:
        name = frozenset(words(one.name)) or frozenset({one.name})
        found[name] = _fuller(found[name], one) if name in found else one
    return tuple(
        one
        for name, one in found.items()
        if not (_BETWEEN.search(one.name) and _is_others(name, found))
    )


def _fuller(one: Person, other: Person) -> Person:
    """A person of whom there are two records, with the name as it is mostly printed: not in capitals, nor turned."""
    first, second = sorted(
        (one, other), key=lambda person: "," in person.name or person.name.isupper()
    )
    return replace(first, email=first.email or second.email, uri=first.uri or second.uri)


def _is_others(name: frozenset[str], all_names: Iterable[frozenset[str]]) -> bool:
    parts = [other for other in all_names if other < name]
    return len(parts) > 1 and frozenset[str]().union(*parts) == name - _AND


def is_address(name: str) -> bool:
    """Whether an author is nothing but the address of a page, as Lemmy names them."""
    return _ADDRESS.fullmatch(name) is not None
