"""``ingest``, ``stories`` and ``publish`` as a user runs them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main
from store.open import open_store

_WIRE = """ date 2026-02-03 The harbour board of Port Sable will dredge the northern channel before the \
autumn storms, its president Mara Kell said on Tuesday.

Two dredgers begin work in May. Fishing boats will use the southern entrance until the work is done.

MDW: 03 February 2026"""


_CROATIAN = """ date 2026-02-03 Lučka uprava produbit će sjeverni kanal prije jesenskih oluja, rekla je u utorak \
njezina predsjednica Mara Kell.

Dva jaružala počinju raditi u svibnju. Ribarski brodovi koristit će južni ulaz dok radovi ne završe."""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text(
        '[store]\nurl = "sqlite:///x.db"\n[[topic]]\nslug = "sea"\ntitle = "Sea"\nquery = "harbour"\n'
    )
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "harbour.txt").write_text(_WIRE)
    return tmp_path


def _run(desk: Path, *arguments: str, expect: int = 0) -> str:
    done = CliRunner().invoke(main, ["-c", str(desk / "config.toml"), *arguments])
    assert done.exit_code == expect, done.output
    return done.stdout


def test_a_wire_story_keeps_its_date_and_agency_and_neither_marker(desk: Path) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    (line,) = _run(desk, "stories", "--json").splitlines()
    story = json.loads(line)
    assert story["published"] == "2026-02-03T00:00:00Z"
    assert story["agency"] == "MDW"
    assert story["text"].startswith("The harbour board")
    assert story["text"].endswith("until the work is done.")
    assert story["topics"] == ["sea"]


def test_files_of_a_source_that_the_configuration_does_not_name_are_taken_in_with_a_note(
    desk: Path,
) -> None:
    with (desk / "config.toml").open("a") as file:
        file.write('[[source]]\nname = "Midland Wire"\npath = "wire/"\n')
    config = ["-c", str(desk / "config.toml"), "ingest", "--json", "--source"]
    other = CliRunner().invoke(main, [*config, "Midland Wyre", str(desk / "wire")])
    assert (other.exit_code, json.loads(other.stdout)["new"]) == (0, 1)
    assert "names no source 'Midland Wyre'; did you mean 'Midland Wire'?" in other.stderr
    named = CliRunner().invoke(main, [*config, "Midland Wire", str(desk / "wire")])
    assert named.stderr == ""


def test_a_language_counted_under_its_neighbours_name_is_nothing_to_tell_of(desk: Path) -> None:
    (desk / "wire" / "harbour.txt").write_text(_CROATIAN)
    command = [sys.executable, "-m", "feeds", "-c", str(desk / "config.toml")]
    taken_in = [*command, "ingest", "--source", "Wire", str(desk / "wire")]
    done = subprocess.run(taken_in, capture_output=True, check=True)
    assert b"frequencies" not in done.stderr
    (line,) = _run(desk, "stories", "--json").splitlines()
    assert json.loads(line)["language"] == "hr"


def test_a_backup_to_a_folder_that_is_not_there_names_only_what_the_user_named(desk: Path) -> None:
    config = ["-c", str(desk / "config.toml")]
    done = CliRunner().invoke(main, [*config, "backup", str(desk / "none" / "copy.db")])
    assert done.exit_code == 1
    assert done.stderr.endswith("copy.db failed: No such file or directory\n")


def test_what_was_ingested_is_indexed_and_found_by_query(desk: Path) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    store = open_store(f"sqlite:///{desk}/x.db")
    with store.read() as snapshot:
        assert snapshot.unindexed_stories() == 0
    store.close()
    for query, found in (("dredgers", 1), ("harbour NOT storms", 0), ("source:wire", 1)):
        assert len(_run(desk, "stories", "--json", "--query", query).splitlines()) == found
        assert len(_run(desk, "topic", "try", "--json", query).splitlines()) == found
    assert _run(desk, "stories", "--json", "--query", "harbour", "--since", "2026-02-04") == ""
    for topic in ((), ("--topic", "sea")):
        asked = ("--query", "dredgers", "--since", "2026-02-02", *topic)
        assert len(_run(desk, "stories", "--json", *asked).splitlines()) == 1


@pytest.mark.parametrize(
    ("since", "shown"), [("1970-01-01", 1), ("0001-01-01", 1), ("2999-12-31", 0)]
)
def test_stories_may_be_asked_for_since_any_day(desk: Path, since: str, shown: int) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    for query in ((), ("--query", "dredgers")):
        asked = ("stories", "--json", "--since", since, *query)
        assert len(_run(desk, *asked).splitlines()) == shown


def test_ingesting_the_same_again_changes_nothing_and_publishes_the_same_bytes(desk: Path) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    _run(desk, "publish", str(desk / "out"))
    before = {p.name: p.read_bytes() for p in (desk / "out").rglob("*.*")}
    assert "0 new, 0 updated" in _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    assert "0 files changed" in _run(desk, "publish", str(desk / "out"))
    assert {p.name: p.read_bytes() for p in (desk / "out").rglob("*.*")} == before


@pytest.mark.parametrize("file", ["x.db", "wire/../x.db", "x.db-wal", "other-name.db", "link.db"])
def test_a_backup_never_takes_the_place_of_the_store_itself(desk: Path, file: str) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    (desk / "other-name.db").hardlink_to(desk / "x.db")
    (desk / "link.db").symlink_to("x.db")
    before = (desk / "x.db").stat().st_ino
    done = CliRunner().invoke(
        main, ["-c", str(desk / "config.toml"), "backup", str(desk / file)], catch_exceptions=False
    )
    assert (done.exit_code, done.stdout) == (1, "")
    assert "is the store itself" in done.stderr
    assert (desk / "x.db").stat().st_ino == before
    assert len(_run(desk, "stories", "--json").splitlines()) == 1


def test_a_backup_replaces_the_one_before_and_nothing_else(desk: Path) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    (desk / "empty").touch()
    for file in ("copy.db", "copy.db", "empty"):
        _run(desk, "backup", str(desk / file))
        assert (desk / file).read_bytes().startswith(b"SQLite format 3")
    kept = (desk / "config.toml").read_bytes()
    _run(desk, "backup", str(desk / "config.toml"), expect=1)
    assert (desk / "config.toml").read_bytes() == kept
    os.mkfifo(desk / "pipe")
    _run(desk, "backup", str(desk / "pipe"), expect=1)
    assert (desk / "pipe").is_fifo()


def test_every_fault_of_a_configuration_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(
        '[polling]\nintervall = "3m"\ntimeout = "3x"\n[[source]]\nname = "A"\n'
        '[[topic]]\nslug = "t"\ntitle = "T"\nquery = "(a"\nsources = ["B"]\n'
    )
    done = CliRunner().invoke(main, ["-c", str(tmp_path / "config.toml"), "check"])
    assert done.exit_code == 2
    for said in (
        "config.toml:2: unknown key 'intervall' in [polling]; did you mean 'interval'?",
        "config.toml:3: timeout: '3x' is no duration",
        "config.toml:5: source 'A' has neither url nor path",
        "config.toml:10: topic 't' names a source 'B' that is not there",
        "config.toml:9: topic 't': query, column 1",
    ):
        assert said in done.stderr


def test_a_link_that_is_named_is_read_and_one_that_lies_in_a_folder_is_told(desk: Path) -> None:
    (desk / "named.txt").symlink_to(desk / "wire" / "harbour.txt")
    (desk / "mixed").mkdir()
    (desk / "mixed" / "inside.txt").symlink_to(desk / "wire" / "harbour.txt")
    (line,) = _run(
        desk, "ingest", "--source", "Wire", "--json", str(desk / "named.txt")
    ).splitlines()
    assert (json.loads(line)["new"], json.loads(line)["error"]) == (1, None)
    (line,) = _run(
        desk, "ingest", "--source", "Wire", "--json", str(desk / "mixed"), expect=1
    ).splitlines()
    assert "symbolic link" in json.loads(line)["error"]


def test_output_is_utf_8_whatever_the_locale(desk: Path) -> None:
    wire = _WIRE.replace("Port Sable", "Port Sáble, بورت سابل")
    (desk / "wire" / "harbour.txt").write_text(wire)
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    command = [sys.executable, "-m", "feeds", "-c", str(desk / "config.toml"), "stories"]
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for more in ([], ["--json"]):
        done = subprocess.run([*command, *more], capture_output=True, env=surroundings, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert "بورت" in json.loads(done.stdout)["text"]


def test_tables_are_printed_where_the_terminal_is_said_to_have_no_columns(desk: Path) -> None:
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    command = ["-c", str(desk / "config.toml"), "stories"]
    done = CliRunner(env={"COLUMNS": "0"}).invoke(main, command)
    assert "The harbour board" in done.stdout


def test_the_demo_says_that_its_port_is_taken_and_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(main, ["demo", "--port", port, "--seconds", "1"])
    assert done.exit_code == 1
    assert "Address already in use" in done.stderr
    assert "dateline demo --port 0" in done.stderr


@pytest.mark.parametrize("name", ["Agence France-Presse", "afp", "AFP"])
def test_an_agency_may_be_configured_by_any_of_its_names(desk: Path, name: str) -> None:
    with (desk / "config.toml").open("a") as file:
        file.write(f'[[source]]\nname = "Wire"\npath = "wire"\nagency = "{name}"\n')
    credited = (
        "LYON, Feb 3 (AFP) - Two bridges over the river were closed by high water on Tuesday."
    )
    plain = "Ferries\n\nThe ferries to the islands sail again from Monday, the harbour office said."
    (desk / "wire" / "harbour.txt").write_text(credited)
    (desk / "wire" / "plain.txt").write_text(plain)
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    stories = _run(desk, "stories", "--json", "--query", "agency:afp").splitlines()
    assert [json.loads(line)["agency"] for line in stories] == ["AFP", "AFP"]
    store = open_store(f"sqlite:///{desk}/x.db")
    with store.read() as snapshot:
        heads = [snapshot.story(json.loads(line)["id"]) for line in stories]
    store.close()
    assert all(story is not None and story.head.credit.own for story in heads)


@pytest.mark.parametrize(
    "arguments", [["ingest", "--source", "Wire", "--json", "wire"], ["stories", "--json"]]
)
def test_who_stops_reading_what_a_command_prints_ends_it_without_a_word(
    desk: Path, arguments: list[str]
) -> None:
    for number in range(30):
        words = " ".join(f"word{number}x{place}" for place in range(40))
        (desk / "wire" / f"{number}.txt").write_text(f"Story {number}\n\n{words}.\n")
    _run(desk, "ingest", "--source", "Wire", str(desk / "wire"))
    assert len(_run(desk, "stories", "--json").splitlines()) > 30
    reading, writing = os.pipe()
    os.close(reading)  # as `| head -1` has done when the next line comes
    done = subprocess.run(
        [sys.executable, "-m", "feeds", "-c", str(desk / "config.toml"), *arguments],
        cwd=desk,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    os.close(writing)
    assert b"Broken pipe" not in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.returncode == 1


@pytest.mark.parametrize("arguments", [["--help"], ["poll", "--help"], ["check"]])
def test_a_disk_without_room_for_what_is_printed_is_told_in_a_sentence(
    desk: Path, arguments: list[str]
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "feeds", "-c", str(desk / "config.toml"), *arguments],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (1, b"error: No space left on device\n")


def test_what_is_neither_a_file_nor_a_folder_is_told_and_so_is_a_source_without_a_name(
    desk: Path,
) -> None:
    os.mkfifo(desk / "pipe")
    command = ["-c", str(desk / "config.toml"), "ingest", "--source"]
    done = CliRunner().invoke(main, [*command, "Wire", str(desk / "pipe")])
    assert (done.exit_code, done.stderr) == (
        1,
        "note: the configuration names no source 'Wire'; there are none yet\n"
        "pipe is neither a file nor a folder\n",
    )
    done = CliRunner().invoke(main, [*command, " ", str(desk / "wire")])
    assert done.exit_code == 2
    assert "--source is empty" in done.stderr
