"""What a source changes of several of its entries alike: how it dresses its pages, and no story's words.

A new system sets a line under each text, or gives whole texts where there were teasers; a count of readers, a price or
an advertisement is another at each poll.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from difflib import SequenceMatcher

from feeds.model.item import Item
from feeds.text import words

_ALIKE = 3  # entries of which something is changed, from which on it is not a story's
_WHOLE = "\n"  # in the place of a difference: the text in full, and not a teaser

Line = tuple[str, ...]


def in_other_dress(pairs: Sequence[tuple[Item, Item]], beside: int = 0) -> Set[int]:
    """The ids of kept items that are other than those that arrive in nothing but what is changed of others, too.

    ``pairs`` are the items of a document that are kept, each with what arrives of it; ``beside`` is how many more the
    document has that are as they were. Half of all have to be changed alike: three stories may have one correction.
    """
    changed = [(before, item) for before, item in pairs if before.digest != item.digest]
    if len(changed) < max(_ALIKE, (len(pairs) + beside) / 2):
        return frozenset()
    found = {before.id: _differences(before, item) for before, item in changed}
    common = Counter(one for some in found.values() for one in some)
    alike = {
        number for number, some in found.items() if some and all(common[d] >= _ALIKE for d in some)
    }
    return alike if len(alike) >= (len(pairs) + beside) / 2 else frozenset()


def _differences(before: Item, item: Item) -> Set[str]:
    """What is otherwise in two texts, figures aside; nothing where that is most of them."""
    titles = _exchanged([_line(before.title)], [_line(item.title)])
    old, new = ([_line(line) for line in one.text.split("\n")] for one in (before, item))
    found = set(titles)
    for tag, i, j, k, n in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace" and j - i == n - k:
            for pair in zip(old[i:j], new[k:n], strict=True):
                found |= _exchanged(*([line] for line in pair))
        elif tag != "equal":
            found |= _exchanged(old[i:j], new[k:n])
    changed = sum(len(one.split()) for one in found)
    if 2 * changed <= sum(map(len, (*old, *new))):
        return found
    return {*titles, _WHOLE} if before.teaser and not item.teaser else frozenset()


def _exchanged(old: Sequence[Line], new: Sequence[Line]) -> Set[str]:
    """What is there in place of what; of one line in place of another, what differs in it, if that is no figure
    alone.
    """
    if len(old) == len(new) == 1:
        one, other = _trimmed(old[0], new[0])
        if one == other:
            return frozenset()
        if any(not _is_figure(word) for word in (*one, *other)):
            return {f"{_told(one)}\t{_told(other)}"}
    return {*(f"{_told(one)}\t" for one in old), *(f"\t{_told(one)}" for one in new)}


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
