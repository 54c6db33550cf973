"""A topic's digests, inside a release's transaction: made when their period has ended, and never again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.curate.rules import ranked
from feeds.edition import Tags, entries, reasons
from feeds.model.story import Story
from feeds.model.topic import Digest, DigestState, Period, Topic
from feeds.publish.digest import digest_body, end_of, label_of, links, start_of
from feeds.publish.entry import story_urn
from feeds.publish.shelf import Shelf
from store.api import Snapshot, Transaction

_ALL = 10_000  # digests of a topic that are looked through
_AFTER = timedelta(microseconds=1)


def due(snapshot: Snapshot, topics: Sequence[Topic], now: datetime) -> frozenset[str]:
    """The slugs of topics of which a period has ended that they have no digest of yet, or that only became digests."""
    periods = {topic.slug: topic.digest for topic in topics if topic.digest}
    states = snapshot.digest_states() if periods else {}
    return frozenset(
        slug
        for slug, period in periods.items()
        if slug not in states or states[slug].until < start_of(period, now)
    )


def entering(snapshot: Snapshot, topics: Sequence[Topic], now: datetime) -> datetime:
    """When stories enter topics that enter them now: after what digests have looked back on.

    Where the clock was set back they would enter a period that has its digest already, and none would list them.
    """
    slugs = [topic.slug for topic in topics if topic.digest]
    states = snapshot.digest_states() if slugs else {}
    known = [states[slug] for slug in slugs if slug in states]
    return max([now, *(max(state.until, state.opened + _AFTER) for state in known)])


def begin(tx: Transaction, topic: Topic, period: Period, now: datetime) -> None:
    """Make a topic a digest from now on: what it has taken by now is in none."""
    tx.put_digest_state(topic.slug, opened=now, until=start_of(period, now))


def close(
    tx: Transaction, topic: Topic, period: Period, shelf: Shelf, tags: Tags, now: datetime
) -> None:
    """Make the digests of the periods that have ended; a period in which nothing entered has none."""
    state = tx.digest_state(topic.slug)
    end = start_of(period, now)
    if state is None or end <= state.until:
        return
    found: dict[str, list[Story]] = {}
    ends: dict[str, datetime] = {}
    for entry in tx.topic_entries(topic.slug, since=max(state.until, state.opened)):
        inside = state.until <= entry.entered < end and entry.entered > state.opened
        if inside and entry.story.status == "usable":
            label = label_of(period, entry.entered)
            found.setdefault(label, []).append(entry.story)
            ends[label] = end_of(period, entry.entered)
    again = _again(tx, topic, shelf, tags, [s for some in found.values() for s in some], state)
    for label in sorted(found):
        stories = ranked((s for s in found[label] if s.id not in again), topic.rank)
        if stories:
            _put(tx, topic, label, ends[label], stories, shelf, tags)
    tx.put_digest_state(topic.slug, opened=state.opened, until=end)


def _again(
    tx: Transaction,
    topic: Topic,
    shelf: Shelf,
    tags: Tags,
    stories: Sequence[Story],
    state: DigestState,
) -> set[str]:
    """Which of the stories a digest had before: they were merged into others meanwhile, and came apart again."""
    before = [story.id for story in stories if story.first_seen < state.until]
    if not before:
        return set()
    labels = [one.story for one in tx.digest_edition(topic.slug, limit=_ALL)]
    told = {page for one in tx.digests(topic.slug, labels).values() for page in links(one.html)}
    known = {
        one.entry.id for one in entries(tx, shelf, topic, tags, before) if one.entry.link in told
    }
    return {story for story in before if story_urn(story) in known}


def _put(
    tx: Transaction,
    topic: Topic,
    label: str,
    until: datetime,
    stories: Sequence[Story],
    shelf: Shelf,
    tags: Tags,
) -> None:
    ids = [story.id for story in stories]
    shown = entries(tx, shelf, replace(topic, explain=False), tags, ids)
    found = reasons(tx, topic, ids) if topic.explain else {}
    why = {story_urn(story_id): hits for story_id, hits in found.items()}
    body = digest_body([one.entry for one in shown], why)
    tx.put_digest(topic.slug, Digest(label=label, until=until, stories=len(shown), html=body))
