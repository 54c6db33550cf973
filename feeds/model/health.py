"""How sources are: what is told of them when it changes, and the one word for how each is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

EventKind = Literal["broke", "gone", "came back", "fell silent", "spoke again", "moved", "missed"]
Condition = Literal["gone", "broken", "silent", "failing", "new", "well"]
CONDITIONS: tuple[Condition, ...] = get_args(Condition)  # the worst first


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEvent:
    """Something that changed about a source, told once.

    ``at`` is when it was noticed; no source has two events of a kind at one time. ``title`` says it in plain
    words, ``detail`` in a sentence or two; neither holds a password.
    """

    source: str
    at: datetime
    kind: EventKind
    title: str
    detail: str
