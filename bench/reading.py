"""What reading a document costs of processor time: stock feedparser, ours of all of it, ours with one entry new.

``python -m bench.reading [--sources 12] [--items 30] [--rounds 3]``: the three take turns on each document, so that a
busy machine slows all alike; printed are the medians, and their ratios to stock feedparser. Stock feedparser
sanitizes and resolves links; ours also normalizes: dates, credits, language, identities.
"""

from __future__ import annotations

import argparse
import io
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ParamSpec

import feedparser

from bench.newsstand import editions
from bench.table import aligned
from feeds.identify import document_keys
from feeds.model.known import NOTHING_KNOWN, Known
from feeds.model.poll import Source
from feeds.reading import read
from feeds.readout import Readout, remember

P = ParamSpec("P")
_NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_TYPE = "application/xml; charset=utf-8"


def _stock(body: bytes, url: str) -> None:
    headers = {"content-location": url, "content-type": _TYPE}
    feedparser.parse(io.BytesIO(body), response_headers=headers)


def _ours(body: bytes, url: str, known: Known | None) -> Readout:
    source = Source(name=url, url=url)
    return read(
        body,
        content_type=_TYPE,
        location=url,
        source=source,
        first_seen=_NOW,
        seen_after=None,
        known=known,
    )


def _known(body: bytes, url: str) -> Known:
    readout = _ours(body, url, NOTHING_KNOWN)
    pairs = zip(readout.items, document_keys(readout.items), strict=True)
    return remember(readout, {item.id: (item, keys) for item, keys in pairs}) or NOTHING_KNOWN


def _spent(task: Callable[P, object], *args: P.args, **named: P.kwargs) -> float:
    begun = time.process_time()
    task(*args, **named)
    return (time.process_time() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description="The cost of reading documents.")
    parser.add_argument("--sources", type=int, default=12)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    first, second = editions(asked.sources, asked.items)
    costs: dict[str, list[float]] = {"stock feedparser": [], "all of it": [], "one entry new": []}
    for at, (before, after) in enumerate(zip(first.bodies, second.bodies, strict=True)):
        url = f"https://news{at}.example/feed"
        known = _known(before, url)
        assert len(_ours(after, url, known).items) == 1
        for _ in range(asked.rounds):
            costs["stock feedparser"].append(_spent(_stock, after, url))
            costs["all of it"].append(_spent(_ours, after, url, None))
            costs["one entry new"].append(_spent(_ours, after, url, known))
    stock = statistics.median(costs["stock feedparser"])
    rows = [
        [name, f"{statistics.median(some):.2f}", f"{statistics.median(some) / stock:.2f}"]
        for name, some in costs.items()
    ]
    print(aligned(["", "CPU ms a document", "of stock"], rows))


if __name__ == "__main__":
    main()
