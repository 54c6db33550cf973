"""A channel as the bytes of a document. One entry that can't be rendered never costs the feed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from feeds.model.output import Channel, Document
from feeds.publish.formats import FORMATS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered channel; ``problems`` names the entries that were left out, and why."""

    body: bytes
    problems: tuple[str, ...] = ()


def render(channel: Channel, suffix: str) -> Rendered:
    """The channel in the format of that suffix."""
    write = FORMATS[suffix].render
    try:
        return Rendered(body=write(channel))
    except (ValueError, TypeError, UnicodeError):
        pass  # some entry: find it by trying each alone
    good, problems = [], []
    for entry in channel.entries:
        try:
            write(replace(channel, entries=(entry,)))
            good.append(entry)
        except (ValueError, TypeError, UnicodeError) as error:
            problems.append(f"{entry.id} can't be rendered as {suffix}: {error}")
    return Rendered(body=write(replace(channel, entries=tuple(good))), problems=tuple(problems))


def to_document(path: str, media_type: str, body: bytes, *, modified: datetime) -> Document:
    """A document with a strong ETag made of its bytes (RFC 9110, section 8.8.3)."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    return Document(path=path, media_type=media_type, body=body, etag=etag, modified=modified)
