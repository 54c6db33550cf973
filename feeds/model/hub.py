"""What the WebSub hub keeps: requests to be verified, subscriptions, and deliveries that are owed.

``topic_url`` is always the public address of one of our feed documents, which WebSub calls the topic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRequest:
    """What is to be asked of (or, ``denied``, told to) a callback; a row of the store.

    ``mode`` denied: a subscription was ended by us, ``why`` says it in a sentence. ``term`` is how long a
    subscription is to last. ``asked`` counts how often the same was asked, ``attempts`` how often the
    callback did not answer.
    """

    topic_url: str
    callback: str
    mode: Literal["subscribe", "unsubscribe", "denied"]
    term: timedelta = timedelta()
    secret: bytes | None = field(default=None, repr=False)
    why: str = ""
    asked: int = 1
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A verified subscription. ``cursor`` is the mark up to which the subscriber has a topic's entries."""

    topic_url: str
    callback: str
    expires: datetime
    cursor: int
    secret: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A change that is owed to a subscriber, or (``ping``) to be told to another's hub.

    ``asked`` counts changes since it was queued; ``attempts`` those that failed, the first at ``failing``.
    ``cursor`` and ``secret`` are the subscription's.
    """

    kind: Literal["push", "ping"]
    topic_url: str
    callback: str
    asked: int = 1
    attempts: int = 0
    failing: datetime | None = None
    cursor: int = 0
    secret: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What an entry of a topic was when it last changed (``digest``), and the running number of that change."""

    digest: bytes
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HubCounts:
    """How many there are: of one callback's host and in all. ``known``: this one is among them."""

    subscriptions: int
    of_host: int
    pending: int
    pending_of_host: int
    known: bool
