"""Writes about polling: which sources there are, who polls them now, what is known of each and its domain; and which
sites one process has to itself (``store.shared_api.Lanes``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    exists,
    literal,
    or_,
    select,
    text,
    update,
)

from feeds.model.known import Known
from feeds.model.poll import DomainState, PollState, Source
from store import known
from store import tables as t
from store.dialect import Dialect
from store.many import IDS, ask, chunks, run
from store.pending import Pending
from store.queries import Reader
from store.shared_api import News
from store.states import COLUMNS, note_pushed, save_states, state_row, to_state

_APART = timedelta(
    seconds=5
)  # clocks of several machines differ; what is noted later is from a wrong one

_LONGEST_REST = timedelta(days=8)  # a week, which is the most that a site is heeded, and its spread
CLAIMS = 0x44617466  # the advisory lock of claims and poll states
_TURN = text("SELECT pg_advisory_xact_lock(:n)")
# Built once: building a statement costs more than running it.
_CLAIM = (
    update(t.sources)
    .where(t.sources.c.source.in_(IDS))
    .values(lease=bindparam("lease"), holder=bindparam("the_holder"))
)
_NAMED = (
    select(*COLUMNS)
    .where(t.sources.c.current, t.sources.c.source.in_(IDS))
    .order_by(t.sources.c.source)
)
_RELEASE = (
    update(t.sources)
    .where(t.sources.c.source.in_(IDS), t.sources.c.holder == bindparam("the_holder"))
    .values(lease=None, holder=None)
)
_ALLOW = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .values(republish=bindparam("allowed"))
)
# An address that the operator changed is another feed: it is due at once, however long the old one rested.
_READDRESS = (
    update(t.sources)
    .where(
        t.sources.c.source == bindparam("the_source"), t.sources.c.url != bindparam("the_address")
    )
    .values(due=bindparam("due"))
)

# Only where it changed: most sources stay on their site.
_PLACE = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .where(t.sources.c.lane.is_distinct_from(bindparam("the_lane")))
    .values(lane=bindparam("the_lane"))
)
_OURS = select(t.lanes.c.lane).where(
    t.lanes.c.lane.in_(IDS), t.lanes.c.holder == bindparam("holder")
)


class PollWriter(Reader):
    """The part of a transaction that is about polling; see ``store.api.Transaction``.

    ``news`` is what other processes are to be told once it is committed.
    """

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection)
        self._dialect = dialect
        self._pending = Pending(connection)
        self.news: set[News] = set()

    def _turn(self) -> None:
        """Touch claims and poll states one transaction at a time, to its end: rows that two lock in different
        orders would else be a deadlock. Who takes stories in comes here last.
        """
        if self._dialect.locks_rows:
            self._db.execute(_TURN, {"n": CLAIMS})

    @property
    def _db(self) -> Connection:
        self._pending.flush()
        return self._connection

    def _of(self, *tables: Table) -> Connection:
        for table in tables:
            self._pending.flush(table)
        return self._connection

    def flush(self) -> None:
        """Write what waits; to be called before the transaction is committed."""
        self._pending.flush()

    def _put(self, table: Table, *values: dict[str, Any]) -> None:
        if values:
            self._of(table).execute(self._dialect.upsert(table), values)

    def _put_later(self, table: Table, *values: dict[str, Any]) -> None:
        """The same, together with others, before anything reads the table."""
        self._pending.add(table, self._dialect.upsert(table), values)

    def sync_sources(self, sources: Sequence[Source], *, due: Mapping[str, datetime]) -> None:
        """See ``Transaction``."""
        self._turn()
        self._db.execute(update(t.sources).values(current=False))
        for some in chunks(sources):
            first = [
                PollState(source=one.name, due=due[one.name], added=due[one.name], url=one.address)
                for one in some
            ]
            new = [{"source": one.source, "current": True, **state_row(one)} for one in first]
            self._db.execute(self._dialect.insert_missing(t.sources), new)
            named = t.sources.c.source.in_([one.name for one in some])
            self._db.execute(update(t.sources).where(named).values(current=True))
            addresses = [
                {"the_source": one.name, "the_address": one.address, "due": due[one.name]}
                for one in some
            ]
            self._db.execute(_READDRESS, addresses)
            allowed = [{"the_source": one.name, "allowed": one.republish} for one in some]
            self._db.execute(_ALLOW, allowed)
        self.news.add("sources")

    def claim_due(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        names: Sequence[str] | None = None,
        besides: Collection[str] = (),
    ) -> Sequence[PollState]:
        """See ``Transaction``."""
        self._turn()
        if names is None:
            due = self.claimable(now).where(~self._elsewhere(now)).limit(limit)
            if besides:
                due = due.where(t.sources.c.source.not_in(sorted(besides)))
            found = [*self._db.execute(self._dialect.for_update(due))]
        else:
            found = [*ask(self._db, _NAMED, names)]
        states = [to_state(row, lease=now + lease) for row in found]
        claimed = [one.source for one in states]
        run(self._db, _CLAIM, claimed, lease=now + lease, the_holder=self._dialect.holder)
        return states

    def _elsewhere(self, now: datetime) -> ColumnElement[bool]:
        """Whether another process has the source's site."""
        of_it = t.lanes.c.lane == t.sources.c.lane
        others = (t.lanes.c.holder != self._dialect.holder) & (t.lanes.c.lease > now)
        return exists().where(of_it, others)

    def save_poll_states(self, states: Sequence[PollState]) -> None:
        """See ``Transaction``."""
        if states:
            self._turn()
            save_states(self._db, states, self._dialect.holder)

    def note_pushed(self, states: Sequence[PollState]) -> None:
        """See ``Transaction``."""
        if states:
            self._turn()
            note_pushed(self._db, states)

    def release_leases(self, names: Sequence[str]) -> None:
        """See ``Transaction``."""
        self._turn()
        run(self._db, _RELEASE, names, the_holder=self._dialect.holder)

    def break_leases(self) -> None:
        """See ``Transaction``."""
        self._turn()
        self._db.execute(update(t.sources).values(lease=None, holder=None))

    def save_known(self, remembered: Mapping[str, Known]) -> None:
        """See ``Transaction``."""
        known.save(self._db, self._dialect, remembered)

    def save_domain_state(self, state: DomainState) -> None:
        """See ``Transaction``."""
        self._put(t.domains, asdict(state))

    def shift_clock(self, step: timedelta) -> None:
        """See ``Transaction``."""
        self._turn()
        by = literal(step // timedelta(microseconds=1), BigInteger)
        names = ("due", "polled", "succeeded", "whole", "lease", "unpushed")
        moved = {name: t.sources.c[name] + by for name in names}
        self._db.execute(update(t.sources).where(t.sources.c.polled.is_not(None)).values(moved))
        rests = {name: t.domains.c[name] + by for name in ("noted", "until", "limited")}
        self._db.execute(update(t.domains).values(rests))
        p = t.push_subscriptions.c
        leases = {name: p[name] + by for name in ("due", "expires", "pushed", "taken", "doubted")}
        self._db.execute(update(t.push_subscriptions).values(leases))

    def mend_clock(self, *, now: datetime, lease: timedelta) -> None:
        """See ``Transaction``."""
        self._turn()
        c, late = t.sources.c, now + _APART
        times = {
            name: case((c[name] > now, literal(now, t.Moment())), else_=c[name])
            for name in ("succeeded", "changed", "whole")
        }
        dues = {name: c[name] - (c.polled - now) for name in ("due", "unpushed")}
        ahead = {**dues, "polled": now, **times}
        self._db.execute(update(t.sources).where(c.polled > late).values(ahead))
        # One that was put off, which says why, waits without having been polled; for no longer than sites are heeded.
        first = or_(c.why_next.is_(None), c.due > now + _LONGEST_REST)
        self._db.execute(
            update(t.sources).where(and_(c.polled.is_(None), c.due > late, first)).values(due=late)
        )
        self._db.execute(update(t.sources).where(c.lease > late + lease).values(lease=None))
        d = t.domains.c
        rest = {"until": d.until - (d.noted - now), "noted": now}
        self._db.execute(update(t.domains).where(d.noted > late).values(rest))

    # sites

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
        return frozenset(lane for (lane,) in ask(self._db, _OURS, wanted, holder=me))

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
