"""Stories into topics and out of them, inside a release's transaction: by queries, rules and an editor's word.

What a topic takes is decided in ``feeds.curate``; this file asks the store what that needs to know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from feeds.curate.definition import definitions
from feeds.curate.match import Curator
from feeds.curate.rules import Entering, enter, overruled
from feeds.model.story import Story
from feeds.model.topic import EditorsWord, Topic
from store.api import Transaction

_AT_ONCE = 500  # stories looked at together


class Curation:
    """The topics of one release. Stories enter them ``at`` that time."""

    def __init__(
        self,
        tx: Transaction,
        curator: Curator,
        topics: Sequence[Topic],
        now: datetime,
        at: datetime,
    ) -> None:
        self._tx, self._curator, self._now, self._at = tx, curator, now, at
        self._topics = {topic.slug: topic for topic in topics}
        self._done: set[str] = set()  # the stories entered into all topics, or out of them
        self.changed: defaultdict[str, set[str]] = defaultdict(
            set
        )  # by topic, what is or was in it
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
            others = [one for one in self._tx.story_ids() if one not in self._done]
            for start in range(0, len(others), _AT_ONCE):
                stories = self._tx.stories_by_id(others[start : start + _AT_ONCE])
                self._enter(list(stories.values()), {}, only=changed)
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
            self._tx.touch(changed)
            self._tx.mark_released(marks)
        return touched

    def _curate(self, ids: Sequence[str]) -> frozenset[str]:
        """Enter stories into topics, and merged ones out."""
        self._done.update(ids)
        stories = self._tx.stories_by_id(ids)
        present = [stories[one] for one in ids if one in stories and stories[one].id == one]
        there = {story.id for story in present}
        left = self._tx.put_matches({one: () for one in ids if one not in there}, at=self._at)
        moved: dict[str, frozenset[str]] = {}  # the topics that held what was merged into a story
        self._note(left)
        if self._holds:
            self._tx.put_held({story_id: {} for story_id in left})
        for story_id, slugs in left.items():
            if story_id in stories:
                into = stories[story_id].id
                moved[into] = moved.get(into, frozenset()) | slugs
        self.withdrawn |= {s.id for s in stories.values() if s.status == "withdrawn"}
        return frozenset[str]().union(*left.values()) | self._enter(present, moved)

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
        done: dict[str, Entering] = {}
        for story in stories:
            there = moved.get(story.id, frozenset()) | frozenset(inside.get(story.id, ()))
            done[story.id] = self._enter_one(story, words.get(story.id, {}), there, only)
        if self._holds:
            self._tx.put_held({story: one.waiting for story, one in done.items()}, topics=only)
        matches = {story: one.matches for story, one in done.items()}
        touched = self._tx.put_matches(matches, at=self._at, topics=only)
        if only is None:  # else the topics are gone through whole
            self._note(touched)
        return frozenset[str]().union(*touched.values())

    def _note(self, touched: Mapping[str, Iterable[str]]) -> None:
        """Note the stories of topics, given the topics of stories."""
        for story, slugs in touched.items():
            for slug in slugs:
                self.changed[slug].add(story)

    @property
    def _minds_what_is_inside(self) -> bool:
        return self._holds or any(topic.min_carriers > 1 for topic in self._topics.values())

    def _enter_one(
        self,
        story: Story,
        words: Mapping[str, EditorsWord],
        inside: frozenset[str],
        only: Collection[str] | None,
    ) -> Entering:
        said = {slug: word for slug, word in words.items() if only is None or slug in only}
        shown = overruled(story, self._referred, words=words, inside=inside, now=self._now)
        return enter(
            story,
            self._curator.match(story, now=self._now, only=only, shown=shown),
            self._topics,
            words=said,
            inside=inside,
            now=self._now,
        )
