"""What the application needs of the daemon: the store, and what the configuration says now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feeds.model.poll import Source
from feeds.model.topic import Topic
from feeds.subscriptions import Pushed
from store.api import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What is shown: it changes when the configuration does. ``hubs`` are those of others;
    ``allow_networks`` the private networks that a subscriber's callback may live in; ``max_bytes`` is the
    most that a source's hub may push at once.
    """

    title: str
    base_url: str
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    hubs: tuple[str, ...] = ()
    allow_networks: tuple[str, ...] = ()
    max_bytes: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDesk:
    """``front`` and ``now`` are asked each time; ``ready`` answers None, or why not. ``take_push`` takes
    what a source's hub pushed to be read, and answers whether there was room for it.
    """

    store: Store
    front: Callable[[], Front]
    now: Callable[[], datetime]
    ready: Callable[[], str | None]
    take_push: Callable[[Pushed], bool] | None = None
