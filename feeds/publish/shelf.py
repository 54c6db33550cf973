"""Rendered entries, to be taken for every topic that shows the story alike: each is rendered once, not once a topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feeds.model.item import Item
from feeds.model.poll import Republish
from feeds.model.story import Story, Version
from feeds.model.topic import Hit, Topic
from feeds.publish.entry import build_entry
from feeds.publish.render import FAULTS, RenderedEntry, render_entry

_MOST = 1500  # entries held, some 20 KB each
_Manner = tuple[str, tuple[str, ...], str]  # all of a topic that its entries differ by


@dataclass(frozen=True, slots=True, kw_only=True)
class Copytext:
    """What entries are made of: stories by the ids asked for, the versions of those that have several, the items
    that head some of them in this topic, why it took them, where that is told, and by present id their language twins.
    """

    stories: Mapping[str, Story]
    versions: Mapping[str, Sequence[Version]]
    leads: Mapping[str, Item] = field(default_factory=dict)
    why: Mapping[str, Sequence[Hit]] | None = None
    twins: Mapping[str, Sequence[Story]] = field(default_factory=dict)


class Shelf:
    """Lives as long as one release or one answer: its entries are of one state of the store."""

    def __init__(self, *, republish: Mapping[str, Republish], base_url: str) -> None:
        self._republish = republish
        self.base_url = base_url
        self.stories_url = f"{base_url.rstrip('/')}/stories/"
        self._held: dict[tuple[str, _Manner], RenderedEntry] = {}
        self.problems: list[str] = []

    def missing(self, topic: Topic, ids: Sequence[str]) -> list[str]:
        """Those of the stories that are to be put first."""
        manner = _manner(topic)
        return [story for story in ids if (story, manner) not in self._held]

    def put(self, topic: Topic, text: Copytext) -> None:
        """Render stories as the topic shows them; one that can't be rendered is a problem, and is left out."""
        for story_id, story in text.stories.items():
            try:
                entry = build_entry(
                    story,
                    content=topic.content,
                    republish=self._republish,
                    page_url=f"{self.stories_url}{story_id}",
                    versions=text.versions.get(story.id, ()),
                    lead=text.leads.get(story.id),
                    why=None if text.why is None else text.why.get(story.id, ()),
                    twins=text.twins.get(story.id, ()),
                )
            except FAULTS as error:
                self.problems.append(f"story {story.id} can't be made an entry: {error!r}")
                continue
            done = render_entry(entry)
            self.problems += done.problems.values()
            self._held[story_id, _manner(topic)] = done

    def take(self, topic: Topic, ids: Sequence[str]) -> list[RenderedEntry]:
        """The entries of those stories, in the same order."""
        manner = _manner(topic)
        found = [self._held[story, manner] for story in ids if (story, manner) in self._held]
        while len(self._held) > _MOST:
            del self._held[next(iter(self._held))]
        return found


def _manner(topic: Topic) -> _Manner:
    return (topic.content, topic.priority, topic.slug if topic.explain else "")
