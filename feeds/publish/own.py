"""Telling our own output from a source's: what we publish and then read again would come round for ever."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from uuid import RFC_4122, UUID

from feeds.model.item import Item

_URN = "urn:uuid:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """What of a document is not of our making; ``refused`` says why none of it may be taken."""

    items: tuple[Item, ...] = ()
    problems: tuple[str, ...] = ()
    refused: str | None = None


def without_own(
    items: Sequence[Item],
    address: str | None,
    *,
    base_url: str,
    published: Callable[[], Set[str]],
    others: bool,
) -> Foreign:
    """A document's items without what we published ourselves.

    ``address`` is the document's own, as it says. ``published`` gives the ids of what our feeds hold, and is
    asked only if an item's id has their shape. ``others``: the document also holds entries that are not ours.
    """
    if _is_own(address, base_url):
        return _refuse(f"its address is {address}, which is below [site] base_url")
    if not any(_may_be_own(item.guid) for item in items):
        return Foreign(items=tuple(items))
    ids = published()
    kept = tuple(item for item in items if item.guid not in ids)
    if not kept and not others:
        return _refuse("all its entries are stories that this desk publishes")
    own = sorted({item.guid or "" for item in items if item.guid in ids})
    said = tuple(f"entry {guid} is of this desk's own feeds and is left out" for guid in own)
    return Foreign(items=kept, problems=said)


def _refuse(why: str) -> Foreign:
    return Foreign(refused=f"this is a feed of our own: {why}; subscribe to what it was made from")


def _is_own(address: str | None, base_url: str) -> bool:
    base = base_url.rstrip("/") + "/"
    return address is not None and address.lower().startswith(base.lower())


def _may_be_own(guid: str | None) -> bool:
    """Whether an id has the shape of ours: a UUID made of a name (RFC 9562, section 5.5)."""
    if guid is None or not guid.startswith(_URN):
        return False
    try:
        made = UUID(guid.removeprefix(_URN))
    except ValueError:
        return False
    return made.variant == RFC_4122 and made.version == 5
