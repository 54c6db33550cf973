"""What a release costs: ``python -m bench.publish``.

A SQLite store in a file is filled with synthetic stories, each in five of the topics; the topics' feeds are full.
Then every topic changes and is published in every format, once as an archive document of each is due and once
without; one more copy of one story touches the topics that have it; nothing changes. The store's writes are among it.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import islice

from bench.synthetic import synthetic
from feeds.model.item import Credit, Item, guid_key, item_id
from feeds.model.poll import Source
from feeds.model.story import Copy, Plan, Story, Version, format_id
from feeds.model.topic import Topic
from feeds.release import Desk, Released, release
from store.api import Store
from store.open import open_store

_START = datetime(2026, 3, 1, tzinfo=UTC)
_SHARED = 5  # topics that have a story


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--entries", type=int, default=100)
    given = parser.parse_args()
    desk = _desk(given.topics, given.entries)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        stories = _fill(store, given.topics, given.entries)
        with _timed(f"first release, {len(stories)} stories"):
            release(store, desk, now=_START)
        late = _stories(2 * given.topics, given.topics, start=len(stories))
        for n, what in enumerate(("with an archive document each", "of their feeds alone")):
            _put(store, *late[n::2])
            with _timed(f"{given.topics} topics of {given.entries} entries, {what}") as done:
                done += [release(store, desk, now=_START + timedelta(hours=1 + n))]
            print(f"  {len(done[0].documents)} documents changed")
        _put(store, _joined(late[0]))
        with _timed("one more copy of one story") as done:
            done += [release(store, desk, now=_START + timedelta(hours=4))]
        print(f"  {len(done[0].documents)} documents changed")
        with _timed("nothing changed"):
            release(store, desk, now=_START + timedelta(hours=5))
        store.close()


@contextmanager
def _timed(what: str) -> Iterator[list[Released]]:
    began, worked = time.perf_counter(), time.process_time()
    yield []
    wall, cpu = time.perf_counter() - began, time.process_time() - worked
    print(f"{what}: {wall:.3f} s, {cpu:.3f} s of the processor")


def _desk(topics: int, entries: int) -> Desk:
    made = tuple(
        Topic(slug=f"t{n}", title=f"Topic {n}", query=f"author:desk{n}", limit=entries)
        for n in range(topics)
    )
    sources = tuple(Source(name=name, url=f"https://{name}.example/") for name in ("one", "two"))
    return Desk(topics=made, sources=sources, base_url="https://desk.example/", title="Bench")


def _stories(count: int, topics: int, *, start: int = 0) -> list[Story]:
    """Stories of a few hundred words, each taken by five topics in a row."""
    found = []
    for n, told in enumerate(islice(synthetic(start + count, 1), start, None), start):
        desks = " ".join(f"desk{(n + step) % topics}" for step in range(_SHARED))
        moment = _START + timedelta(seconds=n)
        item = Item(
            id=item_id("one", guid_key(told.id)),
            source="one",
            key=guid_key(told.id),
            guid=told.id,
            link=f"https://one.example/{n}",
            canonical=f"https://one.example/{n}",
            title=told.title,
            html="".join(f"<p>{escape(line)}</p>" for line in told.text.split("\n")),
            text=told.text,
            teaser=False,
            published=moment,
            date_source="published",
            first_seen=moment,
            digest=f"{n:032}",
            credit=Credit(byline=desks),
        )
        found.append(_story(item))
    return found


def _story(item: Item) -> Story:
    return Story(
        id=format_id(item.id),
        head=item,
        copies=(_copy(item),),
        first_carrier=item.source,
        published=item.first_seen,
        updated=item.first_seen,
        first_seen=item.first_seen,
    )


def _copy(item: Item) -> Copy:
    return Copy(
        item=item.id,
        source=item.source,
        guid=item.guid,
        link=item.link,
        title=item.title,
        published=item.published,
        first_seen=item.first_seen,
        carried_at=item.first_seen,
        teaser=False,
        agency=None,
        words=len(item.text.split()),
        relation="original",
    )


def _joined(story: Story) -> Story:
    other = replace(story.head, id=story.head.id + 1, source="two", link="https://two.example/x")
    return replace(story, copies=(*story.copies, _copy(other)))


def _fill(store: Store, topics: int, entries: int) -> list[Story]:
    stories = _stories(topics * entries // _SHARED, topics)
    _put(store, *stories)
    return stories


def _put(store: Store, *stories: Story) -> None:
    with store.write() as tx:
        for story in stories:
            head = story.head
            words = Version(
                number=1,
                at=story.updated,
                item=head.id,
                title=head.title,
                text=head.text,
                digest=head.digest,
            )
            last = story.copies[-1]
            item = replace(head, id=last.item, source=last.source, link=last.link)
            tx.apply(Plan(change="new", item=item, keys=(), story=story, version=words))


if __name__ == "__main__":
    main()
