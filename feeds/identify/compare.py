"""A pair of texts: is the shorter the longer's copy, whatever an outlet did to it?

Containment of word shingles finds teasers, dropped paragraphs and added context; it is not enough, since
templates (a market's close, a weather report) share nearly all but their figures and names, and a
follow-up shares the paragraphs it quotes. So the lead has to align, and figures have to agree.
"""

from __future__ import annotations

from dataclasses import dataclass

from feeds.identify.fingerprint import Print

# How the bounds were set: docs/identity.md. Each is a share from 0 to 1.
_SURE = 0.80  # contained so far, only figures can speak against it
_LIKELY = 0.42  # contained so far, the lead has to agree as well
_LEAD = 0.35  # of the first shingles of either found in the other
_LEAD_SHINGLES = 24
_FIGURES_APART = 0.34  # share of the shorter's figures that the longer lacks
_WORDS_APART = 0.30  # share of the shorter's words that the longer lacks, of a likely pair
_FEWEST = 5  # shingles; under that a text proves nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a comparison says: ``score`` 0 to 1, and why in a sentence."""

    same: bool
    score: float
    why: str


def compare(one: Print, other: Print) -> Verdict:
    """Whether two items are one text."""
    if one.page and one.page == other.page:
        return Verdict(same=True, score=1.0, why="both link to the same page")
    short, long = sorted((one, other), key=lambda p: len(p.shingles))
    if len(short.shingles) < _FEWEST:
        return _by_title(short, long)
    inside = set(long.shingles)
    shared = sum(h in inside for h in short.shingles) / len(short.shingles)
    apart = len(short.figures - long.figures) / len(short.figures) if short.figures else 0.0
    percent = f"{shared:.0%} of the shorter text stands in the other"
    if apart >= _FIGURES_APART:
        return Verdict(same=False, score=shared, why=f"{percent}, but figures differ")
    if shared >= _SURE:
        return Verdict(same=True, score=shared, why=percent)
    lead = max(_lead(short, inside), _lead(long, set(short.shingles)))
    strange = len(short.words - long.words) / max(len(short.words), 1)
    if shared >= _LIKELY and lead >= _LEAD and strange <= _WORDS_APART:
        return Verdict(same=True, score=shared, why=f"{percent}, and the leads agree")
    return Verdict(same=False, score=shared, why=f"only {percent}")


def _lead(text: Print, inside: set[int]) -> float:
    lead = text.shingles[:_LEAD_SHINGLES]
    return sum(h in inside for h in lead) / len(lead)


def _by_title(short: Print, long: Print) -> Verdict:
    """A headline without a text: the same long title is the same story."""
    same = len(short.title) >= 6 and short.title == long.title
    why = "the same headline, one of them without a text" if same else "too few words to tell"
    return Verdict(same=same, score=0.6 if same else 0.0, why=why)
