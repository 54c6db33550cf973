"""Which address to ask: permanent redirects are taken up slowly, other addresses by the operator at once. And who is
asked there: an address that the operator gives another name is the source that it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from feeds.model.poll import PollState, Source
from feeds.poll.pace import Brought

_AGREED = 3  # polls that must agree before a permanent move is taken up
# So many when the new place holds nothing that was known: at the pace of a source without news that
# is weeks, and a page that says "closed for the day" is gone by then.
_AGREED_STRANGE = 30


def present_url(source: Source, state: PollState) -> str | None:
    """The address to ask: the configured one, unless several polls agreed on a permanent move.

    An address with a password stays as configured: the redirect never shows the password. When
    the new address fails, every other poll tries the configured one, should it have come back.
    """
    if state.moved_to is None or state.moved_count < _AGREED or state.failures % 2:
        return source.url
    return source.url if "@" in urlsplit(source.url or "").netloc else state.moved_to


def moved(base: PollState, target: str | None, brought: Brought, *, elsewhere: bool) -> PollState:
    """Count the polls that agree on a permanent move (RFC 9110, sections 15.4.2 and 15.4.9).

    ``elsewhere``: it was asked at the address it moved to already, which redirects no more.
    """
    if target is None:
        settled = elsewhere or base.moved_to is None
        return base if settled else replace(base, moved_to=None, moved_count=0)
    if base.moved_to == target:
        return replace(base, moved_count=base.moved_count + 1)
    strange = base.succeeded is not None and not brought.known
    return replace(base, moved_to=target, moved_count=1 + (_AGREED - _AGREED_STRANGE) * strange)


def as_configured(state: PollState, source: Source, now: datetime) -> PollState:
    """The state as far as it holds for the source's address: another one starts afresh, but for what was told of the
    source's health, which is still to be taken back: an address is edited mostly because it broke.

    Validators and the hash of another address would make a "not modified" of what was never read.
    """
    if state.url is None or state.url == source.address:
        return state
    return PollState(
        source=state.source,
        due=now,
        lease=state.lease,
        changed=state.changed,
        added=state.added,
        broken=state.broken,
        silent=state.silent,
        url=source.address,
    )


def asks_the_same(one: PollState, other: PollState) -> bool:
    """Whether the next request of two sources of one address is the same."""
    asked = ((state.etag, state.last_modified, state.moved_to) for state in (one, other))
    return len(set(asked)) == 1


def renamed(before: Mapping[str, str | None], now: Mapping[str, str]) -> dict[str, str]:
    """Which sources have another name now, by their address: the new name by the old one.

    ``before`` and ``now`` are addresses by name. Names may go round, as the numbers do that feeds of one title get.

    >>> renamed({"a": "x", "b": "y", "c": "z"}, {"a": "y", "b": "x", "d": "z", "e": "u"})
    {'b': 'a', 'a': 'b', 'c': 'd'}
    """
    left: dict[str, list[str]] = {}
    for name, address in before.items():
        if address is not None and now.get(name) != address:
            left.setdefault(address, []).append(name)
    return {
        left[address].pop(0): name
        for name, address in now.items()
        if before.get(name) != address and left.get(address)
    }
