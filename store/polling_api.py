"""What may be asked of a store about polling (sources' states and claims, domains, known documents): a part of
``store.api``'s protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from feeds.model.health import SourceEvent
from feeds.model.known import Known, KnownEntry
from feeds.model.poll import DomainState, PollState, Republish, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceActivity:
    """How much a source brought: items kept, in all and in the last seven days before ``at``."""

    source: str
    items: int
    last_week: int


class PollingReads(Protocol):
    """Reads of a snapshot."""

    def poll_states(self) -> Sequence[PollState]:
        """The state of every current source, by name."""

    def states_by_source(self, names: Collection[str]) -> Mapping[str, PollState]:
        """The states of the sources of those names, current or not; none has a name any more that it had before
        another.
        """

    def last_polled(self) -> datetime | None:
        """When a source was polled last, by the clock of then; None where none was."""

    def activity(self, *, at: datetime) -> Mapping[str, SourceActivity]:
        """Items kept by source name; sources without items are absent."""

    def source_events(self, *, limit: int) -> Sequence[SourceEvent]:
        """What was told of sources, newest first: by ``at`` falling, then source and kind."""

    def next_due(self) -> datetime | None:
        """The earliest time at which a current source is due and unclaimed."""

    def polls_a_second(self, *, interval: timedelta) -> float:
        """How many polls a second the current sources come to, each at its interval (or that one)."""

    def domain_states(self, domains: Sequence[str]) -> Mapping[str, DomainState]:
        """What is known of those registrable domains; those that never asked for anything are absent."""

    def republish(self) -> Mapping[str, Republish]:
        """What each source allowed when the configuration last named it."""

    def known(self, source: str) -> Known:
        """What need not be read again of a source's last document: without entries whose items were changed since."""

    def shown(self, source: str) -> Sequence[KnownEntry]:
        """All that is remembered of what a source's last document held, forgotten since or not."""


class PollingWrites(Protocol):
    """Writes of a transaction."""

    def sync_sources(self, sources: Sequence[Source], *, due: Mapping[str, datetime]) -> None:
        """Make these the current sources. New ones get the ``due`` given; the state of the others
        stays, also of those no longer named, so that a source that returns goes on where it was; one
        whose address is not what its state was learnt from is due as given.
        """

    def rename_sources(
        self, names: Mapping[str, str], *, signed: Callable[[bytes, str], bytes]
    ) -> None:
        """Have what is kept of sources be of their new names (by the old ones), which may be others' old ones.
        ``signed`` makes a fingerprint that of a source of such a name. Their stories count as changed.
        To be done before the new names are synced.
        """

    def claim_due(
        self,
        *,
        now: datetime,
        lease: timedelta,
        limit: int,
        names: Sequence[str] | None = None,
        besides: Collection[str] = (),
    ) -> Sequence[PollState]:
        """Claim current sources that are due and not under a lease, most overdue first; none of
        ``besides``, and none of a site that another process has (``store.shared_api.Lanes``).

        With ``names``, exactly those current sources are claimed, due or not, leased or not.
        The states returned carry the new lease.
        """

    def save_poll_states(self, states: Sequence[PollState]) -> None:
        """Replace sources' states (their leases included: None gives the claim back), unless another
        process has claimed the source since, or has given back the claim that they were read with.
        """

    def note_pushed(self, states: Sequence[PollState]) -> None:
        """Note what was pushed (``changed``, ``rate`` and ``silent``), whoever has the sources claimed: polls, as they
        end, go on from there.
        """

    def save_known(self, remembered: Mapping[str, Known]) -> None:
        """Remember this of these sources' documents, in place of what was."""

    def save_domain_state(self, state: DomainState) -> None:
        """Replace what is known of a registrable domain."""

    def shift_clock(self, step: timedelta) -> None:
        """The wall clock was set by ``step`` just now: due times and what they are told by move along."""

    def mend_clock(self, *, now: datetime, lease: timedelta) -> None:
        """Put right what was noted by a clock that ran ahead: no source waits longer than it was to,
        no claim lives longer than ``lease``.
        """

    def add_source_events(self, told: Sequence[SourceEvent]) -> None:
        """Log what is told of sources."""

    def note_silence(self, source: str, at: datetime) -> bool:
        """Set a source's ``silent`` unless it is set, or the source is claimed: then its poll is about to tell.
        Answers whether it was set now.
        """

    def release_leases(self, names: Sequence[str]) -> None:
        """Give this process's claims back without having polled."""

    def break_leases(self) -> None:
        """Give all claims back, whoever has them: for who knows that nobody else is there."""
