"""An index of fingerprints in memory: what the store does, for fitting and for quick looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from feeds.identify.fingerprint import Print, keys_of
from feeds.identify.near import Near, rank, worth_indexing
from feeds.model.story import Posting


@dataclass(slots=True)
class Memory:
    """Postings by key, and prints by item."""

    postings: dict[int, list[Posting]] = field(default_factory=dict)
    prints: dict[int, Print] = field(default_factory=dict)

    def near(self, keys: Sequence[int]) -> tuple[Near, ...]:
        """The items to compare with."""
        return rank(keys, self.postings)

    def add(self, item: int, story: int, keys: Sequence[int], made: Print) -> None:
        """Take an item in."""
        self.prints[item] = made
        known = {key: self.postings[key] for key in keys if key in self.postings}
        for key in worth_indexing(keys, known):
            self.postings.setdefault(key, []).append(Posting(item=item, story=story))


def pairs(
    items: Sequence[tuple[str, Print]], *, window: int
) -> Iterator[tuple[int, int, Print, Print]]:
    """The pairs that streaming would compare: numbers and prints of the later and the earlier item.

    ``items`` are the story (as labelled) and print of each item, in order; ``window`` in minutes.
    """
    memory = Memory()
    stories: dict[str, int] = {}
    for number, (story, made) in enumerate(items):
        keys = keys_of(made)
        for near in memory.near(keys):
            other = memory.prints[near.item]
            if not (made.dated and other.dated) or abs(made.at - other.at) <= window:
                yield number, near.item, made, other
        memory.add(number, stories.setdefault(story, len(stories)), keys, made)
