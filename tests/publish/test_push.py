"""What a hub's subscriber gets is what it lacks, whatever happens to a feed in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from feeds.model.hub import Delivery, Mark
from feeds.model.output import OutputEntry
from feeds.model.poll import Reply
from feeds.publish.push import (
    delivery_due,
    delta,
    judge_delivery,
    last_number,
    remark,
    verification_due,
)

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


_PUSH = Delivery(kind="push", topic_url="t", callback="c", asked=1)
_PING = replace(_PUSH, kind="ping")


def _reply(status: int | None, kind: str | None = None) -> Reply:
    return Reply(url="c", final_url="c", received=_AT, status=status, error_kind=kind)


@pytest.mark.parametrize(
    ("owed", "status", "days", "verdict"),
    [
        (_PUSH, 204, 30, "done"),
        (_PUSH, 302, 0, "again"),
        (_PUSH, None, 6, "again"),
        (_PUSH, 500, 7, "end"),
        (_PUSH, 410, 0, "end"),
        (_PING, 410, 0, "again"),  # another's hub that is gone for a moment
        (_PING, 410, 7, "end"),
    ],
)
def test_a_delivery_is_tried_for_a_week_and_ends_at_a_subscriber_s_word(
    owed: Delivery, status: int | None, days: int, verdict: str
) -> None:
    failing = replace(owed, failing=_AT)
    assert judge_delivery(_reply(status), failing, _AT + timedelta(days=days)) == verdict


def test_waits_for_a_subscriber_grow_up_to_a_day_and_never_beyond() -> None:
    counts = (0, 1, 2, 3, 19, 10_000)
    waits = [delivery_due(replace(_PUSH, attempts=n), _AT) - _AT for n in counts]
    assert waits[:5] == sorted(waits[:5])
    assert timedelta(seconds=4) < waits[0] < timedelta(seconds=6)
    assert all(timedelta(hours=21) < wait < timedelta(hours=27) for wait in waits[4:])


@pytest.mark.parametrize(
    ("attempts", "status", "kind", "minutes"),
    [
        (0, None, "timeout", 1),
        (1, 503, None, 10),
        (2, 503, None, None),
        (0, 404, None, None),
        (0, None, "refused-address", None),
    ],
)
def test_a_callback_that_said_nothing_is_asked_twice_more_and_one_that_may_not_be_asked_is_not(
    attempts: int, status: int | None, kind: str | None, minutes: int | None
) -> None:
    wait = timedelta(minutes=minutes) if minutes else None
    due = verification_due(attempts, _reply(status, kind), _AT)
    assert due == (_AT + wait if wait else None)
