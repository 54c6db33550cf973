"""A document to items: what a worker process does. Nothing here needs more than parsing and normalizing.

``read`` reads what is not known of a document, where what it gives is the same as if all had been read; otherwise
all of it. An entry is passed over only if it is *plain*: taken in from the last document as it stands, with dates that
need no other entry's to be understood and that are believed, under no embargo or version, and with identities that no
other entry shares. ``feeds.readout`` says which entries of a document are that, once it was taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest

from feeds.model.entry import Entry, ParsedDocument
from feeds.model.item import Item, Management, item_keys
from feeds.model.known import (
    NOTHING_KNOWN,
    Known,
    KnownEntry,
    context_hash,
    key_hash,
)
from feeds.model.poll import Source
from feeds.normalize import extent
from feeds.normalize.date_convention import Convention, convention
from feeds.normalize.dates import doubt, in_figures
from feeds.normalize.item import Circumstances, normalize_all
from feeds.parse.document import parse
from feeds.readout import Readout, read_again


def read(
    body: bytes,
    *,
    content_type: str | None,
    location: str | None,
    source: Source,
    first_seen: datetime,
    seen_after: datetime | None,
    known: Known | None = None,
    revision: str = "",
    written: datetime | None = None,
) -> Readout:
    """Parse and normalize one document; raises NotAFeed. Runs in a worker process.

    ``known`` is what is remembered of the source's last document, None where nothing is to be; ``revision``
    names our code, whose next may read otherwise. ``written`` is when the document was, where it is a file.
    """
    reading = _Reading(
        body, content_type, location, source, first_seen, seen_after, revision, written
    )
    return reading.readout(known)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The reading of one document; see :func:`read`."""

    body: bytes
    content_type: str | None
    location: str | None
    source: Source
    first_seen: datetime
    seen_after: datetime | None
    revision: str
    written: datetime | None

    def readout(self, known: Known | None) -> Readout:
        """What is read without the known entries, where that is what reading all would give; else all."""
        listed = {entry.mark: entry for entry in known.entries} if known else {}
        marks = None if known is None else listed.keys()
        kind, place = self.content_type, self.location
        document = parse(self.body, content_type=kind, location=place, known=marks)
        passed = tuple(listed[mark] for mark in document.passed)
        context = self._context(document)
        if passed and known is not None and known.context != context:
            return self._again(known)
        custom = convention_of(document, self.source, self.location)
        items = self._items(document, custom)
        if passed and known is not None and _share_keys(items, passed):
            return self._again(known)
        doubts = doubted(document.entries, items, self.first_seen, custom)
        cut = shortened(document.entries)
        return Readout(
            items=items,
            hints=document.hints,
            problems=(*document.problems, *cut, *doubts),
            passed=passed,
            marks=_marks(document, items),
            context=context if document.marks or passed else None,
        )

    def _again(self, known: Known) -> Readout:
        """All of it, since with nothing known nothing is passed over."""
        readout = self.readout(NOTHING_KNOWN)
        return replace(readout, again=read_again(readout, known))

    def _items(self, document: ParsedDocument, custom: Convention) -> tuple[Item, ...]:
        given = Circumstances(
            source=self.source,
            meta=document.meta,
            location=self.location,
            first_seen=self.first_seen,
            seen_after=self.seen_after,
            convention=custom,
            written=self.written,
        )
        return normalize_all(document.entries, given)

    def _context(self, document: ParsedDocument) -> bytes:
        """What an entry's outcome hangs on besides its bytes; when the feed was updated is not of it."""
        said = replace(document.meta, updated=None)
        facts = (self.location, document.kind, document.version, said)
        return context_hash(self.revision, self.source, *facts)


def _share_keys(items: Sequence[Item], passed: Sequence[KnownEntry]) -> bool:
    """Whether an item has an identity of an entry passed over: it is neither's own then."""
    theirs = {key for entry in passed for key in entry.keys}
    return any(key_hash(key) in theirs for item in items for key in item_keys(item))


def _marks(document: ParsedDocument, items: Sequence[Item]) -> tuple[bytes | None, ...]:
    """The marks of plain entries, None for the others: that an entry was taken back has none."""
    if not document.marks and not document.passed:
        return ()
    count = Counter(document.marks)
    pairs = zip_longest(document.marks, document.entries, items)
    return tuple(
        mark if mark and count[mark] == 1 and _plain(entry, item) else None
        for mark, entry, item in pairs
    )


def _plain(entry: Entry, item: Item) -> bool:
    if item.management != Management() or extent.told(entry):
        return False
    if entry.published and item.date_source != "published":
        return False
    if entry.updated and item.updated is None:
        return False
    return not any(in_figures(raw) for raw in (entry.published, entry.updated) if raw)


def convention_of(document: ParsedDocument, source: Source, location: str | None) -> Convention:
    """How the dates of a document are to be read where they leave it open."""
    meta = document.meta
    return convention(
        [raw for entry in document.entries for raw in (entry.published, entry.updated)],
        languages=(source.language, meta.lang),
        addresses=(meta.link, location),
    )


def shortened(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The sentence on texts too long to be read whole, with the first of them; none where all were."""
    found = [why for entry in entries if (why := extent.told(entry))]
    if not found:
        return ()
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return (f"{found[0]}{more}",)


def doubted(
    entries: Sequence[Entry], items: Sequence[Item], now: datetime, custom: Convention
) -> tuple[str, ...]:
    """The sentence on dates that are not believed, with the first of them; none where all are."""
    pairs = list(zip(entries, items, strict=True))
    raws = [e.published for e, i in pairs if e.published and i.date_source != "published"]
    raws += [e.updated for e, i in pairs if e.updated and i.updated is None]
    found = [(raw, why) for raw in raws if (why := doubt(raw, now=now, convention=custom))]
    if not found:
        return ()
    raw, why = found[0]
    many = (
        f"{len(found)} dates not believed, the first" if len(found) > 1 else "a date not believed"
    )
    return (f"{many}: “{raw[:60]}” {why}",)
