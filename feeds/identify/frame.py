"""Two texts in one frame: another day's forecast or horoscope, the same court's telegram to somebody else.

All but what they say is the same. The model weighs words by how many stories had them, which tells a frame that has
been seen often; of one that is met for the second time these rules tell it. Each holds for what next to no copy is:
at most three of 1,500 pairs of copies.
"""

from __future__ import annotations

from feeds.identify.evidence import Evidence
from feeds.identify.exchange import has, key
from feeds.identify.fingerprint import Print
from feeds.identify.words import COMMON, RARE

_SHORT = 70  # words; of a longer text the model has enough to tell
_ANOTHER_DAY = 0.75  # days
_AS_LONG = 0.7  # share of the longer's words that the shorter has
_TITLED = 0.6  # share of the words of both titles
_FILLING = 10  # shingles in a row, which is seven words: copies are edited here and there by less
_EXCHANGED = 3  # names and figures in each other's places: of no copy that was measured
# Words that were exchanged in text and titles alike say what the one text is of and the other is not. An editor may do
# that to one word, a name that he spells otherwise; the rest of such a text is a copy's.
_HEADED, _HEADED_SHARE, _HEADED_ONCE_SHARE = 2, 0.75, 0.65
# Words of a text in which two of the title's were exchanged, or one with so many names and figures.
_NOTICE, _MANY = 150, 4
# Texts of one length have other words in some places: three of them, with one of the title's, in a notice of so many
# words (two on another day: an editor may spell two names otherwise); so many on another day, under another title or
# the same; so many on the same day. Of 33,000 pairs of copies, cut or whole, two have one of these.
_LEAST = 38  # words; of less the outlets' own heads, a dateline here and a caption there, are most of what is otherwise
_SAME_LENGTH, _NOTICE_HEADED = 0.95, 100
_HEADED_BESIDE, _HEADED_BESIDE_LATER, _TWO = 3, 2, 2
_HALVES = 3  # likewise where one of the title's stands elsewhere in the other text
_NEXT_OTHERS, _NEXT_TITLED, _OTHERS, _ONE_TITLE = 3, 2, 4, 0.9
_FEW_WORDS_OTHERS, _FEW_WORDS_EDITED = 3, 0.8
_TITLES_ALIKE = 0.5  # of both titles' words, where names and figures in each other's places tell
# Share of a text: where so much is the same, the first or last words are not, an outlet's or a writer's name.
_ALL_BUT_ENDS = 0.95
_LESS = 0.4  # share of a text; a copy with less in common is cut, enlarged or of the same day
_AS_LONG_FULL, _AS_MANY_WORDS = 0.75, 0.9
_FIGURES, _FIGURES_SHARE = 2, 1 / 3
# Names that have others in their places, beside a figure: of 5,000 such pairs of one length none was a copy.
_NAMES = 5
# Share of two titles that is one; what a longer text has in common with another may not be more, if but one name was
# exchanged: an editor spells it otherwise.
_ONE_FRAME, _OF_ONE, _RENAMED = 0.6, 0.7, 2


def is_of_another(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts are by their titles of somebody each: the next ambassador is received, and a feed cuts what it
    shows before he is named.
    """
    if e.words >= _SHORT and e.contained >= _OF_ONE and e.exchanged.names < _RENAMED:
        return False
    return name_another(one, other)


def name_another(one: Print, other: Print) -> bool:
    """Whether two titles are one word for word but for whom they name, and neither text knows the other's."""
    if len(one.title) != len(other.title):
        return False
    titles = [*zip(one.title.tolist(), other.title.tolist(), strict=True)]
    changed = [(a, b) for a, b in titles if key(a) != key(b)]
    if not 0 < len(changed) <= (1 - _ONE_FRAME) * len(titles):
        return False
    if any(has(other, a) or has(one, b) or COMMON in (a & 3, b & 3) for a, b in changed):
        return False
    return any(a & 3 == b & 3 == RARE for a, b in changed)


def is_refilled(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts have a frame in common, and say in it what is not the same."""
    return (
        _is_headed_otherwise(e)
        or _is_of_others(e)
        or _is_next(e)
        or _is_refilled_notice(e)
        or _is_next_short(one, other, e)
    )


def _is_headed_otherwise(e: Evidence) -> bool:
    """Whether the titles name what was exchanged in the texts: another ambassador is received."""
    x = e.exchanged
    if x.headed >= _HEADED and e.contained < _HEADED_SHARE:
        return True
    most = _NOTICE if x.headed >= _HEADED or _named(e) >= _MANY else _NOTICE_HEADED
    if x.headed and e.words < most and _otherwise(e) >= _beside(e):
        return True
    if e.words >= _NOTICE_HEADED:  # one word of a longer text's title an editor spells otherwise
        return False
    if x.half_headed and _otherwise(e) + x.half >= _HALVES:
        return True
    return x.headed > 0 and e.contained < _HEADED_ONCE_SHARE


def _is_of_others(e: Evidence) -> bool:
    """Whether many names of a text, and a figure, have others in their places in the other, of one length."""
    many = e.exchanged.names >= _NAMES and e.exchanged.figures > 0
    return many and e.ratio >= _AS_MANY_WORDS


def _named(e: Evidence) -> int:
    return e.exchanged.figures + e.exchanged.names


def _otherwise(e: Evidence) -> int:
    return _named(e) + e.exchanged.plain


def _beside(e: Evidence) -> int:
    """How many words, with one of the title's, no editor exchanges: fewer where one of them is a figure, one a name."""
    few = e.days >= _ANOTHER_DAY or (e.exchanged.figures and e.exchanged.names)
    return _HEADED_BESIDE_LATER if few else _HEADED_BESIDE


def _is_refilled_notice(e: Evidence) -> bool:
    """Whether two short texts of one length say something else in some places: the next ambassador, accident, forecast.

    An editor exchanges a word or two of so few, seldom on another day, and no names.
    """
    if not _LEAST <= e.words < _NOTICE_HEADED or e.ratio < _SAME_LENGTH or not _named(e):
        return False
    if e.contained >= _ALL_BUT_ENDS:
        return False
    others = _otherwise(e)
    if _named(e) >= _TWO and e.title_alike >= _TITLES_ALIKE:
        if e.exchanged.figures and others >= _OTHERS:
            return True
        if e.words < _SHORT and others >= _FEW_WORDS_OTHERS and e.contained < _FEW_WORDS_EDITED:
            return True
    return e.words < _SHORT and _is_next_notice(e, others)


def _is_next_notice(e: Evidence, others: int) -> bool:
    if e.days < _ANOTHER_DAY:
        return False
    alike = e.title_alike >= _ONE_TITLE or e.same_source
    return others >= _NEXT_OTHERS or (alike and others >= _NEXT_TITLED)


def _is_next(e: Evidence) -> bool:
    """Whether two full texts of one length, on different days, have less than half in common, or two of as many words
    have other figures in a third of their places.
    """
    if e.days < _ANOTHER_DAY:
        return False
    if e.words >= _SHORT and e.ratio >= _AS_LONG_FULL and e.contained < _LESS:
        return True
    refigured = e.exchanged.figures >= max(_FIGURES, _FIGURES_SHARE * e.figures)
    return refigured and e.ratio >= _AS_MANY_WORDS


def _is_next_short(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two short texts of different days and under one title share a frame, with a passage or some names and
    figures in the one where the other has others.

    The model has too few words to tell, and a story that took one in would take in each day's.
    """
    may_be = e.words < _SHORT and e.days >= _ANOTHER_DAY and e.ratio >= _AS_LONG
    if not may_be or e.title_alike < _TITLED:
        return False
    if _named(e) >= _EXCHANGED:
        return True
    return min(_longest_own(one, other), _longest_own(other, one)) >= _FILLING


def _longest_own(text: Print, other: Print) -> int:
    """The longest run of shingles of a text that the other has not."""
    own = bytes([h not in other.passages for h in text.listed])
    return max(map(len, own.split(b"\0")), default=0)
