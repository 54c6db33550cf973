"""What is measured of story identity: by language, by kind of edit, by kind of neighbour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.quality.desk import run
from tests.quality.edits.generate import KINDS, stream
from tests.quality.labelled import Labelled
from tests.quality.score import Pair, Score, score

# Spanish and French are streamed together: outlets carry each other's stories across them.
GROUPS: dict[str, tuple[str, ...]] = {"ar": ("ar",), "fr+es": ("fr", "es"), "en": ("en",)}
_AT_ONCE = 4  # kinds of edit that one story is given in one stream, as many copies as a story has

Run = Callable[[Iterable[Labelled]], dict[str, str]]


@dataclass(slots=True)
class Counted:
    """How many of how many."""

    joined: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """The share joined; 0 of nothing."""
        return self.joined / self.total if self.total else 0.0


@dataclass(slots=True)
class Edits:
    """Copies found again by kind of edit, and neighbours wrongly joined by kind."""

    kinds: dict[str, Counted] = field(default_factory=dict)
    neighbours: dict[str, Counted] = field(default_factory=dict)

    def add(self, other: Edits) -> None:
        """Take another count in."""
        for mine, theirs in ((self.kinds, other.kinds), (self.neighbours, other.neighbours)):
            for kind, counted in theirs.items():
                so_far = mine.setdefault(kind, Counted())
                so_far.joined += counted.joined
                so_far.total += counted.total


def by_language(
    items: Sequence[Labelled], doubtful: Collection[Pair] = (), *, through: Run = run
) -> tuple[dict[str, Score], dict[str, str]]:
    """Precision and recall by language group, and the story of each item."""
    scores: dict[str, Score] = {}
    stories: dict[str, str] = {}
    for group, languages in GROUPS.items():
        chosen = [item for item in items if item.lang in languages]
        found = through(chosen)
        scores[group] = score(chosen, found, doubtful=doubtful)
        stories |= {item: f"{group} {story}" for item, story in found.items()}
    return scores, stories


def neighbours(items: Sequence[Labelled], stories: Mapping[str, str]) -> dict[str, Counted]:
    """Items labelled as neighbours (``neg:…``) that are in a story with one of another label."""
    labels: dict[str, set[str]] = {}
    for item in items:
        labels.setdefault(stories[item.id], set()).add(item.story)
    counted: dict[str, Counted] = {}
    for item in items:
        if item.kind.startswith("neg:"):
            one = counted.setdefault(item.kind, Counted())
            one.total += 1
            one.joined += len(labels[stories[item.id]]) > 1
    return counted


def pairs_joined(
    pairs: Iterable[tuple[str, str, str]], stories: Mapping[str, str]
) -> dict[str, Counted]:
    """Pairs (item, item, type) that are not one story but were joined, by type."""
    counted: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one, other, kind in pairs:
        if one in stories and other in stories:
            counted[kind] += 1
            wrong[kind] += stories[one] == stories[other]
    return {kind: Counted(joined=wrong[kind], total=counted[kind]) for kind in counted}


def edits(
    bases: Sequence[Labelled], *, seed: int, rounds: int | None = None, through: Run = run
) -> Edits:
    """Edited copies and neighbours of ``bases``: which are found with their story.

    A few kinds at a time, in as many streams as that takes, or in ``rounds`` of them.
    """
    found = Edits()
    for number, kinds in enumerate(rounds()):
        if rounds is not None and number >= rounds:
            break
        items = stream(bases, seed=seed, kinds=kinds, hard=number == 0)
        found.add(_edited(items, through(items)))
    return found


def rounds() -> Iterator[list[str]]:
    """The kinds in hands of few; ``kill`` aside, which is no copy to be read."""
    kinds = [kind for kind in KINDS if kind != "kill"]
    count = -(-len(kinds) // _AT_ONCE)
    for number in range(count):
        yield kinds[number::count]


def _edited(items: Sequence[Labelled], stories: Mapping[str, str]) -> Edits:
    found = Edits()
    for item in items:
        base = item.id.partition("~")[0]
        if base == item.id:
            continue
        kinds = found.neighbours if item.kind.startswith("neg:") else found.kinds
        one = kinds.setdefault(item.kind, Counted())
        one.total += 1
        one.joined += stories[item.id] == stories[base]
    return found
