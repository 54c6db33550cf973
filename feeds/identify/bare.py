"""A headline without a word under it, as news searches give them: whose it is, and who only names it.

The model has too few words to tell. A headline that tells news apart is the story's that has it over its text the
same day. One that stands within a text under another headline is a link to its story, or quoted.
"""

from __future__ import annotations

import numpy as np

from feeds.identify.evidence import Evidence, telling
from feeds.identify.fingerprint import Print
from feeds.identify.words import SKELETON_SHIFT, SPELLING_SHIFT, Codes

_ONE_DAY = 0.5  # of a day: later the same headline may be another day's
# Words of a headline, everyday ones aside, over a text and alone; those of columns and reports of each day have fewer.
_TELLS, _TELLS_ALONE = 4, 5
_TOLD = 0.5  # share of them that the text below it has
_OTHER = 0.5  # share of all words of two titles
_FIRST = 4  # shingles with which a text opens


def is_headline_of(one: Print, other: Print, e: Evidence) -> bool:
    """Whether either of two items is nothing but the other's headline, and that tells news apart."""
    if not (_is_bare(one) or _is_bare(other)) or e.same_source or e.days >= _ONE_DAY:
        return False
    full = one if _is_bare(other) else other
    told = telling(full.title)
    least = _TELLS_ALONE if _is_bare(full) else _TELLS
    if len(told) < least or not np.array_equal(_spelled(one), _spelled(other)):
        return False
    below = set((full.words >> np.uint32(SKELETON_SHIFT)).tolist())
    return sum(word in below for word in told) >= _TOLD * len(told)


def is_only_named(one: Print, other: Print, e: Evidence) -> bool:
    """Whether one of two items is nothing but a headline, which the other has somewhere in its text."""
    if _is_bare(one) == _is_bare(other) or e.title_alike >= _OTHER:
        return False
    bare, full = (one, other) if _is_bare(one) else (other, one)
    return not any(passage in bare.passages for passage in full.listed[:_FIRST])


def _spelled(item: Print) -> Codes:
    """A title's words without how rare each is: of a few words the language is not always told."""
    return item.title >> np.uint32(SPELLING_SHIFT)


def _is_bare(item: Print) -> bool:
    """Whether an item has no text: its title's words stand for it, or are all that its post says."""
    return item.post or np.array_equal(item.title, item.words)
