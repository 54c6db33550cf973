"""The claims that a process has on a shared store: renewed while it works, given back, and known to be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from store.api import Store

_RENEWED = 1 / 3  # of a lease: it is renewed when so much of it has gone
_SURE = 2 / 3  # of a lease: what is left covers clocks that differ, and a poll that just starts


class Claims:
    """Sources claimed and not yet settled, each with its site; and the sites that this process has.

    ``steady`` is a clock in seconds that nobody sets and that goes on while the machine sleeps.
    """

    def __init__(
        self, store: Store, *, now: Callable[[], datetime], steady: Callable[[], float]
    ) -> None:
        self._store, self._now, self._steady = store, now, steady
        self._claimed: dict[str, str] = {}
        self._lanes: set[str] = set()
        self._renewed = steady()

    def add(self, claimed: Mapping[str, str]) -> None:
        """Sources claimed just now, with the site of each ("" for none)."""
        if not self._claimed:
            self._renewed = self._steady()
        self._claimed.update(claimed)
        self._lanes |= {lane for lane in claimed.values() if lane}

    def done(self, sources: Iterable[str]) -> None:
        """They were settled or given back."""
        for source in sources:
            self._claimed.pop(source, None)

    def site(self, source: str) -> str:
        """The site that a source was claimed with; "" for none, or where it is not claimed."""
        return self._claimed.get(source, "")

    def sure(self, lease: timedelta) -> bool:
        """Whether what was claimed is certainly still ours, so that a poll may start."""
        gone = self._steady() - self._renewed
        return self._store.shared is None or gone < lease.total_seconds() * _SURE

    def to_tend(self, lease: timedelta) -> bool:
        """Whether anything is to be renewed or given up."""
        if self._store.shared is None:
            return False
        idle = self._lanes - set(self._claimed.values())
        return bool(idle) or (bool(self._claimed) and self._aged(lease))

    def _aged(self, lease: timedelta) -> bool:
        return self._steady() - self._renewed >= lease.total_seconds() * _RENEWED

    def tend(self, *, lease: timedelta, gap: timedelta) -> frozenset[str]:
        """Renew what is due to be, and give up sites with nothing left to do there, after a ``gap``.

        Answers the sources that were lost to another process.
        """
        at, mine, aged = self._steady(), dict(self._claimed), self._aged(lease)
        idle = self._lanes - set(mine.values())
        kept = frozenset(mine)
        with self._store.claiming() as tx:
            tx.leave_lanes(sorted(idle), until=self._now() + gap)
            if aged:
                kept = tx.renew_claims(mine, until=self._now() + lease)
        self._lanes -= idle
        self._renewed = at if aged else self._renewed
        return frozenset(mine) - kept

    def give_back(self, *, gap: timedelta) -> None:
        """Give everything back: the process stops."""
        with self._store.claiming() as tx:
            tx.release_leases(sorted(self._claimed))
            tx.leave_lanes(sorted(self._lanes), until=self._now() + gap)
        self._claimed.clear()
        self._lanes.clear()
