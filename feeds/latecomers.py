"""What comes after what it should have come before: a story after its kill, an original after its correction,
a page's next edition; and which stories a kill may be of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.identify import another_edition, in_place, kill_late, killed_before, precedes, unpack
from feeds.identify.fingerprint import Print
from feeds.identify.near import Near
from feeds.model.item import Item, guid_key
from feeds.model.story import Plan, format_id
from store.api import Transaction


def mend(tx: Transaction, plan: Plan, made: Print, window: timedelta, now: datetime) -> None:
    """Put right what an item that was new to us, and taken in by the ``plan``, tells of what came before it.

    ``made`` is the item's fingerprint, ``window`` how far back copies may join a story.
    """
    if precedes(plan.item, plan.story.head):
        versions = tx.versions(plan.story.id)
        items = {v.item: item for v in versions if (item := tx.item(v.item))}
        ordered = in_place(plan.item, plan.story, versions, items)
        if ordered is not None:
            tx.apply(ordered)
            plan = ordered
    _heed_kills(tx, plan, made, window, now)


def _heed_kills(tx: Transaction, plan: Plan, made: Print, window: timedelta, now: datetime) -> None:
    """Withdraw the item's story if notices that came before say so."""
    found = tx.postings(made.asking_keys, since=now - window)
    notices = {
        posting.item: format_id(posting.story) for some in found.values() for posting in some
    }
    story = plan.story
    for number, body in sorted(tx.fingerprints(sorted(notices)).items()):
        notice, noticed = tx.item(number), tx.story(notices[number])
        if notice is None or noticed is None or not killed_before(made, unpack(body), window):
            continue
        late = kill_late(notice, noticed, story, now=now)
        if late is not None and not tx.ruled_apart([noticed.id, story.id]):
            tx.apply(late)
            story = late.story


def withdrawable(tx: Transaction, item: Item, near: Sequence[Near]) -> Sequence[Near]:
    """Of the stories that a kill notice is near to, the copies that its source or agency wrote."""
    stories = tx.stories_by_id(sorted({candidate.story for candidate in near}))
    agency = item.credit.agency
    return [
        Near(item=copy.item, story=story)
        for story, found in stories.items()
        for copy in found.copies
        if copy.relation != "withdrawal"
        and (copy.source == item.source or (copy.agency == agency is not None))
    ]


def is_next_edition(tx: Transaction, item: Item, made: Print, known: Item) -> bool:
    """Whether an item that has its page alone in common with the known one shows that page's next edition."""
    if not (item.guid and known.guid) or item.guid == known.guid:
        return False
    if tx.items_by_key(item.source, [guid_key(item.guid)]):
        return False
    body = tx.fingerprints([known.id]).get(known.id)
    return body is not None and another_edition(made, unpack(body))
