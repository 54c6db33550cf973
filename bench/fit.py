"""Fit the weights of ``feeds/identify/weigh.py``: ``python -m bench.fit`` prints them, to be pasted there.

Pairs are those that streaming compares (``tests/quality/memory.py``): of the large material in full, with
half of it cut to teasers, with half of it cut to thirty words, and of edits made of some of its stories.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from random import Random

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from bench.corpus import GROUPS, SHARED, Corpus, read
from feeds.identify.evidence import measure
from feeds.identify.fingerprint import Print, fingerprint
from feeds.identify.weigh import terms
from tests.quality.desk import to_item
from tests.quality.edits.generate import stream
from tests.quality.labelled import Labelled, half_teasers
from tests.quality.measure import hands
from tests.quality.memory import pairs

_WINDOW = 7 * 24 * 60  # minutes
_BASES = 150  # stories of a group that edits are made of
_CUT = 30  # words
# Groups are of very different sizes; a wrong join costs more than a missed one; edits are many and alike.
_GROUP_WEIGHT = {"ar": 1.0, "fr+es": 3.0, "en": 3.0}
_NEGATIVE_WEIGHT, _EDIT_WEIGHT = 2.0, 0.03
_REGULARIZATION = 0.3  # scikit-learn's C, on standardized terms


def main() -> int:
    """Fit and print."""
    if not SHARED.exists():
        print("No shared/data beside the checkout: nothing to fit on.", file=sys.stderr)
        return 2
    corpus = read(SHARED)
    rows: list[list[float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    names: list[str] = []
    for items, weight in _streams(corpus):
        for values, same in _rows(items, corpus):
            names = list(values)
            rows.append(list(values.values()))
            labels.append(same)
            weights.append(weight * (1.0 if same else _NEGATIVE_WEIGHT))
        print(f"{len(rows):,} pairs", file=sys.stderr)
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(max_iter=4000, C=_REGULARIZATION)
    model.fit(scaler.transform(rows), labels, weights)
    found = model.coef_[0] / scaler.scale_
    print(f"BIAS = {model.intercept_[0] - np.dot(found, scaler.mean_):.3f}")
    print("WEIGHTS: dict[str, float] = {")
    for name, value in zip(names, found, strict=True):
        print(f'    "{name}": {value:.3f},')
    print("}")
    return 0


def _streams(corpus: Corpus) -> Iterator[tuple[Sequence[Labelled], float]]:
    for group in GROUPS:
        items = corpus.group(group)
        weight = _GROUP_WEIGHT[group]
        yield items, weight
        yield half_teasers(items, seed=1), weight
        yield _half_cut(items), weight
        for number, kinds in enumerate(hands()):
            bases = _bases(items, seed=number)
            yield stream(bases, seed=30 + number, kinds=kinds), weight * _EDIT_WEIGHT


def _half_cut(items: Sequence[Labelled]) -> list[Labelled]:
    chance = Random(7)
    return [
        replace(item, text=" ".join(words[:_CUT]) + " …")
        if len(words := item.text.split()) > _CUT and chance.random() < 0.5
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
            yield terms(measure(new, old)), one.story == other.story


def _print(item: Labelled) -> Print:
    return fingerprint(to_item(item))


if __name__ == "__main__":
    sys.exit(main())
