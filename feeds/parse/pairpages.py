"""Pages that differ in few letters, told apart by those: windows-1250 and ISO-8859-2 under each other's label.

Their authors mix up the labels, and chardet can't tell them by a headline. But what is š, ž, ť or ś in the one is in
the other a control character, a sign, or a letter of a language that has none of the others in the text.
"""

from __future__ import annotations

import re

# Letters of windows-1250 that are control characters in the other, beside letters.
_WINDOWS = re.compile(
    rb"[\x8a\x8c-\x8f\x9a\x9c-\x9f](?=[A-Za-z\xe0-\xfe])|(?<=[A-Za-z\xe0-\xfe])[\x9a\x9c-\x9f]"
)
# ą and ś of ISO-8859-2, which are ± and ¶ in windows-1250; not 3±1.
_POLISH = re.compile(rb"(?<=[a-z\xb3\xe6\xea\xf1\xf3])[\xb1\xb6](?![\d=])")
# Its š and ž, which are ą and ľ there: no language has those beside ě, ř and ů, nor both.
_CZECH, _CZECH_TOO = re.compile(rb"[\xb9\xbe]"), re.compile(rb"[\xec\xf8\xf9]")
_S_CARON, _Z_CARON = b"\xb9", b"\xbe"
_NOT_CZECH = re.compile(rb"[\xb3\xea]")  # ł and ę on both pages: Polish that names Czechs
_TWICE = 2


def other_page(body: bytes, label: str) -> str | None:
    """The page that bytes are in, where they can't be in that of their label but in its like; else None.

    >>> other_page("zpoždění".encode("cp1250"), "iso8859-2"), other_page("zpoždění".encode("iso8859-2"), "iso8859-2")
    ('cp1250', None)
    """
    if label == "iso8859-2":
        # An entry that was pasted from the other page is no reason to read all the others by it.
        carons = min(body.count(_S_CARON), body.count(_Z_CARON))
        iso = len(_POLISH.findall(body)) + carons
        return "cp1250" if len(_WINDOWS.findall(body)) > iso else None
    if label != "cp1250" or _WINDOWS.search(body):
        return None
    polish = len(_POLISH.findall(body)) >= _TWICE
    czech = len(_CZECH_TOO.findall(body)) >= len(_CZECH.findall(body)) >= _TWICE
    czech = czech and _NOT_CZECH.search(body) is None
    return "iso8859-2" if polish or czech else None
