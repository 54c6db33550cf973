"""What a store keeps of an editor's hand and of waiting: part of the protocol in ``store.api``."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.model.archive import Posted
from feeds.model.topic import Digest, DigestState, EditorsWord, Hit


class CurationReads(Protocol):
    """Reads of a snapshot."""

    def words_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Mapping[str, EditorsWord]]:
        """What an editor said of those stories, by story and topic; absent: nothing."""

    def words_in(self, slug: str) -> Mapping[str, EditorsWord]:
        """What an editor said of stories in a topic, by story, the latest word first."""

    def hits(self, slug: str, story_ids: Sequence[str]) -> Mapping[str, tuple[Hit, ...]]:
        """Why the topic took those stories; those that it does not hold are absent."""

    def held_by_topics(self, story_id: str) -> Mapping[str, datetime]:
        """The topics that hold the story back, each until when."""

    def next_held(self) -> datetime | None:
        """When the next story that a topic holds back may be out; None where none is."""

    # digests
    def digest_state(self, slug: str) -> DigestState | None:
        """How far the topic's digests are; None: it is none."""

    def digest_states(self) -> Mapping[str, DigestState]:
        """The same of all topics that are digests, by slug."""

    def digests(self, slug: str, labels: Sequence[str]) -> Mapping[str, Digest]:
        """The topic's digests by their labels; those that are not kept are absent."""

    def digest_edition(self, slug: str, *, limit: int) -> Sequence[Posted]:
        """The topic's newest digests, newest first, their labels in place of stories."""

    def digests_waiting(self, slug: str) -> Sequence[Posted]:
        """The topic's digests that are in no archive page, oldest first."""


class CurationWrites(Protocol):
    """Writes of a transaction."""

    def put_word(self, slug: str, story_id: str, word: EditorsWord | None, *, at: datetime) -> None:
        """Write an editor's word on a story in a topic in place of the one before (None: none), and mark the story
        changed. It stays until the story is forgotten, and follows it when it is merged into another.
        """

    def put_held(
        self,
        until: Mapping[str, Mapping[str, datetime]],
        *,
        topics: Collection[str] | None = None,
    ) -> None:
        """Make these the topics that hold back each of some stories; ``topics``: only among those slugs."""

    def take_held(self, *, now: datetime, limit: int) -> Sequence[str]:
        """Take out up to ``limit`` stories whose time in some topic has come, the earliest first."""

    def rewrite_digest(self, slug: str, label: str, html: str, *, at: datetime) -> None:
        """Let a digest say something else, from ``at`` on; its place stays."""

    def put_digest(self, slug: str, digest: Digest) -> None:
        """Keep a digest, with the next number of the topic's log."""

    def put_digest_state(self, slug: str, *, opened: datetime, until: datetime) -> None:
        """Note how far the topic's digests are."""

    def drop_digest_state(self, slug: str) -> None:
        """The topic is no digest any more; the digests made stay."""
