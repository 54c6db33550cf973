"""Which items are one story: what most pairs say, whoever came first, and what an editor said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.identify import said as said_of_pairs
from feeds.identify.evidence import Evidence
from feeds.identify.fingerprint import Print, pack
from feeds.identify.group import LINK, group
from feeds.identify.pair import TWO
from feeds.identify.parts import Texts
from feeds.identify.said import Known, sayings

Said = Mapping[tuple[int, int], float]
# Five texts that share next to everything: what keeps two apart is what is said of them here.
TEXT = np.arange(120, dtype=np.uint32) << np.uint32(8)
NOBODY = np.zeros(0, dtype=np.uint32)


def a_print(at: int, words: int = 120) -> Print:
    return Print(words=TEXT[:words], title=NOBODY, page=0, source=at, agency=0, at=at, dated=True)


def by(said: Said, otherwise: float = -5.0) -> Callable[[int, int], float]:
    return lambda one, other: said.get((min(one, other), max(one, other)), otherwise)


def found(said: Said, items: int, otherwise: float = -5.0, **more: object) -> set[frozenset[int]]:
    prints = {item: a_print(item) for item in range(items)}
    return {*group(prints, by(said, otherwise), **more)}  # type: ignore[arg-type]


def sets(*groups: tuple[int, ...]) -> set[frozenset[int]]:
    return {frozenset(one) for one in groups}


def test_a_copy_that_most_of_a_story_speaks_for_is_of_it_though_one_text_differs() -> None:
    said = dict.fromkeys(combinations(range(5), 2), 4.0) | {(0, 4): -5.0}
    assert found(said, 5) == sets((0, 1, 2, 3, 4))


def test_a_text_that_one_copy_alone_speaks_for_does_not_come_to_a_story() -> None:
    said = dict.fromkeys(combinations(range(4), 2), 4.0) | {(3, 4): 1.0}
    assert found(said, 5) == sets((0, 1, 2, 3), (4,))


def test_an_item_that_speaks_for_two_stories_does_not_make_them_one() -> None:
    said = {(0, 1): 6.0, (2, 3): 6.0, (0, 4): 4.0, (1, 4): 4.0, (2, 4): 3.0, (3, 4): 3.0}
    assert found(said, 5) == sets((0, 1, 4), (2, 3))


def test_of_two_stories_that_speak_for_a_text_alike_it_is_of_the_one_with_more_copies() -> None:
    copies = dict.fromkeys(combinations(range(4), 2), 6.0)
    speaks = dict.fromkeys([(copy, 5) for copy in range(4)], 3.0) | {(4, 5): 3.2}
    assert found(copies | speaks, 6) == sets((0, 1, 2, 3, 5), (4,))


def test_what_an_edited_copy_lacks_of_an_excerpt_of_the_text_speaks_against_nobody() -> None:
    """The excerpt stands in the first text; whether the second lacks it says how that was edited."""
    prints = {0: a_print(0), 1: a_print(1), 2: a_print(2, words=100)}
    said = {(0, 1): 6.0, (0, 2): 2.0, (1, 2): -6.0}
    assert {*group(prints, by(said))} == sets((0, 1, 2))
    stranger = said | {(0, 1): 2.0}  # not surely the same text
    assert {*group(prints, by(stranger))} == sets((0, 1), (2,))


def test_texts_that_nothing_speaks_for_stay_apart_however_little_speaks_against_them() -> None:
    assert found({}, 2, otherwise=LINK - 0.1) == sets((0,), (1,))
    assert found({}, 2, otherwise=LINK) == sets((0, 1))


def test_that_a_short_text_is_unlike_another_weighs_little_unless_it_shows_that_they_are_two() -> (
    None
):
    prints = {0: a_print(0), 1: a_print(1), 2: a_print(2, words=20)}
    unlike = {(0, 1): 6.0, (0, 2): 2.0, (1, 2): -6.0}
    assert {*group(prints, by(unlike))} == sets((0, 1, 2))
    shown = unlike | {(1, 2): TWO}
    assert {*group(prints, by(shown))} == sets((0, 1), (2,))


def told_again(hours: int, words: int = 120, own: float = -1.5) -> set[frozenset[int]]:
    """Three outlets' texts, then one of each so many hours later: other outlets' copies are as like them as their
    formula makes them, an outlet's own are not.
    """
    earlier = {item: replace(a_print(item), source=item) for item in range(3)}
    later = {item: replace(a_print(item, words), source=item - 3) for item in range(3, 6)}
    prints = earlier | {i: replace(one, at=hours * 60 + i) for i, one in later.items()}
    within = dict.fromkeys([*combinations(range(3), 2), *combinations(range(3, 6), 2)], 4.0)
    across = dict.fromkeys(combinations(range(6), 2), 1.0)
    again = dict.fromkeys([(0, 3), (1, 4), (2, 5)], own)
    return {*group(prints, by(across | within | again))}


def test_what_an_outlets_own_texts_of_two_days_say_weighs_more_than_what_other_outlets_say() -> (
    None
):
    assert told_again(hours=13) == sets((0, 1, 2), (3, 4, 5))
    assert told_again(hours=13, words=80, own=-4.0) == sets((0, 1, 2), (3, 4, 5))


def test_outlets_that_tell_a_story_twice_a_day_or_give_an_excerpt_later_have_one_story() -> None:
    assert told_again(hours=11) == sets((0, 1, 2, 3, 4, 5))
    assert told_again(hours=13, words=70, own=-4.0) == sets((0, 1, 2, 3, 4, 5))


def test_what_an_editor_ruled_apart_is_not_brought_together_by_a_copy_of_both() -> None:
    said = dict.fromkeys(combinations(range(3), 2), 6.0)
    assert found(said, 3, apart=[({0}, {1})]) == sets((0, 2), (1,))


def test_a_copy_that_is_likest_to_a_third_story_does_not_bring_together_what_was_split() -> None:
    said = {(2, 3): 9.0, (0, 3): 8.0, (1, 3): 7.0, (0, 2): 6.0, (1, 2): 6.0, (0, 1): 6.0}
    assert found(said, 4) == sets((0, 1, 2, 3))
    assert found(said, 4, apart=[({0}, {1})]) == sets((0, 2, 3), (1,))


def test_what_is_one_story_for_good_stays_so_whatever_the_texts_say() -> None:
    said = {(0, 1): -6.0, (1, 2): 6.0}
    assert found(said, 3, whole=[{0, 1}]) == sets((0, 1, 2))


def test_what_an_editor_ruled_apart_is_not_brought_together_by_a_story_that_stays_whole() -> None:
    said = {(0, 1): -6.0, (0, 2): 6.0, (1, 3): 6.0}
    whole: list[set[int]] = [{0, 1}]
    assert found(said, 4, whole=whole) == sets((0, 1, 2, 3))
    assert found(said, 4, whole=whole, apart=[({2}, {3})]) == sets((0, 1, 2), (3,))


@given(
    st.lists(st.floats(-9, 9), min_size=15, max_size=15),
    st.permutations(range(6)),
    st.lists(st.integers(5, 120), min_size=6, max_size=6),
)
def test_the_order_in_which_items_are_given_changes_nothing(
    odds: list[float], order: list[int], words: list[int]
) -> None:
    said = dict(zip(combinations(range(6), 2), odds, strict=True))
    prints = {item: replace(a_print(item, words[item])) for item in range(6)}
    straight = group(prints, by(said))
    assert {*group({item: prints[item] for item in order}, by(said))} == {*straight}
    assert sorted(item for one in straight for item in one) == [*range(6)]


def test_each_pair_of_copies_is_weighed_once_however_many_there_are() -> None:
    asked: Counter[frozenset[int]] = Counter()

    def odds(one: int, other: int) -> float:
        asked[frozenset((one, other))] += 1
        return 4.0 if one % 3 == other % 3 else -5.0

    copies = 60
    stories = group({item: a_print(item) for item in range(copies)}, odds)
    assert [len(one) for one in stories] == [20, 20, 20]
    assert set(asked.values()) == {1}
    assert len(asked) == copies * (copies - 1) // 2


def test_halves_of_a_text_are_looked_for_in_each_of_its_copies_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty copies each of a text, of its first half and of its second: what stands in what is counted once a pair."""
    counted: Counter[tuple[int, int]] = Counter()
    shared = Texts.count

    def count(one: Print, other: Print) -> int:
        counted[id(one), id(other)] += 1
        return shared(one, other)

    monkeypatch.setattr(Texts, "count", staticmethod(count))
    halves = TEXT[:60], TEXT[60:]
    words = [TEXT, *halves] * 20
    prints = {
        item: replace(a_print(item), words=some, title=TEXT[50:70])
        for item, some in enumerate(words)
    }
    said = {
        pair: -5.0 if {1, 2} == {pair[0] % 3, pair[1] % 3} else 6.0
        for pair in combinations(range(60), 2)
    }
    assert len(group(prints, by(said))) == 1
    assert set(counted.values()) == {1}


def test_what_is_asked_again_and_again_is_weighed_once_whatever_comes_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    most = 50
    monkeypatch.setattr(said_of_pairs, "_MOST", most)
    monkeypatch.setattr(said_of_pairs, "_memory", said_of_pairs.Memory())
    weighed: Counter[tuple[int, int]] = Counter()
    weigh = said_of_pairs.pair_odds

    def counting(one: Print, other: Print, evidence: Evidence) -> float:
        weighed[one.at, other.at] += 1
        return weigh(one, other, evidence)

    monkeypatch.setattr(said_of_pairs, "pair_odds", counting)
    items = {n: Known(a_print(n), n) for n in range(20 * most)}
    odds = sayings(items, timedelta(days=7))
    for n in range(2, 20 * most):
        odds(0, 1)
        odds(1, n)
    assert weighed[1, 0] == 1
    assert len(weighed) == 20 * most - 1


def test_full_texts_that_share_nothing_are_two_unless_it_is_sure_that_they_are_not() -> None:
    prints = {0: a_print(0), 1: replace(a_print(1), words=TEXT + np.uint32(1 << 20))}
    assert {*group(prints, by({(0, 1): 2.0}))} == sets((0,), (1,))
    assert {*group(prints, by({(0, 1): 6.0}))} == sets((0, 1))


def test_the_same_text_beyond_the_window_is_another_story() -> None:
    day = 24 * 60
    items = {
        n: Known(a_print(at), hash(pack(a_print(at)))) for n, at in enumerate((0, 6 * day, 8 * day))
    }
    odds = sayings(items, timedelta(days=7))
    assert odds(0, 1) == odds(1, 0) > LINK
    assert odds(1, 2) > LINK
    assert odds(0, 2) < 0
