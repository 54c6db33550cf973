"""Two texts over one foot: a company's releases, each above what it says of itself; reports above one background.

They share most of their words where what is theirs is short, and nothing of what they say. A copy with an opening of
its outlet's own keeps the story's words behind it, and the title speaks of those. Of 39,000 pairs of copies, full or
cut in four ways, two have what is asked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

import numpy as np

from feeds.identify.evidence import Evidence, by_length, telling
from feeds.identify.fingerprint import Print, shingle
from feeds.identify.words import SPELLING_SHIFT, Codes, skeletons

_RUN = 4  # words of a shingle
_OWN = 10  # words that each has to itself
# Shares: of the shorter that the other has (who has more of it gives it again, with an opening or an end of its own),
# and of the first runs of either.
_LEAST, _MOST, _BEGUN = 0.2, 0.75, 0.75
_FOOT = 20  # words that both have behind their own
_PHRASE = 4  # runs that both may have beside that: a company's name
_OF_OTHERS = 1 / 3  # share of telling words


def share_a_foot(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts have but one passage in common, behind what each says, of which neither title tells what it
    says by itself.
    """
    if not _LEAST <= e.contained <= _MOST or max(e.lead, e.own_lead) > _BEGUN:
        return False
    if e.same_page or one.revises or other.revises:
        return False
    feet = []
    for text, beside in ((one, other), (other, one)):
        found = _passage(text, beside)
        if found.start < _OWN or found.stop - found.start < _FOOT:
            return False
        feet.append(found)
    below = one.words[feet[0]]
    rests = [np.delete(text.words, foot) for text, foot in zip((one, other), feet, strict=True)]
    own = own_words(one, other)
    return all(own) and not are_told(own, below) and are_others(rests[0], rests[1], below)


def foot(one: Print, other: Print) -> int:
    """How many words two texts both end with."""
    most = min(len(one.words), len(other.words))
    ends = (text.words[::-1][:most] >> np.uint32(SPELLING_SHIFT) for text in (one, other))
    differ = np.flatnonzero(np.not_equal(*ends))
    return int(differ[0]) if len(differ) else most


def passage_above(one: Print, other: Print, foot: int) -> int:
    """The longest run of words that two texts share above the last ``foot`` words of either."""
    own, others = (
        text.listed[: max(len(text.words) - foot - _RUN + 1, 0)]
        for text in sorted((one, other), key=by_length)
    )
    held = {*others}
    longest = max(map(len, bytes([run in held for run in own]).split(b"\0")))
    return longest + _RUN - 1 if longest else 0


def own_words(one: Print, other: Print) -> tuple[Set[int], Set[int]]:
    """The telling words that each of two titles has to itself."""
    titles = {*telling(one.title)}, {*telling(other.title)}
    return titles[0] - titles[1], titles[1] - titles[0]


def are_told(own: Iterable[Set[int]], words: Codes) -> bool:
    """Whether some words tell what one of two titles says by itself."""
    told = skeletons(words)
    return any(len(title & told) > _OF_OTHERS * len(title) for title in own)


def are_others(one: Codes, other: Codes, beside: Codes) -> bool:
    """Whether what two texts have beside what both have tells of another thing each."""
    if min(len(one), len(other)) < _OWN:
        return False
    if np.isin(shingle(one, _RUN), shingle(other, _RUN)).sum() > _PHRASE:
        return False
    both = skeletons(beside)
    told = {*telling(one)} - both, {*telling(other)} - both
    return len(told[0] & told[1]) <= _OF_OTHERS * min(map(len, told))


def _passage(one: Print, other: Print) -> slice:
    """The longest passage of a text that the other has, too; none where it has more than a phrase beside it."""
    there = {*other.listed}
    held = bytes([run in there for run in one.listed])
    longest = max(held.split(b"\0"), key=len)
    if held.count(1) - len(longest) > _PHRASE:
        return slice(0, 0)
    first = held.index(longest)
    return slice(first, first + len(longest) + _RUN - 1)
