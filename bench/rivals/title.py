"""The rule most aggregators have: equal titles are one story."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from bench.rivals.window import within
from feeds.text import words
from tests.quality.labelled import Labelled


class Title:
    """Items whose folded titles are equal; the newest within the window says which story."""

    def __init__(self) -> None:
        self.name = "title"
        self._held: defaultdict[str, list[tuple[datetime | None, str]]] = defaultdict(list)

    def assign(self, item: Labelled) -> str:
        title = " ".join(words(item.title))
        if not title:
            return item.id
        held = self._held[title]
        story = next((s for time, s in reversed(held) if within(time, item.time)), item.id)
        held.append((item.time, story))
        return story
