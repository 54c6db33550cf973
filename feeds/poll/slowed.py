"""What pushes do to polling: while they come a source is asked about once a day, in case one was missed.

Pushes count once the first came. They count no more when one is overdue by the source's own rate, when a poll
finds news that no push brought, or when the lease ends; the source then finds its own pace again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.model.poll import PollState, Source
from feeds.model.push import PushSubscription
from feeds.poll.asked import past_skips
from feeds.poll.pace import Brought, PollLimits
from feeds.poll.wording import spell

_DAY = timedelta(days=1)
_OVERDUE = 4  # times the mean time between its entries: silence so long comes by chance once in fifty times


def slowed(
    state: PollState, source: Source, limits: PollLimits, subscription: PushSubscription | None
) -> PollState:
    """The state, put off while pushes come; ``state.unpushed`` then is when it would be due without them.

    ``state.due`` is taken for that time. An interval that the operator fixed stays as it is.
    """
    if source.interval is not None or subscription is None or not subscription.is_working:
        return state
    assert subscription.pushed is not None
    assert subscription.expires is not None
    own = state.interval or limits.interval
    rest = max(own, min(limits.max_interval, _DAY))
    until = min(
        subscription.pushed + _patience(state, own),
        (state.polled or subscription.pushed) + rest,
        subscription.expires,
    )
    until = past_skips(until, state.hints)
    news = f"{urlsplit(subscription.hub).hostname} pushes its news"
    if until <= max(state.polled or subscription.pushed, subscription.pushed):
        return state  # overdue, or the lease has ended
    if until <= state.due:
        why = state.why_next or ""
        return state if news in why else replace(state, why_next=f"{why}; {news}")
    if state.polled and until >= state.polled + rest:
        why = f"{news}: asked {spell(rest)} after the last time, in case one was missed"
    else:
        why = f"{news}: asked if none comes for {spell(until - subscription.pushed)}"
    return replace(state, due=until, unpushed=state.due, why_next=why)


def after_push(
    state: PollState,
    subscription: PushSubscription,
    *,
    source: Source,
    limits: PollLimits,
    brought: Brought,
    now: datetime,
) -> PollState:
    """The state after a push that was taken in. What it brought counts for the source's rate; validators, the
    hash and the interval are the polls' alone, since a push holds only a part of the document.
    """
    own = replace(state, due=state.unpushed or state.due, unpushed=None)
    if brought.new + brought.updated:
        own = replace(own, changed=now)
    if own.watched:
        own = replace(own, rate=(own.rate or 0.0) + brought.new / own.watched)
    return slowed(own, source, limits, subscription)


def with_pushed(state: PollState, present: PollState) -> PollState:
    """The state that a poll began with, and the news that pushes brought since, as the ``present`` state has them."""
    if present is state:
        return state
    rate = present.rate if present.url == state.url else state.rate
    return replace(state, changed=present.changed, silent=present.silent, rate=rate)


def resumed(state: PollState) -> PollState:
    """The state once pushes are not to be relied on: due when it would have been without them."""
    if state.unpushed is None:
        return state
    why = "its hub may have stopped pushing: as before"
    due = min(state.due, state.unpushed)
    return replace(state, due=due, unpushed=None, why_next=why)


def hastened(state: PollState, limits: PollLimits, now: datetime) -> PollState:
    """The state when the hub told of news that it did not bring, or not so that it could be taken.

    The source is asked as soon as the operator's ``min_interval`` and the server's ``Cache-Control`` let it,
    unless it fails.
    """
    if state.failures:
        return resumed(state)
    least = max(limits.min_interval, state.fresh or timedelta(0))
    soon = max(now, (state.polled or now) + least)
    why = "its hub told of news that it did not bring"
    due = min(state.due, state.unpushed or soon, soon)
    return replace(state, due=due, unpushed=None, why_next=why)


def _patience(state: PollState, own: timedelta) -> timedelta:
    """How long after a push the next is overdue."""
    wait = own * _OVERDUE
    if state.rate and state.watched >= 1:
        wait = max(wait, min(_DAY * _OVERDUE / state.rate, 30 * _DAY))
    return wait
