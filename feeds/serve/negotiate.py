"""Which content coding a reader gets (RFC 9110, section 12.5.3), and whether it has these bytes already (13.2.2)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

import brotli
import zstandard

from feeds.httpdate import read_date

_MOST = 500  # characters of Accept-Encoding that are read
_QUALITY = re.compile(r"\s*;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*")

# The smallest first, which decides between codings that a reader likes equally.
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=6),
    "zstd": lambda body: zstandard.ZstdCompressor(level=9).compress(body),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
_CODED = re.compile(rf'-(?:{"|".join(CODINGS)})"$')
_HOUR = timedelta(hours=1)


@lru_cache(maxsize=512)
def choose_coding(accepted: str) -> str | None:
    """The coding to send, None for the bytes as they are.

    A reader that takes anything (``*``) gets gzip, which every reader knows.

    >>> choose_coding("gzip, deflate, br"), choose_coding("gzip;q=1.0, br;q=0.2"), choose_coding("gzip;q=0")
    ('br', 'gzip', None)
    """
    wanted = _qualities(accepted)
    if "*" in wanted:
        wanted.setdefault("gzip", wanted["*"])
    best = max(CODINGS, key=lambda coding: wanted.get(coding, 0))  # the first of equals
    quality = wanted.get(best, 0)
    return best if quality > 0 and quality >= wanted.get("identity", 0) else None


def accepts(accepted: str, coding: str) -> bool:
    """Whether a coding may be sent; ``q=0`` refuses it."""
    wanted = _qualities(accepted)
    return wanted.get(coding, wanted.get("*", 0)) > 0


def _qualities(accepted: str) -> dict[str, float]:
    """The weight of each coding named; one whose weight can't be read is not wanted."""
    found: dict[str, float] = {}
    for part in accepted[:_MOST].lower().split(","):
        name, semicolon, rest = part.partition(";")
        weight = _QUALITY.fullmatch(semicolon + rest)
        found[name.strip()] = float(weight[1]) if weight else 0.0 if semicolon else 1.0
    found.pop("", None)
    return found


def coded_etag(etag: str, coding: str | None) -> str:
    """The ETag of a document in a coding: other bytes have another one (RFC 9110, section 8.8.3.3)."""
    return etag if coding is None else f'{etag[:-1]}-{coding}"'


def plain_etags(header: str) -> list[str]:
    """The ETags of an If-None-Match, each as of the document without a coding."""
    tags = (tag.strip().removeprefix("W/") for tag in header[:4000].split(","))
    return [_CODED.sub('"', tag) for tag in tags]


def is_fresh(
    etag: str, modified: datetime | None, *, none_match: str | None, since: str | None
) -> bool:
    """Whether the reader has these bytes: If-None-Match rules, else If-Modified-Since (RFC 9110, 13.2.2)."""
    if none_match == etag:
        return True
    if none_match is not None:
        listed = [tag.strip().removeprefix("W/") for tag in none_match.split(",")]
        return "*" in listed or etag in listed
    if modified is None or since is None:
        return False
    moment = _moment(since)
    return moment is not None and modified.replace(microsecond=0) <= moment


def stated_since(header: str | None, now: datetime) -> str | None:
    """An If-Modified-Since, unless it lies more than an hour ahead: once a wrong clock dated a document, its reader
    would be told until then that nothing is new (RFC 2616, 14.25, calls such a date invalid).
    """
    moment = None if header is None else _moment(header)
    return header if moment is not None and moment <= now + _HOUR else None


@lru_cache(maxsize=512)
def _moment(header: str) -> datetime | None:
    return read_date(header)
