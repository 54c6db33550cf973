"""A folder of wire stories whose files are written anew, renamed, copied and used again for the next story."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from feeds.fetch.folder import Found
from feeds.ingest import read_files
from feeds.intake import absorb, unseal
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.poll.due import Brought
from feeds.reading import read
from feeds.readout import Readout
from store.api import Store
from store.open import open_store
from tests.newsroom.desk import Desk, topic
from tests.newsroom.intake import HARBOUR, TOLD, WINDOW, at

_TITLE = "Northern channel to be dredged"
_COST = HARBOUR[3]


def _file(*paragraphs: str, title: str = _TITLE, head: str = "") -> str:
    return "\n\n".join([f"{head}{title}", *paragraphs]) + "\n"


_FILED = _file(*HARBOUR)
_CORRECTED = _FILED.replace("four million", "five million")
_SHORTER = _file(*HARBOUR[:2], "The work costs nine million crowns, Kell said.")
_OTHER = _file(*TOLD, title="Ships to get a deeper way in")


async def _reader(body: bytes, **given: Any) -> Readout:
    return read(body, **given)


class _Folder:
    """A source that is a folder, polled with these files in it."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def poll(self, files: Mapping[str, str], hour: int) -> Brought:
        found = [Found(name=name, body=text.encode()) for name, text in sorted(files.items())]
        source = Source(name="Wire", path="drop")
        readout = asyncio.run(
            read_files(found, source, reader=_reader, first_seen=at(hour), after=None, whole=True)
        )
        assert not readout.problems
        with self.store.write() as tx:
            return absorb(tx, readout.items, window=WINDOW, now=at(hour))

    def stories(self) -> list[Story]:
        with self.store.read() as snapshot:
            return sorted(snapshot.stories(), key=lambda story: story.first_seen)


@pytest.fixture
def folder() -> Iterator[_Folder]:
    store = open_store("sqlite:///:memory:")
    yield _Folder(store)
    store.close()


@pytest.mark.parametrize(
    "anew",
    [
        _CORRECTED,
        _SHORTER,
        _FILED.replace(HARBOUR[2] + "\n\n", ""),
        _FILED.replace(_TITLE, "Channel to be dredged in May"),
        _FILED + "\nThe board meets again in June.\n",
    ],
    ids=["another figure", "a shorter end", "a paragraph less", "another headline", "more"],
)
def test_a_story_whose_file_is_written_anew_has_the_new_words(folder: _Folder, anew: str) -> None:
    folder.poll({"a.txt": _FILED, "b.txt": _OTHER}, 9)
    brought = folder.poll({"a.txt": anew, "b.txt": _OTHER}, 10)
    again = folder.poll({"a.txt": anew, "b.txt": _OTHER}, 11)
    assert (brought.new, brought.updated) == (0, 1)
    assert (again.new, again.updated) == (0, 0)
    story = next(one for one in folder.stories() if one.version == 2)
    assert (len(story.copies), story.updated) == (1, at(10))
    assert [story.head.title, *story.head.text.split("\n")] == anew.strip().split("\n\n")


@pytest.mark.parametrize("so_far", [10, len(_TITLE), len(_TITLE) + 9, 90, len(_FILED) // 2])
def test_a_story_that_was_read_while_it_was_written_is_read_whole_and_shown_once(
    folder: _Folder, so_far: int
) -> None:
    folder.poll({"a.txt": _FILED[:so_far]}, 9)
    folder.poll({"a.txt": _FILED}, 10)
    (story,) = folder.stories()
    assert (len(story.copies), story.head.text.endswith(_COST)) == (1, True)


def test_the_next_story_in_the_same_file_is_a_story_of_its_own(folder: _Folder) -> None:
    folder.poll({"latest.txt": _FILED}, 9)
    brought = folder.poll({"latest.txt": _OTHER}, 10)
    assert (brought.new, brought.updated) == (1, 0)
    assert [story.version for story in folder.stories()] == [1, 1]


def test_the_next_of_a_series_in_the_same_file_is_a_story_of_its_own(folder: _Folder) -> None:
    filled = (
        "{day}: high water at Port Sable stands at {one} and {two} today, the harbour board said, "
        "with {three} centimetres above the mean.",
        "Wind is from the {wind} at {four} knots; {boats} boats are out, and the ferry to Corrin "
        "sails at {five} and {six}.",
    )
    days = [
        ("Monday", "04:10", "16:35", "41", "north", "12", "Nineteen", "07:15", "18:40"),
        ("Tuesday", "05:02", "17:28", "57", "south-west", "27", "Six", "08:05", "19:30"),
    ]
    names = ("day", "one", "two", "three", "wind", "four", "boats", "five", "six")
    for hour, day in enumerate(days, 9):
        told = dict(zip(names, day, strict=True))
        text = _file(*(line.format(**told) for line in filled), title="Tides and winds")
        folder.poll({"tides.txt": text}, hour)
    assert [story.version for story in folder.stories()] == [1, 1]


def test_a_file_that_is_renamed_is_no_news_and_written_anew_then_is_a_version(
    folder: _Folder,
) -> None:
    folder.poll({"a.txt": _FILED}, 9)
    moved = folder.poll({"done/a.txt": _FILED}, 10)
    assert (moved.new, moved.updated) == (0, 0)
    anew = folder.poll({"done/a.txt": _CORRECTED}, 11)
    assert (anew.new, anew.updated) == (0, 1)
    assert "five million" in folder.stories()[0].head.text


def test_the_words_before_that_are_kept_in_a_file_beside_change_nothing(folder: _Folder) -> None:
    folder.poll({"a.txt": _FILED}, 9)
    both = {"a.txt": _CORRECTED, "a.txt.bak": _FILED}
    folder.poll(both, 10)
    stories = folder.stories()
    brought = folder.poll(both, 11)
    assert (brought.new, brought.updated) == (0, 0)
    assert folder.stories() == stories


def test_a_story_under_embargo_comes_out_in_the_words_that_its_file_had_last(
    folder: _Folder,
) -> None:
    head = "Embargo: 2026-03-01T12:00Z\nHeadline: "
    for hour, text in ((9, _FILED), (10, _SHORTER)):
        assert folder.poll({"a.txt": head + text}, hour).held == 1
    with folder.store.write() as tx:
        assert unseal(tx, window=WINDOW, now=at(13)) == 1
    (story,) = folder.stories()
    assert "nine million" in story.head.text


def test_a_story_under_embargo_whose_file_holds_another_then_comes_out_as_well(
    folder: _Folder,
) -> None:
    head = "Embargo: 2026-03-01T12:00Z\nHeadline: "
    folder.poll({"latest.txt": head + _FILED}, 9)
    folder.poll({"latest.txt": head + _OTHER}, 10)
    with folder.store.write() as tx:
        assert unseal(tx, window=WINDOW, now=at(13)) == 2
    assert len(folder.stories()) == 2


def test_readers_of_a_topic_are_given_what_an_editor_puts_right_in_a_wire_file(
    tmp_path: Path,
) -> None:
    desk, drop = Desk(tmp_path), tmp_path / "drop"
    drop.mkdir()
    desk.write(f'[[source]]\nname = "Wire"\npath = "{drop}"\n', topic("sea", "channel"))
    for text in (_FILED, _CORRECTED):
        (drop / "a.txt").write_text(text)
        desk.command("poll", "--all")
    (story,) = desk.stories("--topic", "sea")
    assert "five million" in story["text"]
    assert len(story["copies"]) == 1
