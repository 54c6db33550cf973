"""Which stories an arriving item belongs to, which it only quotes, and why.

A story is joined when its best copy and its head both speak for it: comparing with the head keeps a chain of
copies, each a little off the one before, from drifting into another story. The more copies a story has,
the surer it must be: a wrong copy in a large story spoils more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import timedelta
from math import log

import numpy as np

from feeds.identify.evidence import Evidence, measure
from feeds.identify.fingerprint import Print, names_title
from feeds.identify.frame import is_refilled
from feeds.identify.kill import names_story
from feeds.identify.near import Near
from feeds.identify.parts import are_parts, is_only_part, parted
from feeds.identify.standfirst import is_reworked, is_standfirst
from feeds.identify.weigh import explain, odds, probability
from feeds.model.story import StoryFacts

# How they were set: docs/identity.md. Log-odds but for the counts of words.
_ENOUGH = 0.12
_PER_COPY = 0.4  # times the logarithm of the number of copies
_HEADLINE = 5  # words of a title from which it tells news apart
_BRIEF = 70  # words; a head or an item under it proves less by what it lacks
_CUT = 0.8  # share of a text that a teaser of it has at the most
_CONTRADICTED = -4.0  # heads further apart than this are two stories, whatever bridges them
_CERTAIN = 8.0
_STRANGE = -1.0  # what a story is given that has a copy that is nothing like the item, or of which it is but a part
_QUOTED = 25  # words in a row that a story that is not the same has from another
_EDITION = 0.75  # days; from then on one address may hold another text
_TOLD_ANEW = 1.5  # what is given to a story's own title over other words
# Shares of the title and of the text that a source keeps of what it corrects or updates; names that it puts right.
_RETITLED, _KEPT, _CORRECTED = 0.6, 0.6, 2
_REPLACED = -1.0  # what the model then says of a text that is no new version of the one before it


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
            weighed = _kill_odds(evidence, quoted) if kills else _pair_odds(made, other, evidence)
            by_story[candidate.story].append(_Comparison(candidate.item, evidence, weighed))
    judged = []
    strange = set()
    for story, compared in by_story.items():
        best = max(compared, key=lambda c: (c.odds, -c.item))
        sure = _story_odds(made, best, compared, facts[story], prints)
        if sure >= 0 and sure < _CERTAIN and _is_stranger(made, compared, facts[story], prints):
            sure = _STRANGE
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
    cuts = {story for _, story, b in judged if _is_of_it(made, prints[b.item], b.evidence)}
    joins.sort(key=lambda join: join.story in cuts)
    twins = (best.item for sure, _, best in judged if sure >= 0 and _is_twin(best.evidence))
    return Recognition(
        joins=_taken(made, joins, cuts, facts, prints),
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


def _pair_odds(made: Print, other: Print, e: Evidence) -> float:
    """The model's word, but for what needs no weighing, or the texts themselves."""
    if _are_states(made, other, e) or _is_headline_again(made, other):
        return _CERTAIN
    said = _odds(e)
    if is_refilled(made, other, e):
        return min(said, _STRANGE)
    anew = is_standfirst(made, other, e) or is_reworked(made, other, e)
    return max(said, _TOLD_ANEW) if anew else said


def _odds(e: Evidence) -> float:
    # A page of today is one text; over the days it may be a column, a weather report, a live page.
    if e.same_page and (e.days < _EDITION or (e.contained >= 0.5 and not _replaced(e))):
        return _CERTAIN
    same_words = e.contained == 1 and e.ratio > 0.99 and e.words >= 20
    if same_words and not e.figures_lacking and not e.longer_figures_lacking and e.days <= 1.5:
        return _CERTAIN
    return min(odds(e), _STRANGE) if is_only_part(e) else odds(e)


def _are_states(one: Print, other: Print, e: Evidence) -> bool:
    """Whether two texts are states of one, either marked by their source as a correction or an update."""
    if not (one.revises or other.revises) or not e.same_source or e.days >= _EDITION:
        return False
    titled = max(e.title_held, e.heading) >= _RETITLED
    return titled and e.contained >= _KEPT and e.exchanged.names <= _CORRECTED


def _is_of_it(made: Print, other: Print, e: Evidence) -> bool:
    """Whether the other is what was made of this text: a teaser, a standfirst, a corrected state."""
    if len(other.words) < len(made.words) and (_is_beginning(e) or is_standfirst(made, other, e)):
        return True
    return _are_states(made, other, e)


def _is_headline_again(new: Print, old: Print) -> bool:
    """Whether a source shows the headline that it showed some hours ago, again with no words under it: too few
    for the model, but a headline of some length is repeated by a new guid, not by other news.
    """
    if new.source != old.source or len(new.title) < _HEADLINE:
        return False
    soon = abs(new.at - old.at) < _EDITION * 24 * 60
    texts = (old.title, new.words, old.words)  # without a text, the title's words are the item's
    return soon and all(np.array_equal(new.title, words) for words in texts)


def another_edition(new: Print, old: Print) -> bool:
    """Whether a page that one source gives as two entries shows another text now, not a new version of the
    one before: tomorrow's column, today's weather.
    """
    return _replaced(measure(new, old))


def _replaced(e: Evidence) -> bool:
    return e.days >= _EDITION and odds(e) < _REPLACED


def _kill_odds(e: Evidence, quoted: float) -> float:
    """Of several stories that a kill notice names, it is of the latest."""
    return _CERTAIN + 1 / (1 + e.days) if names_story(e, quoted) else -_CERTAIN


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
    if best.odds >= _CERTAIN or best.odds < 0:
        return best.odds
    if is_standfirst(made, prints[best.item], best.evidence):
        return best.odds  # it is of that copy by its title, which need not be the head's
    known = {c.item: c.odds for c in compared}
    said = [
        _together(made, best, head, known.get(item))
        for item in (facts.head, *facts.leads)
        if (head := prints.get(item)) is not None
    ]
    return min(best.odds, max(said, default=best.odds))


def _is_stranger(
    made: Print,
    compared: Sequence[_Comparison],
    facts: StoryFacts,
    prints: Mapping[int, Print],
) -> bool:
    """Whether a full text shares next to nothing with another full text of the story, and no text of it says
    that they are parts of one.
    """
    if facts.leads:
        return False
    texts = _texts(facts, prints) | {c.item: prints[c.item] for c in compared}
    return parted([made], texts.values(), texts.values())


def _texts(facts: StoryFacts, prints: Mapping[int, Print]) -> dict[int, Print]:
    """The texts that speak for a story: its head and some of its copies."""
    known = (item for item in (facts.head, *facts.sample) if item in prints)
    return {item: prints[item] for item in known}


def _together(made: Print, best: _Comparison, head: Print, known: float | None) -> float:
    of_head = _pair_odds(made, head, measure(made, head)) if known is None else known
    fewer = min(len(made.words), len(head.words))
    brief = fewer < _BRIEF
    if best.evidence.words < (_CUT * fewer if brief else _BRIEF):
        return of_head  # two whole texts are compared with each other, not through a teaser
    return (2 * best.odds + of_head) / 3 if brief else (best.odds + of_head) / 2


def _is_beginning(e: Evidence) -> bool:
    """Whether the shorter text is a teaser cut from the head of the longer."""
    cut = e.words < _BRIEF and e.ratio < _CUT
    return cut and e.contained >= 0.95 and e.lead >= 0.8 * min((e.words - 3) / 24, 1.0)


def _taken(
    made: Print,
    joins: Sequence[Join],
    cuts: Set[str],
    facts: Mapping[str, StoryFacts],
    prints: Mapping[int, Print],
) -> tuple[Join, ...]:
    """Of the stories that an item belongs to the first, and those that it shows to be one with it."""
    taken: list[Join] = []
    wholes = {0: made}
    for join in joins:
        texts = _texts(facts[join.story], prints)
        every = {**wholes, **texts}
        heads = [prints.get(facts[one.story].head) for one in (*taken[:1], join)]
        if not taken or (
            not parted([*wholes.values()][1:], texts.values(), every.values())
            and (join.story in cuts or _bridges(made, *heads))
        ):
            taken.append(join)
            wholes = every
    return tuple(taken)


def _bridges(made: Print, one: Print | None, other: Print | None) -> bool:
    """Whether the heads of two stories that an item belongs to say that these are one: a brief one may be an
    unrecognised cut of the other, two full texts that were told apart stay apart, unless they are parts of the item.
    """
    if one is None or other is None:
        return False
    if one.page == other.page != 0:
        return True
    same = measure(one, other)
    if is_refilled(one, other, same):
        return False
    if min(len(one.words), len(other.words)) < _BRIEF:
        is_cut = odds(same) >= _CONTRADICTED
    else:
        is_cut = same.contained >= 0.95 and not same.figures_lacking and not is_only_part(same)
    return is_cut or are_parts(one, other, made)


def _is_twin(e: Evidence) -> bool:
    same = e.contained >= 0.95 and e.ratio >= 0.95 and e.title_alike >= 0.99
    return e.same_source and same and not e.figures_lacking and not e.longer_figures_lacking


def _join(story: str, best: _Comparison, sure: float) -> Join:
    score = round(probability(sure + _ENOUGH), 4)
    why = "both link to the same page" if best.evidence.same_page else explain(best.evidence)
    return Join(story=story, item=best.item, score=score, why=why)
