"""From evidence to a verdict: small trees, boosted, fitted on labelled pairs (docs/identity.md).

Each tree asks three questions of the evidence and adds what its leaf says to the log-odds. Of most terms it is known
which way they speak, and they may speak no other: more of a text shared never makes a copy less likely, more figures
exchanged never likelier (monotone constraints), so that what was fitted on some stories holds for others. The sentence
that is shown tells the evidence itself.

Friedman 2001, *Greedy function approximation: a gradient boosting machine*.
"""

from __future__ import annotations

import json
from importlib import resources
from math import exp

import numpy as np

from feeds.identify.evidence import Evidence

_FITTED = json.loads(resources.files("feeds.identify").joinpath("trees.json").read_text("ascii"))
_BASE: float = _FITTED["base"]
_NAMES: list[str] = _FITTED["terms"]
# Of each tree the terms of its seven questions, root first, a level after the other; what a yes is more than; leaves.
_TERM = np.array([tree[0] for tree in _FITTED["trees"]], dtype=np.intp)
_THRESHOLD = np.array([tree[1] for tree in _FITTED["trees"]])
_LEAF = np.array([tree[2] for tree in _FITTED["trees"]])
_TREES = np.arange(len(_LEAF))


def terms(e: Evidence) -> dict[str, float]:
    """What the trees ask for, by name."""
    return {
        "contained": e.contained,
        "telling": e.telling,
        "weight": e.weight,
        "lead": e.lead,
        "passage": e.passage,
        "shingles shared": e.contained * e.words,
        "shingles lacking": (1 - e.contained) * e.words,
        "words": e.words,
        "longer's words": e.words / max(e.ratio, 1e-6),
        "ratio": e.ratio,
        "figures": e.figures,
        "figures shared": e.figures - e.figures_lacking,
        "figures lacking": e.figures_lacking,
        "figures lacking, share": e.figures_lacking / max(e.figures, 1),
        "names": e.names,
        "names shared": e.names - e.names_lacking,
        "names lacking": e.names_lacking,
        "names lacking, share": e.names_lacking / max(e.names, 1),
        "plain words lacking": e.plain_lacking,
        "longer's figures lacking": e.longer_figures_lacking,
        "longer's names lacking": e.longer_names_lacking,
        "figures exchanged": e.exchanged.figures,
        "names exchanged": e.exchanged.names,
        "everyday words exchanged": e.exchanged.everyday,
        "exchanged again": e.exchanged.again,
        "exchanged, in titles": e.exchanged.headed,
        "title held": e.title_held,
        "title alike": e.title_alike,
        "title told": e.title_told,
        "heading": e.heading,
        "title names": e.title_names,
        "days": e.days,
        "same source": float(e.same_source),
    }


def odds(e: Evidence) -> float:
    """The log-odds that the two are one text: 0 is even, 3 is twenty to one."""
    known = terms(e)
    more = (np.array([known[name] for name in _NAMES])[_TERM] > _THRESHOLD).astype(np.intp)
    first = more[:, 0]
    second = more[_TREES, 1 + first]
    third = more[_TREES, 3 + 2 * first + second]
    return _BASE + float(_LEAF[_TREES, 4 * first + 2 * second + third].sum())


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
        said.append("a day apart" if e.days < 1.5 else f"{e.days:.0f} days apart")
    return ", ".join(said)
