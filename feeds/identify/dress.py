"""What a source changes of many of its entries alike: how it dresses its pages, and no story's words.

A new system sets a line under each text; a count of readers, a price or an advertisement is another at each poll. An
editor may add one sentence to some stories, or put one name right in all: so it has to be many entries, whole lines, or
what stands before or behind a title, and little beside what stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from feeds.identify.mark import mark_of
from feeds.model.item import Item
from feeds.text import words

_ALIKE = 8  # entries of which something is changed, from which on it is not a story's
_MOST = 0.75  # the same as a share of those that are known: a system changes all that nobody edits besides
_LITTLE = 8  # how many times the words of what is changed both texts have together, at the least
_LINES = 200  # of a text, at the most, for the time it takes to compare two grows with their square

Line = tuple[str, ...]


def in_other_dress(pairs: Sequence[tuple[Item, Item]], beside: int) -> Set[int]:
    """The ids of kept items that are other than those that arrive in nothing but what is changed of others, too.

    ``pairs`` are the items of a document that are kept, each with what arrives of it; ``beside`` is how many more the
    document has that are as they were. Most of all have to be changed alike: some stories may have one correction.
    """
    changed = [(before, item) for before, item in pairs if before.digest != item.digest]
    least = max(_ALIKE, _MOST * (len(pairs) + beside))
    if len(changed) < least:
        return frozenset()
    found = {
        before.id: _differences(before, item)
        for before, item in changed
        if mark_of(before) == mark_of(item)
    }
    common = Counter(one for some in found.values() for one in some)
    alike = {
        number for number, some in found.items() if some and all(common[d] >= _ALIKE for d in some)
    }
    return alike if len(alike) >= least else frozenset()


def _differences(before: Item, item: Item) -> Set[str]:
    """What is otherwise in two texts, figures aside; nothing where that is more than a little, or words stand in the
    place of others.
    """
    old, new = ([_line(line) for line in one.text.split("\n")] for one in (before, item))
    if max(len(old), len(new)) > _LINES:
        return frozenset()
    pairs = [(_line(before.title), _line(item.title))]
    found: list[str] = []
    for tag, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == n - k:
            pairs += zip(old[i:j], new[k:n], strict=True)
        elif tag != "equal":
            found += _whole(old[i:j], new[k:n])
    for one, other in pairs:
        if _is_reworded(one, other):
            return frozenset()
        found += _exchanged(one, other)
    changed = sum(len(one.split()) for one in found)
    return {*found} if _LITTLE * changed <= sum(map(len, (*old, *new))) else frozenset()


def _is_reworded(one: Line, other: Line) -> bool:
    """Whether a line is for the most part as it was, with other words within it or in the place of some."""
    gone, come = _trimmed(one, other)
    kept = len(one) - len(gone)
    if not kept or 2 * kept < len(one) or all(map(_is_figure, (*gone, *come))):
        return False
    return bool(gone and come) or (one[0] == other[0] and one[-1] == other[-1])


def _exchanged(one: Line, other: Line) -> Sequence[str]:
    """What is in one line and not in the other; both, if that is figures alone."""
    gone, come = _trimmed(one, other)
    if gone == come:
        return ()
    if all(map(_is_figure, (*gone, *come))):
        return _whole([one], [other])
    return [f"{_told(gone)}\t{_told(come)}"]


def _whole(old: Sequence[Line], new: Sequence[Line]) -> Sequence[str]:
    return [*(f"{_told(one)}\t" for one in old), *(f"\t{_told(one)}" for one in new)]


def _line(text: str) -> Line:
    return tuple(words(text))


def _trimmed(one: Line, other: Line) -> tuple[Line, Line]:
    """What is left of two lines without what both begin and end with."""
    head = _alike(one, other)
    one, other = one[head:], other[head:]
    foot = _alike(one[::-1], other[::-1])
    return one[: len(one) - foot], other[: len(other) - foot]


def _alike(one: Line, other: Line) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _told(line: Line) -> str:
    return " ".join("0" if _is_figure(word) else word for word in line)


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))
