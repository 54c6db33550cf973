"""The examples of the page on curation do what the page says of them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds import config
from feeds.release import Desk, release
from store.api import Store
from tests.newsroom.intake import HARBOUR, TOLD, Newsroom, at, item

_PAGE = (Path(__file__).parents[2] / "docs" / "curation.md").read_text()
_EXAMPLES = re.findall(r"^```toml\n(.*?)^```", _PAGE, re.M | re.S)
_SOURCES = "".join(
    f'[[source]]\nname = "{name}"\nurl = "https://{number}.example/"\ntags = ["agency"]\n'
    for number, name in enumerate(("Harbour Times", "Radio Gulf", "Island Post", "Reef Radio"))
)
_CUP = ("The harbour side won the football cup.", "The final of the island was played on Sunday.")
_ONLY = item("Island Post", "b", "A deeper way in for ships", (*TOLD, "The harbour."), 8)


@pytest.fixture
def shown(tmp_path: Path, store: Store) -> dict[str, dict[str, list[str]]]:
    """The titles that each example's feed holds: at once, and a day later."""
    path = tmp_path / "config.toml"
    path.write_text(_SOURCES + "".join(_EXAMPLES))
    settings = config.load(path)
    desk = Desk(
        topics=settings.topics, sources=settings.sources, base_url="https://d.example/", title="D"
    )
    release(store, desk, now=at(7))
    room = Newsroom(store)
    room.take(item("Radio Gulf", "g", "Dredgers in May", HARBOUR, 8))
    room.take(item("Harbour Times", "h", "Harbour to be dredged", HARBOUR, 8))
    room.take(item("Radio Gulf", "c", "Cup for the harbour side", _CUP, 8))
    room.take(item("Reef Radio", "c", "The harbour side has won", _CUP, 8))
    room.take(_ONLY)

    def titles(slug: str) -> list[str]:
        with store.read() as snapshot:
            document = snapshot.document(f"/topics/{slug}.json")
        assert document
        items: list[dict[str, Any]] = json.loads(document.body)["items"]
        return sorted(one["title"] for one in items)

    found: dict[str, dict[str, list[str]]] = {}
    for name, when in (("at once", at(8, 31)), ("later", at(8, 31) + timedelta(days=1))):
        release(store, desk, now=when)
        found[name] = {topic.slug: titles(topic.slug) for topic in settings.topics}
    return found


def test_every_example_does_what_the_page_says(shown: dict[str, dict[str, list[str]]]) -> None:
    now, later = shown["at once"], shown["later"]
    assert set(now) == {"sea", "checked", "ours", "morning"}
    assert now["sea"] == ["Dredgers in May"], "no football, and not what one source has"
    assert (now["checked"], len(later["checked"])) == ([], 3)
    assert "Harbour to be dredged" in now["ours"]
    assert (now["morning"], later["morning"]) == ([], ["The day, 1 March 2026"])
