"""What two texts in one frame say is the same, or is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from feeds.identify import fingerprint
from feeds.identify.evidence import measure
from feeds.identify.exchange import Exchange
from feeds.identify.frame import is_refilled
from tests.quality.desk import to_item
from tests.quality.labelled import Labelled

_PLAIN = Labelled(
    id="a",
    source="wire",
    time=None,
    lang="en",
    story="a",
    title="Harbour council sits all night over the quay",
    text="The harbour council of Saltmarsh sat until morning over the height of the new quay.",
    teaser="",
)


@pytest.mark.parametrize(("exchanged", "two"), [(2, False), (4, True)])
def test_a_days_later_text_is_another_if_a_third_of_its_figures_have_others_in_their_places(
    exchanged: int, two: bool
) -> None:
    made = fingerprint(to_item(_PLAIN))
    later = replace(
        measure(made, made),
        words=900,
        ratio=0.95,
        contained=0.6,
        days=1.0,
        figures=10,
        figures_lacking=4,  # the others were only left out, as a later state of a report does
        exchanged=Exchange(figures=exchanged),
    )
    assert is_refilled(made, made, later) is two


@pytest.mark.parametrize(
    ("exchanged", "two"),
    [
        (Exchange(figures=1, names=1, headed=1), True),  # another's contract, another sum
        (Exchange(names=2, headed=1), False),  # two names that an editor spells otherwise
        (Exchange(names=3, headed=1), True),
    ],
)
def test_two_notices_of_one_morning_are_two_if_an_editor_exchanges_no_such_words(
    exchanged: Exchange, two: bool
) -> None:
    made = fingerprint(to_item(_PLAIN))
    notice = replace(
        measure(made, made), words=94, ratio=0.97, contained=0.8, days=0.1, exchanged=exchanged
    )
    assert is_refilled(made, made, notice) is two
