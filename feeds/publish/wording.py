"""Words for publishing: excerpts, times in words, and text that every format can hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from feeds.model.story import Copy

_T = TypeVar("_T")
_EXCERPT = 60  # words
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])\s+")
# What XML 1.0 (section 2.2) can't hold, and JSON readers choke on.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(value: _T) -> _T:
    """A value of the model with the characters that XML forbids taken out of all its texts."""
    return _clean(value)  # type: ignore[no-any-return]  # the same type, by construction


def clean_text(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(one) for one in value) if value else value
    if names := _names(value.__class__):
        changed = {}
        for name in names:
            before = getattr(value, name)
            after = _clean(before)
            if after is not before and after != before:
                changed[name] = after
        return replace(value, **changed) if changed else value
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of a dataclass's fields; none for another type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def cut_excerpt(text: str) -> str:
    """The beginning of a text, cut after a sentence near sixty words, else at a word."""
    flat = " ".join(text.split())
    sentences = _SENTENCE_END.split(flat)
    kept: list[str] = []
    for sentence in sentences:
        if kept and len(" ".join([*kept, sentence]).split()) > _EXCERPT:
            break
        kept.append(sentence)
    excerpt = " ".join(kept)
    if len(excerpt.split()) > _EXCERPT * 2:
        return " ".join(excerpt.split()[:_EXCERPT]) + "…"
    return excerpt if excerpt == flat or excerpt.endswith("…") else f"{excerpt} …"


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
