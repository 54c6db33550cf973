"""Addresses: as they go out, shown without a password, joined to where a redirect leads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

import httpx

from feeds.fetch.guard import RefusedRedirect


def plain(url: httpx.URL) -> httpx.URL:
    """An address without user, password and fragment, as it goes out."""
    if url.userinfo or url.fragment:
        return url.copy_with(username=None, password=None, fragment=None)
    return url


def origin(url: httpx.URL) -> tuple[str, str, int]:
    """Scheme, host and port (RFC 6454, section 4): who is meant, whatever the path."""
    return url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80)


def follow(asked: httpx.URL, locations: Sequence[str]) -> httpx.URL:
    """Where a redirect leads, without the user and password that it may name; raises RefusedRedirect."""
    # The header is no list (RFC 9110, section 10.2.2): which would be meant?
    if len(locations) != 1:
        raise RefusedRedirect(f"it redirects to {len(locations)} places at once")
    try:
        target = plain(httpx.URL(urljoin(str(asked), locations[0])))
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedRedirect(f"it redirects to what is no address ({error})") from None
    if asked.scheme == "https" and target.scheme == "http":
        raise RefusedRedirect("it redirects from https to unprotected http")
    return target


def mask(url: str) -> str:
    """An address without its user and password, fit for logs and pages."""
    scheme, slashes, rest = url.partition("//")
    authority = re.match(r"[^/?#]*", rest)
    host = authority[0] if authority else ""
    return f"{scheme}{slashes}{host.rpartition('@')[2]}{rest[len(host) :]}"
