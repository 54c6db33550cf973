"""What is remembered of sources' last documents, unless what came of it was changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, or_, select

from feeds.model.known import NOTHING_KNOWN, UNMARKED, Known, KnownEntry, digest_head
from store import tables as t
from store.dialect import Dialect
from store.many import IDS, ask

# Built once: building a statement costs more than running it.
_BODY = select(t.known.c.body).where(t.known.c.source == bindparam("source"))
_HERE = select(t.items.c.id).where(t.items.c.id.in_(IDS))
# An item that its source manages otherwise than by numbering its states (an embargo, a withdrawal) is read each time.
_AS_TAKEN = select(t.items.c.id, t.items.c.digest).where(
    t.items.c.id.in_(IDS),
    or_(
        t.items.c.details.not_like('%"management":%'),
        t.items.c.details.like('%,"status":"usable","embargo":null}%'),
    ),
)


def known(db: Connection, source: str) -> Known:
    """What is remembered of a source, without entries whose items were changed since. One whose item is forgotten need
    not be read: it is no news while its source shows it.
    """
    remembered = _remembered(db, source)
    marked = [entry for entry in remembered.entries if entry.mark != UNMARKED]
    taken = ask(db, _AS_TAKEN, [entry.id for entry in marked])
    found = {number: digest_head(digest) for number, digest in taken}
    others = [entry.id for entry in marked if found.get(entry.id) != entry.digest]
    changed = {number for (number,) in ask(db, _HERE, others)}
    same = tuple(entry for entry in marked if entry.id not in changed)
    return replace(remembered, entries=same)


def shown(db: Connection, source: str) -> tuple[KnownEntry, ...]:
    """All that is remembered of what a source's last document held."""
    return _remembered(db, source).entries


def _remembered(db: Connection, source: str) -> Known:
    body = db.execute(_BODY, {"source": source}).scalar()
    return NOTHING_KNOWN if body is None else Known.unpack(body)


def save(db: Connection, dialect: Dialect, remembered: Mapping[str, Known]) -> None:
    """Remember this of these sources, in place of what was."""
    if remembered:
        rows = [{"source": name, "body": one.pack()} for name, one in remembered.items()]
        db.execute(dialect.upsert(t.known), rows)
