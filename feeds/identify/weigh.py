"""From evidence to a verdict: a logistic model, its weights fitted on labelled pairs (docs/identity.md).

The model was chosen because it can be read: each term is something a person would weigh. The sentence
that is shown tells the evidence itself.
"""

from __future__ import annotations

from math import exp, log1p

from feeds.identify.evidence import Evidence

_BRIEF = 70  # words; shorter texts are teasers or briefs, and every word of them counts
_TINY = 12  # words; so few prove little

# Fitted on labelled pairs and on edits made by tests/quality/edits, much as bench/fit.py does it:
# other samples give other weights.
BIAS = -9.804
WEIGHTS: dict[str, float] = {
    "contained": 2.499,
    "contained, brief": -0.898,
    "whole": -1.426,
    "whole, long": -0.617,
    "nothing lacking": 0.922,
    "nothing lacking, whole": 1.809,
    "no lead": -0.535,
    "shingles lacking": 0.123,
    "shingles shared": 0.335,
    "lead": 2.679,
    "lead, brief": 0.500,
    "own lead": -3.384,
    "either lead": 1.321,
    "passage": -0.216,
    "figures lacking, share": -0.051,
    "figures shared": 0.195,
    "names and figures lacking": -1.548,
    "names lacking, by root": -1.468,
    "figures lacking, by root": -1.342,
    "names lacking, share": 1.328,
    "names lacking, brief": 0.652,
    "names shared": 0.600,
    "plain words lacking": -0.202,
    "title held": -1.576,
    "title told": 3.713,
    "title told, brief": -2.048,
    "title held, brief": 2.773,
    "title figures": 0.304,
    "title names": 0.206,
    "telling": -0.238,
    "weight": 2.094,
    "days": -1.792,
    "days, figures": -0.364,
    "days, names": -0.221,
    "days, shingles": 0.168,
    "days, weight": 0.454,
    "same source": -4.803,
    "same source, figures": 0.260,
    "same source, names": 0.900,
    "same source, contained": 2.755,
    "ratio": 0.774,
    "longer's names": 0.101,
    "longer's figures": 0.011,
    "longer's figures, ratio": -1.653,
    "length": 0.272,
    "tiny": 3.892,
    "tiny, title": -6.836,
}


def terms(e: Evidence) -> dict[str, float]:
    """The terms of the model, by name."""
    brief = float(e.words < _BRIEF)
    length = log1p(e.words)
    day = min(e.days, 3.0)
    whole = min(max((e.contained - 0.8) / 0.2, 0.0), 1.0)
    clean = float(not e.figures_lacking and e.names_lacking <= 0.05 * e.names)
    same = float(e.same_source)
    # The same sentences about others: a template, or one event's report altered to another's.
    lacking = min(e.names_lacking / max(e.names, 1) / 0.1, 1.0)
    differing = min(e.figures_lacking / max(e.figures, 1) / 0.34, 1.0)
    swapped = lacking * differing * float(e.ratio > 0.8) * (1 - brief)
    figures, names = log1p(e.figures_lacking), log1p(e.names_lacking)
    return {
        "contained": e.contained,
        "contained, brief": e.contained * brief,
        "whole": whole,
        "whole, long": whole * min(e.words / 150, 1.0),
        "nothing lacking": clean,
        "nothing lacking, whole": clean * whole,
        "no lead": float(max(e.lead, e.own_lead) < 0.2),
        "shingles lacking": log1p((1 - e.contained) * e.words),
        "shingles shared": log1p(e.contained * e.words),
        "lead": e.lead,
        "lead, brief": e.lead * brief,
        "own lead": e.own_lead,
        "either lead": max(e.lead, e.own_lead),
        "passage": log1p(e.passage),
        "figures lacking, share": e.figures_lacking / max(e.figures, 1),
        "figures shared": log1p(e.figures - e.figures_lacking),
        "names and figures lacking": swapped,
        "names lacking, by root": e.names_lacking / (e.names + 1) ** 0.5,
        "figures lacking, by root": e.figures_lacking / (e.figures + 1) ** 0.5,
        "names lacking, share": e.names_lacking / max(e.names, 1),
        "names lacking, brief": names * brief,
        "names shared": log1p(e.names - e.names_lacking),
        "plain words lacking": log1p(e.plain_lacking),
        "title held": e.title_held,
        "title told": e.title_told,
        "title told, brief": e.title_told * brief,
        "title held, brief": e.title_held * brief,
        "title figures": float(e.title_figures),
        "title names": log1p(e.title_names),
        "telling": e.telling,
        "weight": log1p(e.weight),
        "days": day,
        "days, figures": min(day, 1.0) * figures,
        "days, names": min(day, 1.0) * names,
        "days, shingles": day * (1 - e.contained),
        "days, weight": day * log1p(e.weight),
        "same source": same,
        "same source, figures": same * figures,
        "same source, names": same * names,
        "same source, contained": same * e.contained,
        "ratio": e.ratio,
        "longer's names": log1p(e.longer_names_lacking),
        "longer's figures": log1p(e.longer_figures_lacking),
        "longer's figures, ratio": log1p(e.longer_figures_lacking) * e.ratio,
        "length": length,
        "tiny": float(e.words < _TINY),
        "tiny, title": float(e.words < _TINY) * e.title_held,
    }


def odds(e: Evidence) -> float:
    """The log-odds that the two are one text: 0 is even, 3 is twenty to one."""
    return BIAS + sum(WEIGHTS[name] * value for name, value in terms(e).items())


def probability(log_odds: float) -> float:
    """Log-odds as a share from 0 to 1."""
    return 1 / (1 + exp(-max(min(log_odds, 30.0), -30.0)))


def explain(e: Evidence) -> str:
    """The evidence in a sentence's part: what stands in both, and what stands against it."""
    said = [f"{e.contained:.0%} of the shorter text stands in the other"]
    if e.passage:
        said.append(f"the longest passage has {e.passage} words")
    if e.title_held >= 0.5:
        said.append(f"the titles share {e.title_held:.0%}")
    if e.figures_lacking:
        said.append(f"{e.figures_lacking} of {e.figures} figures differ")
    if e.names_lacking:
        said.append(f"{e.names_lacking} of {e.names} rarer words are missing")
    if e.days >= 1:
        said.append(f"{e.days:.0f} days apart")
    return ", ".join(said)
