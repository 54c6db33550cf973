"""What was read out of a document, and what to remember of it once it was taken in.

Apart from :mod:`feeds.reading`, so that whoever takes readouts in need not load all that reading takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from feeds.model.item import Item, file_keys, item_keys
from feeds.model.known import NOTHING_KNOWN, UNMARKED, Known, KnownEntry, digest_head, key_hash
from feeds.model.poll import PollHints, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """What was read out of a document (or a folder): items, what it asks, what was malformed.

    ``passed`` are entries that it holds and that were not read, being known. ``marks`` go with the items:
    of each its mark, or None for one that is to be read again; ``context`` is what both hold under. ``again`` is
    what was remembered of entries that were read though they stand there byte for byte as before.
    """

    items: tuple[Item, ...] = ()
    hints: PollHints | None = None
    problems: tuple[str, ...] = ()
    passed: tuple[KnownEntry, ...] = ()
    marks: tuple[bytes | None, ...] = ()
    context: bytes | None = None
    again: tuple[KnownEntry, ...] = ()

    def only(self, items: Sequence[Item]) -> Readout:
        """The readout of these of its items alone; what else it held is to be read again."""
        if len(items) == len(self.items):
            return self
        here = {item.id for item in items}
        marks = tuple(
            mark for item, mark in zip(self.items, self.marks, strict=False) if item.id in here
        )
        return replace(self, items=tuple(items), marks=marks)


NOTHING_READ = Readout()


class Reader(Protocol):
    """:func:`feeds.reading.read`, run where it can be stopped; also raises WorkFailed."""

    async def __call__(
        self,
        body: bytes,
        *,
        content_type: str | None,
        location: str | None,
        source: Source,
        first_seen: datetime,
        seen_after: datetime | None,
        known: Known | None = None,
        written: datetime | None = None,
    ) -> Readout:
        """The readout of a document."""


def read_again(readout: Readout, known: Known) -> tuple[KnownEntry, ...]:
    """What is remembered of the readout's items whose entries are byte for byte what they were."""
    listed = {(entry.mark, entry.id): entry for entry in known.entries}
    pairs = zip(readout.marks, readout.items, strict=False)
    found = (listed.get((mark, item.id)) for mark, item in pairs if mark)
    return tuple(entry for entry in found if entry)


def remember(readout: Readout, kept: Mapping[int, tuple[Item, tuple[str, ...]]]) -> Known:
    """What to remember of a document that was taken in: what need not be read again, and, without a mark, what else
    there was of it, lest it count as news when it is forgotten and shown still.

    ``kept`` says of arriving items' ids what is kept of them and by which of their identities.
    """
    plain = _plain(readout, kept) if readout.context is not None else ()
    known = {entry.id for entry in plain}
    bare = [replace(one, mark=UNMARKED) for one in readout.passed if one.id not in known]
    read = {item.id: item for item in readout.items}
    for number, (item, keys) in kept.items():
        if number not in known:
            # Not as read by that name, where several share a guid: each has its own there.
            digest = digest_head(read.get(number, item).digest)
            known_by = tuple(map(key_hash, keys))
            bare.append(KnownEntry(mark=UNMARKED, id=number, digest=digest, keys=known_by))
    context = readout.context or NOTHING_KNOWN.context
    return Known(context=context, entries=(*plain, *bare))


def _plain(
    readout: Readout, kept: Mapping[int, tuple[Item, tuple[str, ...]]]
) -> Sequence[KnownEntry]:
    """The entries that need not be read again."""
    passed = {entry.id for entry in readout.passed}
    takers = Counter(item.id for item, _ in kept.values())
    if any(item.id in passed for item, _ in kept.values()):
        return ()  # what was passed over is not what it was
    fresh = []
    for item, mark in zip(readout.items, readout.marks, strict=True):
        here, keys = kept.get(item.id, (None, ()))
        # Only what stands under its own id, by all its identities, and took no other item's words.
        own = here is not None and here.id == item.id and takers[item.id] == 1
        if mark and here and own and keys == (*item_keys(item), *file_keys(item)):
            hashes = tuple(map(key_hash, keys))
            fresh.append(
                KnownEntry(mark=mark, id=item.id, digest=digest_head(here.digest), keys=hashes)
            )
    return (*readout.passed, *fresh)
