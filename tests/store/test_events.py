"""What was told of sources is kept on every backend, once, and silence is noted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from feeds.model.health import EventKind, SourceEvent
from feeds.model.poll import PollState, Source
from feeds.silence import note_silence
from store import migrate
from store.api import Store
from store.open import open_store
from store.states import state_row

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WIRE = Source(name="Wire", url="https://wire.example/", silence=6 * HOUR)


def _event(kind: EventKind, hours: int, source: str = "Wire") -> SourceEvent:
    at = NOON + hours * HOUR
    return SourceEvent(source=source, at=at, kind=kind, title=f"{source} {kind}", detail="Why.")


def _kept(store: Store, limit: int = 10) -> list[SourceEvent]:
    with store.read() as snapshot:
        return list(snapshot.source_events(limit=limit))


def test_events_come_newest_first_and_go_with_what_is_old(store: Store) -> None:
    events = [_event("broke", 1), _event("came back", 2), _event("broke", 2, "Radio")]
    with store.write() as tx:
        tx.add_source_events(events)
        tx.add_source_events(events[:1])
        tx.add_source_events([])
    assert _kept(store) == [events[2], events[1], events[0]]
    assert _kept(store, 1) == [events[2]]
    with store.write() as tx:
        tx.tidy(before=NOON + 2 * HOUR)
    assert _kept(store) == [events[2], events[1]]


def test_silence_between_polls_is_noted_once_and_not_while_a_poll_is_owed_or_under_way(
    store: Store,
) -> None:
    with store.write() as tx:
        asked = [WIRE, Source(name="Other", path="x"), Source(name="Third", path="y")]
        late = NOON + 7 * HOUR
        tx.sync_sources(asked, due={"Wire": NOON, "Other": NOON, "Third": late + HOUR})
    assert note_silence(store, asked, now=late) == [], "it is due: its poll will tell"
    with store.write() as tx:
        (state,) = tx.claim_due(now=NOON, lease=9 * HOUR, limit=1, names=["Wire"])
        assert not tx.note_silence("Wire", late), "it is being polled"
        tx.save_poll_states([_polled(state, due=late + HOUR)])
    (event,) = note_silence(store, asked, now=late)
    assert (event.kind, event.title) == ("fell silent", "Wire has had nothing new for 7 hours")
    assert note_silence(store, asked, now=late + HOUR / 2) == []
    assert _kept(store) == [event]
    with store.read() as snapshot:
        states = {state.source: state for state in snapshot.poll_states()}
    assert (states["Wire"].silent, states["Other"].silent) == (late, None)
    assert states["Other"].added == NOON


def _polled(state: PollState, *, due: datetime) -> PollState:
    return replace(state, due=due, lease=None, polled=NOON, succeeded=NOON)


def test_a_store_of_before_is_brought_up_and_calls_nobody_silent_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    scripts = Config()
    scripts.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    before = ScriptDirectory.from_config(scripts).get_revision("0006").down_revision
    engine = create_engine(url)
    with engine.connect() as connection:
        scripts.attributes["connection"] = connection
        command.upgrade(scripts, before)
        state = PollState(source="Wire", due=NOON)
        due = int(NOON.timestamp()) * 1_000_000
        values = f"'Wire', 1, {due}, 0, 0, 0, 0, '{state_row(state)['hints']}'"
        columns = "source, current, due, failures, gone, missed, moved_count, hints"
        connection.exec_driver_sql(f"INSERT INTO sources ({columns}) VALUES ({values})")
        connection.commit()
    engine.dispose()
    store = open_store(url)
    with store.read() as snapshot:
        (state,) = snapshot.poll_states()
    assert (state.added, state.misses, state.silent) == (NOON, 0, None)
    assert _kept(store) == []
    store.close()
