"""Items held back until their embargo passes: put, looked up, let go, taken out when it has passed.

Apart from everything else, so that no query of stories, however it is written, can show one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select

from feeds.model.item import FURTHER_NOTICE, Item, file_key
from store import rows
from store.dialect import Dialect
from store.tables import embargoed

_FILE = file_key("")
_TIMES = ("published", "updated", "first_seen", "seen_after")


def put(db: Connection, dialect: Dialect, item: Item, keys: Sequence[str], until: datetime) -> None:
    """Hold an item until then, in place of what was held under its key."""
    row = {"source": item.source, "key": item.key, "until": until, "seen": item.first_seen}
    packed = {"keys": rows.dump(list(keys)), "body": rows.dump(rows.item_row(item))}
    db.execute(dialect.upsert(embargoed), [{**row, **packed}])


def under(db: Connection, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
    """The items of a source that are held under those keys, or in files that are among them."""
    c = embargoed.c
    of_it: ColumnElement[bool] = c.key.in_(keys)
    if any(key.startswith(_FILE) for key in keys):  # few are held, fewer of files
        of_it |= c["keys"].contains(f'"{_FILE}', autoescape=True)
    held = select(c.key, c["keys"], c.body).where(c.source == source, of_it).order_by(c.seen)
    found: dict[str, Item] = {}
    for own, every, body in db.execute(held):
        files = [key for key in json.loads(every) if key.startswith(_FILE)]
        found |= dict.fromkeys([own, *files], _item(source, body))
    return {key: item for key, item in found.items() if key in keys}


def are_there(db: Connection) -> bool:
    """Whether any item is held."""
    return db.execute(select(embargoed.c.key).limit(1)).first() is not None


def let_go(db: Connection, item: Item) -> None:
    """Hold an item no longer."""
    c = embargoed.c
    db.execute(delete(embargoed).where(c.source == item.source, c.key == item.key))


def take_due(
    db: Connection, dialect: Dialect, now: datetime, limit: int
) -> Sequence[tuple[Item, tuple[str, ...]]]:
    """Take out the items whose time has come, with their keys; the earliest first."""
    c = embargoed.c
    due = select(embargoed).where(c.until <= now).order_by(c.until, c.source, c.key).limit(limit)
    taken = db.execute(dialect.for_update(due)).mappings().all()
    found = [(_item(row["source"], row["body"]), tuple(json.loads(row["keys"]))) for row in taken]
    for item, _ in found:
        let_go(db, item)
    return found


def next_due(db: Connection) -> datetime | None:
    """When the next of them may be seen."""
    return db.execute(select(func.min(embargoed.c.until))).scalar()


def tidy(db: Connection, before: datetime) -> None:
    """Forget what nobody knows the end of and no source has brought since."""
    c = embargoed.c
    db.execute(delete(embargoed).where(c.until == FURTHER_NOTICE, c.seen < before))


def _item(source: str, body: str) -> Item:
    """An item as it was held, of its source as it is called by now."""
    row: dict[str, Any] = json.loads(body)
    times = {name: datetime.fromisoformat(row[name]) for name in _TIMES if row[name]}
    return rows.to_item({**row, **times, "source": source})
