"""Words for publishing: excerpts, times in words, and text that every format can hold."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, TypeVar

from feeds.model.story import Copy
from feeds.text import ENDS_ANYWHERE, ENDS_BEFORE_SPACE, ends_sentence

_T = TypeVar("_T")
_EXCERPT = 60  # words
_LOOKED = 2 * _EXCERPT + 2  # words; a first sentence that is as long is cut in any case
_MOST = 800  # characters
_MOST_UNSPACED = 240  # characters of a text whose words are not set apart, or are none
_WORD = 40  # characters that tell how a sentence goes on
_SENTENCE_END = re.compile(rf"(?<=[{ENDS_BEFORE_SPACE}{ENDS_ANYWHERE}…])\s+")
_CLOSING = "[」』”）)]"
_STOP = re.compile(
    rf"(?<=[{ENDS_BEFORE_SPACE}…])\s|(?<=[{ENDS_ANYWHERE}])(?!{_CLOSING})|(?<=[{ENDS_ANYWHERE}]{_CLOSING})"
)
# What XML 1.0 (section 2.2) can't hold, and JSON readers choke on.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_TEXTLESS = frozenset({"int", "int | None", "float", "bool", "datetime", "datetime | None"})


def clean(value: _T) -> _T:
    """A value of the model with the characters that XML forbids taken out of all its texts."""
    cleaned: _T = _clean(value)
    return cleaned


def clean_text(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        after = tuple(map(_clean, value))
        return value if all(map(operator.is_, value, after)) else after
    changed = {}
    for name in _with_texts(value.__class__):
        before = getattr(value, name)
        cleaned = _clean(before) if before else before  # most of an item's fields hold nothing
        if cleaned is not before:
            changed[name] = cleaned
    return replace(value, **changed) if changed else value


@cache
def _with_texts(kind: type) -> tuple[str, ...]:
    """The fields of a type of the model that may hold texts; none of what is no such type."""
    return (
        tuple(f.name for f in fields(kind) if f.type not in _TEXTLESS) if is_dataclass(kind) else ()
    )


def cut_excerpt(text: str) -> str:
    """The beginning of a text, cut after a sentence near sixty words, else at a word.

    Where words are not set apart, as in Chinese, what is left of it is bounded by its characters.
    """
    # More words than an excerpt looks at need not be gone through.
    flat = " ".join(text.split(None, _LOOKED)[:_LOOKED])
    excerpt = _cut_by_words(flat)
    most = _MOST if len(excerpt) < 20 * len(excerpt.split()) else _MOST_UNSPACED
    if len(excerpt) <= most:
        return excerpt
    part = excerpt[:most]
    ends = [found.start() for found in _STOP.finditer(part)]
    return f"{part[: ends[-1]].rstrip()} …" if ends else f"{_at_a_word(part)}…"


def _at_a_word(part: str) -> str:
    return part.rpartition(" ")[0] or part


def _cut_by_words(flat: str) -> str:
    """The first sentence, and further ones while they are no more than sixty words together."""
    ends = chain(_ends(flat), [len(flat)])
    end = next(ends)
    for further in ends:
        if flat.count(" ", 0, further) >= _EXCERPT:
            break
        end = further
    excerpt = flat[:end]
    if excerpt.count(" ") >= _EXCERPT * 2:
        return " ".join(excerpt.split()[:_EXCERPT]) + "…"
    return excerpt if excerpt == flat or excerpt.endswith("…") else f"{excerpt} …"


def _ends(flat: str) -> Iterator[int]:
    """Where sentences end, but the last; not after "said Gen."."""
    for found in _SENTENCE_END.finditer(flat):
        if ends_sentence(flat[: found.start()], flat[found.end() : found.end() + _WORD]):
            yield found.start()


def at_minute(moment: datetime) -> str:
    """A time as people read it: 2026-03-01 10:10 UTC."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def had_it(copy: Copy) -> str:
    """When a source had its copy, as far as that can be known, and what it states itself.

    It had it first between the last poll that did not show it and the first that did:
    "2026-03-01 between 10:02 and 10:32 UTC, states 10:10".
    """
    seen, after, stated = copy.first_seen, copy.seen_after, copy.published
    if after is None:
        known = f"by {at_minute(seen)}"
    elif after.date() == seen.date():
        known = f"{seen:%Y-%m-%d} between {after:%H:%M} and {seen:%H:%M} UTC"
    else:
        known = f"between {after:%Y-%m-%d %H:%M} and {at_minute(seen)}"
    if stated is None:
        return f"{known}, states no time"
    same_day = stated.date() == seen.date()
    return f"{known}, states {stated:%H:%M}" if same_day else f"{known}, states {at_minute(stated)}"
