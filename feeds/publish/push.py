"""What a hub's subscriber gets: the entries that changed since its last delivery, signed, and when again.

Changes are numbered topic by topic: an entry's :class:`~feeds.model.hub.Mark` holds a digest of it and the number
of its last change, a subscriber's cursor the number it has. What it lacks are the entries with higher ones.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlencode

from feeds.model.hub import Delivery, Mark
from feeds.model.output import OutputEntry
from feeds.model.poll import Reply

GIVEN_UP = timedelta(days=7)  # of failures in a row
_FIRST = timedelta(seconds=5)
_LONGEST = timedelta(hours=24)
_GROWTH = 3
_UNVERIFIED = (timedelta(minutes=1), timedelta(minutes=10))  # asked again after; then no more

Verdict = Literal["done", "again", "end"]


def remark(known: Mapping[str, Mark], entries: Sequence[OutputEntry]) -> dict[str, Mark]:
    """The marks of a topic's entries now: those that are new or changed get the next number.

    Marks of entries that left the topic go: one that comes back counts as changed, for a subscriber may have had
    a delivery without it. The highest number stays under its entry's name, so that none is given twice.
    """
    top = max((mark.number for mark in known.values()), default=0)
    marks: dict[str, Mark] = {}
    for entry in entries:
        digest = blake2b(repr(entry).encode(), digest_size=16).digest()
        before = known.get(entry.id)
        same = before is not None and before.digest == digest
        marks[entry.id] = before if same and before else Mark(digest=digest, number=top + 1)
    if top and all(mark.number < top for mark in marks.values()):
        last = next(name for name, mark in known.items() if mark.number == top)
        # A changed entry outnumbers it; an unchanged one would be among the marks. No entry has this digest.
        marks[last] = Mark(digest=b"", number=top)
    return marks


def last_number(marks: Mapping[str, Mark]) -> int:
    """The number of a topic's last change; 0 before the first."""
    return max((mark.number for mark in marks.values()), default=0)


def delta(
    entries: Sequence[OutputEntry], marks: Mapping[str, Mark], cursor: int
) -> tuple[OutputEntry, ...]:
    """The entries that changed after that number, in the feed's order."""
    return tuple(entry for entry in entries if marks[entry.id].number > cursor)


def signature(secret: bytes, body: bytes) -> str:
    """The value of ``X-Hub-Signature`` (WebSub, section 8): SHA-256, never the SHA-1 it allows too."""
    return f"sha256={hmac.digest(secret, body, 'sha256').hex()}"


def ping(topic_url: str) -> bytes:
    """The form that tells another's hub of a change. WebSub leaves it open: hubs read either name."""
    form = {"hub.mode": "publish", "hub.url": topic_url, "hub.topic": topic_url}
    return urlencode(form).encode()


def judge_delivery(reply: Reply, delivery: Delivery, now: datetime) -> Verdict:
    """What an answer to a delivery means: any 2xx is receipt, 410 the end (section 7), all else a failure.

    A redirect is a failure: content goes only where intent was verified.
    """
    if reply.status is not None and 200 <= reply.status < 300:
        return "done"
    gone = delivery.kind == "push" and reply.status == 410
    since = delivery.failing or now
    return "end" if gone or now - since >= GIVEN_UP else "again"


def delivery_due(delivery: Delivery, now: datetime) -> datetime:
    """When a delivery that just failed is tried again: 5 s, 15 s, 45 s … 24 h, spread by a tenth."""
    growth: int = _GROWTH ** min(delivery.attempts, 20)
    wait = min(_FIRST * growth, _LONGEST)
    return now + wait * _spread(delivery.callback, delivery.attempts)


def verification_due(attempts: int, reply: Reply, now: datetime) -> datetime | None:
    """When a callback that gave no answer (or a server's error) is asked again, or None: no more.

    Any other answer is one: it does not want what was asked.
    """
    answered = reply.status is not None and reply.status < 500
    refused = reply.error_kind == "refused-address"
    if answered or refused or attempts >= len(_UNVERIFIED):
        return None
    return now + _UNVERIFIED[attempts]


def _spread(callback: str, attempts: int) -> float:
    """Between 0.9 and 1.1, by the callback: those that failed together do not come back together."""
    text = f"{callback} {attempts}".encode()
    return 0.9 + 0.2 * int.from_bytes(blake2b(text, digest_size=4).digest()) / 2**32
