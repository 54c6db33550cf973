"""The stories that a story quotes, those that quote it, and those that tell of its event in other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from feeds.model.story import Story
from store.api import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoting:
    """``kind`` says what the story asked about does with ``other``; ``score`` and ``why`` as found."""

    kind: Literal["quotes", "quoted by"]
    other: Story
    score: float
    why: str


def quotings(snapshot: Snapshot, story: Story, most: int | None = None) -> list[Quoting]:
    """All of a story, or the surest ``most``, those that it quotes first."""
    links = snapshot.quotes(story.id)
    if most is not None and len(links) > most:
        links = sorted(links, key=lambda link: -link.score)[:most]
    ends = {end for link in links for end in (link.story, link.other)}
    others = snapshot.stories_by_id(sorted(ends - {story.id}))
    found = []
    for link in links:
        quotes = link.story == story.id
        other = others.get(link.other if quotes else link.story)
        if other is not None:
            kind: Literal["quotes", "quoted by"] = "quotes" if quotes else "quoted by"
            found.append(Quoting(kind=kind, other=other, score=link.score, why=link.why))
    return sorted(found, key=lambda quoting: quoting.kind == "quoted by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """``other`` tells of the same event in another language; ``score`` and ``why`` as found."""

    other: Story
    score: float
    why: str


def twins_of(snapshot: Snapshot, story: Story) -> list[Twin]:
    """The language twins of a story, the surest first."""
    links = snapshot.twins.of([story.id]).get(story.id, ())
    others = snapshot.stories_by_id([link.other for link in links])
    return [
        Twin(other=others[link.other], score=link.score, why=link.why)
        for link in links
        if link.other in others
    ]
