"""What of a story stays the same in another language: its figures, names, places and subjects.

Names are held by their consonants, as two scripts write them; Arabic has no capitals to tell names by, so all its
rarer words are held. Nothing here is learnt from what has been seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar
from zlib import crc32

from feeds.identify import atlas
from feeds.identify.lexicon import lexicon
from feeds.identify.mark import bare_title
from feeds.identify.words import figure
from feeds.model.item import Item
from feeds.text import fold

T = TypeVar("T")
_MOST = 200  # words looked at of a text: its lead and what follows
_MOST_HELD = 60  # names held of a text
_BARE = 12  # words; a text of fewer gives its title for names, too
_USUALLY = 1_600  # characters in which they are
# A word, or a figure with its separators; with what stands before it. Most words begin with letters that are told the
# quickest as ranges.
_LETTERS = r"A-Za-zÀ-ÖØ-öø-ÿ\u0621-\u064a"
_PIECE = re.compile(rf"( |[\W_]*)([{_LETTERS}]+[^\W\d_]*|[^\W\d_]+|\d+(?:[.,٫٬\u00a0\u202f]\d+)*)")
_ENDS = re.compile(r"[.!?؟:;\n«»“”\"]")
_SCALES = (
    (3, "thousand mille mil الف الاف"),
    (6, "million millions millon millones مليون ملايين"),
    (9, "billion billions milliard milliards مليار مليارات"),
)
_SCALE = {word: power for power, line in _SCALES for word in line.split()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_FIGURES, _MOST_NAMES, _MOST_ARABIC, _MOST_PLACES, _MOST_SUBJECTS = 6, 10, 16, 3, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What texts in two languages can share.

    ``at`` is when it was published, in minutes since 1970. ``figures`` are plain numbers. ``names`` are folded
    words by their consonants, in the order of the text; in Arabic, the rarer words. ``places`` and ``subjects`` are
    names of :mod:`feeds.identify.atlas`.
    """

    language: str
    at: int
    agency: str | None
    place: str | None
    figures: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    subjects: tuple[str, ...]


_FIELDS = tuple(field.name for field in fields(Gist))


def gist_of(item: Item, published: datetime) -> Gist | None:
    """The gist of a story by the item that heads it; None in a language that the tables don't have."""
    language = item.language or ""
    if not atlas.is_known(language):
        return None
    dateline = item.credit.dateline
    text = _Read(item.text, language)
    title = _Read(bare_title(item.title), language)
    named = [*text.names(), *(title.names() if len(text.words) < _BARE else ())]
    found = [*title.found, *text.found]
    filed = _Read(dateline.place, language).found if dateline and dateline.place else []
    return Gist(
        language=language,
        at=int((published - _EPOCH).total_seconds() // 60),
        agency=item.credit.agency,
        place=filed[0].name if filed else None,
        figures=_once([*title.figures(), *text.figures()]),
        names=_once(named)[:_MOST_HELD],
        places=_once(f.name for f in found if f.kind in ("country", "city")),
        subjects=_once(f.name for f in found if f.kind in ("subject", "body")),
    )


class _Read:
    """A text read once: its words, those of them that tell something, and what of the atlas is in it."""

    def __init__(self, text: str, language: str) -> None:
        pieces = _pieces(text)
        self._gaps = [gap for gap, _ in pieces]  # what stands before each word
        self.words = [word for _, word in pieces]
        told = enumerate(map(lexicon(language).__getitem__, self.words))
        self._told = [(n, word) for n, word in told if word is not None]
        begins = ((n, word.begins) for n, word in self._told if word.begins)
        met = list(atlas.follow(begins, self.words, language))
        self.found = [found for found in met if found.kind != "month"]
        # A month and the words beside it: "March 7", "7 de marzo".
        months = (found for found in met if found.kind == "month")
        self._dates = {n for month in months for n in range(month.start - 2, month.end + 1)}

    def figures(self) -> Iterator[str]:
        """Its numbers in full ("3.6 billion" is 3600000000); not the days of dates."""
        for n, word in self._told:
            if word.figure and n not in self._dates:
                power = 0
                for after in map(fold, self.words[n + 1 : n + 3]):
                    if after not in _SCALE:
                        break
                    power += _SCALE[after]
                yield f"{(Decimal(figure(self.words[n])).scaleb(power)).normalize():f}"

    def names(self) -> Iterator[tuple[str, str]]:
        """Its names: consonants and folded word."""
        known = {n for f in self.found for n in range(f.start, f.end)} | self._dates
        for n, word in self._told:
            if word.names and n not in known and (word.surely or not self._opens(n)):
                yield from word.names

    def _opens(self, n: int) -> bool:
        """Whether a word opens a sentence, where any word has a capital."""
        return n == 0 or bool(_ENDS.search(self._gaps[n]))


def _pieces(text: str) -> list[tuple[str, str]]:
    """The first words of a text, each behind what stands between it and the one before."""
    found: list[tuple[str, str]] = _PIECE.findall(text, 0, _USUALLY)
    if len(found) <= _MOST and len(text) > _USUALLY:  # and the last may have been cut
        found = _PIECE.findall(text)
    return found[:_MOST]


def keys_of(gist: Gist) -> tuple[int, ...]:
    """What a gist is found by, as numbers of 32 bits: its telling figures, its names, its places with its subjects."""
    figures = [f"f{value}" for value in gist.figures if weight_of(value) >= 1][:_MOST_FIGURES]
    most = _MOST_ARABIC if gist.language == "ar" else _MOST_NAMES
    names = list(dict.fromkeys(f"n{bones}" for bones, _ in gist.names if len(bones) >= 3))[:most]
    pairs = [
        f"p{place} {subject}"
        for place in gist.places[:_MOST_PLACES]
        for subject in gist.subjects[:_MOST_SUBJECTS]
    ]
    return tuple(dict.fromkeys(crc32(key.encode()) for key in (*figures, *names, *pairs)))


def weight_of(value: str) -> float:
    """How much a figure tells: small and round ones are met anywhere, and so are years.

    >>> weight_of("54.3"), weight_of("2026"), weight_of("3")
    (2.0, 0.1, 0.2)
    """
    number = Decimal(value)
    if len(value) == 4 and 1900 <= number <= 2060:
        return 0.1
    digits = len(value.replace(".", "").strip("0"))
    if digits >= 3:
        return 2.0
    if digits == 2:
        return 1.5 if number >= 100 or "." in value else 1.0
    return 1.0 if number >= 100 else 0.2


def pack_gist(gist: Gist) -> bytes:
    """A gist as bytes."""
    values = {name: getattr(gist, name) for name in _FIELDS}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_gist(body: bytes) -> Gist:
    """The gist that :func:`pack_gist` packed."""
    raw = json.loads(body)
    return Gist(
        language=raw["language"],
        at=raw["at"],
        agency=raw["agency"],
        place=raw["place"],
        figures=tuple(raw["figures"]),
        names=tuple((bones, word) for bones, word in raw["names"]),
        places=tuple(raw["places"]),
        subjects=tuple(raw["subjects"]),
    )


def _once(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
