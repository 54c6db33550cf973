"""What the rest of Dateline may ask of a store about its subscriptions with sources' hubs; part of ``store.api``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.model.push import PushSubscription


class PushReader(Protocol):
    """Reads."""

    def find(self, token: str) -> PushSubscription | None:
        """The subscription whose callback ends in that."""

    def of(self, sources: Sequence[str]) -> Mapping[str, PushSubscription]:
        """Subscriptions by the names of their sources, those that are being ended left out."""

    def all(self) -> Sequence[PushSubscription]:
        """All, by source and then token."""

    def due(self, *, now: datetime, limit: int) -> Sequence[PushSubscription]:
        """Those about which something is to be done, the longest due first."""


class PushWriter(PushReader, Protocol):
    """Reads and writes."""

    def put(self, subscription: PushSubscription) -> None:
        """Keep a subscription, in place of what was kept under its token."""

    def drop(self, token: str) -> None:
        """Forget it."""
