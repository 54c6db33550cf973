"""Whose words head a story, who had it first, and what never moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feeds.identify.settle import choose_head
from feeds.model.item import Item
from feeds.publish.entry import build_entry
from tests.identify.newsroom import Newsroom, Post, after

Told = dict[str, Any]


def entry(room: Newsroom, story_id: str) -> Any:
    with room.store.read() as snapshot:
        story = snapshot.story(story_id)
    assert story is not None
    return build_entry(story, content="full", republish={}, page_url="https://x.example/s")


def test_the_fullest_copy_heads_the_story(room: Newsroom, told: Told) -> None:
    room.carry("Short", told["title"], told["paragraphs"][:2])
    room.carry("Full", told["title"], told["paragraphs"], minutes=10)
    story = room.carry("Middling", told["title"], told["paragraphs"][:4], minutes=20)
    assert story.head.source == "Full"
    assert story.first_carrier == "Short"


def test_a_few_words_more_do_not_take_the_head(room: Newsroom, told: Told) -> None:
    room.carry("First", told["title"], told["paragraphs"])
    text = [*told["paragraphs"], told["context_after"][:60]]
    assert room.carry("Second", told["title"], text, minutes=10).head.source == "First"


@pytest.mark.parametrize("dropped", range(1, 5))
def test_a_copy_that_lacks_a_paragraph_does_not_head_before_the_whole(
    room: Newsroom, told: Told, dropped: int
) -> None:
    paragraphs = told["paragraphs"]
    room.carry("Cutting", told["title"], [*paragraphs[:dropped], *paragraphs[dropped + 1 :]])
    story = room.carry("Whole", told["title"], paragraphs, minutes=10)
    assert story.carriers == 2
    assert story.head.source == "Whole"


def test_a_fuller_copy_without_its_correction_does_not_head_a_corrected_story(
    room: Newsroom, told: Told
) -> None:
    wrong, right = told["corrected"]
    text = [p.replace(wrong, right) for p in told["paragraphs"][:4]]
    room.carry("Gazette", told["title"], told["paragraphs"][:4], guid="1")
    room.carry("Gazette", told["corrected_title"], text, guid="1", minutes=20)
    story = room.carry("Ledger", told["title"], told["paragraphs"], minutes=40)
    assert (story.carriers, story.version) == (2, 2)
    assert story.head.source == "Gazette"


def test_a_full_text_heads_before_a_longer_teaser(room: Newsroom, told: Told) -> None:
    words = " ".join(told["paragraphs"]).split()
    room.carry("Teasing", told["title"], " ".join(words[:110]) + "…", teaser=True)
    story = room.carry("Full", told["title"], told["paragraphs"][:3], minutes=10)
    assert story.head.source == "Full"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["agency first", "agency last"])
def test_an_agencys_own_copy_heads_before_a_fuller_one(
    room: Newsroom, told: Told, order: tuple[int, int]
) -> None:
    room.agencies["Wire"] = "AFP"
    fuller = [*told["paragraphs"], told["context_before"], told["context_after"], "(AFP)"]
    copies = [("Wire", told["title"], told["paragraphs"]), ("Gazette", told["retitled"], fuller)]
    for number, place in enumerate(order):
        room.carry(*copies[place], minutes=number * 20)
    (story,) = room.stories()
    assert story.head.source == "Wire"
    assert story.agency == "AFP"
    assert story.carriers == 2


def test_an_agencys_teaser_does_not_head_before_a_full_text(room: Newsroom, told: Told) -> None:
    room.agencies["Wire"] = "AFP"
    cut = " ".join(told["paragraphs"][0].split()[:24]) + "…"
    room.carry("Wire", told["title"], cut, teaser=True)
    story = room.carry("Gazette", told["title"], [*told["paragraphs"], "(AFP)"], minutes=10)
    assert story.head.source == "Gazette"


def test_the_head_of_the_same_items_is_the_same_in_any_order(room: Newsroom, told: Told) -> None:
    room.agencies["Wire"] = "AFP"
    posts = [
        ("Short", told["paragraphs"][:2]),
        ("Full", [*told["paragraphs"], told["context_after"]]),
        ("Wire", told["paragraphs"]),
        ("Middling", told["paragraphs"][:3]),
    ]
    heads = set()
    for turn in range(4):
        desk = room.another()
        for name, text in posts[turn:] + posts[:turn]:
            desk.carry(name, told["title"], text, guid="1")
        heads.add(desk.story("Wire", "1").head.source)
    assert heads == {"Wire"}


def test_the_first_carrier_is_who_says_so_within_the_polling_gap(
    room: Newsroom, told: Told
) -> None:
    """Both were polled at 0; both have it at 60. Ledger says 20, Gazette says 40."""
    for name in ("Gazette", "Ledger"):
        room.poll(name, Post(title=f"Other of {name}", text="Nothing of note.", guid="0"))
    gazette = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=40)
    room.poll("Gazette", gazette, minutes=60)
    room.poll("Ledger", replace(gazette, minutes=20), minutes=60)
    story = room.story("Gazette", "1")
    assert story.first_carrier == "Ledger"
    assert story.published == after(20)
    at = {copy.source: copy.carried_at for copy in story.copies}
    assert at == {"Gazette": after(40), "Ledger": after(20)}


def test_a_stated_time_before_the_last_poll_without_it_is_not_believed(
    room: Newsroom, told: Told
) -> None:
    """Ledger was polled at 50 without it, and says at 60 that it had it at -500."""
    room.poll("Ledger", Post(title="Another", text="Nothing of note.", guid="0", minutes=50))
    gazette = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=40)
    room.poll("Gazette", gazette, minutes=45)
    room.poll("Ledger", replace(gazette, minutes=-500), minutes=60)
    story = room.story("Gazette", "1")
    assert story.first_carrier == "Gazette"
    assert story.published == after(40)
    ledger = next(copy for copy in story.copies if copy.source == "Ledger")
    assert ledger.published == after(-500)
    assert ledger.seen_after == after(50)
    assert ledger.first_seen == after(60)
    assert ledger.carried_at == after(50)


def test_a_time_ahead_of_the_clock_is_not_believed(room: Newsroom, told: Told) -> None:
    ahead = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=600)
    room.poll("Gazette", ahead, minutes=10)
    story = room.carry("Ledger", told["title"], told["paragraphs"], minutes=30)
    gazette = story.copies[0]
    assert (gazette.source, gazette.carried_at) == ("Gazette", after(10))
    assert story.first_carrier == "Gazette"


def test_a_late_copy_that_says_it_was_first_takes_the_first_place_and_nothing_else(
    room: Newsroom, told: Told
) -> None:
    """Its source was never polled before, so what it says can't be denied."""
    first = room.carry("Gazette", told["title"], told["paragraphs"])
    old = Post(title=told["title"], text=told["paragraphs"], guid="1", minutes=-90)
    room.poll("Archive", old, minutes=120)
    story = room.again(first)
    assert story.first_carrier == "Archive"
    assert story.published == after(-90)
    assert story.id == first.id
    assert story.updated == first.updated
    assert [copy.source for copy in story.copies] == ["Gazette", "Archive"]


def test_adding_copies_never_moves_updated_nor_the_entrys_id(room: Newsroom, told: Told) -> None:
    room.agencies["Wire"] = "AFP"
    link = "https://{}.example/1"
    room.carry("Short", told["title"], told["paragraphs"][:2], link=link.format("short"))
    (story,) = room.stories()
    first = entry(room, story.id)
    later = [
        ("Teasing", told["retitled"], told["paragraphs"][0], True),
        ("Full", told["retitled"], [*told["paragraphs"], told["context_after"]], False),
        ("Wire", told["title"], told["paragraphs"], False),
        ("Ledger", told["title"], told["edited"], False),
    ]
    for number, (name, title, text, teaser) in enumerate(later, 1):
        post = Post(
            title=title, text=text, guid="1", link=link.format(name.lower()), teaser=teaser,
            minutes=number * 30,
        )  # fmt: skip
        room.poll(name, post)
        now = entry(room, story.id)
        assert (now.id, now.link, now.published, now.updated) == (
            first.id,
            "https://short.example/1",
            first.published,
            first.updated,
        )
        assert len(now.others) == number
    assert [carrier.source for carrier in now.others] == ["Teasing", "Full", "Wire", "Ledger"]
    assert now.title == told["title"]
    assert now.source_name == "Wire"


def test_the_entry_links_to_the_first_carriers_page_though_another_heads_it(
    room: Newsroom, told: Told
) -> None:
    page = "https://first.example/ferries"
    room.carry("First", told["title"], told["paragraphs"][:2], link=page)
    story = room.carry(
        "Full", told["title"], told["paragraphs"], link="https://full.example/1", minutes=10
    )
    published = entry(room, story.id)
    assert published.link == page
    assert published.first_carrier == "First"
    assert [carrier.link for carrier in published.others] == ["https://full.example/1"]


def test_a_retitled_story_keeps_its_entrys_id(room: Newsroom, told: Told) -> None:
    story = room.carry("Gazette", told["title"], told["paragraphs"], guid="1")
    before = entry(room, story.id)
    room.carry("Gazette", told["retitled"], told["edited"], guid="1", minutes=60)
    now = entry(room, story.id)
    assert now.id == before.id
    assert now.title == told["retitled"]
    assert now.updated == after(60) > before.updated


def test_updated_never_goes_back(room: Newsroom, told: Told) -> None:
    room.carry("Gazette", told["title"], told["paragraphs"], guid="1", minutes=60)
    back = Post(title=told["updated_title"], text=told["edited"], guid="1", minutes=-300)
    room.poll("Gazette", back, minutes=90)
    assert room.story("Gazette", "1").updated == after(90)


def test_choosing_a_head_prefers_whole_then_own_then_fuller(room: Newsroom, told: Told) -> None:
    story = room.carry("Gazette", told["title"], told["paragraphs"])
    plain: Item = story.head
    own = replace(plain, credit=replace(plain.credit, agency="AFP", own=True))
    teaser = replace(plain, teaser=True, text=plain.text * 3)
    fuller = replace(plain, text=plain.text * 2)
    hardly = replace(plain, text=plain.text + " " + plain.text[: len(plain.text) // 12])
    assert choose_head([plain, teaser, hardly]) is plain
    assert choose_head([plain, fuller]) is fuller
    assert choose_head([plain, fuller, own]) is own
    assert choose_head([own, fuller]) is own
    assert choose_head([teaser, plain]) is plain
    late = replace(plain, first_seen=plain.first_seen + timedelta(hours=1))
    assert choose_head([plain, late]) is plain
