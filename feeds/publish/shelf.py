"""Rendered entries, to be taken for every topic that has the story: each is rendered once a rule, not once a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from feeds.model.poll import Republish
from feeds.model.story import Story, Version
from feeds.model.topic import ContentRule
from feeds.publish.render import RenderedEntry, render_story

_MOST = 5000  # entries held


class Shelf:
    """Lives as long as one release or one answer: its entries are of one state of the store."""

    def __init__(self, *, republish: Mapping[str, Republish], base_url: str) -> None:
        self._republish = republish
        self._stories_url = f"{base_url.rstrip('/')}/stories"
        self._held: dict[tuple[str, ContentRule], RenderedEntry] = {}
        self.problems: list[str] = []

    def missing(self, rule: ContentRule, ids: Sequence[str]) -> list[str]:
        """Those of the stories that are to be put first."""
        return [story for story in ids if (story, rule) not in self._held]

    def put(
        self,
        rule: ContentRule,
        stories: Mapping[str, Story],
        histories: Mapping[str, Sequence[Version]],
    ) -> None:
        """Render stories, by the ids asked for; one that can't be rendered is a problem, and is left out."""
        for story_id, story in stories.items():
            done = render_story(
                story,
                content=rule,
                republish=self._republish,
                page_url=f"{self._stories_url}/{story_id}",
                versions=histories.get(story.id, ()),
            )
            self.problems += done.problems
            if done.entry is not None:
                self._held[story_id, rule] = done.entry

    def take(self, rule: ContentRule, ids: Sequence[str]) -> list[RenderedEntry]:
        """The entries of those stories, in the same order."""
        found = [self._held[story, rule] for story in ids if (story, rule) in self._held]
        while len(self._held) > _MOST:
            del self._held[next(iter(self._held))]
        return found
