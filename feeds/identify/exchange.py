"""What stands in the places of what, where two texts are alike but for a few words.

A template's next instalment, or the same release about somebody else, keeps the sentences and puts other figures
and names in their places. A copy that was cut or enlarged lacks words too, but has none in their places; one
that was edited has other words there, seldom other figures and names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from feeds.identify.fingerprint import Print
from feeds.identify.words import COMMON, FIGURE, RARE, SKELETON_SHIFT, SPELLING_SHIFT

_BEFORE, _AFTER = 12, 16  # words looked at beyond the first and the last shingle that both have
_MOST = 600  # words aligned of either text
_FIGURE_BIT = 1 << 31  # keeps figures apart from words: a skeleton has 20 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """How many different words of the one text have, in their places in the other, words that the
    one does not have anywhere, and are nowhere in the other: ``figures`` for figures, ``names`` (rare words),
    ``plain`` words for such, and ``everyday`` where either is an everyday word. ``again`` counts
    those that were exchanged more than once, for the same word each time; everyday words aside, which an editor
    exchanges so, too. ``headed`` counts those that both titles have.
    """

    figures: int = 0
    names: int = 0
    plain: int = 0
    everyday: int = 0
    again: int = 0
    headed: int = 0
    half: int = 0
    half_headed: int = 0


NOTHING = Exchange()


def exchanged(short: Print, long: Print) -> Exchange:
    """What was exchanged between two texts that share some of their shingles."""
    one, other = _stretch(short, long.passages), _stretch(long, short.passages)
    places: dict[str, set[int]] = defaultdict(set)
    times: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    half: set[tuple[int, int]] = set()
    for left, right in _exchanges(one, other):
        known = has(long, left), has(short, right)
        if any(known):
            if not all(known) and COMMON not in (left & 3, right & 3):
                half.add((key(left), key(right)))
        else:
            word, kind = key(left), _kind(left & 3, right & 3)
            places[kind].add(word)
            times[word][key(right)] += 1
    again = sum(len(found) == 1 and sum(found.values()) > 1 for found in times.values())
    one_title, other_title = (set(map(key, text.title.tolist())) for text in (short, long))
    headed = sum(
        word in one_title and not other_title.isdisjoint(found) for word, found in times.items()
    )
    # Of words that both titles have neither says what but one of the texts is of.
    half_headed = sum(
        word in one_title - other_title and there in other_title - one_title for word, there in half
    )
    counted = {kind: len(found) for kind, found in places.items()}
    return Exchange(again=again, headed=headed, half=len(half), half_headed=half_headed, **counted)


def _stretch(text: Print, shared: Set[int]) -> list[int]:
    """The words from the first shingle that both have to the last, and a few on either side."""
    common = [place for place, passage in enumerate(text.listed) if passage in shared]
    if not common:
        return []  # what they share stands in a title
    first, last = common[0], common[-1]
    stretch = text.words[max(first - _BEFORE, 0) : min(last + _AFTER, first + _MOST)]
    codes: list[int] = stretch.tolist()
    return codes


def _exchanges(one: list[int], other: list[int]) -> Iterator[tuple[int, int]]:
    """Words that stand in each other's places where the two are aligned with the fewest changes."""
    steps = Levenshtein.opcodes([key(code) for code in one], [key(code) for code in other])
    for step in steps:
        if step.tag == "replace":
            here, there = slice(step.src_start, step.src_end), slice(step.dest_start, step.dest_end)
            yield from _but_units(list(zip(one[here], other[there], strict=True)))


def _but_units(pairs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """All but figures that have another word behind them, too: 26 centuries are 2,600 years."""
    figures = [one & 3 == other & 3 == FIGURE for one, other in pairs]
    units = {
        place + 1 for place, is_one in enumerate(figures[:-1]) if is_one and not figures[place + 1]
    }
    for place, pair in enumerate(pairs):
        if place not in units and place + 1 not in units:
            yield pair


def key(code: int) -> int:
    """A figure by its spelling, any other word by its skeleton."""
    return code >> SPELLING_SHIFT | _FIGURE_BIT if code & 3 == FIGURE else code >> SKELETON_SHIFT


def has(text: Print, code: int) -> bool:
    """Whether a word stands in a text or its title."""
    if code & 3 == FIGURE:
        return code >> SPELLING_SHIFT in text.spellings
    return code >> SKELETON_SHIFT in text.skeletons


def _kind(one: int, other: int) -> str:
    if one == other == FIGURE:
        return "figures"
    if FIGURE not in (one, other) and RARE in (one, other):
        return "names"
    return "everyday" if COMMON in (one, other) else "plain"
