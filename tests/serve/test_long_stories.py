"""Stories whose words change all day, as a live blog's do: they cost the desk and readers little more than others."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from feeds.publish import notes
from feeds.release import release
from store.open import open_store
from tests.newsroom.intake import DESK
from tests.publish.shelf import Newsroom, clock, fetch
from tests.serve.test_story_page import Site


@pytest.fixture
def room() -> Iterator[Newsroom]:
    store = open_store("sqlite:///:memory:")
    yield Newsroom(store, word="harbour")
    store.close()


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
