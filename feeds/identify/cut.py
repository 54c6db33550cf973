"""A few words of a text under its own title: one sentence of it, or an opening of the outlet's own and what the text
says next, up to where the feed cut it off.

The model has too few words to tell. What speaks for them is that all they say stands in the other text, or runs on
there to their end, and that each tells what the other's title says.
"""

from __future__ import annotations

from feeds.identify.evidence import Evidence, telling
from feeds.identify.fingerprint import Print

_LEAST, _LEAST_OPENING = 12, 8  # words
_CUT = 0.8  # share of the longer's words that a cut has at the most
_SAME_DAY = 0.5  # of a day, or times that are not stated
# Words of a title, everyday ones aside; share of them that the other item has.
_TELLS, _TOLD = 3, 0.5
_WHOLE = 0.95  # share of a text that is a passage of the other
# Of one that begins in other words: the share that it has from the other, the words in which it runs on to the cut, the
# plain words that the other has not.
_MOST, _RUNS_ON, _PLAIN = 0.6, 13, 1


def is_cut(one: Print, other: Print, e: Evidence) -> bool:
    """Whether the shorter of two texts is, by what it shows and by its title, cut from the longer."""
    if e.days > _SAME_DAY or e.ratio >= _CUT or e.figures_lacking or not _tells(one, other, e):
        return False
    if e.contained >= _WHOLE:
        return e.words >= (_LEAST_OPENING if _is_opening(e) else _LEAST)
    if e.contained < _MOST or e.plain_lacking > _PLAIN:
        return False
    return not e.exchanged.names and _last_run(one, other) >= _RUNS_ON


def _is_opening(e: Evidence) -> bool:
    """Whether the shorter of two texts, all of it a passage of the longer, is its first words."""
    return e.lead >= _CUT * min((e.words - 3) / 24, 1.0)


def _tells(one: Print, other: Print, e: Evidence) -> bool:
    """Whether either has what the other's title tells, and both titles tell something."""
    if e.title_told < _TOLD:
        return False
    return min(len(telling(one.title)), len(telling(other.title))) >= _TELLS


def _last_run(one: Print, other: Print) -> int:
    """The words in a row at the end of the shorter text that stand so in the longer."""
    short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
    shared = 0
    for passage in reversed(short.listed):
        if passage not in long.passages:
            break
        shared += 1
    return shared + 3 if shared else 0
