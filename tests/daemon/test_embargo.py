"""A folder of wire files in the formats agencies send, with an embargo, to a real daemon and to ``ingest``."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from feeds.cli import main
from tests.newsroom.desk import Desk, Run, topic

_G2 = """<?xml version="1.0"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:example:{guid}" version="1">
 <itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-02-03T10:00:00Z</versionCreated>
  {meta}<pubStatus qcode="stat:usable"/></itemMeta>
 <contentMeta><headline>{title}</headline></contentMeta>
 <contentSet><inlineData contenttype="text/plain">The harbour board of {guid} will dredge its northern
channel before the storms of this autumn, its president Mara Kell told {title} on Tuesday.</inlineData></contentSet>
</newsItem>"""


def _item(guid: str, title: str, meta: str = "") -> str:
    return _G2.format(guid=guid, title=title, meta=meta)


def _until(moment: datetime) -> str:
    return f"<embargoed>{moment.isoformat()}</embargoed>"


def test_the_daemon_publishes_an_embargoed_story_by_itself_when_its_time_has_come(
    desk: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    (folder / "free.xml").write_text(_item("Sable", "Free to all"))
    desk.write(f'[[source]]\nname = "Wire"\npath = "{folder}"\n', topic("sea", "harbour"))
    with desk.run() as daemon:
        daemon.wait_for_line("polled", source="Wire", new=1)
        daemon.wait_for_line("published")
        # A busy machine may look only when the embargo has passed: then once more, with a longer one.
        held = any(_is_held(daemon, folder, seconds) for seconds in (3, 12, 25))
        assert held
        daemon.wait_for_line("embargo passed", items=1)
        daemon.wait_for_line("published")
        assert "Held" in {item["title"].split()[0] for item in daemon.topic("sea")}


def _is_held(daemon: Run, folder: Path, seconds: int) -> bool:
    """Drop a file under an embargo of so many seconds, and take it away as soon as it is read."""
    title = f"Held for {seconds} seconds"
    end = datetime.now(UTC) + timedelta(seconds=seconds)
    whole = folder / ".whole"
    whole.write_text(_item(f"Corrin{seconds}", title, _until(end)))
    whole.rename(folder / "held.xml")
    while True:
        polled = daemon.wait_for_line("polled", source="Wire")
        if polled["new"]:
            return False
        if "held" in polled:
            break
    (folder / "held.xml").unlink()
    assert "held back by an embargo until" in polled["problems"]
    shown = [item["title"] for item in daemon.topic("sea")]
    assert title not in shown or datetime.now(UTC) >= end
    return True


def test_ingest_says_how_many_are_held_back_and_until_when(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[store]\nurl = "sqlite:///x.db"\n')
    drop = tmp_path / "drop"
    drop.mkdir()
    later = datetime(2126, 3, 7, 12, tzinfo=UTC)
    (drop / "a.xml").write_text(_item("Sable", "Free to all"))
    (drop / "b.xml").write_text(_item("Corrin", "Held", _until(later)).replace("2126", "2031"))
    (drop / "c.xml").write_text(_item("Aldmere", "Held for ever", "<embargoed/>"))

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["-c", str(config), *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    said = run("ingest", "--source", "Wire", str(drop))
    assert "b.xml: 1 held back by an embargo until 2031-03-07 12:00 UTC" in said
    assert "c.xml: 1 held back by an embargo until further notice" in said
    assert "Wire: 3 files, 1 new, 0 updated, 0 unchanged, 2 held back, 0 with problems" in said
    (story,) = map(json.loads, run("stories", "--json").splitlines())
    assert story["title"] == "Free to all"
    again = run("ingest", "--json", "--source", "Wire", str(drop / "b.xml"))
    line = next(json.loads(one) for one in again.splitlines() if one.startswith("{"))
    assert (line["held"], line["held_until"]) == (1, "2031-03-07T12:00:00+00:00")


def test_a_file_of_two_years_ago_has_its_days_then(desk: Desk, tmp_path: Path) -> None:
    """Neither the story nor its embargo says the year: the one is no news, and the other was over long ago."""
    now = datetime.now(UTC)
    written = (now - timedelta(days=730)).replace(hour=12, minute=0, second=0, microsecond=0)
    told, until = (written + timedelta(days=days) for days in (-1, 1))
    folder = tmp_path / "drop"
    folder.mkdir()
    story = "The harbour board will dredge its northern channel before the storms of this autumn"
    (folder / "old.txt").write_text(
        f"EMBARGOED UNTIL {until:%d %B}, 06:00 GMT\n\nNorthern channel to be dredged\n\n"
        f"CORRIN, {told:%B} {told.day} (MDW) - {story}, its president Mara Kell told reporters on Tuesday.\n"
    )
    (folder / "bad.txt").write_text(
        f"Tenders opened\n\nCORRIN, {told:%B} {told.day} (MDW) - {story}."
    )
    os.utime(folder / "old.txt", (written.timestamp(),) * 2)
    os.utime(folder / "bad.txt", (0, 0))  # of a disk that knows no times
    desk.write(f'[[source]]\nname = "Wire"\npath = "{folder}"\n', topic("sea", "harbour"))
    desk.command("ingest", "--source", "Wire", str(folder))
    published = {one["title"]: one["published"] for one in desk.stories()}
    assert published["Northern channel to be dredged"].startswith(until.date().isoformat())
    assert published["Tenders opened"] > (now - timedelta(days=367)).isoformat()
