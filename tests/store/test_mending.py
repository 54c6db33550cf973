"""What a wrong clock noted is put right, on every backend; what a right one did stays to the digit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model.health import SourceEvent
from feeds.model.hub import Subscription
from feeds.model.topic import Digest
from store.api import Store
from tests.newsroom.stores import subscriptions
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item

_DAY = timedelta(days=1)
_AHEAD = NOW + 3653 * _DAY
_NEVER_SET = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize("wrong", [_AHEAD, _NEVER_SET])
def test_a_story_that_came_under_a_wrong_clock_counts_as_come_now(
    store: Store, wrong: datetime
) -> None:
    """Else it would stand on top, or be forgotten at the next turn; and its copies would not find it."""
    item = replace(an_item(1), first_seen=wrong, seen_after=None, published=None)
    plan = a_plan(item)
    stamped = replace(plan.story, published=wrong, updated=wrong)
    right = a_plan(an_item(2))
    with store.write() as tx:
        tx.apply(replace(plan, story=stamped))
        tx.apply(right)
        tx.mark_released(tx.changed_stories(limit=9))
    with store.write() as tx:
        assert tx.put_right(now=NOW + MINUTE, periods={})
        assert [story for story, _ in tx.changed_stories(limit=9)] == [stamped.id]
        tx.tidy(before=NOW)
        story = tx.story(stamped.id)
        assert story is not None
        assert {story.published, story.updated, story.copies[0].first_seen} == {NOW + MINUTE}
        assert tx.story(right.story.id) == right.story
        assert len(tx.postings([7], since=NOW - _DAY)[7]) == 2
        assert not tx.put_right(now=NOW + 2 * MINUTE, periods={})


def test_a_digest_that_a_wrong_clock_made_is_one_of_now(store: Store) -> None:
    """It would stand on top of its topic for as long, as from a day to come."""
    right = Digest(label="2026-03-01", until=NOW - _DAY, stories=2, html="<ul></ul>")
    wrong = replace(right, label="2036-03-02", until=_AHEAD)
    with store.write() as tx:
        for one in (right, wrong):
            tx.put_digest("sea", one)
        tx.rewrite_digest("sea", wrong.label, wrong.html, at=_AHEAD)
        assert tx.put_right(now=NOW, periods={})
        found = tx.digests("sea", [right.label, wrong.label])
    assert found[right.label] == right
    assert found[wrong.label] == replace(wrong, until=NOW, rewritten=NOW)


def test_a_source_s_dates_two_days_ahead_and_of_the_eighties_are_its_own(store: Store) -> None:
    for number, published in ((1, NOW + 2 * _DAY), (2, datetime(1981, 1, 2, tzinfo=UTC))):
        plan = a_plan(an_item(number))
        with store.write() as tx:
            tx.apply(replace(plan, story=replace(plan.story, published=published)))
    with store.write() as tx:
        assert not tx.put_right(now=NOW, periods={})


def test_what_was_told_of_sources_by_a_wrong_clock_is_told_as_of_now_in_its_order(
    store: Store,
) -> None:
    told = [
        SourceEvent(source="a", at=at, kind="broke", title="a", detail=detail)
        for at, detail in ((NOW, "right"), (_AHEAD, "first"), (_AHEAD + MINUTE, "second"))
    ]
    with store.write() as tx:
        tx.add_source_events(told)
        assert tx.put_right(now=NOW + MINUTE, periods={})
    with store.read() as snapshot:
        found = snapshot.source_events(limit=9)
    assert [event.detail for event in found] == ["second", "first", "right"]
    assert all(event.at <= NOW + MINUTE for event in found)


def test_a_subscriber_s_lease_given_by_a_clock_ahead_ends_within_the_longest(store: Store) -> None:
    lease = Subscription(
        topic_url="https://desk.example/topics/sea.atom",
        callback="https://reader.example/cb",
        expires=_AHEAD + 10 * _DAY,
        cursor=0,
        secret=None,
    )
    with store.write() as tx:
        tx.hub.subscribe(lease, "reader.example", now=_AHEAD)
        assert tx.put_right(now=NOW, periods={})
    with store.read() as snapshot:
        (held,) = subscriptions(snapshot)
        assert held.expires == NOW + 30 * _DAY
        assert snapshot.hub.is_due(now=NOW)
