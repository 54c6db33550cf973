"""Which stories an arriving item belongs to, which it only quotes, and why.

Whom it is like is asked of the likest few (:func:`compare`). Where one speaks for it, the copies of the stories that it
touches are grouped anew with it (:mod:`feeds.identify.group`): an item may join a story, make one of several, or show
that a story was two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import combinations

from feeds.identify.evidence import Evidence, measure
from feeds.identify.fingerprint import Print, names_title
from feeds.identify.foot import foot, passage_above
from feeds.identify.group import LINK, Group, group
from feeds.identify.near import Near
from feeds.identify.pair import kill_odds, pair_odds
from feeds.identify.parts import HELD, round_ups
from feeds.identify.said import Known, sayings, within
from feeds.identify.surroundings import Surroundings
from feeds.identify.weigh import explain, probability

_QUOTED = 25  # words in a row that a story that is not the same has from another
_FEET = 2  # other stories that end with the same words: nobody quotes these


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A story that an item belongs to: ``item`` is the copy it was found by, ``score`` is from 0 to 1."""

    story: str
    item: int
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """What an item was recognised as.

    ``joins`` are the stories it belongs to, the surest first; more than one, and they are one. Of a story that comes
    apart by the ``groups`` it belongs to that part which has the join's item (see :func:`settled`).
    ``quotes`` are stories whose words it repeats without being them, ``quoted_by`` later ones, which came before
    it, that repeat its words. ``apart`` is the likest story that it is not, where it belongs to none, with what spoke
    for and against that. ``groups`` are the stories that it and the copies of those around it make; ``contacts`` the
    pairs of items in two of them that a comparison spoke for.
    """

    joins: tuple[Join, ...] = ()
    quotes: tuple[Join, ...] = ()
    quoted_by: tuple[Join, ...] = ()
    apart: Join | None = None
    groups: tuple[Group, ...] = ()
    contacts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The copy of a story that an item is likest, and what comparing the two showed; ``foot`` is how many words both
    end with, where that is a passage, and ``above`` the longest passage that both have above it.
    """

    story: str
    item: int
    at: int
    evidence: Evidence
    odds: float
    foot: int = 0
    above: int = 0

    @property
    def speaks(self) -> bool:
        """Whether it speaks for the item's being of that story."""
        return self.odds >= LINK

    @property
    def touches(self) -> bool:
        """Whether the item has to do with that story: it may be of it, or one of the two stands whole in the other."""
        return self.speaks or self.evidence.contained >= HELD

    @property
    def is_twin(self) -> bool:
        """Whether the item is that one again, of its source, but for its identity."""
        e = self.evidence
        same = e.contained >= 0.95 and e.ratio >= 0.95 and e.title_alike >= 0.99
        figures = e.figures_lacking or e.longer_figures_lacking
        return self.speaks and e.same_source and same and not figures

    @property
    def has_foot(self) -> bool:
        """Whether both end with the same words, below what each says."""
        return self.foot >= _QUOTED and self.evidence.contained < HELD

    def repeats(self, common: int) -> bool:
        """Whether the one has a passage of the other; ``common`` are the last words that others end with, too."""
        if not common or not self.has_foot:
            return self.evidence.passage >= _QUOTED
        return max(self.above, self.foot - common) >= _QUOTED


def compare(
    made: Print,
    near: Sequence[Near],
    prints: Mapping[int, Print],
    *,
    window: timedelta,
    kills: bool = False,
) -> tuple[Compared, ...]:
    """Compare an item with its candidates, whose ``prints`` these are: of each story the likest copy, the likest first.

    ``window`` is how far apart in time copies may be. ``kills`` says that the item is a kill notice,
    which belongs to the story it names and need not repeat it.
    """
    best: dict[str, Compared] = {}
    for candidate in near:
        other = prints[candidate.item]
        if not within(made, other, window):
            continue
        evidence = measure(made, other)
        odds = (
            kill_odds(evidence, names_title(made, other))
            if kills
            else pair_odds(made, other, evidence)
        )
        one = _compared(candidate.story, candidate.item, made, other, evidence, odds)
        known = best.get(candidate.story)
        if known is None or (odds, -one.item) > (known.odds, -known.item):
            best[candidate.story] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.odds, one.story)))


def _compared(
    story: str, item: int, made: Print, other: Print, evidence: Evidence, odds: float
) -> Compared:
    end = foot(made, other) if evidence.passage >= _QUOTED else 0
    return Compared(
        story=story,
        item=item,
        at=other.at,
        evidence=evidence,
        odds=odds,
        foot=end,
        above=passage_above(made, other, end) if end >= _QUOTED else 0,
    )


def recognise(
    item: int,
    known: Known,
    compared: Sequence[Compared],
    around: Surroundings | None = None,
    *,
    window: timedelta,
) -> Recognition:
    """What an item is, by what comparing it showed and by what is ``around`` it, where something spoke for it.

    Without that it belongs to the story that spoke for it the most, as a kill notice does.
    """
    made = known.made
    if around is None:
        joins = tuple(_join(one) for one in compared[:1] if one.speaks)
        return _told(made, compared[len(joins) :], joins)
    items = {**around.items, item: known}
    odds = sayings(items, window)
    prints = {number: one.made for number, one in items.items()}
    rounded = [*round_ups(prints, odds)]
    apart = [*around.apart, *(({one}, {other}) for one, other in rounded)]
    groups = group(prints, odds, apart=apart, whole=around.whole)
    own = next(one for one in groups if item in one)
    met = {one.item: one for one in compared}

    def likest(story: str, some: Set[int]) -> Compared:
        found = max(some, key=lambda one: (odds(item, one), -one))
        other = items[found].made
        return met.get(found) or _compared(
            story, found, made, other, measure(made, other), odds(item, found)
        )

    copies = {story: around.among(story) for story in around.stories}
    taken = [likest(story, some & own) for story, some in copies.items() if some & own]
    taken.sort(key=lambda one: (-one.odds, one.story))
    belongs = {one.story: copies[one.story] - own for one in taken}
    others = [one for one in compared if one.story not in belongs]
    # What is left of a story that it takes copies of is another, which it may quote.
    others += [likest(story, rest) for story, rest in belongs.items() if rest]
    placed = {one: number for number, some in enumerate(groups) for one in some}
    touched = {frozenset({item, one.item}) for one in compared if one.touches}
    touched |= {*map(frozenset, rounded)}
    contacts = (
        (one, other)
        for one, other in combinations(sorted(placed), 2)
        if placed[one] != placed[other]
        and (odds(one, other) >= LINK or frozenset({one, other}) in touched)
    )
    return _told(made, others, tuple(map(_join, taken)), tuple(groups), tuple(contacts))


def settled(found: Recognition, stories: Mapping[int, str]) -> Recognition:
    """The same once stories were parted by its groups: each story named is the one that the item named is in by now,
    by ``stories``.
    """

    def now(join: Join) -> Join:
        return replace(join, story=stories.get(join.item, join.story))

    return replace(
        found,
        joins=tuple(map(now, found.joins)),
        quotes=tuple(map(now, found.quotes)),
        quoted_by=tuple(map(now, found.quoted_by)),
        apart=now(found.apart) if found.apart else None,
    )


def _told(
    made: Print,
    others: Sequence[Compared],
    joins: tuple[Join, ...],
    groups: tuple[Group, ...] = (),
    contacts: tuple[tuple[int, int], ...] = (),
) -> Recognition:
    feet = sorted((one.foot for one in others if one.has_foot), reverse=True)
    common = feet[_FEET - 1] if len(feet) >= _FEET else 0
    passages = [(one.at > made.at, _join(one)) for one in others if one.repeats(common)]
    return Recognition(
        joins=joins,
        quotes=tuple(link for later, link in passages if not later),
        quoted_by=tuple(link for later, link in passages if later),
        apart=None if joins or not others else _apart(others[0]),
        groups=groups,
        contacts=contacts,
    )


def _apart(one: Compared) -> Join:
    """The likest story that an item is not: what was said of the two, or what kept them apart all the same."""
    join = _join(one)
    if not one.speaks:
        return join
    return replace(join, why=f"{join.why}, but that story's copies on the whole speak against it")


def _join(one: Compared) -> Join:
    why = "both link to the same page" if one.evidence.same_page else explain(one.evidence)
    return Join(story=one.story, item=one.item, score=round(probability(one.odds), 4), why=why)
