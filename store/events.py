"""The log of what was told of sources (``source_events``), over one connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from feeds.model.health import SourceEvent
from store import tables as t
from store.dialect import Dialect


def newest(db: Connection, limit: int) -> Sequence[SourceEvent]:
    """The newest events of all sources; see ``Snapshot.source_events``."""
    table = t.source_events
    order = (table.c.at.desc(), table.c.source, table.c.kind)
    found = db.execute(select(table).order_by(*order).limit(limit)).mappings()
    return [SourceEvent(**row) for row in found]


def add(db: Connection, dialect: Dialect, events: Sequence[SourceEvent]) -> None:
    """Log events; one that is there already stays."""
    if events:
        db.execute(dialect.insert_missing(t.source_events), [asdict(event) for event in events])


def note_silence(db: Connection, source: str, at: datetime) -> bool:
    """See ``Transaction.note_silence``: one statement, so that a claim made meanwhile is seen."""
    idle = (t.sources.c.lease.is_(None)) & (t.sources.c.silent.is_(None))
    noted = update(t.sources).where(t.sources.c.source == source, idle).values(silent=at)
    return db.execute(noted).rowcount > 0


def forget(db: Connection, before: datetime) -> None:
    """Forget events from before then."""
    db.execute(delete(t.source_events).where(t.source_events.c.at < before))
