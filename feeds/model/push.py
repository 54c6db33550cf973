"""What is kept of a subscription with a source's WebSub hub: we are the subscriber, the source's feed the topic."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Mode = Literal["subscribe", "unsubscribe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PushOffer:
    """What a source says of being pushed: its hub, and the address that it is subscribed to by."""

    hub: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PushSubscription:
    """A subscription, wished for or verified; a row of the store. A source has one that is not ``leaving``.

    ``address`` is the source's configured address that the hub was found at. ``callback`` is our public address
    for it, which ends in ``token``: who knows that may push, so neither is shown or logged, nor is ``secret``,
    which the hub signs with. ``due`` is when something is to be done about it. ``pending`` is what was asked of
    the hub and is not verified. ``expires`` is when the lease ends, None before the first verification and after
    a denial. ``leaving``: it is to be ended. ``attempts`` counts requests in a row that came to nothing,
    ``problem`` says why in a sentence. ``pushed`` is when content last came, ``taken`` when such content was last
    read, ``doubted`` when a poll last found news that no push had brought.
    """

    token: str = field(repr=False)
    source: str
    address: str
    hub: str
    topic: str
    callback: str = field(repr=False)
    secret: bytes = field(repr=False)
    due: datetime
    pending: Mode | None = None
    leaving: bool = False
    expires: datetime | None = None
    attempts: int = 0
    problem: str | None = None
    pushed: datetime | None = None
    taken: datetime | None = None
    doubted: datetime | None = None

    @property
    def is_verified(self) -> bool:
        """Whether the hub has a subscription of ours that we want, as far as we know; its lease may have ended."""
        return self.expires is not None and not self.leaving

    @property
    def is_working(self) -> bool:
        """Whether pushes come: one did since the subscription was made and a poll last found them wanting."""
        if not self.is_verified or self.pushed is None:
            return False
        return self.doubted is None or self.pushed > self.doubted
