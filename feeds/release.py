"""Changed stories to published documents: curate, enter into topics, render what that touched.

All of a release is one transaction: readers see the last one whole or the next one whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from feeds.curate.match import Curator, compile_topics
from feeds.model.output import Document
from feeds.model.poll import Republish, Source
from feeds.model.story import Story
from feeds.model.topic import Match, Topic
from feeds.publish import opml, sourcefeed
from feeds.publish.entry import build_channel, build_entry
from feeds.publish.formats import FORMATS
from feeds.publish.render import render, to_document
from feeds.publish.sourcefeed import event_urn
from store.api import Store, Transaction

_SECOND = timedelta(seconds=1)
_EVENTS = 100  # entries in the feed of what was told of sources
_AT_ONCE = 500  # stories a transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is published and how: topics, sources, and the site they are published on."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    base_url: str
    title: str

    @property
    def tags(self) -> Mapping[str, Sequence[str]]:
        """The tags of each source."""
        return {source.name: source.tags for source in self.sources}

    @property
    def republish(self) -> Mapping[str, Republish]:
        """How much of each source's text may be published."""
        return {source.name: source.republish for source in self.sources}

    def digest(self, topic: Topic) -> str:
        """Of what decides which stories a topic takes: when it changes, they are matched anew."""
        by_tag = topic.sources or "tag:" in topic.query.lower()
        tagged = sorted((s.name, s.tags) for s in self.sources) if by_tag else []
        what = (topic.query, topic.sources, topic.languages, topic.window, tagged)
        return blake2b(repr(what).encode(), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did: documents whose bytes changed, and entries that could not be rendered."""

    documents: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def release(store: Store, desk: Desk, *, now: datetime, everything: bool = False) -> Released:
    """Publish what changed since the last release; ``everything`` renders all documents again."""
    curator = compile_topics(desk.topics, tags=desk.tags)
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
        news = _health(tx, desk, everything=everything)
        if news is not None:
            page = to_document(sourcefeed.PATH, sourcefeed.MEDIA_TYPE, news, modified=now)
            documents += _put(tx, page)
    return Released(documents=tuple(documents), problems=tuple(problems))


def _sync_topics(tx: Transaction, desk: Desk, curator: Curator, now: datetime) -> set[str]:
    """Let go of topics that are no more; match topics that are new or changed against all stories."""
    for slug in tx.drop_topics([topic.slug for topic in desk.topics]):
        for suffix in FORMATS:
            tx.drop_document(f"/topics/{slug}.{suffix}")
    known = tx.topic_digests()
    changed = {t.slug for t in desk.topics if known.get(t.slug) != desk.digest(t)}
    if changed:
        for story in list(tx.stories()):
            _enter(tx, curator, story, now)
    for topic in desk.topics:
        if topic.slug in changed:
            tx.set_topic_digest(topic.slug, desk.digest(topic))
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
    matches: Sequence[Match] = curator.match(story)
    return tx.put_matches(story.id, matches, at=now)


def _publish(tx: Transaction, desk: Desk, topic: Topic, now: datetime) -> Released:
    """Render a topic in every format; a document whose bytes are the same stays as it is."""
    oldest = now - topic.window if topic.window else None
    held = tx.topic_entries(topic.slug, limit=topic.limit)
    stories = [e.story for e in held if oldest is None or e.story.published >= oldest]
    histories = tx.versions_by_story([story.id for story in stories if story.version > 1])
    entries = [
        build_entry(
            story,
            content=topic.content,
            republish=desk.republish,
            page_url=f"{desk.base_url.rstrip('/')}/stories/{story.id}",
            versions=histories.get(story.id, ()),
        )
        for story in stories
    ]
    documents: list[str] = []
    problems: list[str] = []
    for suffix, kind in FORMATS.items():
        channel = build_channel(
            topic, entries, base_url=desk.base_url, site_title=desk.title, suffix=suffix
        )
        done = render(channel, suffix)
        path = f"/topics/{topic.slug}.{suffix}"
        documents += _put(tx, to_document(path, kind.media_type, done.body, modified=now))
        problems += done.problems
    return Released(documents=tuple(documents), problems=tuple(problems))


def _health(tx: Transaction, desk: Desk, *, everything: bool) -> bytes | None:
    """The feed of what was told of sources, if there is news that is not in it."""
    before = tx.document(sourcefeed.PATH)
    newest = [event_urn(event).encode() for event in tx.source_events(limit=1)]
    if before is not None and not everything and all(urn in before.body for urn in newest):
        return None
    events = tx.source_events(limit=_EVENTS)
    return sourcefeed.render_events(events, title=desk.title, base_url=desk.base_url)


def _put(tx: Transaction, document: Document) -> list[str]:
    before = tx.document(document.path)
    if before is not None and before.etag == document.etag:
        return []
    if before is not None:
        # Last-Modified has whole seconds, and readers take an equal one for the same bytes (RFC 9110, 8.8.2.2).
        document = replace(document, modified=max(document.modified, before.modified + _SECOND))
    tx.put_document(document)
    return [document.path]
