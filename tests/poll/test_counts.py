"""What a poll is said to have come to: each entry of its document counts once, by what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.ingest import Report, Visit, settle
from feeds.intake import absorb, take_in
from feeds.model.item import Item, Management
from feeds.model.known import UNMARKED, KnownEntry, digest_head
from feeds.model.poll import Fetched, NotModified, Outcome, Reply, Source
from feeds.poll.pace import PollLimits
from feeds.readout import NOTHING_READ, Readout
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, WINDOW, at, item

_SOURCE = Source(name="Harbour Times", url="https://harbour-times.example/feed")
_LIMITS = PollLimits(
    interval=timedelta(minutes=30),
    min_interval=timedelta(minutes=10),
    max_interval=timedelta(days=1),
)
_FIRST = item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8)
_OTHER = item("Harbour Times", "b", "A deeper way in for ships", TOLD, 8)
_SEALED = replace(
    item("Harbour Times", "s", "A bridge opens", ["The bridge of Corrin opens on Monday."], 8),
    management=Management(embargo=at(20)),
)


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as tx:
        tx.sync_sources([_SOURCE], due={_SOURCE.name: at(7)})
    return store


def _poll(store: Store, hour: int, outcome: Outcome, status: int, *items: Item) -> Report:
    with store.write() as tx:
        (state,) = tx.poll_states()
        url = _SOURCE.url or ""
        reply = Reply(url=url, final_url=url, received=at(hour), status=status)
        readout = Readout(items=items) if items else NOTHING_READ
        one = Visit(source=_SOURCE, state=state, reply=reply, outcome=outcome, readout=readout)
        (report,) = settle(tx, [one], limits=_LIMITS, window=WINDOW, now=at(hour))
    return report


def _fetched() -> Fetched:
    return Fetched(
        body=b"", body_hash="", content_type=None, location="", etag=None, last_modified=None
    )


def test_new_changed_known_and_held_back_entries_are_counted_apart(store: Store) -> None:
    first = _poll(store, 9, _fetched(), 200, _FIRST, _SEALED)
    assert (first.new, first.updated, first.unchanged, first.held) == (1, 0, 0, 1)
    changed = replace(_FIRST, text=f"{_FIRST.text}\nIt begins in May.", digest="f" * 64)
    then = _poll(store, 10, _fetched(), 200, changed, _OTHER)
    assert (then.new, then.updated, then.unchanged, then.held) == (1, 1, 0, 0)
    last = _poll(store, 11, _fetched(), 200, changed, _OTHER)
    assert (last.new, last.updated, last.unchanged, last.held) == (0, 0, 2, 0)


def test_a_document_served_as_before_counts_as_unchanged_and_a_304_as_nothing(
    store: Store,
) -> None:
    _poll(store, 9, _fetched(), 200, _FIRST, _OTHER)
    same = NotModified(etag=None, last_modified=None)
    assert _poll(store, 10, same, 200).unchanged == 2
    assert _poll(store, 11, same, 304).unchanged == 0


@pytest.mark.parametrize("reads_otherwise", [False, True])
def test_what_was_forgotten_is_no_news_while_it_is_shown(
    store: Store, reads_otherwise: bool
) -> None:
    """Where it has no identity that is its own alone, too, and where a new Dateline reads it otherwise than before."""
    digest = b"as once." if reads_otherwise else digest_head(_FIRST.digest)
    entry = KnownEntry(mark=UNMARKED, id=_FIRST.id, digest=digest, keys=())
    again = [entry] if reads_otherwise else []
    with store.write() as tx:
        brought, _ = take_in(
            tx, [_FIRST, _OTHER], (), again=again, shown=[entry], window=WINDOW, now=at(12)
        )
        titles = [story.head.title for story in tx.stories()]
    assert (brought.known, brought.new) == (1, 1)
    assert titles == [_OTHER.title]


def test_an_entry_that_was_given_another_guid_is_known_by_that_from_then_on(store: Store) -> None:
    """Its words are others' and its page is another by then, so that nothing else tells what it was."""
    renamed = replace(
        item("Harbour Times", "g", "Harbour to be dredged", HARBOUR, 8),
        link=_FIRST.link,
        canonical=_FIRST.canonical,
    )
    changed = item("Harbour Times", "g", "A deeper way in for ships", TOLD, 9)
    came = []
    for hour, one in enumerate((_FIRST, renamed, changed), 10):
        with store.write() as tx:
            brought = absorb(tx, [one], window=WINDOW, now=at(hour))
            came.append((brought.new, brought.updated))
    assert came == [(1, 0), (0, 0), (0, 1)]
