"""Poll states ↔ rows of ``sources``. Every poll reads one and writes one, so that both are kept cheap
(``bench/schedule.py``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, bindparam, case, or_, type_coerce, update

from feeds.model.poll import PollHints, PollState
from store import tables as t
from store.direct import write
from store.rows import dump

_MICROSECOND = timedelta(microseconds=1)
_NOT_STATE = (
    "source",
    "current",
    "holder",
    "lane",
    "republish",
    "archived",
)  # columns that are no part of a poll state
_LAID_OUT = {"interval": "interval_us", "fresh": "fresh_us"}  # fields under another column's name
_FIELDS = tuple(field.name for field in fields(PollState))
_values = attrgetter(*_FIELDS)

_MOMENTS = tuple(c.name for c in t.sources.c if isinstance(c.type, t.Moment))
_MOMENTS_AT = tuple(_FIELDS.index(name) for name in _MOMENTS)
_INTERVAL, _FRESH, _HINTS = map(_FIELDS.index, ("interval", "fresh", "hints"))
# What ``to_state`` reads, in the order of PollState's fields; moments as the numbers that they are stored as.
COLUMNS = tuple(
    type_coerce(column, BigInteger) if isinstance(column.type, t.Moment) else column
    for column in (t.sources.c[_LAID_OUT.get(name, name)] for name in _FIELDS)
)
_UNCLAIMED = bindparam("lease", type_=t.Moment()).is_(None)
_SAVE = (
    update(t.sources)
    .where(
        t.sources.c.source == bindparam("the_source"),
        # Another process that claimed it since, because our claim had lapsed, keeps its own; and so it stays as one
        # put it off or gave it back that had it claimed when it was read.
        or_(
            and_(t.sources.c.holder.is_(None), _UNCLAIMED),
            t.sources.c.holder == bindparam("the_holder"),
        ),
    )
    .values({c.name: bindparam(c.name) for c in t.sources.c if c.name not in _NOT_STATE})
    .values(holder=case((_UNCLAIMED, None), else_=t.sources.c.holder))
)
_NOTE = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .values({name: bindparam(name) for name in ("changed", "rate", "silent")})
)


def save_states(db: Connection, states: Sequence[PollState], holder: str) -> None:
    """Write the states of sources that ``holder`` has claimed, or nobody."""
    saved = [
        {**state_row(state), "the_source": state.source, "the_holder": holder} for state in states
    ]
    write(db, _SAVE, saved)


def note_pushed(db: Connection, states: Sequence[PollState]) -> None:
    """Write what pushes change in the states of sources, whoever has them claimed."""
    noted = [
        {
            **{name: getattr(state, name) for name in ("changed", "rate", "silent")},
            "the_source": state.source,
        }
        for state in states
    ]
    db.execute(_NOTE, noted)


def state_row(state: PollState) -> dict[str, Any]:
    """A poll state as the columns of ``sources``, its name left out."""
    row = dict(zip(_FIELDS, _values(state), strict=True))
    interval, fresh = row.pop("interval"), row.pop("fresh")
    row["interval_us"] = None if interval is None else interval // _MICROSECOND
    row["fresh_us"] = None if fresh is None else fresh // _MICROSECOND
    row["hints"] = _dump_hints(state.hints)
    del row["source"]
    return row


def to_state(row: Sequence[Any], **since: Any) -> PollState:
    """The poll state that the ``COLUMNS`` of a row hold, but for fields that were set ``since``."""
    values = list(row)
    for at in _MOMENTS_AT:
        if values[at] is not None:
            values[at] = t.moment(values[at])
    for at in (_INTERVAL, _FRESH):
        if values[at] is not None:
            values[at] *= _MICROSECOND
    values[_HINTS] = _load_hints(values[_HINTS])
    return PollState(**dict(zip(_FIELDS, values, strict=True)) | since)


# Most feeds ask for nothing, or for the same as others.
@lru_cache(maxsize=500)
def _dump_hints(hints: PollHints) -> str:
    return dump(
        {
            "ttl": None if hints.ttl is None else hints.ttl // _MICROSECOND,
            "skip_hours": sorted(hints.skip_hours),
            "skip_days": sorted(hints.skip_days),
            "hub": hints.hub,
            "self_url": hints.self_url,
            **({"other_hubs": hints.other_hubs} if hints.other_hubs else {}),
            "expired": hints.expired,
        }
    )


@lru_cache(maxsize=500)
def _load_hints(stored: str) -> PollHints:
    raw = json.loads(stored)
    ttl = raw.pop("ttl")
    return PollHints(
        ttl=None if ttl is None else ttl * _MICROSECOND,
        skip_hours=frozenset(raw.pop("skip_hours")),
        skip_days=frozenset(raw.pop("skip_days")),
        other_hubs=tuple(raw.pop("other_hubs", ())),
        **raw,
    )
