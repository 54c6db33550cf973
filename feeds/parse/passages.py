"""Passages in another encoding within a document: what a system put together from several sources.

A bad byte costs that byte (:mod:`feeds.parse.encoding`), unless it is one of several in passages that hold nothing
else beyond ASCII and read as windows-1252 without a blemish: letters of western languages in their words, capitals
not within them, and the signs of typesetting. Or it is one of many that are letters of another alphabet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from feeds.parse.detect import ALPHABETS, guess, named_language

_PASSAGE = re.compile(rb"[^<>\n]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_FOREIGN = re.compile("[^\x00-\x7f]+")
_LETTERS = "àâäáãåæçèéêëìíîïñòóôõöøùúûüßÿœÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
_LETTER = re.compile(f"[{_LETTERS}]")
_WESTERN = re.compile(f"[{_LETTERS}’‘“”–—…«»·•€°ºª¿¡\u00a0]{{1,2}}")
_BLEMISH = re.compile("[a-zà-ÿ][À-ÞŒ]")  # a capital within a word
_FEW = 4  # letters: fewer may be anything
# Signs where typesetters have them; a bad byte stands anywhere.
_SET = re.compile(
    r"(?<=\w)’(?=\w)|(?:^|(?<=[\s(]))[“‘](?=\w)|(?<=[\w.,!?])[”’…](?!\w)|(?<=\s)[–—](?=\s)"
)
_SIGNS = 2
_HIGH = re.compile(rb"[\x80-\xff]")
_MANY = 20  # letters of another alphabet
_HARDLY = 20  # of its bytes for each two that UTF-8 has as well
_LAST_LATIN = "\u024f"

# As UTF-8 has them: a passage with three of them and nothing else beyond ASCII is in no other page.
_CHARACTERS = re.compile(
    rb"(?:[\x00-\x7f]*(?:[\xc2-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})){3,}[\x00-\x7f]*"
)
_PLACE = re.compile("\x1a(\\d{1,6})\x1a")
_ONE_BYTE = ("iso8859-", "cp125", "koi8", "mac")  # Thai fills its page, and may look like anything


def without_utf8(body: bytes) -> tuple[bytes, list[str]]:
    """The document with marks in the place of its passages that are UTF-8, and those passages; none where all it has
    beyond ASCII is in them.
    """
    taken: list[str] = []
    if b"\x1a" in body or not _MULTIBYTE.search(body):
        return body, taken

    def mark(passage: re.Match[bytes]) -> bytes:
        if passage[0].isascii() or not _CHARACTERS.fullmatch(passage[0]):
            return passage[0]
        try:
            taken.append(passage[0].decode())
        except UnicodeDecodeError:
            return passage[0]
        return b"\x1a%d\x1a" % (len(taken) - 1)

    bare = _PASSAGE.sub(mark, body)
    return (body, []) if bare.isascii() else (bare, taken)


def put_back(text: str, encoding: str, passages: Sequence[str]) -> str | None:
    """The text with those passages in their places; None in an encoding of several bytes, where they say little."""
    if not encoding.startswith(_ONE_BYTE):
        return None
    return _PLACE.sub(lambda place: passages[int(place[1])], text)


def in_utf8(body: bytes) -> tuple[bytes, dict[str, int]]:
    """The document with its passages in other encodings written in UTF-8, and how many there are in each."""
    found = [one for one in _PASSAGE.finditer(body) if _is_other(one[0])]
    utf8 = len(_MULTIBYTE.findall(body)) - sum(len(_MULTIBYTE.findall(one[0])) for one in found)
    if not utf8:
        return body, {}
    western = [one for one in found if _is_western(one[0])]
    strange = [one for one in found if not _is_western(one[0])]
    language = f"<language>{named_language(body)}</language>".encode()
    pages = {}
    for passages, page in (
        (western, _western_page(language, western)),
        (strange, _alphabet(language, strange)),
    ):
        pages.update({one.start(): page for one in passages if page})
    pieces, kept = [], 0
    for one in found:
        if page := pages.get(one.start()):
            pieces += [body[kept : one.start()], one[0].decode(page, "replace").encode()]
            kept = one.end()
    return b"".join((*pieces, body[kept:])), dict(Counter(pages.values()))


def _western_page(language: bytes, passages: Sequence[re.Match[bytes]]) -> str | None:
    together = b"\n".join(one[0] for one in passages)
    text = together.decode("cp1252", "replace")
    letters = len(_LETTER.findall(text))
    if not letters:  # all of Microsoft's pages have the signs in the same places
        return "cp1252" if len(_SET.findall(text)) >= _SIGNS else None
    if letters < _FEW:
        return None
    return "cp1252" if guess(language + together) == "cp1252" else None


def _alphabet(language: bytes, passages: Sequence[re.Match[bytes]]) -> str | None:
    """The page of the alphabet that the passages are in, if they hold hardly anything else."""
    together = b"\n".join(one[0] for one in passages)
    if len(_HIGH.findall(together)) < _MANY:
        return None
    page = guess(language + together)
    if page not in ALPHABETS:
        return None
    foreign = "".join(_FOREIGN.findall(together.decode(page, "replace")))
    letters = sum(char.isalpha() and char > _LAST_LATIN for char in foreign)
    return page if letters * 10 > len(foreign) * 9 else None


def _is_other(passage: bytes) -> bool:
    """Whether a passage has bytes beyond ASCII, and hardly any that may be UTF-8, as two letters are by chance."""
    if passage.isascii():
        return False
    return len(_MULTIBYTE.findall(passage)) * _HARDLY <= len(_HIGH.findall(passage))


def _is_western(passage: bytes) -> bool:
    """Whether a passage reads as windows-1252 from beginning to end."""
    if _MULTIBYTE.search(passage):
        return False
    try:
        text = passage.decode("cp1252")
    except UnicodeDecodeError:
        return False
    runs = _FOREIGN.findall(text)
    return all(map(_WESTERN.fullmatch, runs)) and not _BLEMISH.search(text)
