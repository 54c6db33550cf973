"""Which stories an arriving item belongs to, which it only quotes, and why.

A story is joined when its best copy and its head both speak for it: comparing with the head keeps a chain of
copies, each a little off the one before, from drifting into another story. The more copies a story has,
the surer it must be: a wrong copy in a large story spoils more. A copy that is sure enough needs no second opinion:
which of several edited texts heads a story is the order of arrival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log

from feeds.identify.cut import is_cut, is_opening
from feeds.identify.evidence import Evidence, measure, telling
from feeds.identify.fingerprint import Print, names_title
from feeds.identify.frame import is_of_another, is_refilled, name_another
from feeds.identify.near import Near
from feeds.identify.pair import BRIEF, CERTAIN, CUT, STRANGE, is_of_it, kill_odds, pair_odds
from feeds.identify.parts import are_parts, is_only_part, parted
from feeds.identify.standfirst import is_standfirst
from feeds.identify.weigh import explain, odds, probability
from feeds.model.story import StoryFacts

# How they were set: docs/identity.md. Log-odds but for the counts of words.
_ENOUGH = 0.3
_PER_COPY = 0.4  # times the logarithm of the number of copies
_SURE = 5.0  # what a copy says from which the head is not asked
_OF_BOTH = 6.0  # an item whose best copies in two stories say so much makes them one
# Two heads of about one length that are this much alike are of one story, once an item is of both.
_ALIKE, _AS_LONG = 3.5, 0.65
# Two groups of so many texts each are of one story if this share of the pairs across them speaks for it, and none
# speaks much against it.
_GROUP, _ALMOST_ALL, _DOUBTED = 4, 0.8, -3.0
_CONTRADICTED = -4.0  # heads further apart than this are two stories, whatever bridges them
_QUOTED = 25  # words in a row that a story that is not the same has from another
_ALL_OF_IT = 0.75  # share of a head that stands in a copy with an opening of its own
_TITLED_ALIKE = 0.9  # share of all words of two titles
_TOLD = 0.5  # share of a title's words, everyday ones aside


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

    ``joins`` are the stories it belongs to, the surest first; more than one, and it bridges them.
    ``quotes`` are stories whose words it repeats without being them, ``quoted_by`` later ones, which came before
    it, that repeat its words. ``apart`` is the likest story that it is
    not, where it belongs to none, with what spoke for and against that. ``twin`` is an item of the same
    source that is the same but for its identity.
    """

    joins: tuple[Join, ...] = ()
    quotes: tuple[Join, ...] = ()
    quoted_by: tuple[Join, ...] = ()
    apart: Join | None = None
    twin: int | None = None


@dataclass(frozen=True, slots=True)
class _Comparison:
    item: int
    evidence: Evidence
    odds: float


def recognise(
    made: Print,
    near: Sequence[Near],
    facts: Mapping[str, StoryFacts],
    prints: Mapping[int, Print],
    *,
    window: timedelta,
    kills: bool = False,
) -> Recognition:
    """Judge an item against its candidates.

    ``facts`` are of the candidates' stories; ``prints`` those of the candidates and of the stories' heads.
    ``window`` is how far apart in time copies may be. ``kills`` says that the item is a kill notice,
    which belongs to the story it names and need not repeat it.
    """
    by_story: dict[str, list[_Comparison]] = defaultdict(list)
    for candidate in near:
        other = prints[candidate.item]
        if _within(made, other, window):
            evidence = measure(made, other)
            quoted = names_title(made, other) if kills else 0.0
            weighed = kill_odds(evidence, quoted) if kills else pair_odds(made, other, evidence)
            by_story[candidate.story].append(_Comparison(candidate.item, evidence, weighed))
    judged = []
    strange = set()
    for story, compared in by_story.items():
        best = max(compared, key=lambda c: (c.odds, -c.item))
        sure = _story_odds(made, best, compared, facts[story], prints)
        texts = _texts(facts[story], prints) | {c.item: prints[c.item] for c in compared}
        joined = bool(facts[story].leads)  # by an editor, whatever its texts are titled
        if 0 <= sure < CERTAIN and not joined and _is_of_another(made, texts.values()):
            sure = STRANGE
        if 0 <= sure < CERTAIN and not joined and parted([made], texts.values(), texts.values()):
            sure = STRANGE
            strange.add(story)
        # The size of a story that an editor joined says nothing of either part, nor that of one killed.
        copies = 1 if kills or facts[story].leads else facts[story].copies
        judged.append((sure - _PER_COPY * log(copies) - _ENOUGH, story, best))
    judged.sort(key=lambda j: (-j[0], j[1]))
    joins = [_join(story, best, sure) for sure, story, best in judged if sure >= 0]
    passages = [
        (prints[best.item].at > made.at, _join(story, best, sure))
        for sure, story, best in judged
        if sure < 0 and best.evidence.passage >= _QUOTED and best.evidence.telling > 0
    ]
    apart = (
        None if joins or kills else next((_join(s, best, sure) for sure, s, best in judged), None)
    )
    if apart is not None and apart.story in strange:
        apart = replace(apart, why=f"{apart.why}, but a full text of that story is nothing like it")
    # A cut of the item itself, or another state of it, is no second opinion: what else it belongs to comes first.
    cuts = {story for _, story, b in judged if is_of_it(made, prints[b.item], b.evidence)}
    joins.sort(key=lambda join: join.story in cuts)
    sayings = {story: best.odds for _, story, best in judged}
    twins = (best.item for sure, _, best in judged if sure >= 0 and _is_twin(best.evidence))
    return Recognition(
        joins=_taken(made, joins, cuts, facts, prints, {} if kills else sayings),
        quotes=tuple(link for later, link in passages if not later),
        quoted_by=tuple(link for later, link in passages if later),
        apart=apart,
        twin=next(twins, None),
    )


def _within(one: Print, other: Print, window: timedelta) -> bool:
    """Whether two items are near enough in time; one that states no time may be of any."""
    if not (one.dated and other.dated):
        return True
    return abs(one.at - other.at) <= window.total_seconds() / 60


def _story_odds(
    made: Print,
    best: _Comparison,
    compared: Sequence[_Comparison],
    facts: StoryFacts,
    prints: Mapping[int, Print],
) -> float:
    """What the best copy and the head say together, never more than the best copy alone.

    Where an editor joined stories, the head of any of them may speak: they need not be alike.
    """
    if best.odds >= _SURE or best.odds < 0:
        return best.odds
    if any(is_standfirst(made, prints[c.item], c.evidence) for c in compared):
        return best.odds  # it is of that copy by its title, which need not be the head's
    known = {c.item: c.odds for c in compared}
    said = [
        _together(made, best, head, known.get(item))
        for item in (facts.head, *facts.leads)
        if (head := prints.get(item)) is not None
    ]
    speak = max(said, default=best.odds)
    if speak < best.odds and _is_cut_of_a_copy(made, best, compared, facts, prints):
        return best.odds
    return min(best.odds, speak)


def _is_cut_of_a_copy(
    made: Print,
    best: _Comparison,
    compared: Sequence[_Comparison],
    facts: StoryFacts,
    prints: Mapping[int, Print],
) -> bool:
    """Whether an item is the first words of a copy under its title, or of one that has all of the head below an
    opening of its own, and the head tells the item's title: it need not have these words.
    """
    e = best.evidence
    titled = e.title_alike >= _TITLED_ALIKE and is_cut(made, prints[best.item], e)
    if titled and is_opening(e):
        return True
    head, title = prints.get(facts.head), telling(made.title)
    if head is None or sum(word in head.skeletons for word in title) < max(_TOLD * len(title), 2):
        return False  # what opens the copy is of something else
    opened = (prints[c.item] for c in compared if is_opening(c.evidence))
    return any(_has_all_of(head, copy, made) for copy in opened)


def _has_all_of(head: Print, copy: Print, made: Print) -> bool:
    if len(copy.words) <= max(len(head.words) * _ALL_OF_IT, len(made.words)):
        return False
    return sum(h in copy.passages for h in head.listed) >= _ALL_OF_IT * len(head.listed)


def _is_of_another(made: Print, others: Iterable[Print]) -> bool:
    """Whether some text of a story is by its title of somebody else."""
    return any(
        name_another(made, other) and is_of_another(made, other, measure(made, other))
        for other in others
    )


def _texts(facts: StoryFacts, prints: Mapping[int, Print]) -> dict[int, Print]:
    """The texts that speak for a story: its head and some of its copies."""
    known = (item for item in (facts.head, *facts.sample) if item in prints)
    return {item: prints[item] for item in known}


def _together(made: Print, best: _Comparison, head: Print, known: float | None) -> float:
    of_head = pair_odds(made, head, measure(made, head)) if known is None else known
    fewer = min(len(made.words), len(head.words))
    brief = fewer < BRIEF
    if best.evidence.words < (CUT * fewer if brief else BRIEF):
        return of_head  # two whole texts are compared with each other, not through a teaser
    return (2 * best.odds + of_head) / 3 if brief else (best.odds + of_head) / 2


def _taken(
    made: Print,
    joins: Sequence[Join],
    cuts: Set[str],
    facts: Mapping[str, StoryFacts],
    prints: Mapping[int, Print],
    said: Mapping[str, float],
) -> tuple[Join, ...]:
    """Of the stories that an item belongs to the first, and those that it shows to be one with it. ``said`` is what
    its best copy in each says; nothing where it only names them, as a kill notice does.
    """
    taken: list[Join] = []
    first: Mapping[int, Print] = {}
    wholes = {0: made}
    for join in joins:
        texts = _texts(facts[join.story], prints)
        every = {**wholes, **texts}
        heads = [prints.get(facts[one.story].head) for one in (*taken[:1], join)]
        known = [*wholes.values()][1:]
        if not taken or (
            not parted(known, texts.values(), every.values())
            and not any(_is_of_another(text, texts.values()) for text in known)
            and (
                join.story in cuts
                or min(said.get(one.story, 0.0) for one in (taken[0], join)) >= _OF_BOTH
                or _bridges(made, *heads)
                or _are_one_group([*first.values()], [*texts.values()])
            )
        ):
            first = first or texts
            taken.append(join)
            wholes = every
    return tuple(taken)


def _are_one_group(some: Sequence[Print], others: Sequence[Print]) -> bool:
    """Whether the texts of two stories that an item belongs to nearly all speak for each other, whichever of them
    came to head them: which ones did is the order of arrival.
    """
    if min(len(some), len(others)) < _GROUP:
        return False
    said = [pair_odds(one, other, measure(one, other)) for one in some for other in others]
    return min(said) >= _DOUBTED and sum(odd >= 0 for odd in said) >= _ALMOST_ALL * len(said)


def _bridges(made: Print, one: Print | None, other: Print | None) -> bool:
    """Whether the heads of two stories that an item belongs to say that these are one: a brief one may be an
    unrecognised cut of the other, two full texts that were told apart stay apart, unless they are parts of the item.
    """
    if one is None or other is None:
        return False
    if one.page == other.page != 0:
        return True
    same = measure(one, other)
    said = pair_odds(one, other, same)
    if said >= _ALIKE and same.ratio >= _AS_LONG:
        return True
    if is_refilled(one, other, same):
        return False
    if min(len(one.words), len(other.words)) < BRIEF:
        is_cut = odds(same) >= _CONTRADICTED
    else:
        is_cut = (
            same.contained >= 0.95
            and not same.figures_lacking
            and not is_only_part(one, other, same)
        )
    return is_cut or are_parts(one, other, made)


def _is_twin(e: Evidence) -> bool:
    same = e.contained >= 0.95 and e.ratio >= 0.95 and e.title_alike >= 0.99
    return e.same_source and same and not e.figures_lacking and not e.longer_figures_lacking


def _join(story: str, best: _Comparison, sure: float) -> Join:
    score = round(probability(sure + _ENOUGH), 4)
    why = "both link to the same page" if best.evidence.same_page else explain(best.evidence)
    return Join(story=story, item=best.item, score=score, why=why)
