"""What taking an item in asks of a text more than once is worked out once."""

from __future__ import annotations

from feeds.identify import fingerprint, keys_of, pack, unpack
from tests.store.test_conformance import an_item


def test_a_fingerprint_that_comes_twice_from_the_store_is_one() -> None:
    body = pack(fingerprint(an_item(1)))
    assert unpack(bytes(bytearray(body))) is unpack(body)


def test_the_keys_by_which_an_item_is_found_are_sampled_once() -> None:
    made = fingerprint(an_item(1))
    assert keys_of(made) is keys_of(made)


def test_an_item_counts_the_words_of_its_text() -> None:
    assert an_item(1).words == 1
