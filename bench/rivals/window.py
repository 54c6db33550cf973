"""How far back a copy may join a story: the same for every rival."""

from __future__ import annotations

from datetime import datetime, timedelta

WINDOW = timedelta(days=7)


def within(one: datetime | None, other: datetime | None) -> bool:
    """Whether two items are near enough in time to be compared. One without a time always is.

    >>> from datetime import UTC
    >>> within(datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 8, tzinfo=UTC))
    True
    >>> within(datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
    False
    >>> within(None, datetime(2024, 3, 9, tzinfo=UTC))
    True
    """
    return one is None or other is None or abs(one - other) <= WINDOW
