"""The stories around an item that arrives, and how they come to be what it shows them to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from feeds.identify import elder, leaving, split, split_ids, unite, unpack
from feeds.identify.group import Group
from feeds.identify.said import Known
from feeds.identify.surroundings import MOST, Surroundings, speakers
from feeds.model.story import Ruling, Story, Version
from store.api import Snapshot, Transaction


def look_around(tx: Snapshot, touched: Sequence[str], met: Set[int] = frozenset()) -> Surroundings:
    """What is around an item that touches those stories, the likest first: they, and whom their copies touched before.
    ``met`` are the copies by which it touches them.

    No story is added once there are ``MOST`` copies: what a thousand fillings of a template touch costs no more.
    """
    stories: dict[str, Story] = {}
    speak: list[int] = []
    wanted = [*touched]
    while wanted and len(speak) < MOST:
        new: list[int] = []
        for story in tx.stories_by_id(wanted[:MOST]).values():
            if story.id not in stories and len(speak) + len(new) < MOST:
                stories[story.id] = story
                new += speakers(story, met)
        speak += new
        others = tx.contacts(new) - {*speak}
        near = {*tx.stories_of(sorted(others)).values()} if others else set[str]()
        wanted = sorted(near - stories.keys())
    bodies = tx.fingerprints(speak)
    known = {item: Known(unpack(body), hash(body)) for item, body in bodies.items()}
    apart = tx.ruled_apart(sorted(stories)) if len(stories) > 1 else frozenset[frozenset[str]]()
    return Surroundings(stories, known, apart)


def separate(
    tx: Transaction, groups: Sequence[Group], now: datetime
) -> Mapping[str, Sequence[Version]]:
    """Part stories so that none has copies in two of the ``groups``. Of those that are stories again, the histories
    that they had when they were merged.
    """
    again: dict[str, Sequence[Version]] = {}
    for name, items in sorted(_together(tx, groups).items()):
        parts = [some for one in groups if (some := one & items)]
        if len(parts) > 1:
            for away in leaving(tx.stories_by_id([name])[name], parts):
                story = tx.stories_by_id([name])[name]
                before = tx.versions_by_story(split_ids(story, away))
                _, new = take_apart(tx, story, away, now).stories
                again.update({new.id: before[new.id]} if new.id in before else {})
    return again


def regroup(tx: Transaction, groups: Sequence[Group], now: datetime) -> None:
    """Part and join stories so that the copies named in ``groups`` stand together as these say."""
    present = _together(tx, groups)
    if {*map(frozenset, present.values())} == {*groups}:
        return
    shown = {**tx.versions_by_story(sorted(present)), **separate(tx, groups, now)}
    for one in groups:
        first, *others = sorted({*tx.stories_of(sorted(one)).values()})
        for other in others:
            stories = tx.stories_by_id([first, other])
            first = _unite(tx, stories[first], stories[other], now)
    # The words that a story had only on its way into another, no reader saw.
    living = tx.stories_by_id(list(shown))
    gone = [(name, v) for name, every in shown.items() if living[name].id != name for v in every]
    if gone:
        tx.rule(Ruling(stories=(), versions=tuple(gone)))


def _together(tx: Transaction, groups: Sequence[Group]) -> Mapping[str, Set[int]]:
    """The copies named in groups by the stories that they are in now."""
    found: dict[str, set[int]] = {}
    for item, story in tx.stories_of(sorted(frozenset[int]().union(*groups))).items():
        found.setdefault(story, set()).add(item)
    return found


def take_apart(
    tx: Transaction, story: Story, away: Set[int], now: datetime, *, by_an_editor: bool = False
) -> Ruling:
    """Make a story of its own of the copies ``away``; what was written. Raises DatelineError where that can't be."""
    leads = {asked: led.id for asked, led in tx.stories_by_id(split_ids(story, away)).items()}
    merged = [asked for asked, led in leads.items() if led == story.id != asked]
    done = split(
        story,
        {copy.item: item for copy in story.copies if (item := tx.item(copy.item))},
        tx.versions(story.id),
        away,
        leads=leads,
        before=tx.versions_by_story(merged),
        apart=tx.ruled_apart_from(story.id),
        by_an_editor=by_an_editor,
        now=now,
    )
    tx.rule(done)
    return done


def _unite(tx: Transaction, one: Story, other: Story, now: datetime) -> str:
    done: Ruling = unite(one, other, tx.versions(elder(one, other).id), now=now)
    tx.rule(done)
    return done.stories[0].id
