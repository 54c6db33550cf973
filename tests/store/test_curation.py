"""Editors' words, stories held back and digests, on every backend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.model.archive import Posted
from feeds.model.story import Plan
from feeds.model.topic import Digest, DigestState, Hit, Match
from store.api import Store
from tests.store.test_archive import put
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item


def test_an_editor_s_word_marks_its_story_and_goes_with_it(store: Store) -> None:
    story = put(store, 1, 1)
    with store.write() as tx:
        tx.mark_released(tx.changed_stories(limit=9))
        tx.put_word("sea", story.id, "pin", at=NOW)
        tx.put_word("land", story.id, "ban", at=NOW)
        assert [changed for changed, _ in tx.changed_stories(limit=9)] == [story.id]
        tx.put_word("land", story.id, None, at=NOW)
    with store.read() as snapshot:
        assert snapshot.words_by_story([story.id, "other"]) == {story.id: {"sea": "pin"}}
        assert list(snapshot.words_in("sea")) == [story.id]
    with store.write() as tx:
        tx.drop_topics(["land"])
        assert tx.words_in("sea"), "should the topic return"
        tx.tidy(before=NOW + 1000 * MINUTE)
        assert tx.words_in("sea") == {}


@pytest.mark.parametrize("later", ["pin", "ban"])
def test_of_two_words_on_what_becomes_one_story_the_later_counts(store: Store, later: str) -> None:
    kept, gone = put(store, 1, 1), put(store, 2, 2)
    with store.write() as tx:
        tx.put_word("sea", kept.id, "pin", at=NOW + (MINUTE if later == "pin" else -MINUTE))
        tx.put_word("sea", gone.id, "ban", at=NOW)
        tx.put_word("land", gone.id, "pin", at=NOW)
        item = an_item(3)
        merged = replace(a_plan(item).story, id=kept.id)
        plan = Plan(change="new", item=item, keys=(item.key,), story=merged, merged=(gone.id,))
        tx.apply(plan)
        assert tx.words_by_story([kept.id]) == {kept.id: {"sea": later, "land": "pin"}}
        assert tx.words_by_story([gone.id]) == {}


def test_stories_held_back_come_out_in_the_order_of_their_times(store: Store) -> None:
    with store.write() as tx:
        tx.put_held(
            {"a": {"sea": NOW + 2 * MINUTE, "land": NOW + 9 * MINUTE}, "b": {"sea": NOW + MINUTE}}
        )
        tx.put_held({"a": {"sea": NOW + 3 * MINUTE}}, topics={"sea"})
        assert tx.next_held() == NOW + MINUTE
        assert tx.held_by_topics("a") == {"sea": NOW + 3 * MINUTE, "land": NOW + 9 * MINUTE}
        assert tx.take_held(now=NOW, limit=9) == []
        assert tx.take_held(now=NOW + 5 * MINUTE, limit=9) == ["b", "a"]
        assert tx.held_by_topics("a") == {"land": NOW + 9 * MINUTE}
        tx.drop_topics([])
        tx.rename_topic("land", "shore")
        assert tx.held_by_topics("a") == {"shore": NOW + 9 * MINUTE}


def test_why_a_topic_took_stories_is_asked_of_many_at_once(store: Store) -> None:
    story = put(store, 1, 1)
    why = (Hit(term="ferry", field="title", found="the ferry", weight=2.0),)
    with store.write() as tx:
        tx.put_matches({story.id: [Match(topic="sea", story=story.id, why=why)]}, at=NOW)
        assert tx.hits("sea", [story.id, "other"]) == {story.id: why}
        assert tx.hits("land", [story.id]) == {}


def test_pinned_stories_are_in_an_edition_however_old(store: Store) -> None:
    old, new = put(store, 1, 1), put(store, 2, 9)
    since = NOW + 5 * MINUTE
    with store.write() as tx:
        assert tx.post("sea", since=since) == 1
        assert tx.post("sea", since=since, also=[old.id]) == 2
        assert [one.story for one in tx.edition("sea", limit=1, since=since)] == [new.id]
        found = tx.edition("sea", limit=1, since=since, also=[old.id])
        assert [one.story for one in found] == [new.id, old.id]


def test_digests_have_numbers_of_their_topic_s_log(store: Store) -> None:
    put(store, 1, 1)
    made = [
        Digest(label=f"2026-03-01T{hour:02}", until=NOW + hour * MINUTE, stories=1, html="<ul>")
        for hour in (8, 9)
    ]
    with store.write() as tx:
        assert tx.post("sea") == 1
        assert tx.digest_state("sea") is None
        tx.put_digest_state("sea", opened=NOW, until=NOW)
        for one in made:
            tx.put_digest("sea", one)
        labels = [one.label for one in made]
        assert tx.topic_number("sea") == 3
        assert tx.digests("sea", labels) == dict(zip(labels, made, strict=True))
        first, second = (Posted(story=labels[n], number=n + 2, touched=n + 2) for n in (0, 1))
        assert tx.digests_waiting("sea") == [first, second]
        assert tx.digest_edition("sea", limit=1) == [second]
        tx.rename_topic("sea", "ocean")
        assert tx.digest_state("ocean") == DigestState(opened=NOW, until=NOW)
        tx.tidy(before=NOW + 9 * MINUTE)
        assert list(tx.digests("ocean", labels)) == labels[1:]
        tx.set_topic_digest("ocean", "as it is defined")
        tx.drop_topics([])
        assert tx.digest_edition("ocean", limit=9) == []
