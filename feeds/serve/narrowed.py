"""A topic's feed narrowed by the address: ``/topics/SLUG.atom?lang=fr&source=NAME&q=WORDS``.

The work is bounded: so many stories of the topic are looked at, and a query has so many characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from feeds.errors import QueryError
from feeds.model.topic import Topic
from feeds.publish.conform import plain_line
from feeds.publish.entry import topic_urn
from feeds.publish.render import assemble
from feeds.queries import compile_topics
from feeds.serve.compose import channel_of, entries_of
from feeds.serve.desk import Front
from store.api import Snapshot

PARAMETERS = {
    "lang": "a language code such as fr; may be repeated",
    "source": "a source's name or tag:…; may be repeated",
    "q": "a query, in the language of topics",
    "limit": "how many entries, from 1 to the topic's own limit",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.A | re.I)
# What mailers, ads and share buttons add to any address to tell who came how, and what goes round caches; behind &amp;,
# too, where an address was copied out of HTML.
_OF_OTHERS = re.compile(
    r"(?:amp;)*(?:(?:utm|mtm|pk|mc|ga|oly|vero|hs|_hs)_\w*|[a-z_]{0,6}clid|igshid|mkt_tok|ref|_\w*|"
    r"no_?cache|cache_?bust(?:er)?|cb)",
    re.A | re.I,
)
_LOOKED_AT = 1000  # stories of the topic, the newest
_LONGEST = 300  # characters of a value
_MOST = 20  # parameters


class BadParameter(ValueError):  # noqa: N818 -- what is wrong, as a phrase
    """What is wrong with the query string, as a sentence for the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What is asked for; ``canonical`` is the query string that says just that."""

    topic: Topic
    limit: int
    canonical: str


def narrowing_in(query: str) -> str:
    """A query string without what others add to any address, which asks for nothing.

    >>> narrowing_in("utm_source=mail&lang=fr&fbclid=x")
    'lang=fr'
    """
    parts = [part for part in query.split("&") if part]
    return "&".join(part for part in parts if not _OF_OTHERS.fullmatch(part.partition("=")[0]))


def read_narrowing(query: str, topic: Topic, front: Front) -> Narrowing:
    """The narrowing that a query string asks for; raises BadParameter."""
    if topic.digest is not None:
        raise BadParameter(
            "this topic is a digest, which can't be narrowed; take its parameters away"
        )
    given = _split(query)
    known = {source.name for source in front.sources}
    for name in given["source"]:
        if name not in known and not name.startswith("tag:"):
            raise BadParameter(f"no source is named {name!r}; /sources lists them")
    for value in given["lang"]:
        if not _LANGUAGE.fullmatch(value):
            raise BadParameter(f"lang is a language code such as fr, not {value!r}")
    for name in ("q", "limit"):
        if len(given[name]) > 1:
            raise BadParameter(f"{name} is given more than once")
    asked = given["limit"][0] if given["limit"] else str(topic.limit)
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= topic.limit):
        raise BadParameter(f"limit is a whole number from 1 to {topic.limit}, not {asked!r}")
    narrowed = replace(
        topic,
        query=given["q"][0] if given["q"] else "",
        sources=tuple(given["source"]),
        languages=tuple(value.lower() for value in given["lang"]),
        exclude=(),  # the topic has taken what is narrowed here
        min_carriers=1,
        first_carriers_only=False,
    )
    try:
        compile_topics([narrowed], tags={})
    except QueryError as error:
        raise BadParameter(f"q, {error}") from error
    pairs = sorted((name, value) for name, values in given.items() for value in set(values))
    return Narrowing(topic=narrowed, limit=int(asked), canonical=urlencode(pairs))


def _split(query: str) -> dict[str, list[str]]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        raise BadParameter(f"there are more than {_MOST} parameters") from None
    given: dict[str, list[str]] = {name: [] for name in PARAMETERS}
    for name, value in pairs:
        if name not in PARAMETERS:
            there = "; ".join(f"{known} ({meaning})" for known, meaning in PARAMETERS.items())
            raise BadParameter(f"there is no parameter {name[:50]!r}; there are {there}")
        if len(value) > _LONGEST:
            raise BadParameter(f"{name} is longer than {_LONGEST} characters")
        if value.strip():
            given[name].append(value.strip())
    return given


def narrow(
    snapshot: Snapshot, front: Front, asked: Narrowing, suffix: str, *, now: datetime
) -> bytes:
    """The narrowed feed: it has an id and an address of its own, and no archive."""
    topic = asked.topic
    curator = compile_topics([topic], tags=front.tags)
    since = now - topic.window if topic.window else None
    ids = [one.story for one in snapshot.edition(topic.slug, limit=_LOOKED_AT, since=since)]
    stories = snapshot.stories_by_id(ids)
    taken = [story for story in ids if story in stories and curator.match(stories[story], now=now)]
    entries = entries_of(snapshot, front, topic, taken[: asked.limit])
    channel = channel_of(front, topic, entries, suffix)
    own = replace(
        channel,
        id=topic_urn(f"{topic.slug}?{asked.canonical}"),
        self_url=f"{channel.self_url}?{asked.canonical}",
        title=plain_line(f"{channel.title} ({', '.join(_words(asked))})"),
        hubs=(),
    )
    return assemble(own, entries, suffix)


def _words(asked: Narrowing) -> list[str]:
    query = [asked.topic.query] if asked.topic.query else []
    return [*query, *asked.topic.sources, *asked.topic.languages] or ["all"]
