"""What is asked of those who poll: Retry-After, Cache-Control and Expires by servers, hours to skip by feeds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from feeds.httpdate import read_date
from feeds.model.poll import PollHints, Reply

_HOUR = timedelta(hours=1)
LONGEST = timedelta(
    days=7
)  # that a server's word is obeyed: a slip of its pen must not end a source


def retry_after(reply: Reply) -> timedelta | None:
    """``Retry-After`` of any status, in seconds or as a date by the server's own clock (RFC 9110, 10.2.3)."""
    given = reply.header("retry-after")
    return None if given is None else _later(given, reply.header("date"), reply.received)


def redirects_ask(reply: Reply) -> Sequence[tuple[str, timedelta]]:
    """``Retry-After`` of redirects that were followed, each with the address that sent it."""
    asked = [(one.url, _later(one.retry_after, one.date, reply.received)) for one in reply.waits]
    return [(url, wait) for url, wait in asked if wait is not None]


def _later(given: str, date: str | None, received: datetime) -> timedelta | None:
    value = given.strip()
    return _seconds(value) if value.isdecimal() else _until(value, date, received)


def _until(moment: str, date: str | None, received: datetime) -> timedelta | None:
    """How long it is to a moment by the clock of the server that named it; nothing where it has passed."""
    until, clock = read_date(moment), read_date(date) or received
    return None if until is None else min(max(until - clock, timedelta(0)), LONGEST)


def fresh_for(reply: Reply) -> timedelta | None:
    """How long the server calls its answer fresh (RFC 9111, sections 4.2.1 and 5.2.2).

    ``Age`` is not taken off: that errs to the polite side. None when the server says nothing of it; zero
    when it wants to be asked each time.
    """
    control = _directives(reply)
    if "no-cache" in control or "no-store" in control:
        return timedelta(0)
    age = control.get("max-age", "")
    if age.isdecimal():
        return _seconds(age)
    expires = reply.header("expires")
    if expires is None:
        return None
    # An invalid one, such as 0, is a time in the past (RFC 9111, 5.3).
    return _until(expires, reply.header("date"), reply.received) or timedelta(0)


def past_skips(due: datetime, hints: PollHints) -> datetime:
    """The first hour from ``due`` on that the feed does not ask to be skipped."""
    if len(hints.skip_hours) >= 24 or len(hints.skip_days) >= 7:
        return due
    for _ in range(24 * 8):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            break
        due = due.replace(minute=0, second=0, microsecond=0) + _HOUR
    return due


def _directives(reply: Reply) -> dict[str, str]:
    """The first value of each directive, of all Cache-Control lines together."""
    lines = [value for name, value in reply.headers if name == "cache-control"]
    found: dict[str, str] = {}
    for part in ",".join(lines).lower().split(","):
        name, _, value = part.strip().partition("=")
        found.setdefault(name, value.strip('"'))
    return found


def _seconds(digits: str) -> timedelta:
    return LONGEST if len(digits) > 9 else min(timedelta(seconds=int(digits)), LONGEST)
