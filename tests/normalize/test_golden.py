"""The golden cases: every entry of the corpus gives the item that its file says.

A case is two files of one name: ``NAME.toml``, what the case is about and an entry as received (with its
feed, its source and when it was first seen, where those matter), and ``NAME.json``, what normalizing
gives (defaults left out). ``DATELINE_GOLDEN=1 python -m pytest tests/normalize`` writes down what
normalizing gives now; read the difference before keeping it.
"""

from __future__ import annotations

import fnmatch
import json
import os
import re
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.model.geometry import Geometry
from feeds.model.item import Item
from feeds.model.poll import Source
from feeds.normalize.date_convention import convention
from tests.newsroom.normalized import normalize

CORPUS = Path(__file__).parent / "corpus"
FIRST_SEEN = datetime(2024, 3, 10, 12, 0, tzinfo=UTC)
FEED = {"title": "The Harbour Gazette", "link": "https://gazette.example/"}
LOCATION = "https://gazette.example/feed.xml"
# How a plain string in a case stands for a value of the model, by the entry's field.
SHORT: dict[str, tuple[type[Any], str]] = {
    "title": (Text, "value"),
    "summary": (Text, "value"),
    "content": (Text, "value"),
    "links": (Link, "href"),
    "authors": (Person, "name"),
    "categories": (Category, "term"),
    "enclosures": (Enclosure, "href"),
    "where": (Geometry, "kind"),
    "source": (FeedMeta, "title"),
}


def names() -> list[str]:
    return sorted(path.stem for path in CORPUS.glob("*.toml"))


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((CORPUS / f"{name}.toml").read_text("utf-8"))


def to_entry(given: dict[str, Any]) -> Entry:
    """The entry that a case describes; an unknown key raises."""
    return Entry(**{key: value_of(key, value) for key, value in given.items()})


def value_of(key: str, value: Any) -> Any:
    if key not in SHORT:
        return value
    kind, field = SHORT[key]

    def make(one: Any) -> Any:
        return kind(**(one if isinstance(one, dict) else {field: one}))

    return tuple(make(one) for one in value) if isinstance(value, list) else make(value)


def run(case: dict[str, Any]) -> Item:
    """The item that the case's entry makes, in a feed that has ``others`` for dates besides."""
    entry, location = to_entry(case["entry"]), case.get("location", LOCATION)
    source = Source(**{"name": "Gazette", "url": LOCATION, **case.get("source", {})})
    meta = FeedMeta(**{**FEED, **case.get("feed", {})})
    return normalize(
        entry,
        source=source,
        meta=meta,
        location=location,
        first_seen=case.get("first_seen", FIRST_SEEN),
        convention=convention(
            [entry.published, entry.updated, *case.get("others", [])],
            languages=(source.language, meta.lang),
            addresses=(meta.link, location),
        ),
    )


def plain(value: Any) -> Any:
    """A value of the model as JSON has it, without what is at its default."""
    if is_dataclass(value):
        every = {f.name: (getattr(value, f.name), f.default) for f in fields(value)}
        kept = {n: plain(one) for n, (one, default) in every.items() if one != default}
        return {n: one for n, one in kept.items() if one not in ({}, [], None)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def gives(case: dict[str, Any]) -> dict[str, Any]:
    """The item without what every case has alike; its id is a hash of source and key."""
    given: dict[str, Any] = plain(run(case))
    for same in ("id", "digest"):
        del given[same]
    if given["origin"] == plain(ORDINARY.origin):
        del given["origin"]
    if given["source"] == "Gazette":
        del given["source"]
    if given["first_seen"] == FIRST_SEEN.isoformat():
        del given["first_seen"]
    return given


ORDINARY = run({"entry": {"title": "A case that says nothing of its feed", "guid": "ordinary"}})


@pytest.mark.parametrize("name", names())
def test_an_entry_gives_the_item_its_case_says(name: str) -> None:
    case = read(name)
    given = gives(case)
    kept = CORPUS / f"{name}.json"
    if os.environ.get("DATELINE_GOLDEN") == "1":
        kept.write_text(json.dumps(given, ensure_ascii=False, indent=1) + "\n", "utf-8")
    else:
        assert given == json.loads(kept.read_text("utf-8")), case["describes"]


def test_every_case_says_what_it_is_about_and_none_is_left_without_its_entry() -> None:
    assert {path.stem for path in CORPUS.glob("*.json")} == set(names())
    assert all(len(read(name)["describes"]) > 15 for name in names())
    assert len(names()) >= 60


def test_no_field_of_an_item_is_left_unshown_by_the_corpus() -> None:
    shown = {key for path in CORPUS.glob("*.json") for key in json.loads(path.read_text("utf-8"))}
    required = {f.name for f in fields(Item) if f.default is MISSING} - {"id", "digest"}
    assert required <= shown
    by_others = {"id", "digest", "seen_after", "file"}  # of the store and the folder
    optional = {f.name for f in fields(Item)} - by_others
    assert optional <= shown


def test_every_case_the_page_on_normalizing_names_is_in_the_corpus() -> None:
    page = (CORPUS.parents[2] / "docs" / "normalizing.md").read_text("utf-8")
    there = names()
    kinds = {name.partition("-")[0] for name in there}
    named = set(re.findall(r"`((?:" + "|".join(kinds) + r")[-\w]*(?:\*[-\w]*)*)`", page))
    cases = {one for one in named if "-" in one or "*" in one}
    assert len(cases) > 30
    assert [one for one in sorted(cases) if not fnmatch.filter(there, one)] == []
