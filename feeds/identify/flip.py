"""Changes of an item that tell readers nothing.

Words that go to and fro, as where two servers of a source do not agree; counters (“1,203 views”, “3 minutes ago”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.identify.mark import mark_of
from feeds.model.item import Item
from feeds.model.story import Version

_STANDS = timedelta(days=1)  # words that came back, before earlier ones come back in their place
_FIGURES = re.compile(r"\d+(?:[.,:]\d+)*")
_SENTENCE = re.compile(r"(?<=[.!?؟。।])\s+|\n+")
_COUNTED = 3  # states of a text in which nothing but a counter moved, before it is taken for one
_COUNTER_WORDS = 5  # at most, beside its figure: a story's figures stand in longer sentences
_STORY_WORDS = 20  # at least, in the rest of the text


def tells_nothing(item: Item, known: Item, versions: Sequence[Version], *, now: datetime) -> bool:
    """Whether an item's words are to be passed over: readers would be shown a story as changed with every poll.

    ``versions`` is the history of its story's words.
    """
    if item.management.status != "usable" or known.management.status != "usable":
        return False
    had = [version for version in versions if version.item == known.id]
    return _flips(item, known, had, now) or _counts(item, had, now)


def _flips(item: Item, known: Item, had: Sequence[Version], now: datetime) -> bool:
    """Whether an item had its words before those that it has now, and these have just come back.

    Going back once is an editor's right, and is no flip; what stays is taken after a day. The newer words come back at
    any time: a cache that served an older state once undoes no correction. So does a mark (CORRECTED, KILL) where the
    present words have none.
    """
    mark = mark_of(item)
    if mark == "withdrawal" or (mark and not mark_of(known)):
        return False
    digests = [version.digest for version in had]
    if digests.count(known.digest) < 2 or digests[-1] != known.digest:
        return False
    earlier = item.digest in digests[: digests.index(known.digest)]
    return earlier and now - had[-1].at < _STANDS


def _counts(item: Item, had: Sequence[Version], now: datetime) -> bool:
    """Whether only a counter moved in an item's text, as it did the times before.

    It may be a story's own figure all the same, so it is taken once a day.
    """
    had = had[-_COUNTED:]
    if len(had) < _COUNTED or now - had[-1].at >= _STANDS:
        return False
    same_title = all(version.title == item.title for version in had)
    return same_title and _only_counters_moved([item.text, *(version.text for version in had)])


def moves_counter(item: Item, known: Item) -> bool:
    """Whether nothing but counters tells an item's words from those that are kept."""
    return item.title == known.title and _only_counters_moved([item.text, known.text])


def _only_counters_moved(states: Sequence[str]) -> bool:
    texts = [_SENTENCE.split(text) for text in states]
    if len({tuple(_FIGURES.sub("0", one) for one in text) for text in texts}) > 1:
        return False
    moved = [several[0] for several in zip(*texts, strict=True) if len({*several}) > 1]
    lengths = [len(_FIGURES.sub("", one).split()) for one in moved]
    rest = len(states[0].split()) - sum(lengths)
    return bool(moved) and max(lengths) <= _COUNTER_WORDS and rest >= _STORY_WORDS
