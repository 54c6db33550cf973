"""Everything that is published, file by file: what ``dateline publish`` writes."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import resources

from feeds.model.story import Story
from feeds.publish.permit import permit_for
from feeds.publish.tree import Leaf, lay_out
from feeds.serve.api import MOST_IN_JSON, story_json
from feeds.serve.desk import Front
from feeds.serve.views import Templates, Values, front_view, sources_view, story_view, topic_view
from store.api import Snapshot

_AT_ONCE = 200  # stories read at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A file's bytes; ``modified`` is when they came to be, None where only writing them tells."""

    body: bytes
    modified: datetime | None = None


class Site:
    """A desk as files, out of one snapshot: all of them show the same state."""

    def __init__(self, snapshot: Snapshot, front: Front, now: datetime) -> None:
        self._snapshot = snapshot
        self._front = front
        self._now = now
        self._templates = Templates(live=False)
        self._topics = {topic.slug: topic for topic in front.topics}
        self._stories = snapshot.stories_in_topics()
        self._shown = frozenset(self._stories)
        self.leaves = lay_out(
            topics=tuple(self._topics),
            stories=self._stories,
            moved=snapshot.moved_stories(),
            documents=snapshot.document_paths(),
            was={old: topic.slug for topic in front.topics for old in topic.was},
        )

    def files(self) -> Iterator[tuple[Leaf, Content]]:
        """The files in the order of ``leaves``, each made when it is asked for."""
        stories: Mapping[str, Story] = {}
        for leaf in self.leaves:
            if leaf.kind == "story" and leaf.name not in stories:
                start = bisect_left(self._stories, leaf.name)
                stories = self._snapshot.stories_by_id(self._stories[start : start + _AT_ONCE])
            content = self._content(leaf, stories.get(leaf.name))
            if content is not None:
                yield leaf, content

    def _content(self, leaf: Leaf, story: Story | None) -> Content | None:
        if leaf.kind == "document":
            document = self._snapshot.document(leaf.name)
            return Content(body=document.body, modified=document.modified) if document else None
        if leaf.kind == "style":
            return Content(body=style_sheet())
        if leaf.kind == "story json":
            if story is None:
                return None
            permit = permit_for(story, self._front.republish)
            line = story_json(self._snapshot, story, permit, most=MOST_IN_JSON)
            return Content(body=json.dumps(line, ensure_ascii=False).encode())
        values = self._values(leaf, story)
        if values is None:
            return None
        return Content(
            body=self._templates.render(f"{leaf.kind}.html", self._front, **values).encode()
        )

    def _values(self, leaf: Leaf, story: Story | None) -> Values | None:
        """What a page shows."""
        snapshot, front, now = self._snapshot, self._front, self._now
        if leaf.kind == "story":
            return story_view(snapshot, front, story, linked=self._shown) if story else None
        if leaf.kind == "topic":
            return topic_view(snapshot, self._topics[leaf.name], now)
        if leaf.kind == "sources":
            return sources_view(snapshot, front, now)
        return {"story": leaf.name} if leaf.kind == "moved" else front_view(snapshot, front, now)


def style_sheet() -> bytes:
    """The style sheet of all pages."""
    return resources.files("feeds.serve").joinpath("static/style.css").read_bytes()
