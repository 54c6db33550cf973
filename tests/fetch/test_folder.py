"""A folder of wire stories: which of its files are read."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from feeds import ingest
from feeds.fetch import folder
from feeds.fetch.client import Client, FetchLimits
from feeds.fetch.folder import Found, files_of, look
from feeds.model.poll import Failed, Fetched, PollState, Source
from feeds.readout import NOTHING_READ

_NOW = datetime(2030, 3, 7, 12, tzinfo=UTC)  # nothing here was written just now


def test_hidden_and_unfinished_files_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.txt", ".draft.txt", "b.txt.part", "c.tmp", "d.txt~", "sub/e.txt", ".git/f.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("RABAT, March 7 - The council met.", "utf-8")
    assert [found.name for found in look(tmp_path, max_bytes=1000)] == ["a.txt", "sub/e.txt"]


def test_a_file_whose_name_is_no_utf_8_is_read_like_any_other(tmp_path: Path) -> None:
    """Old systems name files in Latin-1; none of them may keep the others out."""
    for name in (b"march\xe9.txt", b"march\xe8.txt", b"plain.txt"):
        (tmp_path / os.fsdecode(name)).write_bytes(name)
    files = look(tmp_path, max_bytes=1000)
    assert {one.name: one.body for one in files} == {
        "march\\xe9.txt": b"march\xe9.txt",
        "march\\xe8.txt": b"march\xe8.txt",
        "plain.txt": b"plain.txt",
    }
    just_written = datetime.now(UTC)
    waited_for = files_of(tmp_path, max_bytes=1000, silence=30, now=just_written)
    assert not [one.problem for one in asyncio.run(waited_for) if one.problem]


def test_a_folder_on_a_disk_that_hangs_fails_and_is_looked_at_again_when_that_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, looks = threading.Event(), []

    def hung(path: Path, *, max_bytes: int) -> Iterator[Found]:
        looks.append(path)
        answers.wait()
        yield Found(name="a.txt", body=b"RABAT, March 7 - The council met.")

    monkeypatch.setattr(folder, "look", hung)
    monkeypatch.setattr(ingest, "_SILENCE", timedelta(milliseconds=20))

    async def visits() -> list[Any]:
        first, second = await visited(tmp_path), await visited(tmp_path)
        waiting = [one for one in threading.enumerate() if one.name == f"folder {tmp_path}"]
        answers.set()
        for one in waiting:
            await asyncio.to_thread(one.join, 60)
        return [first, second, await visited(tmp_path)]

    first, second, third = asyncio.run(visits())
    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert "waits for its disk" in second.reason
    assert isinstance(third, Fetched)
    assert len(looks) == 2


def test_a_folder_may_be_looked_at_again_at_once_and_for_two_sources_together(
    tmp_path: Path,
) -> None:
    """A look that has just ended, or is under way, is none that hangs."""
    (tmp_path / "1.txt").write_bytes(b"one")

    async def looks() -> list[list[Found]]:
        look = partial(files_of, tmp_path, max_bytes=1000, silence=30, now=_NOW)
        after_another = [await look() for _ in range(50)]
        return [*after_another, *await asyncio.gather(look(), look(), look())]

    found = asyncio.run(looks())
    assert [[one.body for one in files] for files in found] == [[b"one"]] * 53


def test_what_goes_wrong_with_a_folder_is_told_as_it_was(tmp_path: Path) -> None:
    outcome = asyncio.run(visited(tmp_path / "away"))
    assert isinstance(outcome, Failed)
    assert "No such file" in outcome.reason


def test_a_story_that_is_being_written_is_read_when_it_stands_whole(tmp_path: Path) -> None:
    story = tmp_path / "1.txt"
    story.write_bytes(b"RABAT, March 7 - The council")
    told = story.stat().st_mtime

    def looked(path: Path, *, max_bytes: int) -> Iterator[Found]:
        yield from look(path, max_bytes=max_bytes)
        with story.open("ab") as file:  # its writer goes on
            file.write(b" met.")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folder, "look", looked)
        now = datetime.fromtimestamp(told, UTC)
        (found,) = asyncio.run(files_of(tmp_path, max_bytes=1000, silence=30, now=now))
    assert found.body == b"RABAT, March 7 - The council met."


def test_a_story_whose_writer_never_ends_is_told_and_left_for_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.txt").write_bytes(b"RABAT, March 7 - ")
    (tmp_path / "2.txt").write_bytes(b"RABAT, March 7 - The council met.")
    os.utime(tmp_path / "2.txt", (0, 0))

    def waited(_: float) -> None:
        with (tmp_path / "1.txt").open("ab") as file:
            file.write(b"The council met. ")

    monkeypatch.setattr(folder.time, "sleep", waited)
    now = datetime(2020, 1, 1, tzinfo=UTC)
    one, two = asyncio.run(files_of(tmp_path, max_bytes=10**6, silence=30, now=now))
    assert one.problem == "is still being written"
    assert two.body == b"RABAT, March 7 - The council met."


def test_a_file_that_is_gone_when_it_would_be_whole_is_no_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is written under another name and renamed at the end."""
    for name in ("1.txt", "2.txt.new"):
        (tmp_path / name).write_bytes(b"RABAT, March 7 - The council met.")
    monkeypatch.setattr(folder.time, "sleep", lambda _: (tmp_path / "2.txt.new").unlink(True))
    now = datetime(2020, 1, 1, tzinfo=UTC)
    found = asyncio.run(files_of(tmp_path, max_bytes=1000, silence=30, now=now))
    assert [(one.name, one.problem) for one in found] == [("1.txt", None)]


async def visited(path: Path) -> Any:
    """What a poll of a folder comes to."""
    now = _NOW
    source, state = Source(name="Drop", path=str(path)), PollState(source="Drop", due=now)
    limits = FetchLimits(
        user_agent="Dateline", timeout=timedelta(seconds=5), max_bytes=1000, per_host=1
    )

    async def reader(body: bytes, **_: Any) -> Any:
        return NOTHING_READ

    async with Client(limits, clock=lambda: now) as client:
        visit = await ingest.visit(
            source, state, client=client, reader=reader, max_bytes=1000, now=now
        )
    return visit.outcome
