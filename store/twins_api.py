"""What the rest of Dateline may ask of a store about language twins; part of ``store.api``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.model.story import StoryGist, StoryLink


class TwinReader(Protocol):
    """Reads."""

    def unread(self, *, after: int, limit: int) -> Sequence[tuple[str, int]]:
        """(story id, mark) of changed stories whose gist is not of that change, by marks greater than ``after``,
        rising; merged ids are among them.
        """
        ...

    def gists(self, story_ids: Sequence[str]) -> Mapping[str, StoryGist]:
        """The gists of those stories, as they were put; others are absent."""
        ...

    def postings(
        self, keys: Sequence[int], *, since: datetime, until: datetime
    ) -> Mapping[int, Sequence[tuple[str, str]]]:
        """(story id, language) of who has each of those keys, among stories published in that time."""
        ...

    def of(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[StoryLink]]:
        """The twins of stories, by present story id: each link has it as ``story``. The surest first."""
        ...


class TwinWriter(TwinReader, Protocol):
    """Reads and writes."""

    def put(self, gist: StoryGist, *, mark: int, before: StoryGist | None) -> None:
        """Make this the story's gist, in place of the one it had."""
        ...

    def note(self, story_id: str, *, mark: int) -> None:
        """The story's gist is of that change too."""
        ...

    def link(self, story_id: str, links: Sequence[StoryLink]) -> None:
        """Make these the links of a story, each with it as ``story``, and mark changed the stories at the other ends of
        links that this makes or takes back.
        """
        ...
