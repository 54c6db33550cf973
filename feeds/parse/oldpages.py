"""Texts in the code pages of DOS and the Macintosh, which systems behind wires still write: no label names them.

What they have for small letters is in windows-1252 a sign or a capital: ``pr‚c‚dent`` stands in no language.
So they are told by places that nothing else explains, and only where the whole text then reads as language.
"""

from __future__ import annotations

import re
import unicodedata

from feeds.parse.detect import sample_of

_LATIN = ("cp850", "mac_roman")  # 437 has the letters of 850 in the same places
_USUAL, _OLD = ("cp1256", "iso8859-6"), ("cp720", "cp864")  # for Arabic
# Before a small letter, within a word: neither windows-1252 nor 1250, 1254, 1257 or ISO 8859 has a small letter there.
# The Œ of cŒur is one that a capital was made of.
_SIGN = re.compile(rb"[A-Za-z](?:[\x81-\x84\x87-\x8b\x8d-\x90\xa1-\xa4](?=[a-z])|\x8c(?=[a-tv-z]))")
_SIGNS = 2
_SMALL = "àâäáãåçéèêëíîïìñóôöòõúûùüÿßøœæ"
_RARE = "ùûëïìòøåæÿ"  # where both would do, the page with fewer of these
_LETTERS = frozenset(_SMALL + _SMALL.upper())
_BESIDE = frozenset("«»¿¡ªº°’‘“”„–—…§\u00a0·½²")
_FOREIGN = re.compile("[^\x00-\x7f]")
_ODD = re.compile("[a-zà-ÿ][À-ÞŒ°«»¿¡§][a-zà-ÿ]")
_FITS = 0.95  # of the characters beyond ASCII
_LEAST = 3  # letters in all for each foreign one
_WORD = re.compile("[\u0621-\u064a\u0640-\u0652]{2,}")
_FORMS = re.compile("[\ufe70-\ufefc]+")
_HIGH, _SCATTERED = (
    re.compile(rb"[\x80-\xff]"),
    5,
)  # one in so many bytes, or more, is an Arabic letter
_FEW_WORDS = 4
# Not لل: Hebrew in windows-1255 gives that in page 864, and has no alef there.
_ARTICLE = re.compile("[وبف]?ال[\u0621-\u0652]{2}")
_ARTICLES = 8  # words, of which one at least begins with an article
_FEW_ARTICLES = 2  # that differ: one is by chance in a headline in Russian or Greek
_MOSTLY = 0.85  # of what is beyond ASCII; the rest are signs, and letters that only neighbours of Arabic have
_SURELY = 0.95  # the same, so that a headline needs no article to be in a page that is usual
_SAMPLE = 20_000  # bytes


def old_page(body: bytes) -> str | None:
    """The page of DOS or of the Macintosh that bytes are in; None where nothing tells that they are in one.

    >>> old_page("Le précédent a été répété".encode("cp850")), old_page("Le précédent a été".encode("cp1252"))
    ('cp850', None)
    """
    sample = sample_of(body)[:_SAMPLE]
    if len(_SIGN.findall(sample)) >= _SIGNS:
        texts = ((page, sample.decode(page)) for page in _LATIN)
        fitting = {page: text for page, text in texts if _reads_latin(text)}
        return min(fitting, key=lambda page: _rare(fitting[page]), default=None)
    if len(_HIGH.findall(sample)) * _SCATTERED < len(sample):
        return None  # as in any Latin language
    if any(_may_be_arabic(_decoded(sample, page)) for page in _USUAL):
        return None
    return next((page for page in _OLD if _reads_arabic(unshaped(_decoded(sample, page)))), None)


def unshaped(text: str) -> str:
    """A text of page 864, which has the shapes of Arabic letters, with the letters themselves."""
    return _FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _decoded(sample: bytes, page: str) -> str:
    return sample.decode(page, "replace")


def _rare(text: str) -> int:
    return sum(map(text.count, _RARE))


def _reads_latin(text: str) -> bool:
    foreign = _FOREIGN.findall(text)
    letters = sum(map(str.isalpha, text))
    fitting = sum(char in _LETTERS or char in _BESIDE for char in foreign)
    if fitting < len(foreign) * _FITS or letters < len(foreign) * _LEAST:
        return False
    return len(_ODD.findall(text)) * 20 <= len(foreign)


def _may_be_arabic(text: str) -> bool:
    """Whether nearly all beyond ASCII is Arabic, or most, with an article."""
    words, share = _arabic(text)
    return share >= _SURELY or (share >= _MOSTLY and any(map(_ARTICLE.match, words)))


def _reads_arabic(text: str) -> bool:
    """Whether most beyond ASCII is Arabic, and as many words as usual begin with an article."""
    words, share = _arabic(text)
    articles = [word for word in words if _ARTICLE.match(word)]
    usual = len({*articles}) >= _FEW_ARTICLES and len(articles) * _ARTICLES >= len(words)
    return len(words) >= _FEW_WORDS and share >= _MOSTLY and usual


def _arabic(text: str) -> tuple[list[str], float]:
    """The words in Arabic, and how much they are of what is beyond ASCII."""
    words: list[str] = _WORD.findall(text)
    foreign = len(_FOREIGN.findall(text))
    return words, sum(map(len, words)) / foreign if foreign else 0.0
