"""Whom an arriving item is compared with."""

from __future__ import annotations

from feeds.identify import rank, worth_indexing
from feeds.model.story import Posting


def _having(*items: int) -> list[Posting]:
    """The rows of one key that these items have, each a story of its own."""
    return [Posting(item, item) for item in items]


def test_two_keys_of_which_few_others_have_any_are_enough_to_be_compared() -> None:
    postings = {1: _having(10), 2: _having(10, 11, 12), 3: _having(13, 14)}
    assert [near.item for near in rank([1, 2, 3], postings)] == [10]


def test_wordings_that_many_stories_have_bring_nobody_to_be_compared() -> None:
    many = range(10, 20)
    assert rank([1, 2, 3], {key: _having(*many) for key in (1, 2, 3)}) == ()


def test_a_wording_that_48_items_have_is_a_template_s_and_finds_no_more_of_them() -> None:
    postings = {1: _having(*range(47)), 2: _having(*range(48))}
    assert worth_indexing([1, 2, 3], postings) == (1, 3)
