"""Two entries of one source that have words in common and are two all the same.

What it prints under whatever it carries (a programme's description, a channel's addresses, a letter's greeting), the
next of a series, an answer that quotes what it answers, a notice about somebody else. Of 1,000 pairs of copies that
one source carried, full or cut, one to six have what these rules ask. Across sources nothing is said: there a teaser
may have no word of its own title, and a name is spelled otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import numpy as np

from feeds.identify.evidence import Evidence, telling
from feeds.identify.fingerprint import Print
from feeds.identify.foot import are_others, are_told, own_words
from feeds.identify.words import FIGURE, SPELLING_SHIFT, Codes, skeletons
from feeds.model.item import Item, text_key

_RUN = 4  # words of a shingle
_SOME, _WHOLLY = 0.2, 0.95  # shares of a text
_FEW, _MOSTLY = 80, 0.8  # words, of which a few are an entry's own
# Shares: of words, in texts of one form; of a title's own words that its text has.
_ONE_FORM, _HALF = 0.8, 0.5
# Words of a notice; shares of words that two of them have, and of both titles'; names that no editor puts right.
_NOTICE, _AS_LONG, _ONE_TITLE, _NAMES = 100, 0.9, 0.7, 2
# Days: within hours a story is filed anew under another lead and title, within a day under another lead.
_LATER_TODAY, _ANOTHER_DAY = 0.25, 0.75
# What is carried again in the same words so much later, on a page of its own, is the next of a series if it is short.
_SHORT, _LATER = 60, 0.9  # words; days


def are_apart(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts of one source, neither of which says that it corrects the other, are two by themselves."""
    if not e.same_source or e.same_page or one.revises or other.revises or e.contained < _SOME:
        return False
    return (
        _is_answer(one, other, e)
        or _are_of_others(one, other, e)
        or _is_filled_anew(e)
        or _count_otherwise(one, other)
        or ((e.days >= _LATER_TODAY or _is_the_same(e)) and _is_under_any_title(one, other))
        or (e.days >= _ANOTHER_DAY and _is_around(one, other))
        or _is_carried_later(one, other, e)
    )


def in_series(item: Item, keys: tuple[str, ...], alike: Iterable[Item | None]) -> tuple[str, ...]:
    """An item's identities, without its words if one of those that have the same is the one before it in a series."""
    if not any(one and _is_next(item, one) for one in alike):
        return keys
    return tuple(key for key in keys if key != text_key(item.digest))


def _is_next(item: Item, known: Item) -> bool:
    """Whether it is another of a series: one that a source gives anew under another guid keeps its page or its time."""
    if not (item.guid and known.guid and item.canonical and known.canonical):
        return False
    if item.guid == known.guid or item.canonical == known.canonical or item.words >= _SHORT:
        return False
    if item.published is None or known.published is None:
        return False
    return abs(item.published - known.published) > timedelta(days=_LATER)


def _is_answer(one: Print, other: Print, e: Evidence) -> bool:
    """Whether one of two letters answers the other, or both answer a third: they have in common what they quote."""
    return (one.answers or other.answers) and min(e.contained, e.ratio) < _WHOLLY


def _are_of_others(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two notices in one form are of another thing each: half of the words that either title has to itself
    stand in the text below it, and none in the other's. Numbers aside, which go on.
    """
    if e.words >= _NOTICE or e.ratio < _ONE_FORM or e.contained < _HALF:
        return False
    numbers = _numbers(one, other)
    own = [words - numbers for words in own_words(one, other)]
    texts = skeletons(one.words), skeletons(other.words)
    if not all(own) or own[0] & texts[1] or own[1] & texts[0]:
        return False
    told = (len(words & text) / len(words) for words, text in zip(own, texts, strict=True))
    return min(told) >= _HALF


def _is_filled_anew(e: Evidence) -> bool:
    """Whether two notices in one form and under one title, of the same hours, have other names in it."""
    alike = e.ratio >= _AS_LONG and e.title_alike >= _ONE_TITLE
    return alike and e.words < _NOTICE and e.days < _LATER_TODAY and e.exchanged.names >= _NAMES


def _is_the_same(e: Evidence) -> bool:
    """Whether two texts are the same but for a few words."""
    alike = min(e.contained, e.ratio)
    return alike >= (_MOSTLY if e.words < _FEW else _WHOLLY)


def _count_otherwise(one: Print, other: Print) -> bool:
    """Whether two titles have nothing to themselves but numbers, which neither text knows: what counts the parts of a
    series stands in nothing else.
    """
    own = own_words(one, other)
    if not all(own):
        return False
    told = skeletons(one.words) | skeletons(other.words)
    return (own[0] | own[1]) <= _numbers(one, other) - told


def _is_under_any_title(one: Print, other: Print) -> bool:
    """Whether what two texts have in common has no word of their titles, which say something each."""
    own = own_words(one, other)
    if not all(own) or own[0] & other.skeletons or own[1] & one.skeletons:
        return False
    return not {*telling(one.title), *telling(other.title)} & _shared(one, other)


def _is_around(one: Print, other: Print) -> bool:
    """Whether two texts have but a beginning and an end in common, of which neither title tells what it says by itself,
    and nothing of what stands between.
    """
    head = _alike(one.words, other.words)
    foot = _alike(one.words[head:][::-1], other.words[head:][::-1])
    first, second = (text.words[head : len(text.words) - foot] for text in (one, other))
    around = np.delete(one.words, slice(head, len(one.words) - foot))
    return not are_told(own_words(one, other), around) and are_others(first, second, around)


def _is_carried_later(one: Print, other: Print, e: Evidence) -> bool:
    """Whether a short text stands there again on another day and page; under another title that it tells as well, its
    numbers aside, it is a story's.
    """
    again = e.contained == 1 and e.ratio > 0.99 and e.words < _SHORT
    later = again and e.days > _LATER and one.page != 0 != other.page
    numbers = _numbers(one, other)
    return later and not are_told((own - numbers for own in own_words(one, other)), one.words)


def _shared(one: Print, other: Print) -> frozenset[int]:
    """The words, by skeleton, of the runs that both texts have."""
    held = np.isin(one.shingles, other.shingles)
    words = np.convolve(held, np.ones(_RUN, dtype=np.int8))[: len(one.words)] > 0
    return skeletons(one.words[words])


def _alike(one: Codes, other: Codes) -> int:
    """How many words two texts begin with alike."""
    most = min(len(one), len(other))
    others = (one[:most] ^ other[:most]) >> np.uint32(SPELLING_SHIFT) != 0
    return int(others.argmax()) if others.any() else most


def _numbers(one: Print, other: Print) -> frozenset[int]:
    """The figures of two titles."""
    both = np.concatenate([one.title, other.title])
    return skeletons(both[(both & np.uint32(3)) == FIGURE])
