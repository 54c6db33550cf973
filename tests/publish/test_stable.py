"""What readers have seen does not come back as new: not for a trivial edit, nor after a restored backup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.intake import absorb
from feeds.model.atom import FeedMeta, Text
from feeds.model.entry import Entry
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import Desk, release
from store.api import Store
from store.open import open_store
from tests.newsroom.intake import HARBOUR, at, item
from tests.newsroom.intake import Newsroom as PolledDesk
from tests.newsroom.normalized import normalize
from tests.publish.shelf import Newsroom, clock, fetch, read_entries

WIRE = Source(name="Meridian Wire", url="https://wire.example/")
DESK = Desk(
    topics=(Topic(slug="sea", title="Sea", query="", limit=2),),
    sources=(WIRE,),
    base_url="https://desk.example/",
    title="Desk",
)
TITLE = "Harbour's mouth to be dredged"
WORDS = (
    "The harbour board's president said on Tuesday: two dredgers, and 14 boats, begin work in May."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/x.db")
    yield opened
    opened.close()


def take(store: Store, title: str, html: str, minute: int) -> None:
    entry = Entry(
        guid="1",
        title=Text(value=title),
        content=Text(value=html, type="html"),
        published="2024-03-01T10:00:00Z",
    )
    item = normalize(
        entry,
        source=WIRE,
        meta=FeedMeta(title="Wire"),
        location=WIRE.url,
        first_seen=clock(minute),
    )
    with store.write() as tx:
        absorb(tx, [item], window=timedelta(days=7), now=clock(minute))
    assert release(store, DESK, now=clock(minute)).problems == ()


@pytest.mark.parametrize(
    ("title", "html", "news"),
    [
        (TITLE, f"<div><p><b>The</b>{WORDS[3:]}</p></div>", False),
        (TITLE, f"<p>{WORDS.replace(chr(39), '’').replace(' ', '&nbsp; ')}</p>", False),
        (TITLE, f"<p>{WORDS.replace(',', ' —').replace(':', ',')}</p>", False),
        (TITLE.upper(), f"<p>{WORDS}</p><p><img src='https://wire.example/x.png'></p>", False),
        (TITLE, f"<p>{WORDS.replace('14', '17')}</p>", True),
    ],
    ids=["markup", "quotes and spaces", "punctuation", "capitals and a picture", "a figure"],
)
def test_an_edit_that_changes_no_word_brings_an_entry_not_back(
    store: Store, title: str, html: str, news: bool
) -> None:
    take(store, TITLE, f"<p>{WORDS}</p>", 1)
    before = read_entries(fetch(store, "/topics/sea.atom"), "atom")
    take(store, title, html, 30)
    after = read_entries(fetch(store, "/topics/sea.atom"), "atom")
    assert [urn for urn, _ in after] == [urn for urn, _ in before]
    assert (after != before) == news


def test_a_store_made_of_a_backup_publishes_the_same_bytes(store: Store, tmp_path: Path) -> None:
    room = Newsroom(store)
    for minute in range(6):
        room.arrive(clock(minute))
        release(store, DESK, now=clock(minute))
    room.correct(room.stories[0], clock(7))
    room.merge(room.stories[1], room.stories[2])
    room.kill(room.stories[-1], clock(8))
    release(store, DESK, now=clock(9))
    store.backup(tmp_path / "copy.db")
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    with store.read() as one, copy.read() as other:
        paths = one.document_paths()
        assert [other.document(path) for path in paths] == [one.document(path) for path in paths]
    assert release(copy, DESK, now=clock(20), everything=True).documents == ()
    copy.close()


def test_an_entry_is_as_old_as_it_was_when_another_turns_out_to_have_had_it_first(
    store: Store,
) -> None:
    """The first carrier states a later time than the one before it, whose page was not there when it says."""
    room = PolledDesk(store)
    one = item("Harbour Times", "h1", "Harbour to be dredged", HARBOUR, 8, gap=timedelta(minutes=5))
    other = item("Radio Gulf", "g1", "Dredging in Port Sable", HARBOUR, 8)
    other = replace(other, published=at(8, 10), first_seen=at(9))
    room.take(one)
    (before,) = room.release()
    room.take(other)
    (after,) = room.release(22)
    assert after["_dateline"]["first_carrier"] == "Radio Gulf", "void: it had it later"
    assert after["date_modified"] == before["date_modified"] == at(8).isoformat()
    assert after["date_published"] <= after["date_modified"]
