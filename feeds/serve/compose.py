"""A topic's feed with some of its stories only, rendered when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feeds.edition import edition, entries
from feeds.model.output import Channel
from feeds.model.topic import Topic
from feeds.publish.entry import build_channel
from feeds.publish.paginate import as_feed
from feeds.publish.render import RenderedEntry, assemble
from feeds.publish.shelf import Shelf
from feeds.serve.desk import Front
from store.api import Snapshot


def entries_of(
    snapshot: Snapshot, front: Front, topic: Topic, ids: Sequence[str]
) -> list[RenderedEntry]:
    """The stories as the topic publishes them."""
    shelf = Shelf(republish=front.republish, base_url=front.base_url)
    return entries(snapshot, shelf, topic, front.tags, ids)


def channel_of(
    front: Front, topic: Topic, entries: Sequence[RenderedEntry], suffix: str
) -> Channel:
    """The topic's channel with those entries."""
    return build_channel(
        topic,
        [one.entry for one in entries],
        base_url=front.base_url,
        site_title=front.title,
        suffix=suffix,
        hubs=front.hubs,
    )


def news_since(
    snapshot: Snapshot, front: Front, topic: Topic, suffix: str, *, number: int, now: datetime
) -> bytes | None:
    """The feed with only what changed since the topic's log stood at ``number``; None: nothing did."""
    changed = [one.story for one in edition(snapshot, topic, now) if one.touched > number]
    news = entries_of(snapshot, front, topic, changed)
    if not news:
        return None
    channel = channel_of(front, topic, news, suffix)
    pages = snapshot.archive_pages(topic.slug)
    if pages:
        channel = as_feed(channel, newest=pages[-1].number)
    return assemble(channel, news, suffix)
