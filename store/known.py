"""What is remembered of sources' last documents, as far as the store still holds what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection, bindparam, or_, select

from feeds.model.known import NOTHING_KNOWN, Known, digest_head
from store import tables as t
from store.dialect import Dialect
from store.stories import chunks

# Built once: building a statement costs more than running it.
_BODY = select(t.known.c.body).where(t.known.c.source == bindparam("source"))
# An item that its source manages otherwise than by numbering its states (an embargo, a withdrawal) is read each time.
_AS_TAKEN = select(t.items.c.id, t.items.c.digest).where(
    t.items.c.id.in_(bindparam("ids", expanding=True)),
    or_(
        t.items.c.details.not_like('%"management":%'),
        t.items.c.details.like('%,"status":"usable","embargo":null}%'),
    ),
)


def known(db: Connection, source: str) -> Known:
    """What is remembered of a source, without entries whose items are gone or were changed since."""
    body = db.execute(_BODY, {"source": source}).scalar()
    if body is None:
        return NOTHING_KNOWN
    remembered = Known.unpack(body)
    ids = [entry.id for entry in remembered.entries]
    found = {number: digest_head(digest) for number, digest in _digests(db, ids)}
    same = tuple(entry for entry in remembered.entries if found.get(entry.id) == entry.digest)
    return replace(remembered, entries=same)


def _digests(db: Connection, ids: list[int]) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = []
    for some in chunks(ids):
        rows += [(number, digest) for number, digest in db.execute(_AS_TAKEN, {"ids": some})]
    return rows


def save(db: Connection, dialect: Dialect, remembered: Mapping[str, Known]) -> None:
    """Remember this of these sources, in place of what was."""
    if remembered:
        rows = [{"source": name, "body": one.pack()} for name, one in remembered.items()]
        db.execute(dialect.upsert(t.known), rows)
