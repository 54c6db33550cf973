"""How well language twins are linked: labelled stories in several languages in, precision and recall out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from feeds.intake import absorb
from feeds.model.item import guid_key
from feeds.twins import link_twins
from store.open import open_store
from tests.quality.desk import NOW, WINDOW, to_item
from tests.quality.labelled import Labelled, load
from tests.quality.score import Score

TWINS = Path(__file__).with_name("own") / "twins.jsonl"
_AT_ONCE = 25  # items taken in between two looks for twins, as polls would
Link = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Labelled items in order of time, and the event that each tells of."""

    items: Sequence[Labelled]
    events: Mapping[str, str]

    def wanted(self) -> set[Link]:
        """The pairs that are twins."""
        return {pair for pair in self._pairs() if self._same(pair)}

    def hard(self) -> set[Link]:
        """The pairs in two languages that stand close and are no twins."""
        near = {pair for pair in self._pairs() if len({self._group(one) for one in pair}) == 1}
        return near - self.wanted()

    def _pairs(self) -> set[Link]:
        found = combinations(self.items, 2)
        return {frozenset((a.id, b.id)) for a, b in found if a.lang != b.lang}

    def _same(self, pair: Link) -> bool:
        return len({self.events.get(one, one) for one in pair}) == 1

    def _group(self, item: str) -> str:
        return self.events.get(item, item).partition(".")[0]


@dataclass(slots=True)
class Measured:
    """By pair of languages what was linked; and the links that are wrong."""

    scores: dict[str, Score] = field(default_factory=dict)
    wrong: list[Link] = field(default_factory=list)


def told(path: Path = TWINS, *, among: Sequence[Labelled] = ()) -> Told:
    """The labelled stories, in one stream with others.

    Those have no label: some tell of one invented event with other names in each language, so links among them
    are not counted.
    """
    raw = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    items = sorted([*load(path), *among], key=lambda item: (item.time is None, item.time, item.id))
    return Told(items=items, events={one["id"]: one["event"] for one in raw})


def linked(items: Sequence[Labelled]) -> set[Link]:
    """The pairs of items whose stories are linked when all have been taken in, some at a time."""
    store = open_store("sqlite:///:memory:")
    for start in range(0, len(items), _AT_ONCE):
        with store.write() as tx:
            some = [to_item(item) for item in items[start : start + _AT_ONCE]]
            for one in some:
                absorb(tx, [one], window=WINDOW, now=NOW)
        link_twins(store)
    with store.read() as snapshot:
        story_of = {}
        for item in items:
            key = guid_key(item.id)
            kept = snapshot.items_by_key(item.source, [key])[key]
            story_of[item.id] = snapshot.story_of(kept.id) or ""
        links = snapshot.twins.of(sorted(set(story_of.values())))
    store.close()
    first = {story: item for item, story in reversed(story_of.items())}
    return {
        frozenset((first[link.story], first[link.other]))
        for some in links.values()
        for link in some
    }


def measure(material: Told, found: Collection[Link]) -> Measured:
    """Precision and recall of links, by pair of languages and of ``all``."""
    wanted = material.wanted()
    languages = {item.id: item.lang for item in material.items}
    counts: dict[str, Counter[str]] = {"all": Counter()}
    outcome = Measured()
    labelled = {pair for pair in found if not pair.isdisjoint(material.events)}
    for pair in wanted | labelled:
        kind = "missed" if pair not in found else "right" if pair in wanted else "wrong"
        spoken = "+".join(sorted(languages[one] for one in pair))
        for group in (spoken, "all"):
            counts.setdefault(group, Counter())[kind] += 1
        if kind == "wrong":
            outcome.wrong.append(pair)
    outcome.scores = {
        group: Score(right=c["right"], wrong=c["wrong"], missed=c["missed"])
        for group, c in sorted(counts.items())
    }
    return outcome
