"""What a wrong clock noted, once the right time is known: it counts as noted now, since nobody knows when it was.

No source is believed to tell of times before 1981 or more than two days ahead, so that nothing else lies there. Due
times and leases, which lie ahead rightly, are put right where they lie further ahead than any does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, case, delete, literal, or_, select, update

from feeds.model.health import SourceEvent
from feeds.model.item import AHEAD, EARLIEST
from store import events
from store import tables as t
from store.dialect import Dialect

_LEASE = timedelta(days=30)  # the longest of a subscription, here or with a source's hub
_HOLD = timedelta(days=366)  # no topic holds stories back for longer
_SEEN = ("first_seen", "seen_after")
_TOLD = ("published", "updated", "first_seen")
# A correction's time stands in the log of topics as well: noted alike there, the story is not out anew.
_NOTED = (
    (t.items, _SEEN),
    (t.stories, _TOLD),
    (t.versions, ("at",)),
    (t.topic_log, ("updated",)),
    (t.embargoed, ("seen",)),
    (t.digests, ("until", "rewritten")),
    (t.documents, ("modified",)),
    (t.sources, ("added", "broken", "silent", "changed")),
    (t.push_subscriptions, ("pushed", "taken", "doubted")),
    (t.hub_deliveries, ("failing",)),
)
_LATER = (  # what lies ahead, at most so far, and what it is where it lies further
    (t.topic_held, "until", _HOLD, timedelta(0)),
    (t.hub_subscriptions, "expires", _LEASE, _LEASE),
    (t.hub_requests, "due", AHEAD, timedelta(0)),
    (t.hub_deliveries, "due", AHEAD, timedelta(0)),
    (t.hub_requests, "lease", AHEAD, timedelta(0)),
    (t.hub_deliveries, "lease", AHEAD, timedelta(0)),
    (t.push_subscriptions, "due", _LEASE, timedelta(0)),
    (t.push_subscriptions, "expires", _LEASE, timedelta(0)),
)


def stories_noted_wrong(db: Connection, now: datetime) -> list[str]:
    """The stories of which something, or of a copy of which, was noted by a wrong clock."""
    c, copies = t.stories.c, t.copies.c
    own = select(c.id).where(or_(*(_wrong(c[name], now) for name in _TOLD)))
    items = t.items.join(t.copies, copies.item == t.items.c.id)
    of_copies = select(copies.story).select_from(items).where(_wrong(t.items.c.first_seen, now))
    return sorted({*db.execute(own).scalars(), *db.execute(of_copies).scalars()})


def put_right(
    db: Connection, dialect: Dialect, *, now: datetime, periods: Mapping[str, datetime]
) -> bool:
    """Have what a wrong clock noted count as noted now; whether there was any.

    ``periods`` says when the periods of topics that are digests end: what such a one took is in its next digest.
    """
    found = 0
    moment = literal(now, t.Moment())
    for table, names in _NOTED:
        for name in names:
            wrong = _wrong(table.c[name], now)
            found += db.execute(update(table).where(wrong).values({name: moment})).rowcount
    for table, name, bound, instead in _LATER:
        wrong, then = table.c[name] > now + bound, now + instead
        found += db.execute(update(table).where(wrong).values({name: then})).rowcount
    if found:  # whole seconds; no index finds them by time
        seen, whole = t.signatures.c.seen, t.seconds
        stray = or_(seen < whole(EARLIEST), seen > whole(now + AHEAD))
        db.execute(update(t.signatures).where(stray).values(seen=whole(now)))
    found += _digests(db, now, periods)
    found += _events(db, dialect, now)
    return found > 0


def _wrong(column: Column[datetime], now: datetime) -> ColumnElement[bool]:
    return or_(column < EARLIEST, column > now + AHEAD)


def _digests(db: Connection, now: datetime, periods: Mapping[str, datetime]) -> int:
    """Topics' digests go on with the period after this one, and with what was entered by a wrong clock."""
    entries, states = t.topic_entries, t.digest_states
    found = 0
    for slug, end in periods.items():
        of_it = (states.c.topic == slug) & (states.c.until > now + AHEAD)
        opened = case((states.c.opened > now, literal(now, t.Moment())), else_=states.c.opened)
        found += db.execute(update(states).where(of_it).values(until=end, opened=opened)).rowcount
        entered = (entries.c.topic == slug) & _wrong(entries.c.entered, now)
        found += db.execute(update(entries).where(entered).values(entered=end)).rowcount
    others = _wrong(entries.c.entered, now)
    return found + db.execute(update(entries).where(others).values(entered=now)).rowcount


def _events(db: Connection, dialect: Dialect, now: datetime) -> int:
    """What was told of sources, in its order: of one source and kind no two are of one moment."""
    wrong, at = _wrong(t.source_events.c.at, now), now
    rows = db.execute(select(t.source_events).where(wrong).order_by(t.source_events.c.at.desc()))
    told = []
    for row in rows.mappings():
        told.append(SourceEvent(**{**row, "at": at}))
        at -= timedelta(microseconds=1)
    db.execute(delete(t.source_events).where(wrong))
    events.add(db, dialect, told)
    return len(told)
