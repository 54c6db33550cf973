"""The stories around an item that arrives, and how they come to be what it shows them to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import datetime

from feeds.identify import elder, leaving, redated, split, split_ids, unite, unpack
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
    while wanted:
        new: list[int] = []
        for story in tx.stories_by_id(wanted[:MOST]).values():
            if len(speak) + len(new) < MOST:
                stories[story.id] = story
                new += speakers(story, met)
        speak += new
        others = tx.contacts(new) - {*speak}
        wanted = sorted({*tx.stories_of(sorted(others)).values()} - stories.keys())
    bodies = tx.fingerprints(speak)
    known = {item: Known(unpack(body), hash(body)) for item, body in bodies.items()}
    apart = tx.ruled_apart(sorted(stories)) if len(stories) > 1 else frozenset[frozenset[str]]()
    return Surroundings(stories, known, apart)


class Regrouping:
    """What an item that arrives shows of the stories around it: that copies of one are two, or of two are one.

    No reader sees what stories are on their way: those that end in others keep the history that they had, those that
    come to the words that they had are as old as these were.
    """

    def __init__(self, tx: Transaction, now: datetime) -> None:
        self._tx = tx
        self._now = now
        self._shown: dict[str, Sequence[Version]] = {}  # histories, as they were before

    def separate(self, groups: Sequence[Group]) -> None:
        """Part stories so that none has copies in two of the ``groups``."""
        tx = self._tx
        together = _together(tx, groups)
        if not self._shown:
            self._shown |= tx.versions_by_story(sorted(together))
        for name, story in tx.stories_by_id(sorted(together)).items():
            parts = [some for one in groups if (some := one & together[name])]
            for away in leaving(story, parts):
                self._take_apart(name, away)

    def _take_apart(self, name: str, away: Set[int]) -> None:
        story = self._tx.stories_by_id([name])[name]
        before = self._tx.versions_by_story(split_ids(story, away))
        _, new = take_apart(self._tx, story, away, self._now).stories
        if new.id in before:
            self._shown.setdefault(new.id, before[new.id])

    def regroup(self, groups: Sequence[Group]) -> None:
        """Part and join stories so that the copies named in ``groups`` stand together as these say."""
        if {*map(frozenset, _together(self._tx, groups).values())} != {*groups}:
            self.separate(groups)
            for one in groups:
                first, *others = sorted({*self._tx.stories_of(sorted(one)).values()})
                for other in others:
                    stories = self._tx.stories_by_id([first, other])
                    first = self._unite(stories[first], stories[other])
        self._as_shown()

    def _unite(self, one: Story, other: Story) -> str:
        done = unite(one, other, self._tx.versions(elder(one, other).id), now=self._now)
        self._tx.rule(done)
        return done.stories[0].id

    def _as_shown(self) -> None:
        tx, shown = self._tx, self._shown
        living = tx.stories_by_id(list(shown))
        gone = [
            (name, v) for name, every in shown.items() if living[name].id != name for v in every
        ]
        if gone:
            tx.rule(Ruling(stories=(), versions=tuple(gone)))
        for name, every in shown.items():
            story = living[name]
            if story.id == name and (done := redated(story, tx.versions(name), every[-1])):
                tx.rule(done)


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
