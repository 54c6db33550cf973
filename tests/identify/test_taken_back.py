"""Entries that an Atom feed says it took back (RFC 6721): their stories are withdrawn, and come back if they do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from feeds.intake import absorb
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.reading import read
from store.api import Store
from tests.newsroom.intake import HARBOUR, WINDOW, Newsroom, at

_FEED = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
    "<id>tag:gazette.example,2026:feed</id><title>Gazette</title>{}</feed>"
)
_GUID = "tag:gazette.example,2026:1"


@pytest.fixture
def room(store: Store) -> Newsroom:
    return Newsroom(store)


def told(hour: int, title: str = "Harbour to be dredged") -> str:
    words = "".join(f"<p>{paragraph}</p>" for paragraph in HARBOUR)
    content = words.replace("<", "&lt;")
    return (
        f"<entry><id>{_GUID}</id><title>{title}</title><updated>{at(hour).isoformat()}</updated>"
        f'<content type="html">{content}</content></entry>'
    )


def taken_back(hour: int, guid: str = _GUID) -> str:
    return f'<at:deleted-entry ref="{guid}" when="{at(hour).isoformat()}"/>'


def poll(room: Newsroom, hour: int, *entries: str) -> list[Story]:
    """What is in the store once that document was taken in at that hour."""
    source = Source(name="Gazette", url="https://gazette.example/feed")
    readout = read(
        _FEED.format("".join(entries)).encode(),
        content_type="application/atom+xml",
        location="https://gazette.example/feed",
        source=source,
        first_seen=at(hour),
        seen_after=at(hour) - timedelta(hours=1),
    )
    with room.store.write() as tx:
        absorb(tx, readout.items, window=WINDOW, now=at(hour))
    return list(room.stories().values())


def test_the_story_of_an_entry_that_its_feed_took_back_is_withdrawn(room: Newsroom) -> None:
    poll(room, 9, told(8))
    (story,) = poll(room, 11, taken_back(10))
    assert story.status == "withdrawn"
    assert [copy.title for copy in story.copies] == ["Harbour to be dredged"]
    (again,) = poll(room, 12, taken_back(10))
    assert again.updated == story.updated, "withdrawn once"


def test_the_entry_may_stand_in_the_feed_beside_the_word_that_it_was_taken_back(
    room: Newsroom,
) -> None:
    poll(room, 9, told(8))
    for hour in (11, 12):
        (story,) = poll(room, hour, told(8), taken_back(10))
        assert story.status == "withdrawn"


def test_an_entry_that_was_taken_back_before_anybody_saw_it_is_no_story(room: Newsroom) -> None:
    assert poll(room, 11, told(8), taken_back(10)) == []


def test_an_entry_that_was_updated_after_it_was_taken_back_is_there_again(room: Newsroom) -> None:
    poll(room, 9, told(8))
    poll(room, 11, taken_back(10))
    (story,) = poll(room, 13, told(12), taken_back(10))
    assert story.status == "usable"
    (story,) = poll(room, 14, taken_back(10))
    assert story.status == "usable", "the notice is older than the entry"


def test_another_entrys_removal_withdraws_nothing(room: Newsroom) -> None:
    poll(room, 9, told(8))
    (story,) = poll(room, 11, told(8), taken_back(10, "tag:gazette.example,2026:2"))
    assert story.status == "usable"
