"""Taking items in, over one connection inside one transaction: what that writes, and what it asks on the way.

What it writes waits and is written together (``store.unwritten``); what it asks is answered from both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Table, delete, func, or_, select, update

from feeds.model.item import Item
from feeds.model.story import Plan, Posting, Signature, Story, Version
from store import candidates, rows, search, signing, twins
from store import stories as written
from store import tables as t
from store.dialect import Dialect
from store.many import chunks
from store.polling import PollWriter
from store.unwritten import Unwritten

_LAST_MARK = select(func.max(t.changes.c.mark))
# What Unwritten speaks for, but for the signatures, which it holds itself.
_WAITING = (t.item_keys, t.items, t.stories, t.copies, t.fingerprints)


class TakingWriter(PollWriter):
    """The part of a transaction that is about items and stories; see ``store.api.Transaction``."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection, dialect)
        self._unwritten = Unwritten()
        self._foreseen: candidates.Foreseen | None = None
        self._marked: int | None = None  # the highest mark of a changed story

    @property
    def _db(self) -> Connection:
        self._write_out()
        return super()._db

    def _of(self, *tables: Table) -> Connection:
        if not {*_WAITING, t.signatures}.isdisjoint(tables):
            self._write_out()
        return super()._of(*tables)

    def flush(self) -> None:
        """Write what waits; to be called before the transaction is committed."""
        self._write_out()
        super().flush()

    def _write_out(self) -> None:
        """Write the rows that Unwritten speaks for, all of them: it does not speak for some alone."""
        self._pending.flush(*_WAITING)
        signing.put(self._connection, self._unwritten.signatures())
        self._unwritten = Unwritten()
        self._foreseen = None  # what is written is another now

    # asked on the way

    def items_by_key(self, source: str, keys: Sequence[str]) -> Mapping[str, Item]:
        """See ``Snapshot``."""
        if source in self._unwritten.sources:
            return super().items_by_key(source, keys)
        return written.items_by_key(self._connection, source, keys)

    def item(self, item_id: int) -> Item | None:
        """See ``Snapshot``."""
        waiting = self._unwritten.items.get(item_id)
        return waiting or written.items(self._connection, [item_id]).get(item_id)

    def stories_by_id(self, story_ids: Sequence[str]) -> Mapping[str, Story]:
        """See ``Snapshot``."""
        if not story_ids:
            return {}
        waiting = self._unwritten.stories
        asked = [story_id for story_id in story_ids if story_id not in waiting]
        now = {story_id: story_id for story_id in story_ids} | self._present_ids(asked)
        there = written.by_id(self._connection, sorted(set(now.values()) - waiting.keys()))
        self._unwritten.note_read(there.values())
        found = {story_id: waiting.get(here) or there.get(here) for story_id, here in now.items()}
        return {story_id: story for story_id, story in found.items() if story is not None}

    def present_stories(self, story_ids: Sequence[str]) -> frozenset[str]:
        """See ``Snapshot``."""
        waiting = self._unwritten.stories.keys() & set(story_ids)
        return written.present(self._connection, story_ids) | waiting

    def stories_of(self, item_ids: Sequence[int]) -> Mapping[int, str]:
        """See ``Snapshot``."""
        waiting = self._unwritten.story_of
        there = written.stories_of(self._connection, [i for i in item_ids if i not in waiting])
        return there | {item: waiting[item] for item in item_ids if item in waiting}

    def postings(self, keys: Sequence[int], *, since: datetime) -> Mapping[int, Sequence[Posting]]:
        """See ``Snapshot``."""
        there = self._foreseen.postings(keys, since) if self._foreseen else None
        if there is None:
            there = candidates.postings(self._connection, keys, since)
        return self._unwritten.postings(there, keys, since)

    def foresee(self, keys: Sequence[int], *, since: datetime) -> None:
        """See ``Transaction``."""
        there = candidates.postings(self._connection, list(dict.fromkeys(keys)), since)
        self._foreseen = candidates.Foreseen(frozenset(keys), since, there)

    def fingerprints(self, item_ids: Sequence[int]) -> Mapping[int, bytes]:
        """See ``Snapshot``."""
        waiting = self._unwritten.prints
        there = candidates.prints(self._connection, [i for i in item_ids if i not in waiting])
        return there | {item: waiting[item] for item in item_ids if item in waiting}

    # written

    def apply(self, plan: Plan) -> None:
        """See ``Transaction``."""
        self.know_as(plan.item, plan.keys)
        if plan.change == "unchanged":
            return
        if plan.item.id in self._unwritten.items or plan.change != "new":
            self._write_out()  # of an item that is there already its rows are more than these
        self._put_later(t.items, rows.item_row(plan.item))
        self._put_later(t.stories, rows.story_row(plan.story))
        copies = self._unwritten.unlike(plan.story)
        self._put_later(t.copies, *(rows.copy_row(plan.story.id, copy) for copy in copies))
        for old in plan.merged:
            self._merge(old, plan.story.id)
        if plan.version is not None:
            self._put_later(t.versions, rows.version_row(plan.story.id, plan.version))
        if plan.fuller is not None:
            self._reword(plan.story.id, plan.fuller)
        if plan.history:
            self._of(t.versions).execute(
                delete(t.versions).where(t.versions.c.story == plan.story.id)
            )
            self._put_later(t.versions, *(rows.version_row(plan.story.id, v) for v in plan.history))
        if plan.signature is not None:
            self._sign(plan.item, plan.signature, anew=plan.change != "new")
        if plan.quotes:
            links = [asdict(link) for link in plan.quotes]
            self._pending.add(t.story_links, self._dialect.insert_missing(t.story_links), links)
        self._unwritten.add(plan, copies)
        self._mark(plan.story.id)

    def note_contacts(self, pairs: Sequence[tuple[int, int]]) -> None:
        """See ``Transaction``."""
        both = [
            {"item": a, "other": b} for one, other in pairs for a, b in ((one, other), (other, one))
        ]
        if both:
            self._pending.add(t.contacts, self._dialect.insert_missing(t.contacts), both)

    def _sign(self, item: Item, signature: Signature, *, anew: bool) -> None:
        if anew:
            signing.forget(self._db, [item.id])
        self._put_later(t.fingerprints, signing.signed(item, signature))

    def _reword(self, story: str, words: Version) -> None:
        present = (t.versions.c.story == story) & (t.versions.c.number == words.number)
        fields = ("item", "title", "text", "digest")
        values = {name: getattr(words, name) for name in fields}
        self._of(t.versions).execute(update(t.versions).where(present).values(**values))

    def _rule_apart(self, pairs: Iterable[tuple[str, str]]) -> None:
        listed = [{"story": one, "other": other} for one, other in pairs]
        if listed:
            self._db.execute(self._dialect.insert_missing(t.rulings), listed)

    def know_as(self, item: Item, keys: Sequence[str]) -> None:
        """See ``Transaction``."""
        self._unwritten.sources.add(item.source)
        rows = [{"source": item.source, "key": key, "item": item.id} for key in keys]
        self._pending.add(t.item_keys, self._dialect.insert_missing(t.item_keys), rows)

    def amend(self, item: Item, *, shown: bool = False) -> None:
        """See ``Transaction``."""
        if shown:
            self._write_out()
        self._put(t.items, rows.item_row(item))
        story = self.story_of(item.id) if shown else None
        if story is not None:
            self._mark(story)

    def _merge(self, old: str, story: str) -> None:
        """Fold a story into another: its id, and those that led to it, lead there. Its history stays, for the case that
        it is split off again.
        """
        moved = update(t.redirects).where(t.redirects.c.story == old)
        self._db.execute(moved.values(story=story))
        self._put(t.redirects, {"old": old, "story": story})
        self._db.execute(update(t.copies).where(t.copies.c.story == old).values(story=story))
        self._resign(story)
        self._db.execute(delete(t.stories).where(t.stories.c.id == old))
        self._relink(old, story)
        twins.merge(self._db, self._dialect, old, story)
        self._mark(old)

    def _resign(self, story: str) -> None:
        """Have all copies of a story found as that story's."""
        copies = select(t.copies.c.item).where(t.copies.c.story == story)
        for some in chunks(list(self._db.execute(copies).scalars())):
            signing.move(self._db, some, story)

    def _relink(self, old: str, story: str) -> None:
        """What was said of a story folded into another is said of that one."""
        links, rulings = t.story_links, t.rulings
        touched = or_(links.c.story == old, links.c.other == old)
        found = [dict(row) for row in self._rows(select(links).where(touched))]
        self._db.execute(delete(links).where(touched))
        ends = ("story", "other")
        moved = [{**row, **{e: story for e in ends if row[e] == old}} for row in found]
        kept = [row for row in moved if row["story"] != row["other"]]
        if kept:
            self._db.execute(self._dialect.insert_missing(links), kept)
        ruled = or_(rulings.c.story == old, rulings.c.other == old)
        pairs = list(self._db.execute(select(rulings).where(ruled)))
        self._db.execute(delete(rulings).where(ruled))
        renamed = [(story if a == old else a, story if b == old else b) for a, b in pairs]
        self._rule_apart((a, b) for a, b in renamed if a != b)

    def _mark(self, story: str) -> None:
        if self._marked is None:
            self._marked = self._of(t.changes).execute(_LAST_MARK).scalar() or 0
        self._marked += 1
        self._put_later(t.changes, {"story": story, "mark": self._marked})
        self._pending.add(t.search_backlog, search.MARK, [{"story": story}])
        self.news.add("stories")
