"""What a source's management data lets us do with an item: its embargo, its status, its version.

Wire formats carry them (NewsML-G2, ninjs, NITF, the heads of plain-text stories). An embargoed item is
held back whole until its time: nobody sees it, and nothing is compared with it. One that is withheld or
cancelled is not taken, or if it was, is taken back. A version never gives way to an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.identify.mark import mark_of
from feeds.model.item import Item


def sealed(item: Item, now: datetime) -> bool:
    """Whether the item must not be seen yet."""
    embargo = item.management.embargo
    return embargo is not None and embargo > now


def usable(item: Item) -> bool:
    """Whether its source lets it be published at all."""
    return item.management.status == "usable"


def outdated(item: Item, others: Iterable[Item | None]) -> bool:
    """Whether one of the others is a later version of the same entry: this one came late."""
    known = [other for other in others if other]
    version = item.management.version
    numbers = (other.management.version for other in known)
    if version is not None and any(n is not None and n > version for n in numbers):
        return True
    if not usable(item) and version is None:
        return any(_changed_since(item, other) for other in known)
    return mark_of(item) is None and any(_put_right(item, other) for other in known)


def _changed_since(notice: Item, other: Item) -> bool:
    """Whether an entry was updated, and is usable, after it was taken back: it is there again."""
    back, changed = notice.updated, other.updated
    return usable(other) and back is not None and changed is not None and back < changed


def _put_right(item: Item, other: Item) -> bool:
    """Whether the other is marked as a correction or an update, and stated to be of a later time."""
    before, after = item.updated or item.published, other.updated or other.published
    later = before is not None and after is not None and before < after
    return later and mark_of(other) in ("correction", "update")


def taken_back(known: Item, item: Item) -> Item:
    """The known item as its source now manages it: such a notice often has no words, or others."""
    return replace(known, management=item.management, updated=item.updated)


def rounds(items: Sequence[Item]) -> list[list[Item]]:
    """A document's items in turns, for where it holds several versions of one entry (a folder, a
    message): each version a turn after the one before it. Of an entry that ends up withheld, cancelled
    or under an embargo the last counts alone: an embargo is of all versions (NewsML-G2).
    """
    if all(item.management.version is None for item in items):
        return [list(items)]
    versions: dict[tuple[str, str], dict[int, Item]] = {}
    for item in items:
        if item.guid and item.management.version is not None:
            versions.setdefault((item.source, item.guid), {})[item.management.version] = item
    turns: dict[int, list[Item]] = {}
    for item in items:
        of_entry = versions.get((item.source, item.guid or ""), {})
        last = of_entry[max(of_entry)] if of_entry else item
        free = usable(last) and last.management.embargo is None
        if free or item.management == last.management:
            earlier = sum(n < (item.management.version or 0) for n in of_entry)
            turns.setdefault(earlier, []).append(item)
    return [turns[number] for number in sorted(turns)]
