"""What a copy's reason for belonging to its story says beside the evidence."""

from __future__ import annotations

from feeds.model.story import Copy

_CHANGED = "; changed its words"


def revised(why: str) -> str:
    """The reason, once the copy's words have changed."""
    return f"{why.removesuffix(_CHANGED)}{_CHANGED}"


def was_revised(copy: Copy) -> bool:
    """Whether a copy has other words by now than those that it was recognised by."""
    return copy.why.endswith(_CHANGED)
