"""Many rows by one statement, straight to the driver.

SQLAlchemy's own way from values to driver costs several times what the database does with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import ClauseElement, Connection, Dialect

from store.tables import Moment, microseconds

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
    moments = [name for name, bind in compiled.binds.items() if isinstance(bind.type, Moment)]
    order = compiled.positiontup or ()
    pick = itemgetter(*order) if len(order) > 1 else lambda row: tuple(row[name] for name in order)

    def arrange(row: Row) -> Any:
        if moments:
            row = {**row, **{name: _laid_out(row[name]) for name in moments}}
        return pick(row) if order else row

    return str(compiled), arrange


def _laid_out(moment: Any) -> int | None:
    return None if moment is None else microseconds(moment)
