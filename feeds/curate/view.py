"""A story as queries see it: its words by field, folded once, whatever the number of topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import chain

from feeds.model.story import Story
from feeds.text import fold, words


class Words:
    """Some text with its folded words; ``raw`` are the passages as they stand."""

    def __init__(self, raw: Sequence[str]) -> None:
        self.raw = [passage for passage in raw if passage]

    @cached_property
    def listed(self) -> list[list[str]]:
        """The words of each passage, in order."""
        return [words(passage) for passage in self.raw]

    @cached_property
    def distinct(self) -> frozenset[str]:
        """All words."""
        return frozenset(chain.from_iterable(self.listed))

    @cached_property
    def folded(self) -> list[str]:
        """The passages folded, for regular expressions."""
        return [fold(passage) for passage in self.raw]


class StoryView:
    """The fields of a story; ``tags`` gives the tags of each source."""

    def __init__(self, story: Story, tags: Mapping[str, Sequence[str]]) -> None:
        self.story = story
        self._tags = tags
        self._fields: dict[str, Words] = {}

    def field(self, name: str) -> Words:
        """The words of a field."""
        if name not in self._fields:
            self._fields[name] = Words(self._passages(name))
        return self._fields[name]

    @cached_property
    def sources(self) -> frozenset[str]:
        """The names of the sources that carry it."""
        return frozenset(copy.source for copy in self.story.copies)

    @cached_property
    def tags(self) -> frozenset[str]:
        """The folded tags of those sources."""
        return frozenset(fold(tag) for name in self.sources for tag in self._tags.get(name, ()))

    def _passages(self, name: str) -> list[str]:
        head, copies = self.story.head, self.story.copies
        titles = list(dict.fromkeys([head.title, *(copy.title for copy in copies)]))
        if name == "title":
            return titles
        if name == "text":
            return [head.text]
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
