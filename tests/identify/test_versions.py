"""What an outlet or an agency does to its own story: corrections and updates are new versions of it."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post, after, sample

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


@pytest.mark.parametrize("guid", ["1", "2"], ids=["same guid", "new guid"])
def test_a_note_at_the_foot_of_the_text_is_enough(room: Newsroom, told: Told, guid: str) -> None:
    note = "(This version corrects a figure in the second paragraph.)"
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    text = [*corrected(told)[1:], note]
    story = room.carry("Gazette", told["title"], text, guid=guid, minutes=60)
    assert room.relations(story) == ["original", "correction"]


@pytest.mark.parametrize("kind", ["corrected", "updated"])
@pytest.mark.parametrize(
    "outlet", [None, "before", "after"], ids=["alone", "copy first", "copy last"]
)
def test_a_marked_version_that_comes_before_its_original_stays_the_later_one(
    room: Newsroom, told: Told, kind: str, outlet: str | None
) -> None:
    room.agencies["Wire"] = "AFP"
    text, relation = {"corrected": (corrected, "correction"), "updated": (updated, "update")}[kind]
    later = Post(title=told[f"{kind}_title"], text=text(told), guid="2", minutes=60)
    if outlet == "before":
        room.carry("Ledger", told["retitled"], [*told["paragraphs"], "(AFP)"], minutes=30)
    room.poll("Wire", later, minutes=90)
    if outlet == "after":
        room.carry("Ledger", told["retitled"], [*told["paragraphs"], "(AFP)"], minutes=30)
    first = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=0)
    room.poll("Wire", first, minutes=120)
    (story,) = room.stories()
    assert room.relations(story) == ["original", relation]
    assert story.head.guid == "2"
    assert story.updated == after(60)
    assert story.version == 2
    copies = {copy.guid: copy.relation for copy in story.copies if copy.source == "Wire"}
    assert copies["2"] == relation
    assert len(copies) == 2
    with room.store.read() as snapshot:
        states = snapshot.versions(story.id)
    assert [state.number for state in states] == [1, 2]
    assert states[0].text == "\n".join(told["paragraphs"])
    assert states[1].text == story.head.text


@pytest.mark.parametrize("guid", ["2", "3"], ids=["same guid", "new guid"])
def test_a_source_corrects_its_story_in_the_second_of_two_entries_that_it_has_of_it(
    room: Newsroom, told: Told, guid: str
) -> None:
    room.agencies["Wire"] = "AFP"
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    twice = room.carry("Wire", told["retitled"], told["edited"], guid="2", minutes=30)
    assert (len(room.stories()), twice.version) == (1, 1)
    marked = told["corrected_title"], corrected(told)
    for minutes in (60, 90):
        story = room.carry("Wire", *marked, guid=guid, minutes=minutes)
        assert len(room.stories()) == 1
        assert (story.version, story.head.title, story.updated) == (2, marked[0], after(60))
        assert room.relations(story) == ["original", "correction"]
        assert told["corrected"][1] in story.head.text


@pytest.mark.parametrize("minutes", [(60, 5), (60, 60), (60, None)], ids=str)
def test_an_original_that_an_agencys_other_feed_brings_late_comes_before_its_correction(
    room: Newsroom, told: Told, minutes: tuple[int, int | None]
) -> None:
    """By the times that they state; where these tell nothing, the one without a mark was first."""
    room.agencies |= {"Wire": "AFP", "Wire Sport": "AFP"}
    late, early = minutes
    room.carry("Wire", told["corrected_title"], corrected(told), guid="1", minutes=late)
    post = Post(title=told["title"], text=told["paragraphs"], guid="2", minutes=early)
    room.poll("Wire Sport", post, minutes=90)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "correction"]
    assert told["corrected"][1] in story.head.text
    assert story.updated == after(60)


def test_an_original_that_comes_late_under_the_guid_of_its_correction_changes_nothing(
    room: Newsroom, told: Told
) -> None:
    later = Post(title=told["corrected_title"], text=corrected(told), guid="1", minutes=60)
    room.poll("Gazette", later, minutes=90)
    first = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=0)
    room.poll("Gazette", first, minutes=120)
    story = room.story("Gazette", "1")
    assert told["corrected"][1] in story.head.text
    assert (story.version, story.updated) == (1, after(60))


def test_what_its_source_changes_in_an_update_after_the_next_is_no_further_state(
    room: Newsroom, told: Told
) -> None:
    room.agencies |= {"Wire": "AFP", "Second wire": "AFP"}
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    for number, feed in ((1, "Wire"), (2, "Second wire")):
        text = [*updated(told), *[told["development"]] * number]
        title = f"UPDATE {number}-{told['title']}"
        room.carry(feed, title, text, guid=f"{number + 1}", minutes=number * 30)
    (before,) = room.stories()
    late = Post(title=f"UPDATE 1-{told['title']}", text=updated(told), guid="2", minutes=30)
    assert room.poll("Wire", late, minutes=90).updated == 1
    assert room.relations(room.again(before)) == ["original", "update", "update"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("stated", [True, False], ids=["stated times", "no times"])
def test_numbered_updates_are_in_the_order_of_their_numbers(
    room: Newsroom, order: tuple[int, ...], *, stated: bool
) -> None:
    told = sample("en")
    room.language = "en"
    texts = [told["paragraphs"], updated(told)[1:], [*updated(told)[1:], told["context_after"]]]
    titles = [told["title"], f"UPDATE 1-{told['title']}", f"UPDATE 2-{told['title']}"]
    for number, place in enumerate(order):
        post = Post(
            title=titles[place], text=texts[place], guid=f"{place}",
            minutes=place * 30 if stated else None,
        )  # fmt: skip
        room.poll("Wire", post, minutes=100 + number)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update", "update"]
    assert story.head.guid == "2"
    with room.store.read() as snapshot:
        texts_kept = [version.text for version in snapshot.versions(story.id)]
    assert texts_kept == ["\n".join(text) for text in texts]


def test_of_two_updates_of_one_number_the_later_stays(room: Newsroom, told: Told) -> None:
    """It was sent again with a paragraph put right; a second feed, or a slow one, brings the first of them late."""
    text, title = updated(told), told["updated_title"]
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    room.carry("Wire", title, [*text, told["corrected_note"]], guid="3", minutes=60)
    room.poll("Wire", Post(title=title, text=text, guid="2", minutes=40), minutes=90)
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update", "update"]
    assert (story.head.guid, story.updated) == ("3", after(60))


def test_an_unmarked_text_that_its_source_gives_later_is_no_original_of_an_update(
    room: Newsroom, told: Told
) -> None:
    room.carry("Wire", told["updated_title"], updated(told), guid="1")
    fuller = [*updated(told)[1:], told["context_before"], told["context_after"]]
    story = room.carry("Wire", told["title"], fuller, guid="2", minutes=60)
    assert room.relations(story) == ["original", "update"]
    assert story.head.guid == "2"


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


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_fuller_text_in_one_document_with_the_first_is_an_update_wherever_it_stands(
    room: Newsroom, told: Told, *, newest_first: bool
) -> None:
    full = [*told["paragraphs"], told["development"], told["context_after"]]
    texts = (told["paragraphs"], full)
    posts = [
        Post(title=told["title"], text=text, guid=f"{number}", minutes=number * 60)
        for number, text in enumerate(texts)
    ]
    room.poll("Gazette", *(reversed(posts) if newest_first else posts))
    (story,) = room.stories()
    assert room.relations(story) == ["original", "update"]
    assert story.head.text == "\n".join(full)


def test_an_agencys_next_take_under_another_lead_is_an_update_without_any_mark(
    room: Newsroom, told: Told
) -> None:
    room.agencies["Wire"] = "AFP"
    paragraphs = told["paragraphs"]
    room.carry("Wire", told["title"], paragraphs, guid="1")
    room.carry("Gazette", told["title"], [*paragraphs, "(AFP)"], minutes=20)
    take = [told["development"], *paragraphs[1:]]
    story = room.carry("Wire", told["retitled"], take, guid="2", minutes=90)
    assert [s.id for s in room.stories()] == [story.id]
    assert told["development"] in story.head.text
    assert room.relations(story)[-1] == "update"
    assert story.updated == after(90)


def test_an_agencys_story_given_again_or_cut_is_no_update(room: Newsroom, told: Told) -> None:
    room.agencies["Wire"] = "AFP"
    paragraphs = told["paragraphs"]
    room.carry("Wire", told["title"], paragraphs, guid="1")
    room.carry("Wire", told["retitled"], paragraphs, guid="2", minutes=60)
    story = room.carry("Wire", told["retitled"], paragraphs[1:3], guid="3", minutes=90)
    assert len(story.copies) == 3
    assert "update" not in room.relations(story)
    assert story.updated == after(0)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_agencys_brief_after_its_story_is_no_update(room: Newsroom, language: str) -> None:
    """What happened since stands in its lead; but the text in full stays what readers are given."""
    told = sample(language)
    room.language, room.agencies["Wire"] = language, "AFP"
    room.carry("Wire", told["title"], told["paragraphs"], guid="1")
    brief = [told["development"], *told["paragraphs"][3:]]
    story = room.carry("Wire", told["title"], brief, guid="2", minutes=60)
    assert (len(story.copies), room.relations(story)) == (2, ["original"])
    assert story.head.text == "\n".join(told["paragraphs"])


def test_a_summary_after_a_teaser_of_the_full_text_is_no_update(room: Newsroom, told: Told) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    words = " ".join(told["paragraphs"]).split()
    room.carry("Gazette", told["retitled"], " ".join(words[:24]), guid="2", minutes=30)
    story = room.carry("Gazette", told["retitled"], " ".join(words[:60]), guid="3", minutes=60)
    assert len(story.copies) == 3
    assert room.relations(story) == ["original"]
    assert story.head.text == "\n".join(told["paragraphs"])
    assert story.updated == after(0)


def test_a_longer_teaser_of_what_its_source_gave_cut_before_is_no_update(
    room: Newsroom, told: Told
) -> None:
    words = " ".join(told["paragraphs"]).split()
    room.carry("Ledger", told["title"], told["paragraphs"], guid="1")
    for minutes, shown in ((30, 24), (60, 40)):
        cut = " ".join(words[:shown]) + "…"
        story = room.carry(
            "Gazette", told["title"], cut, guid=f"{shown}", minutes=minutes, teaser=True
        )
    assert [copy.relation for copy in story.copies] == ["original", "teaser", "teaser"]


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


def test_an_agencys_second_feed_that_gives_the_same_text_after_an_excerpt_is_no_update(
    room: Newsroom, told: Told
) -> None:
    room.agencies |= {"Wire": "AFP", "Wire Sport": "AFP"}
    room.carry("Wire Sport", told["title"], told["paragraphs"][:3], guid="1")
    room.carry("Wire", told["title"], told["paragraphs"], guid="1", minutes=20)
    before = room.story("Wire", "1")
    story = room.carry("Wire Sport", told["title"], told["paragraphs"], guid="2", minutes=40)
    assert story.id == before.id, "void: it is no copy of the story"
    assert story.head.text == "\n".join(told["paragraphs"])
    assert story.updated == before.updated
    assert room.relations(story) == room.relations(before)
