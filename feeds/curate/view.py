"""A story as queries see it: its words by field, folded once, whatever the number of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property

from feeds.curate.passages import Words
from feeds.model.story import Story
from feeds.model.topic import Hit
from feeds.text import fold

# Fields whose passages are names to be met whole, not texts to look into.
NAMES = frozenset({"tag", "agency", "lang"})


class StoryView:
    """The fields of a story; ``tags`` gives the tags of each source, ``now`` the moment it is asked at.

    ``taken`` are the topics known to take the story, each with why; ``shown`` those known to show it: what
    ``topic:`` goes by.
    """

    def __init__(self, story: Story, tags: Mapping[str, Sequence[str]], *, now: datetime) -> None:
        self.story = story
        self.now = now
        self.taken: dict[str, tuple[Hit, ...]] = {}
        self.shown: dict[str, tuple[Hit, ...]] = {}
        self._tags = tags
        self._fields: dict[str, Words] = {}

    def field(self, name: str) -> Words:
        """The words of a field."""
        if name not in self._fields:
            language = self.story.head.language
            raw = self.passages(name)
            self._fields[name] = Words(raw, whole=name in NAMES, language=language)
        return self._fields[name]

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names of the sources that carry it."""
        return frozenset(copy.source for copy in self.story.copies)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The folded tags of those sources."""
        return frozenset(fold(tag) for name in self.sources for tag in self._tags.get(name, ()))

    def tags_of(self, source: str) -> Sequence[str]:
        """The tags of a source, as they are written."""
        return self._tags.get(source, ())

    def passages(self, name: str) -> list[str]:
        """The texts or names that a field holds."""
        head, copies = self.story.head, self.story.copies
        if name == "title":
            return list(dict.fromkeys([head.title, *(copy.title for copy in copies)]))
        if name == "text":
            filed = head.credit.dateline  # taken out of the text, and shown in front of it
            return [head.text, (filed.place if filed else None) or ""]
        if name == "source":
            return list(dict.fromkeys(copy.source for copy in copies))
        if name == "tag":
            return sorted({tag for copy in copies for tag in self._tags.get(copy.source, ())})
        if name == "agency":
            return [self.story.agency or ""]
        if name == "lang":
            return [head.language or ""]
        if name == "author":
            return [person.name for person in head.authors] + [head.credit.byline or ""]
        return list(dict.fromkeys(copy.link or "" for copy in copies))
