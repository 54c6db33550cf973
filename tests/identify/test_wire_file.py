"""A folder of wire stories whose files are written anew, renamed, copied and used again for the next story."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from feeds.fetch.folder import Found
from feeds.folders import FileReading
from feeds.intake import take_in, unseal
from feeds.model.poll import Source
from feeds.model.story import Story
from feeds.poll.due import Brought
from feeds.reading import read
from feeds.readout import Readout, remember
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


class _Folder:
    """A source that is a folder, polled with these files in it; ``remembering`` what it held at the last poll."""

    def __init__(self, store: Store, *, remembering: bool) -> None:
        self.store = store
        self.remembering = remembering
        self.read: list[str] = []

    async def _reader(self, body: bytes, **given: Any) -> Readout:
        self.read.append(given["location"])
        return read(body, **given)

    def poll(self, files: Mapping[str, str], hour: int, *, problems: int = 0) -> Brought:
        self.read.clear()
        found = [Found(name=name, body=text.encode()) for name, text in sorted(files.items())]
        source = Source(name="Wire", path="drop")
        reading = FileReading(source=source, reader=self._reader, first_seen=at(hour))
        with self.store.write() as tx:
            known = tx.known("Wire") if self.remembering else None
            readout = asyncio.run(reading.folder(found, known, whole=_as_it_is))
            assert len(readout.problems) == problems
            brought, kept = take_in(tx, readout.items, readout.passed, window=WINDOW, now=at(hour))
            tx.save_known({"Wire": remember(readout, kept)})
        return brought

    def stories(self) -> list[Story]:
        with self.store.read() as snapshot:
            return sorted(snapshot.stories(), key=lambda story: story.first_seen)


async def _as_it_is(file: Found) -> Found:
    return file


@pytest.fixture(params=[True, False], ids=["remembering", "reading all"])
def folder(request: pytest.FixtureRequest, store: Store) -> _Folder:
    return _Folder(store, remembering=request.param)


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


def _feed(*titles: str) -> str:
    items = "".join(f"<item><guid>{one}</guid><title>{one}</title></item>" for one in titles)
    return f'<rss version="2.0"><channel><title>Wire</title>{items}</channel></rss>'


def test_each_story_of_a_file_with_several_is_known_when_another_file_comes(
    folder: _Folder,
) -> None:
    feed = _feed("Ships wait off Port Sable", "Ferry fares rise in May")
    assert folder.poll({"a.xml": feed}, 9).new == 2
    brought = folder.poll({"a.xml": feed, "b.txt": _OTHER}, 10)
    assert (brought.known, brought.new) == (2, 1)


def test_files_are_read_again_by_a_dateline_that_may_read_them_otherwise(folder: _Folder) -> None:
    folder.poll({"a.txt": _FILED}, 9)
    with folder.store.write() as tx:
        before = replace(tx.known("Wire"), context=b"another revision")
        tx.save_known({"Wire": before})
    assert folder.poll({"a.txt": _FILED, "b.txt": _OTHER}, 10).known == 1
    assert folder.read == ["a.txt", "b.txt"]


def test_what_is_wrong_with_a_file_is_told_as_long_as_it_lies_there(folder: _Folder) -> None:
    feed = _feed("Ships & ferries wait off Port Sable")
    folder.poll({"a.xml": feed}, 9, problems=2)
    brought = folder.poll({"a.xml": feed, "b.txt": _OTHER}, 10, problems=2)
    assert (brought.known, brought.new) == (1, 1)


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
        assert unseal(tx, window=WINDOW, now=at(13), sites={}) == 1
    (story,) = folder.stories()
    assert "nine million" in story.head.text


def test_a_story_under_embargo_whose_file_holds_another_then_comes_out_as_well(
    folder: _Folder,
) -> None:
    head = "Embargo: 2026-03-01T12:00Z\nHeadline: "
    folder.poll({"latest.txt": head + _FILED}, 9)
    folder.poll({"latest.txt": head + _OTHER}, 10)
    with folder.store.write() as tx:
        assert unseal(tx, window=WINDOW, now=at(13), sites={}) == 2
    assert len(folder.stories()) == 2


_NUMBERED = """\
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:wire:{guid}" version="{version}" standard="NewsML-G2">
 <itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:{status}"/></itemMeta>
 <contentMeta><headline>{title}</headline></contentMeta>
 <contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
 {text}</body></html></inlineXML></contentSet>
</newsItem>"""


def _numbered(guid: str, version: int, text: Sequence[str], *, status: str = "usable") -> str:
    marked = "".join(f"<p>{one}</p>" for one in text)
    return _NUMBERED.format(guid=guid, version=version, title=_TITLE, text=marked, status=status)


def test_a_new_story_in_a_folder_of_many_is_all_that_is_read(store: Store) -> None:
    folder = _Folder(store, remembering=True)
    files = {"a.txt": _FILED, "b.txt": _OTHER, "c.xml": _numbered("c", 3, HARBOUR[::-1])}
    folder.poll(files, 9)
    assert folder.read == ["a.txt", "b.txt", "c.xml"]
    brought = folder.poll({**files, "d.txt": _file(*TOLD[2:], title="Long way round")}, 10)
    assert folder.read == ["d.txt"]
    assert (brought.known, brought.new) == (3, 1)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_to_a_folder_its_stories_are_those_of_reading_all(seed: int) -> None:
    chance = Random(seed)
    parts = [*HARBOUR, *TOLD]
    texts = [_FILED, _CORRECTED, _SHORTER, _OTHER]
    texts += [_file(*chance.sample(parts, 4), title=f"{_TITLE}, {n}") for n in range(4)]
    texts += [
        _numbered(guid, version, chance.sample(parts, 4), status=status)
        for guid in "xy"
        for version, status in ((1, "usable"), (2, "usable"), (3, "canceled"))
    ]
    texts += ["Embargo: 2026-03-01T12:00Z\nHeadline: " + _OTHER]
    stores = [open_store("sqlite:///:memory:") for _ in range(2)]
    quick, slow = (_Folder(one, remembering=one is stores[0]) for one in stores)
    files: dict[str, str] = {}
    spared = 0
    for hour in range(1, 20):
        for _ in range(chance.randrange(3)):
            name = f"{chance.randrange(7)}.txt"
            if name in files and chance.random() < 0.3:
                moved = files.pop(name)
                if chance.random() < 0.7:  # renamed
                    files[f"done/{name}"] = moved
            else:
                files[name] = chance.choice(texts)
        assert quick.poll(files, hour) == slow.poll(files, hour)
        spared += len(slow.read) - len(quick.read)
        assert quick.stories() == slow.stories()
    assert spared > 5
    for store in stores:
        store.close()


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
