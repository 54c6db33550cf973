"""A source breaks, another falls silent, both come back: what the operator sees of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from click.testing import CliRunner
from lxml import etree

from feeds.cli import main
from tests.newsroom.desk import Desk, Run, eventually, source
from tests.newsroom.feed import TYPE, Entry, rss
from tests.newsroom.upstream import Answer, Upstream

_ATOM = "{http://www.w3.org/2005/Atom}"
_SECRET = "s3cret"
_FIRST = Entry(key="one", title="Ferry sails again", text="The ferry of Corrin sails again.")
_NEXT = Entry(key="two", title="Mayor of Corrin resigns", text="The mayor gave no reasons.")


@contextmanager
def _sources() -> Iterator[Upstream]:
    with Upstream() as server:
        server.answers |= {
            "/paper": Answer(status=500),
            "/wire": Answer(body=rss("wire", _FIRST), headers=TYPE, etag='"1"'),
            "/closed": Answer(status=403),
            "/good": Answer(body=rss("good", _FIRST), headers=TYPE, etag='"1"'),
        }
        yield server


def _desk(folder: Path, upstream: Upstream) -> Desk:
    made = Desk(folder)
    closed = upstream.url("/closed").replace("//", f"//mara:{_SECRET}@")
    made.write(
        source("Sable <Paper>", upstream.url("/paper")),
        source("Wire", upstream.url("/wire"), 'silence = "1s"'),
        source("Closed", closed, 'interval = "1h"'),
        source("Good", upstream.url("/good"), 'silence = "1d"'),
    )
    return made


@contextmanager
def _run(desk: Desk) -> Iterator[Run]:
    with desk.run() as running:
        eventually(lambda: len(_entries(running)) == 3, "all three are told")
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with _sources() as upstream:
        yield _desk(tmp_path_factory.mktemp("health"), upstream)


@pytest.fixture(scope="module")
def daemon(desk: Desk) -> Iterator[Run]:
    with _run(desk) as running:
        yield running


def _entries(daemon: Run) -> dict[str, Any]:
    root = etree.fromstring(daemon.get("/sources.atom").body)
    return {e.findtext(f"{_ATOM}title") or "": e for e in root.findall(f"{_ATOM}entry")}


def _command(desk: Desk, *arguments: str) -> str:
    done = CliRunner().invoke(main, ["-c", str(desk.config), "sources", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


def _rows(daemon: Run, path: str = "/sources") -> dict[str, str]:
    tree = lxml.html.document_fromstring(daemon.get(path).text)
    rows = tree.xpath("//tr[td/b]")
    return {row.xpath("string(td[1]/bdi)"): row.xpath("string(td/b)") for row in rows}


def test_what_broke_and_fell_silent_is_in_the_feed_in_plain_words(daemon: Run) -> None:
    entries = _entries(daemon)
    titles = sorted(title.rpartition(" for ")[0] or title for title in entries)
    assert titles == [
        "Closed can't be read",
        "Sable ‹Paper› can't be read",
        "Wire has had nothing new",
    ]
    paper = entries["Sable ‹Paper› can't be read"]
    content = paper.findtext(f"{_ATOM}content")
    assert content.startswith(
        "<p>3 polls in a row failed: the server answered 500 (its own error)."
    )
    assert paper.find(f"{_ATOM}category").get("term") == "broke"
    assert paper.find(f"{_ATOM}link").get("href") == "https://desk.example/sources"
    assert len({entry.findtext(f"{_ATOM}id") for entry in entries.values()}) == 3


def test_the_feed_is_served_like_the_others(daemon: Run) -> None:
    got = daemon.get("/sources.atom")
    assert got.headers["content-type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(got.body)
    newest = max(e.findtext(f"{_ATOM}updated") or "" for e in root.findall(f"{_ATOM}entry"))
    assert root.findtext(f"{_ATOM}updated") == newest
    again = daemon.get("/sources.atom", If_None_Match=got.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_the_page_shows_each_state_and_filters_by_it(daemon: Run) -> None:
    states = {"Sable <Paper>": "broken", "Wire": "silent", "Closed": "broken", "Good": "well"}
    assert _rows(daemon) == states
    assert set(_rows(daemon, "/sources?state=broken")) == {"Sable <Paper>", "Closed"}
    assert _rows(daemon, "/sources?state=gone") == {}
    assert "None is gone." in daemon.get("/sources?state=gone").text
    assert daemon.get("/sources?state=sad").status == 404
    tree = lxml.html.document_fromstring(daemon.get("/sources").text)
    links = tree.xpath("//nav[@class='filter']/a/@href")
    assert links == ["/sources", *(f"/sources?state={s}" for s in ("broken", "silent", "well"))]
    assert tree.xpath("//link[@rel='alternate']/@href") == ["/sources.atom"]


def test_metrics_count_the_sources_in_each_state(daemon: Run) -> None:
    lines = daemon.get("/metrics").text.splitlines()
    counts = {"gone": 0, "broken": 2, "silent": 1, "failing": 0, "new": 0, "well": 1}
    for state, count in counts.items():
        assert f'dateline_sources_in_state{{state="{state}"}} {count}' in lines


def test_the_command_tells_the_same_within_eighty_columns(
    desk: Desk, daemon: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.loads(line) for line in _command(desk, "--json").splitlines()]
    told = {line["source"]: line for line in lines}
    assert {name: line["state"] for name, line in told.items()} == _rows(daemon)
    assert told["Closed"]["why"] == "The last poll failed: the server answered 403 (forbidden)."
    assert (told["Closed"]["status"], told["Closed"]["failures"]) == (403, 1)
    assert (told["Closed"]["last_success"], told["Wire"]["silence"]) == (None, 1.0)
    assert told["Good"]["items"] == 1
    assert told["Closed"]["why_next"] in daemon.get("/sources").text
    monkeypatch.setenv("COLUMNS", "80")
    table = _command(desk, "--state", "broken")
    assert max(map(len, table.splitlines())) <= 80
    assert "Wire" not in table
    (row,) = (line.split() for line in table.splitlines() if line.split()[:1] == ["Closed"])
    assert row[:4] == ["Closed", "broken", "403", "never"]
    assert "Closed: The last poll failed: the server answered 403 (forbidden)." in table


def test_no_password_is_shown_anywhere(desk: Desk, daemon: Run) -> None:
    for path in ("/sources", "/sources.atom", "/metrics"):
        assert _SECRET not in daemon.get(path).text
    for extra in ([], ["--json"]):
        assert _SECRET not in _command(desk, *extra)


def test_that_they_are_back_is_told_once_and_old_entries_keep_their_ids(tmp_path: Path) -> None:
    with _sources() as upstream, _run(_desk(tmp_path, upstream)) as daemon:
        _come_back(upstream, daemon)


def _come_back(upstream: Upstream, daemon: Run) -> None:
    before = {title: e.findtext(f"{_ATOM}id") for title, e in _entries(daemon).items()}
    upstream.answers["/paper"] = Answer(body=rss("paper", _FIRST), headers=TYPE)
    upstream.answers["/wire"] = Answer(body=rss("wire", _NEXT, _FIRST), headers=TYPE, etag='"2"')
    seen = eventually(lambda: (e := _entries(daemon)) and len(e) >= 5 and e, "both are back")
    titles = [title.partition(" after ")[0] for title in seen]
    assert titles.count("Sable ‹Paper› is back") == 1
    assert titles.count("Wire has something new") == 1
    after = {title: e.findtext(f"{_ATOM}id") for title, e in seen.items()}
    assert {title: after[title] for title in before} == before
    assert daemon.wait_for_line("health", kind="came back")["level"] == "info"
