"""Words for publishing: excerpts, times in words, and text that every format can hold."""

from __future__ import annotations

import operator
import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import TypeVar

from feeds.model.story import Copy
from feeds.text import ends_sentence

_T = TypeVar("_T")
_EXCERPT = 60  # words
_MOST = 800  # characters
_MOST_UNSPACED = 240  # characters of a text whose words are not set apart, or are none
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])\s+")
_STOP = re.compile(r"(?<=[.!?؟…])\s|(?<=[。！？])")
# What XML 1.0 (section 2.2) can't hold, and JSON readers choke on.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(value: _T) -> _T:
    """A value of the model with the characters that XML forbids taken out of all its texts."""
    return _clean(value)  # type: ignore[return-value]  # the same type, by construction


def clean_text(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text) if _ILLEGAL.search(text) else text


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        after = tuple(map(_clean, value))
        return value if all(map(operator.is_, value, after)) else after
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for name in _names(type(value)):
            before = getattr(value, name)
            cleaned = _clean(before)
            if cleaned is not before:
                changed[name] = cleaned
        return replace(value, **changed) if changed else value
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def cut_excerpt(text: str) -> str:
    """The beginning of a text, cut after a sentence near sixty words, else at a word.

    Where words are not set apart, as in Chinese, what is left of it is bounded by its characters.
    """
    flat = " ".join(text.split())
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
    sentences = _sentences(flat)
    kept: list[str] = []
    for sentence in sentences:
        if kept and len(" ".join([*kept, sentence]).split()) > _EXCERPT:
            break
        kept.append(sentence)
    excerpt = " ".join(kept)
    if len(excerpt.split()) > _EXCERPT * 2:
        return " ".join(excerpt.split()[:_EXCERPT]) + "…"
    return excerpt if excerpt == flat or excerpt.endswith("…") else f"{excerpt} …"


def _sentences(flat: str) -> list[str]:
    groups: list[list[str]] = []
    for part in _SENTENCE_END.split(flat):
        if groups and not ends_sentence(groups[-1][-1]):
            groups[-1].append(part)  # after "said Gen."
        else:
            groups.append([part])
    return [" ".join(group) for group in groups]


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
