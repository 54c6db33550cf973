"""Copies with other text before or after: background, a round-up, the desk's own introduction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.quality.edits.kinds import Desk, Draft, Edit
from tests.quality.edits.passages import length, paragraphs, sentences
from tests.quality.labelled import Labelled

_SHARE = (0.3, 0.6)


def before(base: Labelled, at: Desk) -> Draft | None:
    """Other text first."""
    return _draft(base, at, lambda more: f"{more}\n{base.text}")


def after(base: Labelled, at: Desk) -> Draft | None:
    """Other text last."""
    return _draft(base, at, lambda more: f"{base.text}\n{more}")


def _draft(base: Labelled, at: Desk, put: Callable[[str], str]) -> Draft | None:
    if length(base.text) < 60:
        return None
    more = some_text(at, round(length(base.text) * at.chance.uniform(*_SHARE)))
    return Draft(base.title, put(more)) if more else None


def some_text(at: Desk, words: int, *, once: bool = False) -> str:
    """At most so many words of other stories in whole sentences; ``once`` from one of them only."""
    taken: list[str] = []
    for _ in range(12):
        if taken and once:
            break
        room = words - length(" ".join(taken))
        if room < 8:
            break
        _, text = at.story_beside()
        part = _some_sentences(paragraphs(text), at, room)
        if part and part not in taken:
            taken.append(part)
    return "\n".join(taken)


def _some_sentences(parts: Sequence[str], at: Desk, room: int) -> str:
    """Successive sentences from a random paragraph on, at most so many words."""
    start = at.chance.randrange(len(parts)) if parts else 0
    kept: list[str] = []
    for sentence in sentences("\n".join(parts[start:])):
        if length(" ".join(kept)) + length(sentence) > room:
            break
        kept.append(sentence)
    return " ".join(kept)


KINDS: dict[str, Edit] = {"context-before": before, "context-after": after}
