"""What the application needs of the daemon: the store, and what the configuration says now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from feeds.curate.match import Curator
from feeds.curate.names import Names
from feeds.model.poll import Republish, Source
from feeds.model.topic import Topic
from feeds.queries import curator_of
from feeds.subscriptions import Pushed
from store.api import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What is shown: it changes when the configuration does. ``hubs`` are those of others;
    ``allow_networks`` the private networks that a subscriber's callback may live in; ``max_bytes`` is the
    most that a source's hub may push at once; ``former`` what sources allowed that are named no more.
    """

    title: str
    base_url: str
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    hubs: tuple[str, ...] = ()
    allow_networks: tuple[str, ...] = ()
    max_bytes: int = 10_000_000
    lists: Mapping[str, Names] = field(default_factory=dict)
    former: Mapping[str, Republish] = field(default_factory=dict)
    rate_limit: int = 0  # requests a minute from one address; 0: no limit

    @property
    def republish(self) -> Mapping[str, Republish]:
        """How much of each source's text may be shown."""
        return {**self.former, **{source.name: source.republish for source in self.sources}}

    @property
    def curator(self) -> Curator:
        """The topics, ready to be asked about a story."""
        return curator_of(self.topics, self.sources, tuple(self.lists.items()))

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
    take_push: Callable[[Pushed], bool] | None = None
