"""The wires' marks: corrected, refiled, updated, killed; in the languages credits come in.

They stand at the head of a title or of a text (``CORRECTED: …``, ``UPDATE 2-…``, ``1st LD``, ``(Recast)``,
``KILL``), and say what a text is to the one before it, not what it says.
"""

from __future__ import annotations

import re
from typing import Literal

from feeds.model.item import Item
from feeds.text import fold

Mark = Literal["correction", "update", "withdrawal"]

_HEAD = 90  # characters of a text in which a mark may stand

_KILL = (
    r"kill|bulletin kill|mandatory kill|story kill|withdrawn|withdrawal|retracted|retraction|"
    r"please (?:withdraw|disregard|kill)|(?:is|has been) withdrawn|"
    r"annulation|annulee?|depeche annulee|retrait|"
    r"anulad[oa]|anulacion|retirad[oa]|"
    r"الغاء|سحب(?: الخبر)?|ملغي|يرجي (?:الغاء|عدم نشر|سحب)"
)
_CORRECTION = (
    r"correct(?:ed|ion|s)|corrects (?:story|headline|figure|name|spelling|date)s?|refile|erratum|"
    r"clarif(?:ication|ies|ied)|rectificatif|rectification|corrige|correction|correctif|"
    r"correccion|corregid[oa]|fe de err?atas|rectificacion|"
    r"تصحيح|تصويب|استدراك"
)
_UPDATE = (
    r"update[sd]?(?: ?\d{1,2})?|updating|\d(?:st|nd|rd|th) (?:ld|lead)(?:-writethru)?|writethru|"
    r"recasts?|adds? .{0,40}|wrapup(?: ?\d{1,2})?|"
    r"actualis(?:e|ation)|mise? a jour|maj|"
    r"actualiza(?:cion)?|actualizad[oa]|amplia(?:cion)?|"
    r"تحديث|محدث|اضافه"
)
_SEPARATOR = r"\s*(?:[:;|/\-–—―.]+|\s)\s*"
_BRACKETED = re.compile(
    rf"[(\[*]+\s*(?:(?P<withdrawal>{_KILL})|(?P<correction>{_CORRECTION})|(?P<update>{_UPDATE}))"
    r"\b[^)\]*]{0,60}[)\]*]+"
)
_LEADING = re.compile(
    rf"\W*(?:(?P<withdrawal>{_KILL})|(?P<correction>{_CORRECTION})|(?P<update>{_UPDATE}))"
    r"\s*(?:\d{1,2}\s*)?(?P<after>[:;|/–—―-]+|\.{2,}|$)"
)


def mark_of(item: Item) -> Mark | None:
    """What an item's marks say it is, or None. The title's word goes before the text's."""
    return mark_in(item.title) or mark_in(item.text[:_HEAD])


def mark_in(text: str) -> Mark | None:
    """The mark at the head of a title or text, or in brackets in it.

    >>> mark_in("UPDATE 2-Port reopens"), mark_in("Correction officers strike")
    ('update', None)
    >>> mark_in("تصحيح: افتتاح الميناء")
    'correction'
    """
    folded = fold(text)
    found = _LEADING.match(folded) or _BRACKETED.search(folded)
    if found is None:
        return None
    if found["withdrawal"]:
        return "withdrawal"
    return "correction" if found["correction"] else "update"


def strip_marks(title: str) -> str:
    """A title without its marks.

    >>> strip_marks("CORRECTED: Port reopens (Recast)")
    'Port reopens'
    """
    # Folding keeps the length of almost every title, so places found in one hold in the other; where it
    # does not, the title stays whole.
    folded = fold(title)
    if len(folded) != len(title):
        return title
    for pattern in (_LEADING, _BRACKETED):
        found = pattern.match(folded) if pattern is _LEADING else pattern.search(folded)
        while found and found.end() > 0:
            rest = title[: found.start()] + " " + title[found.end() :]
            if not rest.strip():
                return title
            title = " ".join(rest.split())
            folded = fold(title)
            if len(folded) != len(title):
                return title
            found = pattern.match(folded) if pattern is _LEADING else pattern.search(folded)
    return title
