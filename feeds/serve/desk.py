"""What the application needs of the daemon: the store, and what the configuration says now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from feeds.press import Desk
from feeds.subscriptions import Pushed
from store.api import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Front(Desk):
    """What is published, and how that is served: it changes when the configuration does. ``allow_networks`` are
    the private networks that a subscriber's callback may live in; ``max_bytes`` is the most that a source's hub
    may push at once.
    """

    allow_networks: tuple[str, ...] = ()
    max_bytes: int = 10_000_000
    rate_limit: int = 0  # requests a minute from one address; 0: no limit

    @property
    def root(self) -> str:
        """The path of the base address without the slash at its end: what links on pages begin with."""
        return urlsplit(self.base_url).path.rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeDesk:
    """``front`` and ``now`` are asked each time; ``ready`` answers None, or why not. ``take_push`` takes
    what a source's hub pushed to be read, and answers whether there was room for it.

    ``mark`` answers another number after each release of this process.
    """

    store: Store
    front: Callable[[], Front]
    now: Callable[[], datetime]
    ready: Callable[[], str | None]
    mark: Callable[[], int] = int
    take_push: Callable[[Pushed], bool] = lambda _: False
