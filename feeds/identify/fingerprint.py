"""What finds an item's kin again: hashed word 4-shingles (Broder 1997), figures and words.

Keys to be indexed are sampled by content (Schleimer 2003), so that both sides of a containment pick
the same ones: dense in the lead, sparse in the tail, all of a short text.
"""

from __future__ import annotations

import re
import struct
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from feeds.model.item import Item
from feeds.model.story import Signature
from feeds.text import words

_SHINGLE = 4  # words
_LEAD = 64  # shingles of the lead, of which every second (by hash) is a key
_SHORT = 32  # a text of so few shingles gives all of them as keys
_TAIL_EVERY, _TAIL_MOST = 16, 40
_MOST_SHINGLES = 1200  # kept of a text; longer ones are compared by their beginning
_HEADER = struct.Struct("<HHHHI")
_FIGURE = re.compile(r"\d")
_LINK, _TEXT, _SHINGLES, _TITLE = 1, 2, 3, 4  # kinds of keys, kept apart in their upper half


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A fingerprint unpacked: hashes of the text's shingles in order, of its distinct words, of its
    figures, and of the title's words; ``page`` is the hash of its canonical link, 0 for none.
    """

    page: int
    shingles: tuple[int, ...]
    words: frozenset[int]
    figures: frozenset[int]
    title: tuple[int, ...]


def sign(item: Item) -> Signature:
    """The signature of an item: keys to index, and the fingerprint that comparing needs."""
    made = fingerprint(item)
    keys = [_key(_SHINGLES, h) for h in _sampled(made.shingles)]
    keys += [_key(_TITLE, h) for h in _runs(made.title, 3)]
    keys += [_key(_LINK, _hash(item.canonical))] if item.canonical else []
    if len(made.shingles) > _SHINGLE:
        keys.append(_key(_TEXT, crc32(array("I", made.shingles).tobytes())))
    return Signature(keys=tuple(dict.fromkeys(keys)), body=pack(made))


def fingerprint(item: Item) -> Print:
    """The fingerprint of an item."""
    spoken = words(item.text)
    figures = frozenset(_hash(word) for word in spoken if _FIGURE.search(word))
    return Print(
        page=_hash(item.canonical) if item.canonical else 0,
        shingles=_shingles(spoken),
        words=frozenset(_hash(word) for word in spoken[: _MOST_SHINGLES + _SHINGLE]),
        figures=figures,
        title=tuple(_hash(word) for word in words(item.title)[:60]),
    )


def pack(made: Print) -> bytes:
    """A fingerprint as bytes."""
    parts: tuple[Sequence[int], ...] = (
        made.shingles,
        sorted(made.words),
        sorted(made.figures),
        made.title,
    )
    return _HEADER.pack(*(len(part) for part in parts), made.page) + b"".join(
        array("I", part).tobytes() for part in parts
    )


def unpack(body: bytes) -> Print:
    """The fingerprint that :func:`pack` packed."""
    *sizes, page = _HEADER.unpack_from(body)
    values = array("I", body[_HEADER.size :])
    pieces = []
    start = 0
    for size in sizes:
        pieces.append(tuple(values[start : start + size]))
        start += size
    shingles, spoken, figures, title = pieces
    return Print(
        page=page,
        shingles=shingles,
        words=frozenset(spoken),
        figures=frozenset(figures),
        title=title,
    )


def _shingles(spoken: Sequence[str]) -> tuple[int, ...]:
    last = min(len(spoken) - _SHINGLE + 1, _MOST_SHINGLES)
    return tuple(_hash(" ".join(spoken[i : i + _SHINGLE])) for i in range(last))


def _sampled(shingles: Sequence[int]) -> Iterable[int]:
    if len(shingles) <= _SHORT:
        return shingles
    lead = [h for h in shingles[:_LEAD] if h % 2 == 0]
    tail = [h for h in shingles[_LEAD:] if h % _TAIL_EVERY == 0]
    return [*lead, *tail[:_TAIL_MOST]]


def _runs(values: Sequence[int], size: int) -> list[int]:
    """Hashes of runs of so many values; of all of them where there are fewer."""
    if not values:
        return []
    count = max(len(values) - size + 1, 1)
    return [crc32(array("I", values[i : i + size]).tobytes()) for i in range(count)]


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


def _key(kind: int, value: int) -> int:
    return kind << 32 | value
