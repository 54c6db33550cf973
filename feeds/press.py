"""Rendering and writing documents, inside a release's transaction: feeds, archives, and what is taken out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter

from feeds import redacting
from feeds.curate.match import Curator
from feeds.curate.names import Names
from feeds.digesting import begin, close
from feeds.edition import edition, entries, oldest, pinned
from feeds.model.archive import ArchivePage, Posted
from feeds.model.output import Channel
from feeds.model.poll import Republish, Source
from feeds.model.story import Story
from feeds.model.topic import Topic
from feeds.publish.entry import build_channel, topic_address
from feeds.publish.formats import FORMATS
from feeds.publish.paginate import Address, as_archive, as_feed, cut, move_links
from feeds.publish.permit import tightened
from feeds.publish.render import FAULTS, RenderedEntry, assemble, to_document
from feeds.publish.shelf import Shelf
from feeds.queries import curator_of
from store.api import Transaction

_SECOND = timedelta(seconds=1)
_MANY = 5_000  # stories; to ask a topic about more of them one by one takes longer than going through it


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What is published and how: topics, sources, the site they are published on, hubs of others; ``former`` is what
    sources allowed that are named no more. ``republish`` is how much of each source's text may be published, ``tags``
    are the sources': each page and each topic asks for them.
    """

    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    base_url: str
    title: str
    hubs: tuple[str, ...] = ()
    lists: Mapping[str, Names] = field(default_factory=dict)
    former: Mapping[str, Republish] = field(default_factory=dict)
    republish: Mapping[str, Republish] = field(init=False, repr=False, compare=False)
    tags: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        allowed = {source.name: source.republish for source in self.sources}
        object.__setattr__(self, "republish", {**self.former, **allowed})
        object.__setattr__(self, "tags", {source.name: source.tags for source in self.sources})

    @property
    def curator(self) -> Curator:
        """The topics, ready to be asked about a story; made once for all desks that agree in them."""
        return curator_of(self.topics, self.sources, tuple(self.lists.items()))


class Press:
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
        self._tx.fall_behind(topic.slug)
        self._faults.append(f"topic {topic.slug!r} can't be rendered: {error!r}")

    def publish(
        self, topics: Sequence[Topic], *, changed: Mapping[str, Set[str]], whole: Set[str]
    ) -> None:
        """Bring topics' logs up to date, write the archive documents that are due, and the feeds.

        Only the stories of each topic that ``changed`` are looked at, but for the topics that are to be gone through
        ``whole``.

        All topics together, so that a story is rendered once for those that show it; should one of them not be
        rendered, all is done again without it.
        """
        left, before = list(topics), len(self.documents)
        while left:
            try:
                with self._tx.step():
                    due: list[tuple[float, Topic, Sequence[Posted]]] = []
                    for at in left:
                        mine = changed.get(at.slug, frozenset())
                        among = None if at.slug in whole or len(mine) > _MANY else mine
                        pages = cut(self._log(at, among), at.limit)
                        due += [(n / len(pages), at, page) for n, page in enumerate(pages, 1)]
                    if due or any(at.digest for at in left):
                        self._loosen()
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

    def _log(self, topic: Topic, among: Set[str] | None) -> Sequence[Posted]:
        """What the topic published that no archive document holds, brought up to date as to those stories, or all."""
        slug, began = topic.slug, self._tx.digest_state(topic.slug)
        if topic.digest is None:
            if began is not None:
                self._archive_all(topic, self._tx.digests_waiting(slug))
                self._tx.drop_digest_state(slug)
                among = None  # what it took meanwhile was told of in digests alone
            also = pinned(self._tx, topic)
            self._tx.post(slug, since=oldest(topic, self._now), also=also, among=among)
            return self._tx.waiting(slug)
        if began is None:
            self._archive_all(topic, self._tx.waiting(slug))
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
        drop_documents(self._tx, topic.slug, self._tx.expire_pages(topic.slug))
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
        self._entries(topic, held)  # rendered together: the store is asked once, not for each
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
        self._reissue(topic, labels)
        changed |= {topic.slug} if labels else set()

    def _reissue(self, topic: Topic, labels: set[str]) -> None:
        """Write the archive documents that hold those digests as they are now."""
        for page in self._tx.archive_pages(topic.slug) if labels else ():
            held = labels.intersection(self._tx.archived_stories(topic.slug, page.number))
            if held:
                self._redact(page.number, sorted(held), topic)

    def tighten(self) -> None:
        """Take out of archive documents and digests what their sources allow no longer."""
        before, faults = self._tx.archived_republish(), len(self._faults)
        rules = {s: rule for s, rule in self._desk.republish.items() if before.get(s, rule) != rule}
        less = tightened(before, rules)
        topics = {topic.slug: topic for topic in self._desk.topics}
        places = redacting.by_page(self._tx.archived_of(less) if less else ())
        for (slug, number), stories in places.items():
            if slug in topics:
                self.attempt(topics[slug], partial(self._redact, number, stories))
        bare = [source for source, rule in less.items() if rule == "title"]
        if bare:
            pages = self._tx.pages_of(bare)
            named = redacting.naming(self._tx, pages, self.shelf.stories_url)
            for topic in self._desk.topics:
                self.attempt(topic, partial(self._shorten_digests, named))
        if len(self._faults) == faults:
            self._tx.note_archived(rules)

    def _loosen(self) -> None:
        """Note what sources allow more than archive documents and digests hold so far: these may hold it now."""
        now, before = self._desk.republish, self._tx.archived_republish()
        self._tx.note_archived({source: now[source] for source in tightened(now, before)})

    def _shorten_digests(self, named: Callable[[str], bool], topic: Topic) -> None:
        self._reissue(topic, redacting.shorten(self._tx, topic, named))

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


def drop_documents(tx: Transaction, slug: str, pages: Iterable[int | None]) -> None:
    """Take back a topic's documents: archive documents, and with None the feed itself."""
    for page in pages:
        for suffix in FORMATS:
            tx.drop_document(Address(slug=slug, suffix=suffix, page=page).path)


def _path(page: ArchivePage, suffix: str) -> str:
    return Address(slug=page.topic, suffix=suffix, page=page.number).path
