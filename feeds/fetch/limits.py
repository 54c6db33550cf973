"""The bounds of one fetch; docs/fetching.md has the reasons."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Bounds of one fetch.

    ``max_bytes`` counts inflated bytes; ``timeout`` is for the whole exchange, redirects included,
    but not for waiting until the host has a turn free. ``connect`` bounds finding the host's address,
    and then connecting to it; ``silence`` is how long a server may send nothing, else two thirds of
    ``timeout`` (10 s at least). ``head_bytes`` is for all that comes before a body (interim answers too); ``ratio`` is
    how many times its size a body may inflate to, past the first ``ratio_from`` bytes; ``redirects``
    how many are followed.
    """

    user_agent: str
    timeout: timedelta
    max_bytes: int
    per_host: int
    allow_networks: tuple[str, ...] = ()
    connect: timedelta = timedelta(seconds=10)
    silence: timedelta | None = None
    head_bytes: int = 65_536
    ratio: int = 200
    ratio_from: int = 1_000_000
    redirects: int = 5

    @property
    def networks(self) -> tuple[Network, ...]:
        """``allow_networks``, read."""
        return _read(self.allow_networks)

    @property
    def quiet(self) -> timedelta:
        """How long a server may send nothing."""
        return self.silence or max(self.timeout * 2 / 3, timedelta(seconds=10))

    @property
    def wire_bytes(self) -> int:
        """The most bytes that come over the wire for one answer: framing may double a body, no more."""
        return 2 * self.max_bytes + self.head_bytes


@lru_cache(maxsize=64)
def _read(written: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(text) for text in written)
