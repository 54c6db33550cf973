"""What is around an item: the stories that it touches, those that these touch, and their copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from feeds.identify.reason import was_revised
from feeds.identify.said import Known
from feeds.model.story import Story

# A story of more copies than this is parted no more, and so many speak for it.
SPEAKERS = 24
MOST = 60  # copies from which no further story is looked at; no labelled item met more than 42


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Stories, what is known of their copies (see :func:`speakers`), and the pairs of these stories that an editor
    ruled ``parted``.
    """

    stories: Mapping[str, Story]
    items: Mapping[int, Known]
    parted: Set[frozenset[str]] = frozenset()

    def among(self, story: str) -> Set[int]:
        """The copies of a story that speak for it."""
        return {copy.item for copy in self.stories[story].copies} & self.items.keys()

    def come_apart(self, groups: Iterable[Set[int]]) -> bool:
        """Whether some story's copies are in several of these groups."""
        held = [self.among(name) for name in self.stories]
        return any(len(some & one) not in (0, len(some)) for one in groups for some in held)

    @property
    def apart(self) -> list[tuple[Set[int], Set[int]]]:
        """The copies of stories that an editor ruled apart, pair by pair."""
        return [(self.among(one), self.among(other)) for one, other in self.parted]

    @property
    def whole(self) -> list[Set[int]]:
        """The copies of each story that nothing but an editor parts."""
        return [self.among(name) for name, story in self.stories.items() if _is_whole(story)]


def speakers(story: Story, met: Set[int]) -> list[int]:
    """The copies that speak for a story: all, or of very many some: those that were ``met``, those that an editor
    joined, then any; ids are hashes, so the lowest are any.
    """
    order = sorted(story.copies, key=lambda c: (c.item not in met, not c.leads, c.item))
    return [copy.item for copy in order[:SPEAKERS]]


def _is_whole(story: Story) -> bool:
    """Whether a story is parted no more: an editor joined it, it was withdrawn, its copies have other words by now than
    those that brought them together, or it is too large.
    """
    if story.status == "withdrawn" or len(story.copies) > SPEAKERS:
        return True
    return any(c.leads or c.relation == "withdrawal" or was_revised(c) for c in story.copies)
