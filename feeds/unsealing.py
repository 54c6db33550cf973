"""What was under an embargo that has passed, taken in: all at once, and where that breaks, each by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from feeds import log
from feeds.errors import StoreAway
from feeds.intake import unseal
from store.api import Store

_MOST = 500  # items taken in at once
_PUT_OFF = timedelta(hours=1)  # what could not be taken in

_log = log.get("daemon")


def unseal_due(store: Store, *, window: timedelta, now: datetime, sites: Mapping[str, str]) -> int:
    """Take in what may be seen ``now`` and was held back; how many items (see :func:`feeds.intake.unseal`).

    One that can't be taken in keeps no other from it, and is put off for an hour. Raises StoreAway with none or some
    of them taken in.
    """
    try:
        with store.write() as tx:
            return unseal(tx, window=window, now=now, sites=sites, most=_MOST)
    except StoreAway:
        raise
    except Exception:
        taken = 0
        for _ in range(_MOST):
            with store.read() as snapshot:
                due = snapshot.next_embargo()
            if due is None or due > now:
                break
            taken += _unseal_next(store, window, now, sites)
        return taken


def _unseal_next(store: Store, window: timedelta, now: datetime, sites: Mapping[str, str]) -> int:
    try:
        with store.write() as tx:
            return unseal(tx, window=window, now=now, sites=sites, most=1)
    except StoreAway:
        raise
    except Exception:
        with store.write() as tx:
            for item, keys in tx.take_due(now=now, limit=1):
                tx.hold(item, keys, until=now + _PUT_OFF)
                _log.exception(
                    "taking in what was held back broke", source=item.source, item=item.title
                )
        return 0
