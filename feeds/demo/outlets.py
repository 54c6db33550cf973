"""The outlets' feeds as they write them: RSS, RDF, Atom, JSON Feed, plain text, and one that is broken."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from html import escape

from feeds.demo.script import Outlet, Piece

Render = Callable[[Outlet, str, Sequence[Piece]], str]


def render(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> tuple[bytes, str]:
    """An outlet's feed and its media type; ``base`` is the outlet's address."""
    writer, media_type = _FORMATS[outlet.format]
    return writer(outlet, base, pieces).encode(), media_type


def wire_text(piece: Piece, agency: str) -> str:
    """A story as a plain-text file of a wire folder."""
    body = "\n\n".join(piece.paragraphs)
    day = f"{piece.published:%d %B %Y}"
    return (
        f"date {piece.published:%Y-%m-%dT%H:%M:%SZ}\n{piece.title}\n\n{body}\n\n{agency}: {day}\n"
    )


def _body(piece: Piece) -> str:
    return "".join(f"<p>{escape(p, quote=False)}</p>" for p in piece.paragraphs)


def _rss(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> str:
    items = "".join(
        f"<item><title>{escape(p.title)}</title><link>{base}{p.key}</link>"
        f'<guid isPermaLink="false">{outlet.place}-{p.key}</guid>'
        f"<pubDate>{format_datetime(p.published)}</pubDate>"
        f"<description>{escape(_body(p))}</description></item>"
        for p in pieces
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}</link><description>{escape(outlet.name)}</description>"
        f"<language>{outlet.language}</language>{items}</channel></rss>"
    )


def _rdf(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> str:
    items = "".join(
        f'<item rdf:about="{base}{p.key}"><title>{escape(p.title)}</title><link>{base}{p.key}</link>'
        f"<dc:date>{p.published.isoformat()}</dc:date><description>{escape(_body(p))}</description></item>"
        for p in pieces
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}"><title>{escape(outlet.name)}</title><link>{base}</link>'
        f"<description>{escape(outlet.name)}</description></channel>{items}</rdf:RDF>"
    )


def _atom(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> str:
    entries = "".join(
        f"<entry><id>tag:example.org,2026:{outlet.place}/{p.key}</id><title>{escape(p.title)}</title>"
        f'<link href="{base}{p.key}"/><published>{p.published.isoformat()}</published>'
        f"<updated>{p.updated.isoformat()}</updated>"
        + (
            f"<summary>{escape(p.paragraphs[0])}</summary>"
            if p.teaser
            else f'<content type="html">{escape(_body(p))}</content>'
        )
        + "</entry>"
        for p in pieces
    )
    updated = max((p.updated for p in pieces), default=None)
    stamp = f"<updated>{updated.isoformat()}</updated>" if updated else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:lang="{outlet.language}"><id>{base}</id><title>{escape(outlet.name)}</title>{stamp}'
        f'<link href="{base}"/><author><name>{escape(outlet.name)}</name></author>{entries}</feed>'
    )


def _json(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> str:
    items = [
        {
            "id": f"{outlet.place}/{p.key}",
            "url": f"{base}{p.key}",
            "title": p.title,
            "content_html": _body(p),
            "date_published": p.published.isoformat(),
        }
        for p in pieces
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": base,
        "language": outlet.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)


def _broken(outlet: Outlet, base: str, pieces: Sequence[Piece]) -> str:
    """What one meets: a bare ampersand, an unknown entity, and the end of the document missing."""
    whole = _rss(outlet, base, pieces).replace("&amp;", "&").replace("<p>", "<p>&nbsp;")
    return "\n\n" + whole[: whole.rindex("</channel>") - 3]


_FORMATS: dict[str, tuple[Render, str]] = {
    "rss": (_rss, "application/rss+xml"),
    "rdf": (_rdf, "application/rdf+xml"),
    "atom": (_atom, "application/atom+xml"),
    "json": (_json, "application/feed+json"),
    "broken": (_broken, "text/html"),
}
