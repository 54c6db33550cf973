"""A topic's digests, inside a release's transaction: made when their period has ended, and never again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feeds.curate.rules import ranked
from feeds.edition import Tags, entries, reasons
from feeds.model.story import Story
from feeds.model.topic import Digest, Period, Topic
from feeds.publish.digest import digest_body, end_of, label_of, start_of
from feeds.publish.entry import story_urn
from feeds.publish.shelf import Shelf
from store.api import Snapshot, Transaction


def is_due(snapshot: Snapshot, topic: Topic, now: datetime) -> bool:
    """Whether a period of the topic has ended that it has no digest of yet, or it has only become a digest."""
    if topic.digest is None:
        return False
    state = snapshot.digest_state(topic.slug)
    return state is None or state.until < start_of(topic.digest, now)


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
    for entry in tx.topic_entries(topic.slug):
        inside = state.until <= entry.entered < end and entry.entered > state.opened
        if inside and entry.story.status == "usable":
            label = label_of(period, entry.entered)
            found.setdefault(label, []).append(entry.story)
            ends[label] = end_of(period, entry.entered)
    for label in sorted(found):
        stories = ranked(found[label], topic.rank)
        _put(tx, topic, label, ends[label], stories, shelf, tags)
    tx.put_digest_state(topic.slug, opened=state.opened, until=end)


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
