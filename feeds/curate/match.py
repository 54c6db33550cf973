"""Which topics take a story, and why: all of them at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from feeds.curate.bind import Called, above, bind, in_order, plainly, topics_in, unknown_topic
from feeds.curate.explain import Why, explain
from feeds.curate.forms import stemmed_as
from feeds.curate.index import Index, Needs, Reckoner, both, of_sources
from feeds.curate.names import Names
from feeds.curate.query import parse
from feeds.curate.rules import Named, named
from feeds.curate.tree import And, Not, Query, unparse
from feeds.curate.view import StoryView
from feeds.model.story import Story
from feeds.model.topic import Match, Topic

Shown = Mapping[str, bool]
_NOTHING: Shown = {}

__all__ = ["Curator", "compile_topics", "explain"]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A topic made ready: its queries read, its sources split into names and folded tags."""

    topic: Topic
    query: Query
    sources: Named
    exclude: tuple[Query, ...] = ()

    @property
    def whole(self) -> Query:
        """All that it asks of a story's words, as one query."""
        return And((self.query, *map(Not, self.exclude))) if self.exclude else self.query

    def barred(self, view: StoryView) -> str | None:
        """Why the topic's rules keep a story out that its query takes, as a sentence; None: they don't."""
        return self._barred_by_sources(view) or self._barred_by_words(view)

    def _barred_by_sources(self, view: StoryView) -> str | None:
        topic, story = self.topic, view.story
        if topic.languages and story.head.language not in topic.languages:
            return f"its language, {story.head.language or 'unknown'}, is none of languages"
        carried = view.sources & self.sources.names or view.tags & self.sources.tags
        if topic.sources and not carried:
            return "none of sources carries it"
        first = story.first_carrier
        if topic.first_carriers_only and not self.sources.has(first, view.tags_of(first)):
            return f"{first}, which had it first, is none of sources"
        if story.carriers < topic.min_carriers:
            return f"it has {story.carriers} of the {topic.min_carriers} carriers that it needs"
        return None

    def _barred_by_words(self, view: StoryView) -> str | None:
        for query in self.exclude:
            why = explain(query, view, stemmed=self.topic.stem)
            if why is not None:
                found = "; ".join(f"{hit.term} in {hit.field} (…{hit.found}…)" for hit in why)
                return f"exclude '{unparse(query)}' takes it" + (f": {found}" if found else "")
        return None

    def needs(self, reckoner: Reckoner) -> Needs:
        """The keys that every story has which the topic takes."""
        needs = reckoner.needs(self.query)
        if not self.topic.sources:
            return needs
        return both(needs, of_sources(self.sources.names, self.sources.tags))


@dataclass(frozen=True, slots=True, eq=False)
class Curator:
    """All topics, ready to be asked about a story.

    ``topics`` stand behind those that their queries name, ``places`` says where in the configuration they do;
    ``tags`` gives the tags of each source; ``stems`` tells whether any topic goes by stems; ``above`` gives the numbers
    of the topics that are built on a topic, for each that others are built on; ``called`` is what stories call what
    a query names.
    """

    topics: tuple[_Ready, ...]
    tags: Mapping[str, Sequence[str]]
    lists: Mapping[str, Names]
    places: Mapping[str, int]
    stems: bool
    above: Mapping[str, tuple[int, ...]]
    called: Called = plainly
    _indexes: dict[str | None, Index] = field(default_factory=dict)

    def match(
        self,
        story: Story,
        *,
        now: datetime,
        only: Collection[str] | None = None,
        shown: Shown = _NOTHING,
    ) -> tuple[Match, ...]:
        """The topics that take a story, in the configuration's order, each with why.

        ``only``: of those slugs. Relative times (``since:3d``) count back from ``now``. ``shown`` are the topics that
        show the story, or don't, whatever their queries say: ``topic:`` goes by it.
        """
        view = self.view(story, now=now, shown=shown)
        wanted = [slug for slug in view.taken if only is None or slug in only]
        return tuple(
            Match(topic=slug, story=story.id, why=view.taken[slug])
            for slug in sorted(wanted, key=self.places.__getitem__)
        )

    def read(self, text: str) -> Query:
        """A query that may name the configuration's topics and lists; raises QueryError."""
        query = bind(parse(text), self.lists, self.called)
        fault = unknown_topic(query, self.places)
        if fault is not None:
            raise fault
        return query

    def view(self, story: Story, *, now: datetime, shown: Shown = _NOTHING) -> StoryView:
        """A story as queries see it, with the topics that take it and those that show it."""
        view = StoryView(story, self.tags, now=now)
        view.shown |= {slug: () for slug, does in shown.items() if does}
        numbers = self._index(story.head.language).candidates(view)
        built = {n for slug in view.shown for n in self.above.get(slug, ())}
        for number in sorted(built.union(numbers)) if built else numbers:
            ready = self.topics[number]
            why = explain(ready.query, view, stemmed=ready.topic.stem)
            if why is not None and ready.barred(view) is None:
                slug = ready.topic.slug
                view.taken[slug] = why
                if shown.get(slug, True):
                    view.shown[slug] = why
        return view

    def within(self, slugs: Iterable[str]) -> Curator:
        """Of no more topics than those and what they are built on: asked about a story it asks none of the others."""
        wanted = set(slugs)
        for ready in reversed(self.topics):  # each stands behind those that it names
            if ready.topic.slug in wanted:
                wanted.update(named.slug for named in topics_in(ready.whole))
        topics = tuple(ready for ready in self.topics if ready.topic.slug in wanted)
        return replace(self, topics=topics, above=_above(topics), _indexes={})

    def referred(self) -> tuple[Topic, ...]:
        """The topics that others are built on."""
        return tuple(ready.topic for ready in self.topics if ready.topic.slug in self.above)

    def queries(self, slug: str) -> tuple[Query, ...]:
        """A topic's query, and those that exclude."""
        ready = next(ready for ready in self.topics if ready.topic.slug == slug)
        return (ready.query, *ready.exclude)

    def barred(
        self, slug: str, story: Story, *, now: datetime, shown: Shown = _NOTHING
    ) -> str | None:
        """Why a topic's rules keep a story out, whatever its query says; None: they don't."""
        ready = next(ready for ready in self.topics if ready.topic.slug == slug)
        return ready.barred(self.view(story, now=now, shown=shown))

    def explain(
        self,
        query: Query,
        story: Story,
        *,
        now: datetime,
        stemmed: bool = False,
        shown: Shown = _NOTHING,
    ) -> Why | None:
        """The terms that make a query, as ``read`` gives it, take a story; None if it does not. ``shown`` as for
        :meth:`match`.
        """
        if topics_in(query):
            return explain(query, self.view(story, now=now, shown=shown), stemmed=stemmed)
        return explain(query, StoryView(story, self.tags, now=now), stemmed=stemmed)

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
    called: Called = plainly,
) -> Curator:
    """Topics made ready; ``tags`` gives the tags of each source, ``lists`` the names of each list, ``called`` what
    stories call what a query names in a field.

    Raises QueryError for a query that can't be read, or names a list or topic that is not there, or
    itself through others.
    """
    lists = lists or {}
    by_slug = {topic.slug: topic for topic in topics}
    made = {topic.slug: _prepare(topic, lists, called) for topic in topics}
    for ready in made.values():
        for query in (ready.query, *ready.exclude):
            fault = unknown_topic(query, by_slug)
            if fault is not None:
                raise fault
    order = in_order({slug: ready.whole for slug, ready in made.items()})
    in_turn = tuple(made[slug] for slug in order)
    return Curator(
        topics=in_turn,
        tags=tags,
        lists=lists,
        places={slug: place for place, slug in enumerate(by_slug)},
        stems=any(topic.stem for topic in topics),
        above=_above(in_turn),
        called=called,
    )


def _above(topics: Sequence[_Ready]) -> Mapping[str, tuple[int, ...]]:
    """The numbers of those built on each, of topics that stand behind what they name."""
    return above(
        {ready.topic.slug: [named.slug for named in topics_in(ready.whole)] for ready in topics}
    )


def _prepare(topic: Topic, lists: Mapping[str, Names], called: Called) -> _Ready:
    return _Ready(
        topic=topic,
        query=bind(parse(topic.query), lists, called),
        sources=named(topic.sources),
        exclude=tuple(bind(parse(text), lists, called) for text in topic.exclude),
    )
