"""Kill notices that come before the story they are of, or before further copies of it."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post, after
from tests.identify.test_withdrawal import NOTICES

Told = dict[str, Any]
DAY = 24 * 60


@pytest.fixture
def wire(room: Newsroom) -> Newsroom:
    room.agencies["Wire"] = "AFP"
    return room


@pytest.mark.parametrize("notice", ["kill_text", "kill_form"], ids=["own words", "a form"])
@pytest.mark.parametrize("stated", [-30, 0, 40], ids=["before", "same time", "after"])
def test_a_kill_withdraws_its_story_when_that_arrives(
    wire: Newsroom, told: Told, notice: str, stated: int
) -> None:
    kill = Post(title=told["kill_title"], text=told[notice], guid="2", minutes=0)
    wire.poll("Wire", kill, minutes=0)
    story = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=stated)
    wire.poll("Wire", story, minutes=60)
    (killed,) = wire.stories()
    assert killed.status == "withdrawn"
    assert killed.head.text == "\n".join(told["paragraphs"])
    assert wire.relations(killed) == ["original", "withdrawal"]
    with wire.store.read() as snapshot:
        first, last = snapshot.versions(killed.id)
    assert first.text == "\n".join(told["paragraphs"])
    assert last.item == wire.item("Wire", "2").id
    assert wire.story("Wire", "1").id == wire.story("Wire", "2").id == killed.id


def test_copies_after_the_kill_and_its_story_are_known_and_stay_withdrawn(
    wire: Newsroom, told: Told
) -> None:
    wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    wire.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    wire.carry("Ledger", told["retitled"], told["edited"], minutes=20)
    (story,) = wire.stories()
    assert story.status == "withdrawn"
    assert story.still_carried_by == ("Ledger",)


def test_two_notices_before_their_story_are_both_of_it(wire: Newsroom, told: Told) -> None:
    wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    title, text = NOTICES[wire.language]
    wire.carry("Wire", title, text.format(told["title"]), guid="3", minutes=5)
    assert len(wire.stories()) == 2, "void: the second is a copy of the first"
    wire.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    (story,) = wire.stories()
    assert story.status == "withdrawn"
    assert {copy.guid for copy in story.copies} == {"1", "2", "3"}


def test_an_outlets_copy_of_what_its_agency_killed_before_is_withdrawn(
    wire: Newsroom, told: Told
) -> None:
    wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    story = wire.carry("Ledger", told["title"], [*told["paragraphs"], "(AFP)"], minutes=10)
    assert story.status == "withdrawn"


def test_a_kill_withdraws_a_story_that_is_shorter_than_its_notice(
    wire: Newsroom, told: Told
) -> None:
    notice = [*told["kill_text"], *told["paragraphs"]]
    wire.carry("Wire", told["kill_title"], notice, guid="2")
    story = wire.carry("Wire", told["title"], told["paragraphs"][:2], guid="1", minutes=10)
    assert story.status == "withdrawn"


def test_kill_story_and_copy_come_to_the_same_in_any_order(wire: Newsroom, told: Told) -> None:
    posts = {
        "kill": ("Wire", told["kill_title"], told["kill_text"], 50),
        "story": ("Wire", told["title"], told["paragraphs"], 0),
        "copy": ("Ledger", told["retitled"], [*told["edited"], "(AFP)"], 20),
    }
    for order in permutations(posts):
        desk = wire.another()
        for number, name in enumerate(order):
            source, title, text, minutes = posts[name]
            post = Post(title=title, text=text, guid=name, minutes=minutes)
            desk.poll(source, post, minutes=60 + number)
        (story,) = desk.stories()
        assert story.status == "withdrawn", order
        assert {copy.guid for copy in story.copies} == set(posts), order


def test_another_outlets_kill_before_the_story_is_only_of_its_own_copy(
    wire: Newsroom, told: Told
) -> None:
    wire.carry("Gazette", told["kill_title"], told["kill_text"], guid="2")
    first = wire.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    assert first.status == "usable"
    story = wire.carry("Gazette", told["title"], told["paragraphs"], guid="1", minutes=20)
    assert story.id == first.id or story.id == wire.again(first).id
    assert story.status == "usable"
    assert story.still_carried_by == ("Wire",)


def test_a_kill_before_its_story_withdraws_no_other(wire: Newsroom, told: Told) -> None:
    wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    wire.carry("Wire", told["rival_title"], told["rival"], guid="3", minutes=10)
    wire.carry("Wire", told["follow_title"], told["generic"][0], guid="4", minutes=20)
    assert {story.status for story in wire.stories()} == {"usable"}


def test_tomorrows_report_under_the_title_of_a_killed_one_is_not_killed(
    wire: Newsroom, told: Told
) -> None:
    """The notice was of a report that was out before we polled."""
    title = told["column_title"]
    text = told["kill_text"].replace(told["title"], title)
    wire.carry("Wire", told["kill_title"].replace(told["title"], title), text, guid="2")
    story = wire.carry("Wire", title, told["column"][0], guid="1", minutes=DAY)
    assert story.status == "usable"


def test_one_kill_is_of_one_story(wire: Newsroom, told: Told) -> None:
    wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    killed = wire.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    other = wire.carry("Wire", told["title"], told["generic"][0], guid="3", minutes=20)
    assert killed.id != other.id
    assert (killed.status, other.status) == ("withdrawn", "usable")


def test_a_story_in_the_same_document_as_its_kill_is_withdrawn(wire: Newsroom, told: Told) -> None:
    kill = Post(title=told["kill_title"], text=told["kill_text"], guid="2", minutes=0)
    story = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=10)
    wire.poll("Wire", kill, story, minutes=20)
    assert wire.story("Wire", "1").status == "withdrawn"


def test_the_kill_that_came_first_leaves_no_entry_of_its_own(wire: Newsroom, told: Told) -> None:
    notice = wire.carry("Wire", told["kill_title"], told["kill_text"], guid="2")
    story = wire.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=10)
    assert wire.again(notice).id == story.id
    assert story.updated >= after(0)


def test_a_notice_that_turns_out_to_be_of_anothers_story_is_newer_in_its_words(
    room: Newsroom, told: Told
) -> None:
    """Readers had the notice under that id; the story's words are new to them, however old it is."""
    noticed = room.carry("Gazette", told["kill_title"], told["kill_text"], guid="2", minutes=10)
    room.poll("Ledger", Post(title=told["title"], text=told["edited"], guid="1"), minutes=20)
    late = Post(title=told["title"], text=told["paragraphs"][:3], guid="1", minutes=-60)
    room.poll("Gazette", late, minutes=40)
    story = room.again(noticed)
    assert story.carriers == 2, "void: the notice is of no story"
    assert (story.status, story.head.source) == ("usable", "Ledger")
    assert story.updated == after(40) > noticed.updated
