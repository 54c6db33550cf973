"""A story in an outlet's own words under the title it came with: a standfirst that copies none of it, a text edited
in every sentence.

Comparing runs of words says little of these. What speaks for them is the title, where it is one that tells news
apart, and that most of what they name stands in the other text.
"""

from __future__ import annotations

import numpy as np

from feeds.identify.evidence import Evidence, telling
from feeds.identify.fingerprint import Print
from feeds.identify.words import skeletons

_LEAST, _SHORT = 18, 70  # words
_ONE_DAY = 0.5  # of a day: later the same title may be another day's
_ONE_TITLE = 0.9  # share of all words of two titles
_TELLS = 4  # words of a title, everyday ones aside, from which it is no generic one
_ENOUGH = 6  # names, figures and plain words; fewer prove nothing
# Share of them that the full text has. Rewritten standfirsts have .7 in the middle; of two agencies' reports of one
# event under one title the lead of either has .6 at the most in the other.
_HELD = 0.65
_LEAST_COPIED, _COPIED = (
    12,
    0.6,
)  # words; the share of them in runs of the other text, so of copies alone
_KEPT = 0.35  # share of a full text that is left of it when it was edited throughout
_FIGURES = 1  # that an editor may have put right, or styled otherwise
# A source's own line before its story: words of their title, shares of them that the line and the story have, and of
# the story's words that the line has.
_LINE_TITLE, _LINE_TOLD, _STORY_TOLD, _AT_LENGTH = 6, 0.75, 0.5, 0.5
# So many figures and most of all, or so many names and figures in each other's places in texts of one length, and it is
# another day's, or another place's.
_OTHER_FIGURES, _OTHERS, _ONE_LENGTH = 2, 2, 0.9


def is_standfirst(one: Print, other: Print, e: Evidence) -> bool:
    """Whether the shorter of two texts is, by its title and what it names, a standfirst of the longer."""
    if e.words >= _SHORT or not _are_under_one_title(one, other, e) or _is_of_another(e):
        return False
    if e.words >= _LEAST_COPIED and e.contained >= _COPIED and not _is_exchanged(e):
        return True
    if e.words < _LEAST:
        return False
    short = one if len(one.words) <= len(other.words) else other
    named = e.names + e.figures + len(short.plain)
    lacking = e.names_lacking + e.figures_lacking + e.plain_lacking
    return named >= _ENOUGH and named - lacking >= _HELD * named


def _is_of_another(e: Evidence) -> bool:
    """Whether most figures of the shorter text are none of the longer's, or two of one length name others: a market's
    close under the title it has every day that ended so, two accidents of one morning.
    """
    if e.figures_lacking >= _OTHER_FIGURES and e.figures_lacking > e.figures / 2:
        return True
    return e.ratio >= _ONE_LENGTH and e.exchanged.figures + e.exchanged.names >= _OTHERS


def _is_exchanged(e: Evidence) -> bool:
    return bool(e.exchanged.names or e.exchanged.figures)


def is_told_at_length(one: Print, other: Print, e: Evidence) -> bool:
    """Whether a source has its story under the title over which it had a line or two some hours before: they say what
    the title says, and most of what they say beside that stands in the story; of a few words that are counted with
    their title, as in a thread, all.
    """
    first, full = sorted((one, other), key=lambda text: len(text.words))
    if not e.same_source or e.days >= _ONE_DAY or e.ratio >= _AT_LENGTH or full.at < first.at:
        return False
    if len(full.title) < _LINE_TITLE or not np.array_equal(first.title, full.title):
        return False
    title, line, story = map(skeletons, (full.title, first.words, full.words))
    beside = line - title
    held = 1 if np.array_equal(first.words[: len(first.title)], first.title) else _HELD
    return (
        len(title & line) >= _LINE_TOLD * len(title)
        and len(title & story) >= _STORY_TOLD * len(title)
        and len(beside & story) >= held * len(beside)
    )


def is_reworked(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two full texts under one title are one that was edited in every sentence."""
    if e.words < _SHORT or e.contained < _KEPT or e.exchanged.figures > _FIGURES:
        return False
    return _are_under_one_title(one, other, e)


def _are_under_one_title(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two outlets have one telling title the same day."""
    if e.days >= _ONE_DAY or e.same_source or e.title_alike < _ONE_TITLE:
        return False
    return min(len(telling(one.title)), len(telling(other.title))) >= _TELLS
