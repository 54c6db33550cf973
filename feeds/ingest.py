"""One source, once, along the path: fetch, read, and take in what it brought.

``visit`` asks the source (network, then a worker process for the reading), ``settle`` takes what came into
the store in one transaction. What anything *means* is decided in the core stages; this file only
carries values between them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from feeds.errors import NotAFeed, WorkFailed
from feeds.fetch.client import Client
from feeds.fetch.folder import Found, files_of, read_again
from feeds.folders import FileReading
from feeds.intake import Kept, take_in
from feeds.model.health import SourceEvent
from feeds.model.known import Known
from feeds.model.poll import (
    DomainState,
    Failed,
    Fetched,
    NotModified,
    Outcome,
    PollState,
    Reply,
    Source,
)
from feeds.model.push import PushSubscription
from feeds.poll.classify import classify
from feeds.poll.conditional import asks_whole, request_headers
from feeds.poll.domain import after_reply, domains_of, registrable, site_of
from feeds.poll.due import Poll, after_poll
from feeds.poll.health import notice
from feeds.poll.move import as_configured, present_url
from feeds.poll.pace import Brought, PollLimits, held_back
from feeds.poll.slowed import hastened, pushed_to
from feeds.printed import on_one_line
from feeds.readout import NOTHING_READ, Reader, Readout, remember
from feeds.subscriptions import PushTerms, heed_hub, settle_push, trouble
from store.api import Transaction

_MISSED = "nothing of this document was known from the poll before: items may have been missed"
_SILENCE = timedelta(minutes=1)  # of a folder's disk: then it hangs
_SHORT = 7  # characters of a query that opens nothing
_NOTHING = Brought()
_NONE_KEPT: Kept = {}
Recall = Callable[[str], Awaitable[Known]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A poll as far as it goes without the store; ``whole``: asked without conditions on purpose.

    ``pushed``: no poll, but what a hub pushed; the token of the subscription.
    """

    source: Source
    state: PollState
    reply: Reply
    outcome: Outcome
    readout: Readout = NOTHING_READ
    whole: bool = False
    pushed: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a poll came to, or (``pushed``) what a hub brought; ``told`` is what it changed about the
    source's health. A document that was served byte for byte as before counts as ``unchanged``, a 304 as nothing.
    """

    source: str
    status: int | None
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    held: int = 0
    error: str | None = None
    seconds: float = 0.0
    problems: tuple[str, ...] = ()
    told: tuple[SourceEvent, ...] = ()
    pushed: bool = False


async def visit(
    source: Source,
    state: PollState,
    *,
    client: Client,
    reader: Reader,
    max_bytes: int,
    now: datetime,
    recall: Recall | None = None,
    shared: bool = False,
) -> Visit:
    """Ask a source and read what it answers; every end is a value.

    ``shared``: other sources have its address, and one request serves those that are polled with it.
    ``recall`` tells what is known of a source's last document; without it, all is read and nothing remembered.
    """
    state = as_configured(state, source, now)
    if source.path is not None:
        return await _visit_folder(
            source, state, reader=reader, recall=recall, max_bytes=max_bytes, now=now
        )
    url, whole = present_url(source, state) or "", asks_whole(state, now)
    fetch = client.fetch_shared if shared else client.fetch
    reply = await fetch(url, headers=request_headers(state, whole=whole))
    outcome = classify(reply, state, whole=whole)
    visited = Visit(source=source, state=state, reply=reply, outcome=outcome, whole=whole)
    return await read_document(visited, reader, recall)


async def read_document(visited: Visit, reader: Reader, recall: Recall | None = None) -> Visit:
    """The visit with the document read that it fetched, if it did; ``recall`` as there (:func:`visit`)."""
    outcome, reply, state = visited.outcome, visited.reply, visited.state
    if not isinstance(outcome, Fetched):
        return visited
    known = await recall(visited.source.name) if recall else None
    try:
        readout = await reader(
            outcome.body,
            content_type=outcome.content_type,
            location=outcome.location,
            source=visited.source,
            first_seen=reply.received,
            seen_after=state.succeeded,
            known=known,
        )
    except (NotAFeed, WorkFailed) as error:
        return replace(visited, outcome=Failed(grade="soft", reason=_told(error, reply)))
    return replace(visited, readout=readout)


def _told(error: Exception, reply: Reply) -> str:
    """Why a document is none, for everybody to read: a page may repeat what it was asked with, which may be a key."""
    said = on_one_line(str(error))
    for url in (reply.url, reply.final_url):
        query = urlsplit(url).query
        said = said.replace(query, "…") if len(query) > _SHORT else said
    return said


def without_document(visited: Visit) -> Visit:
    """The visit without the bytes that it fetched: once they are read, they are of no more use to whoever keeps it."""
    outcome, reply = visited.outcome, replace(visited.reply, body=b"")
    if isinstance(outcome, Fetched):
        outcome = replace(outcome, body=b"")
    return replace(visited, reply=reply, outcome=outcome)


async def _visit_folder(
    source: Source,
    state: PollState,
    *,
    reader: Reader,
    recall: Recall | None,
    max_bytes: int,
    now: datetime,
) -> Visit:
    """A folder is a source whose document is all its files; while none changed nothing is read."""
    path, silence = Path(source.path or ""), _SILENCE.total_seconds()
    facts = Reply(url=str(path), final_url=str(path), received=now)
    changed: list[Found] = []  # since they were looked at

    async def whole(one: Found) -> Found:
        found = await read_again(path, one, max_bytes=max_bytes, silence=silence)
        if found.mark != one.mark:
            changed.append(found)
        return found

    try:
        files = await files_of(path, max_bytes=max_bytes, silence=silence, now=now)
        reply = replace(facts, status=200, body=b"".join(one.mark for one in files) or b"empty")
        outcome = classify(reply, state)
        if not isinstance(outcome, Fetched):
            return Visit(source=source, state=state, reply=reply, outcome=outcome)
        known = await recall(source.name) if recall else None
        reading = FileReading(source=source, reader=reader, first_seen=now, after=state.succeeded)
        readout = await reading.folder(files, known, whole=whole)
    except OSError as error:
        failed = Failed(grade="soft", reason=f"the folder can't be read: {error.strerror}")
        return Visit(source=source, state=state, reply=facts, outcome=failed)
    if changed:  # they are to be read even if they are by then as they were looked at
        outcome = replace(outcome, body_hash="")
    return Visit(source=source, state=state, reply=reply, outcome=outcome, readout=readout)


def settle(
    tx: Transaction,
    visits: Sequence[Visit],
    *,
    limits: PollLimits,
    window: timedelta,
    now: datetime,
    terms: PushTerms | None = None,
    ahead: timedelta = timedelta(0),
) -> list[Report]:
    """Take visits' items and their sources' new states into the store: what was received first arrives first, though
    another took less to read.

    ``terms``: None heeds no hubs. ``ahead`` is by how much the clock is surely wrong: what was seen can't be taken
    back, so that no embargo ends by it.
    """
    # Each may have been polled since it was pushed to, or pushed to since it was claimed. Who was renamed meanwhile, by
    # another process, is asked again under the new name.
    there = tx.states_by_source({visit.source.name for visit in visits})
    visits = [visit for visit in visits if visit.source.name in there]
    known = dict(tx.domain_states(sorted({name for one in visits for name in _domains(one)})))
    held = tx.push.of(sorted({visit.source.name for visit in visits}))
    states: dict[str, PollState] = {}
    settled, remembered = [], {}
    for visit in sorted(visits, key=lambda one: one.reply.received):
        name, readout = visit.source.name, visit.readout
        brought, kept = _NOTHING, _NONE_KEPT
        if readout.items or readout.passed:
            brought, kept = take_in(
                tx,
                readout.items,
                readout.passed,
                again=readout.again,
                shown=tx.shown(name) if readout.items else (),
                window=window,
                now=now,
                site=site_of(visit.source),
                ahead=ahead,
            )
        if _is_polled_document(visit):
            remembered[name] = remember(readout, kept)
        present, told = states.get(name, there[name]), tuple[SourceEvent, ...]()
        if visit.pushed is not None:
            before = present
            state = settle_push(
                tx,
                visit.pushed,
                before,
                visit.source,
                visit.reply,
                visit.outcome,
                brought,
                limits,
                now,
            )
        else:
            before = pushed_to(visit.state, present)
            polled = replace(visit, state=before)
            own = (tx.push.of([name]) if name in states else held).get(name)
            state = _after_poll(tx, polled, brought, known, own, terms, limits, now)
            _note_domain(tx, known, visit, now)
        if visit.pushed is None or isinstance(visit.outcome, Fetched):
            state, told = notice(
                before,
                state,
                source=visit.source,
                outcome=visit.outcome,
                now=now,
                called=_called(readout),
                pushed=visit.pushed is not None,
            )
            tx.add_source_events(told)
        states[name] = state
        settled.append((visit, state, brought, told))
    tx.save_poll_states(list(states.values()))
    tx.note_pushed([states[visit.source.name] for visit in visits if visit.pushed is not None])
    tx.save_known(remembered)
    return [_report(*one) for one in settled]


def _after_poll(
    tx: Transaction,
    visit: Visit,
    brought: Brought,
    known: Mapping[str, DomainState],
    held: PushSubscription | None,
    terms: PushTerms | None,
    limits: PollLimits,
    now: datetime,
) -> PollState:
    """The state of a source after its poll; what hubs are to be asked for is noted. ``known`` are the domains that it
    has to do with, ``held`` its subscription.
    """
    hints = visit.readout.hints or visit.state.hints
    push = heed_hub(tx, visit.source, visit.reply, visit.outcome, hints, brought, held, terms, now)
    poll = Poll(
        source=visit.source,
        limits=limits,
        now=now,
        reply=visit.reply,
        brought=brought,
        hints=hints,
        whole=visit.whole,
        limited=any(known[name].limited for name in _domains(visit) if name in known),
        push=push,
    )
    state = after_poll(visit.state, visit.outcome, poll)
    # It was asked before its hub told of news that could not be taken, and need not have had them.
    return hastened(state, limits, now) if held and _missed_since(held, visit) else state


def _missed_since(held: PushSubscription, visit: Visit) -> bool:
    """Whether content that was pushed after the source's answer could not be taken."""
    taken, doubted = held.taken, held.doubted
    return taken is not None and doubted is not None and doubted >= taken > visit.reply.received


def _is_polled_document(visit: Visit) -> bool:
    """Whether a visit brought a source's document, of which the next may hold the same; a push may hold less."""
    return isinstance(visit.outcome, Fetched) and visit.pushed is None


def _called(readout: Readout) -> str:
    """What a document calls itself; nothing where its entries are from several feeds."""
    names = {item.origin.title for item in readout.items}
    return names.pop() if len(names) == 1 else ""


def _domains(visit: Visit) -> Set[str]:
    """The registrable domains that were asked, and that answered; none for a folder."""
    if visit.source.url is None:
        return frozenset()
    return {registrable(visit.source.url), *domains_of(visit.reply)}


def _note_domain(
    tx: Transaction, known: dict[str, DomainState], visit: Visit, now: datetime
) -> None:
    """Note what a reply says for whole domains."""
    for learnt in after_reply(known, visit.reply, now):
        tx.save_domain_state(learnt)
        known[learnt.domain] = learnt


def _report(
    visit: Visit, state: PollState, brought: Brought, told: tuple[SourceEvent, ...]
) -> Report:
    held_in_all = len(visit.readout.items) + len(visit.readout.passed)
    if isinstance(visit.outcome, NotModified) and visit.reply.status != 304:
        held_in_all = state.entries  # the same bytes were served, and not read again
    missed = (_MISSED,) if state.missed and isinstance(visit.outcome, Fetched) else ()
    error = state.problem
    if visit.pushed is not None:
        missed, error = (), trouble(visit.outcome)
    return Report(
        source=visit.source.name,
        status=visit.reply.status if visit.source.path is None else None,
        new=brought.new,
        updated=brought.updated,
        unchanged=held_in_all - brought.new - brought.updated - brought.held,
        held=brought.held,
        error=error,
        pushed=visit.pushed is not None,
        seconds=round(visit.reply.seconds, 3),
        problems=(*visit.readout.problems, *missed, *held_back(brought)),
        told=told,
    )
