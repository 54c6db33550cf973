"""Items taken in in one transaction come to what they come to by one transaction each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from feeds.identify import fingerprint, keys_of
from feeds.intake import absorb
from feeds.model.item import Item
from feeds.model.story import Plan, Posting, parse_id
from store.api import Snapshot, Store, Transaction
from store.open import open_store
from store.unwritten import Unwritten
from tests.quality import desk
from tests.quality.labelled import Labelled, load
from tests.store.test_conformance import NOW, a_plan, an_item

OWN = Path(desk.__file__).parent / "own" / "stories.jsonl"


@cache
def happenings(seed: int) -> list[Item]:
    """A newsroom's day by chance: stories and their copies, words that change, texts that come again under another
    guid, kill notices.
    """
    chance = random.Random(seed)
    every = load(OWN)
    carried = sorted({item.story for item in every})
    some = set(chance.sample(carried, 12))
    came: list[Labelled] = [item for item in every if item.story in some]
    day: list[Labelled] = []
    for number, item in enumerate(came):
        day.append(item)
        before = chance.choice(day)
        happens = chance.random()
        if happens < 0.15:
            day.append(replace(before, text=f"{before.text} More was told at {number}:30 there."))
        elif happens < 0.25:
            day.append(replace(before, id=f"{before.id} again"))
        elif happens < 0.32:
            killed = {"title": f"KILL: {before.title}", "text": "Editors: please kill this story."}
            day.append(replace(before, id=chance.choice([before.id, f"k{number}"]), **killed))
        elif happens < 0.4:
            day.append(replace(before, id=f"b{number}", source="Bridge", text=before.teaser))
    return [desk.to_item(item) for item in day if item.text]


def told(snapshot: Snapshot, items: Sequence[Item]) -> Iterator[Any]:
    """All that is kept of them."""
    for story in snapshot.stories():
        yield story, list(snapshot.versions(story.id)), list(snapshot.quotes(story.id))
        yield snapshot.fingerprints(sorted(copy.item for copy in story.copies))
    yield snapshot.moved_stories()
    for item in items:
        found = snapshot.postings(keys_of(fingerprint(item)), since=desk.NOW - desk.WINDOW)
        yield {key: sorted(postings) for key, postings in found.items()}


@contextmanager
def as_told(items: Sequence[Item]) -> Iterator[tuple[Store, list[Any]]]:
    """A store to take them in, and what is kept of them then."""
    opened = open_store("sqlite:///:memory:")
    kept: list[Any] = []
    yield opened, kept
    with opened.read() as snapshot:
        kept.extend(told(snapshot, items))
    opened.close()


@cache
def one_by_one(seed: int) -> list[Any]:
    """What is kept of a day's items that were taken in by a transaction each."""
    with as_told(happenings(seed)) as (alone, kept):
        for item in happenings(seed):
            with alone.write() as tx:
                absorb(tx, [item], window=desk.WINDOW, now=desk.NOW)
    return kept


@pytest.mark.parametrize("seed", range(2))
def test_together_or_one_by_one_items_come_to_the_same(store: Store, seed: int) -> None:
    items = happenings(seed)
    with store.write() as tx:
        for item in items:
            absorb(tx, [item], window=desk.WINDOW, now=desk.NOW)
    with store.read() as together:
        assert list(told(together, items)) == one_by_one(seed)
        assert len(list(together.stories())) > 8


def documents(seed: int) -> list[Sequence[Item]]:
    items = happenings(seed)
    return [items[start : start + 9] for start in range(0, len(items), 9)]


@cache
def never_ahead(seed: int) -> list[Any]:
    """What is kept of a day's documents where nothing was read ahead."""
    with (
        pytest.MonkeyPatch.context() as patch,
        as_told(happenings(seed)) as (alone, kept),
        alone.write() as tx,
    ):
        patch.setattr(type(tx), "foresee", lambda *_, **__: None)
        for document in documents(seed):
            absorb(tx, document, window=desk.WINDOW, now=desk.NOW)
    return kept


@pytest.mark.parametrize("seed", [10, 11])
def test_reading_ahead_for_a_document_changes_nothing(store: Store, seed: int) -> None:
    with store.write() as tx:
        for document in documents(seed):
            absorb(tx, document, window=desk.WINDOW, now=desk.NOW)
    with store.read() as ahead:
        assert list(told(ahead, happenings(seed))) == never_ahead(seed)


def take_by_threes(store: Store, items: Sequence[Item]) -> None:
    for start in range(0, len(items), 3):
        with store.write() as tx:
            for item in items[start : start + 3]:
                absorb(tx, [item], window=desk.WINDOW, now=desk.NOW)


@cache
def all_written(seed: int) -> list[Any]:
    """What is kept of a day's items where all copies of a story are written each time."""
    with pytest.MonkeyPatch.context() as patch, as_told(happenings(seed)) as (whole, kept):
        patch.setattr(Unwritten, "unlike", lambda _, story: [*story.copies])
        take_by_threes(whole, happenings(seed))
    return kept


@pytest.mark.parametrize("seed", [20, 21])
def test_writing_the_copies_that_changed_comes_to_what_writing_all_would(
    store: Store, seed: int
) -> None:
    take_by_threes(store, happenings(seed))
    with store.read() as changed:
        assert list(told(changed, happenings(seed))) == all_written(seed)


@contextmanager
def counting() -> Iterator[list[int]]:
    """How many rows each statement writes, or 1."""
    written: list[int] = []

    def count(*said: Any) -> None:
        written.append(len(said[3]) if said[5] else 1)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield written
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@pytest.mark.parametrize("together", [True, False])
def test_a_text_given_hundreds_of_times_is_written_once_for_each_time(
    store: Store, together: bool
) -> None:
    """Not once more with each that follows: five thousand of them would fill the memory, and the disk."""
    one = a_plan(an_item(0), keys=(7,))
    copies = [a_plan(an_item(n), keys=(7,)).story.copies[0] for n in range(150)]

    def take(tx: Transaction, number: int) -> None:
        before = tx.stories_by_id([one.story.id]).get(one.story.id)
        had = before.copies if before else ()
        joined = replace(one.story, copies=(*had, copies[number]))
        tx.apply(replace(a_plan(an_item(number), keys=(7,)), story=joined))

    with counting() as written:
        if together:
            with store.write() as tx:
                for number in range(150):
                    take(tx, number)
        else:
            for number in range(150):
                with store.write() as tx:
                    take(tx, number)
    with store.read() as snapshot:
        assert [len(story.copies) for story in snapshot.stories()] == [150]
    assert sum(written) < 150 * 25


def answers(tx: Snapshot, plans: Sequence[Plan]) -> list[Any]:
    """What a transaction answers about stories that it has just taken in."""
    ids = [plan.story.id for plan in plans]
    items = [plan.item.id for plan in plans]
    postings = tx.postings([7, 8], since=NOW)
    return [
        {key: sorted(found, key=lambda one: one.item) for key, found in postings.items()},
        tx.postings([7, 8], since=NOW + timedelta(seconds=1)),
        tx.stories_by_id([*ids, "no"]),
        tx.present_stories([*ids, "no"]),
        tx.stories_of([*items, 1]),
        tx.fingerprints([*items, 1]),
        [tx.item(item) for item in items],
        [tx.items_by_key(plan.item.source, [plan.item.key, "no"]) for plan in plans],
    ]


def test_a_transaction_knows_what_it_took_in_before_and_after_that_is_written(store: Store) -> None:
    one, two, three = (a_plan(an_item(n), keys=(7, 8)) for n in (1, 2, 3))
    with store.write() as tx:
        tx.apply(one)
    joined = replace(one.story, copies=(*one.story.copies, *three.story.copies))
    changed = replace(two.item, title="Other words")
    with store.write() as tx:
        tx.apply(two)
        tx.apply(replace(three, story=joined))
        anew = replace(
            two.story, head=changed, copies=(replace(two.story.copies[0], title="Other words"),)
        )
        tx.apply(replace(two, change="updated", item=changed, story=anew, version=None))
        waiting = answers(tx, [one, two, three])
        tx.know_as(one.item, ["guid:another"])
        assert tx.items_by_key(one.item.source, ["guid:another"]).keys() == {"guid:another"}
        tx.know_as(one.item, ["guid:more"])
        tx.amend(one.item)
        assert tx.items_by_key(one.item.source, ["guid:more"]).keys() == {"guid:more"}
        assert list(tx.stories())  # which has it all written
        assert answers(tx, [one, two, three]) == waiting
    with store.read() as snapshot:
        assert answers(snapshot, [one, two, three]) == waiting
    assert waiting[0][7] == sorted(
        [
            Posting(item=one.item.id, story=parse_id(one.story.id)),
            Posting(item=two.item.id, story=parse_id(two.story.id)),
            Posting(item=three.item.id, story=parse_id(one.story.id)),
        ],
        key=lambda posting: posting.item,
    )
    assert {copy.item for copy in waiting[2][one.story.id].copies} == {one.item.id, three.item.id}
