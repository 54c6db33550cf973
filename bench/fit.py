"""Fit the trees of ``feeds/identify/weigh.py``: ``python -m bench.fit`` writes ``feeds/identify/trees.json``.

Pairs are those that streaming compares (``tests/quality/memory.py``): of the large material in full, with half of it
cut to teasers or to some words, and of edits made of some of its stories. All chance is seeded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from bench.corpus import GROUPS, SHARED, Corpus, read
from feeds.identify import weigh
from feeds.identify.evidence import measure
from feeds.identify.fingerprint import Print, fingerprint
from tests.quality.desk import to_item
from tests.quality.edits.generate import stream
from tests.quality.labelled import Labelled, half_teasers
from tests.quality.measure import hands
from tests.quality.memory import pairs

_TO = Path(weigh.__file__).with_name("trees.json")
_WINDOW = 7 * 24 * 60  # minutes
_BASES = 150  # stories of a group that edits are made of
# What half of a group's items is cut to: their teasers, by seeds; a number of words, with a seed.
_TEASERS = {"ar": (1, 2), "fr+es": (1, 2, 3), "en": (1, 2, 3)}
_CUTS = {
    "ar": ((30, 7), (45, 9)),
    "fr+es": ((30, 7), (20, 8), (50, 9)),
    "en": ((30, 7), (20, 8), (50, 9)),
}
# Groups are of very different sizes, and so are streams of cuts; a wrong join costs more than a missed one, most of
# all in Arabic, whose templates are the hardest; edits are many and alike.
_GROUP_WEIGHT = {"ar": 2.0, "fr+es": 6.0, "en": 6.0}
_CUT_WEIGHT = {"ar": 0.7, "fr+es": 0.7, "en": 0.7}
_NEGATIVE_WEIGHT = {"ar": 3.0, "fr+es": 2.0, "en": 2.5}
_EDIT_WEIGHT = 0.1
# What can only speak for one story, and what only against it (monotone constraints); other terms may do either.
_FOR = {
    "contained",
    "telling",
    "weight",
    "lead",
    "passage",
    "shingles shared",
    "figures shared",
    "names shared",
    "title held",
    "title alike",
    "title told",
    "heading",
}
_AGAINST = {
    "shingles lacking",
    "figures lacking",
    "figures lacking, share",
    "names lacking",
    "names lacking, share",
    "plain words lacking",
    "figures exchanged",
    "names exchanged",
    "exchanged again",
    "exchanged, in titles",
    "days",
}
_DEPTH = 3  # questions from a tree's root to a leaf; feeds/identify/weigh.py counts on it
_NEVER = 1e9  # what no term is more than


def main() -> int:
    """Fit and write."""
    if not SHARED.exists():
        print("No shared/data beside the checkout: nothing to fit on.", file=sys.stderr)
        return 2
    corpus = read(SHARED)
    rows: list[list[float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    names: list[str] = []
    for group, items, weight in _streams(corpus):
        for values, same in _rows(items, corpus):
            names = list(values)
            rows.append(list(values.values()))
            labels.append(same)
            weights.append(weight * (1.0 if same else _NEGATIVE_WEIGHT[group]))
        print(f"{len(rows):,} pairs", file=sys.stderr)
    model = HistGradientBoostingClassifier(
        max_iter=500,
        learning_rate=0.08,
        max_depth=_DEPTH,
        max_leaf_nodes=2**_DEPTH,
        min_samples_leaf=60,
        l2_regularization=5.0,
        monotonic_cst=[(name in _FOR) - (name in _AGAINST) for name in names],
        early_stopping=False,
        random_state=0,
    )
    model.fit(np.array(rows, dtype=float), labels, weights)
    base = round(float(model._baseline_prediction[0, 0]), 4)
    trees = [_laid_out(tree.nodes) for (tree,) in model._predictors]
    lines = ",\n".join(json.dumps(tree) for tree in trees)
    head = f'"base": {base}, "terms": {json.dumps(names)}'
    _TO.write_text(f'{{{head}, "trees": [\n{lines}\n]}}\n', encoding="ascii")
    return 0


def _laid_out(nodes: Any) -> tuple[list[int], list[float], list[float]]:
    """A tree as one of full depth: the terms asked for and the thresholds, a level after the other, and the leaves."""
    inner, leaves = 2**_DEPTH - 1, 2**_DEPTH
    terms, thresholds, values = [0] * inner, [_NEVER] * inner, [0.0] * leaves

    def lay(node: int, place: int) -> None:
        one = nodes[node]
        if place >= inner:
            values[place - inner] = round(float(one["value"]), 4)
            return
        if one["is_leaf"]:  # never more than _NEVER: all goes to the left
            lay(node, 2 * place + 1)
            return
        # Thresholds are values that were met, such as 7 / 11: to be kept on their side when rounded.
        terms[place], thresholds[place] = (
            one["feature_idx"].item(),
            round(one["num_threshold"] + 5e-7, 6),
        )
        lay(one["left"], 2 * place + 1)
        lay(one["right"], 2 * place + 2)

    lay(0, 0)
    return terms, thresholds, values


def _streams(corpus: Corpus) -> Iterator[tuple[str, Sequence[Labelled], float]]:
    for group in GROUPS:
        items = corpus.group(group)
        weight = _GROUP_WEIGHT[group]
        yield group, items, weight
        for seed in _TEASERS[group]:
            yield group, half_teasers(items, seed=seed), weight * _CUT_WEIGHT[group]
        for count, seed in _CUTS[group]:
            yield group, _half_cut(items, count, seed), weight * _CUT_WEIGHT[group]
        for number, kinds in enumerate(hands()):
            bases = _bases(items, seed=number)
            yield group, stream(bases, seed=30 + number, kinds=kinds), weight * _EDIT_WEIGHT


def _half_cut(items: Sequence[Labelled], count: int, seed: int) -> list[Labelled]:
    chance = Random(seed)
    return [
        replace(item, text=" ".join(words[:count]) + " …")
        if len(words := item.text.split()) > count and chance.random() < 0.5
        else item
        for item in items
    ]


def _bases(items: Sequence[Labelled], *, seed: int) -> list[Labelled]:
    firsts: dict[str, Labelled] = {}
    for item in items:
        firsts.setdefault(item.story, item)
    long = [i for i in firsts.values() if i.time and len(i.text.split()) >= 60]
    return Random(seed).sample(long, min(_BASES, len(long)))


def _rows(items: Sequence[Labelled], corpus: Corpus) -> Iterator[tuple[dict[str, float], bool]]:
    """The terms of each pair compared, and whether it is one story; doubtful pairs left out."""
    with ProcessPoolExecutor(max_workers=2) as pool:
        prints = list(pool.map(_print, items, chunksize=100))
    signed = [(item.story, made) for item, made in zip(items, prints, strict=True)]
    for later, earlier, new, old in pairs(signed, window=_WINDOW):
        one, other = items[later], items[earlier]
        doubtful = {(one.id, other.id), (other.id, one.id)} & corpus.doubtful
        if not doubtful and "kill" not in (one.kind, other.kind):
            yield weigh.terms(measure(new, old)), one.story == other.story


def _print(item: Labelled) -> Print:
    return fingerprint(to_item(item))


if __name__ == "__main__":
    sys.exit(main())
