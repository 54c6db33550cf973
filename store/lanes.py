"""Writes about sites that one process has to itself; see ``store.shared_api.Lanes``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, bindparam, or_, select, update

from store import tables as t
from store.many import IDS, ask
from store.polling import PollWriter

# Only where it changed: most sources stay on their site.
_PLACE = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .where(t.sources.c.lane.is_distinct_from(bindparam("the_lane")))
    .values(lane=bindparam("the_lane"))
)


_HELD = select(t.lanes.c.lane).where(
    t.lanes.c.lane.in_(IDS), t.lanes.c.holder == bindparam("holder")
)


class LaneWriter(PollWriter):
    """The part of a transaction that is about sites."""

    def take_lanes(
        self, lanes: Mapping[str, str], *, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        """See ``Lanes``."""
        if not lanes:
            return frozenset()
        self._turn()
        placed = [{"the_source": source, "the_lane": lane} for source, lane in lanes.items()]
        self._db.execute(_PLACE, placed)
        me, wanted = self._dialect.holder, sorted(set(lanes.values()))
        put = self._dialect.insert(t.lanes)
        free = or_(t.lanes.c.holder == me, t.lanes.c.lease <= now)
        taken = put.on_conflict_do_update(
            index_elements=["lane"],
            set_={"holder": put.excluded.holder, "lease": put.excluded.lease},
            where=free,
        )
        values = [{"lane": lane, "holder": me, "lease": now + lease} for lane in wanted]
        self._db.execute(taken, values)
        return frozenset(lane for (lane,) in ask(self._db, _HELD, wanted, holder=me))

    def leave_lanes(self, lanes: Sequence[str], *, until: datetime) -> None:
        """See ``Lanes``."""
        self._turn()
        self._lease(t.lanes.c.lane, sorted(lanes), until)

    def renew_claims(self, claims: Mapping[str, str], *, until: datetime) -> frozenset[str]:
        """See ``Lanes``."""
        self._turn()
        lanes = self._lease(t.lanes.c.lane, sorted({*claims.values()} - {""}), until)
        there = sorted(source for source, lane in claims.items() if not lane or lane in lanes)
        return self._lease(t.sources.c.source, there, until)

    def _lease(self, column: Column[str], names: Sequence[str], until: datetime) -> frozenset[str]:
        """Let what is ours of these live until then; answers which that is."""
        table = column.table
        held = column.in_(IDS) & (table.c.holder == self._dialect.holder)
        leased = update(table).where(held).values(lease=until).returning(column)
        return frozenset(name for (name,) in ask(self._db, leased, names))
