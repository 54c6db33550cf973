"""What keeps several processes on one PostgreSQL store apart, and wakes them: a lock, and LISTEN/NOTIFY.

Both live as long as their connection does, so each has one of its own: when a process dies, its lock is free.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Any, get_args

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from store.shared_api import News
from store.tables import moment

CHANNEL = "dateline"
# Numbers of advisory locks: of the daemon that publishes, and of all that run, which they share.
PUBLISHER, RUNNING = 0x44617467, 0x44617469
# As a number: how dates are written is the database's to set.
_CLOCK = text("SELECT extract(epoch FROM clock_timestamp()) * 1000000")
_RUNS = text("SELECT pg_try_advisory_lock_shared(:n)")
_ALL: frozenset[News] = frozenset(get_args(News))


class SharedPostgres:
    """See ``store.shared_api.Shared``; ``passing`` turns the database's faults into ours."""

    def __init__(
        self, engine: Engine, holder: str, passing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._holder = holder
        self._passing = passing
        self._leading: Connection | None = None
        self._listening: Connection | None = None
        self._guard = threading.Lock()  # of the leading connection

    def leads(self) -> bool:
        """See ``Shared``."""
        with self._guard, self._passing():
            if self._leading is not None and not _lives(self._leading):
                self._leading = None
            if self._leading is None:
                self._leading = self._candidate()
            return self._leading is not None

    def _candidate(self) -> Connection | None:
        """A connection that has the lock; None where another has it."""
        connection, took = self._own(), False
        try:
            asked = text("SELECT pg_try_advisory_lock(:n)")
            took = bool(connection.execute(asked, {"n": PUBLISHER}).scalar_one())
        finally:
            if not took:
                _drop(connection)
        return connection if took else None

    def resign(self) -> None:
        """See ``Shared``."""
        with self._guard:
            _drop(self._leading)
            self._leading = None

    def hear(self, *, wait: float) -> frozenset[News]:
        """See ``Shared``."""
        with self._passing():
            try:
                if self._listening is not None:
                    return self._told(self._listening, wait)
                self._listening = self._own()
                self._listening.execute(text(f"LISTEN {CHANNEL}"))
                # Not waiting for it: who brings the schema up has it, and ours fails by itself then.
                self._listening.execute(_RUNS, {"n": RUNNING})
            except BaseException:
                _drop(self._listening)
                self._listening = None
                raise
            return _ALL

    def _told(self, connection: Connection, wait: float) -> frozenset[News]:
        raw: Any = connection.connection.dbapi_connection  # psycopg's own
        try:
            told = [one.payload.partition(" ") for one in raw.notifies(timeout=wait, stop_after=1)]
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise DBAPIError("LISTEN", None, error, connection_invalidated=True) from error
        said = {what for what, _, who in told if who != self._holder}
        return frozenset(news for news in _ALL if news in said)

    def clock(self) -> datetime:
        """See ``Shared``."""
        with self._passing(), self._engine.connect() as connection:
            return moment(int(connection.execute(_CLOCK).scalar_one()))

    def _own(self) -> Connection:
        """A connection that the pool forgets."""
        connection = self._engine.connect()
        connection.detach()
        return connection

    def close(self) -> None:
        """Give up the lock, hear no more."""
        self.resign()
        _drop(self._listening)
        self._listening = None


def _lives(connection: Connection) -> bool:
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        _drop(connection)
        return False
    return True


def _drop(connection: Connection | None) -> None:
    if connection is not None:
        with suppress(Exception):  # it may be broken: that is why it is dropped
            connection.close()
