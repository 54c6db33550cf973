"""What a transaction made of stories and has not written yet.

Each item that is taken in is compared with those before it. Writing these first, each time, would cost more than the
question; so their rows wait, and what they say is said from here. It says exactly what the rows will, and is forgotten
once they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.model.item import Item
from feeds.model.story import Copy, Plan, Posting, Story, parse_id
from store.rows import in_order
from store.signing import Signed, row
from store.tables import seconds


class Unwritten:
    """The items and stories whose rows wait; ``sources`` are those that brought some, ``prints`` the packed
    fingerprints by item. Of stories that were read and stand as they were, the copies are known.
    """

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self.items: dict[int, Item] = {}
        self.stories: dict[str, Story] = {}
        self.story_of: dict[int, str] = {}
        self.prints: dict[int, bytes] = {}
        self._read: dict[str, Sequence[Copy]] = {}
        self._numbers: dict[int, int] = {}  # of the story, by item
        self._by_key: dict[int, tuple[tuple[int, int], ...]] = {}  # when it was seen, item

    def note_read(self, stories: Iterable[Story]) -> None:
        """Remember what the store holds of these stories."""
        self._read |= {story.id: story.copies for story in stories}

    def unlike(self, story: Story) -> list[Copy]:
        """The copies of a story that were not read as they are now, and that no plan made so. With a row for each
        copy whenever there is one more, a text that thousands carry would be written thousands of times.
        """
        waiting = self.stories.get(story.id)
        before = waiting.copies if waiting is not None else self._read.get(story.id, ())
        same, here = {id(copy) for copy in before}, self.story_of
        return [
            copy
            for copy in story.copies
            if id(copy) not in same or here.get(copy.item, story.id) != story.id
        ]

    def add(self, plan: Plan, copies: Sequence[Copy]) -> None:
        """Take in what a plan wants written; ``copies`` are those of its story that are :meth:`unlike`."""
        item, story = plan.item, plan.story
        self.sources.add(item.source)
        self.items[item.id] = item
        head = item if story.head.id == item.id else story.head
        self.stories[story.id] = replace(story, head=head, copies=in_order(story.copies))
        number = parse_id(story.id)
        for copy in copies:
            self.story_of[copy.item] = story.id
            self._numbers[copy.item] = number
        if plan.signature is not None:
            self.prints[item.id] = plan.signature.body
            signed, mine = self._by_key, ((seconds(item.first_seen), item.id),)
            for key in dict.fromkeys(plan.signature.keys):
                signed[key] = signed.get(key, ()) + mine

    def signatures(self) -> list[Signed]:
        """The rows of ``signatures``, in the order of their table, in which they are written the quickest."""
        now = self._numbers
        return sorted(
            row(key, seen, item, now[item])
            for key, some in self._by_key.items()
            for seen, item in some
        )

    def postings(
        self, written: Mapping[int, Sequence[Posting]], keys: Sequence[int], since: datetime
    ) -> dict[int, list[Posting]]:
        """The items that have each key: those that stand written, and those seen ``since`` that wait."""
        now = self._numbers
        every = {
            key: [Posting(item, now.get(item, story)) for item, story in found]
            for key, found in written.items()
        }
        first = seconds(since)
        for key in self._by_key.keys() & set(keys):
            there = {one.item for one in every.get(key, ())}
            waiting = (item for seen, item in self._by_key[key] if seen >= first)
            if more := [Posting(item, now[item]) for item in waiting if item not in there]:
                every[key] = [*every.get(key, ()), *more]
        return every
