"""Subscriptions with sources' hubs in the store: see ``store.push_api`` for what each read and write promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, select

from feeds.model.push import PushSubscription
from store import tables as t
from store.dialect import Dialect
from store.many import IDS, ask_by_name

_table = t.push_subscriptions
_FIELDS = tuple(f.name for f in fields(PushSubscription))

# Built once, since building a statement costs more than running it: this is asked for each poll.
_OF = select(_table).where(_table.c.source.in_(IDS), _table.c.leaving.is_(False))


class Reader:
    """Reads; see ``PushReader``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def find(self, token: str) -> PushSubscription | None:
        """See ``PushReader``."""
        found = self._read(select(_table).where(_table.c.token == token))
        return found[0] if found else None

    def of(self, sources: Sequence[str]) -> Mapping[str, PushSubscription]:
        """See ``PushReader``."""
        return {row["source"]: _subscription(row) for row in ask_by_name(self._db, _OF, sources)}

    def all(self) -> Sequence[PushSubscription]:
        """See ``PushReader``."""
        return self._read(select(_table).order_by(_table.c.source, _table.c.token))

    def due(self, *, now: datetime, limit: int) -> Sequence[PushSubscription]:
        """See ``PushReader``."""
        statement = select(_table).where(_table.c.due <= now)
        return self._read(statement.order_by(_table.c.due, _table.c.token).limit(limit))

    def _read(self, statement: Select[Any]) -> Sequence[PushSubscription]:
        return [_subscription(row) for row in self._db.execute(statement).mappings()]


def _subscription(row: RowMapping) -> PushSubscription:
    return PushSubscription(**{name: row[name] for name in _FIELDS})


class Writer(Reader):
    """Reads and writes; see ``PushWriter``."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection)
        self._dialect = dialect

    def put(self, subscription: PushSubscription) -> None:
        """See ``PushWriter``."""
        row = {name: getattr(subscription, name) for name in _FIELDS}
        self._db.execute(self._dialect.upsert(_table), [row])

    def drop(self, token: str) -> None:
        """See ``PushWriter``."""
        self._db.execute(delete(_table).where(_table.c.token == token))
