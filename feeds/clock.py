"""The clocks: read here alone, and by the shell's top layers only; everything below is handed the time."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)  # noqa: TID251 -- the one place


def steady() -> float:
    """Seconds of a clock that nobody sets and that goes on while the machine sleeps."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
