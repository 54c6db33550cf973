"""What is too old is forgotten whole: no table of the file has anything of it left, or the file would grow for ever."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from feeds.model.search import Indexing
from feeds.model.story import Ruling, Story, StoryGist, StoryLink, format_id
from feeds.model.topic import Match
from store.api import Store, Transaction
from store.open import open_store
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item


def test_a_story_is_kept_as_long_after_its_last_change_as_after_its_last_copy(store: Store) -> None:
    """A page that its source writes anew each day is there still when it was first seen long ago."""
    old, living = a_plan(an_item(1)), a_plan(an_item(2))
    living = replace(living, story=replace(living.story, updated=NOW + 9 * MINUTE))
    with store.write() as tx:
        tx.apply(old)
        tx.apply(living)
        assert tx.tidy(before=NOW + MINUTE) == 1
        assert [story.id for story in tx.stories()] == [living.story.id]
        assert tx.tidy(before=NOW + 10 * MINUTE) == 1


def test_what_kept_items_have_to_do_with_each_other_is_kept(store: Store) -> None:
    old, *kept = (a_plan(an_item(number)) for number in (1, 2, 3))
    with store.write() as tx:
        tx.apply(old)
        for plan in kept:
            tx.apply(replace(plan, story=replace(plan.story, updated=NOW + 9 * MINUTE)))
        first, second, third = (plan.item.id for plan in (old, *kept))
        tx.note_contacts([(first, second), (second, third)])
        assert tx.tidy(before=NOW + MINUTE) == 1
        assert tx.contacts([third]) == {second}
        assert tx.contacts([second]) == {third}


def test_nothing_of_a_story_is_left_in_any_table_once_it_is_forgotten(
    blank: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.db"
    path.write_bytes(blank.read_bytes())
    items = [an_item(number) for number in range(1, 5)]
    items[3] = replace(items[3], first_seen=NOW + 9 * MINUTE)
    old, merged, other, kept = (a_plan(item, keys=(7, item.id)) for item in items)
    store = open_store(f"sqlite:///{path}")
    with store.write() as tx:
        for plan in (merged, other, kept):
            tx.apply(plan)
        whole = replace(old.story, copies=(*old.story.copies, *merged.story.copies))
        tx.apply(replace(old, story=whole, merged=(merged.story.id,)))
        tx.mark_released(tx.changed_stories(limit=99))
        tx.put_indexed(
            [Indexing(story=story, marks=tuple(m)) for story, m in tx.unindexed(limit=99).items()]
        )
        tx.note_contacts([(items[0].id, items[3].id), (items[1].id, items[2].id)])
        for story in (old.story, other.story):
            _mention(tx, story, kept.story)
            _mention(tx, kept.story, story)
    with store.write() as tx:
        assert tx.tidy(before=NOW + MINUTE) == 2
        assert tx.story(kept.story.id) == kept.story
    store.close()
    gone = {item.id for item in items[:3]} | {format_id(item.id) for item in items[:3]}
    with closing(sqlite3.connect(path)) as file:
        tables = [
            name
            for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not name.startswith("search_words_")
        ]
        left = {
            name
            for name in tables
            for row in file.execute(f"SELECT * FROM {name}")
            if gone & {*row}
        }
    assert len(tables) > 25
    assert left == set()


def _mention(tx: Transaction, story: Story, other: Story) -> None:
    """Have all that may name a story name it, and another beside it."""
    gist = StoryGist(story=story.id, digest="d", at=NOW, language="en", body=b"gist", keys=(5,))
    link = StoryLink(story=story.id, other=other.id, score=0.5, why="a passage")
    tx.apply(replace(a_plan(story.head), change="updated", story=story, quotes=(link,)))
    tx.rule(Ruling(stories=(), apart=((story.id, other.id),)))
    tx.twins.put([gist], before={})
    tx.twins.link(story.id, [link])
    tx.put_matches({story.id: [Match(topic="sea", story=story.id)]}, at=NOW)
    tx.put_held({story.id: {"land": NOW + 99 * MINUTE}})
    tx.put_word("sea", story.id, "pin", at=NOW)
    marks = tuple(tx.unindexed(limit=99)[story.id])
    tx.put_indexed([Indexing(story=story.id, marks=marks, published=NOW, words=("words",))])
    tx.put_word("land", story.id, "ban", at=NOW)  # which is released and indexed later
