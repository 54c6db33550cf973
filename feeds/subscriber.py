"""The subscriber at work: subscribes to sources' hubs, renews, leaves, and has what they push read.

What is to be done is rows of the store. A process that dies between taking content and reading it leaves a
note of that, and the source is polled soon after the next start.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from urllib.parse import urljoin, urlsplit

from feeds import log
from feeds.config import Settings
from feeds.fetch.client import Client
from feeds.identify import mark_of, usable
from feeds.ingest import Visit, read_document
from feeds.model.poll import Failed, PollState, Reply, Source
from feeds.model.push import PushOffer, PushSubscription
from feeds.outage import Outage
from feeds.poll import websub
from feeds.poll.classify import classify
from feeds.poll.pace import PollLimits
from feeds.readout import Reader, Readout
from feeds.subscriptions import Pushed, PushTerms, recover, review
from store.api import Store, Transaction

_LOOK = 1.0  # seconds between looks at what is due
_REVIEW = timedelta(minutes=1)
_LANES = 4  # in which pushes are read side by side
_AT_ONCE = 16  # requests to hubs at a time
_REDIRECTS = 3  # of a hub (307, 308)
_MOST_WAITING, _MOST_BYTES, _OF_ONE = 64, 64_000_000, 8  # pushes that wait to be read
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ELSEWHERE = "its hub pushed a document that names another address as its own"
_TAKEN_BACK = (
    "its hub pushed a notice that takes a story back, which is believed of the source only"
)
_log = log.get("websub")


class PushDesk(Protocol):
    """What the subscriber needs of the desk that it works for."""

    settings: Settings
    store: Store

    outage: Outage

    @property
    def limits(self) -> PollLimits:
        """The operator's bounds on polling."""

    @property
    def push_terms(self) -> PushTerms:
        """What hubs have to know of us."""


class Subscriber:
    """Works for a desk; pushes that were read end in ``visits``."""

    def __init__(
        self,
        desk: PushDesk,
        visits: asyncio.Queue[Visit],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._desk = desk
        self._visits = visits
        self._clock = clock
        self._lanes: list[asyncio.Queue[Pushed]] = [asyncio.Queue() for _ in range(_LANES)]
        self._waiting: Counter[str] = Counter()  # by token
        self._bytes = 0
        self._reviewed: tuple[datetime, object] | None = None
        self._off: str | None = None
        self._told: dict[str, str | None] = {}  # problems by token

    def take(self, pushed: Pushed) -> bool:
        """Let content wait to be read, if there is room for it."""
        token = pushed.held.token
        full = self._waiting.total() >= _MOST_WAITING or self._bytes >= _MOST_BYTES
        if full or self._waiting[token] >= _OF_ONE:
            return False
        self._waiting[token] += 1
        self._bytes += len(pushed.body)
        # Of one source in order, and one that is slow to read holds up few others.
        self._lanes[hash(token) % _LANES].put_nowait(pushed)
        return True

    async def run(self, outside: tuple[Client, Reader], stop: asyncio.Event) -> None:
        """Work until ``stop``."""
        client, reader = outside
        reading = asyncio.create_task(self.read_all(reader))
        while not stop.is_set():
            await self.turn(client, stop)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _LOOK)
        reading.cancel()

    async def turn(self, client: Client, stop: asyncio.Event) -> None:
        """Do what is due now: the requests go out side by side, their answers are noted together."""
        due = await self._try(self._claim)
        if not due:
            return
        asks = {asyncio.create_task(self._ask(client, one)): one for one in due}
        stopping = asyncio.create_task(stop.wait())
        under_way: set[asyncio.Task[Any]] = {*asks}
        while under_way and not stopping.done():
            both = {*under_way, stopping}
            await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            under_way = {ask for ask in under_way if not ask.done()}
        for task in (*under_way, stopping):
            task.cancel()
        ended = [(one, ask.result()) for ask, one in asks.items() if ask not in under_way]
        await self._try(lambda: self._note(ended))

    async def _try(
        self, what: Callable[[], Sequence[PushSubscription] | None]
    ) -> Sequence[PushSubscription]:
        """In a thread; if it breaks, that is said, and the next turn may find the store well again."""
        try:
            done = await self._desk.outage.attempt(what)
        except Exception:
            _log.exception("the subscriber's turn broke")
            return ()
        return (done.value if done else None) or ()

    def _claim(self) -> Sequence[PushSubscription]:
        """At first take up where the last run ended, however it did. Review what the configuration wants, then the
        requests that are to go out now.
        """
        now, settings, terms = self._clock(), self._desk.settings, self._desk.push_terms
        before = self._reviewed
        wanted = before is None or before[1] is not settings or abs(now - before[0]) >= _REVIEW
        with self._desk.store.read() as snapshot:
            if not wanted and not snapshot.push.due(now=now, limit=1):
                return ()
        with self._desk.store.write() as tx:
            if before is None:
                recover(tx, self._desk.limits, now)
            if wanted:
                review(tx, settings.by_name, terms=terms, now=now)
                self._tell(tx.push.all(), terms.off)
            due = [one for one in tx.push.due(now=now, limit=_AT_ONCE) if self._begin(tx, one, now)]
            found = [tx.push.find(one.token) for one in due]
        self._reviewed = (now, settings)
        return [one for one in found if one is not None]

    def _tell(self, held: Sequence[PushSubscription], off: str | None) -> None:
        """Say once what is wrong, and that pushes are off."""
        for one in held:
            if one.problem is not None and self._told.get(one.token) != one.problem:
                _log.warning("push trouble", source=one.source, why=one.problem)
        self._told = {one.token: one.problem for one in held}
        if off is not None and off != self._off:
            _log.info("no source can push to us", why=f"{off}, which base_url names")
        self._off = off

    def _begin(self, tx: Transaction, one: PushSubscription, now: datetime) -> bool:
        """Whether a request goes out about it: noted before, since the hub may verify before it answers."""
        if websub.is_over(one, now):
            tx.push.drop(one.token)
            return False
        begun = websub.asked(one, now)
        tx.push.put(begun)
        return begun.pending is not None

    async def _ask(self, client: Client, one: PushSubscription) -> Reply:
        """The hub's answer; it may send the same request elsewhere (307, 308), where it would be asked first."""
        url, form = one.hub, websub.request_form(one)
        networks = self._desk.push_terms.networks
        for _ in range(_REDIRECTS):
            reply = await client.post(url, body=form, headers=_FORM)
            try:
                target = urljoin(url, reply.header("location") or "")
            except ValueError:
                break
            if reply.status not in (307, 308) or target == url:
                break
            if websub.objection(PushOffer(hub=target, topic=one.topic), one.topic, networks):
                break
            url = target
        return reply

    def _note(self, ended: Sequence[tuple[PushSubscription, Reply]]) -> None:
        now = self._clock()
        with self._desk.store.write() as tx:
            for begun, reply in ended:
                one = tx.push.find(begun.token)
                if one is None or one.pending != begun.pending:
                    continue  # verified, denied or left before the answer came
                after = websub.answered(one, reply, now)
                tx.push.put(after)
                self._told[one.token] = after.problem
                told = _log.bind(source=one.source, hub=urlsplit(one.hub).hostname)
                if after.pending is None:
                    told.warning("hub refused", why=after.problem, again=str(after.due))
                else:
                    told.info("hub asked", mode=one.pending)

    async def read_all(self, reader: Reader) -> None:
        """Read what was taken until cancelled."""
        await asyncio.gather(*(self._read_lane(lane, reader) for lane in self._lanes))

    async def _read_lane(self, lane: asyncio.Queue[Pushed], reader: Reader) -> None:
        while True:
            pushed = await lane.get()
            try:
                visit = await self._read(pushed, reader)
                if visit is not None:
                    await self._visits.put(visit)
            except Exception:  # the next start polls for it, as for all that was not read
                _log.exception("reading a push broke", source=pushed.held.source)
            self._bytes -= len(pushed.body)
            self._waiting -= Counter([pushed.held.token])

    async def _read(self, pushed: Pushed, reader: Reader) -> Visit | None:
        source = self._desk.settings.source(pushed.held.source)
        state = await self._desk.outage.outlast(partial(self._state, pushed.held.source))
        if source is None or state is None:
            return None
        return await receive(source, state, pushed, reader=reader)

    def _state(self, name: str) -> PollState | None:
        with self._desk.store.read() as snapshot:
            return snapshot.states_by_source([name]).get(name)


async def receive(source: Source, state: PollState, pushed: Pushed, *, reader: Reader) -> Visit:
    """Read what a source's hub pushed as if the source had answered a poll with it.

    A hub's word is taken for news only: a document that says it is another's, or takes a story back, is left to
    the next poll, which comes soon.
    """
    held = pushed.held
    kind = (("content-type", pushed.content_type),) if pushed.content_type else ()
    reply = Reply(
        url=held.topic,
        final_url=held.topic,
        received=pushed.received,
        status=200,
        headers=kind,
        body=pushed.body,
    )
    # The hash of a push says nothing: it holds only a part of the document.
    outcome = classify(reply, replace(state, body_hash=None))
    visited = Visit(source=source, state=state, reply=reply, outcome=outcome, pushed=held.token)
    visited = await read_document(visited, reader)
    hints, items = visited.readout.hints, visited.readout.items
    if hints is not None and hints.self_url not in (None, held.topic):
        return _refused(visited, _ELSEWHERE)
    if any(not usable(item) or mark_of(item) == "withdrawal" for item in items):
        return _refused(visited, _TAKEN_BACK)
    return visited


def _refused(visited: Visit, why: str) -> Visit:
    return replace(visited, outcome=Failed(grade="soft", reason=why), readout=Readout())
