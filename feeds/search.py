"""Searching the stories kept: the index finds candidates, and the matcher of topics decides.

So a search takes exactly what a topic with that query would take. Indexing is a step of its own, outside of
the transaction that takes stories in; a story whose change is not indexed yet is looked at all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from feeds.curate.bind import topics_in
from feeds.curate.candidates import candidates, index_words
from feeds.curate.match import Curator
from feeds.curate.rules import overruled
from feeds.curate.tree import Query
from feeds.model.search import Indexing, Position, Scan
from feeds.model.story import Story
from feeds.model.topic import Hit, Topic
from store.api import Snapshot, Store

Asked = Callable[[Story], tuple[Hit, ...] | None]  # why the query takes a story; None: it does not
Showing = Callable[[Story], Mapping[str, bool]]  # of a story, by slug
_LOADED = 100  # stories loaded at once
_ALL_AT_ONCE = 400  # indexed in a transaction; with 200 SQLite merges what it wrote twice as often
_ASKED, _GROWTH, _ASKED_MOST = (
    1000,
    4,
    20_000,
)  # candidates: asking again costs as much as the first time


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A story that a query takes, and why."""

    story: Story
    why: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a bounded search found, newest first.

    ``findings`` are the first of them, ``number`` counts all that were found among the ``looked``
    stories that were looked through. ``whole``: there was no more to look through. ``further`` is where to
    go on behind these findings, None when there are no more. ``waiting`` stories are not indexed yet.
    ``scanned``: no word of the query said where to look, so that every story was a candidate.
    """

    findings: tuple[Finding, ...]
    number: int
    looked: int
    whole: bool
    further: Position | None
    waiting: int
    scanned: bool


def index_some(store: Store, *, limit: int = 200) -> int:
    """Index stories that changed, those waiting longest first; answers how many it looked at, 0: none waits.

    Words are made between two transactions, so that nobody waits for that.
    """
    with store.read() as snapshot:
        marks = snapshot.unindexed(limit=limit)
        stories = snapshot.stories_by_id(list(marks))
    indexed = [_indexing(story, stories.get(story), tuple(marks[story])) for story in marks]
    if indexed:
        with store.write() as tx:
            tx.put_indexed(indexed)
    return len(indexed)


def index_all(store: Store) -> None:
    """Index until nothing waits; more at once, as nothing else is to get in between."""
    while index_some(store, limit=_ALL_AT_ONCE):
        pass


def _indexing(story_id: str, story: Story | None, marks: tuple[int, ...]) -> Indexing:
    if story is None or story.id != story_id:  # forgotten, or merged into another
        return Indexing(story=story_id, marks=marks)
    words = index_words(story)
    return Indexing(story=story_id, marks=marks, published=story.published, words=words)


def asking(
    snapshot: Snapshot, curator: Curator, query: Query, *, now: datetime, stemmed: bool = False
) -> Asked:
    """Why a query, as the curator reads it, takes a story; ``topic:`` goes by what topics show."""
    named = {one.slug for one in topics_in(query)}
    if not named:
        return partial(curator.explain, query, now=now, stemmed=stemmed)
    curator = curator.within(named)
    showing = shown_by([ready.topic for ready in curator.topics], snapshot, now)

    def asked(story: Story) -> tuple[Hit, ...] | None:
        return curator.explain(query, story, now=now, stemmed=stemmed, shown=showing(story))

    return asked


def shown_by(topics: Sequence[Topic], snapshot: Snapshot, now: datetime) -> Showing:
    """Whether topics show a story, where an editor's word or waiting goes before their queries."""
    said = {topic.slug: snapshot.words_in(topic.slug) for topic in topics}
    some_wait = any(topic.hold or topic.min_carriers > 1 for topic in topics)

    def showing(story: Story) -> Mapping[str, bool]:
        words = {slug: words[story.id] for slug, words in said.items() if story.id in words}
        inside = snapshot.topics_by_story([story.id]).get(story.id, ()) if some_wait else ()
        return overruled(story, topics, words=words, inside=frozenset(inside), now=now)

    return showing


def look(
    snapshot: Snapshot,
    query: Query,
    asked: Asked,
    *,
    before: Position | None = None,
    most: int = _ASKED,
) -> Iterator[tuple[Story, tuple[Hit, ...] | None]]:
    """Each candidate, newest first, with why the query takes it; None if it does not. ``most``: so many candidates are
    asked for at first.
    """
    lookup = candidates(query)
    while True:
        places = snapshot.search(lookup, limit=most, before=before)
        for start in range(0, len(places), _LOADED):
            ids = [story_id for _, story_id in places[start : start + _LOADED]]
            stories = snapshot.stories_by_id(ids)
            for story in (stories[story_id] for story_id in ids if story_id in stories):
                yield story, asked(story)
        if len(places) < most:
            return
        before, most = places[-1], min(most * _GROWTH, _ASKED_MOST)


def take(snapshot: Snapshot, query: Query, asked: Asked) -> Iterator[Finding]:
    """All stories that a query takes, newest first."""
    for story, why in look(snapshot, query, asked):
        if why is not None:
            yield Finding(story=story, why=why)


def search(
    snapshot: Snapshot,
    query: Query,
    asked: Asked,
    *,
    limit: int,
    most: int,
    late: Callable[[], bool] = lambda: False,
    before: Position | None = None,
) -> Results:
    """The newest ``limit`` findings, looking through ``most`` stories at most, and until it is ``late``."""
    findings: list[Finding] = []
    number = looked = 0
    last, whole = before, True
    # All that are looked through and one more, which tells whether there are more, at once.
    for story, why in look(snapshot, query, asked, before=before, most=most + 1):
        if looked >= most or (looked and late()):
            whole = False
            break
        looked += 1
        number += why is not None
        if why is not None and len(findings) < limit:
            findings.append(Finding(story=story, why=why))
        last = (story.published, story.id)
    if number > len(findings):
        last = (findings[-1].story.published, findings[-1].story.id)
    return Results(
        findings=tuple(findings),
        number=number,
        looked=looked,
        whole=whole,
        further=last if number > len(findings) or not whole else None,
        waiting=snapshot.unindexed_stories(),
        scanned=isinstance(candidates(query), Scan),
    )
