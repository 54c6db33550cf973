"""What of a story's words may be shown to everybody: as much as each source's ``republish`` allows, and nothing of a
story that was withdrawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from feeds.model.poll import Republish
from feeds.model.story import Story, Version
from feeds.publish.changes import Difference, history
from feeds.publish.wording import cut_excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """``rules`` are by item; ``otherwise`` is for items that are not named."""

    rules: Mapping[int, Republish] = field(default_factory=dict)
    otherwise: Republish = "full"

    def rule(self, item: int) -> Republish:
        """How much of an item's text may be shown."""
        return self.rules.get(item, self.otherwise)

    def text(self, item: int, text: str) -> str:
        """As much of an item's text as may be shown."""
        rule = self.rule(item)
        return text if rule == "full" else cut_excerpt(text) if rule == "excerpt" else ""


_RISING: tuple[Republish, ...] = ("title", "excerpt", "full")


def tightened(
    before: Mapping[str, Republish], rules: Mapping[str, Republish]
) -> dict[str, Republish]:
    """The sources that allow less than ``before``, and what they allow."""
    return {
        source: rule
        for source, rule in rules.items()
        if source in before and _RISING.index(rule) < _RISING.index(before[source])
    }


OPERATOR = Permit()  # who runs the desk sees everything


def permit_for(story: Story, republish: Mapping[str, Republish]) -> Permit:
    """What of a story may be shown, by what its copies' sources allow (those not named: everything)."""
    if story.status == "withdrawn":
        return Permit(otherwise="title")
    rules = {copy.item: republish.get(copy.source, "full") for copy in story.copies}
    return Permit(rules=rules, otherwise=republish.get(story.head.source, "full"))


def shown_history(versions: Sequence[Version], permit: Permit) -> list[tuple[Version, Difference]]:
    """``changes.history``, with changes of text only between versions that may both be shown in full."""
    told = []
    before = versions[0].item if versions else 0
    for version, changed in history(versions):
        if not permit.rule(before) == permit.rule(version.item) == "full":
            changed = replace(changed, text=())
        told.append((version, changed))
        if version.relation != "withdrawal":  # that changes no words
            before = version.item
    return told
