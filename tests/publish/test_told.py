"""What an entry tells of its story's changes: corrected, updated, withdrawn."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from feeds.model.story import Relation, Version
from tests.publish.entries import (
    SUFFIXES,
    body,
    one,
)
from tests.publish.shelf import read_time
from tests.publish.stories import (
    CORRECTED,
    COURIER,
    FERRY,
    WITH_COPIES,
    at,
    make_copy,
    make_item,
    make_story,
    make_version,
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_withdrawn_story_says_so_and_shows_nothing_of_itself(suffix: str) -> None:
    shown = body(suffix, replace(WITH_COPIES, status="withdrawn")).decode()
    assert "Withdrawn: Ferries" in shown
    assert "Fares stay" not in shown
    assert "pier.jpg" not in shown
    assert "45.256" not in shown


def corrected(*versions: Version) -> dict[str, tuple[Version, ...]]:
    return {CORRECTED.id: versions}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_correction_is_told_at_the_head_of_the_text_with_time_and_what_changed(
    suffix: str,
) -> None:
    html = one(suffix, CORRECTED)["html"]
    assert html.startswith(
        '<p><em>Corrected 2024-03-08 09:45 UTC: title “<span dir="auto">pier is ninety'
    )
    assert 'metres long.</span>” is now “<span dir="auto">pier is eighty metres' in html
    assert "ninety" not in html.partition("</em>")[2].replace("this story said ninety", "")
    assert "Corrected" not in one(suffix, CORRECTED, histories={})["html"]
    assert "Corrected" not in one(suffix, make_story(FERRY))["html"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_newest_three_changes_are_told_the_newest_first(suffix: str) -> None:
    relations: list[Relation] = ["original", "update", "update", "correction", "update"]
    versions = (
        make_version(n, at(n), "Pier", f"It is {n}0 metres long.", relation)
        for n, relation in enumerate(relations, 1)
    )
    html = one(suffix, CORRECTED, histories=corrected(*versions))["html"]
    told = re.findall(r"<em>(\w+) 2024-03-07 (\d\d):00 UTC", html)
    assert told == [("Updated", "05"), ("Corrected", "04"), ("Updated", "03")]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_words_that_may_not_be_republished_are_not_quoted(suffix: str) -> None:
    for more in (
        {"content": "none"},
        {"content": "excerpt"},
        {"republish": {"Harbour Gazette": "excerpt"}},
        {"republish": {"Harbour Gazette": "title"}},
    ):
        html = one(suffix, CORRECTED, **more)["html"]
        assert html.startswith("<p><em>Corrected 2024-03-08 09:45 UTC.</em></p>")
        assert "ninety metres" not in html
    # The words before were another source's, which allows less.
    both = replace(CORRECTED, copies=(*CORRECTED.copies, make_copy(COURIER)))
    old = make_version(1, at(8), "Pier", "It is ninety metres long.", item=COURIER.id)
    histories = corrected(old, make_version(2, at(9), "Pier", "It is eighty.", "correction"))
    allowed = one(suffix, both, histories=histories)["html"]
    narrow = one(suffix, both, histories=histories, republish={"Island Courier": "excerpt"})["html"]
    assert "ninety metres" in allowed
    assert "ninety metres" not in narrow


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_hostile_words_in_a_change_are_words(suffix: str) -> None:
    evil = make_version(1, at(8), "<script>", "<img src=x onerror=alert(1)> & so on it goes here")
    calm = make_version(2, at(9), "Calm", "Calm & so on it goes here", "update")
    html = one(suffix, CORRECTED, histories=corrected(evil, calm))["html"]
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_withdrawn_entry_says_since_when_and_who_carries_it_still(suffix: str) -> None:
    kill = make_item("Meridian Wire", "kill", "Please withdraw.", at(14, 5), title="KILL: Ferries")
    story = replace(
        WITH_COPIES,
        head=kill,
        copies=(*WITH_COPIES.copies, make_copy(kill, "withdrawal")),
        status="withdrawn",
        updated=at(14, 5),
    )
    histories = {
        story.id: (
            make_version(1, at(10), "Ferries sail again", FERRY.text, item=FERRY.id),
            make_version(2, at(14, 5), "Ferries", "Please withdraw.", "withdrawal", kill.id),
        )
    }
    said = one(suffix, story, histories=histories)
    assert said["title"] == "Withdrawn: Ferries sail again"
    assert read_time(said["updated"]) == at(14, 5)
    assert "withdrawn by those who wrote it, 2024-03-07 14:05 UTC" in said["html"]
    assert "Still carried by Harbour Gazette, Island Courier." in said["html"]
    assert "Fares stay" not in said["html"]
