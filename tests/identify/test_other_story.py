"""Neighbours that share much with a story and are not it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom

Told = dict[str, Any]
DAY = 24 * 60


def filled(told: Told, edition: int) -> tuple[str, list[str]]:
    figures = told["editions"][edition]
    return told["template_title"].format(**figures), [p.format(**figures) for p in told["template"]]


def follow_up(told: Told) -> list[str]:
    return [line.format(*told["paragraphs"]) for line in told["follow"]]


@pytest.mark.parametrize("outlet", ["Gazette", "Ledger"], ids=["same outlet", "other outlet"])
def test_a_template_filled_anew_is_another_story(room: Newsroom, told: Told, outlet: str) -> None:
    for edition in range(3):
        title, text = filled(told, edition)
        name = outlet if edition else "Gazette"
        room.carry(name, title, text, minutes=edition * DAY)
    assert len(room.stories()) == 3


def test_a_template_filled_with_other_names_and_figures_in_the_same_hour_is_another_story(
    room: Newsroom, told: Told
) -> None:
    for edition in range(2):
        title, text = filled(told, edition)
        room.carry(f"Outlet {edition}", title, text, minutes=edition * 40)
    assert len(room.stories()) == 2


def test_copies_of_two_editions_go_to_their_own(room: Newsroom, told: Told) -> None:
    for edition in range(2):
        title, text = filled(told, edition)
        for outlet in range(3):
            room.carry(f"Outlet {outlet}", title, text, minutes=edition * DAY + outlet * 30)
    assert [story.carriers for story in room.stories()] == [3, 3]


def test_a_story_tells_what_it_was_kept_apart_from_and_why(room: Newsroom, told: Told) -> None:
    first, second = (
        room.carry("Gazette", *filled(told, edition), minutes=edition * DAY) for edition in range(2)
    )
    why = second.copies[0].why
    assert why.startswith(f"the first to arrive; kept apart from story {first.id}, ")
    assert "differ" in why or "missing" in why, "what spoke against it"


def test_a_follow_up_that_quotes_paragraphs_is_linked_and_not_merged(
    room: Newsroom, told: Told
) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    second = room.carry("Ledger", told["follow_title"], follow_up(told), minutes=DAY)
    assert first.id != second.id
    assert room.quoted(second) == {first.id}
    assert room.quoted(first) == {second.id}
    assert [story.carriers for story in room.stories()] == [1, 1]


def test_a_follow_up_by_the_same_outlet_is_linked_too(room: Newsroom, told: Told) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    second = room.carry("Gazette", told["follow_title"], follow_up(told), minutes=DAY)
    assert first.id != second.id
    assert room.quoted(second) == {first.id}


def test_a_follow_up_and_its_copies_are_a_story_beside_the_first(
    room: Newsroom, told: Told
) -> None:
    for outlet in range(3):
        room.carry(f"Outlet {outlet}", told["title"], told["paragraphs"], minutes=outlet)
        room.carry(f"Outlet {outlet}", told["follow_title"], follow_up(told), minutes=DAY + outlet)
    assert [story.carriers for story in room.stories()] == [3, 3]


def test_a_follow_up_that_comes_before_what_it_quotes_is_linked_when_that_comes(
    room: Newsroom, told: Told
) -> None:
    second = room.carry("Ledger", told["follow_title"], follow_up(told), minutes=DAY)
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    assert first.id != second.id
    assert room.quoted(second) == {first.id}
    with room.store.read() as snapshot:
        (link,) = snapshot.quotes(first.id)
    assert (link.story, link.other) == (second.id, first.id)


def test_the_event_told_by_someone_else_is_another_story(room: Newsroom, told: Told) -> None:
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    second = room.carry("Ledger", told["rival_title"], told["rival"], minutes=20)
    third = room.carry("Post", told["title"], told["rival"], minutes=40)
    assert first.id != second.id
    assert third.id == second.id


@pytest.mark.parametrize("outlet", ["Gazette", "Ledger"], ids=["same outlet", "other outlet"])
def test_a_generic_title_over_another_text_is_another_story(
    room: Newsroom, told: Told, outlet: str
) -> None:
    one = room.carry("Gazette", told["generic_title"], told["generic"][0], guid="1")
    two = room.carry(outlet, told["generic_title"], told["generic"][1], guid="2", minutes=30)
    assert one.id != two.id


def test_an_equal_title_over_another_text_is_another_story(room: Newsroom, told: Told) -> None:
    one = room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    two = room.carry("Ledger", told["title"], told["generic"][0], guid="2", minutes=30)
    assert one.id != two.id


def test_a_generic_title_without_any_text_is_not_the_story_of_another(
    room: Newsroom, told: Told
) -> None:
    one = room.carry("Gazette", told["generic_title"], told["generic"][0], guid="1")
    two = room.carry("Ledger", told["generic_title"], "", guid="2", minutes=30)
    three = room.carry("Gazette", told["generic_title"], "", guid="3", minutes=DAY)
    assert len({one.id, two.id, three.id}) == 3


@pytest.mark.parametrize("outlet", ["Gazette", "Ledger"], ids=["same outlet", "other outlet"])
def test_tomorrows_edition_of_a_column_is_another_story(
    room: Newsroom, told: Told, outlet: str
) -> None:
    one = room.carry("Gazette", told["column_title"], told["column"][0], guid="1")
    two = room.carry(outlet, told["column_title"], told["column"][1], guid="2", minutes=DAY)
    assert one.id != two.id


def test_the_neighbours_together_stay_apart_whatever_their_order(
    room: Newsroom, told: Told
) -> None:
    neighbours = [
        (told["title"], told["paragraphs"]),
        (told["follow_title"], follow_up(told)),
        (told["rival_title"], told["rival"]),
        filled(told, 0),
        filled(told, 1),
        (told["column_title"], [told["column"][0]]),
        (told["column_title"], [told["column"][1]]),
    ]
    for number, (title, text) in enumerate(neighbours):
        room.carry("Gazette", title, text, guid=f"{number}", minutes=number * 90)
    turned = room.another()
    for number, (title, text) in reversed(list(enumerate(neighbours))):
        turned.carry("Gazette", title, text, guid=f"{number}", minutes=number * 90)
    assert len(room.stories()) == len(turned.stories()) == len(neighbours)
    assert all(one.published >= two.published for one, two in pairwise(room.stories()))
