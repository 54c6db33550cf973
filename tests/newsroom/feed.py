"""Feeds for tests to serve, written out plainly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

TYPE = {"Content-Type": "application/rss+xml; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item of a feed; ``text`` is plain paragraphs."""

    key: str
    title: str
    text: str = ""
    published: str = "Tue, 03 Feb 2026 08:00:00 GMT"


def hours_ago(hours: float) -> str:
    """A time as RSS writes it; a copy has to be near its story in time to join it."""
    return format_datetime(datetime.now(UTC) - timedelta(hours=hours))


def rss(name: str, *entries: Entry, extra: str = "", language: str = "en") -> bytes:
    """An RSS 2.0 document; ``extra`` are further elements of the channel."""
    items = "".join(
        f"<item><title>{escape(e.title)}</title><link>https://{name}.example/{e.key}</link>"
        f'<guid isPermaLink="false">{name}-{e.key}</guid><pubDate>{e.published}</pubDate>'
        f"<description>{escape(paragraphs(e.text))}</description></item>"
        for e in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{name}</title>'
        f"<link>https://{name}.example/</link><description>{name}</description>"
        f"<language>{language}</language>{extra}{items}</channel></rss>"
    ).encode()


def paragraphs(text: str) -> str:
    """Plain paragraphs as HTML."""
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n\n") if part)
