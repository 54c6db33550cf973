"""What the rest of Dateline may ask of a store about its WebSub hub; part of ``store.api``.

The queue is durable and delivers at least once. Work is claimed with a lease, so that of several
processes one has it, and what a killed one had comes free again. A change that comes while its delivery is
under way is not lost: what was asked meanwhile stays owed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from feeds.model.hub import Delivery, HubCounts, HubRequest, Mark, Subscription


class HubReader(Protocol):
    """Reads."""

    def counts(self, topic_url: str, callback: str, host: str, *, now: datetime) -> HubCounts:
        """How many living subscriptions and waiting requests there are, and whether this one is known."""

    def totals(self, *, now: datetime) -> tuple[int, int]:
        """Living subscriptions, and deliveries owed."""

    def is_due(self, *, now: datetime) -> bool:
        """Whether anything waits to be claimed."""

    def marks(self, topic: str) -> Mapping[str, Mark]:
        """The marks of a topic's entries, by their ids."""


class HubWriter(HubReader, Protocol):
    """Reads and writes."""

    def ask(self, request: HubRequest, host: str, *, now: datetime) -> None:
        """Queue a request; it takes the place of one for the same topic and callback that waits."""

    def owe(self, topic_urls: Sequence[str], hubs: Mapping[str, str], *, now: datetime) -> None:
        """These topics changed: owe that to their subscribers, and to others' ``hubs`` (address: host).

        To whom it is owed already, only that more changed: a subscriber that fails is tried no sooner.
        """

    def claim_requests(
        self, *, now: datetime, lease: timedelta, limit: int, per_host: int
    ) -> Sequence[HubRequest]:
        """Claim requests that are due, at most so many of one host under a claim at once."""

    def claim_deliveries(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        per_host: int,
        lapsed: datetime | None = None,
    ) -> Sequence[Delivery]:
        """Claim deliveries that are due, likewise; subscriptions that lapsed by then (or by ``lapsed``) end instead."""

    def close_request(self, request: HubRequest, *, now: datetime) -> None:
        """It is answered; unless something was asked meanwhile, which is due now."""

    def close_delivery(self, delivery: Delivery, *, now: datetime) -> None:
        """It is delivered; unless something changed meanwhile, which is due now."""

    def retry_request(self, request: HubRequest, *, due: datetime) -> None:
        """Give its claim back, with its ``attempts`` as they are here."""

    def retry_delivery(self, delivery: Delivery, *, due: datetime) -> None:
        """Give its claim back, with ``attempts`` and ``failing`` as they are here."""

    def subscribe(self, subscription: Subscription, host: str, *, now: datetime) -> None:
        """Begin a subscription or renew one, which keeps its cursor; what is owed to it is due now."""

    def advance(self, topic_url: str, callback: str, cursor: int) -> None:
        """The subscriber has the topic's entries up to that number."""

    def end(self, topic_url: str, callback: str) -> None:
        """End a subscription, with what is owed to it."""

    def sweep(
        self,
        topic_urls: Collection[str],
        topics: Collection[str],
        *,
        why: str,
        now: datetime,
        lapsed: datetime | None = None,
    ) -> None:
        """Let subscriptions go that lapsed (by ``lapsed``, which is ``now`` unless it is given), end and deny
        those to other addresses than ``topic_urls``, and forget the marks of other topics than ``topics``, and
        pings of addresses that are none.
        """

    def put_marks(self, topic: str, marks: Mapping[str, Mark]) -> None:
        """Make these the topic's marks."""

    def give_back(self) -> None:
        """Free all claims: whoever had them is no more."""
