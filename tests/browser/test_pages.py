"""The pages in a real browser: what a person sees is there once, and nothing else is asked for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from tests.browser.tab import browser
from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

_CHROMIUM = "/usr/bin/chromium"
_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-logging=stderr",
    "--v=0",
    "--virtual-time-budget=2000",
]
_PACT = Entry(
    key="pact",
    title="Gulf states sign rescue pact",
    text="The six countries around the Gulf of Sable signed an agreement on Tuesday to share their "
    "lifeboats, aircraft and radar pictures whenever a vessel is in distress.",
    published=hours_ago(2),
)
_ELSEWHERE = replace(_PACT, title="Six coast guards, one centre", published=hours_ago(1))
_HOSTILE = "<script>document.title='taken'</script><img src='https://evil.example/x.png'> for Sable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the browser made of a page: its tree, what stood on its console, what the page asked for."""

    tree: Any
    console: list[str]
    asked: set[str]

    @property
    def text(self) -> str:
        return str(self.tree.body.text_content())


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    if not Path(_CHROMIUM).exists():
        pytest.skip(f"not installed: {_CHROMIUM} (tests/readers.sh installs it)")
    desk = Desk(tmp_path_factory.mktemp("browser"))
    hostile = Entry(key="x", title=escape(_HOSTILE), text="Words from Sable.")
    with Upstream() as upstream:
        upstream.answers |= {
            "/wire": Answer(body=rss("wire", _PACT, hostile), headers=TYPE),
            "/paper": Answer(body=rss("paper", _ELSEWHERE), headers=TYPE),
            "/closed": Answer(status=403),
        }
        desk.write(
            source("Meridian Wire", upstream.url("/wire"), 'agency = "MDW"'),
            source("Sable Paper", upstream.url("/paper")),
            source("Closed Gazette", upstream.url("/closed"), 'interval = "1h"'),
            topic("gulf", "sable"),
        )
        with desk.run() as running:
            eventually(lambda: "Sable Paper" in running.get("/topics/gulf.json").text, "it joined")
            eventually(lambda: len(running.topic("gulf")) == 2, "both are out")
            eventually(lambda: "Gazette" in running.get("/sources.atom").text, "its 403 is told")
            yield running


def _open(daemon: Run, path: str, folder: Path) -> Seen:
    """Open a page in a browser without history, which can reach nothing but loopback."""
    log, profile = folder / "net.json", folder / "profile"
    done = subprocess.run(
        [
            _CHROMIUM,
            *_FLAGS,
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
            f"--log-net-log={log}",
            "--dump-dom",
            daemon.base + path,
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    events = json.loads(log.read_text())["events"]
    shutil.rmtree(profile)
    mine = [e["params"] for e in events if e.get("params", {}).get("initiator") == daemon.base]
    return Seen(
        tree=lxml.html.document_fromstring(done.stdout),
        console=[line for line in done.stderr.splitlines() if "CONSOLE" in line],
        asked={params["url"].removeprefix(daemon.base) for params in mine if "url" in params},
    )


@pytest.fixture(scope="module")
def links(daemon: Run) -> dict[str, str]:
    """The stories' pages by title."""
    tree = lxml.html.document_fromstring(daemon.get("/topics/gulf").text)
    return {a.text_content(): a.get("href") for a in tree.xpath("//ul[@class='stories']/li/a")}


@pytest.mark.parametrize("path", ["/", "/topics/gulf"])
def test_the_front_page_and_a_topic_show_each_story_once(
    daemon: Run, tmp_path: Path, path: str
) -> None:
    seen = _open(daemon, path, tmp_path)
    assert seen.text.count(_PACT.title) == 1
    assert _ELSEWHERE.title not in seen.text, "a copy's title is on the story's page"
    assert "Meridian Wire and 1 more" in seen.text
    assert seen.text.count(_HOSTILE) == 1
    assert seen.tree.findtext(".//title") in ("The desk", "Gulf · The desk")
    assert (seen.console, seen.asked) == ([], {"/static/style.css"})


def test_a_story_s_page_lists_its_copies(
    daemon: Run, tmp_path: Path, links: dict[str, str]
) -> None:
    seen = _open(daemon, links[_PACT.title], tmp_path)
    assert [h.text_content() for h in seen.tree.xpath("//h1")] == [_PACT.title]
    assert seen.text.count("signed an agreement on Tuesday") == 1
    sources = [row.text_content() for row in seen.tree.xpath("//table//tr/td[1]")]
    assert sources == ["Meridian Wire", "Sable Paper"]
    assert _ELSEWHERE.title in seen.text
    assert (seen.console, seen.asked) == ([], {"/static/style.css"})


def test_a_hostile_title_does_nothing(daemon: Run, tmp_path: Path, links: dict[str, str]) -> None:
    seen = _open(daemon, links[_HOSTILE], tmp_path)
    assert seen.tree.findtext(".//title") == f"{_HOSTILE} · The desk"
    assert [h.text_content() for h in seen.tree.xpath("//h1")] == [_HOSTILE]
    assert (seen.console, seen.asked) == ([], {"/static/style.css"})


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/sources", ["Meridian Wire", "Sable Paper", "Closed Gazette"]),
        ("/sources?state=broken", ["Closed Gazette"]),
        ("/sources?state=well", ["Meridian Wire", "Sable Paper"]),
    ],
)
def test_the_sources_can_be_narrowed_to_a_state(
    daemon: Run, tmp_path: Path, path: str, names: list[str]
) -> None:
    seen = _open(daemon, path, tmp_path)
    assert [row.text_content() for row in seen.tree.xpath("//tr[td]/td[1]/bdi")] == names
    (chosen,) = seen.tree.xpath("//nav[@class='filter']/a[@aria-current]")
    assert chosen.text_content().endswith(str(len(names)))
    assert "Closed Gazette can't be read" in seen.text, "what changed lately is below"
    assert (seen.console, seen.asked) == ([], {"/static/style.css"})


def test_one_types_a_query_and_sees_what_it_takes(daemon: Run, tmp_path: Path) -> None:
    flags = [flag for flag in _FLAGS if "logging" not in flag and "virtual" not in flag]
    with browser(_CHROMIUM, [*flags, "--window-size=1100,900"], tmp_path) as tab:
        tab.open(f"{daemon.base}/search")
        found = "[...document.querySelectorAll('.found li > a')].map(a => a.textContent.trim())"
        marks = "[...document.querySelectorAll('.found mark')].map(m => m.textContent)"
        assert tab.asks(found) == []
        tab.type("rescue")
        tab.waits(f"{found}.length === 1")
        assert tab.asks(found) == [_PACT.title]
        assert tab.asks(marks) == ["rescue"]
        assert "/search.atom?q=rescue" in tab.asks(
            "document.querySelector('link[rel=alternate]').href"
        )
        assert "query = 'rescue'" in tab.asks("document.querySelector('.toml').textContent")
        assert tab.asks("location.pathname + location.search") == "/search?q=rescue"
        tab.type(" OR evil.example OR sable")
        tab.waits(f"{found}.length === 2")
        assert _HOSTILE in tab.asks(found), "it stays words"
        if picture := os.environ.get("DATELINE_PICTURES"):
            tab.picture(Path(picture) / "search.png")
        tab.type(" AND (storm")
        tab.waits("!!document.querySelector('.fault .here')")
        assert tab.asks("document.querySelector('.fault .here').textContent") == "("
        assert tab.asks("document.activeElement.name") == "q", "one types on"
        if picture := os.environ.get("DATELINE_PICTURES"):
            tab.picture(Path(picture) / "fault.png")
        refused = [line for line in tab.console if "status of 400" not in line]
        assert refused == []
