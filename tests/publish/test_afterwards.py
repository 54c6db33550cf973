"""What a source adds to an entry whose words stay: its readers get it, and nothing comes back as new."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from feeds.model.atom import Category, Enclosure, Person
from feeds.model.item import Credit, Item
from store.api import Store
from tests.newsroom.intake import HARBOUR, Newsroom, item
from tests.publish.shelf import fetch

BARE = item("Harbour Times", "h1", "Harbour to be dredged before storms", HARBOUR, 8)
SOUND = (Enclosure(href="https://harbour-times.example/h1.mp3", type="audio/mpeg"),)
WHOLE = replace(
    BARE,
    enclosures=SOUND,
    authors=(Person(name="Mara Kell"),),
    categories=(Category(term="Sea"),),
    credit=Credit(byline="Mara Kell"),
)


@pytest.fixture
def newsroom(store: Store) -> Newsroom:
    return Newsroom(store)


def _entry(newsroom: Newsroom, *items: Item) -> dict[str, Any]:
    """The story's entry after a poll that brought those items."""
    newsroom.take(*items)
    (entry,) = newsroom.release()
    return entry


def test_a_recording_a_byline_and_categories_that_come_later_are_published(
    newsroom: Newsroom,
) -> None:
    before = _entry(newsroom, BARE)
    assert "attachments" not in before
    after = _entry(newsroom, WHOLE)
    assert after["attachments"][0]["url"] == SOUND[0].href
    assert after["authors"] == [{"name": "Mara Kell"}]
    assert after["tags"] == ["Sea"]
    same = ("id", "url", "title", "date_published", "date_modified")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_what_is_no_more_in_the_feed_stays_in_the_entry(newsroom: Newsroom) -> None:
    assert _entry(newsroom, WHOLE) == _entry(newsroom, BARE)


def test_a_page_that_moved_is_linked_to_where_it_is_now(newsroom: Newsroom) -> None:
    before = _entry(newsroom, BARE)
    moved = "https://harbour-times.example/2024/dredging"
    after = _entry(newsroom, replace(BARE, link=moved, canonical=moved))
    assert (after["url"], after["date_modified"]) == (moved, before["date_modified"])


@pytest.mark.parametrize("name", ["link", "enclosures"])
@pytest.mark.parametrize("token", ["?visit=", ";jsessionid="])
def test_an_address_that_is_another_at_each_poll_changes_no_document(
    newsroom: Newsroom, name: str, token: str
) -> None:
    _entry(newsroom, WHOLE)
    before = fetch(newsroom.store, "/topics/all.json")
    for visit in ("1", "2"):
        link = f"{BARE.link}{token}{visit}"
        sound = (replace(SOUND[0], href=f"{SOUND[0].href}{token}{visit}"),)
        again = {"link": {"link": link, "canonical": link}, "enclosures": {"enclosures": sound}}
        _entry(newsroom, replace(WHOLE, **again[name]))  # type: ignore[arg-type]
    assert fetch(newsroom.store, "/topics/all.json") == before
    assert json.loads(before)["items"]
