"""Entries that are known byte for byte are not read again, and nothing comes out otherwise than if they were."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from feeds.errors import NotAFeed
from feeds.identify import document_keys
from feeds.intake import take_in
from feeds.model.known import NOTHING_KNOWN, UNMARKED, Known, KnownEntry
from feeds.model.poll import Source
from feeds.parse.document import parse
from feeds.parse.known import cut
from feeds.reading import read
from feeds.readout import Readout, remember
from store.api import Store
from store.open import open_store

CORPUS = Path(__file__).parent / "corpus"
REAL = Path(__file__).parents[3] / "shared" / "data" / "feeds"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WINDOW = timedelta(days=7)
SOURCE = Source(name="The Courier", url="https://courier.example/feed")


def reading(
    body: bytes,
    known: Known | None,
    *,
    at: datetime = NOW,
    content_type: str | None = None,
    location: str | None = "https://courier.example/feed",
    source: Source = SOURCE,
    revision: str = "1",
) -> Readout:
    return read(
        body,
        content_type=content_type,
        location=location,
        source=source,
        first_seen=at,
        seen_after=None,
        known=known,
        revision=revision,
    )


def memory(readout: Readout) -> Known:
    """What need not be read again of a document all of whose items are new."""
    pairs = zip(readout.items, document_keys(readout.items), strict=True)
    known = remember(readout, {item.id: (item, keys) for item, keys in pairs})
    return replace(known, entries=tuple(e for e in known.entries if e.mark != UNMARKED))


def parts(known: Known) -> list[Known]:
    """Known entries as they may stand in a document: every other, the others, all but the first, all."""
    entries = known.entries
    every = (entries[::2], entries[1::2], entries[1:], entries)
    return [replace(known, entries=some) for some in every]


def check(body: bytes, **served: str | None) -> int:
    """Hold what is read of a document, for any part of it known, to what is read of all of it; how many
    entries were passed over.
    """
    whole = reading(body, None, **served)
    first = reading(body, NOTHING_KNOWN, **served)
    assert (first.items, first.hints, first.problems) == (whole.items, whole.hints, whole.problems)
    known = memory(first)
    if not known.entries:
        return 0
    passed = 0
    for some in parts(known):
        less = reading(body, some, **served)
        marks = {entry.mark for entry in less.passed}
        kept = [i for i, mark in zip(first.items, first.marks, strict=True) if mark not in marks]
        assert list(less.items) == kept
        assert (less.hints, less.problems) == (whole.hints, whole.problems)
        passed += len(less.passed)
    return passed


def cases() -> list[str]:
    return sorted(path.stem for path in CORPUS.glob("*.in"))


def test_every_document_of_the_corpus_gives_the_same_with_entries_known() -> None:
    passed = 0
    for name in cases():
        served = json.loads((CORPUS / f"{name}.json").read_text("utf-8")).get("served", {})
        body = (CORPUS / f"{name}.in").read_bytes()
        content_type, location = served.get("content_type"), served.get("location")
        try:
            passed += check(body, content_type=content_type, location=location)
        except NotAFeed:
            continue
        except AssertionError as error:
            raise AssertionError(name) from error
    assert passed > 100


@pytest.mark.skipif(not REAL.is_dir(), reason="no real feeds beside this checkout")
def test_every_real_feed_gives_the_same_with_entries_known() -> None:
    passed = documents = 0
    for path in sorted(REAL.iterdir()):
        body, place = path.read_bytes(), "https://real.example/feed"
        try:
            whole = parse(body, content_type=None, location=place, known=set())
        except NotAFeed:
            continue
        known = {mark for mark in whole.marks if whole.marks.count(mark) == 1}
        some = known - set(whole.marks[::2])
        less = parse(body, content_type=None, location=place, known=some)
        assert set(less.passed) == some, path.name
        pairs = zip(whole.entries, whole.marks, strict=False)
        assert list(less.entries) == [e for e, m in pairs if m not in some] or not some, path.name
        assert (less.meta, less.hints) == (whole.meta, whole.hints), path.name
        passed += len(some)
        documents += bool(some)
    assert passed > 800  # every other of those that are plain
    assert documents > 50


def test_what_is_known_goes_to_a_worker_and_back_as_it_is() -> None:
    entries = tuple(
        KnownEntry(mark=bytes(16), id=number, digest=bytes(8), keys=(number, 2**64 - 1))
        for number in (0, 2**62)
    )
    known = Known(context=b"c" * 16, entries=entries)
    assert pickle.loads(pickle.dumps(known)) == known


@pytest.mark.parametrize(
    "entries",
    [
        "<item>a<item>b</item>c</item>",
        "<item>a<item>b</item><item>c</item></item>",
        "<item>a</item><item/>",
    ],
)
def test_a_document_whose_entries_are_not_clear_is_read_whole(entries: str) -> None:
    assert cut(f"<rss><channel>{entries}</channel></rss>".encode(), set()) is None


def test_an_element_of_another_namespace_within_an_entry_ends_none() -> None:
    body = b'<feed><entry><x:item xmlns:x="urn:x">a</x:item>b</entry><entry>c</entry></feed>'
    found = cut(body, set())
    assert found is not None
    assert len(found.left) == 2
    less = cut(body, {found.left[0]})
    assert less is not None
    assert less.data == b"<feed><entry>c</entry></feed>"


def rss(entries: Sequence[str], *, head: str = "<title>Courier</title>") -> bytes:
    link = "<link>https://courier.example/</link>"
    return f"<rss version='2.0'><channel>{head}{link}{''.join(entries)}</channel></rss>".encode()


def entry(guid: str, words: str, *, link: str = "", date: str = "", more: str = "") -> str:
    page = f"<link>{link}</link>" if link else ""
    when = f"<pubDate>{date}</pubDate>" if date else ""
    text = f"<description>{words}</description>"
    return f"<item><guid isPermaLink='false'>{guid}</guid>{page}{when}<title>{words[:30]}</title>{text}{more}</item>"


PLAIN = [
    entry(str(n), f"The harbour of town {n} opened again after {n} days of repairs") for n in "1234"
]


def known_of(body: bytes) -> Known:
    return memory(reading(body, NOTHING_KNOWN))


def test_only_what_is_new_is_read() -> None:
    new = entry("5", "A fifth harbour was planned by the council this morning")
    readout = reading(rss([new, *PLAIN]), known_of(rss(PLAIN)))
    assert [item.guid for item in readout.items] == ["5"]
    assert len(readout.passed) == 4


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"revision": "2"}, id="our code"),
        pytest.param({"source": replace(SOURCE, agency="MAP")}, id="the source's settings"),
        pytest.param({"location": "https://elsewhere.example/feed"}, id="the address"),
    ],
)
def test_all_is_read_again_when_what_entries_mean_may_have_changed(changed: dict[str, str]) -> None:
    body = rss(PLAIN)
    assert len(reading(body, known_of(body), **changed).items) == 4


def test_all_is_read_again_when_the_feed_says_otherwise_of_itself() -> None:
    known = known_of(rss(PLAIN))
    head = "<title>Courier</title><language>ar</language>"
    assert len(reading(rss(PLAIN, head=head), known).items) == 4
    later = "<title>Courier</title><lastBuildDate>Mon, 02 Mar 2026 11:00:00 GMT</lastBuildDate>"
    assert len(reading(rss(PLAIN, head=later), known).items) == 0


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(entry("9", "Fish prices rose", date="03/04/2024"), id="day or month first"),
        pytest.param(entry("9", "Fish prices rose", date="25/03/2024"), id="tells the order"),
        pytest.param(entry("9", "Fish prices rose", date="soon"), id="a date nobody reads"),
        pytest.param(entry("1", "Fish prices rose in every port"), id="the guid of another"),
    ],
)
def test_an_entry_that_others_have_a_say_in_is_always_read(odd: str) -> None:
    body = rss([*PLAIN, odd])
    assert "Fish prices rose" in {i.title[:16] for i in reading(body, known_of(body)).items}


def test_a_malformed_document_is_read_whole() -> None:
    known = known_of(rss(PLAIN))
    assert len(reading(rss(PLAIN).replace(b"</channel>", b"&nbsp</channel>"), known).items) == 4


def pool(chance: Random) -> list[str]:
    """Entries of all sorts: revised, with guids and links shared, copies of one another, dated any way."""
    topics = ["harbour", "tram line", "cedar forest", "school roof", "water tower"]
    dates = ["", "Mon, 02 Mar 2026 09:00:00 GMT", "02/03/2026", "25/02/2026", "soon", "2031-01-01"]
    made = []
    for n in range(12):
        topic = topics[n % 5]
        words = (
            f"The {topic} number {n % 7} was closed by the council on the advice of {n % 4} engineers. "
            * 3
        )
        for edit in ("", "It will open again in spring."):
            link = f"https://courier.example/{chance.randrange(8)}" if chance.random() < 0.7 else ""
            made.append(
                entry(f"g{chance.randrange(9)}", words + edit, link=link, date=chance.choice(dates))
            )
    return made


@pytest.mark.parametrize("seed", range(12))
def test_whatever_a_source_does_the_store_holds_the_same(seed: int) -> None:
    """A month of documents, once with entries passed over and once with all read."""
    chance = Random(seed)
    entries = pool(chance)
    stable, plain = entries[:6], PLAIN[:3]
    quick, slow = open_store("sqlite:///:memory:"), open_store("sqlite:///:memory:")
    passed = 0
    for hour in range(8):
        at = NOW + timedelta(hours=hour)
        some = [*chance.sample(entries, 4), *chance.sample(stable, 3), *plain]
        chance.shuffle(some)
        body = rss(some)
        with slow.write() as tx:
            whole = reading(body, None, at=at)
            expected, _ = take_in(tx, whole.items, (), window=WINDOW, now=at)
        with quick.write() as tx:
            less = reading(body, tx.known(SOURCE.name), at=at)
            brought, kept = take_in(tx, less.items, less.passed, window=WINDOW, now=at)
            tx.save_known({SOURCE.name: remember(less, kept)})
        passed += len(less.passed)
        assert brought == expected
        with quick.read() as one, slow.read() as other:
            assert list(one.stories()) == list(other.stories())
    assert passed > 10
    quick.close()
    slow.close()


def test_what_something_else_changed_since_is_read_again(store: Store) -> None:
    body = rss(PLAIN)
    with store.write() as tx:
        readout = reading(body, tx.known(SOURCE.name))
        _, kept = take_in(tx, readout.items, (), window=WINDOW, now=NOW)
        tx.save_known({SOURCE.name: remember(readout, kept)})
        assert len(tx.known(SOURCE.name).entries) == 4
        other = reading(rss([entry("1", "The harbour stays closed, the council says")]), None)
        take_in(tx, other.items, (), window=WINDOW, now=NOW)
        assert len(tx.known(SOURCE.name).entries) == 3
    store.close()


_AS_FEED: dict[str, Callable[[list[str]], bytes]] = {
    "read by its bytes": rss,
    "read whole each time": lambda entries: rss(entries).replace(b"</channel>", b"<x></channel>"),
}


@pytest.mark.parametrize("feed", _AS_FEED.values(), ids=_AS_FEED.keys())
@pytest.mark.parametrize("upgraded", [False, True])
def test_what_is_forgotten_is_no_news_while_its_source_shows_it(
    feed: Callable[[list[str]], bytes], *, upgraded: bool
) -> None:
    """A weekly shows its last ten entries, which is longer than they are kept: each came again as a new story, as soon
    as there was an eleventh.
    """
    store, days = open_store("sqlite:///:memory:"), 0

    def poll(entries: list[str], revision: str = "1") -> tuple[int, int]:
        nonlocal days
        days += 60
        at = NOW + timedelta(days=days)
        with store.write() as tx:
            readout = reading(feed(entries), tx.known(SOURCE.name), at=at, revision=revision)
            brought, kept = take_in(
                tx,
                readout.items,
                readout.passed,
                again=readout.again,
                shown=tx.shown(SOURCE.name),
                window=WINDOW,
                now=at,
            )
            tx.save_known({SOURCE.name: remember(readout, kept)})
            tx.tidy(before=at - timedelta(days=30))
            return brought.new, brought.known

    new = [entry(f"n{n}", f"Harbour {n} has {n * 7} berths for ships this year") for n in range(3)]
    changed = entry("2", "The harbour of town 2 stays closed after a storm, the council says")
    assert poll(PLAIN) == (4, 0)
    assert poll([new[0], *PLAIN]) == (1, 4)
    assert poll([new[1], new[0], *PLAIN[:2]], "2" if upgraded else "1") == (1, 3)
    assert poll([new[1], new[0], *PLAIN]) == (2, 4), "two were gone in between"
    assert poll([new[2], PLAIN[0], changed]) == (2, 1), "its words are another"
    store.close()


def test_what_is_read_otherwise_by_a_new_dateline_is_no_news_to_readers() -> None:
    """Else each step that reading makes would show them anew what they have read: a ninth of all in two days once."""
    store, later = open_store("sqlite:///:memory:"), NOW + timedelta(hours=1)
    changed = entry("2", "The harbour of town 2 stays closed after a storm, the council says")
    with store.write() as tx:
        before = reading(rss(PLAIN), NOTHING_KNOWN)
        longer = [f"{item.text} Share this" for item in before.items]
        otherwise = [
            replace(item, text=text, digest=f"{number:032x}")
            for number, (item, text) in enumerate(zip(before.items, longer, strict=True))
        ]
        before = replace(before, items=tuple(otherwise))
        _, kept = take_in(tx, before.items, (), window=WINDOW, now=NOW)
        tx.save_known({SOURCE.name: remember(before, kept)})
        old = {story.head.guid: story for story in tx.stories()}
        after = reading(
            rss([PLAIN[0], changed, *PLAIN[2:]]), tx.known(SOURCE.name), at=later, revision="2"
        )
        brought, kept = take_in(
            tx, after.items, after.passed, again=after.again, window=WINDOW, now=later
        )
        assert (brought.known, brought.updated) == (4, 1)
        assert len(remember(after, kept).entries) == 4
        for story in tx.stories():
            moved = story.head.guid == "2"
            assert "Share this" not in story.head.text
            assert (story.updated != old[story.head.guid].updated) == moved
            versions = tx.versions(story.id)
            assert len(versions) == story.version == 1 + moved
            assert versions[-1].text == story.head.text
            assert {one.relation for one in story.copies} == {"update" if moved else "original"}
    store.close()
