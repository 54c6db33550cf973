"""When a source is polled next: its own pace, within what it, its server and the operator allow.

What adapts is the interval: little overlap between what a poll brought and what was known says that
entries may have been missed, so sooner; nothing new says later. What rules is the server: never before
``Cache-Control: max-age`` or ``Retry-After``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from feeds.model.poll import (
    Failed,
    Fetched,
    Gone,
    NotModified,
    Outcome,
    PollHints,
    PollState,
    Reply,
    Source,
)

_SOONER, _LATER = 0.6, 1.35  # factors on the interval
_LITTLE, _MUCH = 0.33, 0.67  # shares of known entries (Media Cloud's bounds)
_HOUR = timedelta(hours=1)
_WEEK = timedelta(days=7)  # the longest that a server's word is obeyed
_MONTH = timedelta(days=30)
_GONE_RESTS = 3  # 410s in a row after which a source rests for a month
_MOVE_AGREED = 3  # polls that must agree before a permanent move is taken up
_FRESH = timedelta(seconds=10)  # first polls of many sources are spread over so long
_GRADE_WAIT = {"temporary": 1.0, "soft": 1.5, "hard": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PollLimits:
    """The operator's bounds: the first guess, no sooner than, no later than."""

    interval: timedelta
    min_interval: timedelta
    max_interval: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What a poll's document held: entries known before, new ones, changed ones, and those held back by an
    embargo, the first of them until ``held_until``.
    """

    known: int = 0
    new: int = 0
    updated: int = 0
    held: int = 0
    held_until: datetime | None = None

    @property
    def overlap(self) -> float | None:
        """The share of entries that were known; None for an empty document."""
        total = self.known + self.new
        return self.known / total if total else None


def first_due(source: Source, limits: PollLimits, now: datetime) -> datetime:
    """When a new source is polled: at once, but not all in the same instant."""
    return now + min(_FRESH, limits.interval) * _fraction(source.name)


def after_poll(
    state: PollState,
    outcome: Outcome,
    *,
    source: Source,
    limits: PollLimits,
    now: datetime,
    reply: Reply,
    brought: Brought,
    hints: PollHints | None = None,
) -> PollState:
    """The state after a poll, with the next due time and the lease given back."""
    base = replace(state, polled=now, status=reply.status, lease=None)
    if hints is not None:
        base = replace(base, hints=hints)
    if isinstance(outcome, Failed):
        return _after_failure(base, outcome, source, limits, now, reply)
    if isinstance(outcome, Gone):
        return _after_gone(base, outcome, limits, now)
    base = _moved(base, outcome.moved, elsewhere=present_url(source, state) != source.url)
    if isinstance(outcome, NotModified):
        base = replace(
            base,
            etag=outcome.etag or base.etag,
            last_modified=outcome.last_modified or base.last_modified,
        )
        brought = Brought(known=1)
    else:
        base = _after_body(base, outcome, brought, now)
    interval = _adapted(state, brought, source, limits)
    due = _due(base, interval, source, limits, now, reply)
    return replace(
        base, interval=interval, due=due, succeeded=now, failures=0, gone=0, problem=None
    )


def _after_body(base: PollState, outcome: Fetched, brought: Brought, now: datetime) -> PollState:
    """A body that parsed: only now do its validators count; those it lacks are dropped."""
    first = base.succeeded is None
    changed = now if brought.new or brought.updated else base.changed
    return replace(
        base,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        body_hash=outcome.body_hash,
        changed=changed,
        overlap=None if first else brought.overlap,
        missed=not first and brought.overlap == 0 and brought.new > 1,
    )


def _after_failure(
    base: PollState,
    outcome: Failed,
    source: Source,
    limits: PollLimits,
    now: datetime,
    reply: Reply,
) -> PollState:
    """Back off, doubling, but never give up; the server's own word rules."""
    failures = base.failures + 1
    interval = source.interval or base.interval or limits.interval
    step = interval * _GRADE_WAIT[outcome.grade]
    longest = max(limits.max_interval, interval)  # trouble is no reason to ask more often
    wait = min(step * 2 ** min(failures - 1, 16), longest)
    wait = _jittered(
        wait, base.source, now, least=source.interval or limits.min_interval, most=longest
    )
    least = _HOUR if reply.status == 429 else timedelta(0)
    asked = _retry_after(reply) or timedelta(0)
    return replace(
        base, failures=failures, problem=outcome.reason, due=now + max(wait, least, asked)
    )


def _after_gone(base: PollState, outcome: Gone, limits: PollLimits, now: datetime) -> PollState:
    """410: believed when it is said again; then looked at once a month, in case it returns."""
    gone = base.gone + 1
    wait = _MONTH if gone >= _GONE_RESTS else limits.max_interval
    return replace(
        base, gone=gone, failures=base.failures + 1, problem=outcome.reason, due=now + wait
    )


def _moved(base: PollState, target: str | None, *, elsewhere: bool) -> PollState:
    """Count the polls that agree on a permanent move.

    ``elsewhere``: it was asked at the address it moved to already, which redirects no more.
    """
    if target is None:
        return base if elsewhere else replace(base, moved_to=None, moved_count=0)
    count = base.moved_count + 1 if base.moved_to == target else 1
    return replace(base, moved_to=target, moved_count=count)


def present_url(source: Source, state: PollState) -> str | None:
    """The address to ask: the configured one, unless several polls agreed on a permanent move.

    An address with a password stays as configured: the redirect never shows the password. When
    the new address fails, every other poll tries the configured one, should it have come back.
    """
    if state.moved_to is None or state.moved_count < _MOVE_AGREED or state.failures % 2:
        return source.url
    return source.url if "@" in urlsplit(source.url or "").netloc else state.moved_to


def _adapted(state: PollState, brought: Brought, source: Source, limits: PollLimits) -> timedelta:
    if source.interval is not None:
        return source.interval
    interval = state.interval or limits.interval
    overlap = brought.overlap
    if state.succeeded is not None and overlap is not None:
        if overlap < _LITTLE:
            interval *= _SOONER
        elif overlap >= _MUCH and not brought.new:
            interval *= _LATER
    return min(max(interval, limits.min_interval), limits.max_interval)


def _due(
    state: PollState,
    interval: timedelta,
    source: Source,
    limits: PollLimits,
    now: datetime,
    reply: Reply,
) -> datetime:
    asked = max((f for f in (_retry_after(reply), _max_age(reply)) if f), default=timedelta(0))
    if source.interval is not None:
        return now + max(interval, min(asked, _WEEK))
    asked = min(max(asked, state.hints.ttl or timedelta(0)), _WEEK)
    wait = _jittered(
        interval, state.source, now, least=limits.min_interval, most=limits.max_interval
    )
    rest = _MONTH if state.hints.expired else timedelta(0)  # JSON Feed: it will never change again
    return _past_skips(now + max(wait, asked, rest), state.hints)


def _past_skips(due: datetime, hints: PollHints) -> datetime:
    """The first hour from ``due`` on that the feed does not ask to be skipped."""
    if len(hints.skip_hours) >= 24 or len(hints.skip_days) >= 7:
        return due
    for _ in range(24 * 8):
        if due.hour not in hints.skip_hours and due.weekday() not in hints.skip_days:
            break
        due = due.replace(minute=0, second=0, microsecond=0) + _HOUR
    return due


def _retry_after(reply: Reply) -> timedelta | None:
    """``Retry-After`` in seconds or as a date by the server's own clock (RFC 9110, 10.2.3)."""
    value = (reply.header("retry-after") or "").strip()
    if value.isdecimal() and len(value) < 10:
        return min(timedelta(seconds=int(value)), _WEEK)
    until, clock = _http_date(value), _http_date(reply.header("date") or "")
    if until is None:
        return None
    wait = until - (clock or reply.received)
    return min(max(wait, timedelta(0)), _WEEK)


def _max_age(reply: Reply) -> timedelta | None:
    """How long the server calls its answer fresh (RFC 9111, sections 4.2.1 and 5.2.2)."""
    control = (reply.header("cache-control") or "").lower()
    if "no-cache" in control or "no-store" in control:
        return None
    for part in control.split(","):
        name, _, value = part.strip().partition("=")
        value = value.strip('"')
        if name == "max-age" and value.isdecimal() and len(value) < 10:
            return min(timedelta(seconds=int(value)), _WEEK)
    until, clock = _http_date(reply.header("expires") or ""), _http_date(reply.header("date") or "")
    return max(until - (clock or reply.received), timedelta(0)) if until else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
        return moment if moment.tzinfo else None
    except (ValueError, TypeError):
        return None


def _jittered(
    wait: timedelta, name: str, now: datetime, *, least: timedelta, most: timedelta
) -> timedelta:
    """Ten percent either way, so that sources do not march in step; the same for the same poll.

    Never outside the bounds: at one of them the spread is to the other side only.
    """
    low, high = min(max(wait * 0.9, least), most), max(min(wait * 1.1, most), least)
    return low + (high - low) * _fraction(f"{name}\n{now.isoformat()}")


def _fraction(text: str) -> float:
    return int.from_bytes(blake2b(text.encode(), digest_size=4).digest()) / 2**32
