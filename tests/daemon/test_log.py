"""The log is written beside the work: whoever reads it, slowly, no more or never, holds up nothing."""

from __future__ import annotations

import json
import os
import pty
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TextIO

import pytest
import structlog

from feeds import log


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, TextIO]]:
    """The reading end of a pipe, and the writing end as standard error of a program that logs JSON Lines."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as errors:
        monkeypatch.setattr(sys, "stderr", errors)
        log.configure(style="json")
        yield reading, errors
        structlog.reset_defaults()


def test_a_log_that_nobody_reads_holds_up_nothing_and_tells_what_it_left_out(
    pipe: tuple[int, TextIO],
) -> None:
    reading, _ = pipe
    say = log.get("desk").info
    for number in range(1_000):
        say("polled", number=number, why="x" * 100)
    say("broke", why="y" * 10_000)
    kept = os.read(reading, 1_000_000).splitlines()
    numbers = [json.loads(line)["number"] for line in kept]
    assert numbers == list(range(len(numbers)))
    assert 0 < len(numbers) < 1_000
    say("stopped")
    say("stopped")
    first, second = map(json.loads, os.read(reading, 1_000_000).splitlines())
    assert (first["event"], first["dropped"]) == ("stopped", 1_001 - len(numbers))
    assert "dropped" not in second
    os.close(reading)


def test_a_line_that_was_cut_off_ends_before_the_next_one(pipe: tuple[int, TextIO]) -> None:
    reading, _ = pipe
    say = log.get("desk").info
    say("broke", why="y" * 1_000_000)
    os.read(reading, 1_000_000)
    say("stopped")
    _, line = os.read(reading, 1_000_000).splitlines()
    assert json.loads(line)["dropped"] == 1
    os.close(reading)


def test_a_line_that_a_full_disk_cut_off_ends_before_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with (tmp_path / "log").open("w") as errors:
        monkeypatch.setattr(sys, "stderr", errors)
        log.configure(style="json")
        resource.setrlimit(resource.RLIMIT_FSIZE, (50, most[1]))
        try:
            log.get("desk").info("polled", why="x" * 100)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, most)
        log.get("desk").info("stopped")
        structlog.reset_defaults()
    cut, line = (tmp_path / "log").read_text("utf-8").splitlines()
    assert len(cut) == 50
    assert json.loads(line)["dropped"] == 1


def test_a_terminal_that_nobody_reads_holds_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """As that of a connection that stands still; it tells of room where there is less of it than a line takes."""
    reading, writing = pty.openpty()
    with os.fdopen(writing, "w") as errors:
        monkeypatch.setattr(sys, "stderr", errors)
        log.configure(style="json")
        for number in range(500):
            log.get("desk").info("polled", number=number, why="x" * 100)
        structlog.reset_defaults()
        first = os.read(reading, 1_000).splitlines()[0]
    os.close(reading)
    assert json.loads(first)["number"] == 0


def test_work_goes_on_when_who_read_the_log_is_gone(pipe: tuple[int, TextIO]) -> None:
    reading, _ = pipe
    os.close(reading)
    log.get("desk").info("polled")


def test_work_goes_on_without_standard_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    log.configure(style="json")
    log.get("desk").info("polled")
    structlog.reset_defaults()
    assert capsys.readouterr().out == "", "there stands what a command prints"


@pytest.mark.parametrize("style", ["text", "json"])
def test_what_others_wrote_ends_no_line_and_steers_no_terminal(
    pipe: tuple[int, TextIO], monkeypatch: pytest.MonkeyPatch, style: Literal["text", "json"]
) -> None:
    reading, errors = pipe
    monkeypatch.setattr(sys, "stderr", errors)
    log.configure(style=style)
    hostile = "a\x1b]0;b\x07 c\rd\ne\x9bf\u2028g\x85h \u202ei\x7f\ud800"
    log.get("desk").info("polled", why=hostile)
    said = os.read(reading, 1_000_000).decode()
    assert said.endswith("\n")
    assert said[:-1].isprintable(), ascii(said)
    if style == "json":
        assert json.loads(said)["why"] == hostile, "nothing of it is lost"
    os.close(reading)
