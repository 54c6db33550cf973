"""What a killed story leaves in archive documents: its entry's place, with the notice that it is withdrawn in it.

All other bytes stay as they were, so this works on bytes and renders nothing anew.
"""

from __future__ import annotations

from collections.abc import Mapping

from feeds.publish.formats import Format


def redact(body: bytes, tail: bytes, kind: Format, notices: Mapping[str, bytes]) -> bytes:
    """The document with the entries of those ids replaced; an id that it does not hold is passed over.

    ``tail`` is what stands after a document's entries in this format, ``notices`` are entries in it by their ids.
    """
    inner = body.removesuffix(tail)
    head, opening, rest = inner.partition(kind.opening)
    parting = kind.between or kind.opening  # where nothing parts entries, each begins with it
    pieces = rest.split(parting)
    for urn, notice in notices.items():
        mark, entry = _mark(urn, notice), notice.strip()
        entry = entry if kind.between else entry.removeprefix(kind.opening)
        pieces = [_fill(piece, entry) if mark in piece else piece for piece in pieces]
    return head + opening + parting.join(pieces) + body[len(inner) :]


def _mark(urn: str, notice: bytes) -> bytes:
    """How an entry says its id, with the signs around it, which no text can hold."""
    at = notice.index(urn.encode())
    return notice[max(0, at - 4) : at + len(urn) + 1]


def _fill(piece: bytes, entry: bytes) -> bytes:
    """The entry, and the line's end around the one before."""
    before = b"\n" if piece.startswith(b"\n") else b""
    return before + entry + piece[len(piece.rstrip()) :]
