"""What the rest of Dateline may ask of a store: the protocol every backend keeps.

Reading and writing go through two kinds of short-lived views: a ``Snapshot`` (reads, consistent
while it is open) and a ``Transaction`` (reads and writes, all or nothing, seeing its own writes).
Times are aware UTC datetimes, handed in: a store never reads the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from feeds.model.item import Item
from feeds.model.output import Document
from feeds.model.search import Indexing, Lookup, Position
from feeds.model.story import (
    Plan,
    Posting,
    Ruling,
    Story,
    StoryLink,
    Version,
)
from feeds.model.topic import Match, Taking, TopicEntry
from store.archive_api import ArchiveReads, ArchiveWrites
from store.curation_api import CurationReads, CurationWrites
from store.hub_api import HubReader, HubWriter
from store.polling_api import PollingReads, PollingWrites
from store.push_api import PushReader, PushWriter
from store.shared_api import Lanes, Shared
from store.twins_api import TwinReader, TwinWriter


class Snapshot(ArchiveReads, CurationReads, PollingReads, Protocol):
    """Reads, all of the same state of the store."""

    @property
    def hub(self) -> HubReader:
        """What is kept of the WebSub hub."""

    @property
    def push(self) -> PushReader:
        """What is kept of our subscriptions with sources' hubs."""

    @property
    def twins(self) -> TwinReader:
        """What is kept of language twins."""

    # items and stories

    def items_by_key(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """The items this source is known to have under those keys; unknown keys are absent."""

    def item(self, item_id: int) -> Item | None:
        """One item."""

    def story(self, story_id: str) -> Story | None:
        """One story; an id that was merged into another gives that other story."""

    def stories_by_id(self, story_ids: Sequence[str]) -> Mapping[str, Story]:
        """Stories by the ids asked for (merged ids too); unknown ids are absent."""

    def present_stories(self, story_ids: Sequence[str]) -> frozenset[str]:
        """Those of the ids that a story has itself, rather than one that it was merged into."""

    def story_of(self, item_id: int) -> str | None:
        """The id of the story that the item is a copy of."""

    def stories_of(self, item_ids: Sequence[int]) -> Mapping[int, str]:
        """The ids of the stories that those items are copies of."""

    def stories(
        self, *, since: datetime | None = None, topic: str | None = None, limit: int | None = None
    ) -> Iterator[Story]:
        """Stories newest first: by ``published``, then id, both falling.

        ``since`` bounds ``published``; ``topic`` takes only those in that topic.
        """

    def story_ids(self) -> Sequence[str]:
        """The ids of all stories, in the order of :meth:`stories`."""

    def versions(self, story_id: str, *, last: int | None = None) -> Sequence[Version]:
        """The states of a story's words, oldest first: all, or the ``last`` so many."""

    def versions_by_story(
        self, story_ids: Sequence[str], *, last: int | None = None
    ) -> Mapping[str, Sequence[Version]]:
        """The same of several stories, by their present ids; of ids that were merged away, what they had then. Unknown
        ids are absent.
        """

    def next_embargo(self) -> datetime | None:
        """When the next item that is held back may be seen; None where none is."""

    # identity
    def postings(self, keys: Sequence[int], *, since: datetime) -> Mapping[int, Sequence[Posting]]:
        """Who has each of those signature keys, among items first seen since then; keys that
        nobody has are absent.
        """

    def ruled_apart(self, story_ids: Sequence[str]) -> frozenset[frozenset[str]]:
        """The pairs among those stories that an editor ruled apart."""

    def ruled_apart_from(self, story_id: str) -> frozenset[str]:
        """The stories that an editor ruled apart from that one."""

    def contacts(self, item_ids: Sequence[int]) -> frozenset[int]:
        """The items that a comparison with one of those spoke for, though they were in other stories."""

    def quotes(self, story_id: str) -> Sequence[StoryLink]:
        """The links of a story with those it quotes and those that quote it."""

    def fingerprints(self, item_ids: Sequence[int]) -> Mapping[int, bytes]:
        """The fingerprints of those items, as they were put."""

    # topics and documents
    def topic_entries(
        self, slug: str, *, limit: int | None = None, since: datetime | None = None
    ) -> Sequence[TopicEntry]:
        """The topic's stories, newest first: by ``first_seen`` to ten minutes, ``published``, id, all falling.

        With ``since``, those that entered it then or later.
        """

    def takings(self, slug: str) -> Iterator[Taking]:
        """What there is to count of each of the topic's stories, without their words."""

    def topics_of(self, story_id: str) -> Sequence[Match]:
        """The topics that took the story, by slug, and why."""

    def topics_by_story(self, story_ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """The slugs of the topics each of those stories is in, sorted; absent: in none."""

    def stories_in_topics(self) -> Sequence[str]:
        """The ids of all stories that some topic took, sorted."""

    def moved_stories(self) -> Mapping[str, str]:
        """Ids that were merged away, and the ids of the stories that they mean now."""

    def topic_digests(self) -> Mapping[str, str]:
        """The digest that each topic's definition had when its matches were last made anew."""

    def document(self, path: str) -> Document | None:
        """A published document."""

    def document_paths(self) -> Sequence[str]:
        """The paths of all published documents, sorted."""

    def totals(self) -> tuple[int, int]:
        """How many items are kept, and how many documents are published."""

    def changed_stories(self, *, limit: int) -> Sequence[tuple[str, int]]:
        """(story id, mark) of stories changed since they were last released, oldest first.

        Ids that were merged away are among them, so that topics can let go of them.
        """

    # search
    def search(
        self, lookup: Lookup, *, limit: int, before: Position | None = None
    ) -> Sequence[Position]:
        """Where stories stand that the lookup gives, newest first, from behind ``before`` on.

        Stories whose change is not indexed yet are all among them, whatever their words.
        """

    def unindexed(self, *, limit: int) -> Mapping[str, Sequence[int]]:
        """The marks of changes that the search index lacks, by the id of the story (which may be no
        more), those waiting longest first: all marks of the stories that the first so many are of.
        """

    def unindexed_stories(self) -> int:
        """How many stories have changes that the search index lacks."""


class Transaction(Snapshot, ArchiveWrites, CurationWrites, PollingWrites, Lanes, Protocol):
    """Reads and writes, all or nothing."""

    @property
    def hub(self) -> HubWriter:
        """The WebSub hub's part."""

    @property
    def push(self) -> PushWriter:
        """The part of our subscriptions with sources' hubs."""

    @property
    def twins(self) -> TwinWriter:
        """The part of language twins."""

    # items and stories

    def apply(self, plan: Plan) -> None:
        """Write what one arriving item wants written, and mark its story (and merged ones) changed
        unless the plan's change is "unchanged".
        """

    def note_contacts(self, pairs: Sequence[tuple[int, int]]) -> None:
        """Note pairs of items for ``contacts``; those known stay."""

    def foresee(self, keys: Sequence[int], *, since: datetime) -> None:
        """Read together what ``postings`` will be asked of these keys, some at a time: fewer questions, the
        same answers.
        """

    def know_as(self, item: Item, keys: Sequence[str]) -> None:
        """Note identities within its source under which an item came too; those known stay."""

    def amend(self, item: Item, *, shown: bool = False) -> None:
        """Replace what is kept of an item whose words are the same; its story counts as changed only if it is
        ``shown`` otherwise for that.
        """

    def step(self) -> AbstractContextManager[None]:
        """Part of the transaction: what it wrote is taken back when the block raises, what came before stays."""

    # embargoes
    def hold(self, item: Item, keys: Sequence[str], *, until: datetime) -> None:
        """Hold an item back, in place of what was held under its key. Nothing but these methods
        shows it.
        """

    def held(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """The items of a source that are held back under those keys, or of files among them (the last of each)."""

    def let_go(self, item: Item) -> None:
        """Forget what is held back under the item's key."""

    def take_due(self, *, now: datetime, limit: int) -> Sequence[tuple[Item, tuple[str, ...]]]:
        """Take out up to ``limit`` items whose time has come, with their keys, the earliest first."""

    def rule(self, ruling: Ruling) -> None:
        """Write an editor's word, and mark all stories that it touches changed."""

    # topics and documents
    def put_matches(
        self,
        matches: Mapping[str, Sequence[Match]],
        *,
        at: datetime,
        topics: Collection[str] | None = None,
    ) -> Mapping[str, frozenset[str]]:
        """Make these the topics of each of some stories; answers, by story, the slugs of all topics whose entries
        that touches.

        ``topics``: only among those slugs; what a story is in besides stays. A topic that held a
        story before and does still keeps its ``entered``.
        """

    def drop_topics(self, keep: Sequence[str]) -> frozenset[str]:
        """Forget all topics but these, with their entries; answers the slugs forgotten."""

    def set_topic_digest(self, slug: str, digest: str) -> None:
        """Note the definition under which the topic's matches were made."""

    def put_document(self, document: Document) -> None:
        """Publish a document, replacing what was at its path."""

    def drop_document(self, path: str) -> None:
        """Take a document back."""

    def mark_released(self, marks: Sequence[tuple[str, int]]) -> None:
        """These changes (as ``changed_stories`` gave them) are published; later ones stay."""

    # search
    def put_indexed(self, indexed: Sequence[Indexing]) -> None:
        """Take stories into the search index, or out of it, and drop their marks. One whose marks are
        no longer all there is passed over: another has indexed it since.
        """

    def put_right(self, *, now: datetime, periods: Mapping[str, datetime]) -> bool:
        """Have what a clock noted that was never set, or was more than two days ahead, count as noted ``now``, which
        has to be the right time; whether there was any. ``periods`` says of topics that are digests when their
        present period ends: what they took by such a clock is in the digest after that.
        """

    def tidy(self, *, before: datetime) -> int:
        """Forget stories of which no copy was first seen since, and that did not change since, with all that hangs
        on them; answers how many. Also forget what was told of sources before.
        """


class Store(Protocol):
    """One place that keeps everything. Usable from several threads."""

    @property
    def shared(self) -> Shared | None:
        """What keeps several processes apart that work on it; None where one has it to itself."""

    def read(self) -> AbstractContextManager[Snapshot]:
        """A consistent view for reading."""

    def write(self) -> AbstractContextManager[Transaction]:
        """A transaction: committed when the block ends, rolled back when it raises.

        One at a time, whatever process it is of. Raises StoreAway, as ``read`` does, where the store
        can't be reached and trying again may help.
        """

    def claiming(self) -> AbstractContextManager[Transaction]:
        """A transaction on claims and poll states only: it need not wait for one that takes stories in."""

    def backup(self, target: Path) -> None:
        """Write a consistent copy to ``target`` while others go on; it appears only when complete.

        Raises StoreError where the backend has a better tool of its own (PostgreSQL: pg_dump).
        """

    def close(self) -> None:
        """Let go of files and connections."""
