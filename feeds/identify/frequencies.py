"""How often words are used in a language, by the lists of the wordfreq library (Speer 2022)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from importlib.util import find_spec

import msgpack

_FORMAT = {"format": "cB", "version": 1}


def frequencies(language: str) -> Iterator[tuple[float, Sequence[str]]]:
    """The words of a language, the most used first: those of one share of all its words together, and that share.

    Nothing where nobody counted.
    """
    for centibels, words in enumerate(_listed(language) or _asked_for(language)):
        if words:
            yield 10 ** (-centibels / 100), words


def _listed(language: str) -> Sequence[Sequence[str]]:
    """The list that has the language's very name; empty if none has.

    Read as wordfreq reads it, which it says in ``read_cBpack``: loading wordfreq itself, with what it tells languages
    by and parts texts with, takes 6 MB and a tenth of a second.
    """
    found = find_spec("wordfreq")
    places = found.submodule_search_locations if found else None
    try:
        with gzip.open(f"{(places or [''])[0]}/data/small_{language}.msgpack.gz") as file:
            header, *words = msgpack.load(file, raw=False)
    except (OSError, ValueError):  # no such list; no name of a file
        return ()
    return words if header == _FORMAT else ()


def _asked_for(language: str) -> Sequence[Sequence[str]]:
    """The list that wordfreq has for it: that of a language of another name, or near to it."""
    from wordfreq import get_frequency_list  # noqa: PLC0415 -- see above

    try:
        words: Sequence[Sequence[str]] = get_frequency_list(language, "small")
    except (LookupError, ValueError):  # no list; no code of a language
        return ()
    get_frequency_list.cache_clear()  # it would keep all its words, 4 MB a language
    return words
