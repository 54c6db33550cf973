"""New stores that are copies of one that its migrations made: hundreds of tests have one each; and what is in one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, select

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
