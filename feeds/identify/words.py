"""Words as comparing sees them: one 32-bit code each, so that a text is a short array of numbers.

A code holds, from the top: 20 bits of the word's consonant skeleton, by which names transliterated
otherwise agree (Mohammed, Muhammad); 10 bits of its spelling; 2 bits of what kind of word it is. The kind
comes from a table of word frequencies (the wordfreq library), not from what has been seen so far, so that
the order in which items arrive changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import blake2b
from itertools import count, groupby
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feeds.identify.frequencies import frequencies
from feeds.text import fold

Codes = NDArray[np.uint32]

COMMON, RARE, FIGURE, MIDDLING = range(4)
SPELLING_SHIFT, SKELETON_SHIFT = 2, 12
_COMMON_FROM, _MIDDLING_FROM = 1e-4, 1.2e-5  # shares of all words of a language
_CACHED = 100_000  # words remembered for a language

# Of scripts with spaces: accents, points, and the vowel signs of India's scripts, without which words fall to pieces.
_MARKS = "".join(
    chr(code) for code in range(0x300, 0xE00) if unicodedata.category(chr(code)) in ("Mn", "Mc")
)
_PROCLITICS = (
    "وفبلك"  # Arabic letters that are written on to a figure as to a word: and, so, by, for, like
)
_UNSPACED = "\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
# What outlets write for three noughts: 25 thousand, 3 bin 700.
_THOUSAND = (
    r"(?:thousand|mille|mila|[Tt]ausend|[Tt]sd\.?|тысяч[аи]?|тыс\.?|[أا]لف[اًا]?|[آا]لاف|"
    r"(?:mil|bin)(?: \d{1,3}(?![\d.,]\d|\d))?)"
)
# A word with its combining marks (first, as most tokens are one), a figure with its thousands set apart by spaces
# (any white space is one space in a normalized text), or a figure with other separators or a time of day (18h30).
_TOKEN = re.compile(
    rf"[{_PROCLITICS}]{{1,2}}\u0640?(?=\d)|(?:[^\W\d]|[{_MARKS}])[\w{_MARKS}]*"
    rf"|(?<![\d.,])\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:[.,٫]\d+)?(?!\d)"
    rf"|\d+(?:[.,٫٬．，・\u00a0\u202f]\u200f?\d+|[hH]\d\d(?!\w))*(?: {_THOUSAND}(?!\w))?"
)
_CHARACTER = re.compile(rf"[{_UNSPACED}]|[^{_UNSPACED}]+")
_UNSPACED_ONE = re.compile(rf"[{_UNSPACED}]\Z")
_UNSPACED_ANY = re.compile(rf"[{_UNSPACED}]")
_SPLIT = 1 << 32  # the "code" of what holds characters of a script without spaces
_SCALED = re.compile(r"(\S+) [^\W\d]+\.?(?: (\d+))?")
_SEPARATORS = re.compile(r"\D\u200f?")
_TURNED = "\u200f"  # the right-to-left mark

# Numerals that outlets write out or in figures as their style has it: from two to nineteen, and the tens. "One"
# is left out: it is an article in some languages; so are compounds (…), whose parts are words of their own.
_NUMERALS = {
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete "
    "dieciocho diecinueve",
    "ar": "اثنان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره",
    "ar ": "اثنين ثلاث اربع خمس ست سبع ثماني تسع عشر",
    "de": "zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn "
    "achtzehn neunzehn",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove",
    "pt": "dois tres quatro cinco seis sete oito nove dez onze doze treze … quinze dezasseis dezassete dezoito "
    "dezanove",
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать "
    "пятнадцать шестнадцать семнадцать восемнадцать девятнадцать",
    "ru ": "двух трех четырех пяти шести семи восьми девяти десяти",
    "tr": "iki uc dort bes alti yedi sekiz dokuz on",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "ar": "عشرون ثلاثون اربعون خمسون ستون سبعون ثمانون تسعون",
    "ar ": "عشرين ثلاثين اربعين خمسين ستين سبعين ثمانين تسعين",
    "de": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто",
    "tr": "yirmi otuz kirk elli altmis yetmis seksen doksan",
}
_NUMERAL = {
    (language.strip(), word): str(number)
    for lines, first, step in ((_NUMERALS, 2, 1), (_TENS, 20, 10))
    for language, line in lines.items()
    for number, word in zip(count(first, step), line.split(), strict=False)
    if word != "…"
}

# What one alphabet's letters become when names cross into another and back; vowels go altogether.
_LATIN = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("ph", "f"), ("sch|tch|sh|ch|cz", "s"), ("kh|gh", "h"), ("ck|q|c|x", "k"), ("dj|j", "g"),
        ("ou|oo|w", "u"), ("z", "s"), ("v", "f"), ("y", "i"),
    )
)  # fmt: skip
# What all of that comes to, letter by letter, for the most words, which have none of the pairs.
_LATIN_PAIR = re.compile("ph|[tcs]h|cz|[kg]h|ck|dj|o[uo]")
_LATIN_LETTER = str.maketrans("qcxjwzvy", "kkkgusfi")
_LATIN_VOWELS = str.maketrans("", "", "aeiouh")
# Arabic writes "and", "by", "for" and the article on to the word.
_PROCLITIC = re.compile(r"\A(?:[وفبلك]?ال|لل|[وفبلك])(?=\w{3})")
_ARABIC_VOWELS = re.compile("[اوي]")


def encode(text: str, language: str | None, most: int) -> Codes:
    """The codes of the first ``most`` words of a text, in order; where the script has no spaces
    between words, of its characters.
    """
    known = _codes(language or "")
    tokens = _TOKEN.findall(text)[:most]
    codes = [known[token] for token in tokens]
    if codes and max(codes) >= _SPLIT:
        parts = [part for token in tokens for part in _CHARACTER.findall(token)]
        codes = [known[part] & 0xFFFFFFFF for part in parts[:most]]
    return np.array(codes, dtype=np.uint32)


def skeletons(codes: Codes) -> frozenset[int]:
    """The distinct words of these codes, by consonant skeleton."""
    return frozenset((codes >> np.uint32(SKELETON_SHIFT)).tolist())


def kind_of(token: str, language: str | None) -> int:
    """Of what kind a raw word is in a language: COMMON, MIDDLING, RARE or FIGURE."""
    return _codes(language or "")[token] & 3


def figure(token: str) -> str:
    """A figure without its style: Western digits, no thousands separators, a point before decimals. Some Arabic
    outlets write the parts in the order in which they are seen, with a mark between them.

    >>> figure("25,000") == figure("25 000") == figure("٢٥٠٠٠"), figure("63,50") == figure("６３・５")
    (True, True)
    >>> figure("5.\u200f2")
    '2.5'
    >>> figure("25 thousand"), figure("3 bin 700"), figure("3,2 тыс.")
    ('25000', '3700', '3200')
    """
    scaled = _SCALED.fullmatch(token)
    if scaled:
        thousands = Decimal(figure(scaled[1])) * 1000 + int(scaled[2] or 0)
        return figure(f"{thousands.normalize():f}")
    western = "".join(str(unicodedata.decimal(sign, sign)) for sign in token)
    parts = _SEPARATORS.split(western)
    whole, *groups = reversed(parts) if _TURNED in token else parts
    if groups and (len(groups[-1]) != 3 or whole == "0"):
        whole += "".join(groups[:-1])
        decimals = groups[-1].rstrip("0")
    else:
        whole, decimals = whole + "".join(groups), ""
    whole = whole.lstrip("0") or "0"
    return f"{whole}.{decimals}" if decimals else whole


def skeleton(word: str) -> str:
    """A folded word by its consonants, so that two transliterations of a name agree.

    >>> skeleton("mohammed") == skeleton("muhamad")
    True
    """
    if len(word) < 3:
        return word
    if word.isascii():
        bare = _respelled(word) if _LATIN_PAIR.search(word) else word.translate(_LATIN_LETTER)
        bare = bare[:1] + bare[1:].translate(_LATIN_VOWELS)
        bare = "".join(letter for letter, _ in groupby(bare))
    elif "\u0600" <= word[0] <= "\u06ff":
        stem = _PROCLITIC.sub("", word)
        bare = stem[:1] + _ARABIC_VOWELS.sub("", stem[1:]).removesuffix("ه")
        word = stem
    else:
        return word
    return bare if len(bare) > 1 else word


def _respelled(word: str) -> str:
    for pattern, letter in _LATIN:
        word = pattern.sub(letter, word)
    return word


class _Codes(dict[str, int]):
    """The codes of the raw words that were met in a language, each worked out when it is first met."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, token: str) -> int:
        if len(self) >= _CACHED:
            self.clear()
        code = self[token] = _code(token, self._language)
        return code


@lru_cache(maxsize=64)
def _codes(language: str) -> _Codes:
    return _Codes(language)


def _code(token: str, language: str) -> int:
    if not token.isascii() and _UNSPACED_ANY.search(token):
        alone = _UNSPACED_ONE.match(token)
        return _SPLIT | _packed(token, token, RARE) if alone else _SPLIT
    if token[0].isdigit():
        return _packed(figure(token), figure(token), FIGURE)
    word = fold(token)
    number = _NUMERAL.get((language, word))
    if number is not None:
        return _packed(figure(number), figure(number), FIGURE)
    return _packed(skeleton(word), word, _kind(word, language))


def told_as(word: str) -> int:
    """What a code says of a folded word, or of a figure of one or two digits, whatever kind of word it is in a
    language: all but the lowest bits.
    """
    bones = word if word.isdigit() else skeleton(word)
    return _packed(bones, word, COMMON) >> SPELLING_SHIFT


def _packed(bones: str, word: str, kind: int) -> int:
    high = crc32(bones.encode("utf-8", "replace")) & 0xFFFFF
    low = crc32(word.encode("utf-8", "replace")) >> 7 & 0x3FF
    return high << SKELETON_SHIFT | low << SPELLING_SHIFT | kind


def _kind(word: str, language: str) -> int:
    kinds, rare = _kinds(language)
    if not kinds:  # no table for the language: long words tell more than short ones
        return RARE if len(word) >= 7 else MIDDLING
    if language == "ar" and word not in kinds and not _among(rare, word):
        stem = _PROCLITIC.sub("", word)
        met = (kinds.get(stem), kinds.get(f"ال{stem}"))
        return COMMON if COMMON in met else MIDDLING if MIDDLING in met else RARE
    return kinds.get(word, RARE)


@lru_cache(maxsize=16)
def _kinds(language: str) -> tuple[Mapping[str, int], Sequence[int]]:
    """Of what kind a folded word is, in a language; empty where nobody counted. Those that are not in it are RARE.

    Arabic is read as it stands, so of that also the numbers of those that were counted and are RARE, in order: as
    words, 46,000 take 9 MB.
    """
    # What letters fold to is remembered; made among all these words, it would keep 5 MB of them from being given back.
    fold("".join({letter for _, words in frequencies(language) for letter in set("".join(words))}))
    shares: dict[str, float] = {}
    for share, counted in frequencies(language):
        for folded in fold("\n".join(counted)).split("\n"):
            shares[folded] = shares.get(folded, 0.0) + share
    kinds = {word: kind for word, share in shares.items() if (kind := _kind_by(share)) != RARE}
    rare = sorted(_number(word) for word in shares.keys() - kinds.keys() if language == "ar")
    return kinds, array("Q", rare)


def _among(numbers: Sequence[int], word: str) -> bool:
    """Whether a word is among those of these numbers."""
    number = _number(word)
    place = bisect_left(numbers, number)
    return place < len(numbers) and numbers[place] == number


def _number(word: str) -> int:
    """A word as a number of 64 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


def _kind_by(share: float) -> int:
    return COMMON if share >= _COMMON_FROM else MIDDLING if share >= _MIDDLING_FROM else RARE
