"""What a hub's subscriber gets is what it lacks, whatever happens to a feed in between."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as some

from feeds.model.hub import Mark
from feeds.model.output import OutputEntry
from feeds.publish.push import delta, last_number, remark

_AT = datetime(2026, 3, 1, tzinfo=UTC)


def _feed(words: Mapping[str, int]) -> list[OutputEntry]:
    return [
        OutputEntry(
            id=name,
            title=f"{name} {word}",
            link=None,
            published=_AT,
            updated=_AT,
            html="",
            summary="",
            first_carrier="x",
        )
        for name, word in words.items()
    ]


# Feeds in turn: entry ids with a number for their words; and whether the subscriber gets a delivery then.
_turns = some.lists(
    some.tuples(some.dictionaries(some.sampled_from("abc"), some.integers(0, 2)), some.booleans()),
    max_size=12,
)


@given(_turns)
@example([({"a": 0}, False), ({}, True), ({"a": 0}, True)])  # away while a delivery was made
@example([({"a": 0}, True), ({}, False), ({"a": 0}, True)])
@example([({"a": 0, "b": 0}, True), ({"a": 1}, False), ({"b": 0}, True), ({"a": 1}, True)])
def test_deliveries_together_make_the_feed_and_none_brings_what_is_known(
    turns: list[tuple[dict[str, int], bool]],
) -> None:
    marks: dict[str, Mark] = {}
    held: dict[str, OutputEntry] = {}
    feeds: list[list[OutputEntry]] = [[]]
    cursor = 0
    for words, delivered in turns:
        entries = _feed(words)
        marks = remark(marks, entries)
        feeds.append(entries)
        if delivered:
            brought = delta(entries, marks, cursor)
            missed, feeds = feeds, [entries]
            for entry in brought:
                seen = [entry in feed for feed in missed]
                assert held.get(entry.id) != entry or not all(seen), "it is new, or it was away"
            held |= {entry.id: entry for entry in brought}
            cursor = last_number(marks)
            assert all(held[entry.id] == entry for entry in entries)


def test_a_number_is_never_given_twice_though_the_entry_that_had_it_is_gone() -> None:
    marks = remark({}, _feed({"a": 0}))
    marks = remark(marks, _feed({"a": 0, "b": 0}))
    cursor = last_number(marks)
    marks = remark(marks, _feed({"a": 0}))
    entries = _feed({"a": 0, "c": 0})
    marks = remark(marks, entries)
    assert [entry.id for entry in delta(entries, marks, cursor)] == ["c"]
