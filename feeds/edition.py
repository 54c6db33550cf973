"""What a topic shows now: which stories, in which order, and their entries; for feeds, pushes and pages alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from feeds.curate.rules import lead, ranked
from feeds.model.archive import Posted
from feeds.model.item import Item
from feeds.model.story import Story, Version
from feeds.model.topic import Hit, Topic
from feeds.publish.digest import digest_entry, is_label
from feeds.publish.notes import LATEST
from feeds.publish.render import RenderedEntry, render_entry
from feeds.publish.shelf import Copytext, Shelf
from store.api import Snapshot

Tags = Mapping[str, Sequence[str]]
_PIN = Hit(term="an editor’s pin", field="", found="")
_AT_ONCE = 500  # stories read at once
_AMONG = 50  # of what a topic published last a page looks for the newest among as many as its feed holds, or so many


def oldest(topic: Topic, now: datetime | None) -> datetime | None:
    """How far back a topic goes; None: as far as there are stories."""
    return now - topic.window if now and topic.window else None


def pinned(snapshot: Snapshot, topic: Topic) -> list[str]:
    """The stories that an editor pinned in a topic, the latest pin first."""
    return [story for story, word in snapshot.words_in(topic.slug).items() if word == "pin"]


def edition(snapshot: Snapshot, topic: Topic, now: datetime | None) -> list[Posted]:
    """What a topic's feed document holds, in its order; ``now`` None: whatever the topic's window.

    What is pinned is in it, however old.
    """
    if topic.digest is not None:
        return list(snapshot.digest_edition(topic.slug, limit=topic.limit))
    also = pinned(snapshot, topic)
    found = snapshot.edition(topic.slug, limit=topic.limit, since=oldest(topic, now), also=also)
    if topic.rank == "newest":
        return list(found)
    by_story = {one.story: one for one in found}
    stories = snapshot.stories_by_id(list(by_story))
    order = ranked((stories[story] for story in by_story if story in stories), topic.rank)
    return [by_story[story.id] for story in order]


def fronts(
    snapshot: Snapshot, topics: Sequence[Topic], limit: int | None, now: datetime
) -> list[list[Story]]:
    """The stories that a page shows of each topic: what is pinned, then the newest ``limit`` (None: all) of what
    its feed holds, in the topic's order.
    """
    lists = [_listed(snapshot, topic, limit, now) for topic in topics]
    ids = dict.fromkeys(story for both in lists for some in both for story in some)
    stories = snapshot.stories_by_id(list(ids))
    return [
        _in_order(topic, [[stories[one] for one in some if one in stories] for some in both], now)
        for topic, both in zip(topics, lists, strict=True)
    ]


def _listed(
    snapshot: Snapshot, topic: Topic, limit: int | None, now: datetime
) -> tuple[list[str], list[str]]:
    """The stories that are pinned in a topic, and the newest others."""
    on_top, most = pinned(snapshot, topic), limit or topic.limit
    if topic.digest is not None:  # its log holds digests
        found = [entry.story.id for entry in snapshot.topic_entries(topic.slug, limit=most)]
    else:
        # Not the newest of all that it has, which would have to be sorted for it; what only changed is among them.
        among = max(topic.limit, _AMONG)
        since = oldest(topic, now)
        found = [one.story for one in snapshot.edition(topic.slug, limit=among, since=since)[:most]]
    there = set(on_top)
    return on_top, [story for story in found if story not in there]


def _in_order(topic: Topic, both: Sequence[Sequence[Story]], now: datetime) -> list[Story]:
    on_top, found = both
    since = oldest(topic, now)
    others = [story for story in found if since is None or story.published >= since]
    return [*on_top, *ranked(others, topic.rank)]


def entries(
    snapshot: Snapshot, shelf: Shelf, topic: Topic, tags: Tags, ids: Sequence[str]
) -> list[RenderedEntry]:
    """The entries of those stories (or digests, by their labels) as the topic shows them, in the same order.

    ``tags`` are those of the sources.
    """
    labels = [one for one in ids if is_label(one)]
    if labels:
        return _digests(snapshot, shelf, topic, labels)
    missing = shelf.missing(topic, ids)
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        stories = snapshot.stories_by_id(some)
        text = Copytext(
            stories=stories,
            versions=histories(snapshot, stories.values()),
            leads=_leads(snapshot, topic, tags, stories.values()) if topic.priority else {},
            why=reasons(snapshot, topic, some) if topic.explain else None,
            twins=twins_by_story(snapshot, [story.id for story in stories.values()]),
        )
        shelf.put(topic, text)
    return shelf.take(topic, ids)


def _digests(
    snapshot: Snapshot, shelf: Shelf, topic: Topic, labels: Sequence[str]
) -> list[RenderedEntry]:
    kept = snapshot.digests(topic.slug, labels)
    return [
        render_entry(digest_entry(topic, kept[label], shelf.base_url))
        for label in labels
        if label in kept
    ]


def reasons(snapshot: Snapshot, topic: Topic, ids: Sequence[str]) -> dict[str, tuple[Hit, ...]]:
    """Why the topic has those stories: what of its query matched, and an editor's pin."""
    on_top = pinned(snapshot, topic)
    return {
        story: (*hits, _PIN) if story in on_top else hits
        for story, hits in snapshot.hits(topic.slug, ids).items()
    }


def histories(snapshot: Snapshot, stories: Iterable[Story]) -> dict[str, Sequence[Version]]:
    """The versions that entries of stories are made of, of those that have several, by story: the newest, and of one
    that is withdrawn all, since its words may have gone on changing after the notice.
    """
    changed = [story for story in stories if story.version > 1]
    usable = [story.id for story in changed if story.status == "usable"]
    withdrawn = [story.id for story in changed if story.status == "withdrawn"]
    newest = snapshot.versions_by_story(usable, last=LATEST)
    return {**newest, **snapshot.versions_by_story(withdrawn)}


def twins_by_story(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, list[Story]]:
    """The language twins of stories, the surest first."""
    links = snapshot.twins.of(ids)
    others = snapshot.stories_by_id(sorted({one.other for some in links.values() for one in some}))
    return {
        story: [others[link.other] for link in some if link.other in others]
        for story, some in links.items()
    }


def _leads(
    snapshot: Snapshot, topic: Topic, tags: Tags, stories: Iterable[Story]
) -> dict[str, Item]:
    """The items that head stories where the topic's priority sources go first, by story."""
    found = {}
    for story in stories:
        copy = lead(story, topic.priority, tags)
        item = snapshot.item(copy.item) if copy else None
        if item is not None:
            found[story.id] = item
    return found
