"""Documents made to be slow are read in time that grows with their size, not with its square.

What fails here does not end within the suite's limit for a test.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bench.hostile import DOCUMENTS
from feeds.errors import NotAFeed
from feeds.model.poll import Source
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
