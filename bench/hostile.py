"""What a hostile document costs the others: a pool of workers reads ordinary feeds with one and without, in turns.

``python -m bench.hostile [--documents 120] [--rounds 3]``, for each of some documents of 400 KB that are made to be
slow. Printed are its own time in a worker, and the others' throughput with it, of that without it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from html import escape

from bench.newsstand import editions
from bench.table import aligned
from feeds.errors import NotAFeed, WorkFailed
from feeds.model.poll import Source
from feeds.workers import Workers

SIZE = 400_000  # bytes
_NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def _fill(piece: str) -> str:
    return piece * (SIZE // len(piece))


def _rss(text: str, *, title: str = "t", root: str = "", after: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0" {root}><channel><title>x</title><item><title>{title}</title>'
        f"<guid>1</guid><description>{text}</description>{after}</item></channel></rss>"
    ).encode()


def _dates() -> str:
    """Entries with dates that are none, each another."""
    item = "<item><title>x</title><pubDate>{at}{commas}</pubDate></item>"
    most = SIZE // (len(item) + 90)
    return "".join(item.format(at=at, commas="," * 95) for at in range(most))


def _categories() -> str:
    """Categories, each another."""
    return "".join(f"<category>{number:05}</category>" for number in range(SIZE // 26))


def _namespaces() -> str:
    """Elements, each of a namespace of its own."""
    return "".join(
        f'<p{number}:a xmlns:p{number}="u:{number}">b</p{number}:a>' for number in range(SIZE // 40)
    )


def _authors() -> bytes:
    """A feed of very many authors, which each of its entries inherits."""
    count = SIZE // 90
    authors = "".join(f"<author><name>a{number}</name></author>" for number in range(count))
    entries = "".join(
        f"<entry><id>{number}</id><title>t</title></entry>" for number in range(count)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{authors}{entries}</feed>'.encode()


# By what would make reading them slow.
DOCUMENTS: dict[str, bytes] = {
    "elements within one another": _rss(escape(_fill("<div>"))),
    "the same, with end tags in attributes": _rss(escape(_fill("<div title='></div>'>"))),
    "tables within one another": _rss(escape(_fill("<table><tr><td>"))),
    "comments without an end": _rss(escape(_fill("<!--"))),
    "tags without an end": _rss(escape(_fill("<a "))),
    "blocks without an end": _rss(escape(_fill("<p "))),
    "signs of tags": _rss(escape(_fill("<"))),
    "paragraphs": _rss(escape(_fill("<p>a"))),
    "XML elements without an end": _rss(_fill("<a>")),
    "entries without an end": b"<rss><channel><title>x</title>" + _fill("<item>").encode(),
    "ends of entries": f"<rss><channel><item><title>x</title>{_fill('</item>')}<item>".encode(),
    "empty entries": f"<rss><channel><title>x</title>{_fill('<item/>')}</channel></rss>".encode(),
    "attributes": _rss("x", root=" ".join(f'a{number}="u"' for number in range(SIZE // 11))),
    "elements of its own": _rss("x", after=_fill("<own><title>a</title></own>")),
    "categories": _rss("x", after=_fill("<category>a</category>")),
    "categories of many names": _rss("x", after=_categories()),
    "namespaces": _rss("x", after=_namespaces()),
    "authors of the feed": _authors(),
    "one word": _rss(_fill("a")),
    "one-letter words": _rss(_fill("A B ")),
    "spaces": _rss(_fill(" ") + "x"),
    "brackets": _rss(_fill("(AP")),
    "dashes": _rss(_fill("RABAT - ")),
    "a long title": _rss("x", title=_fill("UPDATE 1-")),
    "a title of tags": _rss("x", title=escape(_fill(" <x> "))),
    "spaces between words": _rss(f"a{' ' * 250_000}b"),
    "sizes of pictures": _rss(escape(_fill(f'<img srcset="{"a" * 5900} b">'))),
    "a hidden preview": _rss(escape(f"<div style='{'mso-hide:all;' * 19_000}'>x")),
    "ampersands": _rss(_fill("& ")),
    "lists within one another": b'{"version":"https://jsonfeed.org/version/1.1","title":"x","items":'
    + _fill("[").encode(),
    "dates of commas": f"<rss><channel><title>x</title>{_dates()}</channel></rss>".encode(),
    "form feeds below a head": f"SLUG: ferries\n{_fill(chr(12))}".encode(),
    "heads without a text": _fill("SLUG: ferries\n\f").encode(),
    "an error message of spaces": f"404{' ' * 590}x".encode(),
    "an embargo of spaces": f"embargo: {_fill(' ')}1x{_fill(' ')}y".encode(),
    "an embargo of stars": f"hold until{_fill('*')}{'a' * 200}".encode(),
    "a wire story of spaces": f"ZCZC\n{_fill(' ')}x".encode(),
    "a wire story of one paragraph": _fill(
        "the first boat left at noon and two more followed it\n"
    ).encode(),
    "a wire story of brackets": f"RABAT, 3 March 2024 (MAP) - {_fill('(MAP) ')}".encode(),
}


async def _read(workers: Workers, body: bytes, name: str) -> float:
    """The seconds that one document took; what it came to does not matter."""
    begun = time.perf_counter()
    with suppress(NotAFeed, WorkFailed):
        await workers.wrap_named("feeds.reading:read")(
            body,
            content_type=None,
            location=f"https://{name}.example/feed",
            source=Source(name=name),
            first_seen=_NOW,
            seen_after=None,
        )
    return time.perf_counter() - begun


async def _all(workers: Workers, bodies: Sequence[bytes], hostile: bytes | None) -> list[float]:
    """The seconds that all ordinary documents took, and those of the hostile one."""
    begun = time.perf_counter()
    slow = asyncio.create_task(_read(workers, hostile, "slow")) if hostile is not None else None
    await asyncio.sleep(0)
    await asyncio.gather(*(_read(workers, body, f"n{at}") for at, body in enumerate(bodies)))
    done = time.perf_counter() - begun
    return [done, await slow if slow else 0.0]


async def _compare(bodies: Sequence[bytes], rounds: int) -> list[list[str]]:
    """For each hostile document the time it took, and what part of the others' throughput was left."""
    processes = max(1, min(4, os.cpu_count() or 1))
    rows = []
    with Workers(processes=processes, limit=timedelta(seconds=20), memory=2_000_000_000) as workers:
        await _all(workers, bodies, DOCUMENTS["paragraphs"])  # processes started, words met
        for name, body in DOCUMENTS.items():
            ratios, own = [], []
            for _ in range(rounds):
                without, _ = await _all(workers, bodies, None)
                with_it, slow = await _all(workers, bodies, body)
                ratios.append(without / with_it)
                own.append(slow)
            rows.append([name, f"{statistics.median(own):.2f}", f"{statistics.median(ratios):.2f}"])
    return rows


def main() -> None:
    """Measure and print."""
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--documents", type=int, default=120)
    asking.add_argument("--rounds", type=int, default=3)
    asked = asking.parse_args()
    bodies = editions(asked.documents, 30)[0].bodies
    rows = asyncio.run(_compare(bodies, asked.rounds))
    print(aligned(["a hostile document", "its own s", "others' throughput"], rows))


if __name__ == "__main__":
    main()
