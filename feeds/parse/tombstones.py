"""Entries that a feed says it took back (RFC 6721, The Atom "deleted-entry" Element).

The RFC calls such an element informative, and most readers pass it over. A newsroom can't: a publisher who names a
story and says that it is gone means what an agency means by a kill, and our own feeds say it so of withdrawn stories.
So it is an entry that is nothing but its id and a status, and what was taken in under that id is withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from feeds.model.entry import Entry

_STATUS = "deleted"


def without_taken_back(
    entries: tuple[Entry, ...], marks: tuple[bytes, ...], taken_back: Mapping[str, str]
) -> tuple[tuple[Entry, ...], tuple[bytes, ...]]:
    """The entries that still stand, and behind them one for each that was taken back; and the marks of the first.

    ``taken_back`` has the time by the id, both as they came. An entry that the same document says was updated after
    that is there again, and so is one of which nobody can tell.
    """
    gone = {
        one.guid
        for one in entries
        if (when := taken_back.get(one.guid or ""))
        and _is_after(when, one.updated or one.published)
    }
    there = [one.guid not in gone for one in entries]
    stand = tuple(one for one, stays in zip(entries, there, strict=True) if stays)
    again = {one.guid for one in stand}
    notices = tuple(
        Entry(guid=guid, updated=when or None, status=_STATUS)
        for guid, when in taken_back.items()
        if guid not in again
    )
    kept = tuple(mark for mark, stays in zip(marks, there, strict=False) if stays)
    return (*stand, *notices), kept


def _is_after(when: str, updated: str | None) -> bool:
    """Whether an entry was taken back at or after its last change, where both times are RFC 3339's."""
    try:
        back, changed = datetime.fromisoformat(when), datetime.fromisoformat(updated or "")
    except ValueError:
        return False
    return _aware(back) >= _aware(changed)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
