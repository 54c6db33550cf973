"""What a PostgreSQL database has set for others, and which can't be a store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import structlog
from sqlalchemy import StaticPool, create_engine, make_url

from feeds import log
from feeds.errors import StoreAway, StoreError
from store.api import Store
from store.open import open_store
from store.postgres import check
from tests.store.test_archive import put
from tests.store.test_conformance import a_plan, an_item


@contextmanager
def database(postgres: str, made: str = "", **settings: str) -> Iterator[str]:
    """The address of a database of its own, with those settings for all who connect."""
    name = "of_others"
    with psycopg.connect(postgres, autocommit=True) as server:
        try:
            server.execute(f"CREATE DATABASE {name} TEMPLATE template0 {made}")
        except psycopg.errors.FeatureNotSupported as fault:
            pytest.skip(f"this PostgreSQL can't make such a database: {fault}")
        for key, value in settings.items():
            server.execute(f"ALTER DATABASE {name} SET {key} = {value}")
        try:
            address = make_url(postgres).set(database=name)
            yield address.render_as_string(hide_password=False)
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_texts_of_all_languages_are_kept_whatever_clients_are_told_to_speak(postgres: str) -> None:
    with database(postgres, client_encoding="latin1") as url:
        store = open_store(url)
        item = replace(an_item(1), title="Żółć, مرفأ, 港")
        with store.write() as tx:
            tx.apply(a_plan(item))
        with store.read() as snapshot:
            kept = snapshot.item(item.id)
        store.close()
    assert kept
    assert kept.title == item.title


def test_the_clock_is_read_however_the_database_writes_dates(postgres: str) -> None:
    with database(postgres, datestyle="'German'", timezone="'Asia/Kathmandu'") as url:
        store = open_store(url)
        assert store.shared is not None
        assert abs(store.shared.clock() - datetime.now(UTC)) < timedelta(minutes=1)
        store.close()


def test_who_listens_is_not_cut_off_for_saying_nothing(postgres: str) -> None:
    with database(postgres, idle_session_timeout="'300ms'") as url:
        store = open_store(url)
        assert store.shared is not None
        store.shared.hear(wait=0)
        assert store.shared.hear(wait=0.7) == frozenset()
        store.close()


def test_what_is_read_is_worked_on_for_as_long_as_that_takes(postgres: str) -> None:
    with database(postgres, idle_in_transaction_session_timeout="'100ms'") as url:
        store = open_store(url)
        with store.read() as snapshot:
            assert not snapshot.stories_in_topics()
            _until_another_is_cut_off(url)
            assert not snapshot.stories_in_topics()
        store.close()


def _until_another_is_cut_off(url: str) -> None:
    another = psycopg.connect(url)
    another.execute("SELECT 1")
    there = f"SELECT count(*) FROM pg_stat_activity WHERE pid = {another.info.backend_pid}"
    with psycopg.connect(url, autocommit=True) as server:
        while server.execute(there).fetchone() == (1,):
            time.sleep(0.01)
    another.close()


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_who_waited_for_its_turn_sees_what_the_one_before_wrote_whatever_transactions_see_else(
    postgres: str, level: str
) -> None:
    """Else two processes would make two stories of one."""
    with database(postgres, default_transaction_isolation=f"'{level}'") as url:
        one, other = open_store(url), open_store(url)
        with other.read() as snapshot:  # a connection that has read is one to write by
            assert not snapshot.stories_in_topics()
        with ThreadPoolExecutor() as beside:
            with one.write() as tx:
                waits = beside.submit(_found, other, an_item(1).id)
                _until_one_waits(url)
                tx.apply(a_plan(an_item(1)))
            assert waits.result()
        one.close()
        other.close()


def _found(store: Store, item: str) -> bool:
    with store.write() as tx:
        return tx.item(item) is not None


def _until_one_waits(url: str) -> None:
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with psycopg.connect(url, autocommit=True) as server:
        while server.execute(asked).fetchone() == (0,):
            time.sleep(0.01)


def test_a_database_that_takes_no_writes_now_is_told_once(
    postgres: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The driver has no lines of its own among those of the log."""
    plans = [a_plan(an_item(number)) for number in range(300)]

    def take_in() -> None:
        with store.write() as tx:
            for plan in plans:
                tx.apply(plan)

    with database(postgres) as url:
        open_store(url).close()
        with psycopg.connect(postgres, autocommit=True) as server:
            server.execute("ALTER DATABASE of_others SET default_transaction_read_only = on")
        store = open_store(url)
        log.configure()
        try:
            with pytest.raises(
                StoreAway, match=r"in a read-only transaction.*target_session_attrs=read-write"
            ):
                take_in()
        finally:
            structlog.reset_defaults()
            store.close()
    assert capsys.readouterr().err == ""
    assert [record.name for record in caplog.records if record.name == "psycopg"] == []


@pytest.mark.parametrize("state", ["53100", "53200", "53300", "53400"])
def test_what_the_server_lacks_is_no_fault_of_what_it_was_asked(postgres: str, state: str) -> None:
    """Disk, memory, connections, what it is set to have: it may have them again."""
    store = open_store(postgres)
    lacking = f"DO $$ BEGIN RAISE 'none left' USING ERRCODE = '{state}'; END $$"
    with pytest.raises(StoreAway, match="none left"), store.write() as tx:
        tx._db.exec_driver_sql(lacking)
    store.close()


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_a_database_that_can_not_hold_all_texts_is_refused(postgres: str, encoding: str) -> None:
    with (
        database(postgres, f"ENCODING '{encoding}' LOCALE 'C'") as url,
        pytest.raises(StoreError, match=f"the encoding {encoding}, .* ENCODING 'UTF8'"),
    ):
        open_store(url)


def test_stories_are_in_the_order_of_their_ids_whatever_the_database_collates_by(
    postgres: str,
) -> None:
    """A story's page is looked up in that order; figures sorted by what they count would lose half of them."""
    by_count = "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR-u-kn-true' LOCALE 'C' ENCODING 'UTF8'"
    with database(postgres, by_count) as url:
        store = open_store(url)
        ids = {put(store, number, 0).id for number in range(40)}
        with store.read() as snapshot:
            assert snapshot.stories_in_topics() == sorted(ids)
        store.close()


def test_a_pooler_that_has_clients_share_connections_is_refused(postgres: str) -> None:
    """Its locks would be everybody's, and who listens would hear nothing."""
    address = postgres.replace("postgresql://", "postgresql+psycopg://")
    shared = create_engine(address, poolclass=StaticPool)
    with pytest.raises(StoreError, match="pool by the session, or name the server itself"):
        check(shared)
    shared.dispose()
    own = create_engine(address)
    check(own)
    own.dispose()


def test_options_in_the_address_count(postgres: str) -> None:
    with database(postgres) as url:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE SCHEMA desk")
        sign = "&" if "?" in url else "?"
        open_store(f"{url}{sign}options=-csearch_path%3Ddesk").close()
        with psycopg.connect(url) as server:
            found = server.execute("SELECT schemaname FROM pg_tables WHERE tablename = 'items'")
            assert found.fetchall() == [("desk",)]
