"""Sources, the state of polling them, and what a poll brought (RFC 9110 terms)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Republish = Literal["full", "excerpt", "title"]
# Of what OPML has no word for (OPML 2.0, "Extending OPML": attributes of others stand in a namespace).
OPML_NAMESPACE = "urn:uuid:d1e6c7f4-3b0a-4c58-9f2e-7a5d81c0b946"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What the operator asked to poll. Exactly one of ``url`` and ``path`` is set.

    ``interval`` fixes the poll interval; None lets the source find its own. ``silence`` is how
    long it may bring nothing new before it is reported. ``republish`` is the most of its text
    that may be published.
    """

    name: str
    url: str | None = None
    path: str | None = None
    tags: tuple[str, ...] = ()
    agency: str | None = None
    language: str | None = None
    interval: timedelta | None = None
    silence: timedelta | None = None
    republish: Republish = "full"

    @property
    def address(self) -> str:
        """Its url without user and password, or its path: what may be noted and shown."""
        if self.url is None:
            return self.path or ""
        scheme, slashes, rest = self.url.partition("//")
        authority, slash, path = rest.partition("/")
        return f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PollHints:
    """What a document itself asks of those who poll it.

    ``ttl``: RSS ``ttl`` or the period of ``sy:updatePeriod``/``sy:updateFrequency``.
    ``skip_hours``: UTC hours 0-23; ``skip_days``: 0 is Monday. ``hub`` and ``self_url``: WebSub
    discovery; ``other_hubs``, in the order named, are asked where that one refuses.
    ``expired``: the feed says that it will never change again (JSON Feed).
    """

    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    hub: str | None = None
    self_url: str | None = None
    other_hubs: tuple[str, ...] = ()
    expired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PollState:
    """Where polling one source stands; a row of the store.

    ``etag`` and ``last_modified`` are kept byte for byte. ``body_hash`` is of the last body that
    parsed. ``interval`` is the present adaptive interval. ``failures`` counts failed polls in a
    row, ``problem`` says why in a sentence. ``succeeded`` is the last poll that was answered
    well (200 or 304), ``changed`` the last that brought a new or changed item. ``lease`` is when
    the claim of the process now polling it lapses. ``missed`` tells that no entry of the last fetched
    document was known: items may have been missed. ``gone`` counts 410 answers in a row.
    ``moved_count`` counts the polls that agree on ``moved_to``. ``why_next`` says in a sentence why
    ``due`` is when it is. ``url`` is the configured :attr:`Source.address` that all this was learnt from.
    ``whole`` is when it was last answered without conditions, or with a whole document. ``fresh`` is
    how long the server called the document fresh. ``rate`` is how many new entries it brings a day,
    ``watched`` how many days, the older ones counting less, stand behind that. ``false_304`` tells
    that it said "not modified" of a document that was. ``entries`` is how many its last document held.
    ``unpushed`` is when it would be due if its hub pushed nothing; None where pushes put nothing off.

    Of its health (``feeds.poll.health``): ``added`` is when it was first to be polled, ``misses`` counts the polls
    after which items may have been missed; ``broken`` and ``silent`` are when it was told that it broke and
    that it fell silent, None when it is not so.
    """

    source: str
    due: datetime
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    interval: timedelta | None = None
    status: int | None = None
    polled: datetime | None = None
    succeeded: datetime | None = None
    changed: datetime | None = None
    failures: int = 0
    gone: int = 0
    problem: str | None = None
    lease: datetime | None = None
    missed: bool = False
    moved_to: str | None = None
    moved_count: int = 0
    added: datetime | None = None
    misses: int = 0
    broken: datetime | None = None
    silent: datetime | None = None
    hints: PollHints = PollHints()
    why_next: str | None = None
    url: str | None = None
    whole: datetime | None = None
    fresh: timedelta | None = None
    rate: float | None = None
    watched: float = 0.0
    false_304: bool = False
    unpushed: datetime | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainState:
    """What all sources of one registrable domain keep to; a row of the store.

    ``until``: nobody there is asked before then (429, 503). ``limited``: when it last answered 429.
    ``noted``: when this was written, by which a clock that was wrong is found out.
    """

    domain: str
    noted: datetime
    until: datetime | None = None
    limited: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """``Retry-After`` of a redirect that was followed, as it came; ``date`` is what its server took the time
    for. ``url`` is the address that redirects.
    """

    url: str
    retry_after: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Facts of one HTTP exchange (or one look at a folder), without judgement.

    ``status`` None means that no HTTP answer was had; ``error`` then says why, ``error_kind``
    names the class: ``dns connect tls timeout refused-address too-large decode redirect protocol``.
    ``headers`` are lower-cased. ``hops`` are the (status, target) of redirects followed, ``waits`` what they
    said of when to come again.
    ``body`` is inflated. ``received`` is when the answer was complete, ``seconds`` how long it took.
    """

    url: str
    final_url: str
    received: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    error: str | None = None
    error_kind: str | None = None
    hops: tuple[tuple[int, str], ...] = ()
    waits: tuple[Wait, ...] = ()
    seconds: float = 0.0

    def header(self, name: str) -> str | None:
        """The first header of that (lower-case) name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A body to parse. ``content_type`` as the server named it; ``moved`` a permanent new address.

    ``delta``: it holds only what is new since the document whose ETag was sent (RFC 3229, ``IM: feed``).
    """

    body: bytes
    body_hash: str
    content_type: str | None
    location: str
    etag: str | None
    last_modified: str | None
    moved: str | None = None
    delta: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """304, or a body whose hash is the last one's; validators are the answer's, else None."""

    etag: str | None
    last_modified: str | None
    moved: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """410: the source says that it is no more."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Anything else. ``grade``: temporary (the network), soft (may pass), hard (won't by itself)."""

    grade: Literal["temporary", "soft", "hard"]
    reason: str


Outcome = Fetched | NotModified | Gone | Failed
