"""Text that was encoded twice: UTF-8 that some system took for a page of Windows', and wrote in UTF-8 again.

Only what nothing else explains is decoded once more, for a text may well speak of such characters: a document none of
whose characters is anything else, or a passage that is hardly anything else and then reads in another alphabet.
"""

from __future__ import annotations

import re

_NO_BYTE = 0x100  # what latin-1 has not


def _as_bytes(page: str) -> dict[int, int]:
    """A page of Windows' as bytes. Places that it has nothing in are the control characters of that number, as systems
    read them; what else latin-1 has and the page has not is no byte.
    """
    table: dict[int, int] = dict.fromkeys(range(0xA0, 0x100), _NO_BYTE)
    for byte in range(0x80, 0x100):
        char = bytes([byte]).decode(page, "ignore")
        table[ord(char) if char else byte] = byte
    return table


# Those that Western, Cyrillic and Central European systems took UTF-8 for.
_PAGES = tuple(_as_bytes(page) for page in ("cp1252", "cp1251", "cp1250"))
_WESTERN = _PAGES[0]
# What UTF-8 begins with, read as windows-1252, but for signs that stand behind a word in true text (CAFÉ », QUÉBEC…
# ÉTÉ’S), where É may be its last letter.
_TELLING = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u2122](?<![\xa0®»–—’”…›™])")
_FOREIGN = re.compile("[^\x00-\x7f]")
_BY_ITSELF = re.compile(r"(?<!\w)[^\x00-\x7f](?!\w)")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|that|for)\b", re.IGNORECASE)
_MANY = 12  # characters: fewer may be meant in English, which can do without any of its own
_SOME = 6  # the same in other languages, of whose own letters none would be left
_FEWEST_DIFFERENT = 4  # characters, of pages that are not Western: one or two may be a name (ВІКІ)
_MOST_TIMES = 3
# Three letters of an alphabet that is not Latin, one after the other, encoded twice: Greek, Cyrillic, Hebrew, Arabic;
# and with two bytes behind the first, those of India and East Asia.
# One after the other, not repeated: a pattern that begins with a plain byte is looked for ten times as fast.
_SPOILT = re.compile(
    rb"\xc3[\x8e-\x93\x97-\x9b\xa0-\xad]"
    rb"(?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84][\x80-\xbf]){1,2}"
    * 3
)
_PASSAGE = re.compile("[^<>]*[\u00ce-\u00ed][^<>]*")
_SHOWN_TAG = re.compile("&lt;.*?&gt;|&[a-z]+;", re.DOTALL)
_LAST_LATIN = "\u024f"


def encoded_once(text: str) -> str | None:
    """The text meant, if all of it was encoded twice, or oftener; else None.

    Only if every foreign character is the outcome of that and there are many: a text may well speak of
    such characters, but none is made of nothing else. So mostly the first of them tells. A text that lists them,
    each by itself, speaks of them, and so does English prose whose letters they are.
    """
    meant = None
    for _ in range(_MOST_TIMES):
        if (once := _whole(text)) is None:
            break
        meant = text = once
    return meant


def spoilt_passages(body: bytes) -> bool:
    """Whether a document in UTF-8 may have passages that were encoded twice: fast, for it is asked of every one."""
    return _SPOILT.search(body) is not None


def passages_once(text: str) -> tuple[str, int]:
    """The text with passages between tags decoded once more that are hardly anything but letters of another alphabet
    encoded twice, and how many there were.

    >>> passages_once("<title>Ð¼Ð¾Ñ€Ðµ</title> <p>What Ð¼Ð¾Ñ€Ðµ was</p>")
    ('<title>море</title> <p>What Ð¼Ð¾Ñ€Ðµ was</p>', 1)
    """
    count = 0

    def put(passage: re.Match[str]) -> str:
        nonlocal count
        once = _once(passage[0], _WESTERN)
        if once is None or not _is_foreign(once):
            return passage[0]
        count += 1
        return once

    return _PASSAGE.sub(put, text), count


def _whole(text: str) -> str | None:
    first = _FOREIGN.search(text)
    if first is None:
        return None
    pair = text[first.start() : first.start() + 2]
    for table in _PAGES:
        once = _once(text, table) if _begins(pair.translate(table)) else None
        if once is not None:
            tells = table is not _WESTERN or _TELLING.search(text)
            return once if tells and _is_meant(once, table is _WESTERN) else None
    return None


def _is_meant(once: str, western: bool) -> bool:
    """Whether what comes out is enough to tell that it was encoded twice."""
    foreign = _FOREIGN.findall(once)
    many = len(foreign)
    if many < _SOME or 2 * len(_BY_ITSELF.findall(once)) > many:
        return False
    if not western and len(set(foreign)) < _FEWEST_DIFFERENT:
        return False
    plain = re.sub(r"<[^<>]*>", " ", once)
    english = len(_ENGLISH.findall(plain)) * 8 > len(plain.split())
    return not (english and (many < _MANY or _names_letters(plain, many)))


def _begins(pair: str) -> bool:
    """Whether two bytes are the first ones of a character in UTF-8."""
    return len(pair) == 2 and "\xc2" <= pair[0] <= "\xf4" and "\x80" <= pair[1] <= "\xbf"


def _once(text: str, table: dict[int, int]) -> str | None:
    try:
        return text.translate(table).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _is_foreign(text: str) -> bool:
    """Whether more of the words are in another alphabet than in the Latin one; tags that are escaped do not count."""
    letters = [char for char in _SHOWN_TAG.sub(" ", text) if char.isalpha()]
    other = [char for char in letters if char > _LAST_LATIN]
    return len(other) * 2 > len(letters)


def _names_letters(plain: str, foreign: int) -> bool:
    """Whether English, which of itself has signs only (’ “ –), has few foreign letters."""
    letters: int = sum(char.isalpha() for char in _FOREIGN.findall(plain))
    latin = sum(char.isascii() and char.isalpha() for char in plain)
    return letters * 3 >= foreign * 2 and letters * 20 <= latin
