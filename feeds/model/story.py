"""Stories: one text, however many sources carry it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, NamedTuple

from feeds.model.item import Item

Relation = Literal[
    "original", "wire copy", "teaser", "correction", "update", "rewrite", "withdrawal"
]
Status = Literal["usable", "withdrawn"]

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1024)  # asked several times of an item while it is taken in
def format_id(number: int) -> str:
    """The id of an item or story as people see it: base 36, 13 characters.

    >>> format_id(35)
    '000000000000z'
    """
    digits = []
    for _ in range(13):
        number, digit = divmod(number, 36)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))


def parse_id(text: str) -> int:
    """The number behind :func:`format_id`; raises ValueError for anything else.

    >>> parse_id("000000000000z")
    35
    """
    number = int(text, 36)
    if format_id(number) != text:
        raise ValueError(f"{text!r} is no id: 13 letters and digits are")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One source's carrying of a story.

    The fields up to ``words`` are the item's own; ``relation``, ``score`` (0-1) and ``why`` (a
    sentence) say how and why it belongs to the story. ``words`` counts the words of its text.
    ``leads``: it headed a story that an editor joined with this one, so later copies may be like it
    instead of like the head.
    """

    item: int
    source: str
    guid: str | None
    link: str | None
    title: str
    published: datetime | None
    first_seen: datetime
    seen_after: datetime | None = None
    carried_at: datetime
    teaser: bool
    agency: str | None
    words: int
    relation: Relation = "original"
    score: float = 1.0
    why: str = ""
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A state of a story's words. ``number`` counts from 1; ``at`` is when these words came.

    ``item`` is the copy that brought it; ``relation`` is original, correction, update or withdrawal (then
    title and text are the notice's).
    """

    number: int
    at: datetime
    item: int
    title: str
    text: str
    digest: str
    relation: Relation = "original"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story and who carries it.

    ``id`` never changes. ``head`` is the item whose words head the story; ``copies`` are in order
    of arrival. ``first_carrier`` is the source that had it first. ``published`` is the first
    carrier's stated time (else when it was first seen), ``updated`` when the story's own words last
    changed: never because one more source carried it. ``version`` counts its states of text.
    """

    id: str
    head: Item
    copies: tuple[Copy, ...]
    first_carrier: str
    published: datetime
    updated: datetime
    first_seen: datetime
    version: int = 1
    status: Status = "usable"

    @property
    def carriers(self) -> int:
        """How many sources carry it."""
        return len({copy.source for copy in self.copies})

    @property
    def still_carried_by(self) -> tuple[str, ...]:
        """The sources that carry it and have not withdrawn it, in order of arrival."""
        gone = {copy.source for copy in self.copies if copy.relation == "withdrawal"}
        return tuple(dict.fromkeys(c.source for c in self.copies if c.source not in gone))

    @property
    def agency(self) -> str | None:
        """The agency that wrote it: the head's, else the first that a copy names."""
        return self.head.credit.agency or next((c.agency for c in self.copies if c.agency), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What finds an item's kin again.

    ``keys`` are signed 64-bit hashes to be indexed; ``body`` is the fingerprint that comparing
    needs, opaque to the store.
    """

    keys: tuple[int, ...]
    body: bytes = b""


class Posting(NamedTuple):
    """An item that has a key, and the story it is a copy of, by the number behind its id.

    A tuple, for it is a row as the store has it: hundreds of thousands of them are looked at for each that matters.
    """

    item: int
    story: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLink:
    """That two stories are linked without being one: ``story`` quotes ``other`` (it repeats a passage of it), or both
    tell of one event in different languages.
    """

    story: str
    other: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryGist:
    """What finds a story's language twins, and what comparing needs.

    It is of the words that ``digest`` (the head's) is a hash of. ``at`` is when the story was published. ``language``
    is kept with its keys, and empty in what is read back. ``body`` is opaque to the store, and empty, without ``keys``,
    for a story that has none.
    """

    story: str
    digest: str
    at: datetime
    language: str
    body: bytes = b""
    keys: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one arriving item wants written, in one transaction.

    ``item`` is to be inserted or replaced, ``keys`` are all its identities within the source.
    ``story`` is the state, afterwards, of the story it belongs to; the ids in ``merged`` were
    folded into it and redirect to it. ``signature`` replaces the item's, ``version`` is a new
    state of the story's words; ``fuller`` gives the words of its present state anew, as a fuller copy has
    them: that state keeps its time and relation. ``history``, where it is not empty, is all states of the
    story's words, in place of what was kept. ``quotes`` are its links with stories that it quotes or
    that quote it. ``change`` says what
    the item was to us.
    """

    change: Literal["new", "updated", "unchanged"]
    item: Item
    keys: tuple[str, ...]
    story: Story
    merged: tuple[str, ...] = ()
    signature: Signature | None = None
    version: Version | None = None
    fuller: Version | None = None
    history: tuple[Version, ...] = ()
    quotes: tuple[StoryLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """An editor's word: what is to be written of it, in one transaction.

    ``stories`` are the states of stories afterwards; an id among them that led to another story does so no
    more. ``versions`` are the whole histories of those named in it, in place of what they had. ``merged``
    gives the ids of stories that are folded into others and redirect to them, ``moved`` ids without a story
    that redirect elsewhere from now on. The stories of a pair in ``apart`` are never to be merged by the
    program; ``together`` takes such a ruling back.
    """

    stories: tuple[Story, ...]
    versions: tuple[tuple[str, Version], ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    together: tuple[tuple[str, str], ...] = ()
