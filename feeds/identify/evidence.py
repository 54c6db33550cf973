"""A pair of texts, measured: what speaks for one being the other's copy, and what against.

Containment of shingles finds teasers, dropped paragraphs and added context; it is not enough, since
templates (a market's close, a weather report) share nearly all but their figures and names, and a
follow-up shares the paragraphs it quotes.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from feeds.identify.exchange import NOTHING, Exchange, exchanged
from feeds.identify.fingerprint import Print
from feeds.identify.words import COMMON, RARE, SKELETON_SHIFT, Codes, skeletons

_LEAD = 24  # shingles
_UNKNOWN_GAP = 0.5  # days, where a source states no time
# Texts that share less, or are shorter, are no template of each other: aligning them says nothing.
_ALIKE, _ALIGNED = 0.35, 12  # share of the shorter's shingles; words


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a comparison measured; "the shorter" and "the longer" are the two texts by words.

    ``words`` counts the shorter's. Shares are from 0 to 1: ``contained`` of the shorter's shingles found in
    the longer, ``lead`` of the longer's first shingles found in the shorter and ``own_lead`` the reverse.
    ``passage`` is the longest run of words they share. ``telling`` is ``contained`` with each shingle weighed by the
    names and figures in it, ``weight`` the sum of these weights that was found. Of the shorter's figures, names (rare
    words) and plain words (neither rare nor everyday), how many the longer has or lacks; of the longer's, how many
    the shorter lacks. ``exchanged`` is what stands in each other's places, the texts aligned.
    ``title_held`` is the share of the shorter title's words in the other title, ``title_told`` the smaller
    share of either title's words in the other item, ``heading`` that of the longer's title in the shorter item (1
    where it has none). ``title_names`` is how many names only one of the titles has. ``days`` apart.
    """

    words: int
    ratio: float
    contained: float
    lead: float
    own_lead: float
    passage: int
    telling: float
    weight: float
    figures: int
    figures_lacking: int
    names: int
    names_lacking: int
    plain_lacking: int
    longer_figures_lacking: int
    longer_names_lacking: int
    title_held: float
    title_alike: float
    title_told: float
    heading: float
    title_names: int
    days: float
    same_source: bool
    same_agency: bool
    same_page: bool
    exchanged: Exchange


def measure(new: Print, old: Print) -> Evidence:
    """The evidence of a pair, the same either way round."""
    short, long = sorted((new, old), key=by_length)
    inside = long.passages
    flags = bytes([h in inside for h in short.listed])
    longest = max(map(len, flags.split(b"\0")), default=0)
    back = short.passages
    lead = [h in back for h in long.listed[:_LEAD]]
    titles = _Titles(short.title, long.title)
    heading = _told(long.title, short.skeletons)
    contained = _share(flags)
    held = np.frombuffer(flags, dtype=np.bool_)
    weight = float(short.worth[held].sum()) if flags else 0.0
    lacking = (
        short.figures - long.spellings,
        short.names - long.skeletons,
        short.plain - long.skeletons,
    )
    aligned = contained >= _ALIKE and len(short.words) >= _ALIGNED and any(lacking)
    return Evidence(
        words=len(short.words),
        ratio=len(short.words) / max(len(long.words), 1),
        contained=contained,
        lead=_share(lead),
        own_lead=_share(flags[:_LEAD]),
        passage=longest + 3 if longest else 0,
        telling=weight / max(float(short.worth.sum()), 1.0) if flags else 0.0,
        weight=weight,
        figures=len(short.figures),
        figures_lacking=len(lacking[0]),
        names=len(short.names),
        names_lacking=len(lacking[1]),
        plain_lacking=len(lacking[2]),
        longer_figures_lacking=len(long.figures - short.spellings),
        longer_names_lacking=len(long.names - short.skeletons),
        title_held=titles.held,
        title_alike=titles.alike,
        title_told=min(_told(short.title, long.skeletons), heading),
        heading=heading if len(telling(long.title)) else titles.held,
        title_names=titles.names_apart,
        days=abs(new.at - old.at) / 1440 if new.dated and old.dated else _UNKNOWN_GAP,
        same_source=new.source == old.source,
        same_agency=new.agency == old.agency != 0,
        same_page=new.page == old.page != 0,
        exchanged=exchanged(short, long) if aligned else NOTHING,
    )


def by_length(one: Print) -> tuple[int, int, int]:
    """The shorter first; of two that are equally long the later, whichever was met first."""
    return len(one.words), -one.at, one.source


class _Titles:
    """What two titles have in common; words by skeleton."""

    def __init__(self, one: Codes, other: Codes) -> None:
        left, right = skeletons(one), skeletons(other)
        both = len(left & right)
        self.held = both / max(min(len(left), len(right)), 1)
        self.alike = both / max(len(left | right), 1)
        self.names_apart = len(named(one) ^ named(other))


def _told(title: Codes, known: Set[int]) -> float:
    """The share of a title's words, everyday ones aside, that another item has."""
    words = telling(title)
    return sum(word in known for word in words) / len(words) if words else 1.0


def telling(title: Codes) -> list[int]:
    """The skeletons of a title's words, everyday ones aside."""
    told = title[(title & np.uint32(3)) != COMMON] >> np.uint32(SKELETON_SHIFT)
    words: list[int] = told.tolist()
    return words


def named(title: Codes) -> frozenset[int]:
    """The skeletons of a title's rare words: names, mostly."""
    return skeletons(title[(title & np.uint32(3)) == RARE])


def _share(flags: bytes | list[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
