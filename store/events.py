"""The log of what was told of sources (``source_events``), over one connection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, literal, select, update

from feeds.model.health import SourceEvent
from store import tables as t
from store.dialect import Dialect

_EVER = datetime.min.replace(tzinfo=UTC)


def newest(db: Connection, limit: int) -> Sequence[SourceEvent]:
    """The newest events of all sources; see ``Snapshot.source_events``."""
    table = t.source_events
    order = (table.c.at.desc(), table.c.source, table.c.kind)
    # From when on by the index alone: all would be sorted for it, and each release asks.
    first = select(table.c.at).order_by(table.c.at.desc()).limit(1).offset(limit - 1)
    since = func.coalesce(first.scalar_subquery(), literal(_EVER, t.Moment()))
    newest = select(table).where(table.c.at >= since).order_by(*order).limit(limit)
    found = db.execute(newest).mappings()
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
