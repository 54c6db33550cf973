"""Whatever sources send, everything that is served as a feed or list is valid, and earns no validator's warning.

``tests/publish/test_validity.py`` draws stories by chance and looks at documents; here every address is fetched.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from feeds.intake import absorb
from feeds.model.atom import Category, Enclosure, FeedMeta, Link, Person, Text
from feeds.model.entry import Entry
from feeds.model.geometry import Geometry
from feeds.model.health import EventKind, SourceEvent
from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.release import Desk
from feeds.serve.site import Site
from store.open import open_store
from tests.newsroom.normalized import normalize
from tests.publish.shelf import Newsroom
from tests.publish.test_validity import ADDRESSES, DATES, HOSTILE, MARKUP
from tests.publish.validity import faults
from tests.serve.newsstand import Newsstand
from tests.serve.test_archive import blank

__all__ = ["blank"]
SUFFIXES = ("atom", "rss", "json")
_MEGABYTE = f"<p>{'The ferry sails again on Monday. ' * 31_000}</p>"
_LANGUAGES = ["en", "ar", "he", "xx", "not a language", None]
DESK = Desk(
    topics=(
        Topic(slug="all", title="All <b>of</b> it & &amp; 🚢", description="العبارات\x0b", limit=6),
        Topic(slug="short", title="\u202eShort", content="excerpt", limit=50, explain=True),
        Topic(slug="bare", title=" ", content="none", limit=50),
        Topic(slug="day", title="Day <i>by</i> day", digest="hourly"),
    ),
    sources=(
        Source(name="Fair & <b>Sons</b>", url="https://fair.example/", tags=("a,b", "<x>")),
        Source(name="الساحل", url="https://münchen.example/ü?a=1&b", republish="excerpt"),
    ),
    base_url="https://desk.example/d/",
    title="Desk & <Sons>",
)


@dataclass
class Held:
    """What readers had before the last release, by path."""

    stand: Newsstand
    etags: dict[str, str]


def entry(number: int) -> Entry:
    """One of a run in which every hostile word, markup, address and date occurs, many at one moment."""

    def pick(values: list[Any], step: int) -> Any:
        return values[(number * step) % len(values)]

    markup = _MEGABYTE if number == 31 else pick([*MARKUP, *HOSTILE], 1)
    return Entry(
        guid=f"{pick(HOSTILE, 3)[:50]}{number}",
        links=(Link(href=pick(ADDRESSES, 1)),),
        title=None if number % 7 == 0 else Text(value=pick(HOSTILE, 1), type="html"),
        content=Text(value=f"{markup} ferry {number}", type="html"),
        published=None if number % 3 == 0 else pick(DATES, 1),
        authors=(Person(name=pick(HOSTILE, 5), uri=pick(ADDRESSES, 2)),),
        categories=(Category(term=pick(HOSTILE, 7), scheme=pick(ADDRESSES, 4)),),
        enclosures=(Enclosure(href=pick(ADDRESSES, 7), type=pick(HOSTILE, 2), length=number - 3),),
        where=(Geometry(kind="point", coordinates=((90.0 - number, number / 7),)),),
        rights=pick(HOSTILE, 11),
        lang=pick(_LANGUAGES, 1),
        base=pick(ADDRESSES, 8),
    )


@pytest.fixture(scope="module")
def held(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("valid")
    shutil.copy(blank, folder)
    store = open_store(f"sqlite:///{folder}/x.db")
    room = Newsroom(store)
    with Newsstand(store, DESK, room).open() as stand:
        for first in (0, 9):
            take(stand, range(first, first + 9))
        stand.minute = 61  # the hour of the digest is over
        room.arrive(stand.now)
        stand.release()
        etags = {p: stand.get(p).headers["etag"] for p in paths(stand) if feed(p)}
        with store.write() as tx:
            tx.add_source_events([event(stand, number) for number in range(3)])
            killed, corrected = list(tx.stories())[:2]
        room.kill(killed, stand.now)
        room.correct(corrected, stand.now)
        take(stand, range(30, 33))
        yield Held(stand, etags)
    store.close()


def take(stand: Newsstand, numbers: range) -> None:
    meta = FeedMeta(id="", title=HOSTILE[3], link=ADDRESSES[2], self_link=ADDRESSES[4])
    items = [
        normalize(
            entry(number),
            source=DESK.sources[number % 2],
            meta=meta,
            location=DESK.sources[number % 2].url,
            first_seen=stand.now,
        )
        for number in numbers
    ]
    with stand.store.write() as tx:
        absorb(tx, items, window=timedelta(days=7), now=stand.now)
    stand.release()


def event(stand: Newsstand, number: int) -> SourceEvent:
    return SourceEvent(
        source=DESK.sources[number % 2].name,
        at=stand.now,
        kind=get_args(EventKind)[number],
        title=HOSTILE[number + 3],
        detail=MARKUP[number],
    )


def feed(path: str) -> bool:
    return path.startswith("/topics/") and "/archive/" not in path


def paths(stand: Newsstand) -> list[str]:
    with stand.store.read() as snapshot:
        return sorted(snapshot.document_paths())


def wrong(held: Held, path: str, status: int = 200, **headers: str) -> list[str]:
    """What is wrong with what is at an address."""
    got = held.stand.get(path, **headers)
    assert got.status == status, path
    kind = path.partition("?")[0].rpartition(".")[2]
    address = "" if status == 226 else DESK.base_url + path[1:]
    return faults(got.body, kind, address=address, now=held.stand.now + timedelta(seconds=1))


def test_every_document_is_valid(held: Held) -> None:
    there = paths(held.stand)
    assert {path.rpartition(".")[2] for path in there} == {*SUFFIXES, "opml"}
    assert "/topics/all/archive/3.atom" in there
    assert held.stand.get("/topics/day.json").text.count("urn:uuid:") >= 1
    assert {path: found for path in there if (found := wrong(held, path))} == {}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_new_since_an_etag_is_valid(held: Held, suffix: str) -> None:
    for slug in ("all", "short", "bare"):
        path = f"/topics/{slug}.{suffix}"
        asked = {"A_IM": "feed", "If_None_Match": held.etags[path]}
        assert wrong(held, path, 226, **asked) == [], path


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "query",
    ["lang=ar", "lang=he&lang=xx", "limit=2", "q=ferry", "q=%22%3Cb%3E%26%22", "source=tag%3A%3Cx%3E", "q=NOT+x"],
)  # fmt: skip
def test_a_part_of_a_topic_is_valid(held: Held, suffix: str, query: str) -> None:
    assert wrong(held, f"/topics/short.{suffix}?{query}") == []


@pytest.mark.parametrize("query", ["q=ferry", "q=%22%3Cb%3E%26%22", "q=NOT%20ferry"])
def test_a_search_s_feed_is_valid(held: Held, query: str) -> None:
    assert wrong(held, f"/search.atom?{query}") == []


def test_files_are_what_is_served(held: Held) -> None:
    stand = held.stand
    with stand.store.read() as snapshot:
        site = Site(snapshot, stand.front(), stand.now)
        documents = [leaf for leaf in site.leaves if leaf.kind == "document"]
        files = {leaf.name: content.body for leaf, content in site.files() if leaf in documents}
    assert sorted(files) == paths(stand)
    assert [path for path in files if files[path] != stand.get(path).body] == []
