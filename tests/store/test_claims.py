"""What a process has claimed on a shared store stays its own while it works, and is others' soon after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feeds.claims import Claims
from feeds.model.poll import Source
from feeds.schedule import claim, site
from store.api import Store

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LEASE, GAP = timedelta(minutes=3), timedelta(seconds=1)
SOURCES = {
    name: Source(name=name, url=f"https://{name[0]}.example/{name}")
    for name in ("a1", "a2", "b1", "b2")
}


class Process:
    """One that polls; all have one clock."""

    seconds = 0.0

    def __init__(self, store: Store) -> None:
        self.store = store
        self.claims = Claims(store, now=lambda: self.now, steady=lambda: Process.seconds)

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=Process.seconds)

    def claim(self, limit: int = 9) -> list[str]:
        with self.store.claiming() as tx:
            found = claim(tx, SOURCES, now=self.now, lease=LEASE, limit=limit, shared=True)
        self.claims.add({one.source: site(SOURCES[one.source], one) for one in found})
        return [one.source for one in found]

    def tend(self) -> frozenset[str]:
        if not self.claims.to_tend(LEASE):
            return frozenset()
        return self.claims.tend(lease=LEASE, gap=GAP)


@pytest.fixture
def pair(
    two_stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> tuple[Process, Process]:
    monkeypatch.setattr(Process, "seconds", 0.0)
    with two_stores[0].write() as tx:
        tx.sync_sources(list(SOURCES.values()), due=dict.fromkeys(SOURCES, NOW))
    return Process(two_stores[0]), Process(two_stores[1])


def test_who_works_on_keeps_what_it_claimed_though_it_claims_more(
    pair: tuple[Process, Process],
) -> None:
    one, other = pair
    assert one.claim(limit=2) == ["a1", "a2"]
    for Process.seconds in range(0, 600, 30):
        one.claim(limit=1)
        assert one.tend() == frozenset()
        assert one.claims.sure(LEASE)
        assert other.claim() == []


def test_who_stood_still_starts_no_poll_and_learns_what_it_lost(
    pair: tuple[Process, Process],
) -> None:
    one, other = pair
    one.claim()
    Process.seconds = 130
    assert not one.claims.sure(LEASE), "what is left of it covers clocks that differ"
    Process.seconds = 180
    assert other.claim(limit=2) == ["a1", "a2"]
    assert one.tend() == {"a1", "a2"}
    assert one.claims.sure(LEASE)


def test_a_site_is_given_up_once_nothing_is_left_to_do_there(pair: tuple[Process, Process]) -> None:
    one, other = pair
    assert one.claim(limit=3) == ["a1", "a2", "b1"]
    one.claims.done(["a1"])
    assert not one.claims.to_tend(LEASE), "it has another source"
    with one.store.claiming() as tx:
        tx.release_leases(["a1", "a2"])
    Process.seconds = 50
    assert other.claim() == []
    one.claims.done(["a2"])
    one.tend()
    assert not one.claims.to_tend(LEASE)
    assert other.claim() == [], "it is left alone for a moment first"
    Process.seconds = 50 + GAP.total_seconds()
    assert other.claim() == ["a1", "a2"], "the other site is kept"
    Process.seconds = 70
    assert one.claims.to_tend(LEASE), "that is no renewal of what is still claimed"


def test_who_stops_gives_all_back(pair: tuple[Process, Process]) -> None:
    one, other = pair
    one.claim()
    one.claims.give_back(gap=GAP)
    assert not one.claims.to_tend(LEASE)
    assert other.claim() == []
    Process.seconds = 600
    assert other.claim() == ["a1", "a2", "b1", "b2"]
    assert other.claims.sure(LEASE)
