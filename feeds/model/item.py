"""An entry as we hold it: normalized, with its credit taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from feeds.model.atom import Category, Enclosure, FeedMeta, Person
from feeds.model.geometry import Geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """``RABAT, March 7 (MAP) -``: where and when a story was filed, and by whom."""

    place: str | None = None
    date: date | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who wrote it. ``byline`` the author, ``agency`` the canonical name of the news agency,
    ``credit_line`` the credit as it stood in the text (taken out of it), ``dateline`` likewise.
    ``own`` says that the source is that agency's own, so that these are its words at first hand.
    """

    byline: str | None = None
    agency: str | None = None
    credit_line: str | None = None
    dateline: Dateline | None = None
    own: bool = False


def guid_key(guid: str) -> str:
    """The identity within a source that an entry's guid or atom:id gives."""
    return f"guid:{guid}"


def told_apart(guid: str, stated: datetime) -> str:
    """The identity that an entry's guid gives together with its time, where another had that guid before."""
    return f"{guid_key(guid)}\n{stated.astimezone(UTC).isoformat()}"


def link_key(canonical: str) -> str:
    """The identity within a source that an entry's canonical link gives."""
    return f"link:{canonical}"


def text_key(digest: str) -> str:
    """The identity within a source that an entry's words give, for want of anything better."""
    return f"text:{digest}"


def file_key(name: str) -> str:
    """The identity within a folder that a story's file gives, as long as it holds that story."""
    return f"file:{name}"


def item_id(source: str, key: str) -> int:
    """The id of an item: 63 bits of a hash over its source's name and its key in it."""
    digest = blake2b(f"{source}\n{key}".encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def carried_at(
    stated: datetime | None, first_seen: datetime, seen_after: datetime | None
) -> datetime:
    """The best estimate of when a source first had an entry.

    The time it states is believed only between the last poll that did not show the entry and the
    first that did; outside, the nearer end of that gap is as far as belief goes.
    """
    if stated is None:
        return first_seen
    believed = min(stated, first_seen)
    return max(believed, seen_after) if seen_after else believed


FURTHER_NOTICE = datetime.max.replace(tzinfo=UTC)
"""The end of an embargo that names none."""
EARLIEST = datetime(1981, 1, 1, tzinfo=UTC)
"""What is dated before is not believed: clocks that were never set show 1970 or 1980."""
AHEAD = timedelta(days=2)
"""How far ahead a date may lie, by a wrong zone or clock; what is dated later is not believed."""

Status = Literal["usable", "withheld", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Management:
    """What its source says of handling an entry (IPTC: management metadata).

    ``version`` numbers the states of an entry, None where its source does not. ``status`` is whether
    it may be used at all. Before ``embargo`` it must not be seen by anybody.
    """

    version: int | None = None
    status: Status = "usable"
    embargo: datetime | None = None


DateSource = Literal["published", "updated", "dateline", "credit", "first-seen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of one source, normalized.

    ``id`` is 63 bits of a hash over source and ``key``: the same entry of the same source has
    the same id in every store. ``key`` is the strongest identity it has within the source
    (:func:`guid_key`, else :func:`link_key`, else :func:`text_key`). ``guid`` is raw, ``link``
    absolute as given, ``canonical`` the link without what does not tell pages apart. ``title`` is
    plain text, never empty; ``title_derived`` says that it was made from the lead. ``html`` is
    sanitized, with absolute links; ``text`` the plain words without dateline and credit line,
    paragraphs apart by a newline. ``teaser``: the source gave only a summary or a cut text.
    ``published`` is the time the source states and ``date_source`` where that was found; None where
    it states none that can be believed. ``published_raw`` is its string, ``updated_raw`` that of
    ``updated``, believed or not. ``digest`` is a hash of the folded words of title and text: equal
    digests, same words. ``first_seen`` is when we first had it, ``seen_after`` the last poll of its
    source that did not have it yet (None: unknown), so the source had it first between the two.
    ``where`` are the places that it is about, by its source's word. ``file`` is the name, within its source's
    folder, of the file that holds it and nothing else, where it has neither guid nor link.
    ``broken_off``: the document ends within it; of what is kept that is not remembered.
    ``language`` is an ISO 639 code; ``language_confidence``, between 0 and 1, how likely the words make it, 1
    where the source's is configured, None where there are too few words to ask.
    """

    id: int
    source: str
    key: str
    guid: str | None
    link: str | None
    canonical: str | None
    title: str
    title_derived: bool = False
    html: str
    text: str
    teaser: bool
    published: datetime | None
    published_raw: str | None = None
    date_source: DateSource = "first-seen"
    updated: datetime | None = None
    updated_raw: str | None = None
    first_seen: datetime
    seen_after: datetime | None = None
    credit: Credit = Credit()
    language: str | None = None
    language_confidence: float | None = None
    authors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    where: tuple[Geometry, ...] = ()
    rights: str | None = None
    origin: FeedMeta = FeedMeta()
    management: Management = Management()
    file: str | None = None
    broken_off: bool = False
    digest: str

    @property
    def carried_at(self) -> datetime:
        """The best estimate of when the source first had it: see :func:`carried_at`."""
        return carried_at(self.published, self.first_seen, self.seen_after)

    @property
    def words(self) -> int:
        """How many words its text has, parted by white space."""
        return _count(self.text)


@lru_cache(maxsize=64)  # asked several times of an item while it is taken in
def _count(text: str) -> int:
    return len(text.split())


# Under this many words equal words are no identity: "No comment", "Weather", a bare headline.
_ENOUGH_WORDS = 20


def file_keys(item: Item) -> tuple[str, ...]:
    """The identity that the file of an item gives it, if one does."""
    return (file_key(item.file),) if item.file else ()


def item_keys(item: Item) -> tuple[str, ...]:
    """All identities of an item taken by itself, strongest first."""
    keys = [guid_key(item.guid)] if item.guid else []
    keys += [link_key(item.canonical)] if item.canonical else []
    # Whether there are enough is told without parting all of a long text.
    if not keys or len(item.text.split(None, _ENOUGH_WORDS)) >= _ENOUGH_WORDS:
        keys.append(text_key(item.digest))
    return tuple(keys)
