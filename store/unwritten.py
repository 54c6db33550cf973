"""What a transaction made of stories and has not written yet.

Each item that is taken in is compared with those before it. Writing these first, each time, would cost more than the
question; so their rows wait, and what they say is said from here. It says exactly what the rows will, and is forgotten
once they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from feeds.model.item import Item
from feeds.model.story import Plan, Posting, Story
from store.rows import in_order
from store.tables import microseconds

Signed = tuple[int, int, int]  # a row of ``signatures``: key, when the item was seen, item


class Unwritten:
    """The items and stories whose rows wait; ``sources`` are those that brought some, ``prints`` the packed
    fingerprints by item.
    """

    def __init__(self) -> None:
        self.sources: set[str] = set()
        self.items: dict[int, Item] = {}
        self.stories: dict[str, Story] = {}
        self.story_of: dict[int, str] = {}
        self.prints: dict[int, bytes] = {}
        self._by_key: dict[int, tuple[Signed, ...]] = {}

    def add(self, plan: Plan) -> None:
        """Take in what a plan wants written."""
        item, story = plan.item, plan.story
        self.sources.add(item.source)
        self.items[item.id] = item
        head = item if story.head.id == item.id else story.head
        self.stories[story.id] = replace(story, head=head, copies=in_order(story.copies))
        for copy in story.copies:
            self.story_of[copy.item] = story.id
        if plan.signature is not None:
            self.prints[item.id] = plan.signature.body
            seen, signed = microseconds(item.first_seen), self._by_key
            for key in dict.fromkeys(plan.signature.keys):
                signed[key] = (*signed.get(key, ()), (key, seen, item.id))

    def signatures(self) -> list[Signed]:
        """The rows of ``signatures``, in the order of their table, in which they are written the quickest."""
        return sorted(chain.from_iterable(self._by_key.values()))

    def postings(
        self, written: Mapping[int, Sequence[Posting]], keys: Sequence[int], since: datetime
    ) -> dict[int, list[Posting]]:
        """The items that have each key: those that stand written, and those seen ``since`` that wait."""
        every = {key: [self._now(one) for one in found] for key, found in written.items()}
        first = microseconds(since)
        for key in self._by_key.keys() & set(keys):
            for _, seen, item in self._by_key[key]:
                if seen >= first:
                    found = every.setdefault(key, [])
                    if all(one.item != item for one in found):
                        found.append(Posting(item=item, story=self.story_of[item]))
        return every

    def _now(self, posting: Posting) -> Posting:
        story = self.story_of.get(posting.item, posting.story)
        return posting if story == posting.story else replace(posting, story=story)
