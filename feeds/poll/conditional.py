"""Conditional requests by the book (RFC 9110, section 13.1)."""

from __future__ import annotations

from feeds.model.poll import PollState

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)


def request_headers(state: PollState) -> dict[str, str]:
    """Headers for the next poll: validators go back byte for byte, none is ever made up."""
    headers = {"Accept": _ACCEPT}
    if state.etag is not None:
        headers["If-None-Match"] = state.etag
    if state.last_modified is not None:
        headers["If-Modified-Since"] = state.last_modified
    return headers
