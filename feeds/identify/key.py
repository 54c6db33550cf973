"""An item's identities within its source, and whether its words are those we have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from feeds.identify.mark import mark_of
from feeds.model.item import Item, file_keys, item_id, item_keys, text_key
from feeds.text import words

_CUT, _UNENDED = 8, 25  # words of a cut text by which the whole is known; without an ellipsis
_ENDS = frozenset({"", *".!?؟۔。！？।»”’\"')"})


def document_keys(items: Sequence[Item]) -> list[tuple[str, ...]]:
    """For each item of one document, its identities within the source, strongest first.

    A guid that several items of the document share tells them apart no more than a shared link
    does: such keys are dropped where they stand for other words, down to the words themselves.
    An entry that merely stands twice in the document is one. The file that holds an item comes last.
    """
    every = [item_keys(item) for item in items]
    entries = {(keys, item.digest) for keys, item in zip(every, items, strict=True)}
    shared = Counter(key for keys, _ in entries for key in keys)
    return [
        (*_own(item, keys, shared), *file_keys(item))
        for item, keys in zip(items, every, strict=True)
    ]


def named(item: Item, keys: Sequence[str]) -> Item:
    """An item of a document by the strongest key that is its own there: by a guid that it shares
    it would take another's id.
    """
    if item.key in keys:
        return item
    return replace(item, key=keys[0], id=item_id(item.source, keys[0]))


def numbered(item: Item, taken: Callable[[Sequence[int]], Collection[int]]) -> Item:
    """An item with an id that none has: its own is that of one whose source had its source's name once."""
    while taken([item.id]):
        item = replace(item, id=item_id(item.source, str(item.id)))
    return item


def _own(item: Item, keys: tuple[str, ...], shared: Mapping[str, int]) -> tuple[str, ...]:
    own = tuple(key for key in keys if shared[key] == 1)
    return own or (text_key(item.digest),)


def pick_known(keys: Sequence[str], known: Mapping[str, Item]) -> Item | None:
    """The kept item that an arriving one is, by the strongest key that leads to one."""
    return next((known[key] for key in keys if key in known), None)


def same_words(known: Item, item: Item) -> bool:
    """Whether an item says what the kept one says: markup, case, punctuation and credits aside.

    A source that now gives a teaser of what it gave in full, or a shorter one, has not changed its words; but a notice
    that kills the story is as short as a teaser. Of what breaks off nobody knows the words.
    """
    if (known.management.status == "usable") != (item.management.status == "usable"):
        return False  # taken back, or given again
    if known.digest == item.digest or item.broken_off:
        return True
    cut = item.teaser and (not known.teaser or completes(known, item))
    return cut and not _kills(item, known)


def _kills(item: Item, known: Item) -> bool:
    return mark_of(item) == "withdrawal" != mark_of(known)


def completes(item: Item, known: Item) -> bool:
    """Whether an item goes on where the kept one was cut within a sentence: its words are what they were, and readers
    see more of them. Of what ends with a sentence nobody can say whether more was written by then.
    """
    if not known.teaser or len(item.text) <= len(known.text):
        return False
    cut = words(known.text)[:-1]  # the last may be cut, too
    if len(cut) < _ends_open(known.text):
        return False
    begun = words(item.text[: 2 * len(known.text)])
    return begun[: len(cut)] == cut and words(known.title) == words(item.title)


def _ends_open(text: str) -> float:
    """How many words a text has to have to be one that was cut, by its end; a line or two may lack a full stop."""
    bare = text.rstrip(" )]")
    if bare.endswith(("…", "...")):
        return _CUT
    return math.inf if bare[-1:] in _ENDS else _UNENDED


def goes_on(item: Item, before: Item) -> bool:
    """Whether an item begins with all that stood in its place before: that was read while it was being written."""
    so_far = " ".join(before.text.split())
    begun = " ".join(f"{before.title} {so_far}".split())
    text = " ".join(item.text.split())
    whole = " ".join(f"{item.title} {text}".split())
    return whole.startswith(begun) or (
        bool(so_far) and (text.startswith(so_far) or whole.startswith(so_far))
    )


_SESSION = re.compile(r";[^/?#]*")  # parameters of a path (RFC 3986, 3.3): ;jsessionid=…
# What an entry may come to have though its words stay.
_ADDED = ("enclosures", "authors", "categories", "where", "rights")


def refreshed(known: Item, item: Item) -> Item:
    """The kept item with what an item of the same words has besides, that it lacked: a page, enclosures, a byline.

    A page that moved is taken, too, of an entry with the same guid. What stood there otherwise stays: addresses with
    a part that is another at each poll would make news of nothing.
    """
    added = {
        name: getattr(item, name)
        for name in _ADDED
        if getattr(item, name) and not getattr(known, name)
    }
    if item.link and (known.link is None or _moved(known, item)):
        added |= {"link": item.link, "canonical": item.canonical}
    if item.credit.byline and not known.credit.byline:
        added["credit"] = replace(known.credit, byline=item.credit.byline)
    return replace(known, **added)


def _moved(known: Item, item: Item) -> bool:
    if not known.guid or known.guid != item.guid:
        return False
    before, now = (urlsplit(_SESSION.sub("", one.canonical or "")) for one in (known, item))
    return (before.netloc, before.path) != (now.netloc, now.path)
