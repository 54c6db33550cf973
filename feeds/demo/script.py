"""The newsroom's script: outlets, what each carries, and when. Values read from ``newsroom.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from importlib import resources
from typing import Any, Literal

Format = Literal["rss", "rdf", "atom", "json", "wire", "broken"]
_FRENCH_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_FRENCH_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A text that outlets carry: ``paragraphs``, and who filed it where. ``{weekday}`` in these and in
    titles is the day on which it is carried.
    """

    key: str
    paragraphs: tuple[str, ...]
    agency: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carriage:
    """One outlet's use of a story.

    ``at`` is in seconds from the start. ``cut`` leaves so many words (a teaser), ``drop`` leaves
    paragraphs out (counted from 0), ``credit`` adds a line at the foot, ``dateline`` one at the head,
    ``replace`` changes words.
    """

    story: str
    title: str
    at: float
    cut: int | None = None
    drop: tuple[int, ...] = ()
    credit: str | None = None
    dateline: bool = False
    replace: tuple[tuple[str, str], ...] = ()
    changed_at: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A source of the newsroom; ``place`` is its part of the address."""

    name: str
    place: str
    format: Format
    language: str
    tags: tuple[str, ...] = ()
    agency: str | None = None
    items: tuple[Carriage, ...] = ()
    changes: tuple[Carriage, ...] = ()

    def carried(self, elapsed: float) -> list[Carriage]:
        """What it carries so many seconds after the start, newest first, changes applied."""
        changed = {c.story: c for c in self.changes if c.at <= elapsed}
        present = [_revised(c, changed.get(c.story)) for c in self.items if c.at <= elapsed]
        return sorted(present, key=lambda carriage: carriage.at, reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A story as an outlet prints it."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    updated: datetime
    teaser: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The whole newsroom."""

    stories: dict[str, Story]
    outlets: tuple[Outlet, ...]
    topics: tuple[dict[str, Any], ...] = field(default=())

    def pieces(self, outlet: Outlet, *, start: datetime, elapsed: float) -> list[Piece]:
        """What an outlet's feed holds so many seconds after ``start``, newest first."""
        return [
            _piece(self.stories[c.story], c, start, outlet.language)
            for c in outlet.carried(elapsed)
        ]

    def faster(self, speed: float) -> Script:
        """The same script, in which what is yet to come comes so many times sooner."""
        return replace(self, outlets=tuple(_faster(outlet, speed) for outlet in self.outlets))


def _faster(outlet: Outlet, speed: float) -> Outlet:
    items, changes = (
        tuple(replace(c, at=c.at / speed) if c.at > 0 else c for c in carried)
        for carried in (outlet.items, outlet.changes)
    )
    return replace(outlet, items=items, changes=changes)


def load() -> Script:
    """The script that comes with Dateline."""
    text = resources.files("feeds.demo").joinpath("newsroom.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    stories = {raw["key"]: Story(**_tuples(raw)) for raw in data["story"]}
    outlets = tuple(_outlet(raw) for raw in data["outlet"])
    return Script(stories=stories, outlets=outlets, topics=tuple(data["topic"]))


def _outlet(raw: dict[str, Any]) -> Outlet:
    items = tuple(Carriage(**_tuples(item)) for item in raw["items"])
    changes = tuple(
        Carriage(**{**_tuples(c), "replace": tuple(c["replace"].items())})
        for c in raw.get("change", ())
    )
    fields = {key: value for key, value in raw.items() if key not in ("items", "change")}
    return Outlet(**_tuples(fields), items=items, changes=changes)


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}


def _revised(item: Carriage, change: Carriage | None) -> Carriage:
    if change is None:
        return item
    return Carriage(
        story=item.story,
        title=change.title,
        at=item.at,
        cut=item.cut,
        drop=item.drop,
        credit=item.credit,
        dateline=item.dateline,
        replace=change.replace,
        changed_at=change.at,
    )


def _day(at: datetime, language: str) -> str:
    """A day as datelines of English and French stories have it."""
    if language == "fr":
        return f"{at.day} {_FRENCH_MONTHS[at.month - 1]}"
    return f"{at:%B} {at.day}"


def _weekday(at: datetime, language: str) -> str:
    return _FRENCH_WEEKDAYS[at.weekday()] if language == "fr" else f"{at:%A}"


def _piece(story: Story, carriage: Carriage, start: datetime, language: str) -> Piece:
    published = start + timedelta(seconds=carriage.at)
    paragraphs = [p for n, p in enumerate(story.paragraphs) if n not in carriage.drop]
    for old, new in carriage.replace:
        paragraphs = [paragraph.replace(old, new) for paragraph in paragraphs]
    weekday = _weekday(published, language)
    paragraphs = [paragraph.replace("{weekday}", weekday) for paragraph in paragraphs]
    if carriage.cut is not None:
        paragraphs = [" ".join(paragraphs[0].split()[: carriage.cut]) + "…"]
    if carriage.dateline and story.agency:
        day = _day(published, language)
        paragraphs[0] = f"{story.place}, {day} ({story.agency}) - {paragraphs[0]}"
    if carriage.credit:
        paragraphs.append(carriage.credit)
    changed = carriage.at if carriage.changed_at is None else carriage.changed_at
    return Piece(
        key=story.key,
        title=carriage.title.replace("{weekday}", weekday),
        paragraphs=tuple(paragraphs),
        published=published,
        updated=start + timedelta(seconds=changed),
        teaser=carriage.cut is not None,
    )
