"""The backend for more than one machine: PostgreSQL, as store and as engine of claims.

Claims lock their rows and pass over those that others lock (``FOR UPDATE SKIP LOCKED``). Writers
that decide what belongs to which story must not do so side by side, each blind to the other's new
stories: they take one advisory lock for the length of their transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Select, Table, create_engine, make_url, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import Insert

from feeds.errors import StoreError
from store.migrate import migrate
from store.queries import Reader
from store.transaction import Writer

_WRITERS = 0x44617465  # the advisory lock's number: "Date"


class PostgresDialect:
    """How PostgreSQL says what ``transaction.Dialect`` asks."""

    def upsert(self, table: Table, values: Sequence[dict[str, Any]]) -> Insert:
        """See ``Dialect``."""
        statement = insert(table).values(list(values))
        keys = [column.name for column in table.primary_key]
        changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=changed)

    def insert_missing(self, table: Table, values: Sequence[dict[str, Any]]) -> Insert:
        """See ``Dialect``."""
        return insert(table).values(list(values)).on_conflict_do_nothing()

    def for_update(self, statement: Select[Any]) -> Select[Any]:
        """See ``Dialect``."""
        return statement.with_for_update(skip_locked=True)


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
            yield Writer(connection, PostgresDialect())

    def backup(self, target: Path) -> None:
        """See ``Store``."""
        raise StoreError(f"back a PostgreSQL store up with pg_dump, not to {target}")

    def close(self) -> None:
        """See ``Store``."""
        self._engine.dispose()
