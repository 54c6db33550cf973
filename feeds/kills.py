"""Kill notices that came before the story they are of: looked for with each item that comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from feeds.identify import asking_keys, kill_late, killed_before, unpack
from feeds.identify.fingerprint import Print
from feeds.model.story import Plan
from store.api import Transaction


def heed_kills(tx: Transaction, plan: Plan, made: Print, window: timedelta, now: datetime) -> None:
    """Withdraw the story of an item that just came, by the ``plan``, if notices that came before say so.

    ``made`` is the item's fingerprint, ``window`` how far back copies may join a story.
    """
    found = tx.postings(asking_keys(made), since=now - window)
    notices = {posting.item: posting.story for some in found.values() for posting in some}
    notices.pop(plan.item.id, None)
    bodies = tx.fingerprints(sorted(notices)) if notices else {}
    story = plan.story
    for number, body in sorted(bodies.items()):
        notice, noticed = tx.item(number), tx.story(notices[number])
        if notice is None or noticed is None or not killed_before(made, unpack(body), window):
            continue
        late = kill_late(notice, noticed, story, now=now)
        if late is not None and not tx.ruled_apart([noticed.id, story.id]):
            tx.apply(late)
            story = late.story
