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
BIAS = -8.947
WEIGHTS: dict[str, float] = {
    "contained": 1.238,
    "contained, brief": -0.450,
    "whole": -0.959,
    "whole, long": 0.038,
    "nothing lacking": 0.795,
    "nothing lacking, whole": 1.362,
    "no lead": -0.548,
    "shingles lacking": 0.178,
    "shingles shared": 0.207,
    "lead": 2.301,
    "lead, brief": 0.923,
    "own lead": -2.791,
    "either lead": 1.063,
    "passage": 0.026,
    "figures lacking, share": -0.315,
    "figures shared": 0.235,
    "names lacking, by root": -1.542,
    "figures lacking, by root": -1.467,
    "names lacking, share": 0.731,
    "names lacking, brief": 0.714,
    "names shared": 0.535,
    "plain words lacking": -0.193,
    "title held": -1.959,
    "title told": 4.623,
    "title told, brief": -2.900,
    "title held, brief": 2.987,
    "title figures": 0.517,
    "title names": 0.246,
    "telling": -0.217,
    "weight": 2.009,
    "days": -1.810,
    "days, figures": -0.661,
    "days, names": -0.207,
    "days, shingles": 0.233,
    "days, weight": 0.466,
    "same source": -4.714,
    "same source, figures": 0.340,
    "same source, names": 0.876,
    "same source, contained": 2.867,
    "ratio": 0.542,
    "longer's names": 0.076,
    "longer's figures": -0.087,
    "longer's figures, ratio": -1.577,
    "length": 0.140,
    "tiny": 3.688,
    "tiny, title": -6.423,
}


def terms(e: Evidence) -> dict[str, float]:
    """The terms of the model, by name."""
    brief = float(e.words < _BRIEF)
    length = log1p(e.words)
    day = min(e.days, 3.0)
    whole = min(max((e.contained - 0.8) / 0.2, 0.0), 1.0)
    clean = float(not e.figures_lacking and e.names_lacking <= 0.05 * e.names)
    same = float(e.same_source)
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
