"""What a store offers beyond ``store.api`` where several processes work on it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

# What processes tell one another: stories were taken in; the list of sources was written anew.
News = Literal["stories", "sources"]


class Lanes(Protocol):
    """Sites (registrable domains), each asked by one process at a time; part of a transaction."""

    def take_lanes(
        self, lanes: Mapping[str, str], *, now: datetime, lease: timedelta
    ) -> frozenset[str]:
        """Have these sites to itself, for so long; ``lanes`` gives them by the name of a source.

        Answers those that are ours now. Those that others have stay theirs.
        """

    def leave_lanes(self, lanes: Sequence[str], *, until: datetime) -> None:
        """Give sites up; others may have them from then on."""

    def renew_claims(self, claims: Mapping[str, str], *, until: datetime) -> frozenset[str]:
        """Let claims on sources, and on the site given for each ("" for none), live until then.

        Answers the sources that are still ours, and whose site is.
        """


class Shared(Protocol):
    """What keeps the processes of one store apart, and wakes them."""

    def leads(self) -> bool:
        """Whether this process is the one that publishes: it stays so while it lives and is connected,
        else the first to ask is.
        """

    def resign(self) -> None:
        """Let another publish."""

    def hear(self, *, wait: float) -> frozenset[News]:
        """What other processes told since the last call; waits up to so many seconds for the first.

        All there is to tell at the first call, and after the connection was lost: something may have
        been missed.
        """

    def clock(self) -> datetime:
        """The time by the database's clock, the one that all its processes can see."""
