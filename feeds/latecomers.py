"""What comes after what it should have come before: a story after its kill, an original after its correction,
a page's next edition, a guid's next story; and which stories a kill may be of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from feeds.identify import (
    another_edition,
    fingerprint,
    in_other_dress,
    in_place,
    kill_late,
    killed_before,
    mark_of,
    named,
    pick_known,
    precedes,
    same_words,
    unpack,
)
from feeds.identify.fingerprint import Print
from feeds.identify.near import Near
from feeds.model.item import Item, guid_key, text_key, told_apart
from feeds.model.known import digest_head
from feeds.model.story import Plan, format_id
from store.api import Transaction

_NEXT = timedelta(hours=18)  # between the times that two stories of one guid state, at the least
_PLACES = 3  # guids of a document that went to other stories: then they are the places in it
_COUNTED = 3  # figures of a guid that a source may count up to; nobody gives a longer one, or an address, again
_LONG = 60  # words from which two texts of one page that share nothing say that they are two

Keyed = tuple[Item, tuple[str, ...]]


def mend(tx: Transaction, plan: Plan, made: Print, window: timedelta, now: datetime) -> None:
    """Put right what an item that was new to us, and taken in by the ``plan``, tells of what came before it.

    ``made`` is the item's fingerprint, ``window`` how far back copies may join a story.
    """
    if precedes(plan.item, plan.story.head):
        versions = tx.versions(plan.story.id)
        items = {v.item: item for v in versions if (item := tx.item(v.item))}
        ordered = in_place(plan.item, plan.story, versions, items)
        if ordered is not None:
            tx.apply(ordered)
            plan = ordered
    _heed_kills(tx, plan, made, window, now)


def _heed_kills(tx: Transaction, plan: Plan, made: Print, window: timedelta, now: datetime) -> None:
    """Withdraw the item's story if notices that came before say so."""
    found = tx.postings(made.asking_keys, since=now - window)
    notices = {
        posting.item: format_id(posting.story) for some in found.values() for posting in some
    }
    story = plan.story
    for number, body in sorted(tx.fingerprints(sorted(notices)).items()):
        notice, noticed = tx.item(number), tx.story(notices[number])
        if notice is None or noticed is None or not killed_before(made, unpack(body), window):
            continue
        late = kill_late(notice, noticed, story, now=now)
        if late is not None and not tx.ruled_apart([noticed.id, story.id]):
            tx.apply(late)
            story = late.story


def withdrawable(tx: Transaction, item: Item, near: Sequence[Near]) -> Sequence[Near]:
    """Of the stories that a kill notice is near to, the copies that its source or agency wrote."""
    stories = tx.stories_by_id(sorted({candidate.story for candidate in near}))
    agency = item.credit.agency
    return [
        Near(item=copy.item, story=story)
        for story, found in stories.items()
        for copy in found.copies
        if copy.relation != "withdrawal"
        and (copy.source == item.source or (copy.agency == agency is not None))
    ]


def is_next_edition(tx: Transaction, item: Item, made: Print, known: Item) -> bool:
    """Whether an item that has its page alone in common with the known one shows that page's next edition."""
    if not (item.guid and known.guid) or item.guid == known.guid:
        return False
    if tx.items_by_key(item.source, [guid_key(item.guid)]):
        return False
    body = tx.fingerprints([known.id]).get(known.id)
    return body is not None and another_edition(made, unpack(body))


def by_own_names(tx: Transaction, keyed: Sequence[Keyed], kept: dict[str, Item]) -> Sequence[Keyed]:
    """A document's items and their identities, without guids and pages by which the source means another story by now:
    it counts from one again, or counts the places in its feed.

    ``kept`` has what is kept of them by identity; what is kept by a name of its own is put there.
    """
    doubtful = {
        item.id: (item, before)
        for item, _ in keyed
        if item.guid and (before := kept.get(guid_key(item.guid))) and before.digest != item.digest
    }
    if not doubtful:
        return keyed
    found = {item.id: _found_beside(item, keys, kept) for item, keys in keyed}
    moved = {item.digest for item, _ in doubtful.values()}
    elsewhere = {
        one.id for item, _ in keyed for one in found[item.id] if not _is_by_guid(item, one, kept)
    }
    strange = {
        number
        for number, (item, before) in doubtful.items()
        if before.digest in moved
        or (before.id in elsewhere and not _goes_with(item, before))
        or any(_is_rather(item, one, before) for one in found[number])
    }
    if len(strange) >= _PLACES:
        strange |= {n for n, (item, before) in doubtful.items() if not _goes_with(item, before)}
    else:
        rest = {n: pair for n, pair in doubtful.items() if n not in strange}
        others = {n for n, (item, before) in rest.items() if _is_next_story(tx, item, before)}
        surely = {n for n in others if _tells_pages_apart(*rest[n])}
        strange |= others if len(others) >= _PLACES else surely
    return [
        _by_own_name(tx, item, keys, kept, doubtful[item.id][1]) if item.id in strange else pair
        for pair in keyed
        for item, keys in [pair]
    ]


def in_dress(keyed: Sequence[Keyed], kept: Mapping[str, Item], beside: int) -> dict[int, bytes]:
    """Of what is kept of a document's items, those that it shows in another dress, with their digests; ``beside`` are
    the others that it has.
    """
    mine = [(pick_known(keys, kept), item) for item, keys in keyed]
    pairs = [(before, item) for before, item in mine if before]
    alike = in_other_dress(pairs, beside)
    return {one.id: digest_head(one.digest) for one, _ in pairs if one.id in alike}


def _by_own_name(
    tx: Transaction,
    item: Item,
    keys: tuple[str, ...],
    kept: dict[str, Item],
    before: Item,
) -> Keyed:
    found = {key: kept.get(key) for key in keys if key != guid_key(item.guid or "")}
    own = [key for key, one in found.items() if one is None or one.id != before.id]
    # What it is known by already is enough, lest each place in a feed become a name of each story.
    if item.published is not None and not any(found[key] for key in own):
        own.insert(0, told_apart(item.guid or "", item.published))
    own = own or [text_key(item.digest)]
    kept |= tx.items_by_key(item.source, own)
    return named(item, own), tuple(own)


def _found_beside(item: Item, keys: Sequence[str], kept: Mapping[str, Item]) -> Sequence[Item]:
    """What is kept with an item's words by its other identities than its guid."""
    guid = guid_key(item.guid or "")
    found = (kept.get(key) for key in keys if key != guid)
    return [one for one in found if one and same_words(one, item)]


def _is_by_guid(item: Item, one: Item, kept: Mapping[str, Item]) -> bool:
    before = kept.get(guid_key(item.guid or ""))
    return before is not None and before.id == one.id


def _is_rather(item: Item, one: Item, before: Item) -> bool:
    """Whether an item has the words of another than its guid's, and its page or time, too, if it has any."""
    if one.id == before.id:
        return False
    bare = item.canonical is None and item.published is None
    return bare or (_goes_with(item, one) and not _goes_with(item, before))


def _goes_with(item: Item, one: Item) -> bool:
    page = item.canonical is not None and item.canonical == one.canonical
    return page or (item.published is not None and item.published == one.published)


def _is_next_story(tx: Transaction, item: Item, before: Item) -> bool:
    """Whether what a guid names that may count entries says now that it is of another day, and has nothing of what it
    named before. A correction, an update and a kill are of what it named.
    """
    guid = item.guid or ""
    if not guid.isdecimal() or len(guid) > _COUNTED or mark_of(item):
        return False
    if item.published is None or before.published is None:
        return False
    if abs(item.published - before.published) < _NEXT:
        return False
    body = tx.fingerprints([before.id]).get(before.id)
    return body is not None and another_edition(fingerprint(item), unpack(body))


def _tells_pages_apart(item: Item, before: Item) -> bool:
    """Whether one entry alone shows it: a few words may have been written anew on their page."""
    return item.canonical != before.canonical or min(item.words, before.words) >= _LONG
