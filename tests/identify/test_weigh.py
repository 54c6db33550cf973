"""What weighing promises whatever it was fitted on: what speaks for one story never speaks against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identify.evidence import Evidence
from feeds.identify.exchange import Exchange
from feeds.identify.weigh import odds

_SHARES = st.floats(0, 1)
_COUNTS = st.integers(0, 12)


@st.composite
def evidence(draw: st.DrawFn) -> Evidence:
    words = draw(st.integers(5, 600))
    figures, names = draw(_COUNTS), draw(st.integers(0, 40))
    return Evidence(
        words=words,
        ratio=draw(st.floats(0.05, 1)),
        contained=draw(_SHARES),
        lead=draw(_SHARES),
        own_lead=draw(_SHARES),
        passage=draw(st.integers(0, words)),
        figures=figures,
        figures_lacking=draw(st.integers(0, figures)),
        names=names,
        names_lacking=draw(st.integers(0, names)),
        telling=draw(_SHARES),
        weight=draw(st.floats(0, 500)),
        plain_lacking=draw(st.integers(0, 40)),
        longer_figures_lacking=draw(_COUNTS),
        longer_names_lacking=draw(_COUNTS),
        title_held=draw(_SHARES),
        title_alike=draw(_SHARES),
        title_told=draw(_SHARES),
        heading=draw(_SHARES),
        title_names=draw(_COUNTS),
        days=draw(st.floats(0, 7)),
        same_source=draw(st.booleans()),
        same_agency=False,
        same_page=False,
        exchanged=Exchange(
            figures=draw(_COUNTS), names=draw(_COUNTS), again=draw(_COUNTS), headed=draw(_COUNTS)
        ),
    )


@pytest.mark.parametrize(
    "name", ["contained", "telling", "lead", "title_held", "title_alike", "title_told", "heading"]
)
@given(evidence(), _SHARES)
def test_more_in_common_never_makes_one_story_less_likely(
    name: str, e: Evidence, share: float
) -> None:
    more = max(getattr(e, name), share)
    assert odds(replace(e, **{name: more})) >= odds(e) - 1e-9


@pytest.mark.parametrize("name", ["figures", "names", "again", "headed"])
@given(evidence(), st.integers(1, 9))
def test_more_exchanged_never_makes_one_story_likelier(name: str, e: Evidence, more: int) -> None:
    exchanged = replace(e.exchanged, **{name: getattr(e.exchanged, name) + more})
    assert odds(replace(e, exchanged=exchanged)) <= odds(e) + 1e-9


@given(evidence(), st.floats(0, 7))
def test_more_days_between_never_make_one_story_likelier(e: Evidence, days: float) -> None:
    assert odds(replace(e, days=max(e.days, days))) <= odds(e) + 1e-9


@given(evidence())
def test_what_the_shorter_text_lacks_never_makes_one_story_likelier(e: Evidence) -> None:
    lacking = replace(
        e, figures_lacking=e.figures, names_lacking=e.names, plain_lacking=e.plain_lacking + 5
    )
    assert odds(lacking) <= odds(e) + 1e-9
