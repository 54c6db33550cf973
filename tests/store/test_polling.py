"""What every backend promises about polling: claims, what was learnt of sources and domains, clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from feeds.model.poll import DomainState, PollState, Source
from store.api import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def _sources(*names: str) -> list[Source]:
    return [Source(name=name, url=f"https://{name}.example/feed") for name in names]


def _put(store: Store, *states: PollState) -> None:
    sources = _sources(*(state.source for state in states))
    with store.write() as tx:
        tx.sync_sources(sources, due={source.name: NOW for source in sources})
        tx.save_poll_states(states)


def _states(store: Store) -> dict[str, PollState]:
    with store.read() as snapshot:
        return {state.source: state for state in snapshot.poll_states()}


def test_all_that_was_learnt_of_a_source_comes_back(store: Store) -> None:
    state = PollState(
        source="a",
        due=NOW + HOUR,
        why_next="its Cache-Control asks for an hour",
        url="https://a.example/feed",
        whole=NOW,
        fresh=HOUR,
        rate=12.5,
        watched=3.25,
        false_304=True,
        etag='W/"x"',
        last_modified="yesterday",
        moved_count=-26,
        moved_to="https://b.example/",
    )
    _put(store, state)
    assert _states(store) == {"a": state}


def test_a_source_whose_address_the_operator_changed_is_due_at_once(store: Store) -> None:
    kept = PollState(source="a", due=NOW + 30 * 24 * HOUR, url="https://a.example/feed", gone=3)
    other = replace(kept, source="b", url="https://b.example/feed")
    _put(store, kept, other)
    changed = [Source(name="a", url="https://a.example/new"), *_sources("b")]
    with store.write() as tx:
        tx.sync_sources(changed, due={"a": NOW + MINUTE, "b": NOW + MINUTE})
    states = _states(store)
    assert states["a"].due == NOW + MINUTE
    assert states["b"].due == other.due


def test_so_is_one_that_was_put_off_before_it_was_ever_asked(store: Store) -> None:
    with store.write() as tx:
        tx.sync_sources(_sources("a"), due={"a": NOW})
        (claimed,) = tx.claim_due(now=NOW, lease=MINUTE, limit=1)
        tx.save_poll_states([replace(claimed, due=NOW + 24 * HOUR, lease=None)])
        tx.sync_sources(_sources("a"), due={"a": NOW + MINUTE})
        assert tx.states_by_source(["a"])["a"].due == NOW + 24 * HOUR
        tx.sync_sources([Source(name="a", url="https://a.example/new")], due={"a": NOW + MINUTE})
        assert tx.states_by_source(["a"])["a"].due == NOW + MINUTE


def test_one_that_is_addressed_anew_moves_no_other_and_who_is_not_ours_to_poll_is_not_claimed(
    store: Store,
) -> None:
    late = NOW + HOUR
    _put(store, *(PollState(source=n, due=late, url=f"https://{n}.example/feed") for n in "abc"))
    named = [Source(name="a", url="https://a.example/new"), *_sources("b")]
    with store.write() as tx:
        tx.sync_sources(named, due={"a": NOW, "b": NOW})
        taken = tx.claim_due(now=late, lease=MINUTE, limit=9, besides={"b"})
        assert [one.source for one in taken] == ["a"], "b is another's, c is named no more"
        taken = tx.claim_due(now=late, lease=MINUTE, limit=9, names=["b", "c"])
        assert [(one.source, one.due) for one in taken] == [("b", late)]


def test_what_a_domain_asked_for_is_kept_and_those_that_asked_nothing_are_absent(
    store: Store,
) -> None:
    state = DomainState(domain="a.example", noted=NOW, until=NOW + HOUR, limited=NOW)
    with store.write() as tx:
        tx.save_domain_state(replace(state, until=None))
        tx.save_domain_state(state)
    with store.read() as snapshot:
        assert snapshot.domain_states(["a.example", "b.example"]) == {"a.example": state}
        assert snapshot.domain_states([]) == {}


def test_the_rate_of_polls_is_that_of_the_sources_in_force(store: Store) -> None:
    ten = PollState(source="ten", due=NOW, interval=timedelta(seconds=10))
    _put(store, ten, PollState(source="new", due=NOW))
    with store.read() as snapshot:
        assert snapshot.polls_a_second(interval=timedelta(seconds=2)) == 0.1 + 0.5
    with store.write() as tx:
        tx.sync_sources([], due={})
        assert tx.polls_a_second(interval=MINUTE) == 0


def test_when_the_clock_is_set_each_source_waits_as_long_as_it_was_to(store: Store) -> None:
    asked = dict.fromkeys(("polled", "succeeded", "whole"), NOW - HOUR)
    state = PollState(source="a", due=NOW + MINUTE, lease=NOW, unpushed=NOW + HOUR, **asked)
    domain = DomainState(domain="a.example", noted=NOW, until=NOW + HOUR, limited=NOW)
    _put(store, *(PollState(source=name, due=NOW) for name in ("a", "new")))
    for step in (3 * HOUR, -2 * HOUR):
        with store.write() as tx:
            tx.claim_due(now=NOW, lease=MINUTE, limit=1, names=["a"])
            tx.save_poll_states([state])
            tx.save_domain_state(domain)
            tx.shift_clock(step)
        states = _states(store)
        for name in (*asked, "due", "lease", "unpushed"):
            assert getattr(states["a"], name) == getattr(state, name) + step
        assert states["new"].due == NOW, "it was never asked, so nobody is asked too soon"
        with store.read() as snapshot:
            moved = snapshot.domain_states(["a.example"])["a.example"]
        assert moved == replace(
            domain, noted=NOW + step, until=NOW + HOUR + step, limited=NOW + step
        )


def test_what_a_clock_ten_years_ahead_noted_is_put_right(store: Store) -> None:
    ahead = NOW + 3650 * 24 * HOUR
    _put(
        store,
        PollState(source="a", due=ahead + HOUR, polled=ahead, succeeded=ahead, changed=ahead),
        PollState(source="held", due=NOW, polled=NOW - HOUR, lease=ahead),
        PollState(source="new", due=ahead),
        PollState(source="right", due=NOW + HOUR, polled=NOW, succeeded=NOW, lease=NOW + MINUTE),
    )
    with store.write() as tx:
        tx.save_domain_state(DomainState(domain="a.example", noted=ahead, until=ahead + HOUR))
        right = tx.poll_states()[-1]
        tx.mend_clock(now=NOW, lease=3 * MINUTE)
    states = _states(store)
    a = states["a"]
    assert (a.due, a.polled, a.succeeded, a.changed) == (NOW + HOUR, NOW, NOW, NOW)
    assert states["held"].lease is None
    assert states["new"].due <= NOW + MINUTE
    assert states["right"] == right
    with store.read() as snapshot:
        assert snapshot.domain_states(["a.example"])["a.example"].until == NOW + HOUR
