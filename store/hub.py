"""The hub's part of a store: see ``store.hub_api`` for what each read and write promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from feeds.model.hub import Delivery, HubCounts, HubRequest, Mark, Subscription
from store import tables as t
from store.dialect import Dialect

_requests, _subscriptions, _deliveries = t.hub_requests, t.hub_subscriptions, t.hub_deliveries
_SECOND = timedelta(seconds=1)
_READ = 4  # times as many rows are read as are to be claimed, and again if these do not do


class Reader:
    """Reads; see ``HubReader``."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def counts(self, topic_url: str, callback: str, host: str, *, now: datetime) -> HubCounts:
        """See ``HubReader``."""
        living = _subscriptions.c.expires > now
        pending = _requests.c.mode != "denied"
        this = {"topic_url": topic_url, "callback": callback}
        return HubCounts(
            subscriptions=self._count(_subscriptions, living),
            of_host=self._count(_subscriptions, living, _subscriptions.c.host == host),
            pending=self._count(_requests, pending),
            pending_of_host=self._count(_requests, pending, _requests.c.host == host),
            known=any(
                self._count(table, _is(table, **this)) for table in (_subscriptions, _requests)
            ),
        )

    def _count(self, table: Table, *where: ColumnElement[bool]) -> int:
        return self._db.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

    def totals(self, *, now: datetime) -> tuple[int, int]:
        """See ``HubReader``."""
        living = _subscriptions.c.expires > now
        return self._count(_subscriptions, living), self._count(_deliveries)

    def is_due(self, *, now: datetime) -> bool:
        """See ``HubReader``."""
        waits = or_(*(exists().where(_free(table, now)) for table in (_requests, _deliveries)))
        return bool(self._db.execute(select(waits)).scalar())

    def marks(self, topic: str) -> Mapping[str, Mark]:
        """See ``HubReader``."""
        columns = (t.hub_marks.c.entry, t.hub_marks.c.digest, t.hub_marks.c.number)
        found = self._db.execute(select(*columns).where(t.hub_marks.c.topic == topic))
        return {entry: Mark(digest=digest, number=number) for entry, digest, number in found}


class Writer(Reader):
    """Reads and writes; see ``HubWriter``."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection)
        self._dialect = dialect

    def ask(self, request: HubRequest, host: str, *, now: datetime) -> None:
        """See ``HubWriter``."""
        said = {
            "mode": request.mode,
            "term": int(request.term.total_seconds()),
            "why": request.why,
            "secret": request.secret,
        }
        key = {"topic_url": request.topic_url, "callback": request.callback}
        new = {**key, **said, "host": host, "asked": 1, "attempts": 0, "due": now}
        statement = self._dialect.insert(_requests).values(new)
        again = {**said, "asked": _requests.c.asked + 1}
        self._db.execute(statement.on_conflict_do_update(index_elements=list(key), set_=again))

    def owe(self, topic_urls: Sequence[str], hubs: Mapping[str, str], *, now: datetime) -> None:
        """See ``HubWriter``."""
        key = ["kind", "topic_url", "callback"]
        columns = [*key, "host", "asked", "attempts", "due"]
        due = literal(now, t.Moment())
        more = {"asked": _deliveries.c.asked + 1}
        subscribed = select(
            literal("push"),
            _subscriptions.c.topic_url,
            _subscriptions.c.callback,
            _subscriptions.c.host,
            literal(1),
            literal(0),
            due,
        ).where(_subscriptions.c.topic_url.in_(topic_urls))
        statement = self._dialect.insert(_deliveries).from_select(columns, subscribed)
        self._db.execute(statement.on_conflict_do_update(index_elements=key, set_=more))
        pings = [
            dict(zip(columns, ("ping", url, hub, host, 1, 0, now), strict=True))
            for url in topic_urls
            for hub, host in hubs.items()
        ]
        if pings:
            each = self._dialect.insert(_deliveries)
            self._db.execute(each.on_conflict_do_update(index_elements=key, set_=more), pings)

    def claim_requests(
        self, *, now: datetime, lease: timedelta, limit: int, per_host: int
    ) -> Sequence[HubRequest]:
        """See ``HubWriter``."""
        rows = self._claim(_requests, now, lease, limit, per_host)
        fields = ("topic_url", "callback", "mode", "secret", "why", "asked", "attempts")
        return [
            HubRequest(**{name: row[name] for name in fields}, term=row["term"] * _SECOND)
            for row in rows
        ]

    def claim_deliveries(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        per_host: int,
        lapsed: datetime | None = None,
    ) -> Sequence[Delivery]:
        """See ``HubWriter``."""
        fields = ("kind", "topic_url", "callback", "asked", "attempts", "failing")
        rows = self._claim(_deliveries, now, lease, limit, per_host)
        held = self._held([row for row in rows if row["kind"] == "push"], lapsed or now)
        found = []
        for row in rows:
            place = (row["topic_url"], row["callback"])
            cursor, secret = held.get(place, (0, None))
            if row["kind"] == "push" and place not in held:  # it lapsed since
                self.end(*place)
                continue
            delivery = {name: row[name] for name in fields}
            found.append(Delivery(**delivery, cursor=cursor, secret=secret))
        return found

    def _held(
        self, rows: Sequence[Mapping[str, Any]], now: datetime
    ) -> dict[tuple[str, str], tuple[int, bytes | None]]:
        """The cursors and secrets of living subscriptions, by topic and callback."""
        place = tuple_(_subscriptions.c.topic_url, _subscriptions.c.callback)
        asked = [(row["topic_url"], row["callback"]) for row in rows]
        living = (place.in_(asked), _subscriptions.c.expires > now)
        found = self._db.execute(select(_subscriptions).where(*living)).mappings()
        return {(r["topic_url"], r["callback"]): (r["cursor"], r["secret"]) for r in found}

    def _claim(
        self, table: Table, now: datetime, lease: timedelta, limit: int, per_host: int
    ) -> Sequence[Mapping[str, Any]]:
        """Rows that are due and free, now under a claim; of a host, no more than so many at once.

        Row locks are needless: writers of a store take turns.
        """
        key = list(table.primary_key.columns)
        claimed = update(table).where(*(c == bindparam(f"its_{c.name}") for c in key))
        rows = self._next(table, now, limit, per_host)
        its = [{f"its_{c.name}": row[c.name] for c in key} for row in rows]
        if its:
            self._db.execute(claimed.values(lease=now + lease), its)
        return rows

    def _next(
        self, table: Table, now: datetime, limit: int, per_host: int
    ) -> Sequence[Mapping[str, Any]]:
        """What may be claimed, due longest first. Only as many rows are read as it takes: a feed with very many
        subscribers owes them all at once, and a turn has room for some.
        """
        running = select(table.c.host, func.count()).where(table.c.lease > now)
        taken = Counter({host: n for host, n in self._db.execute(running.group_by(table.c.host))})
        full = sorted(host for host, there in taken.items() if there >= per_host)
        free = _free(table, now) & table.c.host.not_in(full)
        due = select(table).where(free).order_by(table.c.due)
        most = _READ * limit
        while True:
            rows = self._db.execute(due.limit(most)).mappings().all()
            chosen: list[Mapping[str, Any]] = []
            there = taken.copy()
            for row in rows:
                if len(chosen) < limit and there[row["host"]] < per_host:
                    there[row["host"]] += 1
                    chosen.append(dict(row))
            if len(chosen) == limit or len(rows) < most:
                return chosen
            most *= _READ  # what hosts have no room for stands first

    def close_request(self, request: HubRequest, *, now: datetime) -> None:
        """See ``HubWriter``."""
        key = {"topic_url": request.topic_url, "callback": request.callback}
        self._close(_requests, request.asked, now, **key)

    def close_delivery(self, delivery: Delivery, *, now: datetime) -> None:
        """See ``HubWriter``."""
        self._close(_deliveries, delivery.asked, now, **_delivery_key(delivery))

    def _close(self, table: Table, asked: int, now: datetime, **key: str) -> None:
        this = _is(table, **key)
        self._db.execute(delete(table).where(this, table.c.asked == asked))
        anew: dict[str, Any] = {"lease": None, "due": now, "attempts": 0}
        if table is _deliveries:
            anew["failing"] = None
        self._db.execute(update(table).where(this).values(anew))

    def retry_request(self, request: HubRequest, *, due: datetime) -> None:
        """See ``HubWriter``."""
        this = _is(_requests, topic_url=request.topic_url, callback=request.callback)
        values = {"lease": None, "due": due, "attempts": request.attempts}
        self._db.execute(update(_requests).where(this).values(values))

    def retry_delivery(self, delivery: Delivery, *, due: datetime) -> None:
        """See ``HubWriter``."""
        values = {
            "lease": None,
            "due": due,
            "attempts": delivery.attempts,
            "failing": delivery.failing,
        }
        this = _is(_deliveries, **_delivery_key(delivery))
        self._db.execute(update(_deliveries).where(this).values(values))

    def subscribe(self, subscription: Subscription, host: str, *, now: datetime) -> None:
        """See ``HubWriter``."""
        key = {"topic_url": subscription.topic_url, "callback": subscription.callback}
        lapsed = _subscriptions.c.expires <= now
        self._db.execute(delete(_subscriptions).where(_is(_subscriptions, **key), lapsed))
        said = {"expires": subscription.expires, "secret": subscription.secret}
        new = {**key, **said, "host": host, "cursor": subscription.cursor}
        statement = self._dialect.insert(_subscriptions).values(new)
        self._db.execute(statement.on_conflict_do_update(index_elements=list(key), set_=said))
        owed = {"kind": "push", **key, "host": host, "asked": 1, "attempts": 0, "due": now}
        queued = self._dialect.insert(_deliveries).values(owed)
        again = {"attempts": 0, "due": now, "failing": None}
        index = ["kind", "topic_url", "callback"]
        self._db.execute(queued.on_conflict_do_update(index_elements=index, set_=again))

    def advance(self, topic_url: str, callback: str, cursor: int) -> None:
        """See ``HubWriter``."""
        this = _is(_subscriptions, topic_url=topic_url, callback=callback)
        self._db.execute(update(_subscriptions).where(this).values(cursor=cursor))

    def end(self, topic_url: str, callback: str) -> None:
        """See ``HubWriter``."""
        key = {"topic_url": topic_url, "callback": callback}
        self._db.execute(delete(_subscriptions).where(_is(_subscriptions, **key)))
        self._db.execute(delete(_deliveries).where(_is(_deliveries, kind="push", **key)))

    def sweep(
        self,
        topic_urls: Collection[str],
        topics: Collection[str],
        *,
        why: str,
        now: datetime,
        lapsed: datetime | None = None,
    ) -> None:
        """See ``HubWriter``."""
        columns = (_subscriptions.c.topic_url, _subscriptions.c.callback, _subscriptions.c.host)
        ended = select(*columns).where(_subscriptions.c.expires <= (lapsed or now))
        for topic_url, callback, _ in self._db.execute(ended).all():
            self.end(topic_url, callback)
        for topic_url in self._others(_subscriptions.c.topic_url, topic_urls):
            of_it = select(*columns).where(_subscriptions.c.topic_url == topic_url)
            for _, callback, host in self._db.execute(of_it).all():
                self.end(topic_url, callback)
                denied = HubRequest(topic_url=topic_url, callback=callback, mode="denied", why=why)
                self.ask(denied, host, now=now)
        for topic_url in self._others(_deliveries.c.topic_url, topic_urls):
            self._db.execute(delete(_deliveries).where(_deliveries.c.topic_url == topic_url))
        for topic in self._others(t.hub_marks.c.topic, topics):
            self._db.execute(delete(t.hub_marks).where(t.hub_marks.c.topic == topic))

    def _others(self, column: ColumnElement[str], known: Collection[str]) -> list[str]:
        return sorted(set(self._db.execute(select(column).distinct()).scalars()) - set(known))

    def put_marks(self, topic: str, marks: Mapping[str, Mark]) -> None:
        """See ``HubWriter``."""
        known = self.marks(topic)
        this = t.hub_marks.c.topic == topic
        for entry in known.keys() - marks.keys():
            self._db.execute(delete(t.hub_marks).where(this, t.hub_marks.c.entry == entry))
        changed = [
            {"topic": topic, "entry": entry, "number": mark.number, "digest": mark.digest}
            for entry, mark in marks.items()
            if known.get(entry) != mark
        ]
        if changed:
            self._db.execute(self._dialect.upsert(t.hub_marks), changed)

    def give_back(self) -> None:
        """See ``HubWriter``."""
        for table in (_requests, _deliveries):
            self._db.execute(update(table).values(lease=None))


def _is(table: Table, **key: str) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in key.items()))


def _free(table: Table, now: datetime) -> ColumnElement[bool]:
    return and_(table.c.due <= now, or_(table.c.lease.is_(None), table.c.lease <= now))


def _delivery_key(delivery: Delivery) -> dict[str, str]:
    return {
        "kind": delivery.kind,
        "topic_url": delivery.topic_url,
        "callback": delivery.callback,
    }
