"""One method over one stream: how right, how fast."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench.corpus import Negative
from bench.rivals import Method
from tests.quality.desk import Desk
from tests.quality.labelled import Labelled
from tests.quality.score import Pair, Score, score


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of one method on one stream.

    ``seconds`` are of CPU, of the whole process. ``wrongly`` counts the negatives joined by type.
    """

    method: str
    group: str
    variant: str
    items: int
    seconds: float
    score: Score
    wrongly: Counter[str]


def run(
    method: Method,
    stream: Sequence[Labelled],
    *,
    group: str,
    variant: str,
    doubtful: Collection[Pair],
    negatives: Iterable[Negative],
) -> Run:
    """The stream through the method, once."""
    gc.collect()  # what the method before left behind is not this one's to clean
    start = time.process_time()
    joined = {item.id: method.assign(item) for item in stream}
    seconds = time.process_time() - start
    if isinstance(method, Desk):  # stories it opened may have become one since
        joined = method.stories()
    return Run(
        method=method.name,
        group=group,
        variant=variant,
        items=len(stream),
        seconds=seconds,
        score=score(stream, joined, doubtful=doubtful),
        wrongly=Counter(one.type for one in negatives if _is_joined(one.pair, joined)),
    )


def _is_joined(pair: Pair, joined: Mapping[str, str]) -> bool:
    """Whether both are in this stream and in one story."""
    one, other = (joined.get(item) for item in pair)
    return one is not None and one == other
