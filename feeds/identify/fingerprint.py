"""What finds an item's kin again: the codes of its words, and keys sampled from their shingles.

Word 4-shingles (Broder 1997). Keys to be indexed are sampled by content, so that both sides of a containment pick
the same ones: dense in the lead, all of a short text, and behind the lead by winnowing (Schleimer, Wilkerson and Aiken
2003), which leaves no run of :data:`_RUN` shingles that two texts share without a key of both.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feeds.identify.mark import bare_title, mark_of
from feeds.identify.post import title_and_text
from feeds.identify.words import (
    FIGURE,
    MIDDLING,
    RARE,
    SKELETON_SHIFT,
    SPELLING_SHIFT,
    Codes,
    encode,
    skeletons,
)
from feeds.model.item import Item

_SHINGLE = 4  # words
_TITLE_SHINGLE = 3
_LEAD = 64  # shingles of the lead, of which every second (by hash) is a key
_SHORT = 32  # a text of so few shingles gives all of them as keys
_RUN = 16  # shingles behind the lead, of which one at least is a key: about every eighth is
_MOST_WORDS = 2400  # kept of a text; longer ones are compared by their beginning
_MOST_TITLE = 60
_NOTICE = 120  # words of a kill notice in which it names its story
_BARE = 8  # words; under this a text says less than its title, and both are taken together
_HEADER = struct.Struct("<BBHHIIIq")
_SOURCE = 5  # where its hash stands in the header
# What letters' titles begin with that answer another, behind the name of a list in brackets or not.
_ANSWER = re.compile(
    r"(?:\[[^\[\]]{1,40}\]\s*)?(?:re|aw|sv|antw|odp|rif|ynt|res|رد|回复|答复)(?:\[\d+\])?\s?[:：]\s",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_FORMAT = 1  # of the packed bytes

Hashes = NDArray[np.uint64]
Counts = NDArray[np.uint8]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)
_TITLE_MARK = np.uint64(0x5449544C45)  # keeps keys of titles apart from those of texts
_LINK_MARK = 0x4C494E4B << 31
_KILL_MARK = np.uint64(0x4B494C4C)  # the same of what kill notices name
_ASKED = 3  # runs of a title by which an item asks for its kill


@dataclass(frozen=True, kw_only=True)
class Print:
    """A fingerprint: all that comparing needs of an item.

    ``words`` and ``title`` are codes (:mod:`feeds.identify.words`). ``page``, ``source`` and ``agency`` are hashes, 0
    for none. ``at`` is when the source had it first, in minutes since 1970; ``dated`` says whether the source itself
    gave a time, ``revises`` whether its marks say that it corrects or updates what was there before, ``answers``
    whether its title says that it answers another ("Re: …"), ``post`` whether it is a channel's that says nothing but
    its title, and where to read on. All of it is the item's own: what else has been seen
    changes none of it.
    """

    words: Codes
    title: Codes
    page: int
    source: int
    agency: int
    at: int
    dated: bool
    revises: bool = False
    answers: bool = False
    post: bool = False

    @cached_property
    def shingles(self) -> Hashes:
        """Hashes of the runs of four words, in order; of fewer where there are fewer."""
        return shingle(self.words, min(_SHINGLE, max(len(self.words), 1)))

    @cached_property
    def text_keys(self) -> list[int]:
        """The shingles that are indexed."""
        return _numbers(_sampled(self.shingles))

    @cached_property
    def keys(self) -> tuple[int, ...]:
        """The keys by which an item is found: see :func:`keys_of`."""
        page = [_LINK_MARK | self.page] if self.page else []
        return tuple(dict.fromkeys([*self.text_keys, *_title_keys(self.title), *page]))

    @cached_property
    def asking_keys(self) -> tuple[int, ...]:
        """The keys by which an item asks for a kill notice of it that came before."""
        runs = np.sort(shingle(self.title, _TITLE_SHINGLE))[:_ASKED]
        return tuple(_numbers(runs ^ _TITLE_MARK ^ _KILL_MARK))

    @cached_property
    def listed(self) -> list[int]:
        """The shingles as plain numbers."""
        return _numbers(self.shingles)

    @cached_property
    def worth(self) -> Counts:
        """What each of the shingles tells: its names and figures, of which a template's frame has none."""
        kinds = self.words & np.uint32(3)
        told = ((kinds == RARE) | (kinds == FIGURE)).astype(np.uint8)
        size = min(_SHINGLE, max(len(told), 1))
        return 1 + np.convolve(told, np.ones(size, dtype=np.uint8), "valid")[: len(self.shingles)]

    @cached_property
    def passages(self) -> frozenset[int]:
        """The distinct shingles of text and title."""
        return frozenset(self.listed).union(shingle(self.title, _SHINGLE).tolist())

    @cached_property
    def spellings(self) -> frozenset[int]:
        """The distinct words of text and title, by spelling."""
        return frozenset((self._whole >> np.uint32(SPELLING_SHIFT)).tolist())

    @cached_property
    def skeletons(self) -> frozenset[int]:
        """The distinct words of text and title, by consonant skeleton."""
        return skeletons(self._whole)

    @cached_property
    def figures(self) -> frozenset[int]:
        """The spellings of the text's figures."""
        return self._of_kind(FIGURE, SPELLING_SHIFT)

    @cached_property
    def names(self) -> frozenset[int]:
        """The skeletons of the text's rare words: names, mostly."""
        return self._of_kind(RARE, SKELETON_SHIFT)

    @cached_property
    def plain(self) -> frozenset[int]:
        """The skeletons of the text's words that are neither rare nor everyday."""
        return self._of_kind(MIDDLING, SKELETON_SHIFT)

    @cached_property
    def _whole(self) -> Codes:
        return np.concatenate([self.words, self.title])

    def _of_kind(self, kind: int, shift: int) -> frozenset[int]:
        chosen = self.words[(self.words & np.uint32(3)) == kind]
        return frozenset((chosen >> np.uint32(shift)).tolist())


def keys_of(made: Print) -> tuple[int, ...]:
    """The keys by which an item is found: sampled shingles, runs of the title's words, its page."""
    return made.keys


def naming_keys(made: Print) -> tuple[int, ...]:
    """The keys of titles that a text may name: a kill notice says which story it is of."""
    runs = shingle(made.words[:_NOTICE], _TITLE_SHINGLE)
    return tuple(dict.fromkeys(_numbers(runs ^ _TITLE_MARK)))


def kill_keys(made: Print) -> tuple[int, ...]:
    """The keys by which a kill notice is found when the story that it names comes after it."""
    runs = (shingle(codes, _TITLE_SHINGLE) for codes in (made.title, made.words[:_NOTICE]))
    return tuple(dict.fromkeys(_numbers(np.concatenate([*runs]) ^ _TITLE_MARK ^ _KILL_MARK)))


def names_title(text: Print, other: Print) -> float:
    """The share of the runs of the other's title that stand in a text; a title of too few words has none."""
    runs = shingle(other.title, _TITLE_SHINGLE).tolist()
    told = set(shingle(text.words[:_NOTICE], _TITLE_SHINGLE).tolist())
    return sum(run in told for run in runs) / max(len(runs), 1)


def fingerprint(item: Item) -> Print:
    """The fingerprint of an item. Wires' marks in the title are no words of it."""
    title, text, post = title_and_text(item)
    title = bare_title(title)
    heading = encode(title, item.language, _MOST_TITLE)
    words = encode(text, item.language, _MOST_WORDS)
    return Print(
        words=words if post or len(words) >= _BARE else np.concatenate([heading, words]),
        title=heading,
        page=_hash(item.canonical),
        source=_hash(item.source),
        agency=_hash(item.credit.agency),
        at=(item.carried_at - _EPOCH) // _MINUTE,
        dated=item.published is not None,
        revises=_may_be_marked(item, title) and mark_of(item) in ("correction", "update"),
        answers=_ANSWER.match(item.title) is not None,
        post=post,
    )


def _may_be_marked(item: Item, bare: str) -> bool:
    """Whether a title lost a mark, or a text opens with a note; looking closely takes as long as all the rest."""
    return (
        item.title[:1] != bare[:1]
        or item.title[-1:] != bare[-1:]
        or item.text[:1] in ("(", "[", "*")
    )


def pack(made: Print) -> bytes:
    """A fingerprint as bytes."""
    sizes = (len(made.words), len(made.title))
    hashes = (made.page, made.source, made.agency)
    flags = made.dated | made.revises << 1 | made.answers << 2 | made.post << 3
    header = _HEADER.pack(_FORMAT, flags, *sizes, *hashes, made.at)
    return header + made.words.tobytes() + made.title.tobytes()


# Copies that an item is like are compared with it, and again with those around it.
@lru_cache(maxsize=48)
def unpack(body: bytes) -> Print:
    """The fingerprint that :func:`pack` packed; what earlier versions put after it is passed over."""
    _, flags, words, title, page, source, agency, at = _HEADER.unpack_from(body)
    codes = np.frombuffer(body, dtype=np.uint32, count=words + title, offset=_HEADER.size)
    return Print(
        words=codes[:words],
        title=codes[words:],
        page=page,
        source=source,
        agency=agency,
        at=at,
        dated=bool(flags & 1),
        revises=bool(flags & 2),
        answers=bool(flags & 4),
        post=bool(flags & 8),
    )


def of_source(body: bytes, name: str) -> bytes:
    """A packed fingerprint of an item whose source has that name now."""
    header = list(_HEADER.unpack_from(body))
    header[_SOURCE] = _hash(name)
    return _HEADER.pack(*header) + body[_HEADER.size :]


def shingle(codes: Codes, size: int) -> Hashes:
    """A hash of each run of ``size`` words, positive as a signed number of 64 bits."""
    count = len(codes) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    spelled = (codes >> np.uint32(SPELLING_SHIFT)).astype(np.uint64)
    hashed = spelled[:count]
    for place in range(1, size):
        hashed = hashed * _MULTIPLIER + spelled[place : count + place]
    hashed = hashed * _MULTIPLIER
    hashed ^= hashed >> np.uint64(29)
    hashed = hashed * _MIXER
    return hashed >> np.uint64(1)


def _sampled(shingles: Hashes) -> Hashes:
    if len(shingles) <= _SHORT:
        return shingles
    lead = shingles[:_LEAD]
    dense = lead[lead % np.uint64(2) == 0]
    return np.concatenate([dense, shingles[_winnowed(shingles)]])


def _winnowed(shingles: Hashes) -> NDArray[np.intp]:
    """The places behind the lead of the shingles that come first in some run of them, by their last bits: even ones
    before odd ones, so that what is chosen in one text's tail is in the other's lead, too.
    """
    ranks = (shingles & np.uint64(1)) << np.uint64(63)
    ranks |= (shingles & np.uint64(14)) << np.uint64(59)
    ranks |= shingles >> np.uint64(4)
    runs = np.lib.stride_tricks.sliding_window_view(ranks, _RUN)
    places = np.unique(runs.argmin(axis=1) + np.arange(len(runs)))
    return places[places >= _LEAD]


def _title_keys(title: Codes) -> list[int]:
    runs = shingle(title, min(_TITLE_SHINGLE, max(len(title), 1)))
    return _numbers(runs ^ _TITLE_MARK)


def _numbers(hashes: Hashes) -> list[int]:
    numbers: list[int] = hashes.tolist()
    return numbers


def _hash(text: str | None) -> int:
    return crc32(text.encode("utf-8", "replace")) if text else 0
