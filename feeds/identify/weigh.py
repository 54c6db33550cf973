"""From evidence to a verdict: a logistic model, its weights fitted on labelled pairs (docs/identity.md).

The model was chosen because it can be read: each term is something a person would weigh, and the terms that
spoke loudest make the sentence that is shown.
"""

from __future__ import annotations

from math import exp, log1p

from feeds.identify.evidence import Evidence

_BRIEF = 70  # words; shorter texts are teasers or briefs, and every word of them counts
_TINY = 12  # words; so few prove little

# Fitted by bench/fit.py on labelled pairs and on edits made by tests/quality/edits.
BIAS = -10.624
WEIGHTS: dict[str, float] = {
    "contained": 4.428,
    "contained, brief": -3.846,
    "contained, by length": 1.313,
    "shingles lacking": -0.706,
    "shingles shared": 0.406,
    "lead": 1.995,
    "lead, brief": 1.342,
    "own lead": -3.806,
    "either lead": 1.739,
    "passage": -0.141,
    "passage share": -2.750,
    "figures lacking": -0.101,
    "figures lacking, share": -0.865,
    "figures shared": -0.167,
    "names lacking": -0.958,
    "names lacking, share": -0.689,
    "names lacking, brief": 1.003,
    "names shared": 0.164,
    "plain words lacking": -0.345,
    "title held": 1.292,
    "title alike": -1.241,
    "title told": 0.978,
    "title told, brief": -0.687,
    "title held, brief": 2.309,
    "title figures": 0.058,
    "title names": -0.041,
    "telling": 1.576,
    "weight": 1.837,
    "days": -1.915,
    "days, figures": 0.054,
    "days, names": -0.205,
    "days, shingles": 0.008,
    "days, weight": 0.483,
    "same source": -2.342,
    "same source, figures": -1.246,
    "same source, names": 0.537,
    "same source, contained": -0.995,
    "same source, title": -0.789,
    "ratio": 2.126,
    "longer's names": 0.651,
    "longer's figures": 0.201,
    "longer's names, ratio": 0.014,
    "longer's figures, ratio": -1.098,
    "length": 0.636,
    "tiny": 4.883,
    "tiny, title": -8.707,
}


def terms(e: Evidence) -> dict[str, float]:
    """The terms of the model, by name."""
    brief = float(e.words < _BRIEF)
    length = log1p(e.words)
    day = min(e.days, 3.0)
    same = float(e.same_source)
    figures, names = log1p(e.figures_lacking), log1p(e.names_lacking)
    return {
        "contained": e.contained,
        "contained, brief": e.contained * brief,
        "contained, by length": e.contained * length,
        "shingles lacking": log1p((1 - e.contained) * e.words),
        "shingles shared": log1p(e.contained * e.words),
        "lead": e.lead,
        "lead, brief": e.lead * brief,
        "own lead": e.own_lead,
        "either lead": max(e.lead, e.own_lead),
        "passage": log1p(e.passage),
        "passage share": min(e.passage / max(e.words, 1), 1.0),
        "figures lacking": figures,
        "figures lacking, share": e.figures_lacking / max(e.figures, 1),
        "figures shared": log1p(e.figures - e.figures_lacking),
        "names lacking": names,
        "names lacking, share": e.names_lacking / max(e.names, 1),
        "names lacking, brief": names * brief,
        "names shared": log1p(e.names - e.names_lacking),
        "plain words lacking": log1p(e.plain_lacking),
        "title held": e.title_held,
        "title alike": e.title_alike,
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
        "same source, title": same * e.title_held,
        "ratio": e.ratio,
        "longer's names": log1p(e.longer_names_lacking),
        "longer's figures": log1p(e.longer_figures_lacking),
        "longer's names, ratio": log1p(e.longer_names_lacking) * e.ratio,
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
