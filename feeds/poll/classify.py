"""What a reply means."""

from __future__ import annotations

from hashlib import blake2b
from typing import Literal

from feeds.model.poll import Failed, Fetched, Gone, NotModified, Outcome, PollState, Reply
from feeds.printed import on_one_line

# What passes by itself (temporary), what may (soft: feeds do return 404 and come back), what will not.
_TEMPORARY_ERRORS = {"dns", "timeout", "connect"}
_HARD_ERRORS = {"refused-address"}
_PHRASES = {
    400: "bad request",
    401: "a password is needed",
    403: "forbidden",
    404: "not found",
    429: "asked too often",
    500: "its own error",
    502: "bad gateway",
    503: "not available now",
    504: "its gateway timed out",
}
Grade = Literal["temporary", "soft", "hard"]
_HARD_STATUS = {400, 401, 402, 403, 405, 406, 414, 451}


def classify(reply: Reply, state: PollState, *, whole: bool = False) -> Outcome:
    """The outcome that a reply is, given what was known before.

    ``whole``: it was asked without conditions though validators were known.
    """
    if reply.status is None:
        return Failed(grade=_grade_of(reply.error_kind), reason=reply.error or "no answer")
    moved = _moved(reply)
    etag, modified = reply.header("etag"), reply.header("last-modified")
    if reply.status == 304:
        if whole or (state.etag is None and state.last_modified is None):
            reason = "the server says unchanged (304) to a request without conditions"
            return Failed(grade="soft", reason=reason)
        return NotModified(etag=etag, last_modified=modified, moved=moved)
    if reply.status == 410:
        return Gone(reason="the source says that it is gone for good (410)")
    delta = reply.status == 226
    if delta and (reply.header("im") or "feed").strip().lower() != "feed":
        reason = f"the answer is a difference (226) of a kind not asked for: {reply.header('im')}"
        return Failed(grade="soft", reason=on_one_line(reason)[:200])
    if reply.status not in (200, 203, 226):
        return _failed(reply.status)
    if not reply.body.strip():
        return Failed(grade="soft", reason="the answer is empty")
    digest = blake2b(reply.body, digest_size=16).hexdigest()
    if digest == state.body_hash:
        return NotModified(etag=etag, last_modified=modified, moved=moved)
    return Fetched(
        body=reply.body,
        body_hash=digest,
        content_type=reply.header("content-type"),
        location=reply.final_url,
        etag=etag,
        last_modified=modified,
        moved=moved,
        delta=delta,
    )


def _moved(reply: Reply) -> str | None:
    """A new address, if every step on the way to it was permanent (301, 308)."""
    if reply.hops and all(status in (301, 308) for status, _ in reply.hops):
        return reply.final_url
    return None


def _failed(status: int) -> Failed:
    phrase = f" ({_PHRASES[status]})" if status in _PHRASES else ""
    grade: Grade = "hard" if status in _HARD_STATUS else "soft"
    if status in (429, 503):
        grade = "temporary"
    return Failed(grade=grade, reason=f"the server answered {status}{phrase}")


def _grade_of(kind: str | None) -> Grade:
    if kind in _TEMPORARY_ERRORS:
        return "temporary"
    return "hard" if kind in _HARD_ERRORS else "soft"
