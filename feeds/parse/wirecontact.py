"""Whom to ask, at the head or the foot of a press release: for those who print it, not for who reads it.

    Media contact:
    Jane Roe, Harbour Authority
    +1 555 0100, press@harbour.example

Only a block that opens with such a label and gives an address or a telephone, and in which nothing is told.
"""

from __future__ import annotations

import re
from itertools import pairwise

_SET_OFF = r"\s*(?::|[-–—]\s|$)"  # where the label ends, in languages that have it without a colon
_LABEL = re.compile(
    r"\W*(?:(?:for (?:the )?)?(?:(?:media|press|news|pr|investor|public|corporate|our|editorial)"
    r"(?: (?:relations|office|team))? )+(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))"
    r"(?: (?:information|details|person|for (?:the )?(?:media|press|journalists)))?\s*:"
    rf"|contacts?[ -](?:presse|médias?){_SET_OFF}|(?:contacts?|relations) (?:avec la |de )?presse{_SET_OFF}"
    rf"|contactos?(?: (?:de|para|con))?(?: (?:la|los))? (?:prensa|medios|imprensa){_SET_OFF}"
    r"|contatt[oi] (?:stampa|media|per la stampa)\s*:|ufficio stampa\s*:"
    r"|(?:dpa|afp|apa|epd|kna|sid)-kontakte\W*$"
    rf"|(?:presse|medien)kontakt{_SET_OFF}|(?:ansprechpartner(?:in)?|rückfrage(?:n|hinweis))[\w ]{{0,20}}\s*:"
    r"|contatos? (?:de|para|com)(?: a)? imprensa\s*:|assessoria de imprensa\s*:"
    r"|контакты? для (?:сми|прессы)\s*:|пресс-служба\s*:"
    r"|(?:جهات?|معلومات) (?:ال)?(?:اتصال|تواصل)[^:.]{0,20}:|ل(?:لتواصل|لاتصال) الإعلامي\s*:)",
    re.IGNORECASE,
)
# The same that name nobody: a story may tell its readers whom to ask, a release does not.
_BARE = re.compile(
    r"\W*(?:contacts?(?: (?:information|details|person))?|enquiries|inquiries|contac?tos?|contatt[oi]|"
    r"kontakte?|контакты?|ل(?:لتواصل|لاتصال))\s*:",
    re.IGNORECASE,
)
_RELEASED = re.compile(
    r"\W*for immediate release\W*$|\s*(?:#\s?#|[-–—]{1,2}\s?(?:30|END|FIN)|(?:ENDS?|FIN)\s*$)",
    re.IGNORECASE,
)
# In words, which a story may end with as well: so only below its end mark.
_INVITES = re.compile(
    r"\W*(?:for (?:more|further|additional|media|press)\b[^.:]{0,60} (?:contact|call|e-?mail|write to)\b"
    r"|pour (?:plus d[’'e ]|de plus amples |tout)[^.:]{0,40}(?:contact|écri)|para más información[^.:]{0,40}contact)",
    re.IGNORECASE,
)
# What begins the head of a story, and ends such a block above it.
_OF_HEAD = re.compile(
    r"\s*(?:title|headline|slug|date|by|byline|embargo\w*|source)\s*:", re.IGNORECASE
)
_MAIL = r"[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{2,60}"
_DAY = (
    r"(?:(?:19|20)\d\d[\s./-]|\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d))"  # and a year's figures
)
_PHONE = rf"(?<!\d)(?<!\d[./-])(?!{_DAY})(?:\+|00|\(?0)?(?:\d[\s().\-/]{{0,2}}){{6,14}}\d(?!\d)"
_REACHED = re.compile(rf"{_MAIL}|{_PHONE}")
_SIGNS = re.compile("[@:/]")
_LONGEST = 200  # characters of a line
_MOST = 12  # lines that are not blank
_TELLING = 9  # words of a line that is told, and no address
_SENTENCE = 6  # words of one with a full stop


def is_release(lines: list[str]) -> bool:
    """Whether a text says that it is one that is given out, or has an end mark as those have."""
    return any(map(_RELEASED.match, lines))


def without_contacts(
    lines: list[str], end_mark: re.Pattern[str], *, release: bool = False
) -> list[str]:
    """The lines of a story without such blocks at its head and its foot.

    >>> without_contacts(["It reopened.", "", "Press contact: Jane Roe, roe@port.example"], re.compile("###"))
    ['It reopened.']
    """
    lines = lines[_head(lines) :]
    found = _foot(lines, end_mark, release=release)
    if found is None:
        return lines
    while found and not lines[found - 1].strip():
        found -= 1
    return lines[:found]


def _head(lines: list[str]) -> int:
    """Where the story begins, after a block that a blank line ends."""
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if start >= len(lines) or not (_LABEL.match(lines[start]) or _BARE.match(lines[start])):
        return 0
    ends = [n for n in range(start, len(lines)) if not lines[n].strip() or _OF_HEAD.match(lines[n])]
    # A label alone may have a blank line below it.
    return next(
        (n for n in ends[:2] if _is_block(lines[start:n]) and any(map(str.strip, lines[n:]))), 0
    )


def _foot(lines: list[str], end_mark: re.Pattern[str], *, release: bool) -> int | None:
    """The line at which the last block begins, if nothing follows it."""
    written = [number for number, line in enumerate(lines) if line.strip()]
    for before, number in list(pairwise(written))[: -_MOST - 1 : -1]:
        opens = _LABEL.match(lines[number]) or (release and _BARE.match(lines[number]))
        opens = opens or (end_mark.match(lines[before]) and _INVITES.match(lines[number]))
        if opens and _is_block(lines[number:]):
            return number
    return None


def _is_block(lines: list[str]) -> bool:
    said = [line.strip() for line in lines if line.strip()]
    reached = any(_REACHED.search(line[:_LONGEST]) for line in said)
    return reached and len(said) <= _MOST and not any(map(_tells, said))


def _tells(line: str) -> bool:
    """Whether a line is of a text."""
    if len(line) > _LONGEST:
        return True
    if _REACHED.search(line):
        return False
    count = len(line.split())
    return (count >= _SENTENCE and line[-1] in ".!?…") or (
        count >= _TELLING and not _SIGNS.search(line)
    )
