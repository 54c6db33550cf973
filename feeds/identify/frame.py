"""A short daily item in its frame: today's forecast or horoscope, of which all but what it says is yesterday's."""

from __future__ import annotations

from feeds.identify.evidence import Evidence
from feeds.identify.fingerprint import Print

_SHORT = 70  # words; of a longer text the model has enough to tell
_ANOTHER_DAY = 0.75  # days
_AS_LONG = 0.7  # share of the longer's words that the shorter has
_TITLED = 0.6  # share of the words of both titles
_FILLING = 10  # shingles in a row, which is seven words: copies are edited here and there by less
_EXCHANGED = 3  # names and figures in each other's places: of no copy that was measured


def is_refilled(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two short texts of different days and under one title share a frame, with a passage or some names and
    figures in the one where the other has others.

    The model has too few words to tell, and a story that took one in would take in each day's, as what wears a
    frame's words is the number of stories that have them.
    """
    may_be = e.words < _SHORT and e.days >= _ANOTHER_DAY and e.ratio >= _AS_LONG
    if not may_be or e.title_alike < _TITLED:
        return False
    if e.exchanged.figures + e.exchanged.names >= _EXCHANGED:
        return True
    return min(_longest_own(one, other), _longest_own(other, one)) >= _FILLING


def _longest_own(text: Print, other: Print) -> int:
    """The longest run of shingles of a text that the other has not."""
    own = bytes([h not in other.passages for h in text.listed])
    return max(map(len, own.split(b"\0")), default=0)
