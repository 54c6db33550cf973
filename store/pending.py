"""The connection of a snapshot or a transaction, and rows that wait in it to be written many at a time.

Taking an item in writes a row to each of nine tables; one statement a row costs several times what one statement
for all rows of many items does. So a transaction lets rows of some tables wait, until something reads these
tables or it ends. Whoever reads names the tables that it reads, or has all rows written first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ClauseElement, Connection, Table

from store.direct import Row, write


class Connected:
    """What asks its questions over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def _db(self) -> Connection:
        """The connection, for whatever is asked."""
        return self._connection

    def _of(self, *tables: Table) -> Connection:  # noqa: ARG002 -- a transaction's minds them
        """The connection, for what is asked of those tables alone."""
        return self._connection


class Pending:
    """Rows that wait to be written, by table, in the order they came."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[tuple[ClauseElement, list[Row]]]] = {}

    def add(self, table: Table, statement: ClauseElement, rows: Sequence[Row]) -> None:
        """Let rows wait that ``statement`` writes into the table."""
        waiting = self._waiting.setdefault(table.name, [])
        if waiting and waiting[-1][0] is statement:
            waiting[-1][1].extend(rows)
        elif rows:
            waiting.append((statement, list(rows)))

    def flush(self, *tables: Table) -> None:
        """Write what waits for those tables; without any, all that waits."""
        names = [table.name for table in tables] if tables else list(self._waiting)
        for name in names:
            for statement, rows in self._waiting.pop(name, ()):
                write(self._connection, statement, rows)
