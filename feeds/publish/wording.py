"""Words for publishing: excerpts, and text that every format can hold."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

_T = TypeVar("_T")
_EXCERPT = 60  # words
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])\s+")
# What XML 1.0 (section 2.2) can't hold, and JSON readers choke on.
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def clean(value: _T) -> _T:
    """A value of the model with the characters that XML forbids taken out of all its texts."""
    return _clean(value)  # type: ignore[return-value]  # the same type, by construction


def clean_text(text: str) -> str:
    """Text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_clean(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        before = {field.name: getattr(value, field.name) for field in fields(value)}
        after = {name: _clean(one) for name, one in before.items()}
        changed = {name: one for name, one in after.items() if one != before[name]}
        return replace(value, **changed) if changed else value
    return value


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
