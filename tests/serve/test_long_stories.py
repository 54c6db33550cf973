"""Stories whose words change all day, as a live blog's do: they cost the desk and readers little more than others."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from feeds.model.story import Version
from feeds.publish import notes
from feeds.publish.changes import Difference, difference, history
from feeds.release import release
from store import rows
from store.api import Store
from store.open import open_store
from tests.newsroom.intake import DESK, HARBOUR, item
from tests.newsroom.intake import Newsroom as Desk
from tests.publish.shelf import Newsroom, clock, fetch
from tests.serve.test_story_page import Site


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store, word="harbour")


def _live(room: Newsroom, versions: int) -> str:
    """A story with so many versions; its id."""
    story = room.arrive(clock(0))
    for minute in range(1, versions):
        room.correct(room.stories[0], clock(minute))
    return story.id


def test_an_entry_is_made_of_a_story_s_newest_states_alone(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    note = notes.note

    def noting(*told: object) -> str:
        compared.append(told[1].number)
        return note(*told)

    monkeypatch.setattr(notes, "note", noting)
    _live(room, 60)
    assert release(room.store, DESK, now=clock(60)).problems == ()
    assert compared == [58, 59, 60]
    (entry,) = json.loads(fetch(room.store, "/topics/all.json"))["items"]
    assert "version 60.</span>”" in entry["content_html"]


def test_a_withdrawn_story_says_since_when_however_often_its_page_was_edited_later() -> None:
    room = Desk(open_store("sqlite:///:memory:"))
    room.take(item("Gull", "1", "Harbour to be dredged", HARBOUR, 8))
    room.take(item("Gull", "2", "KILL: Harbour to be dredged", ["Withdraw this story."], 9))
    for hour in range(10, 20):
        told = [*HARBOUR, f"At {hour} it was {hour * 7} tons."]
        room.take(item("Gull", "1", "Harbour to be dredged", told, 8), hour=hour)
    (entry,) = room.release()
    assert "withdrawn by those who wrote it, 2026-03-01 09:00 UTC." in entry["content_html"]
    room.store.close()


def test_a_change_is_told_by_the_words_before_it_and_never_by_those_of_a_notice() -> None:
    """Of a long history the oldest version that is read may be a notice."""
    kill = Version(
        number=7,
        at=clock(0),
        item=1,
        title="KILL",
        text="Kill it.",
        digest="",
        relation="withdrawal",
    )
    again = replace(kill, number=8, title="Harbour", text="It is dredged.", relation="update")
    after = replace(again, number=9, text="It was dredged.")
    unknown, known = history([kill, again, after])
    assert unknown == (again, Difference())
    assert known[1] == difference(again, after)


def test_a_story_s_page_shows_its_newest_changes_and_says_how_many_came_before(
    room: Newsroom,
) -> None:
    page = Site(room).page(_live(room, 61))
    (changed,) = page.xpath("//section[h2='How it changed']")
    told = [heading.text_content() for heading in changed.xpath("h3")]
    assert "(version 61," in told[0]
    assert "(version 12," in told[-1]
    assert changed.xpath("p")[-1].text_content() == "10 changes before these are not shown."


def test_the_json_of_a_story_holds_its_newest_hundred_versions(room: Newsroom) -> None:
    versions = Site(room).json(_live(room, 103))["versions"]
    assert [version["number"] for version in versions] == [*range(4, 104)]
    assert versions[0]["changed"]["text"], "told by the one before, which is not listed"


def test_of_a_long_history_the_next_state_reads_the_end_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room, read = Desk(open_store("sqlite:///:memory:")), []
    to_version = rows.to_version

    def counted(row: Any) -> Version:
        read.append(row)
        return to_version(row)

    monkeypatch.setattr(rows, "to_version", counted)
    for number in range(70):
        read.clear()
        told = [*HARBOUR, f"By then it was {number * 7} tons."]
        room.take(item("Gull", "1", "Harbour to be dredged", told, 8), hour=9)
    assert 0 < len(read) <= 50
    (story,) = room.stories().values()
    assert story.version == 70
    room.store.close()
