"""The keys of ``config.toml``: name, type, default, and what a right value looks like.

Each field's description is the remedy that a fault's message ends with, and the text of its row in
``docs/configuration.md`` (a test keeps the page in step).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from feeds.config.values import (
    Address,
    BaseAddress,
    Duration,
    Header,
    Language,
    Listen,
    Name,
    Network,
    PublishedAddress,
    Query,
    Size,
    Slug,
    StoreUrl,
)
from feeds.curate.names import Names
from feeds.model.poll import Republish, Source
from feeds.model.topic import Topic


class Section(BaseModel):
    """One table of the file: unknown keys and values of other types are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Site(Section):
    """``[site]``: who publishes."""

    title: Name = Field("Dateline", description='the name of your desk, such as "Dateline"')
    base_url: BaseAddress = Field(
        "http://127.0.0.1:8080/",
        description='the public address written into the feeds, such as "https://news.example.org/"',
    )
    contact: Header | None = Field(
        None,
        description='where a source can reach you, sent in User-Agent: "https://example.org/about"',
    )


class StoreSection(Section):
    """``[store]``: where everything is kept."""

    url: StoreUrl = Field(
        "sqlite:///var/dateline.db",
        description='"sqlite:///var/dateline.db" (relative to this file) or "postgresql://user@host/database"',
    )
    keep: Duration = Field(
        timedelta(days=90),
        description='how long stories are kept after their last copy, such as "90d"',
    )


class Polling(Section):
    """``[polling]``: how sources are asked."""

    interval: Duration = Field(
        timedelta(minutes=30),
        description='the first guess, such as "30m"; each source then finds its own',
    )
    min_interval: Duration = Field(timedelta(minutes=10), description='no sooner than this: "10m"')
    max_interval: Duration = Field(timedelta(hours=24), description='no later than this: "24h"')
    concurrency: int = Field(
        64,
        ge=1,
        le=4096,
        description="how many sources are asked at once, a whole number from 1 to 4096",
    )
    per_host: int = Field(
        2,
        ge=1,
        le=64,
        description="how many of them on one registrable domain, a whole number from 1 to 64",
    )
    gap: Duration = Field(
        timedelta(seconds=1),
        description='the least time between the starts of two polls on one registrable domain: "1s"',
    )
    timeout: Duration = Field(
        timedelta(seconds=30), description='the longest one poll may take: "30s"'
    )
    max_bytes: Size = Field(10_000_000, description='the largest document taken, unpacked: "10MB"')
    allow_networks: tuple[Network, ...] = Field(
        (), strict=False, description='private networks that sources may live in: ["127.0.0.0/8"]'
    )


class Server(Section):
    """``[server]``: where readers connect."""

    listen: Listen = Field(
        "127.0.0.1:8080", description='a host and a port, such as "127.0.0.1:8080"'
    )
    hubs: tuple[PublishedAddress, ...] = Field(
        (),
        strict=False,
        description='WebSub hubs of others to tell of changes, beside our own: ["https://hub.example.org/"]',
    )
    rate_limit: int = Field(
        1200,
        ge=0,
        le=1_000_000,
        description="requests a minute that one address may make; more are answered 429; 0: no limit",
    )


class Stories(Section):
    """``[stories]``: what makes one story."""

    window: Duration = Field(
        timedelta(days=7), description='how far back a copy may join a story, such as "7d"'
    )
    twins: bool = Field(
        True, description="link stories that tell of one event in two languages: true or false"
    )


class SourceTable(Section):
    """``[[source]]``: a feed, or a folder of wire stories, to poll."""

    name: Name = Field(description='a name of its own, such as "MAP Express"')
    url: Address | None = Field(None, description='a feed\'s address: "https://example.org/feed/"')
    path: Name | None = Field(None, description='a folder (or file) of wire stories: "drop/wire/"')
    tags: tuple[Name, ...] = Field((), strict=False, description='words to pick it by: ["agency"]')
    agency: Name | None = Field(
        None, description='whose words it carries unless a credit line says otherwise: "MAP"'
    )
    language: Language | None = Field(
        None, description='a language code such as "fr"; else detected'
    )
    interval: Duration | None = Field(None, description='a fixed interval, such as "15m"')
    silence: Duration | None = Field(
        None, description='report it when it has had nothing new for so long: "12h"'
    )
    republish: Literal["full", "excerpt", "title"] = Field(
        "full",
        description='the most of its text that may be republished: "full", "excerpt" or "title"',
    )

    def to_source(self, folder: Path) -> Source:
        """The value the rest of Dateline works with; ``folder`` is what ``path`` is relative to."""
        fields = self.model_dump()
        if self.path is not None:
            fields["path"] = str(folder / self.path)
        return Source(**fields)


class TopicTable(Section):
    """``[[topic]]``: a curated feed."""

    slug: Slug = Field(
        description='its place in the address: small letters, digits, hyphens: "security"'
    )
    title: Name = Field(description='what readers see as the feed\'s name, such as "Security"')
    description: str = Field("", description="a sentence for readers")
    query: str = Field("", description="words to look for: 'security AND (morocco OR DGSN)'")
    stem: bool = Field(
        False, description="whether a word of the query meets all words of its stem: true or false"
    )
    sources: tuple[Name, ...] = Field(
        (), strict=False, description='names of sources and "tag:…"; none means all'
    )
    languages: tuple[Language, ...] = Field(
        (), strict=False, description='codes such as ["en", "fr"]'
    )
    window: Duration | None = Field(
        None, description='how far back stories are taken: "30d"; else all'
    )
    limit: int = Field(
        100,
        ge=1,
        le=1000,
        description="entries in the feed document, a whole number from 1 to 1000",
    )
    content: Literal["full", "excerpt", "none"] = Field(
        "full", description='how much of the text an entry holds: "full", "excerpt" or "none"'
    )
    min_carriers: int = Field(
        1,
        ge=1,
        le=1000,
        description="how many sources have to carry a story before it is taken, a whole number from 1 to 1000",
    )
    first_carriers_only: bool = Field(
        False,
        description="whether only stories are taken that one of its sources had first: true or false",
    )
    exclude: tuple[Query, ...] = Field(
        (), strict=False, description="queries that keep a story out: ['football OR handball']"
    )
    priority: tuple[Name, ...] = Field(
        (),
        strict=False,
        description='sources whose copy heads a story here, the first that has it: ["MAP Express", "tag:agency"]',
    )
    hold: Duration | None = Field(
        None, description='how long to wait for corrections before a story is out: "10m"'
    )
    rank: Literal["newest", "carriers", "velocity"] = Field(
        "newest",
        description='what stands first: "newest", "carriers" (most sources) or "velocity" (most within an hour)',
    )
    digest: Literal["hourly", "daily"] | None = Field(
        None,
        description='one entry an hour or a day that lists the stories, not one each: "hourly" or "daily"',
    )
    explain: bool = Field(
        False, description="whether each entry says what matched where: true or false"
    )
    was: tuple[Slug, ...] = Field(
        (), strict=False, description='its slugs before, oldest first: ["old-slug"]'
    )

    def to_topic(self) -> Topic:
        """The value the rest of Dateline works with."""
        return Topic(**self.model_dump())


class File(Section):
    """A whole ``config.toml``; an included list may hold ``source`` and ``topic`` only."""

    include: tuple[Name, ...] = Field(
        (),
        strict=False,
        description='source lists in files of their own: ["lists/*.toml", "lists/*.opml"]',
    )
    site: Site = Field(Site(), description="a table [site]")
    store: StoreSection = Field(StoreSection(), description="a table [store]")
    polling: Polling = Field(Polling(), description="a table [polling]")
    server: Server = Field(Server(), description="a table [server]")
    stories: Stories = Field(Stories(), description="a table [stories]")
    source: tuple[SourceTable, ...] = Field((), strict=False, description="tables [[source]]")
    topic: tuple[TopicTable, ...] = Field((), strict=False, description="tables [[topic]]")


class ListFile(Section):
    """An included TOML list."""

    source: tuple[SourceTable, ...] = Field((), strict=False, description="tables [[source]]")
    topic: tuple[TopicTable, ...] = Field((), strict=False, description="tables [[topic]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A configuration without faults. ``files`` are all that were read, to be watched; ``lists`` the
    names of each list that a topic's query reads, by its path as written there.
    """

    path: Path
    site: Site
    store_url: str
    keep: timedelta
    polling: Polling
    listen: tuple[str, int]
    hubs: tuple[str, ...]
    rate_limit: int
    window: timedelta
    twins: bool
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    lists: Mapping[str, Names]
    files: tuple[Path, ...]
    by_name: Mapping[str, Source] = field(init=False, repr=False, compare=False)
    # Of sources whose address others have too, the names of all that have it.
    of_one_address: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {source.name: source for source in self.sources})
        named: dict[str, list[str]] = {}
        for source in self.sources:
            if source.url is not None:
                named.setdefault(source.url, []).append(source.name)
        several = [tuple(names) for names in named.values() if len(names) > 1]
        object.__setattr__(self, "of_one_address", {name: ns for ns in several for name in ns})

    @property
    def addresses(self) -> dict[str, str]:
        """The address of each source, by its name."""
        return {source.name: source.address for source in self.sources}

    @property
    def republish(self) -> dict[str, Republish]:
        """What each source allows to be republished, by its name."""
        return {source.name: source.republish for source in self.sources}

    def has_renamed(self, source: Source) -> bool:
        """Whether the address of a source, as it was configured, is by now that of another name."""
        same = self.by_name.get(source.name)
        left = same is None or same.address != source.address
        return left and source.address in self.addresses.values()

    def has_moved(self, source: Source) -> bool:
        """Whether a source, as it was configured, has another address by now."""
        same = self.by_name.get(source.name)
        return same is not None and same.address != source.address

    def source(self, name: str) -> Source | None:
        """The source of that name."""
        return self.by_name.get(name)
