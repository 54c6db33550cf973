"""What is remembered of a source's last document: which entries it held, so that they need not be read again."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from hashlib import blake2b

_KEYS = 3  # a guid, an address, the words
_ENTRY = struct.Struct(f">16sq8s{_KEYS}Q")
_CONTEXT = 16  # bytes
UNMARKED = b"\0" * 16  # of an entry that is to be read each time


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry:
    """An entry that was taken in: ``mark`` of its bytes (or ``UNMARKED``), ``id`` of its item.

    ``digest`` is the beginning of the kept item's digest; where that is another now, something else
    changed the item since. ``keys`` are hashes of all its identities (:func:`key_hash`).
    """

    mark: bytes
    id: int
    digest: bytes
    keys: tuple[int, ...]

    def __reduce__(self) -> tuple[object, ...]:
        """For pickle, in half the time that it takes by itself: a poll sends many to and fro."""
        return _entry, (self.mark, self.id, self.digest, self.keys)


def _entry(mark: bytes, number: int, digest: bytes, keys: tuple[int, ...]) -> KnownEntry:
    return KnownEntry(mark=mark, id=number, digest=digest, keys=keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The entries of a source's last document. Those with a mark are plain: their outcome hangs on nothing but their
    bytes and ``context``, a hash of our code, of the source's settings and of what the feed says of itself.
    """

    context: bytes
    entries: tuple[KnownEntry, ...] = ()

    def pack(self) -> bytes:
        """As bytes, for the store.

        >>> one = KnownEntry(mark=b"m" * 16, id=7, digest=b"d" * 8, keys=(1, 2))
        >>> Known.unpack(Known(context=b"c" * 16, entries=(one,)).pack()).entries == (one,)
        True
        """
        padded = ((one, (*one.keys, *(0,) * (_KEYS - len(one.keys)))) for one in self.entries)
        packed = (_ENTRY.pack(one.mark, one.id, one.digest, *keys) for one, keys in padded)
        return self.context + b"".join(packed)

    @classmethod
    def unpack(cls, body: bytes) -> Known:
        """From :meth:`pack`'s bytes."""
        entries = tuple(
            KnownEntry(mark=mark, id=number, digest=digest, keys=tuple(k for k in keys if k))
            for mark, number, digest, *keys in _ENTRY.iter_unpack(body[_CONTEXT:])
        )
        return cls(context=body[:_CONTEXT], entries=entries)


NOTHING_KNOWN = Known(context=b"\0" * _CONTEXT)


def key_hash(key: str) -> int:
    """An identity as 64 bits, never 0."""
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest()) or 1


def digest_head(digest: str) -> bytes:
    """The beginning of an item's digest, as it is remembered."""
    return bytes.fromhex(digest[:16])


def context_hash(*facts: object) -> bytes:
    """A hash of facts that are written the same way each time (tuples, strings, dataclasses of them)."""
    return blake2b(repr(facts).encode("utf-8", "replace"), digest_size=_CONTEXT).digest()
