"""Words as gists see them: what each tells is worked out when it is first met, and remembered.

Most words tell nothing: they are no name, no figure, and no place or subject begins with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from feeds.identify.atlas import Name, beginning
from feeds.identify.words import COMMON, FIGURE, RARE, kind_of
from feeds.text import fold

_MOST = 15_000  # words of a language remembered before it begins anew

# One letter for all that two alphabets, or two habits of writing one in the other, exchange.
_LATIN = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("sch|tsch|tch|sh|ch", "s"), ("ph", "f"), ("kh|gh|ck|qu", "k"), ("th", "t"), ("dh", "d"), ("dj", "k"),
        ("c(?=[eiy])", "s"),
    )
)  # fmt: skip
_LATIN_LETTERS = str.maketrans("cqgjzvp", "kkkksfb", "aeiouwy") | {ord("x"): "ks"}
_ARABIC = str.maketrans("بپتطثدضذجغخقكگسصشزظفڤلمنرهحچ", "bbtttdddkkkkkksssssfflmnrhhs", "اويىءئؤع")
_ARTICLE = re.compile(r"\A(?:[وف]?[بك]?ال|لل)(?=\w{3})")
_PROCLITIC = re.compile(r"[وفبلك](?=\w{4})")
_TWICE = re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a word tells as it is written.

    ``names`` is what it is as a name, by consonants and folded word: one with a capital that is not common, or a rarer
    Arabic one; ``surely`` that it is one even where every word has a capital. ``begins`` are the names of the atlas
    that may begin with it.
    """

    figure: bool
    names: tuple[tuple[str, str], ...]
    surely: bool
    begins: tuple[Name, ...]


class Lexicon(dict[str, Word | None]):
    """The words of a language as they are written; None for one that tells nothing.

    When there are too many it begins anew, and takes over from what it had what is met again.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language
        self._before: dict[str, Word | None] = {}

    def __missing__(self, written: str) -> Word | None:
        if len(self) >= _MOST:
            self._before = dict(self)
            self.clear()
        known = self._before
        found = known[written] if written in known else _word(written, self._language)
        self[written] = found
        return found


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The words of one of the atlas's languages."""
    return Lexicon(language)


def _word(written: str, language: str) -> Word | None:
    word = fold(written)
    figure, begins = written[0].isdecimal(), beginning(word, language)
    kind = COMMON if written[0].islower() or len(word) < 3 else kind_of(written, language)
    names: tuple[tuple[str, str], ...] = ()
    if kind not in (COMMON, FIGURE):
        bones = arabic_bones(word) if language == "ar" else (latin_bones(word),)
        names = tuple((one, word) for one in bones)
    if not (figure or names or begins):
        return None
    surely = kind == RARE or language == "ar"
    return Word(figure=figure, names=names, surely=surely, begins=begins)


def latin_bones(word: str) -> str:
    """A folded Latin word by its consonants.

    >>> latin_bones("hammouchi"), latin_bones("benkhaldoun")
    ('hms', 'bnkldn')
    """
    for pattern, letter in _LATIN:
        word = pattern.sub(letter, word)
    return _TWICE.sub(r"\1", word.translate(_LATIN_LETTERS))


def arabic_bones(word: str) -> tuple[str, ...]:
    """A folded Arabic word by its consonants, with and without what may be a proclitic.

    >>> arabic_bones("حموشي"), arabic_bones("خلدون")
    (('hms',), ('kldn',))
    """
    stem = _ARTICLE.sub("", word)
    forms = [stem, stem[1:]] if stem == word and _PROCLITIC.match(stem) else [stem]
    bare = (form.removesuffix("ه").translate(_ARABIC) for form in forms)
    return tuple(dict.fromkeys(_TWICE.sub(r"\1", bones) for bones in bare))
