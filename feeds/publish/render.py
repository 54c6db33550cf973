"""Entries and channels as the bytes of documents. One entry that can't be rendered never costs the feed.

An entry is rendered once for each rule of how much of it goes out, and stands in the documents of all topics
that have the story.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from feeds.model.output import Channel, Document, OutputEntry
from feeds.publish.formats import FORMATS

# What a library raises on a value that it can't write, or a value that is not as it should be.
FAULTS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    StopIteration,
    ArithmeticError,
    RecursionError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedEntry:
    """An entry's bytes in each format that could hold it, by suffix; ``problems``, by suffix, why others could not."""

    entry: OutputEntry
    parts: Mapping[str, bytes]
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A rendered channel; ``problems`` names the entries that were left out, and why."""

    body: bytes
    problems: tuple[str, ...] = ()


def render_entry(entry: OutputEntry) -> RenderedEntry:
    """The entry in every format."""
    parts: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for suffix, kind in FORMATS.items():
        try:
            parts[suffix] = kind.entry(entry)
        except FAULTS as error:
            problems[suffix] = f"{entry.id} can't be rendered as {suffix}: {error}"
    return RenderedEntry(entry=entry, parts=parts, problems=problems)


def assemble(channel: Channel, entries: Sequence[RenderedEntry], suffix: str) -> bytes:
    """The document of a channel out of rendered entries, in their order."""
    kind = FORMATS[suffix]
    held = [one for one in entries if suffix in one.parts]
    head, tail = kind.frame(replace(channel, entries=tuple(one.entry for one in held)))
    return head + kind.between.join(one.parts[suffix] for one in held) + tail


def render(channel: Channel, suffix: str) -> Rendered:
    """The channel in the format of that suffix."""
    entries = [render_entry(entry) for entry in channel.entries]
    problems = [one.problems[suffix] for one in entries if suffix in one.problems]
    return Rendered(body=assemble(channel, entries, suffix), problems=tuple(problems))


def to_document(path: str, media_type: str, body: bytes, *, modified: datetime) -> Document:
    """A document with a strong ETag made of its bytes (RFC 9110, section 8.8.3)."""
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    return Document(path=path, media_type=media_type, body=body, etag=etag, modified=modified)
