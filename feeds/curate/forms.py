"""The words under which a word of a text is found: without Arabic's proclitics, and as a stem.

Arabic writes *and*, *so* (و ف), *by*, *like*, *to* (ب ك ل) and the article (ال) in one with the word behind them. A
query's plain word is to be found behind them; ``docs/queries.md`` gives the rule. How much must be left over
keeps words whole whose own first letter looks like one: جنة is not in لجنة, nor مال in كمال.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

FIRST_ARABIC, _LAST_ARABIC = "ءي"  # letters
_AND, _BY = "وف", "بكل"
_ARTICLE, _TO_THE = "ال", "لل"
_LEFT_OF_NOUN = 2  # letters that must be left behind an article,
_LEFT_OF_AND = 3  # behind و or ف,
_LEFT_OF_BY = 4  # behind ب, ك or ل without an article
STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}


def forms(word: str) -> tuple[str, ...]:
    """A folded word of a text, and what it is without proclitics.

    >>> forms("والمغرب")
    ('والمغرب', 'المغرب', 'مغرب')
    >>> forms("police")
    ('police',)
    """
    return _bare(word) if FIRST_ARABIC <= word[0] <= _LAST_ARABIC else (word,)


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> tuple[str, ...]:
    rests = [word]
    if word[0] in _AND and len(word) > _LEFT_OF_AND:
        rests.append(word[1:])
    return tuple(dict.fromkeys([*rests, *(bare for rest in rests for bare in _nouns(rest))]))


def _nouns(word: str) -> Iterator[str]:
    """The noun behind ال, لل, ب, ك or ل, with its article and without."""
    if word.startswith(_ARTICLE):
        yield from _left(word, 2, _LEFT_OF_NOUN)
    elif word.startswith(_TO_THE):
        for noun in (*_left(word, 2, _LEFT_OF_NOUN), *_left(word, 1, _LEFT_OF_BY - 1)):
            yield from (_ARTICLE + noun, noun)  # للمغرب is ل and المغرب; للغة is ل and اللغة
    elif word[0] in _BY and word[1:3] == _ARTICLE:
        for noun in _left(word, 3, _LEFT_OF_NOUN):
            yield from (_ARTICLE + noun, noun)
    elif word[0] in _BY:
        yield from _left(word, 1, _LEFT_OF_BY)


def _left(word: str, taken: int, least: int) -> tuple[str, ...]:
    return (word[taken:],) if len(word) - taken >= least else ()


def stemmed_as(language: str | None) -> str | None:
    """The code of the stemmer for a language (``fr``, ``pt-BR``); None if there is none."""
    code = (language or "").partition("-")[0]
    return code if code in STEMMERS else None


@lru_cache(maxsize=1 << 16)
def stem(word: str, language: str | None) -> str:
    """A folded word without its endings, by Snowball; as it is where a language has no stemmer.

    >>> stem("policing", "en") == stem("policed", "en")
    True
    """
    code = stemmed_as(language)
    if not code:
        return word
    import snowballstemmer  # noqa: PLC0415 -- 3 MB, for queries that ask for stems

    # One of its own each time: a stemmer keeps the word it works on, and several threads ask.
    return str(snowballstemmer.stemmer(STEMMERS[code]).stemWord(word))
