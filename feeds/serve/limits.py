"""How often one address may ask: a bucket of requests that fills again over a minute (429, RFC 6585, section 4)."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from functools import lru_cache

_MINUTE = 60.0
_MOST = 20_000  # addresses remembered; who is forgotten starts with a full bucket


class Limiter:
    """Memory is bounded: those who asked least recently are forgotten first."""

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, *, per_minute: int, now: float) -> int:
        """Take one request of an address: 0 if it may, else how many whole seconds it should wait.

        ``now`` is any clock in seconds that does not go back.
        """
        client = _network(address)
        if per_minute <= 0 or client is None:
            return 0
        left, at = self._buckets.pop(client, (float(per_minute), now))
        left = min(float(per_minute), left + (now - at) * per_minute / _MINUTE)
        allowed = left >= 1
        self._buckets[client] = (left - 1 if allowed else left, now)
        if len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - left) * _MINUTE / per_minute)


@lru_cache(maxsize=4096)
def _network(address: str) -> str | None:
    """What is counted as one client; None: this machine.

    >>> _network("192.0.2.7"), _network("::ffff:192.0.2.7"), _network("2001:db8::1:2:3:4")
    ('192.0.2.7', '192.0.2.7', '2001:db8::/64')
    >>> _network("127.0.0.1"), _network("::1"), _network("::ffff:127.0.0.1")
    (None, None, None)
    """
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped is not None:
            return _network(str(known.ipv4_mapped))
        if not known.is_loopback:
            return str(ipaddress.ip_network((int(known) >> 64 << 64, 64)))
    return None if known.is_loopback else str(known)
