"""Whom to compare an arriving item with: those that share its rarest keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from feeds.model.story import Signature

_MOST = 8  # candidates compared; more do not find more


def rank(signature: Signature, postings: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """The items to compare with, best first: by the keys shared, each worth the less the more
    items have it.
    """
    weight: dict[int, float] = defaultdict(float)
    for key in signature.keys:
        items = postings.get(key, ())
        for item in items:
            weight[item] += 1 / len(items)
    return tuple(sorted(weight, key=lambda item: (-weight[item], item))[:_MOST])
