"""Items into the store: recognised, held back or taken back as their source says, each by its plan.

What anything *means* is decided in ``feeds.identify``; this file asks the store what that needs to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds.identify import (
    compare,
    completes,
    decide,
    document_keys,
    fingerprint,
    flips,
    goes_on,
    in_series,
    is_next_state,
    keys_of,
    kill_keys,
    mark_of,
    named,
    naming_keys,
    numbered,
    outdated,
    pack,
    pick_known,
    rank,
    recognise,
    refreshed,
    reread,
    revise,
    rounds,
    same_words,
    sealed,
    settled,
    taken_back,
    unpack,
    usable,
    worth_indexing,
)
from feeds.identify.fingerprint import Print
from feeds.identify.near import Near
from feeds.identify.recognise import Compared, Recognition
from feeds.identify.said import Known
from feeds.latecomers import by_own_names, in_dress, is_next_edition, mend, withdrawable
from feeds.model.item import FURTHER_NOTICE, Item, file_key, text_key
from feeds.model.known import KnownEntry, digest_head, key_hash
from feeds.model.story import Plan, Signature, Story, format_id
from feeds.poll.domain import registrable
from feeds.poll.pace import Brought
from feeds.regrouping import Regrouping, look_around
from store.api import Transaction

_AHEAD = 50  # items of a document looked at together
_EVER = timedelta(days=36_500)
_LATELY = 50  # states of a story's words, among which one that comes back is looked for


def absorb(
    tx: Transaction, items: Sequence[Item], *, window: timedelta, now: datetime, site: str = ""
) -> Brought:
    """Take one document's items, which are of one source, into the store, the oldest first; those under an embargo wait
    for :func:`unseal`. ``site`` as there (:func:`take_in`).
    """
    return take_in(tx, items, (), window=window, now=now, site=site)[0]


Kept = Mapping[int, tuple[Item, tuple[str, ...]]]


def take_in(
    tx: Transaction,
    items: Sequence[Item],
    passed: Sequence[KnownEntry],
    *,
    window: timedelta,
    now: datetime,
    again: Sequence[KnownEntry] = (),
    shown: Sequence[KnownEntry] = (),
    site: str = "",
    ahead: timedelta = timedelta(0),
) -> tuple[Brought, Kept]:
    """The same for a document that also holds the entries ``passed``, which are known as they are, and shows those that
    were read ``again`` as before: they are no news. ``site`` is the domain of its source, which speaks for pages there;
    by a clock that is ``ahead`` no embargo ends. What was ``shown`` before and is kept no longer was forgotten, and is
    no news while it is shown as it was.

    Also what is kept now of each item that was taken in, by its id, and the identities it goes by.
    """
    here, count = {entry.id for entry in passed}, Counter({"known": len(passed)})
    ends: list[datetime] = []
    kept: dict[int, tuple[Item, tuple[str, ...]]] = {}
    same = {entry.id: entry.digest for entry in again}
    old = {(name, entry.digest) for entry in shown for name in (entry.id, *entry.keys)}
    for some in rounds(items):
        found = zip(some, document_keys(some), strict=True)
        keyed = [(named(item, keys), keys) for item, keys in found]
        keyed.sort(key=lambda pair: pair[0].carried_at)
        here |= {item.id for item, _ in keyed}
        by = now - ahead
        intake = _Intake(
            tx, here, window, now, count, ends, kept, site=site, same=same, old=old, by=by
        )
        intake.take(keyed)
    brought = Brought(
        known=count["known"],
        new=count["new"],
        updated=count["updated"],
        held=count["held"],
        passed_over=count["passed over"],
        held_until=min(ends, default=None),
    )
    return brought, kept


def unseal(
    tx: Transaction, *, window: timedelta, now: datetime, sites: Mapping[str, str], most: int = 500
) -> int:
    """Take in items whose embargo has passed, as if their sources, of these ``sites``, brought them now; how many."""
    due = tx.take_due(now=now, limit=most)
    for item, keys in due:
        here, site = [(replace(item, first_seen=now), keys)], sites.get(item.source, "")
        _Intake(tx, {item.id}, window, now, Counter(), [], site=site, by=now).take(here)
    return len(due)


@dataclass(frozen=True, slots=True)
class _Intake:
    """The taking in of one document's items: ``here`` are the ids of all of them, ``count`` what they
    came to, ``ends`` when the embargoes of those held back end, ``kept`` what is kept of each now, ``prints``
    fingerprints made ahead, by the identity of the object, ``site`` whose pages the source speaks for; ``same`` are
    items shown as they were when what is kept of them had those digests; ``by`` is what embargoes end by,
    ``old`` are the ids and identities, with the digests, of what the source showed before under whatever name.
    """

    tx: Transaction
    here: Set[int]
    window: timedelta
    now: datetime
    count: Counter[str]
    ends: list[datetime]
    kept: dict[int, tuple[Item, tuple[str, ...]]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    prints: dict[int, Print] = field(default_factory=dict)
    site: str = ""
    same: dict[int, bytes] = field(default_factory=dict)
    old: Set[tuple[int, bytes]] = frozenset()
    by: datetime = field(kw_only=True)

    def take(self, keyed: Sequence[tuple[Item, tuple[str, ...]]]) -> None:
        """Take them in, in this order."""
        if not keyed:
            return
        source, every = keyed[0][0].source, [key for _, keys in keyed for key in keys]
        kept, held = dict(self.tx.items_by_key(source, every)), self.tx.held(source, every)
        keyed = by_own_names(self.tx, keyed, kept)
        self.same.update(in_dress(keyed, kept, self.count["known"]))
        self.taken.update(self.tx.present_stories([format_id(item.id) for item, _ in keyed]))
        others = self.tx.stories_of([i.id for i, _ in keyed if i.key not in kept])
        for number, (item, keys) in enumerate(keyed):
            if number % _AHEAD == 0:
                self._look_ahead(keyed[number : number + _AHEAD], kept)
            keys = self._going_by(item, keys, kept, held)
            before, waiting = pick_known(keys, kept), pick_known(keys, held)
            forgotten = before is None and waiting is None and self._was_forgotten(item)
            self.count["known"] += before is not None or waiting is not None or forgotten
            if forgotten:
                self.kept[item.id] = (item, keys)
            elif not outdated(item, (before, waiting)):
                apart = before is None and item.id in others
                own = numbered(item, self.tx.stories_of) if apart else item
                taken = self._one(own, keys, before, waiting, all_known=kept.keys() >= {*keys})
                if taken:
                    kept |= dict.fromkeys(keys, taken)
                    self.kept[item.id] = (taken, keys)

    def _was_forgotten(self, item: Item) -> bool:
        words = digest_head(item.digest)
        as_before = {(item.id, words), (key_hash(item.key), words)} & self.old
        return item.id in self.same or bool(as_before)

    def _going_by(
        self,
        item: Item,
        keys: tuple[str, ...],
        *known: Mapping[str, Item],
    ) -> tuple[str, ...]:
        """An item's identities, without its file where that held another text before, or one that stands elsewhere, nor
        its words where those are a series'.
        """
        alike = [some.get(text_key(item.digest)) for some in known]
        keys = in_series(item, keys, alike)
        if item.file is None:
            return keys
        before = (some.get(file_key(item.file)) for some in known)
        others = [one for one in before if one and one.digest != item.digest]
        if all(
            one.id not in self.here
            and (goes_on(item, one) or is_next_state(fingerprint(item), fingerprint(one)))
            for one in others
        ):
            return keys
        return tuple(key for key in keys if key != file_key(item.file))

    def _look_ahead(
        self,
        keyed: Sequence[tuple[Item, tuple[str, ...]]],
        kept: Mapping[str, Item],
    ) -> None:
        """Make the fingerprints of items that nothing kept is, and have the store read what they will ask."""
        strange = (item for item, keys in keyed if kept.keys().isdisjoint(keys))
        seen = [item for item in strange if usable(item) and not sealed(item, self.by)]
        self.prints.clear()
        self.prints.update((id(item), fingerprint(item)) for item in seen)
        every = [
            key for made in self.prints.values() for key in (*keys_of(made), *made.asking_keys)
        ]
        if seen:
            self.tx.foresee(every, since=self.now - self.window)

    def _one(
        self,
        item: Item,
        keys: tuple[str, ...],
        before: Item | None,
        waiting: Item | None,
        *,
        all_known: bool,
    ) -> Item | None:
        """One item, unless it may not be seen; what is kept of it now."""
        if waiting is not None:
            self.tx.let_go(waiting)
        if not usable(item):
            if before is None:
                self._refuse(item, keys)
                return None
            item = taken_back(before, item)
        elif sealed(item, self.by):
            self._hold(item, keys)
            return None
        if before is not None and same_words(before, item):
            if not all_known:
                self.tx.know_as(before, keys)
            fresh = refreshed(before, item)
            shown = fresh != before
            fresh = replace(fresh, management=item.management)
            if fresh != before:
                self.tx.amend(fresh, shown=shown)
            return fresh
        made = self.prints.get(id(item)) or fingerprint(item)
        again = before is not None and self.same.get(before.id) == digest_head(before.digest)
        regrouping = Regrouping(self.tx, self.now)
        plan, found = self._plan(item, keys, made, before, regrouping, again=again)
        self.tx.apply(plan)
        if plan.change == "new":
            mend(self.tx, plan, made, self.window, self.now)
        if found.groups:
            regrouping.regroup(found.groups)
            self.tx.note_contacts(found.contacts)
        self.count["read again" if again else plan.change] += 1
        if not same_words(plan.item, item):
            self.count["passed over"] += 1
            return None  # what it says may be taken when it is looked at again
        return plan.item

    def _refuse(self, item: Item, keys: tuple[str, ...]) -> None:
        """What was cancelled before it was known is remembered, lest an earlier version come late."""
        if item.management.version is not None:
            self.tx.hold(item, keys, until=FURTHER_NOTICE)

    def _hold(self, item: Item, keys: tuple[str, ...]) -> None:
        until = item.management.embargo
        assert until is not None
        self.tx.hold(item, keys, until=until)
        self.count["held"] += 1
        self.ends.append(until)

    def _plan(
        self,
        item: Item,
        keys: tuple[str, ...],
        made: Print,
        known: Item | None,
        regrouping: Regrouping,
        *,
        again: bool,
    ) -> tuple[Plan, Recognition]:
        """The plan for an item, and what it was recognised as if it is new; its fingerprint is ``made``. Stories that
        it shows to be several are parted before. ``again``: its source shows it as before.
        """
        tx, now, window = self.tx, self.now, self.window
        kills = mark_of(item) == "withdrawal"
        found_by = (*keys_of(made), *naming_keys(made)) if kills else keys_of(made)
        postings = tx.postings(found_by, since=now - window)
        compared: Sequence[Compared] = ()
        if known is not None and is_next_edition(tx, item, made, known):
            known = None
        if known is None:
            compared = self._compared(item, made, found_by, rank(found_by, postings))
            twin = next((one.item for one in compared if one.is_twin), None)
            # What stands beside it in one document is no earlier state of it.
            known = tx.item(twin) if twin is not None and twin not in self.here else None
        story_id = tx.story_of(known.id) if known else None
        story = tx.story(story_id) if story_id else None
        body = pack(made)
        touched = {one.story: one.item for one in compared if one.touches}
        around = None
        if touched and not kills and story is None:
            around = look_around(tx, [*touched], {*touched.values()})
        recognition = recognise(item.id, Known(made, hash(body)), compared, around, window=window)
        joined = [join.story for join in recognition.joins]
        stories = around.stories if around else tx.stories_by_id(joined)
        if around is not None and around.come_apart(recognition.groups):
            # First, so that the item is a copy, a correction, a quotation of what its story is from now on.
            regrouping.separate(recognition.groups)
            recognition, stories = _settled(tx, recognition)
        # Notices are alike but for the story they name: none is to be found by the words of another. One whose story
        # is not here yet is found by what it names.
        if not kills:
            keys_kept = worth_indexing(found_by, postings)
        else:
            keys_kept = () if recognition.joins or known else kill_keys(made)
        signature = Signature(keys=keys_kept, body=body)
        if known is not None and story is not None:
            return self._next(item, keys, signature, known, story, again=again), Recognition()
        own = format_id(item.id)
        plan = decide(
            item,
            keys=keys,
            signature=signature,
            recognition=recognition,
            stories=stories,
            # A story keeps its id when the item that opened it was split off.
            taken={own} if not recognition.joins and own in self.taken else frozenset(),
            now=now,
        )
        return plan, recognition

    def _compared(
        self, item: Item, made: Print, found_by: Sequence[int], near: Sequence[Near]
    ) -> Sequence[Compared]:
        """What an item is compared with of what is ``near`` it; a kill, of what it may withdraw."""
        tx, window = self.tx, self.window
        if mark_of(item) != "withdrawal":
            return _compare(tx, made, near, window, kills=False)
        compared = _compare(tx, made, withdrawable(tx, item, near), window, kills=True)
        if any(one.speaks for one in compared):
            return compared
        # It comes weeks after its story.
        near = rank(found_by, tx.postings(found_by, since=self.now - _EVER))
        late = _compare(tx, made, withdrawable(tx, item, near), _EVER, kills=True)
        # Of a report that comes every week nobody can say which one it is of; it may be of none that we have.
        return late if len({one.story for one in late if one.speaks}) == 1 else compared

    def _next(
        self,
        item: Item,
        keys: tuple[str, ...],
        signature: Signature,
        known: Item,
        story: Story,
        *,
        again: bool,
    ) -> Plan:
        """The plan for what a source makes of an item that is known as one of its story's."""
        lately = self.tx.versions(story.id, last=_LATELY)
        if same_words(known, item) or flips(item, known, lately, now=self.now):
            return Plan(change="unchanged", item=known, keys=keys, story=story)
        if (again or completes(item, known)) and mark_of(item) == mark_of(known):
            return reread(item, keys, signature, known, story)
        own_site = bool(self.site and item.canonical and registrable(item.canonical) == self.site)
        return revise(
            item,
            keys=keys,
            signature=signature,
            known=known,
            story=story,
            now=self.now,
            own_site=own_site,
        )


def _settled(tx: Transaction, found: Recognition) -> tuple[Recognition, Mapping[str, Story]]:
    """What an item is once the stories that it shows to be several were parted, and those that it belongs to."""
    joins = (*found.joins, *found.quotes, *found.quoted_by, *filter(None, [found.apart]))
    found = settled(found, tx.stories_of(sorted({join.item for join in joins})))
    return found, tx.stories_by_id([join.story for join in found.joins])


def _compare(
    tx: Transaction, made: Print, near: Sequence[Near], window: timedelta, *, kills: bool
) -> Sequence[Compared]:
    bodies = tx.fingerprints(sorted({one.item for one in near}))
    prints = {number: unpack(body) for number, body in bodies.items()}
    return compare(made, near, prints, window=window, kills=kills)
