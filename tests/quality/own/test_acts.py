"""Stories edited in many ways at once, and the next act of the same formulas: found and kept apart.

In any order the same (``test_any_order.py``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.quality.desk import run
from tests.quality.floors import FLOORS
from tests.quality.labelled import half_teasers, load
from tests.quality.score import score

ACTS = Path(__file__).with_name("acts.jsonl")


@pytest.mark.parametrize("named", FLOORS["acts"])
def test_hard_copies_are_found_and_the_next_act_is_another_story(named: str) -> None:
    items = load(ACTS)
    if "teasers" in named:
        items = half_teasers(items, seed=1)
    found, floor = score(items, run(items)), FLOORS["acts"][named]
    assert found.precision >= floor["precision"], found
    assert found.recall >= floor["recall"], found
