"""Real feed readers subscribed to a running daemon see each story of a topic once, whatever happens to it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.newsroom.desk import Desk, Run, eventually, source, topic
from tests.newsroom.feed import TYPE, Entry, hours_ago, rss
from tests.newsroom.upstream import Answer, Upstream

_PACT = Entry(
    key="pact",
    title="Gulf states sign rescue pact",
    text="The six countries around the Gulf of Sable signed an agreement on Tuesday to share their "
    "lifeboats, aircraft and radar pictures whenever a vessel is in distress.\n\nAn inquiry found "
    "that 14 vessels had been close enough to help the ferry Amaranth last winter, when two "
    "neighbouring services each believed that the other had launched.",
    published=hours_ago(2),
)
_PACT_ELSEWHERE = replace(_PACT, title="Six coast guards, one centre", published=hours_ago(1))
_PACT_CORRECTED = replace(
    _PACT,
    title="CORRECTED: Gulf states sign rescue pact",
    text=_PACT.text.replace("14 vessels", "17 vessels"),
)
_DREDGE = Entry(
    key="dredge",
    title="Harbour of Sable to be dredged",
    text="Two dredgers begin work in May. Fishing boats will use the southern entrance until then.",
    published=hours_ago(3),
)


class Life:
    """A story's life, step by step: filed, carried by another source, corrected."""

    def __init__(self, upstream: Upstream, daemon: Run) -> None:
        self._upstream = upstream
        self.daemon = daemon
        self._serve("wire", _PACT, _DREDGE)
        self._serve("paper")

    def _serve(self, name: str, *entries: Entry) -> None:
        self._upstream.answers[f"/{name}"] = Answer(body=rss(name, *entries), headers=TYPE)

    def _published(self, words: str) -> None:
        eventually(
            lambda: (
                len(self.daemon.topic("gulf")) == 2
                and words in self.daemon.get("/topics/gulf.json").text
            ),
            f"{words!r} is not published",
        )

    def steps(self) -> Iterator[str]:
        """Each step once it is published."""
        self._published("14 vessels")
        yield "filed"
        self._serve("paper", _PACT_ELSEWHERE)
        self._published("Sable Paper")
        yield "a copy joined"
        self._serve("wire", _PACT_CORRECTED, _DREDGE)
        self._published("17 vessels")
        yield "corrected"


@pytest.fixture
def life(tmp_path: Path) -> Iterator[Life]:
    desk = Desk(tmp_path)
    with Upstream() as upstream:
        desk.write(
            source("Meridian Wire", upstream.url("/wire")),
            source("Sable Paper", upstream.url("/paper")),
            topic("gulf", "sable"),
        )
        with desk.run() as daemon:
            yield Life(upstream, daemon)


def _needs(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (tests/readers.sh installs them)")


def _command(home: Path, *command: str, given: bytes = b"") -> bytes:
    """Run a reader with a home of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, input=given, capture_output=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def _newsboat(home: Path, address: str) -> list[tuple[str, str, str]]:
    """Reload; the stories it then holds of an address: guid, title, content."""
    home.mkdir(exist_ok=True)
    (home / "urls").write_text(f"{address}\n")
    (home / "config").write_text("auto-reload no\n")
    files = [f"-{flag}{home / name}" for flag, name in (("u", "urls"), ("C", "config"))]
    _command(home, "newsboat", *files, f"-c{home / 'cache.db'}", "-x", "reload")
    with closing(sqlite3.connect(home / "cache.db")) as cache:
        rows = "SELECT guid, title, content FROM rss_item WHERE feedurl = ?"
        return sorted(cache.execute(rows, [address]).fetchall())


def _sfeed(home: Path, document: bytes) -> list[tuple[str, str, str]]:
    """What sfeed reads: id, title, link."""
    lines = _command(home, "sfeed", given=document).decode().splitlines()
    fields = [line.split("\t") for line in lines]
    return sorted((line[5], line[1], line[2]) for line in fields)


def test_newsboat_and_sfeed_see_each_story_once_after_a_copy_and_a_correction(
    life: Life, tmp_path: Path
) -> None:
    _needs("newsboat", "sfeed")
    addresses = [f"{life.daemon.base}/topics/gulf.{suffix}" for suffix in ("atom", "rss")]
    known: dict[str, set[str]] = {}
    for step in life.steps():
        for number, address in enumerate(addresses):
            held = _newsboat(tmp_path / f"newsboat{number}", address)
            read = _sfeed(tmp_path, life.daemon.get(address.removeprefix(life.daemon.base)).body)
            for reader, stories in (("newsboat", held), ("sfeed", read)):
                ids = [story[0] for story in stories]
                assert len(ids) == len(set(ids)) == 2, (reader, step, stories)
                seen = known.setdefault(f"{reader} {address}", set(ids))
                assert set(ids) == seen, (reader, step, "an id changed")
            titles = {title for _, title, _ in held}
            newest = _PACT_CORRECTED if step == "corrected" else _PACT
            assert titles == {newest.title, _DREDGE.title}, step
            assert titles == {title for _, title, _ in read}, step
            assert {link for _, _, link in read} == {
                "https://wire.example/pact",
                "https://wire.example/dredge",
            }
    contents = [content for _, _, content in _newsboat(tmp_path / "newsboat0", addresses[0])]
    assert any("17 vessels" in content for content in contents)
    assert any("Sable Paper" in content for content in contents)
