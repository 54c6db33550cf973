"""What a store is asked all day costs by what changed, not by all that it keeps."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from feeds.model.health import SourceEvent
from feeds.model.topic import Match, Taking, Topic
from feeds.release import Desk, release
from store.api import Store
from store.open import open_store
from tests.asked import statements
from tests.publish.shelf import Newsroom, clock
from tests.store.test_archive import put
from tests.store.test_conformance import MINUTE, NOW, a_plan, an_item

_GROWING = {
    *("items", "item_keys", "fingerprints", "signatures", "copies", "versions", "topic_entries"),
    *("topic_log", "archive_entries", "documents", "search_documents", "twin_keys", "story_gists"),
}


def test_no_release_and_no_hour_reads_all_of_what_a_store_keeps(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    sea = Topic(slug="sea", title="Sea", query="ferry")
    desk = Desk(topics=(sea,), sources=(), base_url="https://desk.example/", title="Desk")
    put(store, 1, 1)
    release(store, desk, now=NOW)
    put(store, 2, 2)
    with statements() as asked:
        release(store, desk, now=NOW)
        with store.write() as tx:
            assert tx.tidy(before=NOW + 2 * MINUTE) == 1
    store.close()
    scans = []
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        for statement, given in asked:
            if statement.startswith(("SELECT", "UPDATE", "DELETE")):
                plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", given)
                scans += [row[3].split() for row in plan if row[3].startswith("SCAN")]
    assert scans, "each asks some small table for all"
    assert not _GROWING.intersection(table for _, table, *_ in scans)


_MANY = """
INSERT INTO stories (id, head, first_carrier, published, updated, first_seen, version, status)
SELECT 's' || n, n, 'x', n, n, n, 1, 'usable' FROM generate_series(1, 20000) AS n
"""
_ARCHIVED = """
INSERT INTO archive_entries (topic, page, story)
SELECT 'sea', n / 100, 's' || n FROM generate_series(1, 20000) AS n
"""


def test_postgresql_reads_no_story_more_to_say_which_pages_of_an_archive_are_over(
    postgres: str,
) -> None:
    store = open_store(postgres)
    with psycopg.connect(postgres, autocommit=True) as database:
        database.execute("TRUNCATE stories, archive_entries")
        database.execute(_MANY)
        database.execute(_ARCHIVED)
        database.execute("ANALYZE stories, archive_entries")
        with store.write() as tx, statements() as asked:
            tx.expire_pages("sea")
        store.close()
        plans = [
            row[0]
            for statement, given in asked
            if "archive_entries" in statement
            for row in database.execute(f"EXPLAIN {statement}", given)
        ]
        database.execute("TRUNCATE stories, archive_entries")
    assert any("Index Only Scan using stories_pkey" in line for line in plans)
    assert not any("Seq Scan on stories" in line for line in plans)


_SIGNED = """
INSERT INTO signatures (key, seen, item)
SELECT hashint8extended(n * 5 + k, 1), n, n FROM generate_series(1, 40000) AS n, generate_series(1, 5) AS k
"""


def test_postgresql_looks_the_keys_of_an_item_up_also_where_it_has_no_figures_of_the_table(
    postgres: str,
) -> None:
    """As after a restore."""
    store = open_store(postgres)
    with psycopg.connect(postgres, autocommit=True) as database:
        database.execute("TRUNCATE signatures")
        database.execute(_SIGNED)
        with store.read() as snapshot, statements() as asked:
            assert not snapshot.postings(list(range(50)), since=NOW)
        store.close()
        ((statement, given),) = [one for one in asked if "signatures" in one[0]]
        plan = [row[0] for row in database.execute(f"EXPLAIN {statement}", given)]
        database.execute("TRUNCATE signatures")
    assert any("signatures_pkey" in line for line in plan)
    assert not any("Seq Scan on signatures" in line for line in plan)


def test_the_newest_events_of_sources_are_found_without_sorting_all(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    told = [
        SourceEvent(source=f"Source {n}", at=NOW + n * MINUTE, kind="broken", title="t", detail="d")
        for n in range(9)
    ]
    with store.write() as tx:
        tx.add_source_events(told)
    with store.read() as snapshot, statements() as asked:
        assert list(snapshot.source_events(limit=2)) == told[:-3:-1]
        assert len(snapshot.source_events(limit=20)) == 9
    store.close()
    with closing(sqlite3.connect(tmp_path / "x.db")) as database:
        plan = [
            row[3]
            for statement, given in asked
            if "source_events" in statement
            for row in database.execute(f"EXPLAIN QUERY PLAN {statement}", given)
        ]
    assert any("SEARCH source_events USING INDEX" in step for step in plan)
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_what_a_topic_took_is_counted_without_its_words(store: Store) -> None:
    first, second = put(store, 1, 1), put(store, 2, 2)
    with store.write() as tx:
        tx.put_matches({second.id: [Match(topic="sea", story=second.id)]}, at=NOW + MINUTE)
        assert {taking.story: taking for taking in tx.takings("sea")} == {
            story.id: Taking(
                story=story.id,
                entered=NOW,
                first_carrier=story.first_carrier,
                sources=frozenset(copy.source for copy in story.copies),
            )
            for story in (first, second)
        }
        assert list(tx.takings("land")) == []


def test_a_topic_is_asked_for_what_entered_it_lately(store: Store) -> None:
    put(store, 1, 1)
    second = put(store, 2, 2)
    with store.write() as tx:
        tx.put_matches({second.id: ()}, at=NOW)
        tx.put_matches({second.id: [Match(topic="sea", story=second.id)]}, at=NOW + MINUTE)
        assert len(tx.topic_entries("sea")) == 2
        late = tx.topic_entries("sea", since=NOW + MINUTE)
        assert [entry.story.id for entry in late] == [second.id]


def test_a_topic_s_stories_are_listed_page_by_page_and_sorted_once(store: Store) -> None:
    stories = [put(store, number, number % 7) for number in range(1, 420)]
    newest = sorted(stories, key=lambda story: (story.published, story.id), reverse=True)
    with store.read() as snapshot, statements() as asked:
        assert [story.id for story in snapshot.stories(topic="sea")] == [s.id for s in newest]
        assert next(snapshot.stories()).id == newest[0].id
    ordered = [one for one, _ in asked if "ORDER BY stories.published DESC" in one]
    assert len(ordered) == 2, "one for each list, whatever its length"


def test_the_newest_versions_of_stories_are_read_without_those_before(store: Store) -> None:
    room = Newsroom(store)
    live, quiet = room.arrive(clock(0)), room.arrive(clock(0))
    for minute in range(1, 9):
        room.correct(room.stories[0], clock(minute))
    with store.read() as snapshot:
        newest = snapshot.versions_by_story([live.id, quiet.id], last=3)
        assert [version.number for version in newest[live.id]] == [7, 8, 9]
        assert [version.number for version in newest[quiet.id]] == [1]
        assert [version.number for version in snapshot.versions(live.id, last=2)] == [8, 9]
        assert len(snapshot.versions(live.id)) == 9
        assert not snapshot.versions("no story's", last=2)


def test_a_large_transaction_leaves_no_large_log_beside_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as the daemon runs, and it may run for months."""
    monkeypatch.setattr("store.sqlite._LOG_KEEPS", 500_000)
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    log = tmp_path / "x.db-wal"
    with store.write() as tx:
        tx.apply(a_plan(replace(an_item(1), text="harbour " * 1_500_000)))
    assert log.stat().st_size > 9_000_000
    for number in (2, 3):
        with store.write() as tx:
            tx.apply(a_plan(an_item(number)))
    assert log.stat().st_size < 600_000
    store.close()
