"""When a source is polled next: its own pace, within what it, its server and the operator allow.

What rules is the server: never before ``Cache-Control: max-age`` or ``Retry-After``, an hour at least
where 429 was ever the answer; then the feed's own ``ttl``, ``skipHours`` and ``skipDays``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypedDict

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
from feeds.poll.asked import LONGEST, fresh_for, past_skips, redirects_ask, retry_after
from feeds.poll.move import moved, present_url
from feeds.poll.pace import Brought, PollLimits, adapted, fraction, jittered, observed
from feeds.poll.slowed import slowed
from feeds.poll.wording import spell

_HOUR = timedelta(hours=1)
_MONTH = timedelta(days=30)
_GONE_RESTS = 3  # 410s in a row after which a source rests for a month
_FRESH = timedelta(seconds=10)  # first polls of many sources are spread over so long
_SAME = Brought(known=1)  # what a document holds that did not change
_GRADE_WAIT = {"temporary": 1.0, "soft": 1.5, "hard": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """One poll: who was asked, within which bounds, when, and what came; ``hints`` as known by now.

    ``whole``: it was asked without conditions though it could have been asked with. ``limited``: its
    domain answered 429 before. ``push``: its subscription with its hub.
    """

    source: Source
    limits: PollLimits
    now: datetime
    reply: Reply
    brought: Brought
    hints: PollHints
    whole: bool
    limited: bool
    push: PushSubscription | None


def first_due(source: Source, limits: PollLimits, now: datetime) -> datetime:
    """When a new source is polled: at once, but not all in the same instant."""
    return now + min(_FRESH, limits.interval) * fraction(source.name)


def after_poll(state: PollState, outcome: Outcome, poll: Poll) -> PollState:
    """The state after a poll, with the next due time and the lease given back."""
    if isinstance(outcome, Failed):
        return _after_failure(state, outcome, poll)
    if isinstance(outcome, Gone):
        return _after_gone(state, outcome, poll)
    return _after_success(state, outcome, poll)


class _Change(TypedDict, total=False):
    """What a poll changes of a state."""

    due: datetime
    why_next: str
    interval: timedelta
    succeeded: datetime
    failures: int
    gone: int
    problem: str | None
    rate: float | None
    watched: float
    etag: str | None
    last_modified: str | None
    body_hash: str | None
    fresh: timedelta | None
    changed: datetime | None
    missed: bool
    entries: int
    whole: datetime | None
    false_304: bool


def _changed(state: PollState, poll: Poll, change: _Change) -> PollState:
    """The state with that, and with what every poll changes.

    Copying a state is what telling the next poll costs most (``bench/schedule.py``), so that one poll does
    it once.
    """
    return replace(
        state,
        polled=poll.now,
        status=poll.reply.status,
        lease=None,
        url=poll.source.address,
        unpushed=None,
        hints=poll.hints,
        **change,
    )


def _after_success(state: PollState, outcome: Fetched | NotModified, poll: Poll) -> PollState:
    if isinstance(outcome, NotModified):
        brought = _SAME
        learnt = _of_same(state, outcome, poll)
    else:
        brought = replace(poll.brought, delta=outcome.delta)
        learnt = _of_body(state, outcome, brought, poll)
    elsewhere = present_url(poll.source, state) != poll.source.url
    base = moved(state, outcome.moved, brought, elsewhere=elsewhere)
    rate = observed(state, brought.new, poll.now)
    interval, why = adapted(state, rate, brought, poll.source, poll.limits)
    due, why = _when(_spread(interval, poll), why, poll, fresh=learnt["fresh"])
    learnt["rate"], learnt["watched"] = rate
    learnt["interval"], learnt["due"], learnt["why_next"] = interval, due, why
    well = _Change(succeeded=poll.now, failures=0, gone=0, problem=None)
    own = _changed(base, poll, learnt | well)
    return slowed(own, poll.source, poll.limits, poll.push)


def _spread(interval: timedelta, poll: Poll) -> timedelta:
    """The wait: an interval of its own finding, spread; one that the operator fixed, to the second."""
    if poll.source.interval is not None:
        return interval
    limits = poll.limits
    least, most = limits.min_interval, limits.max_interval
    return jittered(interval, poll.source.name, poll.now, least=least, most=most)


def _of_same(state: PollState, outcome: NotModified, poll: Poll) -> _Change:
    """Unchanged: headers that came count, those that did not stay (RFC 9111, section 4.3.4)."""
    said, modified = fresh_for(poll.reply), outcome.last_modified
    return _Change(
        etag=state.etag if outcome.etag is None else outcome.etag,
        last_modified=state.last_modified if modified is None else modified,
        fresh=state.fresh if said is None else said,
        whole=(state.whole if poll.reply.status == 304 else None) or poll.now,
    )


def _of_body(state: PollState, outcome: Fetched, brought: Brought, poll: Poll) -> _Change:
    """A body that parsed: only now do its validators count; those it lacks are dropped."""
    first = state.succeeded is None
    news = brought.new + brought.updated > 0
    # Where there was nothing before, nothing could be known; and from a folder only its owner takes anything away.
    comes_and_goes = state.changed is not None and poll.source.path is None
    # What was passed over is to be looked at again, also if the document stays as it is from here on.
    again = brought.passed_over > 0
    # The hash of a delta is not that of the document, which is known as it was.
    known = state.body_hash if outcome.delta else outcome.body_hash
    return _Change(
        etag=None if again else outcome.etag,
        last_modified=None if again else outcome.last_modified,
        body_hash=None if again else known,
        fresh=fresh_for(poll.reply),
        changed=poll.now if news else state.changed,
        missed=comes_and_goes and not first and brought.overlap == 0 and brought.new > 1,
        entries=state.entries if outcome.delta else brought.known + brought.new,
        whole=poll.now,
        # Asked without conditions it has news that it denied with them; or it tells by itself.
        false_304=poll.whole if brought.new else state.false_304,
    )


def _after_failure(state: PollState, outcome: Failed, poll: Poll) -> PollState:
    """Back off, doubling, but never give up; the server's own word rules."""
    limits, fixed = poll.limits, poll.source.interval
    failures = state.failures + 1
    told = _Change(failures=failures, problem=outcome.reason)
    if poll.source.path is not None:
        wait = fixed or limits.min_interval  # nobody is spared by leaving a folder alone
        return _failed(state, wait, f"it failed: waits {spell(wait)}", poll, told)
    interval = fixed or state.interval or limits.interval
    step = interval * _GRADE_WAIT[outcome.grade]
    longest = max(limits.max_interval, interval)  # trouble is no reason to ask more often
    wait = min(step * 2 ** min(failures - 1, 16), longest)
    wait = jittered(wait, state.source, poll.now, least=fixed or limits.min_interval, most=longest)
    times = "it failed" if failures == 1 else f"it failed {failures} times in a row"
    why = f"{times}: waits {spell(wait)}"
    return _failed(state, wait, why, poll, told)


def _after_gone(state: PollState, outcome: Gone, poll: Poll) -> PollState:
    """410: believed when it is said again; then looked at once a month, in case it returns."""
    gone, failures = state.gone + 1, state.failures + 1
    longest = poll.limits.max_interval
    wait = _MONTH if gone >= _GONE_RESTS else max(longest, poll.source.interval or longest)
    rests = "rests, and is looked at once a month" if wait == _MONTH else "asked once more"
    why = f"says that it is gone (410): {rests}"
    told = _Change(failures=failures, problem=outcome.reason, gone=gone)
    return _failed(state, wait, why, poll, told)


def _failed(state: PollState, wait: timedelta, why: str, poll: Poll, told: _Change) -> PollState:
    """The state with that, due after the wait or what the server asks for."""
    fresh = fresh_for(poll.reply)
    if fresh is not None:
        # An error page that is to be kept for a year must not keep the source away.
        fresh = min(fresh, poll.limits.max_interval)
    due, why = _when(wait, why, poll, fresh=fresh)
    answered = poll.whole and poll.reply.status is not None
    whole = poll.now if answered else state.whole
    return _changed(state, poll, told | _Change(due=due, why_next=why, whole=whole))


def _when(
    wait: timedelta, why: str, poll: Poll, *, fresh: timedelta | None
) -> tuple[datetime, str]:
    """When it is due: after the wait, or the longest that is asked for, and why."""
    for least, reason in _floors(poll, fresh):
        if least > wait:
            wait, why = least, reason
    due = poll.now + wait
    if poll.source.interval is None:
        later = past_skips(due, poll.hints)
        if later != due:
            due, why = later, "its feed asks to skip the hours or days before"
    return due, why


def _floors(poll: Poll, fresh: timedelta | None) -> Iterator[tuple[timedelta, str]]:
    """What server and feed ask for, and in which words that is told."""
    reply, hints = poll.reply, poll.hints
    if poll.limited or reply.status == 429:
        who = "answered" if reply.status == 429 else "its domain once answered"
        yield _HOUR, f"{who} 429: an hour at least"
    asked = retry_after(reply)
    if asked is not None:
        yield asked, f"answered {reply.status}: Retry-After asks for {spell(asked)}"
    for _, asked in redirects_ask(reply):
        yield asked, f"redirects: Retry-After asks for {spell(asked)}"
    if fresh is not None:
        said = "max-age" in (reply.header("cache-control") or "") or not reply.header("expires")
        header = "Cache-Control" if said else "Expires"
        yield fresh, f"its {header} asks for {spell(fresh)}"
    if poll.source.interval is not None:
        return  # the operator knows better than the feed, not than the server
    if hints.ttl is not None:
        ttl = min(hints.ttl, LONGEST)
        yield ttl, f"its feed asks for {spell(ttl)} between polls (ttl or updatePeriod)"
    if hints.expired:
        yield _MONTH, "its feed says that it will never change again: looked at once a month"
