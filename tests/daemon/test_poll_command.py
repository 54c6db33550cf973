"""``dateline poll`` as a user and a script run it, over real HTTP."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main
from store.open import open_store
from tests.newsroom.desk import Desk, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream

_KEYS = ["source", "status", "new", "updated", "unchanged", "error", "seconds"]
_ENTRIES = (
    Entry(key="rail", title="Night trains run again", text="Sleeping cars were found abroad."),
    Entry(key="dam", title="Reservoir is emptied", text="Divers look at a crack in the dam."),
)


def _poll(desk: Desk, *arguments: str, expect: int = 0) -> Result:
    done = CliRunner().invoke(main, ["-c", str(desk.config), "poll", *arguments])
    assert done.exit_code == expect, done.output
    return done


def _lines(output: str) -> dict[str, dict[str, Any]]:
    found = [json.loads(line) for line in output.splitlines()]
    assert all(list(line) == _KEYS for line in found)
    return {line["source"]: line for line in found}


def test_json_lines_hold_the_contract_s_keys_and_nothing_else_is_printed(
    upstream: Upstream, desk: Desk
) -> None:
    cut = rss("cut", *_ENTRIES)[:-20].replace(b"<rss", b"\n<rss")
    upstream.answers |= {
        "/good": Answer(body=rss("good", *_ENTRIES), headers=TYPE, etag='"1"'),
        "/cut": Answer(body=cut, headers=TYPE),
        "/404": Answer(status=404),
        "/html": Answer(body=b"<html><body>Log in</body></html>", headers=TYPE),
    }
    desk.write(
        *(source(name, upstream.url(f"/{name}")) for name in ("good", "cut", "404", "html")),
        source("inside", "http://10.0.0.1/feed"),
        source("nobody", upstream.url("/feed", "127.0.0.9")),
        topic("all", ""),
    )
    lines = _lines(desk.command("poll", "--all", "--json"))
    assert list(lines) == sorted(["good", "cut", "404", "html", "inside", "nobody"])
    assert [lines["good"][k] for k in _KEYS[1:6]] == [200, 2, 0, 0, None]
    assert lines["cut"]["status"] == 200
    assert lines["cut"]["new"] + lines["cut"]["unchanged"] == 2
    assert lines["404"]["error"] == "the server answered 404 (not found)"
    assert (lines["404"]["status"], lines["html"]["status"]) == (404, 200)
    assert lines["html"]["error"]
    for name in ("inside", "nobody"):
        assert lines[name]["status"] is None
        assert lines[name]["error"]
    assert all(isinstance(line["seconds"], float) for line in lines.values())
    again = _lines(_poll(desk, "good", "cut", "--json").stdout)
    assert [again["good"][k] for k in _KEYS[1:6]] == [304, 0, 0, 0, None]
    held = lines["cut"]["new"] + lines["cut"]["unchanged"]
    assert [again["cut"][k] for k in _KEYS[1:6]] == [200, 0, 0, held, None], "the same bytes"


def test_the_same_entries_again_change_nothing_and_publish_the_same_bytes(
    upstream: Upstream, desk: Desk, tmp_path: Path
) -> None:
    """Whatever else moves in the document: build dates, order, counters."""
    for number, entries in enumerate((_ENTRIES, tuple(reversed(_ENTRIES)))):
        extra = f"<lastBuildDate>Tue, 03 Feb 2026 08:0{number}:00 GMT</lastBuildDate>"
        upstream.answers["/feed"] = Answer(body=rss("a", *entries, extra=extra), headers=TYPE)
        desk.write(source("A", upstream.url("/feed")), topic("all", ""))
        line = _lines(_poll(desk, "--all", "--json").stdout)["A"]
        assert [line[k] for k in _KEYS[1:6]] == [200, 2 - 2 * number, 0, 2 * number, None]
        out = tmp_path / str(number)
        done = CliRunner().invoke(main, ["-c", str(desk.config), "publish", str(out)])
        assert done.exit_code == 0, done.output
    first, second = (
        {
            str(p.relative_to(tmp_path / n)): p.read_bytes()
            for p in (tmp_path / n).rglob("*")
            if p.is_file() and p.parent.name != "sources"  # that page tells of the polls
        }
        for n in ("0", "1")
    )
    assert first == second
    feeds = {f"topics/all.{suffix}" for suffix in ("atom", "rss", "json")}
    assert {*feeds, "topics.opml", "index.html", "topics/all/index.html"} <= set(first)


def test_a_file_that_can_not_be_read_is_named_beside_the_lines(desk: Desk) -> None:
    wire = desk.config.parent / "wire"
    wire.mkdir()
    (wire / "empty.txt").touch()
    (wire / "rail.txt").write_text(
        "RABAT, March 7 (MAP) - Night trains run again, said the railway."
    )
    (wire / os.fsdecode(b"for\xeats.txt")).write_text("LYON, March 7 (AFP) - Woods are cut.")
    desk.write('[[source]]\nname = "Wire"\npath = "wire"\n')
    done = _poll(desk, "--json")
    assert _lines(done.stdout)["Wire"]["new"] == 2, "also of the one whose name is in Latin-1"
    assert done.stderr.startswith("Wire: empty.txt: the document is empty")


def test_a_table_for_people_names_each_source_and_what_went_wrong(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/feed"] = Answer(body=rss("a", *_ENTRIES), headers=TYPE)
    desk.write(source("A", upstream.url("/feed")), source("B", upstream.url("/nothing")))
    said = _poll(desk, "--all").stdout
    for words in ("Source", "Status", "New", "Updated", "Unchanged", "Error", "404 (not"):
        assert words in said
    assert "no source is named 'C'" in _poll(desk, "C", expect=2).stderr
    assert len(upstream.requests("/feed")) == 1


def test_nothing_that_a_source_or_a_file_name_says_steers_the_terminal_or_makes_a_line_of_its_own(
    upstream: Upstream, desk: Desk
) -> None:
    steering = "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202egpj\u2028 \x7f"
    upstream.answers["/page"] = Answer(body=f"<html><title>In {steering}</title></html>".encode())
    item = {"id": f"1{steering}", "title": "Ports open", "content_text": "The ports open."}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [item]}
    upstream.answers["/json"] = Answer(body=json.dumps(feed, ensure_ascii=False).encode())
    folder = desk.config.parent / "wire"
    folder.mkdir()
    (folder / f"{steering}\nA: forged.txt").touch()
    urls = {name: upstream.url(f"/{name}") for name in ("page", "json")}
    folder_table = '[[source]]\nname = "Wire"\npath = "wire"\n'
    desk.write(*(source(name, url) for name, url in urls.items()), folder_table)
    for command in (
        ["poll", "--all"],
        ["poll", "--all", "--json"],
        ["sources"],
        ["check", "--probe"],
        ["stories", "--json"],
        *(["trace", url, *more] for url in urls.values() for more in ([], ["--json"])),
    ):
        said = CliRunner().invoke(main, ["-c", str(desk.config), *command]).output
        lines = said.split("\n")
        assert all(map(str.isprintable, lines)), (command, ascii(said))
        assert not [line for line in lines if line.startswith("A: forged")]
    desk.command("publish", str(desk.config.parent / "site"))
    page = (desk.config.parent / "site" / "sources" / "index.html").read_text()
    assert "titled “In ]0;owned [2J 31m gpj ”" in page


def test_polls_are_conditional_and_a_permanent_move_is_taken_up_after_three(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers |= {
        "/moved": Answer(status=301, headers={"Location": "/new"}),
        "/elsewhere": Answer(status=302, headers={"Location": "/for-now"}),
        "/new": Answer(body=rss("new", _ENTRIES[0]), headers=TYPE, etag='W/"1"'),
        "/for-now": Answer(
            body=rss("for-now", _ENTRIES[1]), headers=TYPE, last_modified="yesterday, or so"
        ),
    }
    desk.write(source("A", upstream.url("/moved")), source("B", upstream.url("/elsewhere")))
    lines = [_lines(_poll(desk, "--all", "--json").stdout) for _ in range(5)]
    assert [[one[name]["status"] for one in lines] for name in "AB"] == [[200] + [304] * 4] * 2
    asked = {path: len(upstream.requests(path)) for path in upstream.answers}
    assert asked == {"/moved": 3, "/elsewhere": 5, "/new": 5, "/for-now": 5}
    first, *others = upstream.requests("/new")
    assert "if-none-match" not in first.headers
    assert {request.headers.get("if-none-match") for request in others} == {'W/"1"'}
    first, *others = upstream.requests("/for-now")
    assert "if-modified-since" not in first.headers
    assert {r.headers.get("if-modified-since") for r in others} == {"yesterday, or so"}


def test_the_first_poll_asks_every_source_and_the_next_only_what_is_due(
    upstream: Upstream, desk: Desk
) -> None:
    names = [f"S{number}" for number in range(6)]
    upstream.answers |= {f"/{n}": Answer(body=rss(n, *_ENTRIES), headers=TYPE) for n in names}
    listed = (source(name, upstream.url(f"/{name}")) for name in names)
    desk.write(*listed, polling='interval = "30m"')
    assert list(_lines(_poll(desk, "--json").stdout)) == names
    assert _lines(_poll(desk, "--json").stdout) == {}


def test_where_nothing_is_due_it_says_so_and_when_something_is(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/good"] = Answer(body=rss("good", *_ENTRIES), headers=TYPE)
    desk.write(source("good", upstream.url("/good")), polling='interval = "2h"')
    assert _poll(desk).stderr == ""
    again = _poll(desk)
    assert again.stdout == ""
    assert "no source is due before 20" in again.stderr
    assert "dateline poll --all" in again.stderr
    assert _poll(desk, "--json").stdout == ""
    assert _poll(desk, "good").stderr == ""


def test_where_there_is_no_source_it_says_so(desk: Desk) -> None:
    desk.write()
    assert _poll(desk).stderr == "the configuration names no source; to add one: dateline add URL\n"


def test_sources_put_off_for_their_site_are_told_and_wait_for_as_long_as_it_asked(
    upstream: Upstream, desk: Desk
) -> None:
    """Though they were never polled: no command makes them due again by looking at them."""
    upstream.answers["/busy"] = Answer(status=429, headers={"Retry-After": "7200"})
    names = [f"waits{n}" for n in range(5)]
    desk.write(
        source("busy", upstream.url("/busy")),
        *(source(name, upstream.url(f"/{name}")) for name in names),
        polling='interval = "2h"\nper_host = 1',
    )
    asked = _poll(desk)
    why = f"127.0.0.1:{upstream.port} asked all its sources to wait (2 hours, Retry-After)"
    assert f"5 put off: {why}" in asked.stderr
    assert not any(upstream.requests(f"/{name}") for name in names)
    soon = (datetime.now(UTC) + timedelta(minutes=90)).isoformat()
    for _ in range(2):
        lines = [json.loads(line) for line in desk.command("sources", "--json").splitlines()]
        assert all(line["next_poll"] > soon for line in lines)
    assert "no source is due before 20" in _poll(desk).stderr


def test_a_source_that_fell_silent_between_its_polls_is_told_without_asking_it(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/feed"] = Answer(body=rss("a", *_ENTRIES), headers=TYPE)
    desk.write(source("A", upstream.url("/feed"), 'interval = "1h"\nsilence = "1s"'))
    _poll(desk)

    def state() -> str:
        _poll(desk)  # nothing is due
        done = CliRunner().invoke(main, ["-c", str(desk.config), "sources", "--json"])
        return str(json.loads(done.stdout)["state"])

    eventually(lambda: state() == "silent", "it is told")
    assert len(upstream.requests("/feed")) == 1


def test_one_request_serves_all_sources_of_an_address_and_each_has_its_items(
    upstream: Upstream, desk: Desk
) -> None:
    upstream.answers["/one"] = Answer(body=rss("one", *_ENTRIES), headers=TYPE, etag='"1"')
    names = ("ours", "theirs", "third")
    desk.write(*(source(name, upstream.url("/one")) for name in names), topic("all", ""))
    lines = _lines(desk.command("poll", "--all", "--json"))
    assert [lines[name]["new"] for name in names] == [2, 2, 2]
    assert len(upstream.requests("/one")) == 1
    lines = _lines(desk.command("poll", "--all", "--json"))
    assert [lines[name]["status"] for name in names] == [304, 304, 304]
    assert len(upstream.requests("/one")) == 2
    (story, *_) = desk.stories()
    assert {copy["source"] for copy in story["copies"]} == set(names)


def test_the_daemon_polls_sources_of_one_address_together(upstream: Upstream, desk: Desk) -> None:
    """What one of them asks for is news of the others too, for no further request."""
    upstream.answers["/one"] = Answer(body=rss("one", *_ENTRIES), headers=TYPE, etag='"1"')
    often = source("often", upstream.url("/one"))
    seldom = source("seldom", upstream.url("/one"), 'interval = "1h"')
    desk.write(often, seldom, topic("all", ""))
    with desk.run() as daemon:
        daemon.wait_for_line("polled", source="often", status=304)
        daemon.wait_for_line("polled", source="seldom", status=304)
    assert all(seen.headers.get("if-none-match") for seen in upstream.requests("/one")[1:])


@pytest.mark.parametrize(("sites", "kept"), [(3, {"new"}), (2, {"old", "new"})])
def test_without_a_daemon_a_poll_forgets_what_is_too_old_if_three_sites_say_what_time_it_is(
    upstream: Upstream, desk: Desk, monkeypatch: pytest.MonkeyPatch, sites: int, kept: set[str]
) -> None:
    """A store that only `dateline poll` writes to grew for ever."""
    names = [f"s{n}" for n in range(1, sites + 1)]
    store = 'sqlite:///desk.db"\nkeep = "1d'
    desk.write(
        *(source(name, upstream.url(f"/{name}", f"127.0.0.{name[1:]}")) for name in names),
        topic("all", ""),
        store=store,
    )
    for title in ("old", "new"):
        for name in names:
            entry = Entry(key=f"{title}{name}", title=title, published="")
            upstream.answers[f"/{name}"] = Answer(body=rss("w", entry), headers=TYPE)
        days = timedelta(days=3 if title == "old" else 0)
        for module in ("feeds.newsdesk", "feeds.cli.gather"):
            monkeypatch.setattr(f"{module}.now", lambda: datetime.now(UTC) - days)  # noqa: B023
        desk.command("poll", "--all")
    assert {story["title"] for story in desk.stories()} == kept


def test_a_poll_by_a_clock_that_three_sites_call_wrong_shows_nothing_under_an_embargo(
    upstream: Upstream, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what it held back before nor what it takes in: what was seen can't be taken back."""
    folder, right = tmp_path / "drop", datetime.now(UTC)
    folder.mkdir()
    names = ("s1", "s2", "s3")
    for name in names:
        upstream.answers[f"/{name}"] = Answer(body=rss("w", *_ENTRIES), headers=TYPE)
    desk.write(
        *(source(name, upstream.url(f"/{name}", f"127.0.0.{name[1:]}")) for name in names),
        f'[[source]]\nname = "Wire"\npath = "{folder}"\n',
    )
    for name, days in (("Corrin", 0), ("Sable", 900)):
        title, until = f"Harbour {name} opens its second quay", right + timedelta(days=40)
        text = f"RABAT - The harbour of {name} has room for nine ships more, its master said."
        notice = f"EMBARGOED UNTIL {until:%d %B %Y, %H:%M} GMT"
        (folder / f"{name}.txt").write_text(f"{notice}\n\n{title}\n\n{text}\n")
        for module in ("feeds.newsdesk", "feeds.cli.gather"):
            clock = right + timedelta(days=days)
            monkeypatch.setattr(f"{module}.now", lambda: clock)  # noqa: B023
        desk.command("poll", "--all")
    titles = {story["title"] for story in desk.stories()}
    assert titles == {entry.title for entry in _ENTRIES}


@pytest.mark.parametrize("names", [["weekly"] * 3, ["weekly", "the weekly", "weekly"]])
def test_what_was_forgotten_is_no_news_while_its_source_shows_it(
    upstream: Upstream, desk: Desk, names: list[str]
) -> None:
    for years, name in enumerate(names):
        desk.write(source(name, upstream.url("/weekly")), topic("all", ""))
        fresh = Entry(key=f"n{years}", title=f"Quay {years} opens", text=f"Berths: {years * 7}.")
        upstream.answers["/weekly"] = Answer(body=rss("w", fresh, *_ENTRIES), headers=TYPE)
        line = _lines(desk.command("poll", "--all", "--json"))[name]
        assert (line["new"], line["unchanged"]) == ((3, 0) if not years else (1, 2))
        store = open_store(f"sqlite:///{desk.config.with_name('desk.db')}")
        with store.write() as tx:
            tx.tidy(before=datetime.now(UTC) + timedelta(days=1))
        store.close()


def test_entries_that_share_a_guid_are_no_news_either_while_they_are_shown(
    upstream: Upstream, desk: Desk
) -> None:
    entries = tuple(replace(entry, key="all") for entry in _ENTRIES)
    desk.write(source("weekly", upstream.url("/weekly")), topic("all", ""))
    for turn, new in enumerate((2, 0, 0)):
        made = f"<generator>press {turn}</generator>"
        upstream.answers["/weekly"] = Answer(body=rss("w", *entries, extra=made), headers=TYPE)
        line = _lines(desk.command("poll", "--all", "--json"))["weekly"]
        assert (line["new"], line["unchanged"]) == (new, 2 - new)
        store = open_store(f"sqlite:///{desk.config.with_name('desk.db')}")
        with store.write() as tx:
            tx.tidy(before=datetime.now(UTC) + timedelta(days=1))
        store.close()
