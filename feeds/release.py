"""Changed stories to published documents: curate, enter into topics, render what that touched.

All of a release is one transaction: readers see the last one whole or the next one whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.curating import Curation
from feeds.digesting import due, entering
from feeds.edition import edition, entries
from feeds.model.output import OutputEntry
from feeds.model.topic import Topic
from feeds.press import Desk, Press, drop_documents
from feeds.publish import opml, sourcefeed
from feeds.publish.addresses import absolute, topic_urls
from feeds.publish.digest import digest_urn
from feeds.publish.entry import build_channel, story_urn
from feeds.publish.hub import host_of
from feeds.publish.paginate import Address
from feeds.publish.render import Rendered, render
from feeds.publish.shelf import Shelf
from feeds.publish.sourcefeed import event_urn
from store.api import Snapshot, Store, Transaction

__all__ = ["Desk", "Released", "published_ids", "release", "render_topic", "topic_feed"]
_EVENTS = 100  # entries in the feed of what was told of sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did: documents whose bytes changed, and entries that could not be rendered."""

    documents: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def release(
    store: Store,
    desk: Desk,
    *,
    now: datetime,
    everything: bool = False,
    first: Callable[[Transaction], None] | None = None,
) -> Released:
    """Publish what changed since the last release; ``everything`` renders all documents again. ``first`` is done
    before, in the same transaction: to all stories that this releases.

    Of a topic that has its feed only the stories that changed are looked at, lest a release take longer the more
    is kept.
    """
    with store.write() as tx:
        if first is not None:
            first(tx)
        _keep_topics(tx, desk)
        at = entering(tx, desk.topics, now)
        curation = Curation(tx, desk.curator, desk.topics, now, at)
        missing = _without_feed(tx, desk)
        # First, so that a topic that is new to them as well is not asked about these stories twice.
        touched = curation.take_changed()
        whole = curation.rematch() | missing
        whole |= {topic.slug for topic in desk.topics} if everything else set()
        touched |= whole
        touched |= due(tx, desk.topics, now)
        press = Press(tx, desk, now)
        press.keep_archives([t for t in desk.topics if everything or t.slug in missing])
        touched |= press.redact_digests(curation.withdrawn)
        if everything:
            press.tighten()
        topics = [topic for topic in desk.topics if topic.slug in touched]
        press.publish(topics, changed=curation.changed, whole=whole)
        press.redact(None if everything else curation.withdrawn)
        body = opml.render_topics(desk.topics, title=desk.title, base_url=desk.base_url)
        press.put("/topics.opml", opml.MEDIA_TYPE, body)
        news = _health(tx, desk, everything=everything)
        if news is not None:
            press.put(sourcefeed.PATH, sourcefeed.MEDIA_TYPE, news)
        _tell_hubs(tx, desk, press.documents, now)
    return Released(documents=tuple(press.documents), problems=tuple(press.problems))


def _tell_hubs(tx: Transaction, desk: Desk, documents: Sequence[str], now: datetime) -> None:
    """Owe changed feeds to those who subscribed to them, in the same transaction: a crash loses none."""
    changed = {absolute(desk.base_url, path) for path in documents}
    every = topic_urls(desk.base_url, desk.topics) if changed else ()
    feeds = [url for url in every if url in changed]
    if feeds:
        tx.hub.owe(feeds, {hub: host_of(hub) for hub in desk.hubs}, now=now)


def published_ids(snapshot: Snapshot, desk: Desk) -> frozenset[str]:
    """The ids of the entries that the topics' feeds hold."""
    return frozenset(
        digest_urn(topic, one.story) if topic.digest else story_urn(one.story)
        for topic in desk.topics
        for one in edition(snapshot, topic, None)
    )


def topic_feed(snapshot: Snapshot, desk: Desk, topic: Topic, now: datetime) -> list[OutputEntry]:
    """The entries that a topic's feed holds now."""
    shelf = Shelf(republish=desk.republish, base_url=desk.base_url)
    ids = [one.story for one in edition(snapshot, topic, now)]
    return [one.entry for one in entries(snapshot, shelf, topic, desk.tags, ids)]


def render_topic(desk: Desk, topic: Topic, entries: Sequence[OutputEntry], suffix: str) -> Rendered:
    """A topic's feed with those entries, in the format of that suffix."""
    channel = build_channel(
        topic,
        entries,
        base_url=desk.base_url,
        site_title=desk.title,
        suffix=suffix,
        hubs=desk.hubs,
    )
    return render(channel, suffix)


def _keep_topics(tx: Transaction, desk: Desk) -> None:
    """Follow topics that were renamed; let go of those that are no more."""
    for topic in desk.topics:
        _rename(tx, topic)
    for slug in tx.drop_topics([topic.slug for topic in desk.topics]):
        drop_documents(tx, slug, [None, *tx.drop_archive(slug)])


def _without_feed(tx: Transaction, desk: Desk) -> set[str]:
    """The slugs of topics that have no feed yet."""
    feeds = {t.slug: Address(slug=t.slug, suffix="atom").path for t in desk.topics}
    there = tx.document_etags(list(feeds.values()))
    return {slug for slug, path in feeds.items() if path not in there}


def _rename(tx: Transaction, topic: Topic) -> None:
    """Carry a topic's stories and archive over from the slug it had before."""
    known = tx.topic_digests() if topic.was else {}  # mostly none had, and each release asks
    before = next((slug for slug in reversed(topic.was) if slug in known), None)
    if before and topic.slug not in known and not tx.topic_number(topic.slug):
        tx.rename_topic(before, topic.slug)
        drop_documents(tx, before, [None])


def _health(tx: Transaction, desk: Desk, *, everything: bool) -> bytes | None:
    """The feed of what was told of sources, if there is news that is not in it."""
    before = tx.document(sourcefeed.PATH)
    newest = [event_urn(event).encode() for event in tx.source_events(limit=1)]
    if before is not None and not everything and all(urn in before.body for urn in newest):
        return None
    events = tx.source_events(limit=_EVENTS)
    return sourcefeed.render_events(events, title=desk.title, base_url=desk.base_url)
