"""Corrections, updates and kills through taking in and release: what a subscriber of the topic sees."""

from __future__ import annotations

from typing import Any

import pytest

from store.api import Store
from tests.newsroom.intake import HARBOUR, Newsroom, item

WIRE = item("Wire", "w", "Sable to dredge its harbour", HARBOUR, 8, agency="MAP")
COSTS = (*HARBOUR[:3], HARBOUR[3].replace("four million", "five million"))


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    made = Newsroom(store)
    made.take(WIRE)
    return made


def entry(newsroom: Newsroom) -> dict[str, Any]:
    (only,) = newsroom.release()
    return only


def test_a_correction_is_told_with_its_time_and_what_changed(newsroom: Newsroom) -> None:
    before = entry(newsroom)
    title = f"CORRECTED: {WIRE.title}"
    newsroom.take(item("Wire", "w2", title, COSTS, 9, agency="MAP"))
    after = entry(newsroom)
    assert (after["id"], after["date_published"]) == (before["id"], before["date_published"])
    assert after["date_modified"] == "2026-03-01T09:00:00+00:00"
    told = 'Corrected 2026-03-01 09:00 UTC: “<span dir="auto">work costs four million crowns,</span>” is now'
    assert told in after["content_html"]


def test_an_update_of_the_same_item_is_told_as_well(newsroom: Newsroom) -> None:
    before = entry(newsroom)
    more = item("Wire", "w", WIRE.title, (*HARBOUR, "Kell speaks on Friday."), 8, agency="MAP")
    newsroom.take(more, hour=11)
    after = entry(newsroom)
    assert after["date_modified"] == "2026-03-01T11:00:00+00:00" > before["date_modified"]
    told = 'Updated 2026-03-01 11:00 UTC: added “<span dir="auto">Kell speaks on Friday.</span>”.'
    assert told in after["content_html"]


def test_a_kill_is_told_and_who_carries_the_story_still(newsroom: Newsroom) -> None:
    newsroom.take(item("Radio Gulf", "g", "Dredgers come in May", HARBOUR, 9))
    entry(newsroom)
    notice = ["Please withdraw this story."]
    kill = item("Wire", "k", f"KILL: {WIRE.title}", notice, 10, agency="MAP")
    newsroom.take(kill)
    killed = entry(newsroom)
    assert killed["date_modified"] == "2026-03-01T10:00:00+00:00"
    assert killed["title"] == f"Withdrawn: {WIRE.title}"
    assert "withdrawn by those who wrote it, 2026-03-01 10:00 UTC" in killed["content_html"]
    assert "Still carried by Radio Gulf." in killed["content_html"]
    assert "dredgers" not in killed["content_html"]
    newsroom.take(item("Radio Gulf", "g", "KILL: Dredgers come in May", notice, 9), hour=12)
    again = entry(newsroom)
    assert "No longer carried by anyone." in again["content_html"]
    assert again["date_modified"] == killed["date_modified"], "a copy of the kill is a copy"


def test_another_outlet_that_withdraws_its_copy_withdraws_no_more_than_that(
    newsroom: Newsroom,
) -> None:
    newsroom.take(item("Radio Gulf", "g", "Dredgers come in May", HARBOUR, 9))
    before = entry(newsroom)
    newsroom.take(item("Radio Gulf", "g", "KILL: Dredgers come in May", ["Disregard."], 9), hour=12)
    after = entry(newsroom)
    assert after["title"] == before["title"] == WIRE.title
    assert after["date_modified"] == before["date_modified"]
    (story,) = newsroom.stories().values()
    assert story.still_carried_by == ("Wire",)


def test_an_item_killed_in_its_place_keeps_its_title_and_shows_no_word(newsroom: Newsroom) -> None:
    notice = ["KILL. Please withdraw this story."]
    newsroom.take(item("Wire", "w", f"KILL: {WIRE.title}", notice, 8, agency="MAP"), hour=11)
    killed = entry(newsroom)
    assert killed["title"] == f"Withdrawn: {WIRE.title}"
    assert "dredg" not in killed["content_html"].partition("First carried")[0]
    assert "No longer carried by anyone." in killed["content_html"]


def test_no_copy_moves_the_entry_not_even_a_fuller_one(store: Store) -> None:
    newsroom = Newsroom(store)
    newsroom.take(item("Harbour Times", "h", "Harbour to be dredged before storms", HARBOUR[:2], 8))
    before = entry(newsroom)
    newsroom.take(
        item("Wire", "w", "Harbour to be dredged before storms", HARBOUR, 9, agency="MAP")
    )
    after = entry(newsroom)
    assert "four million" in after["content_html"]
    assert after["date_modified"] == before["date_modified"]
    assert "Updated" not in after["content_html"]


def test_a_story_merged_with_a_withdrawn_one_is_withdrawn(newsroom: Newsroom) -> None:
    other = item("Night Desk", "n", "Deeper channel", ["Another text altogether, of a ship."], 7)
    newsroom.take(other)
    notice = ["Please withdraw this story."]
    newsroom.take(item("Wire", "k", f"KILL: {WIRE.title}", notice, 10, agency="MAP"))
    newsroom.join(newsroom.story_of(other), newsroom.story_of(WIRE))
    assert entry(newsroom)["title"].startswith("Withdrawn: ")


def test_a_story_that_is_withdrawn_with_another_is_newer_than_it_was(newsroom: Newsroom) -> None:
    """A reader that looks at the time alone would go on showing it."""
    other = item("Night Desk", "n", "Deeper channel", ["Another text altogether, of a ship."], 7)
    newsroom.take(other)
    newsroom.take(item("Night Desk", "n", "Deeper channel", ["It is another ship by now."], 12))
    notice = ["Please withdraw this story."]
    newsroom.take(item("Wire", "k", f"KILL: {WIRE.title}", notice, 10, agency="MAP"))
    newsroom.join(newsroom.story_of(other), newsroom.story_of(WIRE), hour=14)
    told = entry(newsroom)
    assert told["title"].startswith("Withdrawn: ")
    assert told["date_modified"] == "2026-03-01T14:00:00+00:00"
