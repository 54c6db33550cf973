"""Durations and sizes as the configuration writes them: ``90s 15m 24h 7d``, ``512KB 10MB``."""

from __future__ import annotations

import re
from datetime import timedelta

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"(\d+)\s*(B|KB|MB|GB)", re.IGNORECASE)
_BYTES = {"B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3}
_LONGEST = timedelta(days=36500)


def parse_duration(text: str) -> timedelta:
    """A duration; raises ValueError with a sentence's half for anything else.

    >>> parse_duration("15m")
    datetime.timedelta(seconds=900)
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no duration")
    number, unit = match.groups()
    if len(number) > 12 or int(number) * _SECONDS[unit] > _LONGEST.total_seconds():
        raise ValueError(f"{text!r} is longer than a hundred years")
    if int(number) == 0:
        raise ValueError(f"{text!r} is no time at all")
    return timedelta(seconds=int(number) * _SECONDS[unit])


def parse_size(text: str) -> int:
    """A size in bytes (KB is 1000 bytes); raises ValueError with a sentence's half.

    >>> parse_size("10MB")
    10000000
    """
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no size")
    number, unit = match.groups()
    if len(number) > 12 or int(number) == 0:
        raise ValueError(f"{text!r} is no size that a document can have")
    return int(number) * _BYTES[unit.upper()]


def format_duration(duration: timedelta) -> str:
    """A duration as the configuration writes it, in the largest unit that keeps it whole.

    >>> format_duration(timedelta(minutes=90))
    '90m'
    """
    seconds = int(duration.total_seconds())
    for unit in ("d", "h", "m"):
        if seconds and seconds % _SECONDS[unit] == 0:
            return f"{seconds // _SECONDS[unit]}{unit}"
    return f"{seconds}s"
