"""What an exchange that ended means for what is kept; the rules are ``feeds.publish.hub``'s and ``.push``'s."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from feeds import log
from feeds.deliver.prepare import Ended
from feeds.model.hub import Delivery, HubRequest, Subscription
from feeds.model.poll import Reply
from feeds.publish.hub import host_of, is_confirmed
from feeds.publish.push import delivery_due, judge_delivery, verification_due
from store.api import Transaction

# Callbacks are secrets of those who made them: the log names their hosts only.
_log = log.get("hub")


def settle(tx: Transaction, ended: Ended, at: datetime, *, lapsed: datetime) -> None:
    """Note it: verified or not, delivered or to be tried again; what was broken off is due at once. What failed for
    too long by ``lapsed`` ends.
    """
    if isinstance(ended.job.work, HubRequest):
        _settle_request(tx, ended.job.work, ended, at)
    else:
        _settle_delivery(tx, ended.job.work, ended, at, lapsed)


def _settle_request(tx: Transaction, request: HubRequest, ended: Ended, at: datetime) -> None:
    reply = ended.reply
    if reply is None:
        tx.hub.retry_request(request, due=at)
        return
    told = _log.bind(mode=request.mode, topic=request.topic_url, host=host_of(request.callback))
    if request.mode == "denied":
        told.info("subscription denied", why=request.why)
    elif is_confirmed(reply, ended.job.challenge):
        _confirm(tx, request, ended.job.number, at)
        told.info("verified")
    else:
        due = verification_due(request.attempts, reply, at)
        told.info("not verified", why=_why(reply), again=str(due) if due else "no")
        if due is not None:
            tx.hub.retry_request(replace(request, attempts=request.attempts + 1), due=due)
            return
    tx.hub.close_request(request, now=at)


def _confirm(tx: Transaction, request: HubRequest, number: int, at: datetime) -> None:
    if request.mode == "unsubscribe":
        tx.hub.end(request.topic_url, request.callback)
        return
    subscription = Subscription(
        topic_url=request.topic_url,
        callback=request.callback,
        expires=at + request.term,
        cursor=number,
        secret=request.secret,
    )
    tx.hub.subscribe(subscription, host_of(request.callback), now=at)


def _settle_delivery(
    tx: Transaction, delivery: Delivery, ended: Ended, at: datetime, lapsed: datetime
) -> None:
    reply = ended.reply
    if reply is None:
        tx.hub.retry_delivery(delivery, due=at)
        return
    verdict = judge_delivery(reply, delivery, lapsed)
    if verdict == "done":
        if delivery.kind == "push":
            tx.hub.advance(delivery.topic_url, delivery.callback, ended.job.number)
        tx.hub.close_delivery(delivery, now=at)
        return
    told = _log.bind(topic=delivery.topic_url, host=host_of(delivery.callback), why=_why(reply))
    if verdict == "end":
        told.warning("subscriber given up" if delivery.kind == "push" else "hub given up")
        if delivery.kind == "push":
            tx.hub.end(delivery.topic_url, delivery.callback)
        tx.hub.close_delivery(delivery, now=at)
        return
    due = delivery_due(delivery, at)
    told.warning("not delivered", again=str(due))
    failed = replace(delivery, attempts=delivery.attempts + 1, failing=delivery.failing or at)
    tx.hub.retry_delivery(failed, due=due)


def _why(reply: Reply) -> str:
    return reply.error or f"it answered {reply.status}"
