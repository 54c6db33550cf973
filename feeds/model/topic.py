"""Topics: curated feeds, and why a story is in one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from feeds.model.story import Story

ContentRule = Literal["full", "excerpt", "none"]
Rank = Literal["newest", "carriers", "velocity"]
Period = Literal["hourly", "daily"]
EditorsWord = Literal["pin", "ban"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A curated feed: a query over stories, with its own title, address and limits.

    ``sources`` are names and ``tag:…``; empty means all. ``languages`` likewise. ``window`` is how
    far back stories are taken, None for no end. ``limit`` is the number of entries in the feed document.
    ``stem``: words of the query meet all words of their stem.
    ``was`` are the slugs it had before, oldest first.

    What it takes besides: stories that ``min_carriers`` sources carry, that no query of ``exclude`` takes and, with
    ``first_carriers_only``, that one of ``sources`` had first. They are out when ``hold`` has passed since
    the desk had them first. ``priority`` are sources (names and ``tag:…``) whose copy heads a story here,
    ``rank`` is the order, and ``explain``: entries say what matched where. With
    ``digest`` the feed holds one entry a period, which lists the stories.
    """

    slug: str
    title: str
    description: str = ""
    query: str = ""
    stem: bool = False
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    window: timedelta | None = None
    limit: int = 100
    content: ContentRule = "full"
    was: tuple[str, ...] = ()
    min_carriers: int = 1
    first_carriers_only: bool = False
    exclude: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    hold: timedelta | None = None
    rank: Rank = "newest"
    digest: Period | None = None
    explain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One term of a query and where it matched: ``field`` of the story, ``found`` the words there.

    ``weight`` is what the term counts for in ranking: 1, unless the query boosts it (``word^3``).
    """

    term: str
    field: str
    found: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A story that a topic's query takes, and why: the terms that decided, in query order."""

    topic: str
    story: str
    why: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicEntry:
    """A story in a topic. ``entered`` is when the topic took it."""

    story: Story
    why: tuple[Hit, ...]
    entered: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What there is to count of a story in a topic: its id, when it entered, who carries it and who had it first."""

    story: str
    entered: datetime
    first_carrier: str
    sources: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a topic took in one period, made when that had ended. ``label`` names the period (``2026-03-01``,
    ``2026-03-01T10``, UTC), ``until`` is its end; ``html`` lists the ``stories``, as many as that says.
    ``rewritten`` is when that changed, because one of them was killed.
    """

    label: str
    until: datetime
    stories: int
    html: str
    rewritten: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestState:
    """``opened`` is when the topic became a digest, ``until`` the end of the last period that it looked back on."""

    opened: datetime
    until: datetime
