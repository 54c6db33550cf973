"""A topic's feed narrowed by the address: ``/topics/SLUG.atom?lang=fr&source=NAME&q=WORDS``.

The work is bounded: so many stories of the topic are looked at, and a query has so many characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from feeds.curate.bind import topics_in
from feeds.curate.tree import Query, Since, walk
from feeds.errors import QueryError
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.publish.conform import plain_line
from feeds.publish.entry import topic_urn
from feeds.publish.render import assemble
from feeds.queries import compile_topics
from feeds.search import asking
from feeds.serve.compose import channel_of, entries_of
from feeds.serve.desk import Front
from feeds.text import fold
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
_TOLD = 20  # tags named where one is asked for that is not there


class BadParameter(ValueError):  # noqa: N818 -- what is wrong, as a phrase
    """What is wrong with the query string, as a sentence for the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What is asked for; ``query`` is its ``q`` as read, ``canonical`` the query string that says just that."""

    topic: Topic
    query: Query
    limit: int
    canonical: str

    @property
    def moving(self) -> bool:
        """Whether what it takes changes with time or with other topics, not with its own topic alone."""
        return bool(topics_in(self.query)) or any(isinstance(p, Since) for p in walk(self.query))


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
    given = parameters(query, PARAMETERS)
    if long := next((name for name in given if any(len(v) > _LONGEST for v in given[name])), None):
        raise BadParameter(f"{long} is longer than {_LONGEST} characters")
    for name in given["source"]:
        _check_source(name, front)
    for value in given["lang"]:
        if not _LANGUAGE.fullmatch(value):
            raise BadParameter(f"lang is a language code such as fr, not {value!r}")
    asked = given["limit"][0] if given["limit"] else str(topic.limit)
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= topic.limit):
        raise BadParameter(f"limit is a whole number from 1 to {topic.limit}, not {asked!r}")
    text = given["q"][0] if given["q"] else ""
    try:
        read = front.curator.read(text)
    except QueryError as error:
        raise BadParameter(f"q, {error}") from error
    narrowed = replace(
        topic,
        query=text,
        sources=tuple(given["source"]),
        languages=tuple(value.lower() for value in given["lang"]),
        exclude=(),  # the topic has taken what is narrowed here
        min_carriers=1,
        first_carriers_only=False,
    )
    pairs = sorted((name, value) for name, values in given.items() for value in set(values))
    return Narrowing(topic=narrowed, query=read, limit=int(asked), canonical=urlencode(pairs))


def _check_source(name: str, front: Front) -> None:
    tags = {tag for source in front.sources for tag in source.tags}
    if name.startswith("tag:"):
        if fold(name[4:]) not in map(fold, tags):
            there = f"there are {', '.join(sorted(tags)[:_TOLD])}" if tags else "there are no tags"
            raise BadParameter(f"no source has the tag {name[4:]!r}; {there}")
    elif name not in {source.name for source in front.sources}:
        raise BadParameter(f"no source is named {name!r}; /sources lists them")


def parameters(query: str, known: Mapping[str, str]) -> dict[str, list[str]]:
    """Values of each parameter that is ``known`` with its meaning; raises BadParameter for others, and for one twice
    that may not be repeated.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        raise BadParameter(f"there are more than {_MOST} parameters") from None
    given: dict[str, list[str]] = {name: [] for name in known}
    for name, value in pairs:
        if name not in known:
            there = "; ".join(f"{one} ({meaning})" for one, meaning in known.items())
            verb = "are" if len(known) > 1 else "is"
            raise BadParameter(f"there is no parameter {name[:50]!r}; there {verb} {there}")
        if value.strip():
            given[name].append(value.strip())
    for name, values in given.items():
        if len(values) > 1 and "may be repeated" not in known[name]:
            raise BadParameter(f"{name} is given more than once")
    return given


def narrow(
    snapshot: Snapshot, front: Front, asked: Narrowing, suffix: str, *, now: datetime
) -> bytes:
    """The narrowed feed: it has an id and an address of its own, and no archive."""
    topic = asked.topic
    rest = compile_topics([replace(topic, query="")], tags=front.tags)
    asks = asking(snapshot, front.curator, asked.query, now=now, stemmed=topic.stem)
    since = now - topic.window if topic.window else None
    ids = [one.story for one in snapshot.edition(topic.slug, limit=_LOOKED_AT, since=since)]
    by_id = snapshot.stories_by_id(ids)

    def takes(story: Story) -> bool:
        return bool(rest.match(story, now=now)) and asks(story) is not None

    taken = [one for one in ids if one in by_id and takes(by_id[one])]
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
