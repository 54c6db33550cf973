"""A large feed as several with fewer entries, each of which is read within the limits of one document.

An archive that is taken in from a file holds what years of polls would have brought.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from feeds.parse.known import entry_ranges

_SMALL = (
    100_000  # bytes of a document that is not looked into: no feed has too many entries in so few
)
# What is read as a whole: in a tenth of the time that a document may take, for a machine may be slow, or busy.
_WHOLE, _WHOLE_BYTES = 1000, 4_000_000
# Of a portion: its entries, and bytes unless it has but one.
_MOST, _BYTES = 250, 1_000_000


def portions(data: bytes, *, max_bytes: int) -> Iterator[bytes]:
    """The documents that a large feed comes apart into, in its order, each with all that the feed says of itself.

    A well-formed XML feed in UTF-8 and a JSON Feed come apart where they are large; anything else is one portion. A
    portion has at most ``max_bytes``, unless it is that or has but one entry.

    >>> item = b"<item>" + 600 * b"a" + b"</item>"
    >>> [one.count(b"<item>") for one in portions(b"<rss>" + 1001 * item + b"</rss>", max_bytes=1_000_000)]
    [250, 250, 250, 250, 1]
    >>> len([*portions(b"<rss>" + 1000 * item + b"</rss>", max_bytes=1_000_000)])
    1
    """
    if len(data) <= min(_SMALL, max_bytes):
        return iter((data,))
    apart = _of_json if data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else _of_xml
    return apart(data, min(_BYTES, max_bytes), max_bytes)


def _of_xml(data: bytes, most: int, max_bytes: int) -> Iterator[bytes]:
    """Each portion stands between what is outside of entries, and so is as well-formed as the whole."""
    places = [(start, end) for start, end, _ in entry_ranges(data) or ()]
    begins = (*(start for start, _ in places), len(data))
    ends = (0, *(end for _, end in places))
    outside = [data[end:begin] for end, begin in zip(ends, begins, strict=True)]
    # White space between a million entries is more than a portion holds.
    outside[1:-1] = [said if said.strip() else b"" for said in outside[1:-1]]
    sizes = [end - start for start, end in places]
    around = b"".join(outside)
    if not _comes_apart(data, len(sizes), len(around), max_bytes):
        yield data
        return
    reached = [*accumulate(map(len, outside))]
    for first, last in _cuts(sizes, _room(len(around), most, max_bytes)):
        inside = (
            part for n in range(first, last) for part in (data[slice(*places[n])], outside[n + 1])
        )
        yield b"".join((around[: reached[first]], *inside, around[reached[last] :]))


def _of_json(data: bytes, most: int, max_bytes: int) -> Iterator[bytes]:
    feed = _loaded(data)
    items = feed.get("items") if isinstance(feed, dict) else None
    around = len(json.dumps({**feed, "items": []})) if isinstance(items, list) else 0
    if not isinstance(items, list) or not _comes_apart(data, len(items), around, max_bytes):
        yield data
        return
    sizes = [len(json.dumps(item)) + 2 for item in items]  # with a comma
    for first, last in _cuts(sizes, _room(around, most, max_bytes)):
        yield json.dumps({**feed, "items": items[first:last]}).encode()


def _comes_apart(data: bytes, count: int, around: int, max_bytes: int) -> bool:
    """Whether a feed is more than is read at once, and not by what it says of itself."""
    large = len(data) > min(_WHOLE_BYTES, max_bytes) or count > _WHOLE
    return large and around < max_bytes


def _room(around: int, most: int, max_bytes: int) -> int:
    """The bytes that entries may have in a portion: not next to none where a feed says much of itself, which would be
    read again with each of them.
    """
    return min(max(most - around, most // 2), max_bytes - around)


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def _cuts(sizes: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """Where portions of entries of these sizes begin and end; one of nothing where there are no entries."""
    first = taken = 0
    for number, size in enumerate(sizes):
        if number > first and (number - first == _MOST or taken + size > most):
            yield first, number
            first, taken = number, 0
        taken += size
    yield first, len(sizes)
