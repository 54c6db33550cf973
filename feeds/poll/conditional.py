"""Conditional requests by the book (RFC 9110, section 13.1), and when to ask without conditions."""

from __future__ import annotations

from datetime import datetime, timedelta

from feeds.model.poll import PollState

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
_DAY = timedelta(days=1)
_DOUBTED = 7 * _DAY  # "not modified" for so long, of a source that should have had news
_ANYHOW = 60 * _DAY  # and for so long of any
_OVERDUE = 2.0  # new entries that should have come


def request_headers(state: PollState, *, whole: bool = False) -> dict[str, str]:
    """Headers for the next poll: validators go back byte for byte, none is ever made up.

    Who sends an ETag also takes what is new since then alone (``A-IM``, RFC 3229, section 10.5.3).
    ``whole`` asks without conditions.
    """
    headers = {"Accept": _ACCEPT}
    if whole:
        return headers
    if state.etag is not None:
        headers["If-None-Match"] = state.etag
        headers["A-IM"] = "feed"
    if state.last_modified is not None:
        headers["If-Modified-Since"] = state.last_modified
    return headers


def asks_whole(state: PollState, now: datetime) -> bool:
    """Whether to ask without conditions though it could be with: some servers say 304 for ever.

    That is after a week in which a source that brings news had none, after two months in any case, and
    daily where it has been found out.
    """
    if state.whole is None or (state.etag is None and state.last_modified is None):
        return False
    since = now - state.whole
    if state.false_304:
        return since >= _DAY
    if since >= _DOUBTED and (state.rate or 0.0) * (since / _DAY) >= _OVERDUE:
        return True
    return since >= _ANYHOW
