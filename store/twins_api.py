"""What the rest of Dateline may ask of a store about language twins; part of ``store.api``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.model.story import StoryGist, StoryLink

TwinPosting = tuple[str, str, datetime]  # story, its language, when it was published


class TwinReader(Protocol):
    """Reads."""

    def unread(self) -> Sequence[str]:
        """The stories that changed since they were last released and whose gist is not of the words that they have
        now, oldest change first.
        """

    def gists(self, story_ids: Sequence[str]) -> Mapping[str, StoryGist]:
        """The gists of those stories, as they were put; others are absent."""

    def postings(
        self, asked: Iterable[tuple[int, datetime, datetime]]
    ) -> Mapping[int, Sequence[TwinPosting]]:
        """Who has keys that are asked for, each with a time within which the story was published (both ends count);
        those of one key may not overlap.
        """

    def of(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[StoryLink]]:
        """The twins of stories, by present story id: each link has it as ``story``. The surest first."""


class TwinWriter(TwinReader, Protocol):
    """Reads and writes."""

    def put(self, gists: Sequence[StoryGist], *, before: Mapping[str, StoryGist]) -> None:
        """Make these the gists of their stories, in place of those that they had ``before``."""

    def link(self, story_id: str, links: Sequence[StoryLink]) -> None:
        """Make these the links of a story, each with it as ``story``, and mark changed the stories at the other ends of
        links that this makes or takes back.
        """
