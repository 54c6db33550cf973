"""An item that goes to and fro between words it had before, as where two servers of a source do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.identify.mark import mark_of
from feeds.model.item import Item
from feeds.model.story import Version

_STANDS = timedelta(days=1)  # words that came back, before earlier ones come back in their place


def flips(item: Item, known: Item, versions: Sequence[Version], *, now: datetime) -> bool:
    """Whether an item's words are to be passed over, since it had them before those that it has now, and these
    have just come back: readers would be shown a story as changed with every poll.

    ``versions`` are the last of its story's words. Going back once is an editor's right, and is no flip; what
    stays is taken after a day. The newer words come back at any time: a cache that served an older state once undoes
    no correction. So does a kill.
    """
    if known.management.status != "usable" or mark_of(item) == "withdrawal":
        return False
    had = [version for version in versions if version.item == known.id]
    digests = [version.digest for version in had]
    if digests.count(known.digest) < 2 or digests[-1] != known.digest:
        return False
    earlier = item.digest in digests[: digests.index(known.digest)]
    return earlier and now - had[-1].at < _STANDS
