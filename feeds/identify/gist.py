"""What of a story stays the same in another language: its figures, names, places and subjects.

Names are held by their consonants, as two scripts write them; Arabic has no capitals to tell names by, so all its
rarer words are held. Nothing here is learnt from what has been seen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

from feeds.identify import atlas
from feeds.identify.mark import bare_title
from feeds.identify.words import COMMON, FIGURE, RARE, figure, kind_of
from feeds.model.item import Item
from feeds.text import fold

T = TypeVar("T")
_MOST = 200  # words looked at of a text: its lead and what follows
_MOST_HELD = 60  # names held of a text
_BARE = 12  # words; a text of fewer gives its title for names, too
_TOKEN = re.compile(r"\d+(?:[.,٫٬\u00a0\u202f]\d+)*|[^\W\d_]+")
_ENDS = re.compile(r"[.!?؟:;\n«»“”\"]")
_SCALES = (
    (3, "thousand mille mil الف الاف"),
    (6, "million millions millon millones مليون ملايين"),
    (9, "billion billions milliard milliards مليار مليارات"),
)
_SCALE = {word: power for power, line in _SCALES for word in line.split()}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_FIGURES, _MOST_NAMES, _MOST_ARABIC, _MOST_PLACES, _MOST_SUBJECTS = 6, 10, 16, 3, 2

# One letter for all that two alphabets, or two habits of writing one in the other, exchange.
_LATIN = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("sch|tsch|tch|sh|ch", "s"), ("ph", "f"), ("kh|gh|ck|qu", "k"), ("th", "t"), ("dh", "d"), ("dj", "k"),
        ("c(?=[eiy])", "s"), ("x", "ks"), ("[cqgj]", "k"), ("z", "s"), ("v", "f"), ("p", "b"), ("[aeiouwy]", ""),
    )
)  # fmt: skip
_ARABIC = str.maketrans("بپتطثدضذجغخقكگسصشزظفڤلمنرهحچ", "bbtttdddkkkkkksssssfflmnrhhs", "اويىءئؤع")
_ARTICLE = re.compile(r"(?:[وف]?[بك]?ال|لل)(?=\w{3})")
_PROCLITIC = re.compile(r"[وفبلك](?=\w{4})")
_TWICE = re.compile(r"(.)\1+")


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


def gist_of(item: Item, published: datetime) -> Gist | None:
    """The gist of a story by the item that heads it; None in a language that the tables don't have."""
    language = item.language or ""
    if not atlas.is_known(language):
        return None
    dateline = item.credit.dateline
    text = _Read(item.text, language)
    title = _Read(bare_title(item.title), language)
    named = [*text.names(), *(title.names() if len(text.raw) < _BARE else ())]
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
    """A text read once: its words as they stand and folded, and what of the atlas is in it."""

    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._tokens = []
        for token in _TOKEN.finditer(text):
            self._tokens.append(token)
            if len(self._tokens) == _MOST:
                break
        self.raw = [token[0] for token in self._tokens]
        self.folded = [_folded(word) for word in self.raw]
        met = list(atlas.find(self.folded, language))
        self.found = [found for found in met if found.kind != "month"]
        # A month and the words beside it: "March 7", "7 de marzo".
        months = (found for found in met if found.kind == "month")
        self._dates = {n for month in months for n in range(month.start - 2, month.end + 1)}

    def figures(self) -> Iterator[str]:
        """Its numbers in full ("3.6 billion" is 3600000000); not the days of dates."""
        for n, word in enumerate(self.raw):
            if word[0].isdecimal() and n not in self._dates:
                power = 0
                for after in self.folded[n + 1 : n + 3]:
                    if after not in _SCALE:
                        break
                    power += _SCALE[after]
                yield f"{(Decimal(figure(word)).scaleb(power)).normalize():f}"

    def names(self) -> Iterator[tuple[str, str]]:
        """Its names: consonants and folded word."""
        known = {n for f in self.found for n in range(f.start, f.end)} | self._dates
        for n, raw in enumerate(self.raw):
            if raw[0].islower() or n in known:
                continue
            surely, name = _name(raw, self._language)
            if name and (surely or not self._opens(n)):
                yield from name

    def _opens(self, n: int) -> bool:
        """Whether a word opens a sentence, where any word has a capital."""
        if n == 0:
            return True
        between = self._text[self._tokens[n - 1].end() : self._tokens[n].start()]
        return bool(_ENDS.search(between))


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
    return json.dumps(asdict(gist), ensure_ascii=False, separators=(",", ":")).encode()


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


@lru_cache(maxsize=50_000)
def _name(raw: str, language: str) -> tuple[bool, tuple[tuple[str, str], ...]]:
    """What a word with a capital, or an Arabic one, is as a name: consonants and folded word, nothing for a common
    one; and whether that is sure where every word has a capital.
    """
    word = _folded(raw)
    kind = kind_of(raw, language)
    if len(word) < 3 or kind in (COMMON, FIGURE):
        return False, ()
    if language == "ar":
        return True, tuple((bones, word) for bones in _arabic(word))
    return kind == RARE, ((_latin(word), word),)


@lru_cache(maxsize=50_000)
def _folded(word: str) -> str:
    return fold(word)


@lru_cache(maxsize=50_000)
def _latin(word: str) -> str:
    """A folded Latin word by its consonants.

    >>> _latin("hammouchi"), _latin("benkhaldoun")
    ('hms', 'bnkldn')
    """
    for pattern, letter in _LATIN:
        word = pattern.sub(letter, word)
    return _TWICE.sub(r"\1", word)


@lru_cache(maxsize=50_000)
def _arabic(word: str) -> tuple[str, ...]:
    """A folded Arabic word by its consonants, with and without what may be a proclitic.

    >>> _arabic("حموشي"), _arabic("خلدون")
    (('hms',), ('kldn',))
    """
    stem = _ARTICLE.sub("", word, count=1) if _ARTICLE.match(word) else word
    forms = [stem, stem[1:]] if stem == word and _PROCLITIC.match(stem) else [stem]
    bare = (form.removesuffix("ه").translate(_ARABIC) for form in forms)
    return tuple(dict.fromkeys(_TWICE.sub(r"\1", bones) for bones in bare))
