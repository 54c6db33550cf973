"""What every store keeps of subscriptions with sources' hubs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.model.poll import PollState, Source
from feeds.model.push import PushSubscription
from store.api import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _held(token: str, source: str = "Gulf", **more: object) -> PushSubscription:
    wished = PushSubscription(
        token=token,
        source=source,
        address="https://gulf.example/feed",
        hub="https://hub.example/",
        topic="https://gulf.example/feed?self",
        callback=f"https://desk.example.org/websub/{token}",
        secret=b"\x00\xff s",
        due=NOW,
    )
    return replace(wished, **more)  # type: ignore[arg-type]


def _put(store: Store, *held: PushSubscription) -> None:
    with store.write() as tx:
        for one in held:
            tx.push.put(one)


def test_a_subscription_comes_back_as_it_was_put_and_again_as_it_changed(store: Store) -> None:
    _put(store, _held("a"))
    with store.read() as snapshot:
        assert snapshot.push.find("a") == _held("a")
        assert snapshot.push.find("b") is None
    changed = _held(
        "a",
        pending="unsubscribe",
        leaving=True,
        expires=NOW + HOUR,
        attempts=3,
        problem="its hub is down",
        pushed=NOW - HOUR,
        taken=NOW - 2 * HOUR,
        doubted=NOW - 3 * HOUR,
    )
    _put(store, changed)
    with store.read() as snapshot:
        assert snapshot.push.all() == [changed]
    with store.write() as tx:
        tx.push.drop("a")
        assert tx.push.all() == []


def test_a_source_has_the_one_that_is_not_being_ended(store: Store) -> None:
    many = [_held(f"t{n}", f"s{n}") for n in range(600)]
    _put(store, _held("a", leaving=True), _held("b"), *many)
    with store.read() as snapshot:
        found = snapshot.push.of(["Gulf", "nobody", *(one.source for one in many)])
        assert len(found) == 601
        assert found["Gulf"].token == "b"
        assert snapshot.push.of([]) == {}


def test_one_that_is_dropped_takes_no_other_along(store: Store) -> None:
    _put(store, _held("a"), _held("b"))
    with store.write() as tx:
        tx.push.drop("a")
        assert [one.token for one in tx.push.all()] == ["b"]


def test_what_is_due_comes_the_longest_due_first(store: Store) -> None:
    _put(store, *(_held(name, due=NOW - n * HOUR) for n, name in enumerate("abc")))
    _put(store, _held("later", due=NOW + HOUR))
    with store.read() as snapshot:
        assert [one.token for one in snapshot.push.due(now=NOW, limit=9)] == ["c", "b", "a"]
        assert [one.token for one in snapshot.push.due(now=NOW, limit=1)] == ["c"]


def test_the_states_of_sources_are_found_by_name_though_they_are_current_no_more(
    store: Store,
) -> None:
    sources = [Source(name=name, url=f"https://{name}.example/") for name in ("a", "b")]
    state = PollState(source="a", due=NOW + HOUR, unpushed=NOW)
    with store.write() as tx:
        tx.sync_sources(sources, due={"a": NOW, "b": NOW})
        tx.sync_sources(sources[:1], due={"a": NOW})
        tx.save_poll_states([state])
        found = tx.states_by_source(["a", "b", "c"])
        assert (found["a"], found.keys()) == (state, {"a", "b"})


def test_leases_follow_a_clock_that_is_set(store: Store) -> None:
    times = dict.fromkeys(("pushed", "taken", "doubted"), NOW - HOUR)
    _put(store, _held("a", expires=NOW + HOUR, **times), _held("b"))
    with store.write() as tx:
        tx.shift_clock(HOUR)
        moved, new = tx.push.all()
    assert (moved.due, moved.expires) == (NOW + HOUR, NOW + 2 * HOUR)
    assert {moved.pushed, moved.taken, moved.doubted} == {NOW}
    assert new.taken is None
