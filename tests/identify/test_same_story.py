"""One story, a copy each, whatever an outlet did to it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from tests.identify.newsroom import Newsroom, Post

Told = dict[str, Any]
Edit = Callable[[Told], tuple[str, list[str]]]


def retitled(told: Told) -> tuple[str, list[str]]:
    return told["retitled"], told["paragraphs"]


def dateline_added(told: Told) -> tuple[str, list[str]]:
    first, *rest = told["paragraphs"]
    return told["title"], [told["dateline"] + first, *rest]


def credit_at_the_head(told: Told) -> tuple[str, list[str]]:
    return told["title"], [told["credit_head"], *told["paragraphs"]]


def credit_at_the_foot(told: Told) -> tuple[str, list[str]]:
    return told["title"], [*told["paragraphs"], told["credit_foot"]]


def paragraph_dropped(told: Told) -> tuple[str, list[str]]:
    return told["title"], told["paragraphs"][:2] + told["paragraphs"][3:]


def last_paragraphs_dropped(told: Told) -> tuple[str, list[str]]:
    return told["title"], told["paragraphs"][:3]


def paragraphs_reordered(told: Told) -> tuple[str, list[str]]:
    one, two, three, four, five = told["paragraphs"]
    return told["title"], [one, four, three, five, two]


def context_before(told: Told) -> tuple[str, list[str]]:
    return told["title"], [told["context_before"], *told["paragraphs"]]


def context_after(told: Told) -> tuple[str, list[str]]:
    return told["title"], [*told["paragraphs"], told["context_after"]]


def lightly_edited(told: Told) -> tuple[str, list[str]]:
    return told["title"], told["edited"]


def edited_and_retitled(told: Told) -> tuple[str, list[str]]:
    return told["retitled"], told["edited"]


def boilerplate(told: Told) -> tuple[str, list[str]]:
    one, two, *rest = told["paragraphs"]
    head, foot = told["notices_head"], told["notices_foot"]
    return told["title"], [*head, one, told["notices_middle"], two, *rest, *foot]


def all_at_once(told: Told) -> tuple[str, list[str]]:
    one, two, three, _, five = told["edited"]
    lead = told["other_dateline"] + one
    return told["retitled"], [lead, three, told["notices_middle"], two, five, told["context_after"]]


EDITS: list[Edit] = [
    retitled,
    dateline_added,
    credit_at_the_head,
    credit_at_the_foot,
    paragraph_dropped,
    last_paragraphs_dropped,
    paragraphs_reordered,
    context_before,
    context_after,
    lightly_edited,
    edited_and_retitled,
    boilerplate,
    all_at_once,
]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("turned", [False, True], ids=["edited later", "edited first"])
def test_an_edited_copy_is_the_story(
    room: Newsroom,
    told: Told,
    language: str,
    edit: Edit,
    *,
    turned: bool,
) -> None:
    texts = [(told["title"], told["paragraphs"]), edit(told)]
    if turned:
        texts.reverse()
    one = room.carry("Wire Gazette", *texts[0])
    other = room.carry("Valley Ledger", *texts[1], minutes=95)
    assert one.id == other.id
    assert [copy.source for copy in other.copies] == ["Wire Gazette", "Valley Ledger"]
    assert other.first_carrier == "Wire Gazette"
    assert other.copies[0].relation == "original"
    assert other.copies[1].why
    assert 0 < other.copies[1].score <= 1


def test_a_credit_that_moves_or_goes_makes_no_other_story(room: Newsroom, told: Told) -> None:
    title, paragraphs = told["title"], told["paragraphs"]
    first, *rest = paragraphs
    room.carry("Agency", title, [told["dateline"] + first, *rest])
    room.carry("Ledger", title, [*paragraphs, told["credit_foot"]], minutes=20)
    room.carry("Gazette", title, paragraphs, minutes=40)
    room.carry("Post", title, [told["other_dateline"] + first, *rest], minutes=60)
    (story,) = room.stories()
    assert story.carriers == 4
    assert story.agency in {"AFP", "EFE"}
    assert {copy.score for copy in story.copies} == {1.0} or min(
        copy.score for copy in story.copies
    ) > 0.98


_SHORT_REPORT = (
    "The lock at Saltmarsh opened again on Monday after a flood that had shut it for three days, and the first barges "
    "went through at dawn with grain, timber and the mail of the upper valley. The keeper said that one of the gates "
    "is cracked and that mending it will take until the summer"
)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("{}. Lowland Echo", "{}. Harrow Tribune"),
        ("{}. Edda Karlow", "{}. Milo Brandt"),
        ("Lowland Echo – {}.", "Harrow Tribune – {}."),
    ],
)
@pytest.mark.parametrize("source", ["Valley Ledger", "Wire Gazette"])
def test_a_short_text_reprinted_the_next_day_under_another_name_is_the_story(
    room: Newsroom, source: str, first: str, second: str
) -> None:
    title = "Lock at Saltmarsh opens again after three days of flood"
    one = room.carry("Wire Gazette", title, first.format(_SHORT_REPORT))
    other = room.carry(source, title, second.format(_SHORT_REPORT), minutes=1440, guid="again")
    assert one.id == other.id


@pytest.mark.parametrize(("words", "tail"), [(20, "…"), (30, " [...]"), (60, " (…)")])
def test_a_teaser_is_the_story_in_either_order(
    room: Newsroom, told: Told, words: int, tail: str
) -> None:
    text = "\n".join(told["paragraphs"])
    teaser = " ".join(text.split()[:words]) + tail
    full = room.carry("Full", told["title"], told["paragraphs"])
    later = room.carry("Teasing", told["title"], teaser, minutes=30, teaser=True)
    assert full.id == later.id
    assert later.copies[1].teaser
    assert later.copies[1].relation == "teaser"

    turned = room.another()
    first = turned.carry("Teasing", told["title"], teaser, teaser=True)
    later = turned.carry("Full", told["title"], told["paragraphs"], minutes=30)
    assert first.id == later.id
    assert later.head.source == "Full"
    assert later.first_carrier == "Teasing"


def test_two_teasers_of_other_length_and_the_full_text_are_one_story(
    room: Newsroom, told: Told
) -> None:
    words = "\n".join(told["paragraphs"]).split()
    room.carry("Short", told["title"], " ".join(words[:20]) + "…", teaser=True)
    room.carry("Long", told["title"], " ".join(words[:45]) + "…", minutes=10, teaser=True)
    room.carry("Full", told["title"], told["paragraphs"], minutes=20)
    (story,) = room.stories()
    assert story.carriers == 3
    assert story.head.source == "Full"


def test_a_teaser_with_a_title_of_its_own_is_the_story(room: Newsroom, told: Told) -> None:
    words = "\n".join(told["paragraphs"]).split()
    full = room.carry("Full", told["title"], told["paragraphs"])
    teaser = " ".join(words[:40]) + "…"
    assert room.carry("Teasing", told["retitled"], teaser, minutes=30, teaser=True).id == full.id


def test_markup_entities_and_quotes_make_no_other_story(room: Newsroom, told: Told) -> None:
    plain = room.carry("Plain", told["title"], told["paragraphs"])
    curled = [escape(p.replace('"', "”").replace("'", "’")) for p in told["paragraphs"]]
    spaced = [p.replace(" ", "&nbsp;", 2).replace("é", "&eacute;") for p in curled]
    broken = "<div dir='auto'>" + "<br/><br/>".join(spaced) + "</div>"
    marked = "".join(f"<p><strong>{p[:9]}</strong>{p[9:]}</p>" for p in spaced)
    for name, markup in (("Broken", broken), ("Marked", marked)):
        story = room.carry(name, told["title"].upper(), markup, minutes=30, html=True)
        assert story.id == plain.id
        assert story.copies[-1].score > 0.98


def test_a_wire_folder_and_a_feed_of_one_text_are_one_story(room: Newsroom, told: Told) -> None:
    one = room.carry("Feed", told["title"], told["paragraphs"])
    two = room.carry("No title", "", told["paragraphs"], guid="n", minutes=15)
    assert one.id == two.id


def test_links_to_one_page_are_one_story(room: Newsroom, told: Told) -> None:
    page = "https://gazette.example/2024/ferries"
    one = room.carry("Gazette", told["title"], told["paragraphs"], link=f"{page}?utm_source=rss")
    two = room.carry(
        "Planet", told["retitled"], told["paragraphs"][0], link=page, minutes=15, teaser=True
    )
    assert one.id == two.id
    assert "page" in two.copies[1].why


@pytest.mark.parametrize("days", [0, -9], ids=["today", "before the window"])
def test_a_text_without_any_time_is_the_story_too(room: Newsroom, told: Told, days: int) -> None:
    dated = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=days * 24 * 60)
    room.poll("Gazette", dated, minutes=0)
    two = room.carry("Timeless", told["title"], told["paragraphs"], minutes=None)
    assert room.story("Gazette", "1").id == two.id


def test_a_copy_after_the_window_is_a_story_of_its_own(room: Newsroom, told: Told) -> None:
    one = room.carry("Gazette", told["title"], told["paragraphs"])
    two = room.carry("Ledger", told["title"], told["paragraphs"], minutes=9 * 24 * 60)
    assert one.id != two.id


def test_every_copy_tells_why_it_belongs(room: Newsroom, told: Told) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"])
    story = room.carry("Ledger", told["title"], told["edited"], minutes=15)
    assert story.copies[0].why == "the first to arrive"
    assert story.copies[1].why.startswith("compared with Gazette: ")
    assert "%" in story.copies[1].why


def test_one_story_and_fifteen_copies_stay_one(room: Newsroom, told: Told) -> None:
    room.carry("Agency", told["title"], told["paragraphs"])
    for number, edit in enumerate(EDITS, 1):
        title, text = edit(told)
        room.poll(f"Outlet {number}", Post(title=title, text=text, guid="1", minutes=number * 7))
    assert [story.carriers for story in room.stories()] == [len(EDITS) + 1]
