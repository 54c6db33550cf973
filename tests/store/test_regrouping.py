"""Stories that what came later shows to be two, or one: what readers see of it, on every backend."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.identify.surroundings import MOST
from feeds.regrouping import look_around
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item
from tests.store.test_rulings import GULF, TIMES, corrected

FIRST = item("Harbour Times", "h1", "Harbour to be dredged before storms", HARBOUR, 8)
AGAIN = item("Radio Gulf", "g1", "Dredging in Port Sable", HARBOUR, 9)
LATER = item("Coast Mail", "m1", "Sable harbour work", HARBOUR, 11)
OTHER = item("Night Desk", "n1", "Deeper channel for ships at Port Sable", TOLD, 9)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    desk = Newsroom(store)
    desk.take(FIRST)
    desk.take(AGAIN)
    desk.take(LATER)
    return desk


def test_what_leaves_a_story_is_an_entry_of_its_own_and_the_rest_stays_what_it_was(
    newsroom: Newsroom,
) -> None:
    (before,) = newsroom.release()
    story = newsroom.story_of(FIRST)
    newsroom.regroup((FIRST, AGAIN), (LATER,))
    assert newsroom.story_of(FIRST) == newsroom.story_of(AGAIN) == story
    assert newsroom.story_of(LATER) != story
    entries = {entry["id"]: entry for entry in newsroom.release(13)}
    kept = entries.pop(before["id"])
    assert kept["date_published"] == before["date_published"]
    assert kept.get("date_modified") == before.get("date_modified")
    assert [carrier["source"] for carrier in kept["_dateline"]["carriers"]] == ["Radio Gulf"]
    (other,) = entries.values()
    assert other["_dateline"]["carriers"] == []
    (copy,) = newsroom.stories()[newsroom.story_of(LATER)].copies
    assert copy.why.startswith("parted by what came later; ")


def test_what_comes_together_again_is_the_one_entry_that_it_was(newsroom: Newsroom) -> None:
    before = [entry["id"] for entry in newsroom.release()]
    story = newsroom.story_of(FIRST)
    newsroom.regroup((FIRST, AGAIN), (LATER,))
    other = newsroom.story_of(LATER)
    newsroom.regroup((FIRST, AGAIN, LATER))
    assert [entry["id"] for entry in newsroom.release()] == before
    assert {*newsroom.stories()} == {story}
    with newsroom.store.read() as snapshot:
        led = snapshot.story(other)
        assert led is not None
        assert led.id == story
    whys = [copy.why for copy in newsroom.stories()[story].copies]
    assert not any("parted" in why for why in whys)
    assert sum(why.startswith("brought together by what came later; ") for why in whys) == 1


def test_copies_change_stories_and_no_item_is_lost(newsroom: Newsroom) -> None:
    newsroom.take(OTHER)
    newsroom.regroup((FIRST,), (AGAIN, OTHER), (LATER,))
    assert newsroom.story_of(AGAIN) == newsroom.story_of(OTHER)
    assert len({newsroom.story_of(one) for one in (FIRST, LATER, OTHER)}) == 3
    held = [copy.item for story in newsroom.stories().values() for copy in story.copies]
    assert sorted(held) == sorted(one.id for one in (FIRST, AGAIN, LATER, OTHER))


def test_a_story_that_stands_as_it_should_is_left_alone(newsroom: Newsroom) -> None:
    newsroom.release()
    newsroom.regroup((FIRST, AGAIN, LATER))
    with newsroom.store.read() as snapshot:
        assert snapshot.changed_stories(limit=9) == []


def test_a_later_copy_leaves_what_an_editor_joined_and_split_as_it_is(newsroom: Newsroom) -> None:
    newsroom.take(OTHER)
    kept = newsroom.join(newsroom.story_of(FIRST), newsroom.story_of(OTHER))
    away = newsroom.split(kept, LATER)
    newsroom.take(item("Sable Sun", "s1", "A channel for Sable", HARBOUR, 12))
    newsroom.take(item("Reef Radio", "r1", "Trawlers sail round", TOLD, 13))
    assert newsroom.story_of(OTHER) == newsroom.story_of(FIRST) == kept
    assert newsroom.story_of(LATER) == away != kept


def test_a_kill_that_an_editor_split_off_withdraws_nothing_when_another_copy_comes(
    store: Store,
) -> None:
    desk = Newsroom(store)
    text = ["Please withdraw this story."]
    kill = item("Wire", "2", "KILL: Port Sable to dredge", text, 7, agency="MAP")
    desk.take(kill)
    desk.take(item("Wire", "1", "Port Sable to dredge", HARBOUR, 8, agency="MAP"))
    story = desk.story_of(kill)
    assert desk.stories()[story].status == "withdrawn"
    desk.split(story, kill)
    copy = item("Second Wire", "1", "Port Sable to dredge", HARBOUR, 9, agency="MAP")
    desk.take(copy)
    told = desk.stories()[desk.story_of(copy)]
    assert (told.status, len(told.copies)) == ("usable", 2)


def test_who_was_met_is_known_either_way_round_until_the_item_goes(store: Store) -> None:
    desk = Newsroom(store)
    desk.take(FIRST)
    desk.take(OTHER)
    with store.write() as tx:
        tx.note_contacts([(FIRST.id, OTHER.id)])
        tx.note_contacts([(FIRST.id, OTHER.id)])
        assert tx.contacts([FIRST.id]) == {OTHER.id}
    with store.read() as snapshot:
        assert snapshot.contacts([OTHER.id, 1]) == {FIRST.id}
        around = look_around(snapshot, [desk.story_of(FIRST)])
        assert {*around.stories} == {desk.story_of(FIRST), desk.story_of(OTHER)}
    with store.write() as tx:
        tx.tidy(before=at(9))
        assert tx.story_of(OTHER.id)
        assert not tx.story_of(FIRST.id)
        assert tx.contacts([FIRST.id, OTHER.id]) == frozenset(), "neither way round"


def test_of_very_many_that_were_met_no_more_are_looked_at_than_makes_sense(store: Store) -> None:
    desk = Newsroom(store)
    desk.take(FIRST)
    met = [item("Sable Gazette", f"s{n}", f"Notice {n}", "", 9) for n in range(2 * MOST)]
    for one in met:
        desk.take(one)
    with store.write() as tx:
        tx.note_contacts([(FIRST.id, one.id) for one in met])
        around = look_around(tx, [desk.story_of(FIRST)])
    assert len(around.items) == MOST
    assert FIRST.id in around.items, "who was asked for comes first"


def test_what_leaves_a_story_stays_apart_from_what_an_editor_split_off_that(store: Store) -> None:
    desk = Newsroom(store)
    for one in (OTHER, AGAIN, LATER):
        desk.take(one)
    desk.regroup((OTHER, AGAIN, LATER))
    desk.split(desk.story_of(OTHER), AGAIN)
    desk.take(item("Sable Sun", "s1", "A channel for Sable", HARBOUR, 12))
    assert desk.story_of(LATER) != desk.story_of(OTHER), "void: nothing left it"
    desk.take(item("Reef Radio", "r1", "Trawlers sail round", HARBOUR, 13))
    assert desk.story_of(AGAIN) != desk.story_of(LATER)


def test_what_an_editor_splits_off_twice_stays_apart_from_either(newsroom: Newsroom) -> None:
    story = newsroom.story_of(FIRST)
    away = newsroom.split(story, AGAIN)
    other = newsroom.split(story, LATER)
    with newsroom.store.read() as snapshot:
        assert snapshot.ruled_apart_from(other) == {story, away}


def test_an_editor_s_word_is_told_as_such_though_the_program_parts_what_came_later(
    store: Store,
) -> None:
    """And what was split off is the younger still, though it came first: readers keep the entry that they had."""
    desk = Newsroom(store)
    desk.take(FIRST)
    desk.take(AGAIN)
    story = desk.story_of(FIRST)
    away = desk.split(story, FIRST)
    desk.take(LATER)
    assert desk.story_of(LATER) == away, "void: nothing is to leave it"
    desk.regroup((FIRST,), (LATER,))
    (copy,) = desk.stories()[away].copies
    assert copy.why.startswith("split off by an editor; ")
    assert desk.join(away, story) == story


def test_what_an_editor_joined_is_told_as_such_though_the_program_brings_more_to_it(
    newsroom: Newsroom,
) -> None:
    newsroom.take(OTHER)
    newsroom.join(newsroom.story_of(FIRST), newsroom.story_of(OTHER))
    late = item("Sable Sun", "s1", "Ferries to sail at night", ["Ferries sail at night."], 12)
    newsroom.take(late)
    newsroom.regroup((FIRST, AGAIN, LATER, OTHER, late))
    (story,) = newsroom.stories().values()
    whys = {copy.source: copy.why.partition(";")[0] for copy in story.copies}
    assert whys[OTHER.source] == "joined by an editor"
    assert whys["Sable Sun"] == "brought together by what came later"


def test_a_story_whose_first_copy_an_editor_split_off_stays_what_readers_know_it_as(
    newsroom: Newsroom,
) -> None:
    story = newsroom.story_of(FIRST)
    newsroom.split(story, FIRST)
    before = {entry["id"]: entry["title"] for entry in newsroom.release()}
    newsroom.regroup((AGAIN,), (LATER,))
    after = {entry["id"]: entry["title"] for entry in newsroom.release(22)}
    assert after.items() > before.items()


def test_what_was_corrected_is_corrected_when_stories_come_apart_again(store: Store) -> None:
    desk = Newsroom(store)
    pair = corrected(desk)
    desk.take(LATER)
    assert len(desk.stories()) == 1, "void: there is nothing to part"
    desk.regroup(pair, (TIMES, LATER))
    story = desk.stories()[desk.story_of(GULF)]
    assert (story.head.id, story.version, story.updated) == (pair[1].id, 2, at(10))


def test_an_entry_that_comes_back_in_other_words_is_newer_than_it_was(store: Store) -> None:
    desk = Newsroom(store)
    short = item("Night Desk", "n1", "Deeper channel for ships at Port Sable", TOLD[:3], 9)
    full = item("Reef Radio", "r1", "Deeper channel for ships at Port Sable", TOLD * 2, 10)
    for one in (FIRST, short, full):
        desk.take(one)
    told = desk.story_of(short)
    assert desk.stories()[told].head.id == full.id, "void: who leaves is not whose words they are"
    desk.regroup((FIRST, short, full))
    desk.regroup((FIRST, full), (short,), hour=14)
    again = desk.stories()[told]
    assert (again.head.id, again.updated) == (short.id, at(14))
    desk.regroup((FIRST, short, full), hour=15)
    desk.regroup((FIRST, full), (short,), hour=16)
    assert desk.stories()[told].updated < at(16), "in the same words it is the same entry"


def test_a_correction_that_came_to_another_story_is_of_that_which_leaves_it(store: Store) -> None:
    desk = Newsroom(store)
    text = [HARBOUR[0].replace("Tuesday", "Wednesday"), HARBOUR[1]]
    correction = item("Radio Gulf", "g2", "CORRECTED: Dredging in Port Sable", text, 12)
    for one in (TIMES, GULF, LATER, correction):
        desk.take(one)
    assert len(desk.stories()) == 1, "void: there is nothing to part"
    desk.regroup((GULF, correction), (TIMES, LATER), hour=14)
    story = desk.stories()[desk.story_of(GULF)]
    assert (story.head.id, story.version, story.updated) == (correction.id, 2, at(14))


def test_what_is_kept_of_a_merged_story_goes_with_the_one_that_it_was_merged_into(
    newsroom: Newsroom,
) -> None:
    newsroom.take(OTHER)
    merged = newsroom.story_of(OTHER)
    newsroom.regroup((FIRST, AGAIN, LATER, OTHER))
    with newsroom.store.write() as tx:
        assert tx.versions_by_story([merged])
        tx.tidy(before=at(23))
        assert not tx.versions_by_story([merged])


def test_what_comes_apart_again_is_as_old_as_it_was_whoever_goes_with_it(
    newsroom: Newsroom,
) -> None:
    """Also where one goes with it that had it first, and states a later time than it does itself."""
    late = item("Night Desk", "n1", OTHER.title, TOLD, 9, gap=timedelta(minutes=5))
    early = item("Reef Radio", "r1", "Dredgers come to Sable", HARBOUR[:2], 9)
    early = replace(early, published=at(9, 10), first_seen=at(9, 20))
    newsroom.take(late)
    newsroom.take(early)
    ((known, before),) = (
        (entry["id"], entry) for entry in newsroom.release() if entry["title"] == late.title
    )
    mine = newsroom.story_of(late)
    story = newsroom.join(newsroom.story_of(FIRST), mine)
    newsroom.split(story, late, early)
    assert newsroom.story_of(late) == newsroom.story_of(early) == mine, "void: not its id again"
    (after,) = (entry for entry in newsroom.release(22) if entry["id"] == known)
    assert after["_dateline"]["first_carrier"] == "Reef Radio", "void: it had it later"
    assert after["title"] == before["title"]
    assert after["date_modified"] == before["date_modified"]
    with newsroom.store.read() as snapshot:
        assert snapshot.versions(mine)[-1].at == late.published


def test_what_is_split_off_a_second_time_is_as_old_as_the_first_time(store: Store) -> None:
    newsroom = Newsroom(store)
    first = item("Harbour Times", "h1", FIRST.title, HARBOUR, 8, gap=timedelta(minutes=5))
    early = item("Reef Radio", "r1", "Dredgers come to Sable", HARBOUR[:2], 8)
    early = replace(early, published=at(8, 10), first_seen=at(8, 20))
    for one in (first, early, LATER):
        newsroom.take(one)
    story = newsroom.story_of(LATER)
    apart = newsroom.split(story, first, early)
    once = {entry["id"]: entry["date_modified"] for entry in newsroom.release()}
    assert newsroom.join(story, apart) == story
    assert newsroom.split(story, first, early, hour=21) == apart, "void: not its id again"
    twice = {entry["id"]: entry["date_modified"] for entry in newsroom.release(22)}
    assert twice == once


def test_a_story_that_takes_another_s_kill_notice_along_is_newer_than_its_words(
    newsroom: Newsroom,
) -> None:
    """Readers had its words, and are to look again."""
    notice = ["Please withdraw this story."]
    kill = item("Harbour Times", "h2", f"KILL: {FIRST.title}", notice, 12)
    newsroom.take(OTHER)
    mine = newsroom.story_of(OTHER)
    before = {entry["id"]: entry["date_modified"] for entry in newsroom.release()}
    newsroom.take(kill)
    story = newsroom.join(newsroom.story_of(FIRST), mine)
    assert newsroom.stories()[story].status == "withdrawn", "void: it kills nothing"
    newsroom.split(story, OTHER, kill, hour=20)
    assert newsroom.stories()[mine].status == "withdrawn"
    (after,) = (e for e in newsroom.release(22) if e["url"] == OTHER.link)
    assert after["title"] == f"Withdrawn: {OTHER.title}"
    assert after["date_modified"] == at(20).isoformat() > before[after["id"]]


def test_what_was_corrected_stays_corrected_in_the_older_story_that_it_comes_to(
    newsroom: Newsroom,
) -> None:
    told = item("Night Desk", "n1", OTHER.title, TOLD, 10)
    text = [*TOLD[:3], "Taxpayers on the island bear three of the four millions."]
    correction = item("Night Desk", "n2", f"CORRECTED: {OTHER.title}", text, 11)
    newsroom.take(told)
    newsroom.take(correction)
    before = newsroom.stories()[newsroom.story_of(told)]
    assert (before.head.id, before.version) == (correction.id, 2)
    newsroom.regroup((FIRST, AGAIN, LATER, told, correction))
    (story,) = newsroom.stories().values()
    assert story.id == newsroom.story_of(FIRST) != before.id
    assert story.head.id == correction.id
    assert (story.version, story.updated) == (2, before.updated)
