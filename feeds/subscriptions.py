"""Subscriptions with sources' hubs in the store: made, verified, ended, and what they do to their sources' polls.

What anything *means* is decided in ``feeds.poll.websub`` and ``feeds.poll.slowed``; each function here is called
inside a transaction that the caller opened.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from ipaddress import ip_network

from feeds.model.poll import (
    Failed,
    Fetched,
    NotModified,
    Outcome,
    PollHints,
    PollState,
    Reply,
    Source,
)
from feeds.model.push import PushOffer, PushSubscription
from feeds.poll import websub
from feeds.poll.pace import Brought, PollLimits
from feeds.poll.slowed import after_push, hastened, resumed
from feeds.publish.addresses import absolute
from store.api import Transaction

PLACE = "/websub/"  # where callbacks are, below the base address


@dataclass(frozen=True, slots=True, kw_only=True)
class PushTerms:
    """What the configuration says of being pushed to: our public address, and the networks that are opened."""

    base_url: str
    allow_networks: tuple[str, ...] = ()

    @property
    def networks(self) -> tuple[websub.Network, ...]:
        """The networks as such."""
        return tuple(ip_network(text) for text in self.allow_networks)

    @property
    def off(self) -> str | None:
        """Why no source can push to us, in a phrase; None if they can."""
        return websub.unreachable(self.base_url, self.networks)

    def callback(self, token: str) -> str:
        """The public address of a subscription."""
        return absolute(self.base_url, f"{PLACE}{token}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """Content that a hub pushed, with a right signature, to a subscription as it was then."""

    held: PushSubscription
    body: bytes = field(repr=False)
    content_type: str | None
    received: datetime


def heed_hub(
    tx: Transaction,
    source: Source,
    reply: Reply,
    outcome: Outcome,
    hints: PollHints,
    brought: Brought,
    held: PushSubscription | None,
    terms: PushTerms | None,
    now: datetime,
) -> PushSubscription | None:
    """Take up what a poll says of hubs, and whether pushes brought its news; the subscription from here on.

    ``hints`` are the document's, or with a 304 those of the last one.
    """
    if terms is None or source.url is None or not isinstance(outcome, Fetched | NotModified):
        return held
    named = () if terms.off else websub.offers(reply, hints)
    there = [one for one in named if not websub.objection(one, source.url, terms.networks)]
    found, own = websub.choose(there, held, now), _offer_of(held)
    # A 304 may leave out what headers said before, so it never ends a subscription.
    if found != own and (held is None or isinstance(outcome, Fetched) or own in there):
        before = held
        if held is not None:
            tx.push.put(websub.left(held, now))
        held = begin(tx, source, found, terms, now) if found else None
        if held is not None and before is not None and own in there:
            held = websub.turned(held, before, len(there), now)
            tx.push.put(held)
    if held is not None and held.is_working and brought.new:
        # Pushes should have brought it: they count again from the next one on.
        held = replace(held, doubted=now)
        tx.push.put(held)
    return held


def _offer_of(held: PushSubscription | None) -> PushOffer | None:
    return PushOffer(hub=held.hub, topic=held.topic) if held is not None else None


def begin(
    tx: Transaction, source: Source, found: PushOffer, terms: PushTerms, now: datetime
) -> PushSubscription:
    """Wish for a subscription, with an address and a secret that nobody can guess."""
    token = secrets.token_urlsafe(32)
    wished = PushSubscription(
        token=token,
        source=source.name,
        address=source.address,
        hub=found.hub,
        topic=found.topic,
        callback=terms.callback(token),
        secret=secrets.token_urlsafe(48).encode(),
        due=now,
    )
    tx.push.put(wished)
    return wished


def review(
    tx: Transaction, sources: Mapping[str, Source], *, terms: PushTerms, now: datetime
) -> None:
    """Leave the hubs of sources that are no more or have another address; call anew where our own changed."""
    for one in tx.push.all():
        source = sources.get(one.source)
        stays = source is not None and source.address == one.address and not terms.off
        if one.leaving or (stays and one.callback == terms.callback(one.token)):
            continue
        end(tx, one, now)
        if stays and source is not None:
            offer = PushOffer(hub=one.hub, topic=one.topic)
            begin(tx, source, offer, terms, now)


def end(tx: Transaction, subscription: PushSubscription, now: datetime) -> None:
    """Leave a hub; its source is polled at its own pace again."""
    tx.push.put(websub.left(subscription, now))
    _resume(tx, subscription)


def deny(tx: Transaction, held: PushSubscription, reason: str, now: datetime) -> None:
    """The hub refuses, or ends, a subscription."""
    if held.leaving:
        tx.push.drop(held.token)
        return
    tx.push.put(websub.denied(held, reason, now))
    _resume(tx, held)


def _resume(tx: Transaction, subscription: PushSubscription) -> None:
    states = tx.states_by_source([subscription.source]).values()
    tx.save_poll_states([resumed(state) for state in states if state.unpushed is not None])


def recover(tx: Transaction, limits: PollLimits, now: datetime) -> None:
    """After a start: what was pushed while nothing listened is unknown, and what was pushed and not read before
    a crash is lost. Sources that were put off are polled at their own pace till the next push, the latter soon.
    """
    held = [one for one in tx.push.all() if one.pushed is not None]
    unread = [one for one in held if one.taken is None or one.taken < (one.pushed or now)]
    for one in unread:
        tx.push.put(replace(one, taken=one.pushed, doubted=one.pushed))
    states = tx.states_by_source({one.source for one in held})
    soon = {one.source for one in unread}
    tx.save_poll_states(
        [
            hastened(state, limits, now) if name in soon else resumed(state)
            for name, state in states.items()
            if name in soon or state.unpushed is not None
        ]
    )


def trouble(outcome: Outcome) -> str | None:
    """Why pushed content could not be taken, in a sentence; None if it could."""
    return outcome.reason if isinstance(outcome, Failed) else None


def settle_push(
    tx: Transaction,
    token: str,
    state: PollState,
    source: Source,
    reply: Reply,
    outcome: Outcome,
    brought: Brought,
    limits: PollLimits,
    now: datetime,
) -> PollState:
    """The state of a source after what its hub pushed was taken in, or could not be."""
    held = tx.push.find(token)
    if held is None:
        return state
    pushed, problem = max(reply.received, held.pushed or reply.received), trouble(outcome)
    held = replace(held, pushed=pushed, taken=reply.received, problem=problem)
    if problem is None:
        tx.push.put(held)
        return after_push(state, held, source=source, limits=limits, brought=brought, now=now)
    tx.push.put(replace(held, doubted=pushed))
    return hastened(state, limits, now)
