"""What a hub pushes to the daemon while another process polls its source: that process knows of no push."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds import config
from feeds.ingest import Visit, settle
from feeds.model.poll import Fetched, NotModified, PollState, Reply, Source
from feeds.model.push import PushSubscription
from feeds.newsdesk import Newsdesk
from feeds.poll.pace import PollLimits
from feeds.readout import Readout
from store.api import Store
from tests.newsroom.intake import WINDOW, item

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCE = Source(name="Gulf", url="https://gulf.example/feed", silence=6 * HOUR)
LIMITS = PollLimits(interval=HOUR, min_interval=HOUR / 6, max_interval=24 * HOUR)
HELD = PushSubscription(
    token="t",
    source="Gulf",
    address=SOURCE.address,
    hub="https://hub.example/",
    topic=SOURCE.address,
    callback="https://desk.example.org/websub/t",
    secret=b"s",
    due=NOW + 9 * HOUR,
    expires=NOW + 99 * HOUR,
    pushed=NOW - HOUR,
    taken=NOW - HOUR,
)


def _settle(store: Store, visit: Visit, at: datetime) -> None:
    with store.write() as tx:
        settle(tx, [visit], limits=LIMITS, window=WINDOW, now=at)


def _pushed(state: PollState, title: str) -> Visit:
    """What the daemon reads of a push."""
    body = Fetched(
        body=b"", body_hash="", content_type=None, location="", etag=None, last_modified=None
    )
    reply = Reply(url="", final_url="", received=NOW, status=200)
    readout = Readout(items=(item("Gulf", title, title, [f"{title}, says the harbour."], 10),))
    return Visit(
        source=SOURCE, state=state, reply=reply, outcome=body, readout=readout, pushed=HELD.token
    )


def _polled(state: PollState) -> Visit:
    """What a worker hears of the source itself."""
    reply = Reply(url="", final_url="", received=NOW + HOUR / 6, status=304)
    same = NotModified(etag=None, last_modified=None)
    return Visit(source=SOURCE, state=state, reply=reply, outcome=same)


def _claimed_silent(daemon: Store, worker: Store) -> PollState:
    """A source that fell silent, pushed to the daemon, as the worker has it claimed."""
    silent = PollState(
        source="Gulf", due=NOW, url=SOURCE.address, changed=NOW - 9 * HOUR, silent=NOW - HOUR
    )
    with daemon.write() as tx:
        tx.sync_sources([SOURCE], due={"Gulf": NOW})
        tx.save_poll_states([silent])
        tx.push.put(HELD)
    with worker.claiming() as tx:
        (claimed,) = tx.claim_due(now=NOW, lease=HOUR, limit=1)
    return claimed


def test_it_is_news_and_a_silent_source_speaks_again_once(two_stores: tuple[Store, Store]) -> None:
    daemon, worker = two_stores
    claimed = _claimed_silent(daemon, worker)
    for title in ("Ferry sails twice", "Crane falls"):
        _settle(daemon, _pushed(claimed, title), NOW)
    with worker.read() as snapshot:
        assert snapshot.poll_states()[0].lease == claimed.lease, "the worker still polls it"
    _settle(worker, _polled(claimed), NOW + HOUR / 6)
    with daemon.read() as snapshot:
        (state,) = snapshot.poll_states()
        told = [event.kind for event in snapshot.source_events(limit=9)]
    assert (state.changed, state.silent, state.lease) == (NOW, None, None)
    assert told == ["spoke again"]


def test_it_is_news_also_where_that_process_puts_the_source_off_just_then(
    two_stores: tuple[Store, Store],
) -> None:
    """Its site asked for rest. The source waits as it was put off, and is nobody's."""
    daemon, worker = two_stores
    with daemon.write() as tx:
        tx.sync_sources([SOURCE], due={"Gulf": NOW})
    with worker.claiming() as tx:
        (claimed,) = tx.claim_due(now=NOW, lease=HOUR, limit=1)
    with daemon.write() as tx:
        (read,) = tx.states_by_source(["Gulf"]).values()
        with worker.claiming() as beside:
            beside.save_poll_states([replace(claimed, due=NOW + 9 * HOUR, lease=None)])
        tx.save_poll_states([replace(read, changed=NOW)])
        tx.note_pushed([replace(read, changed=NOW)])
        (state,) = tx.poll_states()
        assert (state.due, state.lease, state.changed) == (NOW + 9 * HOUR, None, NOW)
        assert tx.claim_due(now=state.due, lease=HOUR, limit=1)


@pytest.fixture
def desk(tmp_path: Path, two_stores: tuple[Store, Store]) -> Newsdesk:
    """The worker's."""
    path = tmp_path / "config.toml"
    path.write_text(f'[[source]]\nname = "Gulf"\nurl = "{SOURCE.url}"\n')
    return Newsdesk(config.load(path), two_stores[1])


def test_it_is_news_also_where_the_source_waited_for_its_site_and_is_put_off(
    two_stores: tuple[Store, Store], desk: Newsdesk
) -> None:
    """Else it is silent again, and the same news is told once more."""
    daemon, worker = two_stores
    claimed = _claimed_silent(daemon, worker)
    _settle(daemon, _pushed(claimed, "Ferry sails twice"), NOW)
    put = replace(claimed, due=NOW + 9 * HOUR, lease=None, why_next="its site rests")
    desk.put_off([(SOURCE, put)])
    with daemon.read() as snapshot:
        (state,) = snapshot.poll_states()
    assert (state.changed, state.silent, state.lease) == (NOW, None, None)
    assert (state.due, state.why_next) == (NOW + 9 * HOUR, "its site rests")


def test_a_source_that_another_polled_since_the_claim_lapsed_is_not_put_off(
    two_stores: tuple[Store, Store], desk: Newsdesk
) -> None:
    """As after a long sleep: what that process learnt would be lost."""
    daemon, worker = two_stores
    with daemon.write() as tx:
        tx.sync_sources([SOURCE], due={"Gulf": NOW})
    with worker.claiming() as tx:
        (claimed,) = tx.claim_due(now=NOW, lease=HOUR, limit=1)
    with daemon.claiming() as tx:
        (again,) = tx.claim_due(now=NOW + 2 * HOUR, lease=HOUR, limit=1)
        learnt = replace(again, etag='"7"', due=NOW + 3 * HOUR, lease=None)
        tx.save_poll_states([learnt])
    desk.put_off([(SOURCE, replace(claimed, due=NOW + 9 * HOUR, lease=None))])
    with daemon.read() as snapshot:
        assert [*snapshot.poll_states()] == [learnt]
