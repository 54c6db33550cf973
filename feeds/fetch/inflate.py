"""Undoing gzip with a bound on everything: bytes out, ratio, members, what follows them.

Only gzip is asked for. Of what else servers send (br, zstd, deflate, lists), nothing is inflated: the libraries
hand out chunks of any size, and a list multiplies ratios.
"""

from __future__ import annotations

import zlib

from feeds.fetch.limits import FetchLimits

_GZIP = 31  # zlib's window bits for gzip and nothing else
_MAGIC = b"\x1f\x8b"
_MEMBERS = 1000  # of one body; each costs as much as a thousand bytes


class TooLarge(Exception):  # noqa: N818 -- what happened, not an error class of ours
    """More bytes than a fetch may bring; the message says which."""


class Undecodable(Exception):  # noqa: N818 -- what happened, not an error class of ours
    """A body that can't be undone whole; the message says why."""


class Body:
    """A body as it comes, inflated if it is gzip, also where nothing says so: a compressed file that a server hands
    out as it is. No feed begins with its mark. Every method raises TooLarge or Undecodable.
    """

    def __init__(self, coding: str, limits: FetchLimits) -> None:
        coding = coding.strip().lower()
        if coding not in ("identity", "", "gzip", "x-gzip"):
            raise Undecodable(f"it came in a coding that was not asked for ({coding[:60]})")
        self._limits = limits
        self._gunzip = _Gunzip() if "gzip" in coding else None
        self._begins = (
            b"" if self._gunzip is None else None
        )  # what may be the mark of gzip; None once that is known
        self._parts: list[bytes] = []
        self._size = self._wire = 0

    def take(self, raw: bytes) -> None:
        """One more piece off the wire."""
        self._wire += len(raw)
        if self._begins is not None:
            raw = self._looked_at(self._begins + raw)
        room = self._limits.max_bytes - self._size + 1
        piece = raw if self._gunzip is None else self._gunzip.take(raw, room)
        self._size += len(piece)
        if self._size > self._limits.max_bytes:
            raise TooLarge(f"the document is larger than {self._limits.max_bytes} bytes")
        if self._size > max(self._limits.ratio_from, self._limits.ratio * self._wire):
            raise TooLarge(f"the document inflates to over {self._limits.ratio} times its size")
        self._parts.append(piece)

    def _looked_at(self, raw: bytes) -> bytes:
        """The first bytes once they show whether they are gzip, nothing before."""
        if len(raw) < len(_MAGIC) and _MAGIC.startswith(raw):
            self._begins = raw
            return b""
        self._begins = None
        self._gunzip = _Gunzip() if raw.startswith(_MAGIC) else None
        return raw

    def whole(self) -> bytes:
        """All of it, once nothing more comes."""
        if self._begins:
            self._parts.append(self._begins)
        if self._gunzip is not None and not self._gunzip.ended:
            raise Undecodable("its compressed body is cut short")
        return b"".join(self._parts)


class _Gunzip:
    """Inflates gzip, which may come in several members one after the other (RFC 1952, section 2.2)."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(_GZIP)
        self._members = 1
        self._begun = self._padding = False
        self._held = b""  # the first byte of what may be one more member

    @property
    def ended(self) -> bool:
        """Whether the last member came to its end (nothing at all counts as whole)."""
        return self._member.eof or not self._begun

    def take(self, raw: bytes, room: int) -> bytes:
        """What ``raw`` inflates to, ``room`` bytes of it at most. Raises Undecodable."""
        self._begun = self._begun or bool(raw)
        piece = b""
        try:
            while raw and not self._padding and len(piece) < room:
                if self._member.eof and not (raw := self._next_member(raw)):
                    break
                piece += self._member.decompress(raw, room - len(piece))
                raw = self._member.unused_data
        except zlib.error as error:
            raise Undecodable(f"its compressed body is broken ({error})") from None
        return piece

    def _next_member(self, after: bytes) -> bytes:
        """What begins the next member, with it made; nothing if that can't be told yet, or never comes."""
        after = self._held + after
        self._held = after if after == _MAGIC[:1] else b""
        if self._held:
            return b""
        if not after.startswith(_MAGIC):  # padding, which gzip itself ignores too
            self._padding = True
            return b""
        self._members += 1
        if self._members > _MEMBERS:
            raise Undecodable(f"its compressed body is in more than {_MEMBERS} pieces")
        self._member = zlib.decompressobj(_GZIP)
        return after
