"""Full texts that share nothing and yet may be one story: the parts of a whole that a third text has.

One outlet runs the first half of a story, another the second, a third all of it. But a round-up has whole stories
in it too, one after the other. What tells them apart is whether the parts speak of one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from itertools import combinations

from feeds.identify.evidence import Evidence, named, telling
from feeds.identify.fingerprint import Print
from feeds.identify.words import skeletons

FULL = 100  # words from which a text is taken for a whole one
_SHORT = 25  # words; less than these and two texts may well share nothing
_NEXT_TO_NOTHING = 0.1  # share of the shorter of two texts
HELD = 0.9  # share of a part that stands in the whole
# What texts that speak of one thing have in common: of a title that the other tells, of all words of both titles, and
# of their names and plain words three times that (which is little). Of a story's halves, under two outlets' titles, 19
# in 20 have it; of two stories of one day 1 in 300 (Arabic), 40 (English) and 5 (French, all of one movement).
_OF_ONE_THING = 1.18
_ONE_TITLE = 0.6  # share of all words of two titles
_PART = 0.65  # of a text at the most
_HEADED, _TITLED = 0.25, 0.4  # shares of a title's words under which it is of something else
_OPENED = 0.2  # share of a text's lead in what it opens with
_LONG, _HALF = 70, 0.5  # words; share of a text, or of a title's words
_BULK = 0.7  # share of a text from which what opens it is what it tells, and the rest is background


def is_only_part(one: Print, other: Print, e: Evidence) -> bool:
    """Whether the shorter of two texts is a passage from within the longer, which by its title is of something else:
    a story in a round-up, not a text with more context.
    """
    within = e.words >= _SHORT and e.ratio < _PART and e.lead < _OPENED
    if not within or e.title_held >= _TITLED:
        return False
    return e.heading < _HEADED or _is_of_others(one, other)


def _is_of_others(one: Print, other: Print) -> bool:
    """Whether the longer of two texts has names in its title, and the shorter none of them: what else the title has in
    common with it are ranks and offices.
    """
    short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
    names = named(long.title)
    return bool(names) and short.skeletons.isdisjoint(names)


def share_a_middle(e: Evidence) -> bool:
    """Whether two full texts have less than half in common, neither's opening, and each its own title: they
    quote one statement, or have one background.
    """
    if max(e.lead, e.own_lead) >= _OPENED or e.words < _LONG:
        return False
    return e.contained < _HALF and e.title_told <= _HALF


def round_ups(
    prints: Mapping[int, Print], odds: Callable[[int, int], float]
) -> Iterator[tuple[int, int]]:
    """The texts that are round-ups, each with every shorter one: no copies of it, since whoever heads a story with a
    round-up shows readers other news under its name. One that has a story's title is that, with other news below; so is
    one that opens with a story and is little more than that, but no copy of what else it has. ``odds`` are the model's
    word on two.
    """
    texts = Texts()
    unlike = [(prints[a], prints[b]) for a, b in combinations(prints, 2) if odds(a, b) < 0]
    for item, whole in prints.items():
        if any(texts.rounds_up(whole, one, other) for one, other in unlike):
            shorter = {i: p for i, p in prints.items() if len(p.words) < len(whole.words)}
            if all(_alike(whole, part) < _ONE_TITLE for part in shorter.values()):
                bulk = next((i for i, part in shorter.items() if texts.is_bulk(part, whole)), None)
                like = {
                    i for i in shorter if bulk is not None and (i == bulk or odds(bulk, i) >= 0)
                }
                yield from ((item, part) for part in shorter.keys() - like)


class Texts:
    """What some texts have of each other, counted once for each two; they are told apart by identity, so they have to
    live as long as this.
    """

    def __init__(self) -> None:
        self._shared: dict[tuple[int, int], int] = {}
        self._skeletons: dict[int, frozenset[int]] = {}

    def shared(self, one: Print, other: Print) -> int:
        """How many of a text's shingles another has."""
        pair = id(one), id(other)
        if pair not in self._shared:
            self._shared[pair] = self.count(one, other)
        return self._shared[pair]

    @staticmethod
    def count(one: Print, other: Print) -> int:
        """The same, not remembered."""
        return sum(map(other.passages.__contains__, one.listed))

    def tells(self, told: Set[int], text: Print) -> Set[int]:
        """Those of the words ``told`` (their skeletons) that a text has, its title aside."""
        if id(text) not in self._skeletons:
            self._skeletons[id(text)] = skeletons(text.words)
        return told & self._skeletons[id(text)]

    def parted(self, ones: Collection[Print], others: Collection[Print]) -> bool:
        """Whether some full text of the one side is nothing like one of the other's, and no part with it of a third of
        them. Short ones may well share nothing.
        """
        return any(
            min(len(one.words), len(other.words)) >= FULL
            and self._are_strange(one, other)
            and not self._wholes(one, other, [*ones, *others])
            for one in ones
            for other in others
        )

    def rounded_up(self, ones: Collection[Print], others: Collection[Print]) -> bool:
        """Whether some text of either side is a round-up, which has one of either whole that are no parts of one."""
        every = [*ones, *others]
        return any(self._are_two(one, other, every) for one in ones for other in others)

    def _are_two(self, one: Print, other: Print, texts: Iterable[Print]) -> bool:
        """Whether two texts that share next to nothing stand whole in some of these, and are parts of one in none."""
        if not self._are_strange(one, other):
            return False
        wholes = self._wholes(one, other, texts)
        one_thing = any(self._speak_of_one_thing(one, other, whole) for whole in wholes)
        return bool(wholes) and not one_thing

    def _are_strange(self, one: Print, other: Print) -> bool:
        """Whether two texts that are long enough to be alike have next to nothing in common."""
        short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
        shared = self.shared(short, long)
        return len(short.words) >= _SHORT and shared < _NEXT_TO_NOTHING * len(short.listed)

    def _wholes(self, one: Print, other: Print, texts: Iterable[Print]) -> list[Print]:
        return [whole for whole in texts if self._has_both(whole, one, other)]

    def are_parts(self, one: Print, other: Print, whole: Print) -> bool:
        """Whether a third text has most of both, and they are parts of one story rather than stories in a round-up."""
        return self._has_both(whole, one, other) and self._speak_of_one_thing(one, other, whole)

    def stands_in(self, one: Print, other: Print, whole: Print) -> bool:
        """Whether the shorter of two texts stands in a third: that the longer is unlike it is then no more than that
        the longer is unlike the third.
        """
        short = one if len(one.words) <= len(other.words) else other
        return self._held(short, whole) >= HELD

    def rounds_up(self, whole: Print, one: Print, other: Print) -> bool:
        """Whether two texts, more than teasers, which may be cut from anywhere, stand in a third as two stories."""
        long = min(len(one.words), len(other.words)) >= FULL / 2
        return long and self._are_two(one, other, [whole])

    def is_bulk(self, part: Print, whole: Print) -> bool:
        """Whether a text opens with another and is little more than that."""
        if len(part.words) < _BULK * len(whole.words) or self._held(part, whole) < HELD:
            return False
        opening = whole.listed[:_SHORT]
        return sum(map(part.passages.__contains__, opening)) >= _HALF * len(opening)

    def _has_both(self, whole: Print, one: Print, other: Print) -> bool:
        return self._held(one, whole) >= HELD and self._held(other, whole) >= HELD

    def _held(self, part: Print, whole: Print) -> float:
        """The share of a text that stands in another, longer one."""
        if len(part.words) >= len(whole.words):
            return 0.0
        return self.shared(part, whole) / max(len(part.listed), 1)

    def _speak_of_one_thing(self, one: Print, other: Print, whole: Print) -> bool:
        """Whether two parts of a whole are parts of one text: the one tells what the other's title says, or both what
        that of the whole says where they have none.
        """
        titles = frozenset(telling(one.title)), frozenset(telling(other.title))
        told = max(self._told(titles[0], other), self._told(titles[1], one))
        if not any(titles):
            title = frozenset(telling(whole.title))
            told = min(self._told(title, one), self._told(title, other))
        # Many a column has one title, of which its texts tell nothing.
        titled = told + _alike(one, other) if told else 0.0
        return titled + 3 * _in_common(one, other) >= _OF_ONE_THING

    def _told(self, title: Set[int], text: Print) -> float:
        return len(self.tells(title, text)) / max(len(title), 1)


def _alike(one: Print, other: Print) -> float:
    """The share of all words of two titles that both have."""
    left, right = skeletons(one.title), skeletons(other.title)
    return len(left & right) / max(len(left | right), 1)


def _in_common(one: Print, other: Print) -> float:
    """The share that two texts have in common of the names and plain words of the one that has fewer."""
    fewer = sum(
        min(len(a), len(b)) for a, b in ((one.names, other.names), (one.plain, other.plain))
    )
    both = len(one.names & other.names) + len(one.plain & other.plain)
    return both / max(fewer, 1)
