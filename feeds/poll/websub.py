"""The subscriber's side of WebSub (W3C Recommendation): whether to subscribe, leases, verification, signatures.

A subscription's life as values: :func:`asked` before a request goes out, :func:`answered` when the hub answered
it, :func:`verified` or :func:`denied` when the hub called back, :func:`left` when it is wanted no more.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urljoin, urlsplit

from feeds.model.poll import PollHints, Reply
from feeds.model.push import Mode, PushOffer, PushSubscription
from feeds.poll.asked import retry_after
from feeds.poll.domain import registrable
from feeds.poll.pace import fraction
from feeds.printed import on_one_line

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

ASKED_LEASE = timedelta(days=10)  # section 5.1: what hubs are advised to give
_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(days=30)  # a hub's word is taken within
_RENEWED_AT, _SPREAD = 2 / 3, 0.13  # of a lease: somewhere from two thirds to four fifths
_PATIENCE = timedelta(hours=1)  # that a hub may take to verify what it accepted
_FIRST_WAIT, _LONGEST_WAIT, _GROWTH = timedelta(minutes=1), timedelta(days=1), 4
_DENIED_WAIT = timedelta(days=7)
_MAX_ADDRESS = 2048  # characters
_GOODBYES = 3  # requests to unsubscribe; a hub that hears none is told by the callback's 410
_METHODS = ("sha1", "sha256", "sha384", "sha512")  # section 8; what else is said is no signature
# Names that lead nowhere outside (RFC 6761, 6762, 8375, and what home routers hand out).
_INSIDE = (
    *("localhost", "local", "internal", "lan", "home.arpa"),
    *("test", "example", "invalid", "onion"),
)
_TOKEN = r"[\w!#$%&'*+.^`|~-]+"
_VALUE = rf'(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}))'
_LINK = re.compile(rf"<([^>]*)>((?:\s*;\s*{_TOKEN}(?:\s*=\s*{_VALUE})?)*)")
_PARAM = re.compile(rf";\s*({_TOKEN})(?:\s*=\s*{_VALUE})?")


def unreachable(base_url: str, allowed: Sequence[Network]) -> str | None:
    """Why hubs can't reach us at that public address, in a phrase; None if they can.

    ``allowed`` are networks that the operator opened: hubs in them reach us there.
    """
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    address = _address(host)
    if address is not None:
        if address.is_global or _within(address, allowed):
            return None
        return f"{host} is an address of a private network"
    if "." not in host or any(host == name or host.endswith(f".{name}") for name in _INSIDE):
        return f"{host or base_url} is a name of a private network"
    return None


def offers(reply: Reply, hints: PollHints) -> tuple[PushOffer, ...]:
    """The hubs that a source names, each with the topic: in headers, then in its document (section 4).

    Both have to be named. Those in headers come first, and of them those that encrypt.
    """
    try:
        links = list(header_links(reply))
        hubs = [url for relations, _, url in links if "hub" in relations]
        topics = [url for relations, _, url in links if "self" in relations]
        secure = [url for url in hubs if url.startswith("https:")]
        topic = next(iter(topics), hints.self_url)
        told = [hints.hub, *hints.other_hubs] if hints.hub else []
        named = dict.fromkeys([*secure, *hubs, *told])
        if topic is None:
            return ()
        own = urljoin(reply.final_url, topic)
        return tuple(PushOffer(hub=urljoin(reply.final_url, hub), topic=own) for hub in named)
    except ValueError:  # what they name is no address
        return ()


def choose(
    found: Sequence[PushOffer], held: PushSubscription | None, now: datetime
) -> PushOffer | None:
    """Which of a source's hubs to have a subscription with: the present one, unless it refuses and there is another;
    each in its turn then.
    """
    own = PushOffer(hub=held.hub, topic=held.topic) if held is not None else None
    if held is None or own is None or own not in found:
        return found[0] if found else None
    holds = held.expires is not None and held.expires > now
    if holds or held.pending is not None or held.problem is None:
        return own
    return found[(found.index(own) + 1) % len(found)]


def turned(
    wished: PushSubscription, refused: PushSubscription, hubs: int, now: datetime
) -> PushSubscription:
    """A subscription wished for with one of a source's ``hubs``, after another refused: each is asked once without
    waiting; then they are waited for as one would be.
    """
    due = now if refused.attempts < hubs else refused.due
    return replace(wished, attempts=refused.attempts, due=due)


def header_links(reply: Reply) -> Iterator[tuple[Sequence[str], str, str]]:
    """Relations, type and target of each link in headers (RFC 8288, section 3) that is about the document itself.

    Raises ValueError at a target that is no address.
    """
    for name, value in reply.headers:
        for found in _LINK.finditer(value) if name == "link" else ():
            params = {p[1].lower(): p[2] or p[3] or "" for p in _PARAM.finditer(found[2])}
            if "anchor" not in params:
                relations = params.get("rel", "").lower().split()
                yield (
                    relations,
                    params.get("type", "").lower(),
                    urljoin(reply.final_url, found[1].strip()),
                )


def objection(found: PushOffer, asked_url: str, allowed: Sequence[Network]) -> str | None:
    """Why not to take up an offer that was found at an address; None to take it.

    The topic has to be of the same registrable domain: a hub may push anything it likes as the topic's content,
    and a feed that names a stranger's address as its own would bring the stranger's news under this source's name.
    The secret goes to the hub in the request, so its address has to be https, or inside a network that the
    operator opened. An address with a password is told to nobody.
    """
    try:
        hub, topic, asked = urlsplit(found.hub), urlsplit(found.topic), urlsplit(asked_url)
    except ValueError:
        return "what it names is no address"
    if len(found.hub) > _MAX_ADDRESS or len(found.topic) > _MAX_ADDRESS:
        return "what it names is too long for an address"
    if "@" in asked.netloc or "@" in topic.netloc:
        return "its address holds a password"
    own, at = registrable(found.topic), registrable(asked_url)
    if topic.scheme not in ("http", "https") or own != at:
        return f"the address it gives as its own is of another site ({own})"
    encrypts = hub.scheme == "https" and hub.hostname
    if not encrypts and not (hub.scheme == "http" and _is_opened(hub.hostname, allowed)):
        return "its hub does not encrypt (https)"
    return None


def _is_opened(host: str | None, allowed: Sequence[Network]) -> bool:
    address = _address("127.0.0.1" if host == "localhost" else host or "")
    return address is not None and _within(address, allowed)


def _within(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: Sequence[Network]
) -> bool:
    return any(address.version == one.version and address in one for one in networks)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def asked(subscription: PushSubscription, now: datetime) -> PushSubscription:
    """It, with a request about to go out (``pending``): from now on the hub may verify, which it has an hour for.

    Where the hub took the last request and never verified it, that failed, and is tried again later.
    """
    if subscription.pending is not None:
        return _failed(subscription, "its hub never verified the request", now)
    mode: Mode = "unsubscribe" if subscription.leaving else "subscribe"
    return replace(subscription, pending=mode, due=now + _PATIENCE)


def is_over(subscription: PushSubscription, now: datetime) -> bool:
    """Whether nothing is left to unsubscribe from, or the hub was asked often enough."""
    held = subscription.expires is not None and subscription.expires > now
    return subscription.leaving and (not held or subscription.attempts >= _GOODBYES)


def request_form(subscription: PushSubscription) -> bytes:
    """The body of the request to the hub (section 5.1)."""
    form = {
        "hub.mode": subscription.pending or "subscribe",
        "hub.topic": subscription.topic,
        "hub.callback": subscription.callback,
    }
    if subscription.pending != "unsubscribe":
        form["hub.lease_seconds"] = str(int(ASKED_LEASE.total_seconds()))
        form["hub.secret"] = subscription.secret.decode()
    return urlencode(form).encode()


def answered(subscription: PushSubscription, reply: Reply, now: datetime) -> PushSubscription:
    """It, after the hub answered our request: any 2xx says that it will verify, all else is tried again."""
    if subscription.pending is None:
        return subscription  # verified before the answer came
    if reply.status is not None and 200 <= reply.status < 300:
        return subscription
    reason = reply.error or f"it answered {reply.status}"
    failed = _failed(subscription, f"its hub does not take the request: {reason}", now)
    wait = retry_after(reply)
    return failed if wait is None else replace(failed, due=max(failed.due, now + wait))


def _failed(subscription: PushSubscription, why: str, now: datetime) -> PushSubscription:
    """Tried again after 1, 4, 16 … minutes, at most a day, spread by a fifth."""
    attempts = subscription.attempts
    growth: int = _GROWTH ** min(attempts, 10)
    wait = min(_FIRST_WAIT * growth, _LONGEST_WAIT)
    due = now + wait * (0.8 + 0.2 * fraction(f"{subscription.token} {attempts}"))
    return replace(subscription, pending=None, attempts=attempts + 1, problem=why, due=due)


def is_ours(subscription: PushSubscription, mode: str, topic: str) -> bool:
    """Whether the hub asks to verify what we asked of it, and nothing else (section 5.3)."""
    return subscription.pending == mode and subscription.topic == topic


def verified(subscription: PushSubscription, lease: str, now: datetime) -> PushSubscription:
    """It, once the hub verified that we want it; ``lease`` is for how many seconds, as the hub wrote it.

    It is renewed when two thirds to four fifths of that are over.
    """
    term = ASKED_LEASE
    if lease.isascii() and lease.isdecimal():
        seconds = min(int(lease[:12]), int(_LONGEST.total_seconds()))
        term = max(timedelta(seconds=seconds), _SHORTEST)
    share = _RENEWED_AT + _SPREAD * fraction(f"{subscription.token}\n{now.isoformat()}")
    return replace(
        subscription,
        pending=None,
        expires=now + term,
        due=now + term * share,
        attempts=0,
        problem=None,
    )


def denied(subscription: PushSubscription, reason: str, now: datetime) -> PushSubscription:
    """It, once the hub said no, or no longer (section 5.2); asked again after a week."""
    said = on_one_line(reason)[:200]
    why = f"its hub refuses{f': {said}' if said else ''}"
    attempts = subscription.attempts + 1
    due = now + _DENIED_WAIT
    return replace(
        subscription, pending=None, expires=None, attempts=attempts, due=due, problem=why
    )


def left(subscription: PushSubscription, now: datetime) -> PushSubscription:
    """It, once it is wanted no more."""
    return replace(subscription, leaving=True, pending=None, attempts=0, due=now)


def is_signed(secret: bytes, header: str, body: bytes) -> bool:
    """Whether ``X-Hub-Signature`` is the body's under our secret, compared in constant time (section 8)."""
    method, _, signature = header.strip().partition("=")
    if method.lower() not in _METHODS:
        return False
    made = hmac.digest(secret, body, method.lower()).hex()
    return hmac.compare_digest(made.encode(), signature.strip().lower().encode())
