"""Many rows by one statement, straight to the driver.

SQLAlchemy's own way from values to driver costs several times what the database does with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect

from store.tables import microseconds

Row = Mapping[str, Any]


def write(db: Connection, statement: ClauseElement, rows: Sequence[Row]) -> None:
    """Run a statement for each of the rows, which all have the same names.

    Of the types of ``store.tables`` only moments are laid out otherwise than drivers do.
    """
    if rows:
        text, arrange = _compiled(statement, db.dialect, tuple(rows[0]))
        db.exec_driver_sql(text, [arrange(row) for row in rows])


@lru_cache(maxsize=64)
def _compiled(
    statement: ClauseElement, dialect: Dialect, names: tuple[str, ...]
) -> tuple[str, Callable[[Row], Any]]:
    """The text of a statement in a database's words, and what lays a row out as its driver takes it."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    if not compiled.positiontup:
        return str(compiled), lambda row: {name: _laid_out(row[name]) for name in row}
    order = tuple(compiled.positiontup)
    return str(compiled), lambda row: tuple(_laid_out(row[name]) for name in order)


def _laid_out(value: object) -> object:
    return microseconds(value) if isinstance(value, datetime) else value
