"""What the value of a key may be: each check returns the value, or raises ValueError with half a
sentence that says what is wrong with it. ``feeds/config/schema.py`` says which key takes which.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import unicodedata
from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator

from feeds.config.units import parse_duration, parse_size
from feeds.publish.conform import web_address

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_LISTENING = re.compile(r"\[?[\w.:%-]+\]?")  # a name or an address, of IPv6 also in brackets
# As SQLAlchemy takes an address apart: user and password, host, port.
_DATABASE = re.compile(r"postgresql://(?:[^:/]*(?::[^@]*)?@)?(?:\[[^/?]*\]|[^/:?]*)(?::([^/?]*))?")


def written(value: Any) -> str:
    """A value as a message shows it: dates and times as TOML writes them.

    >>> written(dt.date(2026, 3, 7)), written("7")
    ('2026-03-07', "'7'")
    """
    return str(value) if isinstance(value, dt.date | dt.time) else repr(value)


def _duration(value: Any) -> timedelta:
    if not isinstance(value, str):
        raise ValueError(f"{written(value)} is no duration")
    return parse_duration(value)


def _size(value: Any) -> int:
    if not isinstance(value, str):
        raise ValueError(f"{written(value)} is no size")
    return parse_size(value)


def check_address(value: Any) -> str:
    """An http(s) address; raises ValueError with what is wrong with it."""
    if not isinstance(value, str):
        raise ValueError(f"{written(value)} is no address")
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{value!r} is no address ({error})") from None
    if parts.scheme not in ("http", "https"):
        raise ValueError(f"{value!r} is no http or https address")
    if not value.isprintable() or any(c.isspace() for c in value):
        raise ValueError(f"{value!r} has a space or a control character in it")
    if not parts.hostname or port == 0:
        raise ValueError(f"{value!r} names no {'port' if port == 0 else 'host'}")
    return value


def _published_address(value: Any) -> str:
    """An address that stands in feeds, where everybody reads it, and in headers: as a URI (RFC 3986)."""
    parts = urlsplit(check_address(value))
    if "@" in parts.netloc:
        raise ValueError(
            f"the address at {parts.hostname} has a user's name in it: all may read it"
        )
    if parts.fragment:
        raise ValueError(f"{value!r} has a fragment (#{parts.fragment})")
    address = web_address(value)
    if address is None:
        raise ValueError(f"{value!r} names no host")
    return address


def _base(value: Any) -> str:
    """The address that others are made of by putting a path behind it."""
    address = _published_address(value)
    query = urlsplit(value).query
    if query:
        raise ValueError(f"{value!r} has a query (?{query}), behind which no path can stand")
    return address


def _language(value: Any) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{written(value)} is no language code")
    return value


def _network(value: Any) -> str:
    try:
        return str(ipaddress.ip_network(value if isinstance(value, str) else ""))
    except ValueError:
        raise ValueError(f"{written(value)} is no network") from None


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise ValueError(f"{written(value)} can't be part of an address")
    return value


def _listen(value: Any) -> str:
    host, colon, port = value.rpartition(":") if isinstance(value, str) else ("", "", "")
    if not colon or not host:
        raise ValueError(f"{written(value)} names no host and port")
    if not (port.isascii() and port.isdigit()) or not 0 <= int(port) <= 65535:
        raise ValueError(f"{port!r} is no port")
    if not _LISTENING.fullmatch(host):
        raise ValueError(f"{host!r} is no host")
    return str(value)


def _store_url(value: Any) -> str:
    if not isinstance(value, str) or not re.match(r"(sqlite:///.|postgresql://.)", value):
        raise ValueError(f"{written(value)} names no store")
    if "\0" in value:
        raise ValueError("it has a control character in it")
    if value.startswith("sqlite:") and "?" in value:
        raise ValueError("a SQLite file takes no parameters; a ? in its name is written %3F")
    # The address may hold a password, so a message shows no more than the port.
    port = found[1] if (found := _DATABASE.match(value)) else None
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):
        raise ValueError(f"{port!r} is no port")
    return value


def _not_blank(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{written(value)} is no text")
    if not value.strip():
        raise ValueError(f"{value!r} is empty")
    return value


def _plain(value: Any) -> str:
    """Text without NUL and the like, which no file's name and no database takes."""
    text = _not_blank(value)
    if any(unicodedata.category(c) == "Cc" and c not in "\t\n\r" for c in text):
        raise ValueError(f"{text!r} has a control character in it")
    return text


def _header(value: Any) -> str:
    """Text that stands in a header of HTTP, which a line break would end."""
    text = _plain(value)
    if not text.isprintable():
        raise ValueError(f"{text!r} has a line break or a tab in it")
    return text


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
Address = Annotated[str, BeforeValidator(check_address)]
PublishedAddress = Annotated[str, BeforeValidator(_published_address)]
BaseAddress = Annotated[str, BeforeValidator(_base)]
Language = Annotated[str, BeforeValidator(_language)]
Network = Annotated[str, BeforeValidator(_network)]
Slug = Annotated[str, BeforeValidator(_slug)]
Listen = Annotated[str, BeforeValidator(_listen)]
StoreUrl = Annotated[str, BeforeValidator(_store_url)]
Name = Annotated[str, BeforeValidator(_plain)]
Header = Annotated[str, BeforeValidator(_header)]
Query = Annotated[str, BeforeValidator(_not_blank)]
