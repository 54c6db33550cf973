"""From evidence to a verdict: a logistic model, its weights fitted on labelled pairs (docs/identity.md).

The model was chosen because it can be read: each term is something a person would weigh. The sentence
that is shown tells the evidence itself.
"""

from __future__ import annotations

from math import exp, log1p

from feeds.identify.evidence import Evidence

_BRIEF = 70  # words; shorter texts are teasers or briefs, and every word of them counts
_TINY = 12  # words; so few prove little

# Fitted as bench/fit.py does it, on pairs and edits drawn by the seeds that it states.
BIAS = -11.175
WEIGHTS: dict[str, float] = {
    "contained": 5.190,
    "contained, brief": -1.242,
    "whole": -1.032,
    "whole, long": -1.340,
    "nothing lacking": 0.400,
    "nothing lacking, whole": 0.723,
    "no lead": -0.816,
    "shingles lacking": 0.051,
    "shingles shared": 0.588,
    "lead": 3.161,
    "lead, brief": -0.083,
    "own lead": -1.325,
    "either lead": -1.311,
    "passage": -0.941,
    "figures lacking, share": -0.323,
    "figures shared": -0.091,
    "names and figures lacking": -0.177,
    "figures exchanged": -1.188,
    "names exchanged": -0.582,
    "figures and names exchanged": -0.435,
    "figures exchanged, share": -2.271,
    "plain words exchanged": 0.802,
    "exchanged again": -2.846,
    "exchanged, days": -0.289,
    "names lacking, by root": -1.319,
    "figures lacking, by root": -0.711,
    "names lacking, share": 0.173,
    "names lacking, brief": 1.009,
    "names shared": 0.306,
    "plain words lacking": -0.589,
    "title held": -1.002,
    "title told": 3.206,
    "title told, brief": -1.172,
    "title held, brief": 2.196,
    "title figures": 0.561,
    "title names": 0.179,
    "telling": -0.473,
    "weight": 2.103,
    "days": -1.987,
    "days, figures": -0.105,
    "days, names": -0.077,
    "days, shingles": 0.333,
    "days, weight": 0.451,
    "same source": -4.665,
    "same source, figures": -0.156,
    "same source, names": 0.858,
    "same source, contained": 2.755,
    "ratio": 1.267,
    "longer's names": 0.157,
    "longer's figures": -0.022,
    "longer's figures, ratio": -1.055,
    "length": 1.034,
    "tiny": 4.684,
    "tiny, title": -7.991,
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
    moved = e.exchanged
    other_figures, other_names = log1p(moved.figures), log1p(moved.names)
    named = moved.figures + moved.names + moved.plain
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
        "figures exchanged": other_figures,
        "names exchanged": other_names,
        "figures and names exchanged": min(other_figures, other_names),
        "figures exchanged, share": moved.figures / max(named + moved.everyday, 3),
        "plain words exchanged": log1p(moved.plain),
        "exchanged again": log1p(moved.again),
        "exchanged, days": min(day, 1.0) * log1p(named),
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
    if e.exchanged.figures or e.exchanged.names:
        count = e.exchanged.figures + e.exchanged.names
        said.append(f"{count} have another in their place")
    if e.days >= 1:
        said.append(f"{e.days:.0f} days apart")
    return ", ".join(said)
