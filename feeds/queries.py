"""Topics made ready to be asked about a story, by the names that stories have for agencies and languages.

Queries are read in ``feeds.curate``, which knows no agency; the tables of names are ``feeds.normalize``'s. People write
either by any of its names: ``agency:"Agence France-Presse"`` is ``agency:AFP``, ``lang:fra`` is ``lang:fr``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from feeds.curate.match import Curator
from feeds.curate.match import compile_topics as compile_by
from feeds.curate.names import Names
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.normalize import agencies

_OF_THREE = 3  # letters of a language's code that may have one of two
_OTHERS = frozenset({"nb", "iw", "in", "ji", "mo"})  # of two that stand for another, too


def called(field: str, name: str) -> str | None:
    """What stories call what a query names in a field; None if they have no other name for it.

    >>> called("agency", "agence france presse"), called("lang", "fra"), called("lang", "fr")
    ('AFP', 'fr', None)
    """
    if field == "agency":
        return agencies.find(name)
    return language(name) if field == "lang" and _has_another(name) else None


def language(code: str) -> str:
    """The code that stories have for a language, which is that of two letters where there is one, and today's.

    >>> language("fra"), language("nb"), language("fr")
    ('fr', 'no', 'fr')
    """
    if not _has_another(code):
        return code
    # What tells languages is long to load, and hardly a query needs it.
    from feeds.normalize.language import code as shortest  # noqa: PLC0415 -- see above

    return shortest(code) or code


def _has_another(code: str) -> bool:
    return len(code) == _OF_THREE or code in _OTHERS


def compile_topics(
    topics: Sequence[Topic],
    *,
    tags: Mapping[str, Sequence[str]],
    lists: Mapping[str, Names] | None = None,
) -> Curator:
    """Topics made ready; arguments and errors as of :func:`feeds.curate.match.compile_topics`."""
    plain = [replace(one, languages=tuple(map(language, one.languages))) for one in topics]
    return compile_by(plain, tags=tags, lists=lists, called=called)


@lru_cache(maxsize=2)
def curator_of(
    topics: Sequence[Topic], sources: Sequence[Source], lists: Sequence[tuple[str, Names]]
) -> Curator:
    """The same, made once for all who agree in topics, sources and lists (tuples, to be told apart)."""
    tags = {source.name: source.tags for source in sources}
    return compile_topics(topics, tags=tags, lists=dict(lists))
