"""Tables for people: foreign text in them is text, whatever it holds."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result

from store.open import open_store

Run = Callable[..., Result]

_TITLE = "[/bold] Ports [red]open[/red]"


def test_a_title_that_looks_like_markup_is_shown_as_it_is(run: Run, tmp_path: Path) -> None:
    item = {"id": "1", "title": _TITLE, "content_text": "The ports open in [brackets]."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    said = run("ingest", "--source", "Kept", str(tmp_path / "feed.json")).stdout
    assert said == "Kept: 1 file, 1 new, 0 updated, 0 unchanged, 0 with problems\n"
    (line,) = run("stories", "--json").stdout.splitlines()
    found = json.loads(line)
    assert found["title"] == _TITLE
    for command in (["stories"], ["story", found["id"]]):
        assert "[/bold]" in run(*command).stdout


def test_on_a_screen_of_80_columns_titles_and_who_has_them_stand_on_lines_of_their_own(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    title = "Harbour board of Port Sable elects a head"
    item = {"id": "1", "title": title, "content_text": "The board elected Anton Reve on Friday."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    (tmp_path / "feed.json").write_text(json.dumps(feed))
    run("ingest", "--source", "The Gazette of the Strait", str(tmp_path / "feed.json"))
    shown = run("stories").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert [line for line in shown.splitlines() if line.rstrip().endswith(title)]
    assert "The Gazette of the Strait" in shown
    (story,) = map(json.loads, run("stories", "--json").stdout.splitlines())
    told = run("story", story["id"]).stdout
    assert f"The Gazette of the Strait: {title}"[:60] in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_poll_says_which_dates_it_does_not_believe(
    run: Run, config: Path, tmp_path: Path
) -> None:
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text(
        "Title: Ports\nDate: 7 March 2060\n\nThe ports open.\n"
    )
    with config.open("a") as file:
        file.write(f'\n[[source]]\nname = "Folder"\npath = "{tmp_path / "drop"}"\n')
    said = run("poll", "Folder").stdout
    assert "Folder: a.txt: a date not believed: “7 March 2060” lies in the future\n" in said


def test_a_full_disk_under_the_output_is_told_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("feeds.config.load", full)
    assert run("check", expect=1).stderr == "error: No space left on device\n"


def test_a_source_named_to_turn_the_line_about_is_shown_with_the_mark_written_out(
    run: Run, config: Path, tmp_path: Path
) -> None:
    """Names come out of lists that others wrote."""
    (tmp_path / "drop").mkdir()
    (tmp_path / "drop" / "a.txt").write_text("Ports\n\nThe ports open on Monday, they said.\n")
    with config.open("a") as file:
        file.write('\n[[source]]\nname = "Desk \u202exod"\npath = "drop"\n')
        file.write('\n[[source]]\nname = "Gone \u202exod"\npath = "gone"\n')
    said = [run(*command).stdout for command in (["poll", "--all"], ["sources"], ["stories"])]
    (line,) = run("stories", "--json").stdout.splitlines()
    said += [run("story", json.loads(line)["id"]).stdout, run("topic", "stats").stdout]
    for text in said:
        assert "\u202e" not in text
        assert "Desk \\u202exod" in text


def test_a_folder_has_no_http_status(run: Run, config: Path, tmp_path: Path) -> None:
    (tmp_path / "drop").mkdir()
    with config.open("a") as file:
        file.write('\n[[source]]\nname = "Folder"\npath = "drop"\n')
    for command in (["poll", "Folder", "--json"], ["sources", "--state", "well", "--json"]):
        (line,) = map(json.loads, run(*command).stdout.splitlines())
        assert (line["source"], line["status"]) == ("Folder", None)
    assert "200" not in run("sources").stdout
    run("publish", str(tmp_path / "out"))
    assert "<td>200</td>" not in (tmp_path / "out" / "sources" / "index.html").read_text()


def test_a_list_of_sources_changes_nothing_in_the_store(
    run: Run, config: Path, tmp_path: Path
) -> None:
    """A daemon may go by another configuration, and what the list names is that one's to take up."""
    for name in ("Gazette", "Gulf [red]Radio"):
        table = f'\n[[source]]\nname = "{name}"\nurl = "https://{name[:2]}.example.org/"\n'
        config.write_text(config.read_text() + table)
    lines = [json.loads(line) for line in run("sources", "--json").stdout.splitlines()]
    named = {one["source"]: one for one in lines}
    assert named["Gazette"]["state"] == "new"
    assert named["Gazette"]["next_poll"]
    assert named["Gazette"]["why_next"] is None
    *_, last = [line for line in run("sources").stdout.splitlines() if line.strip()]
    assert last.strip().startswith("Gulf [red]Radio ")
    assert last.split()[2:] == ["new", "–", "never", "now", "–", "0.0", "–", "–"]
    with closing(open_store(f"sqlite:///{tmp_path / 'x.db'}")) as store, store.read() as found:
        assert not found.states_by_source(["Gazette", "Gulf [red]Radio"])
