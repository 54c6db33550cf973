"""From evidence to a verdict: a logistic model, its weights fitted on labelled pairs (docs/identity.md).

The model was chosen because it can be read: each term is something a person would weigh. The sentence
that is shown tells the evidence itself.
"""

from __future__ import annotations

from math import exp, log1p

from feeds.identify.evidence import Evidence

_BRIEF = 70  # words; shorter texts are teasers or briefs, and every word of them counts
_TINY = 12  # words; so few prove little

# What bench/fit.py gives, exactly; its samples are drawn by seeds that it states.
BIAS = -10.325
WEIGHTS: dict[str, float] = {
    "contained": 4.457,
    "contained, brief": -0.797,
    "whole": -0.669,
    "whole, long": -1.040,
    "nothing lacking": 0.424,
    "nothing lacking, whole": 0.413,
    "no lead": -0.942,
    "shingles lacking": 0.047,
    "shingles shared": 0.585,
    "lead": 3.280,
    "lead, brief": 0.025,
    "own lead": -0.884,
    "either lead": -1.778,
    "passage": -0.941,
    "figures lacking, share": -0.233,
    "figures shared": -0.022,
    "names and figures lacking": -0.141,
    "figures exchanged": -1.064,
    "names exchanged": -0.640,
    "figures and names exchanged": -0.603,
    "figures exchanged, share": -2.654,
    "plain words exchanged": 0.845,
    "exchanged again": -2.841,
    "exchanged, days": -0.287,
    "names lacking, by root": -1.290,
    "figures lacking, by root": -0.831,
    "names lacking, share": -0.207,
    "names lacking, brief": 0.987,
    "names shared": 0.302,
    "plain words lacking": -0.609,
    "title held": -1.160,
    "title told": 3.722,
    "title told, brief": -1.567,
    "title held, brief": 2.104,
    "title figures": 0.545,
    "title names": 0.197,
    "telling": -0.860,
    "weight": 2.102,
    "days": -1.981,
    "days, figures": -0.221,
    "days, names": -0.027,
    "days, shingles": 0.388,
    "days, weight": 0.428,
    "same source": -4.934,
    "same source, figures": -0.056,
    "same source, names": 0.949,
    "same source, contained": 3.237,
    "ratio": 1.116,
    "longer's names": 0.106,
    "longer's figures": -0.107,
    "longer's figures, ratio": -1.004,
    "length": 0.954,
    "tiny": 4.430,
    "tiny, title": -7.366,
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
