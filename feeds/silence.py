"""Sources that fall silent between their polls: nobody else would notice before the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from feeds.model.health import SourceEvent
from feeds.model.poll import Source
from feeds.poll.health import fell_silent
from store.api import Store


def note_silence(store: Store, sources: Sequence[Source], *, now: datetime) -> list[SourceEvent]:
    """Log which of these have fallen silent. Of one that is due or being polled, its poll will tell: after a pause of
    the daemon it may well bring something.
    """
    watched = {source.name: source for source in sources if source.silence is not None}
    told: list[SourceEvent] = []
    if not watched:
        return told
    with store.write() as tx:
        for state in tx.poll_states():
            source = watched.get(state.source)
            event = fell_silent(state, source, now) if source and state.due > now else None
            if event and tx.note_silence(state.source, now):
                told.append(event)
        tx.add_source_events(told)
    return told
