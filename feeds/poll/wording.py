"""Lengths of time and numbers in words, for the reasons that are shown."""

from __future__ import annotations

from datetime import timedelta

_UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1))


def spell(wait: timedelta) -> str:
    """A length of time in words, rounded to what a person would say.

    >>> spell(timedelta(hours=1)), spell(timedelta(minutes=90)), spell(timedelta(days=7))
    ('an hour', '90 minutes', '7 days')
    """
    seconds = round(wait.total_seconds())
    for unit, size in _UNITS:
        if seconds == size:
            return f"{'an' if unit == 'hour' else 'a'} {unit}"
        if seconds >= 2 * size:
            return f"{round(seconds / size)} {unit}s"
    return "no time"


def a_day(rate: float) -> str:
    """How many items a day, in words.

    >>> a_day(12.3), a_day(0.4), a_day(0.01)
    ('about 12 items a day', 'about 3 items a week', 'hardly anything')
    """
    if rate >= 1:
        return f"about {rate:.0f} item{'s' if rate >= 1.5 else ''} a day"
    if rate * 7 >= 1:
        return f"about {rate * 7:.0f} item{'s' if rate * 7 >= 1.5 else ''} a week"
    return "hardly anything"
