"""Words as comparing sees them: one 32-bit code each, so that a text is a short array of numbers.

A code holds, from the top: 20 bits of the word's consonant skeleton, by which names transliterated
otherwise agree (Mohammed, Muhammad); 10 bits of its spelling; 2 bits of what kind of word it is. The kind
comes from a table of word frequencies (the wordfreq library), not from what has been seen so far, so that
the order in which items arrive changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feeds.text import fold

Codes = NDArray[np.uint32]

COMMON, RARE, FIGURE, MIDDLING = range(4)
SPELLING_SHIFT, SKELETON_SHIFT = 2, 12
_COMMON_FROM, _MIDDLING_FROM = 1e-4, 1.2e-5  # shares of all words of a language
_CACHED = 100_000  # words remembered for a language

_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_UNSPACED = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
)
# A figure with its thousands set apart by spaces (any white space is one space in a normalized text), a time of
# day (18h30), a figure with other separators, or a word with its combining marks.
_TOKEN = re.compile(
    rf"(?<![\d.,])\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:[.,٫]\d+)?(?!\d)"
    rf"|\d+(?:[.,٫٬\u00a0\u202f]\d+|[hH]\d\d(?!\w))*|[\w{_MARKS}]+"
)
_CHARACTER = re.compile(rf"[{_UNSPACED}]|[^{_UNSPACED}]+")
_UNSPACED_ONE = re.compile(rf"[{_UNSPACED}]\Z")
_UNSPACED_ANY = re.compile(rf"[{_UNSPACED}]")
_SPLIT = 1 << 32  # the "code" of what holds characters of a script without spaces
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SEPARATORS = re.compile(r"\D")

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
_LATIN_VOWELS = re.compile("[aeiouh]")
_TWICE = re.compile(r"(.)\1+")
# Arabic writes "and", "by", "for" and the article on to the word.
_PROCLITIC = re.compile(r"(?:[وفبلك]?ال|لل|[وفبلك])(?=\w{3})")
_ARABIC_VOWELS = re.compile("[اوي]")


def encode(text: str, language: str | None, most: int) -> Codes:
    """The codes of the first ``most`` words of a text, in order; where the script has no spaces
    between words, of its characters.
    """
    code_of = _coder(language or "")
    tokens = _TOKEN.findall(text)[:most]
    codes = [code_of(token) for token in tokens]
    if codes and max(codes) >= _SPLIT:
        parts = [part for token in tokens for part in _CHARACTER.findall(token)]
        codes = [code_of(part) & 0xFFFFFFFF for part in parts[:most]]
    return np.array(codes, dtype=np.uint32)


def kind_of(token: str, language: str | None) -> int:
    """Of what kind a raw word is in a language: COMMON, MIDDLING, RARE or FIGURE."""
    return _coder(language or "")(token) & 3


def figure(token: str) -> str:
    """A figure without its style: Western digits, no thousands separators, a point before decimals.

    >>> figure("25,000") == figure("25 000") == figure("٢٥٠٠٠"), figure("63,50") == figure("63.5")
    (True, True)
    """
    whole, *groups = _SEPARATORS.split(token.translate(_DIGITS))
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
        bare = word
        for pattern, letter in _LATIN:
            bare = pattern.sub(letter, bare)
        bare = _TWICE.sub(r"\1", bare[:1] + _LATIN_VOWELS.sub("", bare[1:]))
    elif "\u0600" <= word[0] <= "\u06ff":
        stem = _PROCLITIC.sub("", word, count=1) if _PROCLITIC.match(word) else word
        bare = stem[:1] + _ARABIC_VOWELS.sub("", stem[1:]).removesuffix("ه")
        word = stem
    else:
        return word
    return bare if len(bare) > 1 else word


@lru_cache(maxsize=64)
def _coder(language: str) -> Callable[[str], int]:
    """What gives the code of a raw word in a language; it remembers the words it has met."""
    known: dict[str, int] = {}

    def code_of(token: str) -> int:
        code = known.get(token)
        if code is None:
            if len(known) >= _CACHED:
                known.clear()
            code = known[token] = _code(token, language)
        return code

    return code_of


def _code(token: str, language: str) -> int:
    if _UNSPACED_ONE.match(token):
        return _SPLIT | _packed(token, token, RARE)
    if _UNSPACED_ANY.search(token):
        return _SPLIT
    if token[0].isdigit():
        return _packed(figure(token), figure(token), FIGURE)
    word = fold(token)
    number = _NUMERAL.get((language, word))
    if number is not None:
        return _packed(figure(number), figure(number), FIGURE)
    return _packed(skeleton(word), word, _kind(word, language))


def _packed(bones: str, word: str, kind: int) -> int:
    high = crc32(bones.encode("utf-8", "replace")) & 0xFFFFF
    low = crc32(word.encode("utf-8", "replace")) >> 7 & 0x3FF
    return high << SKELETON_SHIFT | low << SPELLING_SHIFT | kind


def _kind(word: str, language: str) -> int:
    shares = _shares(language)
    if not shares:  # no table for the language: long words tell more than short ones
        return RARE if len(word) >= 7 else MIDDLING
    share = shares.get(word, 0.0)
    if not share and language == "ar":
        stem = _PROCLITIC.sub("", word, count=1) if _PROCLITIC.match(word) else word
        share = max(shares.get(stem, 0.0), shares.get(f"ال{stem}", 0.0))
    return COMMON if share >= _COMMON_FROM else MIDDLING if share >= _MIDDLING_FROM else RARE


@lru_cache(maxsize=16)
def _shares(language: str) -> Mapping[str, float]:
    """The share of all words that a folded word is, in a language; empty where nobody counted."""
    from wordfreq import get_frequency_dict  # noqa: PLC0415 -- a quarter of a second, for those who compare

    try:
        counted = get_frequency_dict(language, "small")
    except (LookupError, ValueError):  # no table; no code of a language
        return {}
    shares: dict[str, float] = {}
    for word, share in counted.items():
        folded = fold(word)
        shares[folded] = shares.get(folded, 0.0) + share
    return shares
