"""Documents made to be slow are read in time that grows with their size, not with its square.

What fails here does not end within the suite's limit for a test.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.hostile import DOCUMENTS
from feeds.errors import NotAFeed
from feeds.model.poll import Source
from feeds.parse.document import parse
from feeds.parse.kind import ENTRY_LIMIT
from feeds.reading import read


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_made_to_be_slow_is_read_or_is_no_feed(name: str) -> None:
    try:
        readout = read(
            DOCUMENTS[name],
            content_type=None,
            location="https://slow.example/feed",
            source=Source(name="slow"),
            first_seen=datetime(2026, 3, 2, 12, tzinfo=UTC),
            seen_after=None,
        )
    except NotAFeed:
        return
    assert len(readout.items) <= ENTRY_LIMIT
    left_out = any("left out" in problem for problem in readout.problems)
    assert readout.items or left_out  # entries in which nothing stands are told


def test_of_very_many_categories_of_one_entry_the_first_thousand_are_heard() -> None:
    """Each is looked for among those before it."""
    named = "".join(f"<category>{number}</category>" for number in range(1200))
    entry = f"<item><title>x</title><guid>1</guid>{named}</item>"
    body = f'<rss version="2.0"><channel><title>x</title>{entry}</channel></rss>'.encode()
    (found,) = parse(body, content_type=None, location=None).entries
    assert [one.term for one in found.categories] == [str(number) for number in range(1000)]


def test_below_very_many_namespaces_a_known_extension_is_still_known() -> None:
    """An element of any other is looked for among them all."""
    own = "".join(f'<p{n}:a xmlns:p{n}="urn:{n}">b</p{n}:a>' for n in range(600))
    author = '<d:creator xmlns:d="http://purl.org/dc/elements/1.1/">Jane Roe</d:creator>'
    entry = f"<item><title>x</title><guid>1</guid>{own}{author}</item>"
    body = f'<rss version="2.0"><channel><title>x</title>{entry}</channel></rss>'.encode()
    (found,) = parse(body, content_type=None, location=None).entries
    assert [one.name for one in found.authors] == ["Jane Roe"]
