"""A folder of wire stories: which of its files are read."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from feeds import ingest
from feeds.fetch import folder
from feeds.fetch.client import Client, FetchLimits
from feeds.fetch.folder import Found, files_of, look, read_again
from feeds.ingest import Visit
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
    (tmp_path / "a.txt").write_bytes(b"RABAT, March 7 - The council met.")
    answers, looks = threading.Event(), []

    def hung(path: Path, *, max_bytes: int) -> Iterator[Found]:
        looks.append(path)
        answers.wait()
        yield from look(path, max_bytes=max_bytes)

    monkeypatch.setattr(folder, "look", hung)
    monkeypatch.setattr(ingest, "_SILENCE", timedelta(milliseconds=20))

    async def visits() -> list[Any]:
        first, second = await visited(tmp_path), await visited(tmp_path)
        waiting = [one for one in threading.enumerate() if one.name == f"folder {tmp_path}"]
        answers.set()
        monkeypatch.setattr(ingest, "_SILENCE", timedelta(minutes=1))
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
        look = partial(_files, tmp_path)
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
        (found,) = asyncio.run(_files(tmp_path, now))
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
    one, two = asyncio.run(_files(tmp_path, now))
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


def test_a_story_that_is_written_anew_while_others_are_read_is_read_at_the_next_look(
    tmp_path: Path,
) -> None:
    """Even if it is by then as it was at first: the look would find the folder as at the last one."""
    story = tmp_path / "2.txt"
    for path in (tmp_path / "1.txt", story):
        path.write_bytes(b"RABAT, March 7 - The council met.")
        os.utime(path, (0, 0))
    state = PollState(source="Drop", due=_NOW)

    def told(visit: Visit) -> tuple[str | None, tuple[str, ...]]:
        assert isinstance(visit.outcome, Fetched)
        return visit.outcome.body_hash, visit.readout.problems

    async def meddled(body: bytes, *, location: str, **_: Any) -> Any:
        assert location == "1.txt"
        story.write_bytes(b"RABAT, March")
        return NOTHING_READ

    first = asyncio.run(_visit(tmp_path, meddled, state))
    assert told(first)[1] == ("2.txt is still being written",)
    story.write_bytes(b"RABAT, March 7 - The council met.")
    os.utime(story, (0, 0))
    later = replace(state, body_hash=told(first)[0])
    assert told(asyncio.run(_visit(tmp_path, _nothing, later)))[1] == ()


async def _files(path: Path, now: datetime = _NOW) -> list[Found]:
    """The files of a folder, with their bytes."""
    bounds: Any = {"max_bytes": 10**6, "silence": 30}
    found = await files_of(path, now=now, **bounds)
    assert not any(one.body for one in found), "memory may not hold all of them"
    return [one if one.problem else await read_again(path, one, **bounds) for one in found]


async def visited(path: Path) -> Any:
    """What a poll of a folder comes to."""
    return (await _visit(path, _nothing, PollState(source="Drop", due=_NOW))).outcome


async def _nothing(_: bytes, **__: Any) -> Any:
    return NOTHING_READ


async def _visit(path: Path, reader: Any, state: PollState) -> Visit:
    source = Source(name="Drop", path=str(path))
    limits = FetchLimits(
        user_agent="Dateline", timeout=timedelta(seconds=5), max_bytes=1000, per_host=1
    )
    async with Client(limits, clock=lambda: _NOW) as client:
        return await ingest.visit(
            source, state, client=client, reader=reader, max_bytes=1000, now=_NOW
        )
