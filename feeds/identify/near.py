"""Whom to compare an arriving item with: those that share its rarest keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from feeds.identify.fingerprint import Print
from feeds.model.story import Posting

CROWDED = 48  # a key that so many items have tells nothing more, and is indexed no further
_MOST = 8  # candidates compared; more do not find more
_MOST_OF_ONE = 3  # of them copies of one story
# Sum over shared keys of 1 / (stories that have the key). In 24,000 labelled items no more than 1 in 500
# copies shared less with their story.
_LEAST = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An item to compare with, and the story it is a copy of."""

    item: int
    story: str


def rank(keys: Sequence[int], postings: Mapping[int, Sequence[Posting]]) -> tuple[Near, ...]:
    """The items to compare with, best first: by the keys shared, each worth the less the more
    stories have it.
    """
    weights: dict[int, float] = defaultdict(float)
    story_of: dict[int, str] = {}
    for key in keys:
        found = postings.get(key, ())
        if found:
            worth = 1 / len({posting.story for posting in found})
            for posting in found:
                weights[posting.item] += worth
                story_of[posting.item] = posting.story
    heavy = sorted(
        (item for item, weight in weights.items() if weight >= _LEAST),
        key=lambda item: (-weights[item], item),
    )
    of_story: Counter[str] = Counter()
    chosen = []
    for item in heavy:
        of_story[story_of[item]] += 1
        if of_story[story_of[item]] <= _MOST_OF_ONE:
            chosen.append(Near(item=item, story=story_of[item]))
        if len(chosen) == _MOST:
            break
    return tuple(chosen)


def worth_indexing(
    keys: Sequence[int], postings: Mapping[int, Sequence[Posting]]
) -> tuple[int, ...]:
    """The keys that an item is to be found by later: those that are not crowded already."""
    crowded = {key for key, found in postings.items() if len(found) >= CROWDED}
    return tuple(key for key in keys if key not in crowded)


def worn(made: Print, postings: Mapping[int, Sequence[Posting]]) -> Print:
    """The print with its ``wear``: how many older stories have each of its keys."""
    stories = {key: len({posting.story for posting in found}) for key, found in postings.items()}
    counts = [min(stories.get(key, 0), 255) for key in made.text_keys]
    return replace(made, wear=np.array(counts, dtype=np.uint8))
