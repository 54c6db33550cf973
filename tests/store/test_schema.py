"""The schema that a store is brought up to."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from click.testing import CliRunner

import store.upgrade
from feeds.cli import main
from feeds.errors import SchemaMismatch, StoreBusy
from feeds.model.output import Document
from feeds.model.topic import Topic
from feeds.queries import compile_topics
from feeds.search import asking, index_all, take
from store import driver
from store.migrate import HEAD
from store.open import open_store
from tests.store.test_conformance import a_plan, an_item


def test_a_store_at_the_newest_migration_is_taken_as_it_is() -> None:
    """What is compared at each opening is the head of the chain; it is not asked of Alembic, which loads slowly."""
    config = Config()
    config.set_main_option("script_location", str(store.upgrade._SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


_KILLED = """
import os, sys
from alembic.runtime.migration import HeadMaintainer
from store.open import open_store

HeadMaintainer.update_to_step = lambda self, step: "0022" in str(step) and os._exit(9) or done(self, step)
open_store(sys.argv[1])
"""


def test_a_store_that_was_being_brought_up_when_the_process_was_killed_is_opened(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    code = _KILLED.replace("\n\nHead", "\n\ndone = HeadMaintainer.update_to_step\nHead")
    killed = subprocess.run([sys.executable, "-c", code, url], check=False)
    assert killed.returncode == 9
    open_store(url).close()


_UNREAD = (
    "ALTER TABLE story_gists ADD COLUMN mark BIGINT NOT NULL DEFAULT 0"  # as before revision 0024
)
_OVERLAP = "ALTER TABLE sources ADD COLUMN overlap FLOAT"  # as before revision 0027
_OLDER = "UPDATE alembic_version SET version_num = '0022'"


def test_documents_that_were_published_before_they_were_packed_are_served_as_they_were(
    tmp_path: Path,
) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "x.db"
    modified = datetime(2026, 3, 7, 9, tzinfo=UTC)
    feed = Document(
        path="/topics/a.atom",
        media_type="a/b",
        body=b"<feed/>" * 999,
        etag='"e"',
        modified=modified,
    )
    opened = open_store(url)
    with opened.write() as tx:
        tx.put_document(feed)
    opened.close()
    with closing(sqlite3.connect(file)) as before, before:
        (packed,) = before.execute("SELECT length(body) FROM documents").fetchone()
        before.execute("UPDATE documents SET body = ?", [feed.body])
        before.execute(_UNREAD)
        before.execute(_OVERLAP)
        before.execute(_OLDER)
    opened = open_store(url)
    with opened.read() as snapshot:
        assert snapshot.document(feed.path) == feed
    with closing(sqlite3.connect(file)) as older, older:
        assert older.execute("SELECT length(body) FROM documents").fetchone() == (packed,)
        older.execute("UPDATE documents SET body = ?", [feed.body])  # by one that still ran
    with opened.read() as snapshot:
        assert snapshot.document(feed.path) == feed
    opened.close()
    assert packed < len(feed.body) / 4


def test_stories_that_were_indexed_before_are_found_by_how_many_carry_them(tmp_path: Path) -> None:
    """As one that was indexed by a version that did not note it."""
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "x.db"
    opened = open_store(url)
    first, second, alone = (a_plan(an_item(n, name)) for n, name in ((1, "A"), (2, "B"), (3, "C")))
    copies = (*first.story.copies, *second.story.copies)
    carried = replace(first.story, copies=copies)
    with opened.write() as tx:
        for plan in (first, replace(second, change="new", story=carried, version=None), alone):
            tx.apply(plan)
    index_all(opened)
    opened.close()
    _ask(file, _OVERLAP)
    _ask(file, "UPDATE alembic_version SET version_num = '0024'")
    opened = open_store(url)
    with opened.read() as snapshot:
        assert list(snapshot.unindexed(limit=9)) == [carried.id]
    opened.close()


def test_a_topic_keeps_its_stories_in_a_language_that_has_another_code_since(
    tmp_path: Path,
) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "x.db"
    opened = open_store(url)
    kept = [replace(an_item(n), language=code) for n, code in enumerate(("nb", "iw", "fr", None))]
    with opened.write() as tx:
        for item in kept:
            tx.apply(a_plan(item))
    index_all(opened)
    opened.close()
    _ask(file, "UPDATE alembic_version SET version_num = '0027'")
    opened = open_store(url)
    index_all(opened)
    with opened.read() as snapshot:
        found = list(snapshot.stories())
    languages = {story.head.guid: story.head.language for story in found}
    assert languages == {"g0": "no", "g1": "he", "g2": "fr", "g3": None}
    topic = Topic(slug="sea", title="Sea", query="words", languages=("nb", "iw"))
    curator = compile_topics([topic], tags={})
    taken = [story.head.guid for story in found if curator.match(story, now=story.published)]
    assert set(taken) == {"g0", "g1"}
    query = curator.read("lang:nb")
    with opened.read() as snapshot:
        asked = asking(snapshot, curator, query, now=found[0].published)
        assert [one.story.head.guid for one in take(snapshot, query, asked)] == ["g0"]
    opened.close()


_SCHEMA = "SELECT version_num FROM alembic_version"


def test_a_store_is_not_changed_under_an_older_daemon_that_still_runs_on_it(tmp_path: Path) -> None:
    """It would go on writing in its own way."""
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "x.db"
    open_store(url).close()
    _ask(file, _UNREAD)
    _ask(file, _OVERLAP)
    _ask(file, _OLDER)
    daemon = subprocess.Popen(
        [sys.executable, "-c", _HOLDING, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with daemon:
        assert daemon.stdout is not None
        daemon.stdout.readline()
        with pytest.raises(StoreBusy, match=r"runs on .*; stop it first"):
            open_store(url)
        assert _ask(file, _SCHEMA) == [("0022",)]
        daemon.communicate()
    open_store(url).close()
    assert _ask(file, _SCHEMA) == [(HEAD,)]


def test_a_daemon_brings_the_store_up_that_it_keeps_others_off(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/x.db", tmp_path / "x.db"
    open_store(url).close()
    for statement in (_UNREAD, _OVERLAP, _OLDER):
        _ask(file, statement)
    opened = open_store(url, exclusive=True)
    assert _ask(file, _SCHEMA) == [(HEAD,)]
    with pytest.raises(StoreBusy):
        open_store(url, exclusive=True)
    opened.close()


def test_a_backup_of_an_older_store_is_of_that_store_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    """There is no other way back from an upgrade."""
    (tmp_path / "config.toml").write_text('[store]\nurl = "sqlite:///x.db"\n')
    command = ["-c", str(tmp_path / "config.toml"), "backup", str(tmp_path / "before.db")]
    open_store(f"sqlite:///{tmp_path}/x.db").close()
    _ask(tmp_path / "x.db", _OLDER)
    assert CliRunner().invoke(main, command).exit_code == 0
    assert _ask(tmp_path / "x.db", _SCHEMA) == _ask(tmp_path / "before.db", _SCHEMA) == [("0022",)]


_HOLDING = """
import sys
from store.sqlite import _hold

_hold(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def _ask(file: Path, statement: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        return list(database.execute(statement))


_RUNNING = ["a daemon that publishes", "a worker, or another daemon", "a command that writes"]


@pytest.mark.parametrize("which", _RUNNING)
def test_a_database_is_not_changed_under_an_older_dateline_that_runs_on_it(
    postgres: str, which: str
) -> None:
    """It would go on in the old way: what it can't write any more it would lose, what it still can may be wrong."""
    running = open_store(postgres)
    assert running.shared is not None
    if which == "a daemon that publishes":
        assert running.shared.leads()
    elif which == "a worker, or another daemon":
        running.shared.hear(wait=0)
    with psycopg.connect(postgres, autocommit=True) as older, ExitStack() as under_way:
        if which == "a command that writes":
            under_way.enter_context(running.write())
        older.execute(_UNREAD)
        older.execute(_OVERLAP)
        older.execute(_OLDER)
        with pytest.raises(StoreBusy, match="stop all daemons and workers, then start one"):
            open_store(postgres)
        assert older.execute(_SCHEMA).fetchall() == [("0022",)]
        under_way.close()
        running.close()
        open_store(postgres).close()
        assert older.execute(_SCHEMA).fetchall() == [(HEAD,)]


def test_who_is_connected_when_another_dateline_has_changed_the_schema_writes_nothing_more(
    postgres: str,
) -> None:
    """Such as who was cut off, and came back before the change was complete."""
    running = open_store(postgres)
    with running.read():
        pass  # it has a connection
    with psycopg.connect(postgres, autocommit=True) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'another'")
        try:
            for write in (running.write, running.claiming):
                with pytest.raises(SchemaMismatch, match="stop this process"), write():
                    pass
        finally:
            newer.execute(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    with running.write():
        pass
    running.close()


def test_on_sqlite_a_command_under_way_writes_nothing_more_either(tmp_path: Path) -> None:
    running = open_store(f"sqlite:///{tmp_path}/kept.db")
    # By the same SQLite: another's would let go of the locks (store/driver.py).
    with closing(driver.sqlite3.connect(tmp_path / "kept.db", isolation_level=None)) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'another'")
        with pytest.raises(SchemaMismatch, match="stop this process"), running.write():
            pass
        newer.execute("UPDATE alembic_version SET version_num = ?", (HEAD,))
    with running.write():
        pass
    running.close()
