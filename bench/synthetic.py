"""A corpus of any size, to see how cost grows with the number of items held.

Items are made of words drawn by Zipf's law, as natural text is; about one in ten is a copy of
an earlier one, edited. The same count and seed give the same items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np

from tests.quality.labelled import Labelled

_VOCABULARY = 50_000
_QUANTILES = 1 << 20  # of the law, so that a draw is one look-up
_BATCH = 500  # items whose words are drawn at once
_SHORTEST, _LONGEST = 100, 300  # words of a text
_TITLE, _TEASER = 9, 30  # words
_COPIES = 0.1
_BACK = 5_000  # a copy's original is among so many earlier items
_EDITED = 0.05  # of the words of a lightly edited copy
_SOURCES = 500
_START = datetime(2024, 1, 1, tzinfo=UTC)
_SPAN = timedelta(days=7)  # all items fall within it, whatever their count: a window full of them

Edit = Callable[[list[str], Sequence[str], Random], list[str]]


def synthetic(count: int, seed: int) -> Iterator[Labelled]:
    """So many items in order of time, within seven days.

    >>> one, other = list(synthetic(300, 1)), list(synthetic(300, 1))
    >>> one == other, len({item.id for item in one}), list(synthetic(300, 2)) == one
    (True, 300, False)
    >>> 10 < sum(bool(item.kind) for item in one) < 60
    True
    """
    chance = Random(seed)
    vocabulary = [_word(rank) for rank in range(1, _VOCABULARY + 1)]
    texts = _texts(vocabulary, seed)
    recent: list[Labelled] = []
    for number in range(count):
        earlier = recent[int(chance.random() * len(recent))] if recent else None
        if chance.random() < _COPIES and earlier and not earlier.kind:
            made = _copy(earlier, vocabulary, chance)
        else:
            made = _new(next(texts), f"s{number}")
        item = replace(
            made,
            id=f"s{number}",
            source=f"source {int(chance.random() * _SOURCES)}",
            time=_START + _SPAN * (number / count),
        )
        recent[number % _BACK : number % _BACK + 1] = [item]
        yield item


def _word(rank: int) -> str:
    """A word by its rank: syllables, shorter for the frequent; one in forty is a figure.

    >>> [_word(rank) for rank in (1, 2, 40, 4321)]
    ['be', 'bi', '40', 'gelo']
    """
    if rank % 40 == 0:
        return str(rank)
    word = ""
    while rank:
        rank, digit = divmod(rank, 100)
        word += "bcdfghjklmnprstvwxyz"[digit // 5] + "aeiou"[digit % 5]
    return word


def _texts(vocabulary: Sequence[str], seed: int) -> Iterator[list[str]]:
    """The words of one item after another, title first."""
    chance = np.random.default_rng(seed)
    law = np.cumsum(1 / np.arange(1, len(vocabulary) + 1))
    table = np.searchsorted(law, (np.arange(_QUANTILES) + 0.5) / _QUANTILES * law[-1])
    drawn_from = np.array(vocabulary, dtype=object)[table]
    while True:
        lengths = chance.integers(_SHORTEST, _LONGEST, _BATCH, endpoint=True) + _TITLE
        words = drawn_from[chance.integers(0, _QUANTILES, int(lengths.sum()))].tolist()
        start = 0
        for length in lengths.tolist():
            yield words[start : start + length]
            start += length


def _new(words: list[str], story: str) -> Labelled:
    body = words[_TITLE:]
    return Labelled(
        id=story,
        source="",
        time=None,
        lang="en",
        title=" ".join(words[:_TITLE]),
        text=" ".join(body),
        teaser=" ".join(body[:_TEASER]),
        story=story,
    )


def _copy(original: Labelled, vocabulary: Sequence[str], chance: Random) -> Labelled:
    kind = chance.choice(list(_EDITS))
    text = _EDITS[kind](original.text.split(), vocabulary, chance)
    title = chance.choices(vocabulary, k=_TITLE) if kind == "retitled" else [original.title]
    return replace(
        original,
        title=" ".join(title),
        text=" ".join(text),
        teaser=" ".join(text[:_TEASER]),
        kind=kind,
    )


def _lightly(words: list[str], vocabulary: Sequence[str], chance: Random) -> list[str]:
    """One word in twenty is another."""
    for place in chance.sample(range(len(words)), int(len(words) * _EDITED)):
        words[place] = vocabulary[int(chance.random() * len(vocabulary))]
    return words


def _dropped(words: list[str], _: Sequence[str], chance: Random) -> list[str]:
    """A passage is missing, a quarter of the text."""
    length = len(words) // 4
    start = int(chance.random() * (len(words) - length + 1))
    return words[:start] + words[start + length :]


_EDITS: dict[str, Edit] = {
    "same": lambda words, *_: words,
    "retitled": lambda words, *_: words,
    "teaser": lambda words, *_: words[:_TEASER],
    "edited": _lightly,
    "dropped": _dropped,
}
