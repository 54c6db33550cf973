"""Writes about polling: which sources there are, who polls them now, what is known of each and its domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Table,
    and_,
    bindparam,
    case,
    literal,
    select,
    update,
)

from feeds.model.known import Known
from feeds.model.poll import DomainState, PollState, Source
from store import known, rows
from store import tables as t
from store.dialect import Dialect
from store.queries import Reader, chunks

_APART = timedelta(
    seconds=5
)  # clocks of several machines differ; what is noted later is from a wrong one

# Built once: building a statement costs more than running it.
_SAVE = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .values({c.name: bindparam(c.name) for c in t.sources.c if c.name not in ("source", "current")})
)
_CLAIM = (
    update(t.sources)
    .where(t.sources.c.source == bindparam("the_source"))
    .values(lease=bindparam("lease"))
)
# An address that the operator changed is another feed: it is due at once, however long the old one rested.
_READDRESS = (
    update(t.sources)
    .where(
        t.sources.c.source == bindparam("the_source"), t.sources.c.url != bindparam("the_address")
    )
    .values(due=bindparam("due"))
)


class PollWriter(Reader):
    """The part of a transaction that is about polling; see ``store.api.Transaction``."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection)
        self._dialect = dialect

    def _put(self, table: Table, *values: dict[str, Any]) -> None:
        if values:
            self._db.execute(self._dialect.upsert(table), values)

    def sync_sources(self, sources: Sequence[Source], *, due: Mapping[str, datetime]) -> None:
        """See ``Transaction``."""
        self._db.execute(update(t.sources).values(current=False))
        for some in chunks(sources):
            new = [
                {
                    "source": one.name,
                    "current": True,
                    **rows.state_row(PollState(source=one.name, due=due[one.name])),
                }
                for one in some
            ]
            self._db.execute(self._dialect.insert_missing(t.sources), new)
            named = t.sources.c.source.in_([one.name for one in some])
            self._db.execute(update(t.sources).where(named).values(current=True))
            addresses = [
                {"the_source": one.name, "the_address": one.address, "due": due[one.name]}
                for one in some
            ]
            self._db.execute(_READDRESS, addresses)

    def claim_due(
        self, *, now: datetime, lease: timedelta, limit: int, names: Sequence[str] | None = None
    ) -> Sequence[PollState]:
        """See ``Transaction``."""
        if names is None:
            statement = self._dialect.for_update(self.claimable(now).limit(limit))
            found = list(self._rows(statement))
        else:
            found = []
            for some in chunks(names):
                named = select(t.sources).where(t.sources.c.current, t.sources.c.source.in_(some))
                found += self._rows(named.order_by(t.sources.c.source))
        states = [rows.to_state({**row, "lease": now + lease}) for row in found]
        if states:
            claims = [{"the_source": one.source, "lease": one.lease} for one in states]
            self._db.execute(_CLAIM, claims)
        return states

    def save_poll_state(self, state: PollState) -> None:
        """See ``Transaction``."""
        self.save_poll_states([state])

    def save_poll_states(self, states: Sequence[PollState]) -> None:
        """See ``Transaction``."""
        if states:
            values = [{"the_source": one.source, **rows.state_row(one)} for one in states]
            self._db.execute(_SAVE, values)

    def release_leases(self, names: Sequence[str]) -> None:
        """See ``Transaction``."""
        for some in chunks(names):
            freed = update(t.sources).where(t.sources.c.source.in_(some))
            self._db.execute(freed.values(lease=None))

    def save_known(self, remembered: Mapping[str, Known]) -> None:
        """See ``Transaction``."""
        known.save(self._db, self._dialect, remembered)

    def save_domain_state(self, state: DomainState) -> None:
        """See ``Transaction``."""
        self._put(t.domains, asdict(state))

    def shift_clock(self, step: timedelta) -> None:
        """See ``Transaction``."""
        by = literal(step // timedelta(microseconds=1), BigInteger)
        names = ("due", "polled", "succeeded", "whole", "lease")
        moved = {name: t.sources.c[name] + by for name in names}
        self._db.execute(update(t.sources).where(t.sources.c.polled.is_not(None)).values(moved))
        rests = {name: t.domains.c[name] + by for name in ("noted", "until", "limited")}
        self._db.execute(update(t.domains).values(rests))

    def mend_clock(self, *, now: datetime, lease: timedelta) -> None:
        """See ``Transaction``."""
        c, late = t.sources.c, now + _APART
        times = {
            name: case((c[name] > now, literal(now, t.Moment())), else_=c[name])
            for name in ("succeeded", "changed", "whole")
        }
        ahead = {"due": c.due - (c.polled - now), "polled": now, **times}
        self._db.execute(update(t.sources).where(c.polled > late).values(ahead))
        self._db.execute(
            update(t.sources).where(and_(c.polled.is_(None), c.due > late)).values(due=late)
        )
        self._db.execute(update(t.sources).where(c.lease > late + lease).values(lease=None))
        d = t.domains.c
        rest = {"until": d.until - (d.noted - now), "noted": now}
        self._db.execute(update(t.domains).where(d.noted > late).values(rest))
