"""Which topics take a story, and why: all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from feeds.curate.bind import bind, in_order, topics_in, unknown_topic
from feeds.curate.explain import Why, explain
from feeds.curate.forms import stemmed_as
from feeds.curate.index import Index, Needs, Reckoner, both, of_sources
from feeds.curate.names import Names
from feeds.curate.query import parse
from feeds.curate.tree import Query
from feeds.curate.view import StoryView
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.model.topic import Match, Topic
from feeds.text import fold

__all__ = ["Curator", "compile_topics", "curator_of", "explain"]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A topic made ready: its query read, its sources split into names and folded tags."""

    topic: Topic
    query: Query
    names: frozenset[str]
    tags: frozenset[str]

    def admits(self, story: Story, view: StoryView) -> bool:
        """Whether the topic's sources and languages let the story in."""
        if self.topic.languages and story.head.language not in self.topic.languages:
            return False
        if not self.topic.sources:
            return True
        return not (view.sources.isdisjoint(self.names) and view.tags.isdisjoint(self.tags))

    def needs(self, reckoner: Reckoner) -> Needs:
        """The keys that every story has which the topic takes."""
        needs = reckoner.needs(self.query)
        return both(needs, of_sources(self.names, self.tags)) if self.topic.sources else needs


@dataclass(frozen=True, slots=True, eq=False)
class Curator:
    """All topics, ready to be asked about a story.

    ``topics`` stand behind those that their queries name, ``places`` says where in the configuration they do;
    ``tags`` gives the tags of each source; ``stems`` tells whether any topic goes by stems.
    """

    topics: tuple[_Ready, ...]
    tags: Mapping[str, Sequence[str]]
    lists: Mapping[str, Names]
    places: Mapping[str, int]
    stems: bool
    _indexes: dict[str | None, Index] = field(default_factory=dict)

    def match(
        self, story: Story, *, now: datetime, only: Collection[str] | None = None
    ) -> tuple[Match, ...]:
        """The topics that take a story, in the configuration's order, each with why.

        ``only``: of those slugs. Relative times (``since:3d``) count back from ``now``.
        """
        view = self.view(story, now=now)
        wanted = [slug for slug in view.taken if only is None or slug in only]
        return tuple(
            Match(topic=slug, story=story.id, why=view.taken[slug])
            for slug in sorted(wanted, key=self.places.__getitem__)
        )

    def read(self, text: str) -> Query:
        """A query that may name the configuration's topics and lists; raises QueryError."""
        query = bind(parse(text), self.lists)
        fault = unknown_topic(query, self.places)
        if fault is not None:
            raise fault
        return query

    def view(self, story: Story, *, now: datetime) -> StoryView:
        """A story as queries see it, with the topics that take it."""
        view = StoryView(story, self.tags, now=now)
        for number in self._index(story.head.language).candidates(view):
            ready = self.topics[number]
            if ready.admits(story, view):
                why = explain(ready.query, view, stemmed=ready.topic.stem)
                if why is not None:
                    view.taken[ready.topic.slug] = why
        return view

    def explain(self, query: Query, story: Story, *, now: datetime) -> Why | None:
        """The terms that make a query, as ``read`` gives it, take a story; None if it does not."""
        if topics_in(query):
            return explain(query, self.view(story, now=now))
        return explain(query, StoryView(story, self.tags, now=now))

    def _index(self, language: str | None) -> Index:
        """The index for stories in a language: stems differ, so there is one for each that has them."""
        code = stemmed_as(language) if self.stems else None
        if code not in self._indexes:
            self._indexes[code] = Index(_needs(self.topics, code))
        return self._indexes[code]


def _needs(topics: Sequence[_Ready], language: str | None) -> list[Needs]:
    known: dict[str, Needs] = {}
    for ready in topics:
        reckoner = Reckoner(known, stemmed=ready.topic.stem, language=language)
        known[ready.topic.slug] = ready.needs(reckoner)
    return [known[ready.topic.slug] for ready in topics]


def compile_topics(
    topics: Sequence[Topic],
    *,
    tags: Mapping[str, Sequence[str]],
    lists: Mapping[str, Names] | None = None,
) -> Curator:
    """Topics made ready; ``tags`` gives the tags of each source, ``lists`` the names of each list.

    Raises QueryError for a query that can't be read, or names a list or topic that is not there, or
    itself through others.
    """
    lists = lists or {}
    by_slug = {topic.slug: topic for topic in topics}
    queries = {topic.slug: bind(parse(topic.query), lists) for topic in topics}
    for query in queries.values():
        fault = unknown_topic(query, by_slug)
        if fault is not None:
            raise fault
    return Curator(
        topics=tuple(_prepare(by_slug[slug], queries[slug]) for slug in in_order(queries)),
        tags=tags,
        lists=lists,
        places={slug: place for place, slug in enumerate(by_slug)},
        stems=any(topic.stem for topic in topics),
    )


def _prepare(topic: Topic, query: Query) -> _Ready:
    tags = frozenset(fold(name[4:]) for name in topic.sources if name.startswith("tag:"))
    names = frozenset(name for name in topic.sources if not name.startswith("tag:"))
    return _Ready(topic=topic, query=query, names=names, tags=tags)


@lru_cache(maxsize=2)
def curator_of(
    topics: Sequence[Topic], sources: Sequence[Source], lists: Sequence[tuple[str, Names]]
) -> Curator:
    """The same, made once for all who agree in topics, sources and lists (tuples, to be told apart)."""
    tags = {source.name: source.tags for source in sources}
    return compile_topics(topics, tags=tags, lists=dict(lists))
