"""Real feed readers subscribed to a running daemon see each story of a topic once, whatever happens to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.life import DREDGE, LIGHT, PACT, PACT_CORRECTED, Life
from tests.clients.readers import Held, Reader, every_reader
from tests.clients.relay import Relay
from tests.newsroom.desk import Desk, source, topic
from tests.newsroom.upstream import Upstream

_WITHDRAWN = f"Withdrawn: {DREDGE.title}"
_TITLES = {
    "filed": {PACT.title, DREDGE.title},
    "a copy joined": {PACT.title, DREDGE.title},
    "corrected": {PACT_CORRECTED.title, DREDGE.title},
    "a new story": {PACT_CORRECTED.title, DREDGE.title, LIGHT.title},
    "killed": {PACT_CORRECTED.title, _WITHDRAWN, LIGHT.title},
    "merged": {PACT_CORRECTED.title, _WITHDRAWN},
}

_NEW = {"filed": 2, "a new story": 1}


def _check(step: str, name: str, held: list[Held], known: set[str], new: int = 0) -> None:
    """What a reader holds after a step; ``known`` are the ids it had so far, ``new`` how many come to them."""
    ids = [one.id for one in held]
    assert len(ids) == len(set(ids)), (name, step, "a story is there twice")
    titles = {one.title for one in held}
    kept = {LIGHT.title} if step == "merged" else set()  # readers that keep what left the feed
    assert titles - kept == _TITLES[step], (name, step)
    assert len(set(ids) - known) == new, (name, step, "an id changed")
    pact = next((one.html for one in held if PACT.title in one.title), "")
    if step == "corrected":
        assert "17 vessels" in pact, (name, step)
        assert "Corrected" in pact, (name, step)
    assert ("Sable Paper" in pact) == (step != "filed"), (name, step)
    known |= set(ids)


@pytest.mark.timeout(240)
def test_readers_see_each_story_once_and_its_corrections_as_updates(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    readers = every_reader(tmp_path / "readers")
    for reader in readers:
        if reader.missing():
            print(f"{reader.name} is left out: {reader.missing()}")  # noqa: T201
    present = [reader for reader in readers if not reader.missing()]
    if not present:
        pytest.skip("; ".join(reader.missing() for reader in readers))
    with Upstream() as upstream:
        desk.write(
            source("Meridian Wire", upstream.url("/wire")),
            source("Sable Paper", upstream.url("/paper")),
            topic("gulf", "sable"),
        )
        with desk.run() as daemon, Relay(daemon.base) as relay:
            _follow(Life(upstream, desk, daemon), present, relay)


def _follow(life: Life, readers: list[Reader], relay: Relay) -> None:
    known: dict[str, set[str]] = {}
    for step in life.steps():
        for reader in readers:
            for suffix in reader.formats:
                name = f"{reader.name} {suffix}"
                address = (
                    f"{relay.base if reader.conditional else life.daemon.base}/topics/gulf.{suffix}"
                )
                had, new = known.setdefault(name, set()), _NEW.get(step, 0)
                _check(step, name, reader.poll(address), had, new)
                if reader.conditional and step in ("filed", "corrected"):
                    _check_again(step, name, reader, address, had, relay)


def _check_again(
    step: str, name: str, reader: Reader, address: str, had: set[str], relay: Relay
) -> None:
    """Nothing is new: the reader is told so (newsboat asks conditionally from its third poll of a feed on)."""
    before = len(relay.statuses)
    for _ in range(2):
        _check(step, name, reader.poll(address), had)
        if 304 in relay.statuses[before:]:
            return
    raise AssertionError(f"{name} got no 304 after {step!r}: {relay.statuses[before:]}")
