"""The characters that systems have beside those of a standard: ①, ㈱, Ⅲ and 髙 in Japan, € in Taiwan.

On the web they are of EUC-JP, ISO-2022-JP and Big5 (WHATWG Encoding Standard, indexes jis0208 and big5); Python's
codecs for these have not got them, and one would cost what follows it, or the whole feed. Its codecs for Windows'
pages have: Shift_JIS has the same rows of characters, in other bytes, and Big5's page the same bytes.
"""

from __future__ import annotations

import codecs
from contextlib import suppress

# The codec that reads most of each: katakana of half the width are ISO-2022-JP on the web, too.
_CODECS = {"euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp_ext", "big5hkscs": "big5hkscs"}
_STRICT, _REPLACING = "dateline-beside", "dateline-beside-replace"
_FIRST, _PLACES = 0x21, 94  # of rows, and of places in a row
_REPLACED = "\ufffd"


def text_of(body: bytes, encoding: str, *, replacing: bool = False) -> str:
    """The text of bytes; raises UnicodeDecodeError for what does not fit, unless that is to be replaced.

    >>> text_of(b"\\xfc\\xe2\\xb6\\xb6 \\xad\\xa1", "euc_jp"), text_of(b"\\x1b$B-!\\x1b(B", "iso2022_jp")
    ('髙橋 ①', '①')
    """
    if codec := _CODECS.get(encoding):
        return body.decode(codec, _REPLACING if replacing else _STRICT)
    return body.decode(encoding, "replace" if replacing else "strict")


def _beside(error: UnicodeError) -> tuple[str, int]:
    """The character that two bytes are in the page of Windows', and where to go on."""
    if isinstance(error, UnicodeDecodeError):
        pair = error.object[error.start : error.start + 2]
        page = "cp950" if error.encoding == "big5hkscs" else "cp932"
        # EUC-JP has the high bit in both bytes, ISO-2022-JP in neither: half a character takes nothing behind it.
        high = 0x80 if error.encoding == "euc_jp" else 0
        with suppress(UnicodeDecodeError):
            char = (pair if page == "cp950" else _shifted(pair, high)).decode(page)
            if len(char) == 1:
                return char, error.start + 2
    raise error


def _beside_or_replaced(error: UnicodeError) -> tuple[str, int]:
    try:
        return _beside(error)
    except UnicodeDecodeError as misfit:
        return _REPLACED, misfit.end


def _shifted(pair: bytes, high: int) -> bytes:
    """A row and a place in Shift_JIS: two rows to a first byte, 0x7F left out. Nothing, if they are none."""
    row, place = ((byte ^ high) - _FIRST for byte in pair) if len(pair) == 2 else (-1, -1)
    if not (0 <= row < _PLACES and 0 <= place < _PLACES):
        return b""
    first = (row >> 1) + (0x81 if row < 62 else 0xC1)
    return bytes([first, 0x9F + place if row & 1 else 0x40 + place + (place >= 63)])


codecs.register_error(_STRICT, _beside)
codecs.register_error(_REPLACING, _beside_or_replaced)
