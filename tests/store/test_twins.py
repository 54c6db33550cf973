"""Gists and language twins, on every backend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from feeds.model.story import StoryGist, StoryLink
from store.api import Store
from tests.store.test_conformance import NOW, a_plan, an_item

HOUR = timedelta(hours=1)


def a_gist(story: str, *keys: int, hours: int = 0, language: str = "en") -> StoryGist:
    at = NOW + hours * HOUR
    return StoryGist(story=story, digest="d", at=at, language=language, body=b"{}", keys=keys)


def test_stories_are_found_by_keys_among_those_published_near_them(store: Store) -> None:
    a, b = a_gist("a", 1, 2**32 - 1), a_gist("b", 1, hours=5, language="fr")
    c, far = a_gist("c", 1, hours=50), a_gist("d", 1, hours=99)
    with store.write() as tx:
        tx.twins.put([a, b, c, far], before={})
    near = (NOW, NOW + 5 * HOUR)  # both ends count
    with store.read() as snapshot:
        found = snapshot.twins.postings(
            [(1, *near), (2**32 - 1, *near), (7, *near), (1, c.at, c.at)]
        )
        assert {key: sorted(some) for key, some in found.items()} == {
            1: [("a", "en", a.at), ("b", "fr", b.at), ("c", "en", c.at)],
            2**32 - 1: [("a", "en", a.at)],
        }
        assert snapshot.twins.postings([]) == {}


def test_a_gist_put_again_is_found_by_its_new_keys_alone(store: Store) -> None:
    before, after = a_gist("a", 1, 2), a_gist("a", 2, 3, hours=1)
    with store.write() as tx:
        tx.twins.put([before], before={})
        kept = tx.twins.gists(["a", "b"])
        assert (kept.keys(), kept["a"].keys, kept["a"].body) == ({"a"}, (1, 2), b"{}")
        tx.twins.put([after], before=kept)
        found = tx.twins.postings((key, NOW, NOW + HOUR) for key in (1, 2, 3))
        assert found == {2: [("a", "en", after.at)], 3: [("a", "en", after.at)]}


def test_changes_are_unread_until_a_gist_is_of_their_words(store: Store) -> None:
    items = [an_item(number) for number in (1, 2)]
    plans = [a_plan(one) for one in items]
    one, other = (plan.story.id for plan in plans)
    with store.write() as tx:
        for plan in plans:
            tx.apply(plan)
        assert tx.twins.unread() == [one, other]
        tx.twins.put([replace(a_gist(one), digest=items[0].digest)], before={})
        assert tx.twins.unread() == [other]
        tx.apply(replace(plans[0], change="updated"))  # the same words
        assert tx.twins.unread() == [other]
        tx.mark_released(tx.changed_stories(limit=9))
        assert tx.twins.unread() == []
        new = replace(items[0], digest="other words")
        changed = replace(plans[0].story, head=new)
        tx.apply(replace(plans[0], item=new, story=changed, change="updated"))
        assert tx.twins.unread() == [one]
        tx.apply(
            replace(plans[0], story=replace(plans[0].story, status="withdrawn"), change="updated")
        )
        tx.twins.put([replace(a_gist(one), digest="")], before={})
        assert tx.twins.unread() == []


def test_a_link_is_seen_from_both_ends_and_marks_the_other(store: Store) -> None:
    plans = [a_plan(an_item(number)) for number in (1, 2, 3)]
    ids = [plan.story.id for plan in plans]
    link = StoryLink(story=ids[0], other=ids[1], score=0.75, why="because")
    with store.write() as tx:
        for plan in plans:
            tx.apply(plan)
        tx.mark_released(tx.changed_stories(limit=9))
        tx.twins.link(ids[0], [link])
        assert [story for story, _ in tx.changed_stories(limit=9)] == [ids[1]]
        back = replace(link, story=ids[1], other=ids[0])
        assert tx.twins.of(ids) == {ids[0]: [link], ids[1]: [back]}
        tx.mark_released(tx.changed_stories(limit=9))
        tx.twins.link(ids[1], [back])  # nothing new
        assert tx.changed_stories(limit=9) == []
        surer = StoryLink(story=ids[1], other=ids[2], score=0.9, why="because")
        tx.twins.link(ids[1], [back, surer])
        assert tx.twins.of([ids[1]]) == {ids[1]: [surer, back]}
        tx.twins.link(ids[1], [])
        assert tx.twins.of(ids) == {}
