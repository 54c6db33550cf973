"""Passages in windows-1252 within a document that is UTF-8: what a system put together from several sources.

A bad byte costs that byte (:mod:`feeds.parse.encoding`), unless it is one of several in passages that hold nothing
else beyond ASCII and read as windows-1252 without a blemish: letters of western languages in their words, capitals
not within them, and the signs of typesetting.
"""

from __future__ import annotations

import re

from feeds.parse.detect import guess, named_language

_PASSAGE = re.compile(rb"[^<>\n]+")
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_FOREIGN = re.compile("[^\x00-\x7f]+")
_LETTERS = "àâäáãåæçèéêëìíîïñòóôõöøùúûüßÿœÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜŒ"
_LETTER = re.compile(f"[{_LETTERS}]")
_WESTERN = re.compile(f"[{_LETTERS}’‘“”–—…«»·•€°ºª¿¡\u00a0]{{1,2}}")
_BLEMISH = re.compile("[a-zà-ÿ][À-ÞŒ]")  # a capital within a word
_FEW = 4  # letters: fewer may be anything


def with_windows_1252(body: bytes) -> tuple[bytes, int]:
    """The document with its passages in windows-1252 written in UTF-8, and how many there are."""
    found = [one for one in _PASSAGE.finditer(body) if _is_western(one[0])]
    together = b"\n".join(one[0] for one in found)
    if len(_LETTER.findall(together.decode("cp1252", "replace"))) < _FEW:
        return body, 0
    language = named_language(body).encode()
    if guess(b"<language>" + language + b"</language>" + together) != "cp1252":
        return body, 0
    pieces, kept = [], 0
    for one in found:
        pieces += [body[kept : one.start()], one[0].decode("cp1252").encode()]
        kept = one.end()
    return b"".join((*pieces, body[kept:])), len(found)


def _is_western(passage: bytes) -> bool:
    """Whether a passage is not UTF-8 and reads as windows-1252 from beginning to end."""
    if passage.isascii() or _MULTIBYTE.search(passage):
        return False
    try:
        text = passage.decode("cp1252")
    except UnicodeDecodeError:
        return False
    runs = _FOREIGN.findall(text)
    return all(map(_WESTERN.fullmatch, runs)) and not _BLEMISH.search(text)
