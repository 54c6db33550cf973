"""The characters that Japanese systems have beside those of the standard: ①, ㈱, Ⅲ, 髙.

On the web EUC-JP and ISO-2022-JP have them, in rows that the standard leaves empty and Shift_JIS has as well (WHATWG
Encoding Standard, index jis0208); Python's codecs for the two have not, and one of them would cost the whole feed.
"""

from __future__ import annotations

import codecs

# The codec that reads most of each: katakana of half the width are ISO-2022-JP on the web, too.
_CODECS = {"euc_jp": "euc_jp", "iso2022_jp": "iso2022_jp_ext"}
_STRICT, _REPLACING = "dateline-japanese", "dateline-japanese-replace"
_FIRST, _LAST = 0x21, 0x7E  # of a row, and of a row's places
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
    """The character that two bytes are in Shift_JIS, and where to go on."""
    if isinstance(error, UnicodeDecodeError):
        pair = bytes(byte & 0x7F for byte in error.object[error.start : error.start + 2])
        if len(pair) == 2 and all(_FIRST <= byte <= _LAST for byte in pair):
            char = _shifted(*pair).decode("cp932", "ignore")
            if char:
                return char, error.start + 2
    raise error


def _beside_or_replaced(error: UnicodeError) -> tuple[str, int]:
    try:
        return _beside(error)
    except UnicodeDecodeError as misfit:
        return _REPLACED, misfit.end


def _shifted(row: int, place: int) -> bytes:
    """A row and a place in Shift_JIS: two rows to a first byte, 0x7F and what single katakana have left out."""
    row, place = row - _FIRST, place - _FIRST
    first = (row >> 1) + (0x81 if row < 62 else 0xC1)
    return bytes([first, 0x9F + place if row & 1 else 0x40 + place + (place >= 63)])


codecs.register_error(_STRICT, _beside)
codecs.register_error(_REPLACING, _beside_or_replaced)
