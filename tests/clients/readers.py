"""Real feed readers, each driven as its users do: poll an address, then say which stories it holds."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.newsroom.desk import get

NODE = Path(sys.prefix) / "readers"  # where tests/readers.sh puts the npm parsers
NPM = ("rss-parser", "feedparser", "@extractus/feed-extractor")


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A story as a reader holds it."""

    id: str
    title: str
    html: str


class Reader:
    """One reader with a home of its own; ``formats`` are what it reads."""

    name = ""
    formats: tuple[str, ...] = ("atom", "rss")
    conditional = False  # whether it asks conditionally by itself

    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)

    def missing(self) -> str:
        """Why it can't be driven here; empty if it can."""
        return ""

    def poll(self, address: str) -> list[Held]:
        """Fetch the feed; the stories then held of it."""
        raise NotImplementedError


def command(home: Path, *words: str, given: bytes = b"") -> bytes:
    """Run a program with a home of its own."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        words, input=given, capture_output=True, timeout=90, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


class Newsboat(Reader):
    name = "newsboat"
    conditional = True

    def missing(self) -> str:
        return _program("newsboat")

    def poll(self, address: str) -> list[Held]:
        home = self.home / address.rpartition(".")[2]  # it forgets feeds that are not in its list
        home.mkdir(exist_ok=True)
        (home / "urls").write_text(f"{address}\n")
        (home / "config").write_text("auto-reload no\n")
        files = [f"-{flag}{home / name}" for flag, name in (("u", "urls"), ("C", "config"))]
        cache = home / "cache.db"
        command(home, "newsboat", *files, f"-c{cache}", "-x", "reload")
        with closing(sqlite3.connect(cache)) as opened:
            rows = "SELECT guid, title, content FROM rss_item WHERE feedurl = ?"
            return [Held(*row) for row in opened.execute(rows, [address])]


class Sfeed(Reader):
    name = "sfeed"

    def missing(self) -> str:
        return _program("sfeed")

    def poll(self, address: str) -> list[Held]:
        lines = command(self.home, "sfeed", given=get(address).body).decode().splitlines()
        fields = [line.split("\t") for line in lines]
        return [Held(line[5], line[1], line[3]) for line in fields]


class PyReader(Reader):
    name = "reader"
    formats = ("atom", "rss", "json")
    conditional = True

    def missing(self) -> str:
        return "" if find_spec("reader") else "the package reader is not installed"

    def poll(self, address: str) -> list[Held]:
        from reader import make_reader  # noqa: PLC0415 -- it may be missing

        with closing(make_reader(str(self.home / "reader.db"))) as opened:
            opened.add_feed(address, exist_ok=True)
            opened.update_feed(address)
            assert opened.get_feed(address).last_exception is None
            return [_held(entry) for entry in opened.get_entries(feed=address)]


def _held(entry: Any) -> Held:
    content = entry.get_content(prefer_summary=False)
    return Held(entry.id, entry.title or "", content.value if content else "")


class NpmParser(Reader):
    """A parser of npm: it keeps nothing, so each poll is what the document says."""

    def __init__(self, home: Path, name: str) -> None:
        super().__init__(home)
        self.name = name
        self.formats = ("atom", "rss", "json") if name.startswith("@") else ("atom", "rss")

    def missing(self) -> str:
        there = (NODE / "node_modules" / self.name).is_dir()
        return _program("node") or ("" if there else f"not installed by npm: {self.name}")

    def poll(self, address: str) -> list[Held]:
        script = str(Path(__file__).parent / "parse.cjs")
        found = command(self.home, "node", script, str(NODE), self.name, given=get(address).body)
        return [Held(one["id"], one["title"], one.get("html") or "") for one in json.loads(found)]


def _program(name: str) -> str:
    return "" if shutil.which(name) else f"{name} is not installed (tests/readers.sh installs it)"


def every_reader(home: Path) -> list[Reader]:
    """All of them, each with its own folder below ``home``."""
    plain = [kind(home / kind.name) for kind in (Newsboat, Sfeed, PyReader)]
    return [*plain, *(NpmParser(home / f"npm{n}", name) for n, name in enumerate(NPM))]
