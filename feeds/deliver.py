"""The hub at work: asks callbacks whether they want what was asked, and pushes what changed.

What is to be done is rows of the store: a turn notes what ended and claims what is due, in one transaction, and
the claims are worked at side by side. A process that dies leaves claims that lapse; nothing owed is lost.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds import log
from feeds.fetch.client import Client, FetchLimits
from feeds.model.hub import Delivery, HubRequest, Mark, Subscription
from feeds.model.output import OutputEntry
from feeds.model.poll import Reply
from feeds.model.topic import Topic
from feeds.publish.addresses import discovery, hub_urls, topic_urls
from feeds.publish.formats import FORMATS
from feeds.publish.hub import host_of, is_confirmed, verification_url
from feeds.publish.push import (
    delivery_due,
    delta,
    judge_delivery,
    last_number,
    ping,
    remark,
    signature,
    verification_due,
)
from feeds.release import Desk, render_topic, topic_feed
from store.api import Store, Transaction

_AT_ONCE = 64  # exchanges under way
_OF_HOST = 4  # of them with one host
_TIMEOUT = timedelta(seconds=10)
_LEASE = timedelta(minutes=2)  # beyond any exchange
_MOST_ANSWER = 100_000  # bytes that a callback may answer
_LOOK = 1.0  # seconds between looks at what is due
_MOMENT = 0.03  # seconds in which what ends is noted together
_SWEEP = timedelta(minutes=1)
_SETTLE_WAIT = 3.0  # seconds for exchanges under way when it stops
_MOVED = "This feed is no longer published at this address."
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_log = log.get("hub")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """An exchange to be had: a GET, or with a ``body`` a POST. ``number`` is the subscriber's cursor after it."""

    work: HubRequest | Delivery
    url: str
    number: int = 0
    challenge: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ended:
    """A job, and how it was answered; None: it was broken off."""

    job: _Job
    reply: Reply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """A topic's entries and their marks, as long as its documents have these ETags."""

    etags: Mapping[str, str]
    entries: Sequence[OutputEntry]
    marks: Mapping[str, Mark]


class Deliverer:
    """The hub's loop over a store; ``present`` is asked each time what is published, and the bounds of fetching."""

    def __init__(
        self,
        store: Store,
        present: Callable[[], tuple[Desk, FetchLimits]],
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._present = present
        self._clock = clock
        self._swept: tuple[datetime, Collection[str]] | None = None
        self._feeds: dict[str, _Feed] = {}
        self._more = False
        self._under_way: dict[asyncio.Task[Reply], _Job] = {}

    async def run(self, stop: asyncio.Event, *, alone: bool) -> None:
        """Work until ``stop``; ``alone``: no other process works at this store, so old claims are nobody's."""
        ended: list[_Ended] = []
        async with Client(self._bounds(), clock=self._clock) as client:
            if alone:
                await asyncio.to_thread(self._give_back)
            while not stop.is_set():
                client.adopt(self._bounds())
                try:
                    room = _AT_ONCE - len(self._under_way)
                    jobs = await asyncio.to_thread(self._turn, ended, room)
                except Exception:  # say it and go on: the next turn may find the store well again
                    _log.exception("the hub's turn broke")
                    await _wait([], stop)
                    continue
                for job in jobs:
                    self._under_way[asyncio.create_task(_exchange(client, job))] = job
                if self._under_way or not self._more:
                    await _wait(self._under_way, stop)
                ended = self._collect()
            ended += await self._break_off()
            await asyncio.to_thread(self._turn, ended, 0)

    def _bounds(self) -> FetchLimits:
        return replace(
            self._present()[1], timeout=_TIMEOUT, max_bytes=_MOST_ANSWER, per_host=_OF_HOST
        )

    def _give_back(self) -> None:
        with self._store.write() as tx:
            tx.hub.give_back()

    def _collect(self) -> list[_Ended]:
        done = [task for task in self._under_way if task.done()]
        return [
            _Ended(job=self._under_way.pop(task), reply=None if task.cancelled() else task.result())
            for task in done
        ]

    async def _break_off(self) -> list[_Ended]:
        """Let exchanges under way end for a moment, and end the others."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_SETTLE_WAIT)
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        return self._collect()

    def _turn(self, ended: Sequence[_Ended], room: int) -> list[_Job]:
        """Note what ended; claim what is due, as far as there is room."""
        at, (desk, _) = self._clock(), self._present()
        feeds = topic_urls(desk.base_url, desk.topics)
        self._more = False
        if not ended and not self._is_due(at, feeds):
            return []
        with self._store.write() as tx:
            for one in ended:
                _settle(tx, one, at)
            self._sweep(tx, feeds, at)
            if room <= 0:
                return []
            prepared = _Preparation(tx, desk, feeds, at, self._feeds)
            asked = tx.hub.claim_requests(now=at, lease=_LEASE, limit=room, per_host=_OF_HOST)
            jobs = [prepared.verification(one) for one in asked]
            owed = tx.hub.claim_deliveries(
                now=at, lease=_LEASE, limit=room - len(asked), per_host=_OF_HOST
            )
            # There may be more where these came from, though none of them need an exchange.
            self._more = bool(asked or owed)
            return jobs + [job for one in owed for job in prepared.delivery(one)]

    def _is_due(self, at: datetime, feeds: Collection[str]) -> bool:
        if self._sweep_due(at, feeds):
            return True
        with self._store.read() as snapshot:
            return snapshot.hub.is_due(now=at)

    def _sweep_due(self, at: datetime, feeds: Collection[str]) -> bool:
        return self._swept is None or at - self._swept[0] >= _SWEEP or self._swept[1] != set(feeds)

    def _sweep(self, tx: Transaction, feeds: Mapping[str, tuple[Topic, str]], at: datetime) -> None:
        if self._sweep_due(at, feeds):
            slugs = {topic.slug for topic, _ in feeds.values()}
            tx.hub.sweep(set(feeds), slugs, why=_MOVED, now=at)
            self._swept = (at, set(feeds))
            self._feeds.clear()


class _Preparation:
    """Makes claims into exchanges. ``feeds`` holds what was built by earlier turns, a part is built once a turn."""

    def __init__(
        self,
        tx: Transaction,
        desk: Desk,
        places: Mapping[str, tuple[Topic, str]],
        at: datetime,
        feeds: dict[str, _Feed],
    ) -> None:
        self._tx = tx
        self._desk = desk
        self._places = places
        self._at = at
        self._feeds = feeds
        self._bodies: dict[tuple[str, tuple[str, ...]], bytes] = {}

    def verification(self, request: HubRequest) -> _Job:
        """What asks the callback; or tells it that its feed is no more."""
        place = self._places.get(request.topic_url)
        if place is None and request.mode != "denied":
            request = replace(request, mode="denied", why=_MOVED)
        challenge = secrets.token_urlsafe(32)
        # What changes from now on is pushed, also while the callback makes up its mind.
        number = last_number(self._feed(place[0]).marks) if place else 0
        url = verification_url(request, challenge)
        return _Job(work=request, url=url, challenge=challenge, number=number)

    def delivery(self, delivery: Delivery) -> Sequence[_Job]:
        """What brings the change, if there is one that the subscriber lacks."""
        place = self._places.get(delivery.topic_url)
        if place is None:
            self._tx.hub.close_delivery(delivery, now=self._at)
            return ()
        if delivery.kind == "ping":
            body = ping(delivery.topic_url)
            return (_Job(work=delivery, url=delivery.callback, body=body, headers=_FORM),)
        feed = self._feed(place[0])
        entries = delta(feed.entries, feed.marks, delivery.cursor)
        number = last_number(feed.marks)
        if not entries:
            self._tx.hub.advance(delivery.topic_url, delivery.callback, number)
            self._tx.hub.close_delivery(delivery, now=self._at)
            return ()
        return (self._push(delivery, place, entries, number),)

    def _push(
        self,
        delivery: Delivery,
        place: tuple[Topic, str],
        entries: Sequence[OutputEntry],
        number: int,
    ) -> _Job:
        topic, suffix = place
        body = self._body(topic, suffix, entries)
        hubs = hub_urls(self._desk.base_url, self._desk.hubs)
        headers = {
            "Content-Type": FORMATS[suffix].media_type,
            "Link": discovery(hubs, delivery.topic_url),
        }
        if delivery.secret is not None:
            headers["X-Hub-Signature"] = signature(delivery.secret, body)
        return _Job(work=delivery, url=delivery.callback, number=number, body=body, headers=headers)

    def _body(self, topic: Topic, suffix: str, entries: Sequence[OutputEntry]) -> bytes:
        key = (f"{topic.slug}.{suffix}", tuple(entry.id for entry in entries))
        if key not in self._bodies:
            self._bodies[key] = render_topic(self._desk, topic, entries, suffix).body
        return self._bodies[key]

    def _feed(self, topic: Topic) -> _Feed:
        etags = self._tx.hub.published([f"/topics/{topic.slug}.{suffix}" for suffix in FORMATS])
        known = self._tx.hub.marks(topic.slug)
        feed = self._feeds.get(topic.slug)
        # Other marks of the same documents: another process saw them change, and change back.
        if feed is None or feed.etags != etags or feed.marks != known:
            entries = topic_feed(self._tx, self._desk, topic, self._at)
            marks = remark(known, entries)
            self._tx.hub.put_marks(topic.slug, marks)
            feed = self._feeds[topic.slug] = _Feed(etags=etags, entries=entries, marks=marks)
        return feed


async def _exchange(client: Client, job: _Job) -> Reply:
    """Redirects are answers: what was verified is this address and no other."""
    if job.body is None:
        return await client.fetch(job.url, redirects=False)
    return await client.post(job.url, body=job.body, headers=job.headers)


async def _wait(tasks: Collection[asyncio.Task[Reply]], stop: asyncio.Event) -> None:
    """Until some of them end (a moment after the first), it is to stop, or it is time to look again."""
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({*tasks, stopping}, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if tasks and not stop.is_set():
        await asyncio.wait(tasks, timeout=_MOMENT)


def _settle(tx: Transaction, ended: _Ended, at: datetime) -> None:
    if isinstance(ended.job.work, HubRequest):
        _settle_request(tx, ended.job.work, ended, at)
    else:
        _settle_delivery(tx, ended.job.work, ended, at)


def _settle_request(tx: Transaction, request: HubRequest, ended: _Ended, at: datetime) -> None:
    reply = ended.reply
    if reply is None:
        tx.hub.retry_request(request, due=at)
        return
    told = _log.bind(mode=request.mode, topic=request.topic_url, host=host_of(request.callback))
    if request.mode == "denied":
        told.info("subscription denied", why=request.why)
    elif is_confirmed(reply, ended.job.challenge):
        _confirm(tx, request, ended.job.number, at)
        told.info("verified")
    else:
        due = verification_due(request.attempts, reply, at)
        told.info("not verified", why=_why(reply), again=str(due) if due else "no")
        if due is not None:
            tx.hub.retry_request(replace(request, attempts=request.attempts + 1), due=due)
            return
    tx.hub.close_request(request, now=at)


def _confirm(tx: Transaction, request: HubRequest, number: int, at: datetime) -> None:
    if request.mode == "unsubscribe":
        tx.hub.end(request.topic_url, request.callback)
        return
    subscription = Subscription(
        topic_url=request.topic_url,
        callback=request.callback,
        expires=at + request.term,
        cursor=number,
        secret=request.secret,
    )
    tx.hub.subscribe(subscription, host_of(request.callback), now=at)


def _settle_delivery(tx: Transaction, delivery: Delivery, ended: _Ended, at: datetime) -> None:
    reply = ended.reply
    if reply is None:
        tx.hub.retry_delivery(delivery, due=at)
        return
    verdict = judge_delivery(reply, delivery, at)
    if verdict == "done":
        if delivery.kind == "push":
            tx.hub.advance(delivery.topic_url, delivery.callback, ended.job.number)
        tx.hub.close_delivery(delivery, now=at)
        return
    told = _log.bind(topic=delivery.topic_url, host=host_of(delivery.callback), why=_why(reply))
    if verdict == "end":
        told.warning("subscriber given up" if delivery.kind == "push" else "hub given up")
        if delivery.kind == "push":
            tx.hub.end(delivery.topic_url, delivery.callback)
        tx.hub.close_delivery(delivery, now=at)
        return
    due = delivery_due(delivery, at)
    told.warning("not delivered", again=str(due))
    failed = replace(delivery, attempts=delivery.attempts + 1, failing=delivery.failing or at)
    tx.hub.retry_delivery(failed, due=due)


def _why(reply: Reply) -> str:
    return reply.error or f"it answered {reply.status}"
