"""Topics' logs and archive pages, on every backend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from feeds.model.archive import ArchivePage, Posted
from feeds.model.story import Plan, Story
from feeds.model.topic import Match
from store.api import Store
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item


def put(
    store: Store, number: int, minute: int, *, updated: int = 0, published: int | None = None
) -> Story:
    item = replace(an_item(number), first_seen=NOW + minute * MINUTE)
    story = replace(
        a_plan(item).story,
        first_seen=item.first_seen,
        published=NOW + (minute if published is None else published) * MINUTE,
        updated=item.first_seen + updated * MINUTE,
    )
    with store.write() as tx:
        tx.apply(Plan(change="new", item=item, keys=(item.key,), story=story))
        tx.put_matches({story.id: [Match(topic="sea", story=story.id)]}, at=NOW)
    return story


def test_a_log_numbers_stories_in_the_order_of_arrival(store: Store) -> None:
    late, early = put(store, 1, 5), put(store, 2, 3)
    with store.write() as tx:
        assert tx.post("sea") == 2
        assert tx.post("sea") == 2
        assert tx.waiting("sea") == [
            Posted(story=early.id, number=1, touched=1),
            Posted(story=late.id, number=2, touched=2),
        ]
        assert [one.story for one in tx.edition("sea", limit=9)] == [late.id, early.id]
        assert [one.story for one in tx.edition("sea", limit=1)] == [late.id]
        assert tx.edition("sea", limit=9, since=late.first_seen)[0].story == late.id
        assert tx.post("land") == 0


def test_which_source_was_asked_first_within_minutes_does_not_say_which_story_is_newer(
    store: Store,
) -> None:
    """A first round over all sources: the feed holds what was published last, not the last source's."""
    new, old = put(store, 1, 1, published=0), put(store, 2, 4, published=-900)
    later = put(store, 3, 14, published=-950)
    with store.write() as tx:
        tx.post("sea")
        assert [one.story for one in tx.waiting("sea")] == [old.id, new.id, later.id]
        assert [one.story for one in tx.edition("sea", limit=2)] == [later.id, new.id]
        assert [one.story.id for one in tx.topic_entries("sea", limit=2)] == [later.id, new.id]


def test_new_words_move_a_story_up_and_one_more_copy_only_touches_it(store: Store) -> None:
    first, second = put(store, 1, 1), put(store, 2, 2)
    with store.write() as tx:
        tx.post("sea")
        tx.touch([first.id])
        assert tx.post("sea") == 3
        assert tx.waiting("sea")[0] == Posted(story=first.id, number=1, touched=3)
    put(store, 1, 1, updated=9)
    with store.write() as tx:
        assert tx.post("sea", since=first.published + timedelta(seconds=1)) == 3
        assert tx.post("sea") == 4
        assert [one.story for one in tx.waiting("sea")] == [second.id, first.id]


def test_a_log_is_brought_up_as_to_some_stories_and_whole_once_it_fell_behind(store: Store) -> None:
    first, second, third = put(store, 1, 1), put(store, 2, 2), put(store, 3, 3)
    with store.write() as tx:
        assert tx.post("sea", among=[second.id]) == 1
        assert [one.story for one in tx.waiting("sea")] == [second.id]
        tx.put_matches({second.id: ()}, at=NOW)
        assert tx.post("sea", among=[third.id]) == 2
        assert [one.story for one in tx.waiting("sea")] == [second.id, third.id]
        tx.fall_behind("sea")
        assert tx.post("sea", among=[third.id]) == 3
        assert [one.story for one in tx.waiting("sea")] == [third.id, first.id]
        tx.put_matches({first.id: ()}, at=NOW)
        assert tx.post("sea", among=[]) == 3
        assert [one.story for one in tx.edition("sea", limit=9)] == [third.id, first.id]


def test_a_log_lets_go_of_what_the_topic_lets_go_of_and_numbers_never_fall(store: Store) -> None:
    story = put(store, 1, 1)
    with store.write() as tx:
        tx.post("sea")
        tx.put_matches({story.id: ()}, at=NOW)
        assert tx.post("sea") == 1
        assert tx.waiting("sea") == []
    put(store, 2, 2)
    with store.write() as tx:
        assert tx.post("sea") == 2


def test_pages_are_kept_until_none_of_their_stories_is(store: Store) -> None:
    stories = [put(store, number, number) for number in range(1, 5)]
    pages = [ArchivePage(topic="sea", number=n, upto=n, address="a") for n in (1, 2, 3)]
    with store.write() as tx:
        tx.post("sea")
        for page, story in zip(pages, stories, strict=False):
            tx.put_page(page, [story.id])
        assert tx.archive_pages("sea") == pages
        assert tx.archived_stories("sea", 2) == [stories[1].id]
        assert [one.story for one in tx.waiting("sea")] == [stories[3].id]
        assert tx.expire_pages("sea") == []
        tx.tidy(before=stories[2].first_seen)
        assert tx.expire_pages("sea") == [1, 2]
        assert tx.archive_pages("sea") == pages[2:]
        assert (tx.page_is_gone("sea", 2), tx.page_is_gone("sea", 3)) == (True, False)
        assert tx.drop_archive("sea") == [3]
        assert (tx.archive_pages("sea"), tx.last_page("sea"), tx.waiting("sea")) == ([], 3, [])


def test_a_renamed_topic_keeps_its_log_and_archive(store: Store) -> None:
    put(store, 1, 1)
    story = put(store, 2, 2)
    page = ArchivePage(topic="sea", number=1, upto=1, address="a")
    with store.write() as tx:
        tx.set_topic_digest("sea", "d")
        tx.post("sea")
        tx.put_page(page, ["x"])
        tx.rename_topic("sea", "boats")
        assert tx.topic_digests() == {"boats": "d"}
        assert [one.story for one in tx.waiting("boats")] == [story.id]
        assert tx.archive_pages("boats") == [replace(page, topic="boats")]
        assert [match.topic for match in tx.topics_of(story.id)] == ["boats"]
        assert (tx.topic_number("boats"), tx.topic_number("sea")) == (2, 0)


def test_an_instance_is_known_until_what_changed_since_is_in_no_log(store: Store) -> None:
    with store.write() as tx:
        for number in range(1, 131):
            tx.put_instance("/sea", f'"{number}"', number)
        assert tx.instance("/sea", '"130"') == 130
        assert tx.instance("/sea", '"60"') == 60
        assert tx.instance("/sea", '"3"') is None
        assert tx.instance("/land", '"130"') is None
        tx.put_instance("/sea", '"other"', 130)  # its bytes changed, and no story did
        assert tx.instance("/sea", '"130"') is None
        assert tx.instance("/sea", '"other"') == 130


def test_withdrawn_stories_are_found_in_the_archive_also_by_ids_that_were_merged(
    store: Store,
) -> None:
    first, second, third = (put(store, number, number) for number in range(1, 4))
    killed = replace(first, status="withdrawn", copies=(*first.copies, *second.copies))
    both = [("sea", 1, one) for one in sorted((first.id, second.id))]
    with store.write() as tx:
        page = ArchivePage(topic="sea", number=1, upto=3, address="a")
        tx.put_page(page, [first.id, second.id, third.id])
        assert tx.withdrawn_in_archive(None) == []
        plan = Plan(change="updated", item=first.head, keys=(first.head.key,), story=killed)
        tx.apply(replace(plan, merged=(second.id,)))
        assert tx.withdrawn_in_archive(None) == both
        assert tx.withdrawn_in_archive({first.id}) == both
        assert tx.withdrawn_in_archive({third.id}) == []


def test_where_sources_stories_are_is_told_of_any_number_of_sources(store: Store) -> None:
    """More than a statement of either database takes values."""
    story = put(store, 1, 1)
    source, link = story.head.source, story.head.link
    many = {f"Source {n}" for n in range(70_000)} | {source}
    with store.write() as tx:
        page = ArchivePage(topic="sea", number=1, upto=1, address="a")
        tx.put_page(page, [story.id])
    with store.read() as snapshot:
        assert snapshot.archived_of(many) == [("sea", 1, story.id)]
        assert snapshot.pages_of(many) == {story.id: [link]}
