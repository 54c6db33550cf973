"""Stories into topics and out of them, inside a release's transaction: by queries, rules and an editor's word.

What a topic takes is decided in ``feeds.curate``; this file asks the store what that needs to know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from feeds.curate.definition import definitions
from feeds.curate.match import Curator
from feeds.curate.rules import enter, overruled
from feeds.model.story import Story
from feeds.model.topic import EditorsWord, Topic
from store.api import Transaction

_AT_ONCE = 500  # stories looked at together


class Curation:
    """The topics of one release."""

    def __init__(
        self, tx: Transaction, curator: Curator, topics: Sequence[Topic], now: datetime
    ) -> None:
        self._tx, self._curator, self._now = tx, curator, now
        self._topics = {topic.slug: topic for topic in topics}
        self._entered: set[str] = set()
        self._referred = [
            topic for topic in curator.referred() if topic.hold or topic.min_carriers > 1
        ]
        self.withdrawn: set[str] = set()  # of the stories that changed
        self._holds = any(topic.hold for topic in topics) or tx.next_held() is not None

    def rematch(self) -> set[str]:
        """Match topics that are new or changed against all stories but those that were entered already; their slugs."""
        known, present = self._tx.topic_digests(), definitions(self._curator, now=self._now)
        changed = {slug for slug, digest in present.items() if known.get(slug) != digest}
        if changed:
            stories = [one for one in self._tx.stories() if one.id not in self._entered]
            for start in range(0, len(stories), _AT_ONCE):
                self._enter(stories[start : start + _AT_ONCE], {}, only=changed)
        for slug in sorted(changed):
            self._tx.set_topic_digest(slug, present[slug])
        return changed

    def take_changed(self) -> frozenset[str]:
        """Enter the stories that changed since the last release, and those held back until now; the slugs of
        topics whose feeds that touches.
        """
        touched: frozenset[str] = frozenset()
        while due := self._tx.take_held(now=self._now, limit=_AT_ONCE) if self._holds else ():
            touched |= self._curate(due)
        while marks := self._tx.changed_stories(limit=_AT_ONCE):
            changed = [story for story, _ in marks]
            touched |= self._curate(changed)
            self._entered.update(changed)
            self._tx.touch(changed)
            self._tx.mark_released(marks)
        return touched

    def _curate(self, ids: Sequence[str]) -> frozenset[str]:
        """Enter stories into topics, and merged ones out."""
        stories = self._tx.stories_by_id(ids)
        touched: frozenset[str] = frozenset()
        moved: dict[str, frozenset[str]] = {}  # the topics that held what was merged into a story
        for story_id in ids:
            story = stories.get(story_id)
            if story is None or story.id != story_id:
                left = self._tx.put_matches(story_id, (), at=self._now)
                touched |= left
                if self._holds:
                    self._tx.put_held(story_id, {})
                if story is not None:
                    moved[story.id] = moved.get(story.id, frozenset()) | left
        self.withdrawn |= {s.id for s in stories.values() if s.status == "withdrawn"}
        present = [stories[one] for one in ids if one in stories and stories[one].id == one]
        return touched | self._enter(present, moved)

    def _enter(
        self,
        stories: Sequence[Story],
        moved: Mapping[str, frozenset[str]],
        *,
        only: Collection[str] | None = None,
    ) -> frozenset[str]:
        ids = [story.id for story in stories]
        words = self._tx.words_by_story(ids)
        inside = self._tx.topics_by_story(ids) if self._minds_what_is_inside else {}
        touched: frozenset[str] = frozenset()
        for story in stories:
            there = moved.get(story.id, frozenset()) | frozenset(inside.get(story.id, ()))
            touched |= self._enter_one(story, words.get(story.id, {}), there, only)
        return touched

    @property
    def _minds_what_is_inside(self) -> bool:
        return self._holds or any(topic.min_carriers > 1 for topic in self._topics.values())

    def _enter_one(
        self,
        story: Story,
        words: Mapping[str, EditorsWord],
        inside: frozenset[str],
        only: Collection[str] | None,
    ) -> frozenset[str]:
        said = {slug: word for slug, word in words.items() if only is None or slug in only}
        shown = overruled(story, self._referred, words=words, inside=inside, now=self._now)
        done = enter(
            story,
            self._curator.match(story, now=self._now, only=only, shown=shown),
            self._topics,
            words=said,
            inside=inside,
            now=self._now,
        )
        if self._holds:
            self._tx.put_held(story.id, done.waiting, topics=only)
        return self._tx.put_matches(story.id, done.matches, at=self._now, topics=only)
