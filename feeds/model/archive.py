"""The order in which a topic published its stories, and the archive documents that hold the older ones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A story in a topic's log.

    ``number`` is its place there: it gets a new one, the highest, each time its words change. ``touched`` is the
    topic's number when its entry last changed in any way, be it by one more copy.
    """

    story: str
    number: int
    touched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePage:
    """An archive document (RFC 5005, section 4), one in each format, that is written once.

    ``number`` counts from 1. ``upto`` is the place in the topic's log up to which stories are archived with it.
    ``address`` is that of the topic's page when its links were written.
    """

    topic: str
    number: int
    upto: int
    address: str
