"""One entry as the item that it makes."""

from __future__ import annotations

from typing import Any

from feeds.model.entry import Entry
from feeds.model.item import Item
from feeds.normalize.item import Circumstances, normalize_all


def normalize(entry: Entry, *, seen_after: Any = None, **given: Any) -> Item:
    """The item that an entry makes alone; see :class:`Circumstances` for what else is given."""
    return normalize_all([entry], Circumstances(seen_after=seen_after, **given))[0]
