"""The backend for more than one machine: PostgreSQL, as store and as engine of claims.

Claims lock their rows and pass over those that others lock (``FOR UPDATE SKIP LOCKED``). Writers
that decide what belongs to which story must not do so side by side, each blind to the other's new
stories: they take one advisory lock for the length of their transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError

from feeds.errors import StoreError
from store.dialect import Dialect
from store.migrate import migrate
from store.queries import Reader
from store.transaction import Writer

_WRITERS = 0x44617465  # the advisory lock's number: "Date"


class PostgresStore:
    """A store in a PostgreSQL database."""

    def __init__(self, url: str, *, exclusive: bool = False) -> None:  # noqa: ARG002 -- leases, not a lock, keep processes apart here
        address = make_url(url).set(drivername="postgresql+psycopg")
        try:
            self._engine = create_engine(address, pool_pre_ping=True)
            with self._engine.connect() as connection:
                connection.execute(text("SELECT 1"))
            migrate(self._engine)
        except ModuleNotFoundError as error:
            remedy = "install it with: pip install 'dateline[postgres]'"
            raise StoreError(f"PostgreSQL needs psycopg; {remedy}") from error
        except DBAPIError as error:
            shown = address.render_as_string(hide_password=True)
            raise StoreError(f"the store {shown} can't be opened ({error.orig})") from error

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """See ``Store``."""
        isolated = self._engine.execution_options(isolation_level="REPEATABLE READ")
        with isolated.connect() as connection:
            yield Reader(connection)

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """See ``Store``."""
        with self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _WRITERS})
            yield Writer(connection, Dialect(insert, True))

    def backup(self, target: Path) -> None:
        """See ``Store``."""
        raise StoreError(f"back a PostgreSQL store up with pg_dump, not to {target}")

    def close(self) -> None:
        """See ``Store``."""
        self._engine.dispose()
