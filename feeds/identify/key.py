"""An item's identities within its source, and whether its words are those we have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from feeds.model.item import Item, guid_key, link_key, text_key

# Under this many words equal words are no identity: "No comment", "Weather", a bare headline.
_ENOUGH_WORDS = 20


def document_keys(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """For each item of one document, its identities within the source, strongest first.

    A guid that several items of the document share tells them apart no more than a shared link
    does: such keys are dropped where the items have something better to be told apart by.
    """
    every = [_keys(item) for item in items]
    shared = Counter(key for keys in every for key in keys)
    return [_own(keys, shared) for keys in every]


def _keys(item: Item) -> tuple[str, ...]:
    keys = [guid_key(item.guid)] if item.guid else []
    keys += [link_key(item.canonical)] if item.canonical else []
    if not keys or len(item.text.split()) >= _ENOUGH_WORDS:
        keys.append(text_key(item.digest))
    return tuple(keys)


def _own(keys: tuple[str, ...], shared: Mapping[str, int]) -> tuple[str, ...]:
    own = tuple(key for key in keys if shared[key] == 1)
    return own or keys


def pick_known(keys: Sequence[str], known: Mapping[str, Item]) -> Item | None:
    """The kept item that an arriving one is, by the strongest key that leads to one."""
    return next((known[key] for key in keys if key in known), None)


def same_words(known: Item, item: Item) -> bool:
    """Whether an item says what the kept one says: markup, case, punctuation and credits aside.

    A source that now gives a teaser of what it gave in full has not changed its words.
    """
    return known.digest == item.digest or (item.teaser and not known.teaser)
