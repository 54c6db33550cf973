"""Language twins: which stories in two languages tell of one event.

Two gists are measured by kind of evidence (figures, names, places, subjects, who filed it where and when). A
link is made only where several kinds speak for it and none against it: a wrong link misleads, a missing one
only leaves two stories as they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feeds.identify.gist import Gist, weight_of

CROWDED = 64  # a key that so many stories have within the window tells nothing
NEAR = 18 * 60  # minutes within which twins are published
_MOST = 8  # candidates compared
_LEAST_KEYS = 2
# What judging goes by, all fitted by hand (docs/twins.md). A telling figure or name weighs up to 2, a place or subject
# half of one.
_LEAST = 6.0  # weight of all that is shared
_LEAST_SHARE = 0.55  # of all that could be shared
_FIGURES_SHARE = 0.6
_NAMES_SHARE, _NAMES_SHARE_BESIDE_FIGURES = 0.4, 0.1
_MANY_FIGURES, _SOME_FIGURES = 6.0, 4.0
_WEIGHT = 0.5  # of a place, a body or a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What two have of one kind: the weight of what is ``shared`` (named in ``words``), of what could be at
    ``most`` (the lesser of what the two have) and of the ``fullest`` of them.
    """

    shared: float
    most: float
    fullest: float = 0.0
    words: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of what could be shared; 0 where nothing could."""
        return self.shared / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """That a story is the language twin of the one compared; ``score`` (0-1) and ``why`` in a sentence."""

    story: str
    score: float
    why: str


def rank(keys: Sequence[int], postings: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    """The stories to compare with, best first: by the keys shared, each worth the less the more stories have it."""
    weights: dict[str, float] = {}
    shared: dict[str, int] = {}
    for key in keys:
        stories = postings.get(key, ())
        if len(stories) < CROWDED:
            for story in stories:
                weights[story] = weights.get(story, 0.0) + 1 / len(stories)
                shared[story] = shared.get(story, 0) + 1
    several = [story for story in weights if shared[story] >= _LEAST_KEYS]
    return tuple(sorted(several, key=lambda story: (-weights[story], story))[:_MOST])


def worth_indexing(
    keys: Sequence[int], postings: Mapping[int, Sequence[object]]
) -> tuple[int, ...]:
    """The keys that a story is to be found by: those that are not crowded already."""
    return tuple(key for key in keys if len(postings.get(key, ())) < CROWDED)


def twins(gist: Gist, others: Mapping[str, Gist]) -> tuple[Twin, ...]:
    """Those of the others that are language twins of a story, by id."""
    found = ((story, judge(gist, other)) for story, other in sorted(others.items()))
    return tuple(
        Twin(story=story, score=judged[0], why=judged[1]) for story, judged in found if judged
    )


def judge(one: Gist, other: Gist) -> tuple[float, str] | None:
    """How surely two, in two languages and within ``NEAR``, are of one event (0-1), and why; None if they are not."""
    figures, names = figures_of(one, other), names_of(one, other)
    places, subjects = _sets(one.places, other.places), _sets(one.subjects, other.subjects)
    score = verdict(one, other, figures, names, places, subjects)
    if score is None:
        return None
    return round(score, 3), _sentence(one, other, figures, names, places, subjects)


def verdict(
    one: Gist, other: Gist, figures: Common, names: Common, places: Common, subjects: Common
) -> float | None:
    """The rule; the score is the share of all evidence that agrees, None where too little does."""
    if _contradicted(one, other, figures, names, places):
        return None
    agency = 1.0 if one.agency and one.agency == other.agency else 0.0
    filed = 1.0 if one.place and one.place == other.place else 0.0
    shared = figures.shared + names.shared + places.shared + subjects.shared + agency + filed
    most = figures.most + names.most + places.most + subjects.most + agency + filed
    strong = (
        figures.shared >= 2,
        figures.shared >= _MANY_FIGURES,
        names.shared >= 1.5,
        names.shared >= 4 and figures.shared >= 1,
        subjects.shared >= 1,
    )
    enough = sum(strong) >= 2 and shared >= _LEAST and shared / most >= _LEAST_SHARE
    return shared / most if enough else None


def _contradicted(one: Gist, other: Gist, figures: Common, names: Common, places: Common) -> bool:
    """Whether something speaks against it: a follow-up, another of a series, the same people elsewhere."""
    elsewhere = bool(one.place and other.place and one.place != other.place)
    nowhere = bool(one.places and other.places) and not places.shared
    no_figures = figures.shared < 1
    named = _NAMES_SHARE_BESIDE_FIGURES if figures.shared >= _SOME_FIGURES else _NAMES_SHARE
    return (
        (elsewhere and figures.shared < _MANY_FIGURES)
        or nowhere
        or (no_figures and figures.fullest >= _SOME_FIGURES)
        or (figures.most >= 1 and figures.share < _FIGURES_SHARE)
        or (names.most >= 2 and names.share < named)
        or (no_figures and names.shared < names.fullest * _FIGURES_SHARE)
    )


def figures_of(one: Gist, other: Gist) -> Common:
    """The figures of two."""
    both = [value for value in one.figures if value in other.figures]
    least, fullest = sorted(sum(map(weight_of, gist.figures)) for gist in (one, other))
    shared = sum(map(weight_of, both))
    return Common(shared=shared, most=least, fullest=fullest, words=tuple(both))


def names_of(one: Gist, other: Gist) -> Common:
    """The names of two; beside Arabic the names of the other count, since Arabic's are words too."""
    if other.language == "ar":
        one, other = other, one
    arabic = one.language == "ar"
    bones = {name for name, _ in one.names}
    words = {word for _, word in one.names}
    shared, told = 0.0, []
    for name, word in dict.fromkeys(other.names):
        weight = _name_weight(name, arabic=arabic)
        if (word in words and not arabic) or (len(name) >= 3 and name in bones):
            shared += weight
            told.append(word)
    totals = [sum(_name_weight(name, arabic=arabic) for name, _ in other.names)]
    if not arabic:
        totals.append(sum(_name_weight(name, arabic=False) for name, _ in one.names))
    return Common(
        shared=min(shared, *totals), most=min(totals), fullest=max(totals), words=tuple(told)
    )


def _name_weight(bones: str, *, arabic: bool) -> float:
    if len(bones) >= 4:
        return 1.5
    if len(bones) == 3:
        return 0.6 if arabic else 1.0
    return 0.0 if arabic else 0.5


def _sets(one: Sequence[str], other: Sequence[str]) -> Common:
    both = [name for name in one if name in other]
    least = min(len(one), len(other))
    return Common(shared=_WEIGHT * len(both), most=_WEIGHT * least, words=tuple(both))


def _sentence(
    one: Gist,
    other: Gist,
    figures: Common,
    names: Common,
    places: Common,
    subjects: Common,
) -> str:
    told = [
        f"{name} {', '.join(common.words[:5])}"
        for name, common in (("figures", figures), ("names", names))
        if common.words
    ]
    met = [word.partition(" ")[2] for word in (*places.words, *subjects.words)]
    told += [", ".join(met[:6])] if met else []
    told += [f"both by {one.agency}"] if one.agency and one.agency == other.agency else []
    hours, minutes = divmod(abs(one.at - other.at), 60)
    told.append(f"{hours} h {minutes} min apart" if hours else f"{minutes} min apart")
    return f"the same event in another language: {'; '.join(told)}"
