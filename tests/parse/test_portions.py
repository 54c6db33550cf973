"""A large feed comes apart into documents of fewer entries, and nothing is read otherwise than in the whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feeds.errors import NotAFeed
from feeds.model.entry import Entry
from feeds.parse.document import parse
from feeds.parse.kind import ENTRY_LIMIT
from feeds.parse.portions import portions

CORPUS = Path(__file__).parent / "corpus"
REAL = Path(__file__).parents[3] / "shared" / "data" / "feeds"
# What Atom says of entries that are gone stands beside entries, and so in each portion.
REPEATED = {"atom-tombstones-beside.in"}


def entries(body: bytes) -> list[Entry]:
    found = parse(body, content_type=None, location="https://courier.example/feed")
    return [*found.entries]


def test_the_entries_of_all_portions_are_those_of_the_whole() -> None:
    apart = 0
    real = sorted(REAL.iterdir()) if REAL.is_dir() else []
    for file in [*sorted(CORPUS.rglob("*.in")), *real]:
        body = file.read_bytes()
        some = [*portions(body, max_bytes=len(body) // 3 + 1)]
        if len(some) == 1 or file.name in REPEATED:
            continue
        try:
            whole = entries(body)
        except NotAFeed:
            continue
        assert [entry for one in some for entry in entries(one)] == whole, file.name
        apart += 1
    assert apart > 30


def test_a_portion_says_what_the_feed_says_and_no_more_than_it_may_hold() -> None:
    items = [{"id": str(n), "content_text": "Tide " * 40} for n in range(40)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour", "items": items}
    xml = "".join(f"<item><title>Tide {n}</title>{'<!-- -->' * 20}</item>\n" for n in range(40))
    head = "\ufeff<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Harbour</title>"
    for whole in (json.dumps(feed), f"{head}{xml}<ttl>5</ttl></channel></rss>"):
        found = [*portions(whole.encode(), max_bytes=2000)]
        assert len(found) > 3
        assert all(len(one) <= 2000 for one in found)
        titles = {parse(one, content_type=None, location=None).meta.title for one in found}
        assert titles == {"Harbour"}


def test_no_portion_has_more_entries_than_are_taken_from_a_document() -> None:
    count = 2 * ENTRY_LIMIT
    for whole, mark in (
        (f"<rss><channel>{'<item><guid>1</guid></item>' * count}</channel></rss>", b"<item>"),
        (json.dumps({"items": [{"id": "1"}] * count}), b'"id"'),
    ):
        found = [one.count(mark) for one in portions(whole.encode(), max_bytes=10_000_000)]
        assert max(found) <= ENTRY_LIMIT
        assert sum(found) == count


def test_white_space_between_entries_is_not_read_again_with_each_of_them() -> None:
    """An archive of a million entries has megabytes of it, as much with each entry."""
    item = f"<item><title>Tide</title></item>\n{' ' * 20}"
    whole = f"<rss><channel>{item * 60_000}</channel></rss>".encode()
    found = [len(one) for one in portions(whole, max_bytes=10_000_000)]
    assert len(found) == 60_000 / 250
    assert sum(found) < len(whole)


def test_what_a_feed_says_of_itself_leaves_room_for_entries() -> None:
    """A blog's export names thousands of tags: read with each entry alone, it took hours."""
    said = f"<category>{'tide' * 300_000}</category>"
    entry = f"<item><title>{'Tide ' * 1000}</title></item>"
    whole = f"<rss><channel>{said}{entry * 500}</channel></rss>".encode()
    found = [one.count(b"<item>") for one in portions(whole, max_bytes=3_000_000)]
    assert sum(found) == 500
    assert len(found) < 10


def test_a_feed_that_says_more_of_itself_than_may_be_read_at_once_is_one_portion() -> None:
    """And no entry is said to be too large, a thousand times."""
    title = "Tide " * 30_000
    whole = (
        f"<rss><channel><title>{title}</title>{'<item><guid>1</guid></item>' * 90}</channel></rss>"
    )
    as_json = json.dumps({"title": title, "items": [{"id": "1"}] * 90})
    for body in (whole.encode(), as_json.encode()):
        assert [*portions(body, max_bytes=120_000)] == [body]


def test_a_feed_of_a_thousand_entries_is_one_portion() -> None:
    """The dates of all entries together may say how days and months stand in them."""
    item = f"<item><title>{'Tide ' * 30}</title><pubDate>03/04/2024</pubDate></item>"
    whole = f"<rss><channel>{item * 1000}</channel></rss>".encode()
    assert [*portions(whole, max_bytes=10_000_000)] == [whole]


@pytest.mark.parametrize(
    "body",
    [
        b"<rss><channel><item><title>Tide</item></channel></rss>",  # not well-formed
        '<?xml version="1.0" encoding="iso-8859-1"?><rss><item>café</item></rss>'.encode("latin-1"),
        b'{"items": [{"id": "1"',
        b'{"items": {"id": "1"}}',
        b'{"a":' * 100_000,
        b"PORT SABLE, March 2 (MDW) - The harbour board dredges the channel.",
        b"",
    ],
)
def test_what_does_not_come_apart_is_one_portion(body: bytes) -> None:
    assert [*portions(body, max_bytes=10)] == [body]
