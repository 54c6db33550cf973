"""What a query found, shown in a story's own words: a title or a passage with the words marked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from feeds.model.topic import Hit
from feeds.text import fold, spans, words

_BEFORE, _AFTER = 12, 36  # words of a passage shown before and after what was found first
_SEARCHED = 50_000  # characters of a text that are looked through for what to show


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some text; ``marked``: it is what was found."""

    text: str
    marked: bool = False


def mark(text: str, hits: Sequence[Hit]) -> list[Piece]:
    """A whole text, such as a title, with what was found marked in it."""
    text = unicodedata.normalize("NFC", text)
    return list(_pieces(text, _found(text, hits), 0, len(text)))


def passage(text: str, hits: Sequence[Hit]) -> list[Piece]:
    """The part of a text around what was found first in it, marked; its beginning if nothing was."""
    text = unicodedata.normalize("NFC", text[:_SEARCHED])
    found = _found(text, hits)
    places = [(start, end) for _, start, end in spans(text)]
    if not places:
        return []
    begin = found[0][0] if found else 0
    first = next((n for n, (_, end) in enumerate(places) if end > begin), 0)
    low, high = max(first - _BEFORE, 0), min(first + _AFTER, len(places)) - 1
    start = 0 if low == 0 else places[low][0]
    end = len(text) if high == len(places) - 1 else places[high][1]
    ellipses = ("… " if start else "", " …" if end < len(text) else "")
    shown = _pieces(text, found, start, end)
    return [p for p in (Piece(text=ellipses[0]), *shown, Piece(text=ellipses[1])) if p.text]


def _found(text: str, hits: Sequence[Hit]) -> list[tuple[int, int]]:
    """Where what was found in a title or text stands here, in order, nothing twice: a hit names the one
    place that decided, and people look for the words in the other too.
    """
    listed = list(spans(text))
    places: set[tuple[int, int]] = set()
    for hit in hits:
        if hit.field in ("title", "text"):
            places.update(_expression(text, hit) if hit.term[0] == "/" else _words(listed, hit))
    return list(_apart(sorted(places)))


def _expression(text: str, hit: Hit) -> Iterator[tuple[int, int]]:
    """Where a regular expression's find stands: in the text, or in the folded text if as long."""
    for one in (text, fold(text)):
        start = one.find(hit.found)
        if start >= 0 and hit.found and len(one) == len(text):
            yield start, start + len(hit.found)
            return


def _words(listed: Sequence[tuple[str, int, int]], hit: Hit) -> Iterator[tuple[int, int]]:
    """The places of all words that a term found, wherever they stand in the text."""
    wanted = set(words(hit.term))
    known = {word for word in hit.found.split() if _means(word, wanted)}
    known = known or set(hit.found.split())  # found in a way of its own: show the words around
    if "*" in hit.term:
        known |= {word for word, _, _ in listed if any(word.startswith(w) for w in wanted)}
    return ((start, end) for word, start, end in listed if word in known)


def _means(word: str, wanted: set[str]) -> bool:
    """Whether a word is one of those wanted, or begins so, or ends so behind Arabic proclitics."""
    arabic = "ء" <= word[0] <= "ي"
    return any(
        word.startswith(one) or (arabic and word.endswith(one.removeprefix("ال"))) for one in wanted
    )


def _apart(places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Places in order, those that overlap as one."""
    held: tuple[int, int] | None = None
    for start, end in places:
        if held is not None and start <= held[1]:
            held = (held[0], max(end, held[1]))
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held


def _pieces(text: str, found: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Piece]:
    """The text from start to end, cut where what was found begins and ends."""
    at = start
    for begin, stop in found:
        if begin < at or stop > end:
            continue
        if begin > at:
            yield Piece(text=text[at:begin])
        yield Piece(text=text[begin:stop], marked=True)
        at = stop
    if at < end:
        yield Piece(text=text[at:end])
