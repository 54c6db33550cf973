"""``python -m tests.quality`` (``make quality``): measure story identity and hold it to its floors.

The small set of our own writing and edits of it, always; the large material of ``shared/data`` beside
the checkout where one has it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

from tests.quality import floors
from tests.quality.labelled import Labelled, half_teasers, load
from tests.quality.measure import (
    GROUPS,
    Counted,
    Edits,
    by_language,
    edits,
    neighbours,
    pairs_joined,
)
from tests.quality.score import Pair, Score
from tests.quality.twins import linked, measure, told

OWN = Path(__file__).with_name("own") / "stories.jsonl"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
_SEED = 1
_BASES = 120  # stories of a language that edits are made of, of the large material
_ENOUGH = 60  # words of such a story


def main() -> int:
    """Measure, print, and answer 1 when something fell below its floor."""
    below = [*_own(load(OWN)), *_twins()]
    if SHARED.exists():
        below += _shared()
    else:
        print("No shared/data beside the checkout: the large material was not measured.")
    for line in below:
        print(f"BELOW THE FLOOR: {line}")
    return 1 if below else 0


def _own(items: Sequence[Labelled]) -> Iterator[str]:
    scores, stories = by_language(items)
    near = neighbours(items, stories)
    _print_scores("Our own stories", scores)
    _print_counted("Neighbours joined", near)
    yield from floors.scores_below("own", scores)
    yield from floors.joined_above("own neighbours", near)
    bases = first_of_each(items)
    made = edits(bases, seed=_SEED)
    _print_edits("Edits of our own stories", made)
    yield from floors.edits_below("own edits", made)
    yield from floors.joined_above("own edits neighbours", made.neighbours)


def _twins() -> Iterator[str]:
    """Language twins, in one stream with our own stories."""
    material = told(among=load(OWN))
    found = measure(material, linked(material.items))
    _print_scores("Language twins", found.scores)
    for pair in found.wrong:
        print(f"  wrong: {', '.join(sorted(pair))}")
    yield from floors.scores_below("twins", found.scores)


def first_of_each(items: Sequence[Labelled]) -> list[Labelled]:
    """The story as it was first written, of each that is no neighbour of another."""
    firsts: dict[str, Labelled] = {}
    for item in items:
        firsts.setdefault(item.story, item)
    return [item for item in firsts.values() if not item.kind]


def _shared() -> list[str]:
    """The large material, a language group and variant a process."""
    items = load(SHARED / "stories-dev.jsonl.gz")
    lines = (SHARED / "doubtful-dev.tsv").read_text().split("\n")
    doubtful = frozenset((a, b) for a, b in (line.split("\t")[:2] for line in lines if line))
    raw = map(json.loads, (SHARED / "hard-negatives-dev.jsonl").read_text().splitlines())
    hard = [(one["a"], one["b"], one["type"]) for one in raw]
    below: list[str] = []
    with ProcessPoolExecutor(max_workers=2) as pool:
        streams: dict[str, Callable[[Sequence[Labelled]], Sequence[Labelled]]] = {
            "shared": lambda some: some,
            "shared teasers": partial(half_teasers, seed=_SEED),
        }
        jobs = {
            (name, group): pool.submit(_group, cut(_of(items, group)), doubtful)
            for name, cut in streams.items()
            for group in GROUPS
        }
        made = [pool.submit(edits, _bases(_of(items, group)), seed=_SEED) for group in GROUPS]
        for name in streams:
            scores: dict[str, Score] = {}
            stories: dict[str, str] = {}
            for group in GROUPS:
                found, joined = jobs[name, group].result()
                scores |= {group: found[group]}
                stories |= joined
            near = pairs_joined(hard, stories)
            _print_scores(f"Large material, {name}", scores)
            _print_counted("Hard negatives joined", near)
            below += floors.scores_below(name, scores)
            below += floors.joined_above(f"{name} negatives", near)
        whole = Edits()
        for group, job in zip(GROUPS, made, strict=True):
            _print_edits(f"Edits of the large material, {group}", job.result())
            whole.add(job.result())
        _print_edits("Edits of the large material, all languages", whole)
        below += floors.edits_below("shared edits", whole)
        below += floors.joined_above("shared edits neighbours", whole.neighbours)
    return below


def _group(
    items: Sequence[Labelled], doubtful: frozenset[Pair]
) -> tuple[dict[str, Score], dict[str, str]]:
    return by_language(items, doubtful)


def _of(items: Sequence[Labelled], group: str) -> list[Labelled]:
    return [item for item in items if item.lang in GROUPS[group]]


def _bases(items: Sequence[Labelled]) -> list[Labelled]:
    firsts: dict[str, Labelled] = {}
    for item in items:
        firsts.setdefault(item.story, item)
    long = [i for i in firsts.values() if i.time and len(i.text.split()) >= _ENOUGH]
    return Random(_SEED).sample(long, min(_BASES, len(long)))


def _print_scores(title: str, scores: Mapping[str, Score]) -> None:
    print(f"\n{title}: precision / recall (pairs right, wrong, missed)")
    for group, found in scores.items():
        counts = f"({found.right}, {found.wrong}, {found.missed})"
        print(f"  {group:6} {found.precision:.3f} / {found.recall:.3f}  {counts}")


def _print_counted(title: str, counted: Mapping[str, Counted]) -> None:
    print(f"{title}:")
    for kind, one in sorted(counted.items()):
        print(f"  {kind:24} {one.share:.3f}  ({one.joined} of {one.total})")


def _print_edits(title: str, found: Edits) -> None:
    print()
    _print_counted(f"{title}, found again", found.kinds)
    _print_counted(f"{title}, neighbours joined", found.neighbours)


if __name__ == "__main__":
    sys.exit(main())
