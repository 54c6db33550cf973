"""One source, once, along the path: fetch, read, and take in what it brought.

``visit`` asks the source (network, then a worker process for the reading), ``settle`` takes what came into
the store in one transaction. What anything *means* is decided in the core stages; this file only
carries values between them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from feeds.errors import NotAFeed, WorkFailed
from feeds.fetch.client import Client
from feeds.fetch.folder import Found, look
from feeds.identify import (
    decide,
    document_keys,
    fingerprint,
    keys_of,
    mark_of,
    named,
    pack,
    pick_known,
    rank,
    recognise,
    revise,
    same_words,
    unpack,
    worn,
    worth_indexing,
)
from feeds.identify.fingerprint import Print
from feeds.identify.near import Near
from feeds.identify.recognise import Recognition
from feeds.model.health import SourceEvent
from feeds.model.item import Item
from feeds.model.poll import Failed, Fetched, Outcome, PollHints, PollState, Reply, Source
from feeds.model.story import Plan, Signature, format_id
from feeds.normalize.item import normalize
from feeds.parse.document import parse
from feeds.poll.classify import classify
from feeds.poll.conditional import request_headers
from feeds.poll.due import after_poll
from feeds.poll.health import notice
from feeds.poll.move import present_url
from feeds.poll.pace import Brought, PollLimits
from store.api import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """What was read out of a document (or a folder): items, what it asks, what was malformed."""

    items: tuple[Item, ...] = ()
    hints: PollHints | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A poll as far as it goes without the store."""

    source: Source
    state: PollState
    reply: Reply
    outcome: Outcome
    readout: Readout = Readout()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a poll came to; ``told`` is what it changed about the source's health."""

    source: str
    status: int | None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    error: str | None = None
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    told: tuple[SourceEvent, ...] = ()


class Reader(Protocol):
    """:func:`read`, run where it can be stopped; also raises WorkFailed."""

    async def __call__(
        self,
        body: bytes,
        *,
        content_type: str | None,
        location: str | None,
        source: Source,
        first_seen: datetime,
        seen_after: datetime | None,
    ) -> Readout:
        """The readout of a document."""
        ...


def read(
    body: bytes,
    *,
    content_type: str | None,
    location: str | None,
    source: Source,
    first_seen: datetime,
    seen_after: datetime | None,
) -> Readout:
    """Parse and normalize one document; raises NotAFeed. Runs in a worker process."""
    document = parse(body, content_type=content_type, location=location)
    items = tuple(
        normalize(
            entry,
            source=source,
            meta=document.meta,
            location=location,
            first_seen=first_seen,
            seen_after=seen_after,
        )
        for entry in document.entries
    )
    return Readout(items=items, hints=document.hints, problems=document.problems)


def absorb(tx: Transaction, items: Sequence[Item], *, window: timedelta, now: datetime) -> Brought:
    """Take one document's items into the store, the oldest first."""
    found = zip(items, document_keys(items), strict=True)
    keyed = [(named(item, keys), keys) for item, keys in found]
    keyed.sort(key=lambda pair: pair[0].carried_at)
    here = frozenset(item.id for item, _ in keyed)
    kept: dict[tuple[str, str], Item] = {}
    for source in {item.source for item in items}:
        every = [key for item, keys in keyed if item.source == source for key in keys]
        kept |= {(source, key): item for key, item in tx.items_by_key(source, every).items()}
    known = new = updated = 0
    for item, keys in keyed:
        mine = {key: kept[item.source, key] for key in keys if (item.source, key) in kept}
        before = pick_known(keys, mine)
        known += before is not None
        if before is not None and same_words(before, item):
            if any((item.source, key) not in kept for key in keys):
                tx.know_as(before, keys)
            continue
        plan = _plan(tx, item, keys, before, here, window, now)
        tx.apply(plan)
        new += plan.change == "new"
        updated += plan.change == "updated"
        kept |= {(item.source, key): plan.item for key in keys}
    return Brought(known=known, new=new, updated=updated)


def _plan(
    tx: Transaction,
    item: Item,
    keys: tuple[str, ...],
    known: Item | None,
    here: Set[int],
    window: timedelta,
    now: datetime,
) -> Plan:
    """The plan for an item; ``here`` are the ids of all items of its document."""
    bare = fingerprint(item)
    found_by = keys_of(bare)
    postings = tx.postings(found_by, since=now - window)
    made = worn(bare, postings)
    kills = mark_of(item) == "withdrawal"
    # Notices are alike but for the story they name: none is to be found by the words of another.
    keys_kept = () if kills else worth_indexing(found_by, postings)
    signature = Signature(keys=keys_kept, body=pack(made))
    recognition = Recognition()
    if known is None:
        near: Sequence[Near] = rank(found_by, postings)
        near = _withdrawable(tx, item, near) if kills else near
        recognition = _recognise(tx, made, near, window, kills=kills)
        # What stands beside it in one document is no earlier state of it.
        twin = None if recognition.twin in here else recognition.twin
        known = tx.item(twin) if twin is not None else None
    story_id = tx.story_of(known.id) if known else None
    story = tx.story(story_id) if story_id else None
    if known is not None and story is not None:
        if same_words(known, item):
            return Plan(change="unchanged", item=known, keys=keys, story=story)
        return revise(item, keys=keys, signature=signature, known=known, story=story, now=now)
    ids = [join.story for join in recognition.joins]
    own = format_id(item.id)
    return decide(
        item,
        keys=keys,
        signature=signature,
        recognition=recognition,
        stories=tx.stories_by_id(ids) if ids else {},
        apart=tx.ruled_apart(ids) if len(ids) > 1 else frozenset(),
        # A story keeps its id when the item that opened it was split off.
        taken={own} if not ids and tx.has_story(own) else frozenset(),
        now=now,
    )


def _withdrawable(tx: Transaction, item: Item, near: Sequence[Near]) -> Sequence[Near]:
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


def _recognise(
    tx: Transaction, made: Print, near: Sequence[Near], window: timedelta, *, kills: bool
) -> Recognition:
    if not near:
        return Recognition()
    facts = tx.facts(sorted({candidate.story for candidate in near}))
    heads = {item for fact in facts.values() for item in (fact.head, *fact.leads, *fact.sample)}
    wanted = {candidate.item for candidate in near} | heads
    bodies = tx.fingerprints(sorted(wanted))
    prints = {number: unpack(body) for number, body in bodies.items()}
    return recognise(made, near, facts, prints, window=window, kills=kills)


async def visit(
    source: Source,
    state: PollState,
    *,
    client: Client,
    reader: Reader,
    max_bytes: int,
    now: datetime,
) -> Visit:
    """Ask a source and read what it answers; every end is a value."""
    if source.path is not None:
        return await _visit_folder(source, state, reader=reader, max_bytes=max_bytes, now=now)
    url = present_url(source, state) or ""
    reply = await client.fetch(url, headers=request_headers(state))
    outcome = classify(reply, state)
    if not isinstance(outcome, Fetched):
        return Visit(source=source, state=state, reply=reply, outcome=outcome)
    try:
        readout = await reader(
            outcome.body,
            content_type=outcome.content_type,
            location=outcome.location,
            source=source,
            first_seen=reply.received,
            seen_after=state.succeeded,
        )
    except (NotAFeed, WorkFailed) as error:
        failed = Failed(grade="soft", reason=str(error))
        return Visit(source=source, state=state, reply=reply, outcome=failed)
    return Visit(source=source, state=state, reply=reply, outcome=outcome, readout=readout)


async def _visit_folder(
    source: Source, state: PollState, *, reader: Reader, max_bytes: int, now: datetime
) -> Visit:
    """A folder is a source whose document is all its files; unchanged files cost no reading."""
    path = Path(source.path or "")
    facts = Reply(url=str(path), final_url=str(path), received=now)
    try:
        files = await asyncio.to_thread(lambda: list(look(path, max_bytes=max_bytes)))
    except OSError as error:
        failed = Failed(grade="soft", reason=f"the folder can't be read: {error.strerror}")
        return Visit(source=source, state=state, reply=facts, outcome=failed)
    body = b"".join(blake2b(f.name.encode() + b"\0" + f.body).digest() for f in files)
    reply = replace(facts, status=200, body=body or b"empty")
    outcome = classify(reply, state)
    if not isinstance(outcome, Fetched):
        return Visit(source=source, state=state, reply=reply, outcome=outcome)
    readout = await read_files(files, source, reader=reader, first_seen=now, after=state.succeeded)
    return Visit(source=source, state=state, reply=reply, outcome=outcome, readout=readout)


async def read_files(
    files: Sequence[Found],
    source: Source,
    *,
    reader: Reader,
    first_seen: datetime,
    after: datetime | None,
) -> Readout:
    """The items of files, in the order given; a file that is no feed and no story is a problem."""
    items: list[Item] = []
    problems: list[str] = []
    for file in files:
        if file.problem:
            problems.append(f"{file.name} {file.problem}")
            continue
        try:
            one = await reader(
                file.body,
                content_type=None,
                location=file.name,
                source=source,
                first_seen=first_seen,
                seen_after=after,
            )
        except (NotAFeed, WorkFailed) as error:
            problems.append(f"{file.name}: {error}")
            continue
        items += one.items
        problems += [f"{file.name}: {problem}" for problem in one.problems]
    return Readout(items=tuple(items), problems=tuple(problems))


def settle(
    tx: Transaction, visit: Visit, *, limits: PollLimits, window: timedelta, now: datetime
) -> Report:
    """Take a visit's items and the source's new state into the store."""
    items = visit.readout.items
    brought = absorb(tx, items, window=window, now=now)
    state = after_poll(
        visit.state,
        visit.outcome,
        source=visit.source,
        limits=limits,
        now=now,
        reply=visit.reply,
        brought=brought,
        hints=visit.readout.hints,
    )
    state, told = notice(visit.state, state, source=visit.source, outcome=visit.outcome, now=now)
    tx.save_poll_state(state)
    tx.add_source_events(told)
    failed = isinstance(visit.outcome, Failed) or state.gone > 0
    return Report(
        source=visit.source.name,
        status=visit.reply.status if visit.source.path is None else None,
        new=brought.new,
        updated=brought.updated,
        unchanged=len(items) - brought.new - brought.updated,
        error=state.problem if failed else None,
        seconds=round(visit.reply.seconds, 3),
        problems=visit.readout.problems,
        told=told,
    )
