"""What new stores have in common is made once, for hundreds of tests have one each; and what is in one.

A new store is a copy of one that its migrations made, and a statement is turned into SQL once for all stores of a kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, select
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

import store.postgres
import store.sqlite
import store.upgrade
from feeds.model.hub import Subscription
from store import tables as t
from store.api import Snapshot
from store.driver import sqlite3
from store.sqlite import SQLiteStore

_make = store.upgrade.upgrade
_first = sqlite3.connect(":memory:", check_same_thread=False)


def copy_first() -> None:
    """From now on the first new store of SQLite is made, and each after it a copy."""
    store.upgrade.upgrade = _upgrade


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """From now on engines share the SQL that was made for one of their kind: a sixth of their time."""
    options = {"compiled_cache": LRUCache(5000)}
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):  # what is remembered is told by it
        patch.setattr(dialect, "__hash__", lambda self: hash(type(self)))
        patch.setattr(dialect, "__eq__", lambda self, other: type(self) is type(other))
    for module in (store.sqlite, store.postgres):
        patch.setattr(module, "create_engine", partial(create_engine, execution_options=options))


def empty(used: SQLiteStore) -> None:
    """Make a store in memory as it was when it was new, which takes less than to forget what is in it."""
    connection: Any = used._writer.raw_connection().driver_connection
    _first.backup(connection)


def forget_first() -> None:
    """Stores are made as they are by all others."""
    store.upgrade.upgrade = _make
    _first.close()


def subscriptions(snapshot: Snapshot) -> list[Subscription]:
    """All that the hub has, living or lapsed, by topic and callback."""
    named = (t.hub_subscriptions.c[field.name] for field in fields(Subscription))
    held = select(*named).order_by(t.hub_subscriptions.c.topic_url, t.hub_subscriptions.c.callback)
    reader: Any = snapshot.hub
    return [Subscription(**row) for row in reader._db.execute(held).mappings()]


def _upgrade(connection: Connection, alone: Callable[[], Any]) -> None:
    new: Any = connection.connection.driver_connection
    if not isinstance(new, sqlite3.Connection) or _tables(new):
        _make(connection, alone)
    elif _tables(_first):
        _first.backup(new)
    else:
        _make(connection, alone)
        new.backup(_first)


def _tables(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
