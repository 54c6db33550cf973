"""The programs that take in the same feeds, each as it is used: set up in a folder, then run once a phase.

A contender has a ``name``, sets itself up in a folder for a server's feeds, and gives the command of one
update. :class:`Stock` takes nothing in: it only parses what it is served, with feedparser as it comes.
"""

from __future__ import annotations

import importlib.util
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_TOPICS = (
    ("everything", ""),
    ("agencies", "agency:AFP"),
    ("english", "lang:en"),
    ("arabic", "lang:ar"),
    ("french", "lang:fr"),
)
_READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
if sys.argv[2] != "-":
    for url in open(sys.argv[2]):
        reader.add_feed(url.strip(), exist_ok=True)
    sys.exit()
reader.update_feeds(workers=10, scheduled=False)
"""
_STOCK = """
import io, sys, urllib.request
from concurrent.futures import ProcessPoolExecutor
import feedparser

def parse(url):
    body = urllib.request.urlopen(url).read()
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    return len(feedparser.parse(io.BytesIO(body), response_headers=headers).entries)

if __name__ == "__main__":
    urls = open(sys.argv[1]).read().split()
    with ProcessPoolExecutor(int(sys.argv[2])) as pool:
        print(sum(pool.map(parse, urls, chunksize=8)))
"""


class Contender(Protocol):
    """A program to measure."""

    name: str

    def missing(self) -> str | None:
        """Why it can't be run here, or None."""

    def set_up(self, folder: Path, urls: Sequence[str]) -> Sequence[str] | None:
        """Write its configuration; a command that has to be run once, unmeasured."""

    def update(self, folder: Path) -> Sequence[str]:
        """The command of one update of all feeds."""

    def held(self, folder: Path) -> int | None:
        """How many items it keeps, to see that it did the work."""


def _count(path: Path, table: str) -> int:
    with sqlite3.connect(path) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Dateline:
    """Ours, with identity, five topics in three formats, and everything else on."""

    name: str = "dateline"

    def missing(self) -> str | None:
        return None

    def set_up(self, folder: Path, urls: Sequence[str]) -> Sequence[str]:
        sources = "".join(
            f'[[source]]\nname = "News {at}"\nurl = "{url}"\n' for at, url in enumerate(urls)
        )
        topics = "".join(
            f'[[topic]]\nslug = "{slug}"\ntitle = "{slug}"\nquery = "{query}"\n'
            for slug, query in _TOPICS
        )
        (folder / "config.toml").write_text(
            '[site]\nbase_url = "http://127.0.0.1:8080/"\n[store]\nurl = "sqlite:///dateline.db"\n'
            '[polling]\nallow_networks = ["127.0.0.0/8"]\nper_host = 64\n' + sources + topics
        )
        return [*self._command(folder), "check"]

    def update(self, folder: Path) -> Sequence[str]:
        return [*self._command(folder), "poll", "--all", "--json"]

    def held(self, folder: Path) -> int | None:
        return _count(folder / "dateline.db", "items")

    def _command(self, folder: Path) -> list[str]:
        return [sys.executable, "-m", "feeds", "-c", str(folder / "config.toml")]


@dataclass(frozen=True, slots=True)
class Reader:
    """lemon24/reader, by its Python interface with ten workers (PyPI)."""

    name: str = "reader"

    def missing(self) -> str | None:
        found = importlib.util.find_spec("reader")
        return None if found else "not installed (extra “bench”)"

    def set_up(self, folder: Path, urls: Sequence[str]) -> Sequence[str]:
        (folder / "run.py").write_text(_READER)
        (folder / "urls").write_text("\n".join(urls))
        return [sys.executable, "run.py", "reader.db", "urls"]

    def update(self, folder: Path) -> Sequence[str]:  # noqa: ARG002 -- as the protocol has it
        return [sys.executable, "run.py", "reader.db", "-"]

    def held(self, folder: Path) -> int | None:
        return _count(folder / "reader.db", "entries")


@dataclass(frozen=True, slots=True)
class Sfeed:
    """sfeed_update with its parser in C and sixteen jobs at once (Debian)."""

    name: str = "sfeed"

    def missing(self) -> str | None:
        return None if shutil.which("sfeed_update") else "not installed"

    def set_up(self, folder: Path, urls: Sequence[str]) -> None:
        feeds = "".join(f'feed "News {at}" "{url}"\n' for at, url in enumerate(urls))
        (folder / "sfeedrc").write_text(
            f'sfeedpath="{folder}/feeds"\nmaxjobs=16\nfeeds() {{\n{feeds}}}\n'
        )

    def update(self, folder: Path) -> Sequence[str]:
        return ["sfeed_update", str(folder / "sfeedrc")]

    def held(self, folder: Path) -> int | None:
        return sum(len(path.read_bytes().splitlines()) for path in (folder / "feeds").iterdir())


@dataclass(frozen=True, slots=True)
class Newsboat:
    """newsboat -x reload with eight threads (Debian)."""

    name: str = "newsboat"

    def missing(self) -> str | None:
        return None if shutil.which("newsboat") else "not installed"

    def set_up(self, folder: Path, urls: Sequence[str]) -> None:
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text("reload-threads 8\n")

    def update(self, folder: Path) -> Sequence[str]:  # noqa: ARG002 -- as the protocol has it
        files = ["-u", "urls", "-c", "cache.db", "-C", "config"]
        return ["newsboat", *files, "-x", "reload"]

    def held(self, folder: Path) -> int | None:
        return _count(folder / "cache.db", "rss_item")


@dataclass(frozen=True, slots=True)
class Stock:
    """Bare feedparser.parse over the bodies in one process a core: no store, nothing else."""

    cores: int
    name: str = "feedparser"

    def missing(self) -> str | None:
        return None

    def set_up(self, folder: Path, urls: Sequence[str]) -> None:
        (folder / "run.py").write_text(_STOCK)
        (folder / "urls").write_text("\n".join(urls))

    def update(self, folder: Path) -> Sequence[str]:
        return [sys.executable, str(folder / "run.py"), str(folder / "urls"), str(self.cores)]

    def held(self, folder: Path) -> int | None:  # noqa: ARG002 -- as the protocol has it
        return None
