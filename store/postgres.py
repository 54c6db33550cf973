"""The backend for more than one machine: PostgreSQL, as store and as engine of claims.

Claims lock their rows and pass over those that others lock (``FOR UPDATE SKIP LOCKED``). Writers
that decide what belongs to which story must not do so side by side, each blind to the other's new
stories: they take one advisory lock for the length of their transaction, before they read anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DataError, DBAPIError

from feeds.errors import SchemaMismatch, StoreAway, StoreBusy, StoreError
from store.dialect import Dialect
from store.migrate import NOTED, compare, migrate
from store.polling import CLAIMS
from store.queries import Reader
from store.shared import CHANNEL, PUBLISHER, RUNNING, SharedPostgres
from store.transaction import Writer

# Numbers of advisory locks, "Date" and on: who writes stories, who brings the schema up.
_WRITERS, _SCHEMA = 0x44617465, 0x44617468
# What a process that stands still in a transaction holds up, it holds up no longer (milliseconds).
_IDLE = "120000"
# While one writes nobody brings the schema up, and the other way round.
_LOCK = text(
    "SELECT set_config('idle_in_transaction_session_timeout', :idle, true), pg_advisory_xact_lock(:n),"
    " pg_advisory_xact_lock_shared(:running)"
)
_PROCESS = text("SELECT pg_backend_pid()")
_TELL = text("SELECT pg_notify(:channel, :said)")
# A machine that vanished is noticed within a minute, by either side, so that its locks are given up.
_ALIVE = {"idle": 30, "interval": 10, "count": 3}
# Waiting for a lock counts; a shorter bound on that, such as a database may have for its other users, would
# make failed polls of those that wait for their turn.
_STATEMENT = "10min"
_CONNECT = 10  # seconds
# What each connection is to have, whatever the database or the user has for others; those that the server knows.
_SESSION = {
    "lock_timeout": "0",
    "idle_session_timeout": "0",  # one that listens says nothing for long
    "transaction_timeout": "0",  # of all that a release publishes; a statement in it is bounded
    "jit": "off",  # compiling takes longer than what is asked here
    "idle_in_transaction_session_timeout": "0",  # what is read is worked on meanwhile
}
_SETTLE = (
    "SELECT set_config(name, wanted, false) FROM unnest(%s::text[], %s::text[]) AS w(name, wanted)"
    " JOIN pg_catalog.pg_settings USING (name)"
)
# SQLSTATE classes and codes of what may go well the next time: connection lost, server stopping or starting or
# out of connections, memory or disk, its disk not to be read or written, standby, stood still too long,
# serialization failure, deadlock.
_READ_ONLY = "25006"
_PASSING = ("08", "57P0", "53", "58030", _READ_ONLY, "25P03", "40001", "40P01")
# The bound on statements, and what those that wait for others call.
_BOUND, _WAITS = "57014", "pg_advisory_xact_lock"
_WRITABLE = "; if it is a standby, name the server that takes writes, or both with target_session_attrs=read-write"


class PostgresStore:
    """A store in a PostgreSQL database."""

    def __init__(self, url: str, *, exclusive: bool = False, as_it_is: bool = False) -> None:  # noqa: ARG002 -- leases, not a lock, keep processes apart here
        address = make_url(url).set(drivername="postgresql+psycopg")
        try:
            alone = _engine(address, "0", poolclass=NullPool)
            check(alone)
            if not as_it_is:
                _migrate(alone)
            self._engine = _engine(address, _STATEMENT, pool_pre_ping=True)
            event.listen(self._engine, "connect", _check_schema)
        except ModuleNotFoundError as error:
            remedy = "install it with: pip install 'dateline[postgres]'"
            raise StoreError(f"PostgreSQL needs psycopg; {remedy}") from error
        except DBAPIError as error:
            shown = make_url(url).render_as_string(hide_password=True)
            raise StoreError(f"the store {shown} can't be opened ({_first_line(error)})") from error
        self._isolated = self._engine.execution_options(isolation_level="REPEATABLE READ")
        self._dialect = Dialect(insert, True, uuid4().hex)
        self._shared = SharedPostgres(self._engine, self._dialect.holder, _passing)

    @property
    def shared(self) -> SharedPostgres:
        """See ``Store``."""
        return self._shared

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """See ``Store``."""
        with _passing(), self._isolated.connect() as connection:
            yield Reader(connection)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """See ``Store``."""
        with self._writing(_WRITERS) as writer:
            yield writer

    @contextmanager
    def claiming(self) -> Iterator[Writer]:
        """See ``Store``."""
        with self._writing(CLAIMS) as writer:
            yield writer

    @contextmanager
    def _writing(self, turn: int) -> Iterator[Writer]:
        with _passing(), self._engine.begin() as connection:
            connection.execute(_LOCK, {"idle": _IDLE, "n": turn, "running": RUNNING})
            compare(connection.exec_driver_sql(NOTED).scalar())
            writer = Writer(connection, self._dialect)
            yield writer
            writer.flush()
            for news in sorted(writer.news):
                said = f"{news} {self._dialect.holder}"
                connection.execute(_TELL, {"channel": CHANNEL, "said": said})

    def backup(self, target: Path) -> None:
        """See ``Store``."""
        raise StoreError(f"back a PostgreSQL store up with pg_dump, not to {target}")

    def close(self) -> None:
        """See ``Store``."""
        self._shared.close()
        self._engine.dispose()


def _engine(address: URL, bound: str, **pool: Any) -> Engine:
    """What connects to a database: both sides look after silent connections, statements are bounded."""
    looks = {f"keepalives_{name}": value for name, value in _ALIVE.items()}
    ours = {"connect_timeout": _CONNECT, "client_encoding": "utf8", **looks}
    # What is read after a lock was had has to be what the one before has written, also where the database has
    # transactions see what was there before it.
    told = {"connect_args": ours, "isolation_level": "READ COMMITTED"}
    engine = create_engine(address, **told, **pool)
    theirs = {f"tcp_keepalives_{name}": str(value) for name, value in _ALIVE.items()}
    wanted = {**_SESSION, **theirs, "statement_timeout": bound}

    def settle(connection: Any, _: object) -> None:
        # By a statement, not as the connection begins: a pooler refuses or forgets what it is told then.
        connection.autocommit = True
        connection.execute(_SETTLE, [list(wanted), list(wanted.values())])
        connection.autocommit = False

    event.listen(engine, "connect", settle)
    return engine


def _check_schema(connection: Any, _: object) -> None:
    """So that nothing is read either of what this Dateline does not know."""
    found = connection.execute(NOTED).fetchone()
    connection.rollback()
    try:
        compare(found and found[0])
    except SchemaMismatch:
        connection.close()
        raise


def _migrate(engine: Engine) -> None:
    """Bring the schema up; of several that start at once, one does it and the others wait."""
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:  # the lock goes with it
        connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": _SCHEMA})
        migrate(engine, partial(_without_others, alone))


@contextmanager
def _without_others(engine: Engine) -> Iterator[None]:
    """Keep daemons and workers off for a while. Those from before there was a lock for all have but the one of who
    publishes.
    """
    with engine.connect() as connection:  # the locks go with it
        asked = text("SELECT pg_try_advisory_lock(:publisher) AND pg_try_advisory_lock(:running)")
        if not connection.execute(asked, {"publisher": PUBLISHER, "running": RUNNING}).scalar_one():
            raise StoreBusy(
                "the store was made by an older Dateline, and a daemon or worker runs on it; stop all daemons and"
                " workers, then start one"
            )
        yield


@contextmanager
def _passing() -> Iterator[None]:
    """Tell faults that may pass from those of the program."""
    try:
        yield
    except DBAPIError as error:
        state = getattr(error.orig, "sqlstate", None)
        lost = state is None and not isinstance(error, DataError)  # which the server never saw
        waited = state == _BOUND and _WAITS in (error.statement or "")  # for others
        if error.connection_invalidated or lost or waited or (state or "").startswith(_PASSING):
            remedy = _WRITABLE if state == _READ_ONLY else ""
            why = f"the store can't be used now ({_first_line(error)}){remedy}"
            raise StoreAway(why) from error
        raise


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]


def check(engine: Engine) -> None:
    """Whether a database can be a store: better said now than lost later.

    Raises StoreError where texts of all languages can't be kept, or a connection is not one's own.
    """
    with engine.connect() as connection:
        encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
        if encoding != "UTF8":
            raise StoreError(
                f"the store's database has the encoding {encoding}, which can't hold the texts of all sources; name one"
                " made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0 (what this one holds goes there by"
                " pg_dump)"
            )
        connection.rollback()
        with engine.connect() as other:
            if _share(connection, other):
                raise StoreError(
                    "the store's address leads to a pooler that has clients share connections by the transaction, which"
                    " neither locks nor LISTEN survive; have it pool by the session, or name the server itself"
                )


def _share(one: Connection, other: Connection) -> bool:
    """Whether two connections are served by one server process in turn, or one by several.

    A pooler mostly gives out the process that was free last: so the other takes the one's, and while it is held, the
    one is served by the next.
    """
    mine = _served_by(one)
    one.rollback()
    theirs = _served_by(other)
    return mine == theirs or mine != _served_by(one)


def _served_by(connection: Connection) -> int:
    process: int = connection.execute(_PROCESS).scalar_one()
    return process
