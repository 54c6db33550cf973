"""Whom to compare an arriving item with: those that share its rarest keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.model.story import Posting, format_id

CROWDED = 48  # a key that so many items have tells nothing more, and is indexed no further
_MOST = 16  # candidates compared; more do not find more
_MOST_OF_ONE = 8  # of them copies of one story
# Sum over shared keys of 1 / (stories that have the key): more than one key of which nobody else has any. The more is
# asked, the more it matters who came before whom, since keys wear off as stories come.
_LEAST = 1.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """An item to compare with, and the story it is a copy of."""

    item: int
    story: str


def rank(keys: Sequence[int], postings: Mapping[int, Sequence[Posting]]) -> tuple[Near, ...]:
    """The items to compare with, best first: by the keys shared, each worth the less the more
    stories have it.
    """
    weights, story_of = _weighed([postings[key] for key in keys if key in postings])
    heavy = sorted(
        (item for item, weight in weights.items() if weight >= _LEAST),
        key=lambda item: (-weights[item], item),
    )
    of_story: Counter[int] = Counter()
    chosen = []
    for item in heavy:
        story = story_of[item]
        of_story[story] += 1
        if of_story[story] <= _MOST_OF_ONE:
            chosen.append(Near(item=item, story=format_id(story)))
        if len(chosen) == _MOST:
            break
    return tuple(chosen)


def _weighed(having: Sequence[Sequence[Posting]]) -> tuple[Mapping[int, float], Mapping[int, int]]:
    """What items share that have more than one of the keys, and their stories. One key is worth 1 at most, which is
    less than enough: most items share just one, and are not looked at any further.
    """
    times = Counter(item for found in having for item, _ in found)
    several = {item for item, count in times.items() if count > 1}
    weights: dict[int, float] = defaultdict(float)
    story_of: dict[int, int] = {}
    for found in having if several else ():
        met = [posting for posting in found if posting.item in several]
        if met:
            worth = 1 / len({story for _, story in found})
            for item, story in met:
                weights[item] += worth
                story_of[item] = story
    return weights, story_of


def worth_indexing(
    keys: Sequence[int], postings: Mapping[int, Sequence[Posting]]
) -> tuple[int, ...]:
    """The keys that an item is to be found by later: those that are not crowded already."""
    crowded = {key for key, found in postings.items() if len(found) >= CROWDED}
    return tuple(key for key in keys if key not in crowded)
