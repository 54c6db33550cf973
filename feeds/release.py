"""Changed stories to published documents: curate, enter into topics, render what that touched.

All of a release is one transaction: readers see the last one whole or the next one whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from feeds import redacting
from feeds.curate.match import Curator, curator_of
from feeds.curate.names import Names
from feeds.curating import Curation
from feeds.digesting import begin, close, is_due
from feeds.edition import edition, entries, oldest, pinned
from feeds.model.archive import ArchivePage, Posted
from feeds.model.output import Channel, OutputEntry
from feeds.model.poll import Republish, Source
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.publish import opml, sourcefeed
from feeds.publish.addresses import absolute, topic_urls
from feeds.publish.digest import digest_urn
from feeds.publish.entry import build_channel, story_urn, topic_address
from feeds.publish.formats import FORMATS
from feeds.publish.hub import host_of
from feeds.publish.paginate import Address, as_archive, as_feed, cut, move_links
from feeds.publish.render import FAULTS, Rendered, RenderedEntry, assemble, render, to_document
from feeds.publish.shelf import Shelf
from feeds.publish.sourcefeed import event_urn
from store.api import Snapshot, Store, Transaction

_SECOND = timedelta(seconds=1)
_EVENTS = 100  # entries in the feed of what was told of sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is published and how: topics, sources, the site they are published on, hubs of others."""

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    base_url: str
    title: str
    hubs: tuple[str, ...] = ()
    lists: Mapping[str, Names] = field(default_factory=dict)

    @property
    def republish(self) -> Mapping[str, Republish]:
        """How much of each source's text may be published."""
        return {source.name: source.republish for source in self.sources}

    @property
    def tags(self) -> Mapping[str, tuple[str, ...]]:
        """The tags of each source."""
        return {source.name: source.tags for source in self.sources}

    @property
    def curator(self) -> Curator:
        """The topics, ready to be asked about a story; made once for all desks that agree in them."""
        return curator_of(self.topics, self.sources, tuple(self.lists.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What a release did: documents whose bytes changed, and entries that could not be rendered."""

    documents: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def release(store: Store, desk: Desk, *, now: datetime, everything: bool = False) -> Released:
    """Publish what changed since the last release; ``everything`` renders all documents again."""
    with store.write() as tx:
        _keep_topics(tx, desk)
        curation = Curation(tx, desk.curator, desk.topics, now)
        missing = _without_feed(tx, desk)
        # First, so that a topic that is new to them as well is not asked about these stories twice.
        touched = curation.take_changed() | missing
        touched |= curation.rematch()
        touched |= {topic.slug for topic in desk.topics} if everything else set()
        touched |= {topic.slug for topic in desk.topics if is_due(tx, topic, now)}
        press = _Press(tx, desk, now)
        press.keep_archives([t for t in desk.topics if everything or t.slug in missing])
        touched |= press.redact_digests(curation.withdrawn)
        press.publish([topic for topic in desk.topics if topic.slug in touched])
        press.redact(None if everything else curation.withdrawn)
        body = opml.render_topics(desk.topics, title=desk.title, base_url=desk.base_url)
        press.put("/topics.opml", opml.MEDIA_TYPE, body)
        news = _health(tx, desk, everything=everything)
        if news is not None:
            press.put(sourcefeed.PATH, sourcefeed.MEDIA_TYPE, news)
        _tell_hubs(tx, desk, press.documents, now)
    return Released(documents=tuple(press.documents), problems=tuple(press.problems))


def _tell_hubs(tx: Transaction, desk: Desk, documents: Sequence[str], now: datetime) -> None:
    """Owe changed feeds to those who subscribed to them, in the same transaction: a crash loses none."""
    changed = {absolute(desk.base_url, path) for path in documents}
    feeds = [url for url in topic_urls(desk.base_url, desk.topics) if url in changed]
    if feeds:
        tx.hub.owe(feeds, {hub: host_of(hub) for hub in desk.hubs}, now=now)


def published_ids(snapshot: Snapshot, desk: Desk) -> frozenset[str]:
    """The ids of the entries that the topics' feeds hold."""
    return frozenset(
        digest_urn(topic, one.story) if topic.digest else story_urn(one.story)
        for topic in desk.topics
        for one in edition(snapshot, topic, None)
    )


def topic_feed(snapshot: Snapshot, desk: Desk, topic: Topic, now: datetime) -> list[OutputEntry]:
    """The entries that a topic's feed holds now."""
    shelf = Shelf(republish=desk.republish, base_url=desk.base_url)
    ids = [one.story for one in edition(snapshot, topic, now)]
    return [one.entry for one in entries(snapshot, shelf, topic, desk.tags, ids)]


def render_topic(desk: Desk, topic: Topic, entries: Sequence[OutputEntry], suffix: str) -> Rendered:
    """A topic's feed with those entries, in the format of that suffix."""
    channel = build_channel(
        topic,
        entries,
        base_url=desk.base_url,
        site_title=desk.title,
        suffix=suffix,
        hubs=desk.hubs,
    )
    return render(channel, suffix)


def _keep_topics(tx: Transaction, desk: Desk) -> None:
    """Follow topics that were renamed; let go of those that are no more."""
    for topic in desk.topics:
        _rename(tx, topic)
    for slug in tx.drop_topics([topic.slug for topic in desk.topics]):
        _drop_documents(tx, slug, [None, *tx.drop_archive(slug)])


def _without_feed(tx: Transaction, desk: Desk) -> set[str]:
    """The slugs of topics that have no feed yet."""
    feeds = {t.slug: Address(slug=t.slug, suffix="atom").path for t in desk.topics}
    return {slug for slug, path in feeds.items() if tx.document_etag(path) is None}


def _rename(tx: Transaction, topic: Topic) -> None:
    """Carry a topic's stories and archive over from the slug it had before."""
    known = tx.topic_digests()
    unused = topic.slug not in known and not tx.topic_number(topic.slug)
    before = next((slug for slug in reversed(topic.was) if slug in known), None)
    if before is not None and unused:
        tx.rename_topic(before, topic.slug)
        _drop_documents(tx, before, [None])


def _drop_documents(tx: Transaction, slug: str, pages: Iterable[int | None]) -> None:
    for page in pages:
        for suffix in FORMATS:
            tx.drop_document(Address(slug=slug, suffix=suffix, page=page).path)


class _Press:
    """Writes the documents of one release; one whose bytes are the same stays as it is."""

    def __init__(self, tx: Transaction, desk: Desk, now: datetime) -> None:
        self._tx, self._desk, self._now = tx, desk, now
        self.shelf = Shelf(republish=desk.republish, base_url=desk.base_url)
        self.documents: list[str] = []
        self._faults: list[str] = []

    @property
    def problems(self) -> list[str]:
        """What could not be rendered, and why: entries, and whole topics."""
        return [*self.shelf.problems, *self._faults]

    def attempt(self, topic: Topic, work: Callable[[Topic], None]) -> None:
        """Do a topic's work whole or not at all: one that can't be rendered holds up no other.

        Its documents, log and archive stay as they were; what is due is written when it can be.
        """
        before = len(self.documents)
        try:
            with self._tx.step():
                work(topic)
        except FAULTS as error:
            self._give_up(topic, before, error)

    def _give_up(self, topic: Topic, before: int, error: Exception) -> None:
        del self.documents[before:]
        self._faults.append(f"topic {topic.slug!r} can't be rendered: {error!r}")

    def publish(self, topics: Sequence[Topic]) -> None:
        """Bring topics' logs up to date, write the archive documents that are due, and the feeds.

        All topics together, so that a story is rendered once for those that show it; should one of them not be
        rendered, all is done again without it.
        """
        left, before = list(topics), len(self.documents)
        while left:
            try:
                with self._tx.step():
                    due: list[tuple[float, Topic, Sequence[Posted]]] = []
                    for at in left:
                        pages = cut(self._log(at), at.limit)
                        due += [(n / len(pages), at, page) for n, page in enumerate(pages, 1)]
                    # As far in one topic as in another: the stories that they share come close together.
                    for _, at, page in sorted(due, key=itemgetter(0)):
                        self._write_page(at, page)
                    for at in left:
                        self._write_feed(at)
                return
            except FAULTS as error:
                self._give_up(at, before, error)
                left.remove(at)

    def _write_feed(self, topic: Topic) -> None:
        number = self._tx.topic_number(topic.slug)
        pages = [page.number for page in self._tx.archive_pages(topic.slug)]
        posted = edition(self._tx, topic, self._now)
        entries = self._entries(topic, [one.story for one in posted])
        for suffix, kind in FORMATS.items():
            channel = self._channel(topic, entries, suffix)
            if pages:
                channel = as_feed(channel, newest=pages[-1])
            path = Address(slug=topic.slug, suffix=suffix).path
            etag = self.put(path, kind.media_type, assemble(channel, entries, suffix))
            if etag is not None:
                self._tx.put_instance(path, etag, number)

    def _log(self, topic: Topic) -> Sequence[Posted]:
        """What the topic published that no archive document holds, brought up to date."""
        slug, began = topic.slug, self._tx.digest_state(topic.slug)
        if topic.digest is None:
            if began is not None:
                self._archive_all(topic, self._tx.digests_waiting(slug))
                self._tx.drop_digest_state(slug)
            also = pinned(self._tx, topic)
            self._tx.post(slug, since=oldest(topic, self._now), also=also)
            return self._tx.waiting(slug)
        if began is None:
            self._archive_all(replace(topic, digest=None), self._tx.waiting(slug))
            begin(self._tx, topic, topic.digest, self._now)
        close(self._tx, topic, topic.digest, self.shelf, self._desk.tags, self._now)
        return self._tx.digests_waiting(slug)

    def _archive_all(self, topic: Topic, waiting: Sequence[Posted]) -> None:
        """A feed that becomes another in kind archives what it holds, so that no reader misses that."""
        for start in range(0, len(waiting), topic.limit):
            self._write_page(topic, waiting[start : start + topic.limit])

    def keep_archives(self, topics: Sequence[Topic]) -> None:
        """Let go of archive documents of which nothing is kept; have the others' links follow their feeds."""
        for topic in topics:
            self.attempt(topic, self._keep)
        there = set(self._tx.document_paths()) if topics else set()
        for topic in topics:
            self.attempt(topic, lambda topic: self._complete(topic, there))

    def _keep(self, topic: Topic) -> None:
        _drop_documents(self._tx, topic.slug, self._tx.expire_pages(topic.slug))
        present = topic_address(topic.slug, self._desk.base_url)
        for page in self._tx.archive_pages(topic.slug):
            if page.address != present:
                self._move_page(topic, page, present)

    def _complete(self, topic: Topic, there: Set[str]) -> None:
        """Write archive documents in formats that came later than they."""
        pages = self._tx.archive_pages(topic.slug)
        for page in pages:
            lacking = [suffix for suffix in FORMATS if _path(page, suffix) not in there]
            if lacking:
                stories = self._tx.archived_stories(topic.slug, page.number)
                entries = self._entries(topic, stories)
                self._put_page(topic, page, entries, lacking, oldest=pages[0].number)

    def redact(self, withdrawn: Set[str] | None) -> None:
        """Take the words of killed stories out of archive documents: of all that were, or of some."""
        topics = {topic.slug: topic for topic in self._desk.topics}
        for (slug, number), stories in redacting.places(self._tx, withdrawn).items():
            if slug in topics:
                self.attempt(topics[slug], partial(self._redact, number, stories))

    def _redact(self, number: int, held: Sequence[str], topic: Topic) -> None:
        found = ((one, entry) for one in held for entry in self._entries(topic, [one]))
        notices = [redacting.notice(place, entry) for place, entry in found]
        for page in redacting.pages(self._tx, topic, number, notices, self._desk.base_url):
            self.put(*page)

    def redact_digests(self, withdrawn: Set[str]) -> set[str]:
        """Take the words of stories just killed out of digests, and of the archive documents that hold those;
        the slugs of topics whose digests changed.
        """
        stories = list(self._tx.stories_by_id(sorted(withdrawn)).values()) if withdrawn else []
        changed: set[str] = set()
        for topic in self._desk.topics if stories else ():
            self.attempt(topic, partial(self._redact_digests, stories, changed))
        return changed

    def _redact_digests(self, stories: Sequence[Story], changed: set[str], topic: Topic) -> None:
        pages_url = self.shelf.stories_url
        labels = redacting.withdraw(self._tx, topic, stories, pages_url, now=self._now)
        for page in self._tx.archive_pages(topic.slug) if labels else ():
            held = labels.intersection(self._tx.archived_stories(topic.slug, page.number))
            if held:
                self._redact(page.number, sorted(held), topic)
        changed |= {topic.slug} if labels else set()

    def put(self, path: str, media_type: str, body: bytes) -> str | None:
        """Put a document, and answer its ETag if it is not the one that was there."""
        document = to_document(path, media_type, body, modified=self._now)
        before = self._tx.document_etag(path)
        if before is not None:
            etag, modified = before
            if etag == document.etag:
                return None
            # Last-Modified has whole seconds, and readers take an equal one for the same bytes (RFC 9110, 8.8.2.2).
            document = replace(document, modified=max(document.modified, modified + _SECOND))
        self._tx.put_document(document)
        self.documents.append(path)
        return document.etag

    def _entries(self, topic: Topic, ids: Sequence[str]) -> list[RenderedEntry]:
        return entries(self._tx, self.shelf, topic, self._desk.tags, ids)

    def _channel(self, topic: Topic, entries: Sequence[RenderedEntry], suffix: str) -> Channel:
        return build_channel(
            topic,
            [one.entry for one in entries],
            base_url=self._desk.base_url,
            site_title=self._desk.title,
            suffix=suffix,
            hubs=self._desk.hubs,
        )

    def _write_page(self, topic: Topic, posted: Sequence[Posted]) -> None:
        page = ArchivePage(
            topic=topic.slug,
            number=self._tx.last_page(topic.slug) + 1,
            upto=posted[-1].number,
            address=topic_address(topic.slug, self._desk.base_url),
        )
        before = self._tx.archive_pages(topic.slug)
        self._tx.put_page(page, [one.story for one in posted])
        entries = self._entries(topic, [one.story for one in reversed(posted)])
        first = before[0].number if before else page.number
        self._put_page(topic, page, entries, FORMATS, oldest=first)

    def _put_page(
        self,
        topic: Topic,
        page: ArchivePage,
        entries: Sequence[RenderedEntry],
        suffixes: Iterable[str],
        *,
        oldest: int,
    ) -> None:
        for suffix in suffixes:
            channel = as_archive(self._channel(topic, entries, suffix), page.number, oldest=oldest)
            self.put(
                _path(page, suffix),
                FORMATS[suffix].media_type,
                assemble(channel, entries, suffix),
            )

    def _move_page(self, topic: Topic, page: ArchivePage, present: str) -> None:
        """Write an archive document again at the feed's new address: its links follow, its entries stay."""
        before = replace(page, topic=page.address.rpartition("/")[2])
        now = replace(page, topic=topic.slug, address=present)
        for suffix, kind in FORMATS.items():
            document = self._tx.document(_path(before, suffix))
            if document is None:
                continue
            if before.topic != now.topic:
                self._tx.drop_document(document.path)
            body = move_links(document.body, kind.opening, before=page.address, now=present)
            self.put(_path(now, suffix), document.media_type, body)
        self._tx.put_page(now, ())


def _path(page: ArchivePage, suffix: str) -> str:
    return Address(slug=page.topic, suffix=suffix, page=page.number).path


def _health(tx: Transaction, desk: Desk, *, everything: bool) -> bytes | None:
    """The feed of what was told of sources, if there is news that is not in it."""
    before = tx.document(sourcefeed.PATH)
    newest = [event_urn(event).encode() for event in tx.source_events(limit=1)]
    if before is not None and not everything and all(urn in before.body for urn in newest):
        return None
    events = tx.source_events(limit=_EVENTS)
    return sourcefeed.render_events(events, title=desk.title, base_url=desk.base_url)
