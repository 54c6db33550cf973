"""Bringing a database up to this Dateline's schema."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, inspect, text

from feeds.errors import SchemaMismatch

HEAD = "0028"  # the newest revision in migrations/versions
NOTED = "SELECT version_num FROM alembic_version"


def migrate(engine: Engine, alone: Callable[[], AbstractContextManager[None]]) -> None:
    """Apply the migrations that the database lacks.

    One that holds something is changed while ``alone`` keeps others off it; that raises StoreBusy where one runs: an
    older one would go on writing in the old way. Raises SchemaMismatch when it was written by a newer Dateline.
    """
    with engine.connect() as connection:
        if _revision(connection) != HEAD:
            from store.upgrade import upgrade  # noqa: PLC0415 -- Alembic takes a while to load

            upgrade(connection, alone)


def _revision(connection: Connection) -> str | None:
    """What Alembic noted in the database."""
    there = inspect(connection).has_table("alembic_version")
    found = connection.execute(text(NOTED)) if there else None
    revision = found.scalar() if found is not None else None
    connection.rollback()
    return revision


def compare(found: object) -> None:
    """Look whether the schema ``found`` is ours still: who was cut off, or between two writes, while a newer Dateline
    brought it up would go on writing in the old way. Raises SchemaMismatch.
    """
    if found != HEAD:
        raise SchemaMismatch(
            "the store has another Dateline's schema by now; stop this process, and start that Dateline"
        )
