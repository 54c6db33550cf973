"""From what the store says is owed to the exchanges to be had: built inside the transaction that claims it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feeds import log
from feeds.model.hub import Delivery, HubRequest, Mark
from feeds.model.output import OutputEntry
from feeds.model.poll import Reply
from feeds.model.topic import Topic
from feeds.publish.addresses import discovery, hub_urls
from feeds.publish.formats import FORMATS
from feeds.publish.hub import verification_url
from feeds.publish.push import delta, last_number, ping, remark, signature
from feeds.publish.render import FAULTS
from feeds.release import Desk, render_topic, topic_feed
from store.api import Transaction

_BODIES = 6  # renderings of a topic held; who missed pushes gets others than who did not
_FEEDS = 50  # topics whose feeds are held from one turn to the next: some MB each
_BROKEN = timedelta(minutes=1)  # after which a feed that can't be rendered is tried again
MOVED = "This feed is no longer published at this address."
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_log = log.get("hub")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """An exchange to be had: a GET, or with a ``body`` a POST. ``number`` is the subscriber's cursor after it."""

    work: HubRequest | Delivery
    url: str
    number: int = 0
    challenge: str = ""
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A job, and how it was answered; None: it was broken off."""

    job: Job
    reply: Reply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A topic's entries and their marks, as long as its documents have these ETags, and what was rendered of them by
    format and entries: the same goes to most subscribers.
    """

    etags: Mapping[str, str]
    entries: Sequence[OutputEntry]
    marks: Mapping[str, Mark]
    bodies: dict[tuple[str, tuple[str, ...]], bytes] = field(default_factory=dict)


class Preparation:
    """Makes claims into exchanges. ``feeds`` holds what was built by earlier turns, a part is built once a turn."""

    def __init__(
        self,
        tx: Transaction,
        desk: Desk,
        places: Mapping[str, tuple[Topic, str]],
        at: datetime,
        feeds: dict[str, Feed],
    ) -> None:
        self._tx = tx
        self._desk = desk
        self._places = places
        self._at = at
        self._feeds = feeds
        for slug in list(feeds)[:-_FEEDS]:
            del feeds[slug]
        self._looked: set[str] = set()  # the topics whose feeds are known to be the present ones
        self._broken: set[str] = set()  # the addresses of feeds that can't be rendered

    def jobs(self, claimed: Sequence[HubRequest] | Sequence[Delivery]) -> Iterator[Job]:
        """The exchanges to be had for those; what is of a feed that can't be rendered waits, and holds up no other."""
        for one in claimed:
            if one.topic_url not in self._broken or _is_ping(one):
                try:
                    if isinstance(one, Delivery):
                        yield from self.delivery(one)
                    else:
                        yield self.verification(one)
                    continue
                except FAULTS as error:
                    _log.error("a feed can't be pushed", topic=one.topic_url, why=repr(error))
                    self._broken.add(one.topic_url)
            self._put_off(one)

    def _put_off(self, claimed: HubRequest | Delivery) -> None:
        """It waits, and none of its chances are gone: it is not the callback that fails."""
        due = self._at + _BROKEN
        if isinstance(claimed, Delivery):
            self._tx.hub.retry_delivery(claimed, due=due)
        else:
            self._tx.hub.retry_request(claimed, due=due)

    def verification(self, request: HubRequest) -> Job:
        """What asks the callback; or tells it that its feed is no more."""
        place = self._places.get(request.topic_url)
        if place is None:
            request = replace(request, mode="denied", why=MOVED)
        challenge = secrets.token_urlsafe(32)
        # What changes from now on is pushed, also while the callback makes up its mind.
        number = last_number(self._feed(place[0]).marks) if place else 0
        url = verification_url(request, challenge)
        return Job(work=request, url=url, challenge=challenge, number=number)

    def delivery(self, delivery: Delivery) -> Sequence[Job]:
        """What brings the change, if there is one that the subscriber lacks."""
        place = self._places.get(delivery.topic_url)
        dropped = delivery.kind == "ping" and delivery.callback not in self._desk.hubs
        if place is None or dropped:
            self._tx.hub.close_delivery(delivery, now=self._at)
            return ()
        if delivery.kind == "ping":
            body = ping(delivery.topic_url)
            return (Job(work=delivery, url=delivery.callback, body=body, headers=_FORM),)
        feed = self._feed(place[0])
        entries = delta(feed.entries, feed.marks, delivery.cursor)
        if not entries:
            self._tx.hub.close_delivery(delivery, now=self._at)
            return ()
        body = self._body(feed, *place, entries)
        return (self._push(delivery, place[1], body, last_number(feed.marks)),)

    def _push(self, delivery: Delivery, suffix: str, body: bytes, number: int) -> Job:
        hubs = hub_urls(self._desk.base_url, self._desk.hubs)
        headers = {
            "Content-Type": FORMATS[suffix].media_type,
            "Link": discovery(hubs, delivery.topic_url),
        }
        if delivery.secret is not None:
            headers["X-Hub-Signature"] = signature(delivery.secret, body)
        return Job(work=delivery, url=delivery.callback, number=number, body=body, headers=headers)

    def _body(self, feed: Feed, topic: Topic, suffix: str, entries: Sequence[OutputEntry]) -> bytes:
        key = (suffix, tuple(entry.id for entry in entries))
        if key not in feed.bodies:
            if len(feed.bodies) >= _BODIES:
                del feed.bodies[next(iter(feed.bodies))]
            feed.bodies[key] = render_topic(self._desk, topic, entries, suffix).body
        return feed.bodies[key]

    def _feed(self, topic: Topic) -> Feed:
        if topic.slug in self._looked:
            return self._feeds[topic.slug]
        etags = self._tx.document_etags([f"/topics/{topic.slug}.{suffix}" for suffix in FORMATS])
        known = self._tx.hub.marks(topic.slug)
        feed = self._feeds.get(topic.slug)
        # Other marks of the same documents: another process saw them change, and change back.
        if feed is None or feed.etags != etags or feed.marks != known:
            entries = topic_feed(self._tx, self._desk, topic, self._at)
            marks = remark(known, entries)
            self._tx.hub.put_marks(topic.slug, marks)
            feed = self._feeds[topic.slug] = Feed(etags=etags, entries=entries, marks=marks)
        self._looked.add(topic.slug)
        return feed


def _is_ping(claimed: HubRequest | Delivery) -> bool:
    """Whether it tells another hub of news, which takes nothing of the feed."""
    return isinstance(claimed, Delivery) and claimed.kind == "ping"
