"""Changed stories to published documents: curate, enter into topics, render what that touched.

All of a release is one transaction: readers see the last one whole or the next one whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache

from feeds.curate.definition import definitions
from feeds.curate.match import Curator, compile_topics
from feeds.curate.names import Names
from feeds.model.output import Document, OutputEntry
from feeds.model.poll import Republish, Source
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.publish import opml
from feeds.publish.addresses import absolute, topic_urls
from feeds.publish.entry import build_channel, build_entry
from feeds.publish.formats import FORMATS
from feeds.publish.hub import host_of
from feeds.publish.render import Rendered, render, to_document
from store.api import Snapshot, Store, Transaction

_SECOND = timedelta(seconds=1)
_AT_ONCE = 500  # stories a transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is published and how: topics, sources, the site they are published on, hubs of others."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    base_url: str
    title: str
    hubs: tuple[str, ...] = ()
    lists: Mapping[str, Names] = field(default_factory=dict)

    @property
    def republish(self) -> Mapping[str, Republish]:
        """How much of each source's text may be published."""
        return {source.name: source.republish for source in self.sources}

    @property
    def curator(self) -> Curator:
        """The topics, ready to be asked about a story; made once for all desks that agree in them."""
        return _curator(self.topics, self.sources, tuple(self.lists.items()))


@lru_cache(maxsize=2)
def _curator(
    topics: Sequence[Topic], sources: Sequence[Source], lists: Sequence[tuple[str, Names]]
) -> Curator:
    tags = {source.name: source.tags for source in sources}
    return compile_topics(topics, tags=tags, lists=dict(lists))


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did: documents whose bytes changed, and entries that could not be rendered."""

    documents: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def release(store: Store, desk: Desk, *, now: datetime, everything: bool = False) -> Released:
    """Publish what changed since the last release; ``everything`` renders all documents again."""
    curator = desk.curator
    documents: list[str] = []
    problems: list[str] = []
    with store.write() as tx:
        touched = _sync_topics(tx, desk, curator, now)
        touched |= {topic.slug for topic in desk.topics} if everything else set()
        while True:
            marks = tx.changed_stories(limit=_AT_ONCE)
            if not marks:
                break
            touched |= _curate(tx, curator, [story for story, _ in marks], now)
            tx.mark_released(marks)
        for topic in desk.topics:
            if topic.slug in touched:
                done = _publish(tx, desk, topic, now)
                documents += done.documents
                problems += done.problems
        body = opml.render_topics(desk.topics, title=desk.title, base_url=desk.base_url)
        page = to_document("/topics.opml", opml.MEDIA_TYPE, body, modified=now)
        documents += _put(tx, page)
        _tell_hubs(tx, desk, documents, now)
    return Released(documents=tuple(documents), problems=tuple(problems))


def _tell_hubs(tx: Transaction, desk: Desk, documents: Sequence[str], now: datetime) -> None:
    """Owe changed feeds to those who subscribed to them, in the same transaction: a crash loses none."""
    changed = {absolute(desk.base_url, path) for path in documents}
    feeds = [url for url in topic_urls(desk.base_url, desk.topics) if url in changed]
    if feeds:
        tx.hub.owe(feeds, {hub: host_of(hub) for hub in desk.hubs}, now=now)


def _sync_topics(tx: Transaction, desk: Desk, curator: Curator, now: datetime) -> set[str]:
    """Let go of topics that are no more; match topics that are new or changed against all stories."""
    for slug in tx.drop_topics([topic.slug for topic in desk.topics]):
        for suffix in FORMATS:
            tx.drop_document(f"/topics/{slug}.{suffix}")
    known, present = tx.topic_digests(), definitions(curator, now=now)
    changed = {slug for slug, digest in present.items() if known.get(slug) != digest}
    if changed:
        for story in list(tx.stories()):
            matches = curator.match(story, now=now, only=changed)
            tx.put_matches(story.id, matches, at=now, topics=changed)
    for slug in sorted(changed):
        tx.set_topic_digest(slug, present[slug])
    missing = {t.slug for t in desk.topics if tx.document(f"/topics/{t.slug}.atom") is None}
    return changed | missing


def _curate(tx: Transaction, curator: Curator, ids: Sequence[str], now: datetime) -> frozenset[str]:
    """Enter stories into topics, and merged ones out; the slugs of topics whose feeds that touches."""
    stories = tx.stories_by_id(ids)
    touched: frozenset[str] = frozenset()
    for story_id in ids:
        story = stories.get(story_id)
        if story is None or story.id != story_id:
            touched |= tx.put_matches(story_id, (), at=now)
        else:
            touched |= _enter(tx, curator, story, now)
    return touched


def _enter(tx: Transaction, curator: Curator, story: Story, now: datetime) -> frozenset[str]:
    return tx.put_matches(story.id, curator.match(story, now=now), at=now)


def topic_feed(snapshot: Snapshot, desk: Desk, topic: Topic, now: datetime) -> list[OutputEntry]:
    """The entries that a topic's feed holds now."""
    oldest = now - topic.window if topic.window else None
    held = snapshot.topic_entries(topic.slug, limit=topic.limit)
    stories = [e.story for e in held if oldest is None or e.story.published >= oldest]
    histories = snapshot.versions_by_story([story.id for story in stories if story.version > 1])
    return [
        build_entry(
            story,
            content=topic.content,
            republish=desk.republish,
            page_url=f"{desk.base_url.rstrip('/')}/stories/{story.id}",
            versions=histories.get(story.id, ()),
        )
        for story in stories
    ]


def _publish(tx: Transaction, desk: Desk, topic: Topic, now: datetime) -> Released:
    """Render a topic in every format; a document whose bytes are the same stays as it is."""
    try:
        rendered, problems = _render(desk, topic, topic_feed(tx, desk, topic, now), now)
    except Exception as error:  # the one topic stays as it was, the others are published
        return Released(problems=(f"topic {topic.slug!r} can't be rendered: {error!r}"[:300],))
    documents = [path for document in rendered for path in _put(tx, document)]
    return Released(documents=tuple(documents), problems=tuple(problems))


def _render(
    desk: Desk, topic: Topic, entries: Sequence[OutputEntry], now: datetime
) -> tuple[list[Document], list[str]]:
    """A topic's document in every format, and the entries that could not be rendered."""
    documents: list[Document] = []
    problems: list[str] = []
    for suffix, kind in FORMATS.items():
        done = render_topic(desk, topic, entries, suffix)
        path = f"/topics/{topic.slug}.{suffix}"
        documents.append(to_document(path, kind.media_type, done.body, modified=now))
        problems += done.problems
    return documents, problems


def render_topic(desk: Desk, topic: Topic, entries: Sequence[OutputEntry], suffix: str) -> Rendered:
    """A topic's feed (or a part of it) in the format of that suffix."""
    channel = build_channel(
        topic,
        entries,
        base_url=desk.base_url,
        site_title=desk.title,
        suffix=suffix,
        hubs=desk.hubs,
    )
    return render(channel, suffix)


def _put(tx: Transaction, document: Document) -> list[str]:
    before = tx.document(document.path)
    if before is not None and before.etag == document.etag:
        return []
    if before is not None:
        # Last-Modified has whole seconds, and readers take an equal one for the same bytes (RFC 9110, 8.8.2.2).
        document = replace(document, modified=max(document.modified, before.modified + _SECOND))
    tx.put_document(document)
    return [document.path]
