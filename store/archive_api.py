"""What may be asked of a store about topics' logs and archives: a part of ``store.api``'s protocol."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from feeds.model.archive import ArchivePage, Posted
from feeds.model.poll import Republish


class ArchiveReads(Protocol):
    """Reads of a snapshot."""

    def edition(
        self,
        slug: str,
        *,
        limit: int,
        since: datetime | None = None,
        also: Collection[str] = (),
    ) -> Sequence[Posted]:
        """The ``limit`` stories of the topic's log with the highest numbers, ordered as ``topic_entries`` is.

        ``since`` bounds ``published``; stories in ``also`` are among them in any case.
        """

    def waiting(self, slug: str) -> Sequence[Posted]:
        """The stories of the topic's log that are in no archive page in their present words, oldest first."""

    def archive_pages(self, slug: str) -> Sequence[ArchivePage]:
        """The topic's archive pages that are there, by number."""

    def last_page(self, slug: str) -> int:
        """The highest number that an archive page of the topic ever had; 0: none."""

    def archived_stories(self, slug: str, number: int) -> Sequence[str]:
        """The ids of the stories in an archive page, ordered as ``topic_entries`` is."""

    def withdrawn_in_archive(self, ids: Collection[str] | None) -> Sequence[tuple[str, int, str]]:
        """Where archive pages hold a withdrawn story, also under an id that it had before it was merged: topic,
        page, that id. Of all stories, or of ``ids`` (some hundreds) and those merged into them.
        """

    def archived_of(self, sources: Collection[str]) -> Sequence[tuple[str, int, str]]:
        """Where archive pages hold a story that one of the sources carries, likewise."""

    def pages_of(self, sources: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The addresses of all copies of each story that one of the sources carries, by the story's id."""

    def moved_pages(self, story_ids: Collection[str]) -> Collection[str]:
        """The canonical addresses of copies of those stories that have had more than one, all that they had."""

    def archived_republish(self) -> Mapping[str, Republish]:
        """The most of each source's text that archive pages and digests hold."""

    def page_is_gone(self, slug: str, number: int) -> bool:
        """Whether there was such an archive page once."""

    def topic_number(self, slug: str) -> int:
        """The last number given in the topic's log; 0: none."""

    def instance(self, path: str, etag: str) -> int | None:
        """The topic's number when its document had that ETag; None: unknown, or too long ago."""

    def document_etag(self, path: str) -> tuple[str, datetime] | None:
        """ETag and modification time of a published document."""

    def document_etags(self, paths: Sequence[str]) -> Mapping[str, str]:
        """The ETags of those documents that there are, by their paths."""


class ArchiveWrites(Protocol):
    """Writes of a transaction."""

    def note_archived(self, rules: Mapping[str, Republish]) -> None:
        """Note the most of those sources' text that archive pages and digests hold from now on."""

    def touch(self, story_ids: Sequence[str]) -> None:
        """Note that the entries of those stories are other than they were, wherever they are posted."""

    def post(
        self,
        slug: str,
        *,
        since: datetime | None = None,
        also: Collection[str] = (),
        among: Collection[str] | None = None,
    ) -> int:
        """Bring the topic's log up to its entries, and answer its number.

        Stories that it took, and those whose ``updated`` moved, get the next numbers in the order of arrival;
        with ``since``, only those published since, or in ``also``. Those that it let go of leave. ``among``: it is
        only about these, unless the topic fell behind.
        """

    def fall_behind(self, slug: str) -> None:
        """Note that a topic could not be published: the next :meth:`post` is about all of its stories."""

    def put_page(self, page: ArchivePage, story_ids: Sequence[str]) -> None:
        """Note an archive page and its stories; a page known already gets the new address."""

    def expire_pages(self, slug: str) -> Sequence[int]:
        """Let go of the oldest pages of which no story is kept any more; answers their numbers.

        A page goes only after those before it, so that what is left is one chain.
        """

    def put_instance(self, path: str, etag: str, number: int) -> None:
        """Note what ETag a document has at a topic's number. Earlier ones of the same number are forgotten:
        what changed between them is in no log; so are all but the newest.
        """

    def drop_archive(self, slug: str) -> Sequence[int]:
        """Let go of the topic's log and archive pages; answers the numbers of the pages, which will not be
        given again.
        """

    def rename_topic(self, old: str, new: str) -> None:
        """Give a topic another slug, with its entries, log and archive; nothing may have the new one."""
