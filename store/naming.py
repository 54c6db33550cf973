"""Sources that have other names: what is kept of each is the other name's from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, bindparam, delete, select, update

from store import tables as t
from store.many import IDS, chunks

_ASIDE = "\n"  # before a name that is another's next; no name holds it
_KEYED = (t.item_keys, t.embargoed)
_OF_SOURCE = (t.sources, t.known, *_KEYED, t.items, t.push_subscriptions)
_CARRIED = (
    select(t.copies.c.story)
    .join(t.items, t.items.c.id == t.copies.c.item)
    .where(t.items.c.source == bindparam("name"))
    .distinct()
)
# Of those that it carries: who carried one first has a copy in it, and no index finds stories by that.
_FIRST = (
    update(t.stories)
    .where(t.stories.c.id.in_(_CARRIED), t.stories.c.first_carrier == bindparam("old"))
    .values(first_carrier=bindparam("name"))
)
_PRINTS = select(t.fingerprints.c.item, t.fingerprints.c.body).where(t.fingerprints.c.item.in_(IDS))
_SIGN = (
    update(t.fingerprints)
    .where(t.fingerprints.c.item == bindparam("the_item"))
    .values(body=bindparam("signed"))
)


def rename(
    db: Connection, names: Mapping[str, str], signed: Callable[[bytes, str], bytes]
) -> set[str]:
    """Give sources their new name (by the old one); the stories that say so.

    Names may go round. What is there under a new name that nobody has any more stays, but for
    its state and for what both have: then the source's own counts.
    """
    aside = {old: _ASIDE + old for old in names if old in names.values()}
    for old, passing in aside.items():
        _move(db, old, passing)
    stories: set[str] = set()
    for old, new in names.items():
        _clear(db, new, aside.get(old, old))
        _move(db, aside.get(old, old), new)
        _sign(db, new, signed)
        stories.update(db.execute(_CARRIED, {"name": new}).scalars())
    # Claims are of polls under the old names, which nobody takes in any more.
    of_them = t.sources.c.source.in_(sorted(names.values()))
    db.execute(update(t.sources).where(of_them).values(lease=None, holder=None))
    return stories


def _move(db: Connection, old: str, new: str) -> None:
    for table in _OF_SOURCE:
        db.execute(update(table).where(table.c.source == old).values(source=new))
    db.execute(_FIRST, {"name": new, "old": old})


def _sign(db: Connection, name: str, signed: Callable[[bytes, str], bytes]) -> None:
    """Have the fingerprints of a source's items say whose they are: the same words of one source are one item."""
    items = [*db.execute(select(t.items.c.id).where(t.items.c.source == name)).scalars()]
    for some in chunks(items):  # of a large source there is much to sign
        found = db.execute(_PRINTS, {"ids": some})
        anew = [{"the_item": item, "signed": signed(body, name)} for item, body in found]
        if anew:
            db.execute(_SIGN, anew)


def _clear(db: Connection, name: str, coming: str) -> None:
    """Make room under a name for what is coming."""
    for table in (t.sources, t.known):
        db.execute(delete(table).where(table.c.source == name))
    for table in _KEYED:
        theirs = select(table.c.key).where(table.c.source == coming)
        db.execute(delete(table).where(table.c.source == name, table.c.key.in_(theirs)))
