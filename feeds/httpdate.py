"""Dates in HTTP's headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_date(value: str | None) -> datetime | None:
    """A date in any of HTTP's three forms, of which the oldest names no zone (RFC 9110, section 5.6.7); None for
    what is none, or is not there.

    >>> read_date("Tue Feb  3 14:30:00 2026").isoformat(), read_date("soon")
    ('2026-02-03T14:30:00+00:00', None)
    """
    try:
        moment = parsedate_to_datetime(value or "")
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
