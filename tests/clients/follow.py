"""Follows a topic's life with real readers and writes down, for each and each format, what of it arrived."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from tests.clients.life import DREDGE, LIGHT, PACT, PACT_CORRECTED, Life
from tests.clients.readers import NODE, Held, Reader
from tests.clients.relay import Relay
from tests.newsroom.desk import Desk, source, topic
from tests.newsroom.upstream import Upstream

COLUMNS = {
    "new": "each story once, under one id, from filing on",
    "copy": "a source that carries it, too, is listed and shows nothing as new",
    "corrected": "the same entry with the new words, and what was corrected",
    "killed": "the same entry without its text, marked as withdrawn",
    "merged": "the other story's entry leaves the feed, and nothing comes back as new",
    "304": "asks conditionally and is told that nothing is new",
    "226": "asks for what is new only (`A-IM: feed`) and gets it",
    "archive": "goes on to older documents (RFC 5005)",
    "push": "subscribes at the hub",
}
_WITHDRAWN = f"Withdrawn: {DREDGE.title}"
_TITLES = {
    "filed": {PACT.title, DREDGE.title},
    "a copy joined": {PACT.title, DREDGE.title},
    "corrected": {PACT_CORRECTED.title, DREDGE.title},
    "a new story": {PACT_CORRECTED.title, DREDGE.title, LIGHT.title},
    "killed": {PACT_CORRECTED.title, _WITHDRAWN, LIGHT.title},
    "merged": {PACT_CORRECTED.title, _WITHDRAWN},
}
_TOLD_BY = {"filed": "new", "a new story": "new", "a copy joined": "copy"}
_COMING = {"filed": 2, "a new story": 1}
_PARSES_ONLY = "–"


@dataclass
class Findings:
    """``cells`` are yes, no or – (fetches nothing by itself) by reader, format and column; ``faults`` say of what
    is wrong.
    """

    cells: dict[tuple[str, str], dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    faults: list[str] = field(default_factory=list)

    def note(self, row: tuple[str, str], column: str, wrong: str) -> None:
        """A column is yes as long as nothing was wrong in any step."""
        if wrong:
            self.faults.append(f"{' '.join(row)}, {column}: {wrong}")
        before = self.cells[row].get(column, "yes")
        self.cells[row][column] = "no" if wrong else before


def follow(folder: Path, readers: list[Reader]) -> Findings:
    """Run the daemon over a scripted upstream, with these readers subscribed to it."""
    desk, findings = Desk(folder), Findings()
    with Upstream() as upstream:
        desk.write(
            source("Meridian Wire", upstream.url("/wire")),
            source("Sable Paper", upstream.url("/paper")),
            topic("gulf", "sable"),
            topic("brief", "sable", "limit = 1"),
        )
        with desk.run() as daemon, Relay(daemon.base) as relay:
            _live(Life(upstream, desk, daemon), readers, relay, findings)
            for reader in readers:
                for suffix in reader.formats:
                    _look_beyond(reader, suffix, relay, findings)
            subscribed = "dateline_hub_subscriptions 0" not in daemon.get("/metrics").text
    for row, cells in findings.cells.items():
        fetches = cells["304"] != _PARSES_ONLY
        cells["push"] = ("yes" if subscribed else "no") if fetches else _PARSES_ONLY
        cells.setdefault("226", "no")
        assert set(cells) == set(COLUMNS), row
    return findings


def _live(life: Life, readers: list[Reader], relay: Relay, findings: Findings) -> None:
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for step in life.steps():
        for reader in readers:
            base = relay.base if reader.conditional else life.daemon.base
            for suffix in reader.formats:
                row, address = (reader.name, suffix), f"{base}/topics/gulf.{suffix}"
                before = len(relay.statuses)
                held = reader.poll(address)
                findings.note(row, _TOLD_BY.get(step, step), _wrong(step, held, known[row]))
                known[row] |= {one.id for one in held}
                if 226 in relay.statuses[before:]:
                    findings.cells[row]["226"] = "yes"
                if not reader.conditional:
                    findings.cells[row].update({"304": _PARSES_ONLY, "226": _PARSES_ONLY})
                elif step in ("filed", "corrected"):
                    findings.note(row, "304", _again(reader, address, held, relay))


def _wrong(step: str, held: list[Held], known: set[str]) -> str:
    """What is not as it should be in what a reader holds after a step; ``known`` are the ids it had so far."""
    ids, titles = [one.id for one in held], {one.title for one in held}
    kept = {LIGHT.title} if step == "merged" else set()  # some readers keep what left the feed
    html = {one.title: one.html for one in held}
    pact = next((text for title, text in html.items() if PACT.title in title), "")
    rules = {
        "a story is there twice": len(ids) == len(set(ids)),
        f"the titles are {sorted(titles)}": titles - kept == _TITLES[step],
        "an id changed, or one is missing": len(set(ids) - known) == _COMING.get(step, 0),
        "who carries it is wrong": ("Sable Paper" in pact) == (step != "filed"),
        "the correction is not told": step != "corrected"
        or ("17 vessels" in pact and "Corrected" in pact),
        "its text is still there": "Two dredgers" not in html.get(_WITHDRAWN, ""),
    }
    return "; ".join(wrong for wrong, holds in rules.items() if not holds)


def _again(reader: Reader, address: str, held: list[Held], relay: Relay) -> str:
    """Nothing is new: the reader is told so (newsboat asks conditionally from its third poll of a feed on)."""
    before = len(relay.statuses)
    for _ in range(2):
        if sorted(reader.poll(address)) != sorted(held):
            return "what it holds changed"
        if 304 in relay.statuses[before:]:
            return ""
    return f"it got no 304: {relay.statuses[before:]}"


def _look_beyond(reader: Reader, suffix: str, relay: Relay, findings: Findings) -> None:
    """Whether it follows a feed that has room for one story only into its archive."""
    cells = findings.cells[reader.name, suffix]
    if not reader.conditional:
        cells["archive"] = _PARSES_ONLY
        return
    before = len(relay.paths)
    reader.poll(f"{relay.base}/topics/brief.{suffix}")
    there = any("/archive/" in path for path in relay.paths[before:])
    cells["archive"] = "yes" if there else "no"


def table(findings: Findings) -> str:
    """The findings as a table in Markdown."""
    head = ["reader", "format", *COLUMNS]
    rows = [
        [name, suffix, *(cells[column] for column in COLUMNS)]
        for (name, suffix), cells in findings.cells.items()
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * len(head), *rows])


def versions(readers: list[Reader]) -> str:
    """Which versions of the readers these are."""
    return ", ".join(f"{reader.name} {_version(reader.name)}" for reader in readers)


def _version(name: str) -> str:
    if name == "reader":
        return version("reader")
    if name in ("newsboat", "sfeed"):
        asked = ["dpkg-query", "-W", "-f", "${Version}", name]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout or "?"
    told = (NODE / "node_modules" / name / "package.json").read_text()
    return (re.findall(r'"version": "([^"]+)"', told) or ["?"])[0]
