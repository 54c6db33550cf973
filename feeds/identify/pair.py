"""Two items: is the one a copy of the other, whatever stories they are in?

The model's word, but for what needs no weighing, and for what the texts themselves show that it has no terms for.
"""

from __future__ import annotations

import numpy as np

from feeds.identify.bare import is_headline_of, is_only_named
from feeds.identify.cut import is_cut
from feeds.identify.evidence import Evidence, measure
from feeds.identify.fingerprint import Print
from feeds.identify.foot import share_a_foot
from feeds.identify.frame import is_of_another, is_refilled
from feeds.identify.kill import names_story, names_wholly
from feeds.identify.one_source import are_apart
from feeds.identify.ordinal import count_otherwise
from feeds.identify.parts import is_only_part, share_a_middle
from feeds.identify.standfirst import is_reworked, is_standfirst, is_told_at_length
from feeds.identify.weigh import odds

# How they were set: docs/identity.md. Log-odds but for the counts of words.
CERTAIN = 8.0
_STRANGE = -1.0  # what is given to a text that is but a part of another, or has but a middle of it
TWO = -10.0  # what is given to texts that show that they are two; counts in full, however short
_HEADLINE = 5  # words of a title from which it tells news apart
_EDITION = 0.75  # days; from then on one address may hold another text
_TOLD_ANEW = 2.1  # what is given to a story's own title over other words, and to a cut too short to be weighed
# Shares of the title and of the text that a source keeps of what it corrects or updates; names that it puts right.
_RETITLED, _KEPT, _CORRECTED = 0.6, 0.6, 2
# What states no time may be of any day: a short text (in words) under another title must share half. Of 25 such pairs
# that the trees had not seen, and thought one, 17 were two.
_SHORT, _HALF, _ONE_TITLE = 70, 0.5, 0.9
_REPLACED = -1.0  # what the model then says of a text that is no new version of the one before it


def pair_odds(made: Print, other: Print, e: Evidence) -> float:
    """The model's word, but for what needs no weighing, or the texts themselves."""
    if _are_states(made, other, e) or _is_headline_again(made, other):
        return CERTAIN
    if are_apart(made, other, e) or share_a_foot(made, other, e):
        return TWO
    said = _weighed(e)
    if said < CERTAIN and _is_strange(made, other, e):
        return min(said, _STRANGE)
    if not _is_page_of_today(e) and _are_of_others(made, other, e):
        return TWO
    if is_cut(made, other, e):
        return max(said, _TOLD_ANEW)
    if is_refilled(made, other, e):
        return TWO
    anew = is_standfirst(made, other, e) or is_reworked(made, other, e)
    anew = anew or is_told_at_length(made, other, e) or is_headline_of(made, other, e)
    return max(said, _TOLD_ANEW) if anew else said


def _is_strange(one: Print, other: Print, e: Evidence) -> bool:
    """Whether what two texts share says too little, whatever the model says of it."""
    if is_only_part(one, other, e) or share_a_middle(e) or is_only_named(one, other, e):
        return True
    undated = not (one.dated and other.dated)
    return undated and e.words < _SHORT and e.contained < _HALF and e.title_alike < _ONE_TITLE


def _are_of_others(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two titles are of somebody each, or of one each of a series, which no correction is."""
    if is_of_another(one, other, e):
        return True
    return not (one.revises or other.revises) and count_otherwise(one.title, other.title)


def _weighed(e: Evidence) -> float:
    # A page of today is one text; over the days it may be a column, a weather report, a live page.
    if _is_page_of_today(e) or (e.same_page and e.contained >= 0.5 and not _replaced(e)):
        return CERTAIN
    if e.contained == 1 and e.ratio > 0.99 and e.words >= 20 and e.days <= 1.5:
        return CERTAIN
    return odds(e)


def _is_page_of_today(e: Evidence) -> bool:
    return e.same_page and e.days < _EDITION


def _are_states(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts are states of one, either marked by their source as a correction or an update."""
    if not (one.revises or other.revises) or not e.same_source or e.days >= _EDITION:
        return False
    titled = max(e.title_held, e.heading) >= _RETITLED
    return titled and e.contained >= _KEPT and e.exchanged.names <= _CORRECTED


def _is_headline_again(new: Print, old: Print) -> bool:
    """Whether a source shows the headline that it showed some hours ago, again with no words under it: too few
    for the model, but a headline of some length is repeated by a new guid, not by other news.
    """
    if new.source != old.source or len(new.title) < _HEADLINE:
        return False
    soon = abs(new.at - old.at) < _EDITION * 24 * 60
    texts = (old.title, new.words, old.words)  # without a text, the title's words are the item's
    return soon and all(np.array_equal(new.title, words) for words in texts)


def is_next_state(new: Print, old: Print) -> bool:
    """Whether a text that took the place of another in its file is a later state of it, and not the next story.

    A figure or two that are put right make another story of a short text elsewhere; a file that was written anew
    within hours has them of its editor.
    """
    e = measure(new, old)
    if pair_odds(new, old, e) > 0:
        return True
    few = e.exchanged.names + e.exchanged.figures <= _CORRECTED
    return few and e.days < _EDITION and e.contained >= _KEPT


def another_edition(new: Print, old: Print) -> bool:
    """Whether a page that one source gives as two entries shows another text now, not a new version of the
    one before: tomorrow's column, today's weather.
    """
    e = measure(new, old)
    return _replaced(e) or are_apart(new, old, e)


def _replaced(e: Evidence) -> bool:
    return e.days >= _EDITION and odds(e) < _REPLACED


def kill_odds(e: Evidence, quoted: float) -> float:
    """Of several stories that a kill notice names, it is of the one it names wholly, among such of the latest."""
    if not names_story(e, quoted):
        return -CERTAIN
    return CERTAIN + names_wholly(e, quoted) + 1 / (1 + e.days)
