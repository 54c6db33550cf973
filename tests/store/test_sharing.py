"""Several processes on one PostgreSQL store: each ``open_store`` here stands for one of them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sqlalchemy import make_url

from feeds.errors import StoreAway
from feeds.model.poll import DomainState, Source
from feeds.schedule import claim
from store.api import Store
from store.open import open_store
from store.shared_api import Shared

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
LEASE = timedelta(minutes=3)
SOURCES = {
    name: Source(name=name, url=f"https://{name[0]}.example/{name}")
    for name in ("a1", "a2", "b1", "b2")
}


@pytest.fixture
def empty(postgres: str) -> str:
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return postgres


@pytest.fixture
def pair(two_stores: tuple[Store, Store]) -> tuple[Store, Store]:
    with two_stores[0].write() as tx:
        tx.sync_sources(list(SOURCES.values()), due=dict.fromkeys(SOURCES, NOW))
    return two_stores


def _claim(store: Store, at: datetime = NOW, limit: int = 9) -> list[str]:
    with store.claiming() as tx:
        states = claim(tx, SOURCES, now=at, lease=LEASE, limit=limit, shared=True)
    return [state.source for state in states]


def _shared(store: Store) -> Shared:
    assert store.shared is not None
    return store.shared


def test_processes_that_start_at_once_bring_the_schema_up_once(empty: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        for store in pool.map(open_store, [empty] * 4):
            with store.read() as snapshot:
                assert snapshot.poll_states() == []
            store.close()


def test_a_site_is_asked_by_one_process_at_a_time(pair: tuple[Store, Store]) -> None:
    one, other = pair
    assert _claim(one, limit=1) == ["a1"]
    assert _claim(other) == ["b1", "b2"], "the rest of the site is left to who has it"
    assert _claim(one) == ["a2"]
    with one.claiming() as tx:
        tx.release_leases(["a1", "a2", "b1", "b2"])
        tx.leave_lanes(["a.example", "b.example"], until=NOW + timedelta(seconds=1))
    assert _claim(other) == [], "it is left alone for a moment first"
    assert _claim(one, NOW + timedelta(seconds=1)) == ["a1", "a2"], "others' claims stay theirs"


def test_what_another_has_claimed_since_is_not_overwritten(pair: tuple[Store, Store]) -> None:
    one, other = pair
    with one.claiming() as tx:
        (stale,) = tx.claim_due(now=NOW, lease=LEASE, limit=1)
    late = NOW + LEASE
    with other.claiming() as tx:
        (fresh,) = tx.claim_due(now=late, lease=LEASE, limit=1)
        assert fresh.source == stale.source
    with one.claiming() as tx:
        assert tx.renew_claims({stale.source: ""}, until=late + LEASE) == frozenset()
        tx.save_poll_states([stale])
        tx.release_leases([stale.source])
    with other.read() as snapshot:
        assert fresh in snapshot.poll_states()
    with other.claiming() as tx:
        assert tx.renew_claims({fresh.source: ""}, until=late + LEASE) == {fresh.source}


def test_a_domain_that_asked_one_process_for_rest_is_left_alone_by_all(
    pair: tuple[Store, Store],
) -> None:
    one, other = pair
    with one.write() as tx:
        until = NOW + timedelta(hours=1)
        tx.save_domain_state(DomainState(domain="a.example", noted=NOW, until=until))
    assert _claim(other) == ["b1", "b2"]


def test_claiming_waits_for_nobody_who_takes_stories_in(pair: tuple[Store, Store]) -> None:
    one, other = pair
    with one.write():
        assert _claim(other, limit=1) == ["a1"]


def test_one_publishes_until_it_ends(pair: tuple[Store, Store]) -> None:
    one, other = pair
    assert _shared(one).leads()
    assert _shared(one).leads()
    assert not _shared(other).leads()
    one.close()
    assert _shared(other).leads()


def test_news_reach_the_others_once_committed(pair: tuple[Store, Store]) -> None:
    one, other = pair
    assert _shared(other).hear(wait=0) == {"stories", "sources"}, "at first all may be new"
    with one.write() as tx:
        tx.sync_sources([], due={})
    assert _shared(other).hear(wait=30) == {"sources"}
    assert _shared(one).hear(wait=0) == {"stories", "sources"}
    with one.write() as tx:
        tx.sync_sources([], due={})
    assert _shared(one).hear(wait=0.1) == frozenset(), "one's own news is no news"


def _cut_off_halfway(store: Store, url: str) -> None:
    with store.write() as tx:
        tx.release_leases(["a1"])
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        tx.release_leases(["a2"])


def test_a_connection_that_is_lost_is_told_from_faults_and_made_anew(
    emptied: str, pair: tuple[Store, Store]
) -> None:
    one, _ = pair
    shared = _shared(one)
    assert shared.leads()
    shared.hear(wait=0)
    with pytest.raises(StoreAway):
        _cut_off_halfway(one, emptied)
    assert _claim(one, limit=1) == ["a1"]
    assert shared.leads()
    with pytest.raises(StoreAway):
        shared.hear(wait=1)
    assert shared.hear(wait=0) == {"stories", "sources"}, "what was told meanwhile was missed"


def test_who_waits_for_its_turn_to_write_goes_by_our_bound_and_not_by_the_database_s(
    pair: tuple[Store, Store], emptied: str
) -> None:
    name = make_url(emptied).database
    with psycopg.connect(emptied, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET lock_timeout = '1ms'")
        other = open_store(emptied)
        try:
            with ThreadPoolExecutor(1) as pool:
                with pair[0].write():
                    waiting = pool.submit(_count, other)
                    _wait_for_one_that_waits(connection)
                assert waiting.result() == len(SOURCES)
        finally:
            connection.execute(f"ALTER DATABASE {name} RESET lock_timeout")
            other.close()


def test_a_turn_that_does_not_come_in_ten_minutes_is_the_store_s_being_away_and_no_fault_of_ours(
    pair: tuple[Store, Store], emptied: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what waited for it is tried again. The ten minutes are a tenth of a second here."""
    monkeypatch.setattr("store.postgres._STATEMENT", "100ms")
    other = open_store(emptied)
    try:
        with pair[0].write(), pytest.raises(StoreAway):
            _count(other)
        with pair[0].claiming(), pytest.raises(StoreAway), other.write() as tx:
            tx.release_leases(["a1"])
        assert _count(other) == len(SOURCES)
    finally:
        other.close()


def _count(store: Store) -> int:
    with store.write() as tx:
        return len(tx.poll_states())


def _wait_for_one_that_waits(connection: psycopg.Connection[tuple[int]]) -> None:
    """Wait until a statement has waited for a lock a hundred times as long as the database's bound on that."""
    held_up = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        " AND clock_timestamp() - query_start > interval '100 milliseconds'"
    )
    for _ in range(600):
        found = connection.execute(held_up).fetchone()
        if found and found[0]:
            return
        threading.Event().wait(0.1)
    raise AssertionError("nobody waits for a lock")
