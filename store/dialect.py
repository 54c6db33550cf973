"""What differs between backends in writing: how an insert meets a row that is there, and row locks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, Table

if TYPE_CHECKING:  # a backend's dialect is loaded where it is used
    from sqlalchemy.dialects.postgresql.dml import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite.dml import Insert as SQLiteInsert

    Insert = SQLiteInsert | PostgresInsert


@dataclass(frozen=True, slots=True)
class Dialect:
    """``insert`` is the backend's own; ``locks_rows`` whether it locks rows, or writers take turns;
    ``holder`` names this process among those that may work on the store.
    """

    insert: Callable[[Table], Insert]
    locks_rows: bool
    holder: str = ""

    def upsert(self, table: Table) -> Insert:
        """Inserts rows (given at execution), replacing those with the same primary key."""
        return _upsert(self.insert, table)

    def insert_missing(self, table: Table) -> Insert:
        """Inserts rows (given at execution), leaving those alone whose primary key is there."""
        return _insert_missing(self.insert, table)

    def for_update(self, statement: Select[Any]) -> Select[Any]:
        """The statement, locking the rows it gives and passing over those that others lock."""
        return statement.with_for_update(skip_locked=True) if self.locks_rows else statement


# Built once a table: building and compiling a statement costs more than running it.
@cache
def _upsert(insert: Callable[[Table], Insert], table: Table) -> Insert:
    statement = insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _insert_missing(insert: Callable[[Table], Insert], table: Table) -> Insert:
    return insert(table).on_conflict_do_nothing()
