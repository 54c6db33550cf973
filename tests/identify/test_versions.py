"""What an outlet or an agency does to its own story: corrections and updates are new versions of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, after, sample

Told = dict[str, Any]


def corrected(told: Told) -> list[str]:
    wrong, right = told["corrected"]
    return [told["corrected_note"], *(p.replace(wrong, right) for p in told["paragraphs"])]


def updated(told: Told) -> list[str]:
    one, *rest = told["paragraphs"]
    return [told["updated_note"], one, told["development"], *rest]


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_a_sources_correction_is_a_version(room: Newsroom, told: Told, guid: str) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    room.carry("Ledger", told["retitled"], told["paragraphs"], minutes=30)
    story = room.carry("Gazette", told["corrected_title"], corrected(told), guid=guid, minutes=60)
    assert story.id == first.id
    assert room.relations(story) == ["original", "correction"]
    assert story.version == 2
    assert told["corrected"][1] in story.head.text
    assert story.updated == after(60)
    assert story.published == first.published
    assert story.first_carrier == "Gazette"
    by_source = {copy.source: copy.relation for copy in story.copies}
    assert by_source == {"Gazette": "correction", "Ledger": by_source["Ledger"]}


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_an_agencys_update_is_a_version(room: Newsroom, told: Told, guid: str) -> None:
    room.agencies["Wire"] = "AFP"
    room.carry("Gazette", told["title"], [*told["paragraphs"], "(AFP)"])
    room.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=5)
    story = room.carry("Wire", told["updated_title"], updated(told), guid=guid, minutes=60)
    assert [s.id for s in room.stories()] == [story.id]
    assert room.relations(story)[-1] == "update"
    assert told["development"] in story.head.text
    assert story.head.source == "Wire"
    assert story.updated == after(60)
    assert story.first_carrier == "Gazette"


@pytest.mark.parametrize(
    "title",
    [
        "UPDATE 2-{}",
        "1st LD: {}",
        "2nd LD-Writethru: {}",
        "{} (Recast)",
        "{} (adds details)",
        "(LEAD) {}",
        "ACTUALISATION - {}",
        "تحديث: {}",
    ],
)
def test_every_form_of_mark_makes_an_update(room: Newsroom, title: str) -> None:
    told = sample("en")
    room.carry("Wire", told["title"], told["paragraphs"])
    text = [*told["paragraphs"], told["development"]]
    story = room.carry("Wire", title.format(told["title"]), text, minutes=30)
    assert room.relations(story) == ["original", "update"]
    assert story.copies[-1].relation == "update"


def test_a_note_at_the_head_of_the_text_is_enough(room: Newsroom, told: Told) -> None:
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    story = room.carry("Wire", told["title"], corrected(told), guid="2", minutes=30)
    assert room.relations(story) == ["original", "correction"]


def test_a_correction_after_an_update_is_a_third_version(room: Newsroom, told: Told) -> None:
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    room.carry("Wire", told["updated_title"], updated(told), guid="2", minutes=30)
    wrong, right = told["corrected"]
    text = [told["corrected_note"], *(p.replace(wrong, right) for p in updated(told)[1:])]
    story = room.carry("Wire", told["corrected_title"], text, guid="3", minutes=60)
    assert len(room.stories()) == 1
    assert room.relations(story) == ["original", "update", "correction"]
    assert story.updated == after(60)


def test_a_fuller_text_of_the_same_source_without_any_mark_is_an_update(
    room: Newsroom, told: Told
) -> None:
    room.carry("Wire", told["title"], told["paragraphs"][:3], guid="1")
    story = room.carry("Wire", told["title"], told["paragraphs"], guid="2", minutes=30)
    assert len(room.stories()) == 1
    assert room.relations(story) == ["original", "update"]
    assert told["paragraphs"][4][:60] in story.head.text


def test_a_summary_after_a_teaser_of_the_full_text_is_no_update(room: Newsroom, told: Told) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    words = " ".join(told["paragraphs"]).split()
    room.carry("Gazette", told["retitled"], " ".join(words[:24]), guid="2", minutes=30)
    story = room.carry("Gazette", told["retitled"], " ".join(words[:60]), guid="3", minutes=60)
    assert len(story.copies) == 3
    assert room.relations(story) == ["original"]
    assert story.head.text == "\n".join(told["paragraphs"])
    assert story.updated == after(0)


def test_changed_words_under_the_same_guid_are_an_update(room: Newsroom, told: Told) -> None:
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    story = room.carry("Wire", told["title"], told["edited"], guid="1", minutes=30)
    assert room.relations(story) == ["original", "update"]
    assert len(story.copies) == 1


def test_another_outlets_edit_is_no_version(room: Newsroom, told: Told) -> None:
    first = room.carry("Wire", told["title"], told["paragraphs"])
    room.carry("Ledger", told["title"], told["edited"], guid="1", minutes=30)
    story = room.carry("Ledger", told["retitled"], told["edited"], guid="1", minutes=60)
    assert story.id == first.id
    assert room.relations(story) == ["original"]
    assert story.updated == first.updated
    assert story.head.source == "Wire"


def test_another_outlets_copy_of_the_corrected_text_is_no_version(
    room: Newsroom, told: Told
) -> None:
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    revised = room.carry("Wire", told["corrected_title"], corrected(told), guid="2", minutes=30)
    story = room.carry("Ledger", told["corrected_title"], corrected(told), minutes=60)
    assert story.id == revised.id
    assert room.relations(story) == ["original", "correction"]
    assert story.updated == after(30)
    assert story.copies[-1].relation not in ("correction", "update")


def test_a_teaser_where_the_full_text_was_changes_no_words(room: Newsroom, told: Told) -> None:
    first = room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    cut = " ".join("\n".join(told["paragraphs"]).split()[:30]) + "…"
    story = room.carry("Wire", told["title"], cut, guid="1", minutes=60, teaser=True)
    assert story.updated == first.updated
    assert story.head.text == first.head.text
    assert room.relations(story) == ["original"]


def test_a_copy_of_the_first_version_after_a_correction_joins(room: Newsroom, told: Told) -> None:
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    revised = room.carry("Wire", told["corrected_title"], corrected(told), guid="1", minutes=30)
    late = room.carry("Ledger", told["title"], told["paragraphs"], minutes=90)
    assert late.id == revised.id
    assert told["corrected"][1] in late.head.text
    assert late.updated == after(30)
