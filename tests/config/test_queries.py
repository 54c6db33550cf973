"""Faults of queries that show between topics, and in the lists that they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from feeds.config import load

Check = Callable[..., list[str]]


def _topics(**queries: str) -> str:
    """One topic on three lines each: the query on the third."""
    tables = (f"[[topic]]\nslug = '{s}'\nquery = '{q}'\ntitle = 'T'\n" for s, q in queries.items())
    return "".join(tables)


@pytest.mark.parametrize(
    ("text", "files", "faults"),
    [
        (
            _topics(a="police OR topic:b", b="topic:c", c="NOT topic:a"),
            {},
            ["config.toml:3: topic 'a': topics are built on each other in a circle: a → b → c → a"],
        ),
        (_topics(a="topic:a"), {}, ["config.toml:3: topic 'a': topics are built"]),
        (
            _topics(a="topic:b", b="topic:a", c="topic:d", d="topic:c"),
            {},
            ["config.toml:3: topic 'a'", "config.toml:11: topic 'c'"],
        ),
        (
            _topics(security="x", a="police topic:secruity"),
            {},
            [
                "config.toml:7: topic 'a': query, column 8: no topic has the slug 'secruity'; "
                "did you mean topic:security?"
            ],
        ),
        (
            _topics(a="x", b="talks @lists/ministers.txt"),
            {},
            [
                "config.toml:7: topic 'b': query, column 7: the list 'lists/ministers.txt' is not there; "
                "write the file"
            ],
        ),
        (
            _topics(a="@lists/ministers.txt"),
            {"lists/ministers.txt": "# ours\nAziz Akhannouch\n???\n"},
            ["lists/ministers.txt:3: '???' holds no letters"],
        ),
        (
            _topics(a="@lists/ministers.txt"),
            {"lists/ministers.txt": b"Aziz\n\xff\n"},
            ["lists/ministers.txt:2: byte 5 is no UTF-8"],
        ),
        (_topics(a="@lists"), {"lists/x.txt": "x"}, ["config.toml:3: topic 'a': query, column 1"]),
    ],
)
def test_each_fault_is_told_with_its_place(
    check: Check, text: str, files: Mapping[str, str], faults: list[str]
) -> None:
    found = check(text, files)
    assert len(found) == len(faults)
    for said, wanted in zip(found, faults, strict=True):
        assert said.startswith(wanted)


def test_lists_and_topics_that_are_there_are_no_faults(check: Check, tmp_path: Path) -> None:
    text = _topics(a="topic:b @names/ours.txt", b="x")
    assert check(text, {"names/ours.txt": "Aziz\n"}) == []
    settings = load(tmp_path / "config.toml")
    assert list(settings.lists["names/ours.txt"].spelled.values()) == ["Aziz"]
    assert tmp_path / "names" / "ours.txt" in settings.files


def test_a_try_may_read_a_list_that_no_topic_reads_and_names_one_that_is_missing(
    tmp_path: Path,
) -> None:
    (tmp_path / "config.toml").write_text("[store]\nurl = 'sqlite:///x.db'\n" + _topics(b="x"))
    (tmp_path / "ours.txt").write_text("Aziz\n")

    def tried(query: str) -> tuple[int, str]:
        command = ["-c", str(tmp_path / "config.toml"), "topic", "try", query]
        done = CliRunner().invoke(main, command)
        return done.exit_code, done.stderr

    assert tried("@ours.txt topic:b") == (0, "no story is kept yet\n")
    code, said = tried("x OR @yours.txt")
    assert (code, "column 6: the list 'yours.txt' can't be read" in said) == (2, True)
    code, said = tried("topic:bb")
    assert (code, "did you mean topic:b?" in said) == (2, True)


def test_faults_of_a_topic_without_a_slug_are_told_without_a_name(tmp_path: Path) -> None:
    text = (
        '[[topic]]\ntitle = "T"\nquery = "("\nsources = ["A"]\n[[source]]\nurl = "x"\npath = "y"\n'
    )
    (tmp_path / "config.toml").write_text(text)
    said = CliRunner().invoke(main, ["-c", str(tmp_path / "config.toml"), "check"]).stderr
    assert ":3: this topic: query, column 2: the query ends too soon" in said
    assert ":4: this topic names a source 'A' that is not there" in said
    assert "this source has both url and path" in said
    assert "None" not in said
