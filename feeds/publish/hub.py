"""Our WebSub hub's rules (W3C Recommendation): what a subscription request must be, and how intent is verified.

Topics are our own feeds, by their exact addresses. A refusal is a value with the HTTP status and a sentence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from feeds.model.hub import HubCounts, HubRequest
from feeds.model.poll import Reply

MAX_REQUEST = 8192  # bytes of a request's body
DEFAULT_TERM = timedelta(days=10)  # WebSub, section 5.1: ten days is what it advises
MIN_TERM = timedelta(hours=1)
MAX_TERM = timedelta(days=30)  # section 5.1: a hub must not lend for ever
MAX_SECRET = 199  # bytes: "less than 200" (section 5.1)
MAX_CALLBACK = 2048  # characters
MAX_SUBSCRIPTIONS, MAX_OF_HOST = 50_000, 1000
MAX_PENDING, MAX_PENDING_OF_HOST = 2000, 100
_FIELDS = ("callback", "mode", "topic", "lease_seconds", "secret")
_DIGITS = 12  # of a number of seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is not taken: an HTTP status and a sentence for whoever sent it."""

    status: int
    why: str


class _Refused(Exception):  # noqa: N818 -- what happened; it never leaves this module
    def __init__(self, why: str, status: int = 400) -> None:
        super().__init__(why)
        self.refusal = Refusal(status=status, why=why)


def read_request(body: bytes, *, topics: Collection[str], base_url: str) -> HubRequest | Refusal:
    """A form (WebSub, section 5.1) as the request it makes, or why it makes none.

    ``topics`` are the addresses that may be subscribed to. Whether the callback's host may be connected to
    is not looked at here: names are checked when they are resolved.
    """
    try:
        return _read(_form(body), topics, base_url)
    except _Refused as refused:
        return refused.refusal


def _form(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=50
        )
    except ValueError:
        raise _Refused("The body is no application/x-www-form-urlencoded text in UTF-8.") from None
    form: dict[str, str] = {}
    for name, value in pairs:
        field = name.removeprefix("hub.")
        if field != name and field in _FIELDS:
            if field in form:
                raise _Refused(f"hub.{field} is given more than once.")
            form[field] = value
    return form


def _read(form: dict[str, str], topics: Collection[str], base_url: str) -> HubRequest:
    topic_url = form.get("topic", "")
    return HubRequest(
        mode=_mode(form.get("mode", "")),
        topic_url=_topic(topic_url, topics),
        callback=_callback(form.get("callback", ""), base_url),
        term=_term(form.get("lease_seconds", "")),
        secret=_secret(form.get("secret", "")),
    )


def _mode(mode: str) -> Literal["subscribe", "unsubscribe"]:
    if mode == "subscribe":
        return "subscribe"
    if mode == "unsubscribe":
        return "unsubscribe"
    if mode == "publish":
        raise _Refused("This hub tells of its own feeds only; nobody else publishes here.", 403)
    raise _Refused('hub.mode must be "subscribe" or "unsubscribe".')


def _topic(topic_url: str, topics: Collection[str]) -> str:
    if topic_url not in topics:
        said = "hub.topic must be the address of a feed here, as its rel=self link says."
        raise _Refused(said, 404)
    return topic_url


def _callback(callback: str, base_url: str) -> str:
    """The callback, if it is a plain http(s) address of somebody else."""
    said = f"hub.callback must be an http or https address of at most {MAX_CALLBACK} characters"
    if not callback or len(callback) > MAX_CALLBACK:
        raise _Refused(f"{said}.")
    if not (callback.isascii() and callback.isprintable()) or " " in callback:
        raise _Refused(f"{said}, percent-encoded where it is not ASCII.")
    try:
        parts = urlsplit(callback)
        port = parts.port
    except ValueError:
        raise _Refused(f"{said}.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise _Refused(f"{said}.")
    if "@" in parts.netloc or "\\" in callback:
        raise _Refused("hub.callback must hold no user, password or backslash.")
    if "#" in callback:
        raise _Refused("hub.callback must hold no fragment (#…).")
    if parts.netloc.lower() == urlsplit(base_url).netloc.lower():
        raise _Refused("hub.callback must not be an address of this site.")
    return callback


def _term(seconds: str) -> timedelta:
    """How long the subscription lasts: what was asked, within bounds.

    >>> _term("60"), _term("99999999"), _term("")
    (datetime.timedelta(seconds=3600), datetime.timedelta(days=30), datetime.timedelta(days=10))
    """
    if not seconds:
        return DEFAULT_TERM
    if not (seconds.isascii() and seconds.isdigit()):
        raise _Refused("hub.lease_seconds must be a whole number of seconds.")
    asked = timedelta(seconds=min(int(seconds[:_DIGITS]), MAX_TERM.total_seconds()))
    return max(MIN_TERM, asked)


def _secret(secret: str) -> bytes | None:
    raw = secret.encode()
    if len(raw) > MAX_SECRET:
        raise _Refused(f"hub.secret must be at most {MAX_SECRET} bytes.")
    return raw or None


def over_limit(request: HubRequest, counts: HubCounts) -> Refusal | None:
    """Why there is no room for a request, if there is none; what is known already needs none."""
    if counts.known:
        return None
    if counts.pending >= MAX_PENDING or counts.pending_of_host >= MAX_PENDING_OF_HOST:
        return Refusal(status=429, why="Too many requests wait to be verified; try again later.")
    if request.mode == "unsubscribe":
        return None
    if counts.of_host >= MAX_OF_HOST:
        return Refusal(status=429, why="That callback's host has as many subscriptions as it may.")
    if counts.subscriptions >= MAX_SUBSCRIPTIONS:
        return Refusal(status=503, why="This hub has as many subscriptions as it may.")
    return None


def host_of(url: str) -> str:
    """Whose address it is: limits count by it."""
    return urlsplit(url).hostname or ""


def verification_url(request: HubRequest, challenge: str) -> str:
    """The address that a callback is asked at, to say that it wants this (WebSub, section 5.3), or told
    at that it is denied (section 5.2). What the callback has of a query stays.

    >>> asked = HubRequest(topic_url="https://a.example/x", callback="https://b.example/?k=1", mode="unsubscribe")
    >>> verification_url(asked, "c")
    'https://b.example/?k=1&hub.mode=unsubscribe&hub.topic=https%3A%2F%2Fa.example%2Fx&hub.challenge=c'
    """
    said = {"hub.mode": request.mode, "hub.topic": request.topic_url}
    if request.mode == "denied":
        said["hub.reason"] = request.why
    else:
        said["hub.challenge"] = challenge
    if request.mode == "subscribe":
        said["hub.lease_seconds"] = str(int(request.term.total_seconds()))
    joint = "&" if "?" in request.callback else "?"
    return f"{request.callback}{joint}{urlencode(said)}"


def is_confirmed(reply: Reply, challenge: str) -> bool:
    """Whether an answer confirms: a 2xx whose body is the challenge and nothing else (section 5.3)."""
    accepted = reply.status is not None and 200 <= reply.status < 300
    return accepted and reply.body == challenge.encode()
