"""When a source is polled next: its own pace, within what it, its server and the operator allow.

What rules is the server: never before ``Cache-Control: max-age`` or ``Retry-After``, an hour at least
where 429 was ever the answer; then the feed's own ``ttl``, ``skipHours`` and ``skipDays``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

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
from feeds.model.push import PushSubscription
from feeds.poll.asked import LONGEST, fresh_for, past_skips, retry_after
from feeds.poll.move import moved, present_url
from feeds.poll.pace import Brought, PollLimits, adapted, fraction, jittered, observed
from feeds.poll.slowed import slowed
from feeds.poll.wording import spell

_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=30)
_GONE_RESTS = 3  # 410s in a row after which a source rests for a month
_FRESH = timedelta(seconds=10)  # first polls of many sources are spread over so long
_GRADE_WAIT = {"temporary": 1.0, "soft": 1.5, "hard": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll: who was asked, within which bounds, when, and what came.

    ``whole``: it was asked without conditions though it could have been asked with. ``limited``: its
    domain answered 429 at some time. ``push``: its subscription with its hub.
    """

    source: Source
    limits: PollLimits
    now: datetime
    reply: Reply
    brought: Brought
    whole: bool = False
    limited: bool = False
    push: PushSubscription | None = None


def first_due(source: Source, limits: PollLimits, now: datetime) -> datetime:
    """When a new source is polled: at once, but not all in the same instant."""
    return now + min(_FRESH, limits.interval) * fraction(source.name)


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
    whole: bool = False,
    limited: bool = False,
    push: PushSubscription | None = None,
) -> PollState:
    """The state after a poll, with the next due time and the lease given back; see :class:`Poll`."""
    poll = Poll(
        source=source,
        limits=limits,
        now=now,
        reply=reply,
        brought=brought,
        whole=whole,
        limited=limited or reply.status == 429,
        push=push,
    )
    base = replace(state, polled=now, status=reply.status, lease=None, url=source.address)
    base = replace(base, unpushed=None)
    if whole and reply.status is not None:
        base = replace(base, whole=now)
    if hints is not None:
        base = replace(base, hints=hints)
    if isinstance(outcome, Failed):
        return _after_failure(base, outcome, poll)
    if isinstance(outcome, Gone):
        return _after_gone(base, outcome, poll)
    return _after_success(state, base, outcome, poll)


def _after_success(
    state: PollState, base: PollState, outcome: Fetched | NotModified, poll: Poll
) -> PollState:
    if isinstance(outcome, NotModified):
        brought = Brought(known=1)
        base = _after_same(base, outcome, poll)
    else:
        brought = replace(poll.brought, delta=outcome.delta)
        base = _after_body(base, outcome, brought, poll)
    elsewhere = present_url(poll.source, state) != poll.source.url
    base = moved(base, outcome.moved, brought, elsewhere=elsewhere)
    interval, why = adapted(base, brought, poll.source, poll.limits)
    due, why = _when(base, _spread(interval, poll), why, poll, failed=False)
    own = replace(
        base,
        interval=interval,
        succeeded=poll.now,
        failures=0,
        gone=0,
        problem=None,
        due=due,
        why_next=why,
    )
    return slowed(own, poll.source, poll.limits, poll.push)


def _spread(interval: timedelta, poll: Poll) -> timedelta:
    """The wait: an interval of its own finding, spread; one that the operator fixed, to the second."""
    if poll.source.interval is not None:
        return interval
    limits = poll.limits
    least, most = limits.min_interval, limits.max_interval
    return jittered(interval, poll.source.name, poll.now, least=least, most=most)


def _after_same(base: PollState, outcome: NotModified, poll: Poll) -> PollState:
    """Unchanged: headers that came count, those that did not stay (RFC 9111, section 4.3.4)."""
    said = fresh_for(poll.reply)
    rate, watched = observed(base, 0, poll.now)
    return replace(
        base,
        rate=rate,
        watched=watched,
        etag=base.etag if outcome.etag is None else outcome.etag,
        last_modified=base.last_modified
        if outcome.last_modified is None
        else outcome.last_modified,
        fresh=base.fresh if said is None else said,
        whole=poll.now if poll.reply.status == 200 else base.whole or poll.now,
    )


def _after_body(base: PollState, outcome: Fetched, brought: Brought, poll: Poll) -> PollState:
    """A body that parsed: only now do its validators count; those it lacks are dropped."""
    first = base.succeeded is None
    news = brought.new + brought.updated > 0
    rate, watched = observed(base, brought.new, poll.now)
    return replace(
        base,
        rate=rate,
        watched=watched,
        etag=outcome.etag,
        last_modified=outcome.last_modified,
        # The hash of a delta is not that of the document, which is known as it was.
        body_hash=base.body_hash if outcome.delta else outcome.body_hash,
        fresh=fresh_for(poll.reply),
        changed=poll.now if news else base.changed,
        overlap=None if first else brought.overlap,
        missed=not first and brought.overlap == 0 and brought.new > 1,
        whole=poll.now,
        # Asked without conditions it has news that it denied with them; or it tells by itself.
        false_304=poll.whole if brought.new else base.false_304,
    )


def _after_failure(base: PollState, outcome: Failed, poll: Poll) -> PollState:
    """Back off, doubling, but never give up; the server's own word rules."""
    limits, fixed = poll.limits, poll.source.interval
    failures = base.failures + 1
    interval = fixed or base.interval or limits.interval
    step = interval * _GRADE_WAIT[outcome.grade]
    longest = max(limits.max_interval, interval)  # trouble is no reason to ask more often
    wait = min(step * 2 ** min(failures - 1, 16), longest)
    wait = jittered(wait, base.source, poll.now, least=fixed or limits.min_interval, most=longest)
    times = "it failed" if failures == 1 else f"it failed {failures} times in a row"
    due, why = _when(base, wait, f"{times}: waits {spell(wait)}", poll, failed=True)
    return replace(base, failures=failures, problem=outcome.reason, due=due, why_next=why)


def _after_gone(base: PollState, outcome: Gone, poll: Poll) -> PollState:
    """410: believed when it is said again; then looked at once a month, in case it returns."""
    gone = base.gone + 1
    wait = (
        _MONTH
        if gone >= _GONE_RESTS
        else max(poll.limits.max_interval, poll.source.interval or _HOUR)
    )
    rests = "rests, and is looked at once a month" if wait == _MONTH else "asked once more"
    due, why = _when(base, wait, f"says that it is gone (410): {rests}", poll, failed=True)
    return replace(
        base,
        gone=gone,
        failures=base.failures + 1,
        problem=outcome.reason,
        due=due,
        why_next=why,
    )


def _when(
    base: PollState, wait: timedelta, why: str, poll: Poll, *, failed: bool
) -> tuple[datetime, str]:
    """When it is due: after the wait, or the longest that is asked for, and why."""
    for least, reason in _floors(base, poll, failed=failed):
        if least > wait:
            wait, why = least, reason
    due = poll.now + wait
    if poll.source.interval is None:
        later = past_skips(due, base.hints)
        if later != due:
            due, why = later, "its feed asks to skip the hours or days before"
    return due, why


def _floors(base: PollState, poll: Poll, *, failed: bool) -> Iterator[tuple[timedelta, str]]:
    """What server and feed ask for, and in which words that is told."""
    reply, hints = poll.reply, base.hints
    if poll.limited:
        who = "answered" if reply.status == 429 else "its domain once answered"
        yield _HOUR, f"{who} 429: an hour at least"
    asked = retry_after(reply)
    if asked is not None:
        yield asked, f"answered {reply.status}: Retry-After asks for {spell(asked)}"
    fresh = fresh_for(reply) if failed else base.fresh
    if fresh is not None:
        # An error page that is to be kept for a year must not keep the source away.
        fresh = min(fresh, poll.limits.max_interval) if failed else fresh
        header = "Expires" if reply.header("expires") else "Cache-Control"
        if "max-age" in (reply.header("cache-control") or ""):
            header = "Cache-Control"
        yield fresh, f"its {header} asks for {spell(fresh)}"
    if poll.source.interval is not None:
        return  # the operator knows better than the feed, not than the server
    if hints.ttl is not None:
        ttl = min(hints.ttl, LONGEST)
        yield ttl, f"its feed asks for {spell(ttl)} between polls (ttl or updatePeriod)"
    if hints.expired:
        yield _MONTH, "its feed says that it will never change again: looked at once a month"
