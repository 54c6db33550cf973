"""Disks that are full, files that are damaged or in use, and backups: told in a sentence, and nothing lost."""

from __future__ import annotations

import random
import resource
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.errors import StoreAway, StoreBusy, StoreError
from feeds.model.output import Document
from store.open import open_store
from store.sqlite import SQLiteStore
from tests.store.test_conformance import a_plan, an_item

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_backup_opens_as_a_store(tmp_path: Path) -> None:
    plan = a_plan(an_item(1))
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    with store.write() as tx:
        tx.apply(plan)
    store.backup(tmp_path / "copy.db")
    store.close()
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    with copy.read() as snapshot:
        assert snapshot.story(plan.story.id) == plan.story
    copy.close()


@pytest.mark.parametrize("name", ["wire%20desk.db", "wire desk.db", "50%.db", "x.db?mode=rwc"])
def test_a_store_is_one_file_whatever_signs_its_address_has(tmp_path: Path, name: str) -> None:
    """Else a backup is one of another file, which holds nothing."""
    plan = a_plan(an_item(1))
    store = open_store(f"sqlite:///{tmp_path}/{name}", exclusive=True)
    with store.write() as tx:
        tx.apply(plan)
    store.backup(tmp_path / "copy.db")
    store.close()
    assert len(list(tmp_path.glob("*.lock"))) == 1
    assert sorted(one.suffix for one in tmp_path.iterdir()) == [".db", ".db", ".lock"]
    copy = open_store(f"sqlite:///{tmp_path}/copy.db")
    with copy.read() as snapshot:
        assert snapshot.story(plan.story.id) == plan.story
    copy.close()


def test_a_new_store_and_its_backup_are_read_by_their_owner_alone_until_the_operator_says_else(
    tmp_path: Path,
) -> None:
    """They hold the secrets of the hub's subscribers."""
    path = tmp_path / "x.db"
    for mode in (0o600, 0o640):
        store = open_store(f"sqlite:///{path}")
        with store.write() as tx:
            tx.apply(a_plan(an_item(mode)))
        files = [path, *tmp_path.glob("x.db-*")]
        assert len(files) == 3
        assert {file.stat().st_mode & 0o777 for file in files} == {mode}
        store.backup(tmp_path / "copy.db")
        assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
        store.close()
        path.chmod(0o640)


def test_a_backup_to_where_nothing_can_be_written_fails_with_a_sentence(tmp_path: Path) -> None:
    store = open_store("sqlite:///:memory:")
    with pytest.raises(StoreError, match=r"backup to .*nowhere.*failed"):
        store.backup(tmp_path / "nowhere" / "copy.db")
    store.close()


def test_a_full_disk_is_told_in_a_sentence_and_what_fits_later_is_kept(
    blank: Path, tmp_path: Path
) -> None:
    (tmp_path / "x.db").write_bytes(blank.read_bytes())
    store, plan = open_store(f"sqlite:///{tmp_path}/x.db"), a_plan(an_item(1))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, limits[1]))
        with pytest.raises(StoreAway, match=r"x\.db can't be used \("), store.write() as tx:
            tx.apply(plan)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    with store.write() as tx:
        assert tx.stories_by_id([plan.story.id]) == {}
        tx.apply(plan)
    with store.read() as snapshot:
        assert snapshot.story(plan.story.id) == plan.story
    store.close()


def test_a_disk_that_is_full_within_a_step_is_told_as_such_and_all_of_it_is_taken_back(
    tmp_path: Path,
) -> None:
    store = SQLiteStore(str(tmp_path / "x.db"))
    body = random.Random(1).randbytes(1_000_000)  # which packing makes no smaller
    large = Document(path="/x", media_type="a/b", body=body, etag='"e"', modified=NOW)

    def release() -> None:
        with store.write() as tx:
            pages = tx._db.exec_driver_sql("PRAGMA page_count").scalar_one()
            tx._db.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            tx.set_topic_digest("before", "d")
            with tx.step():
                tx.put_document(large)
                assert tx.document("/x")

    with pytest.raises(StoreAway, match="full"):
        release()
    with store.read() as snapshot:
        assert snapshot.topic_digests() == {}
    store.close()


def test_a_damaged_store_is_told_in_a_sentence(blank: Path, tmp_path: Path) -> None:
    whole = blank.read_bytes()
    (tmp_path / "x.db").write_bytes(whole[:8192] + b"\xff" * (len(whole) - 8192))
    with pytest.raises(StoreError, match="malformed"):  # noqa: PT012 -- to open it may do, to read it not
        store = open_store(f"sqlite:///{tmp_path}/x.db")
        with store.read() as snapshot:
            snapshot.poll_states()


def test_a_daemon_whose_folder_can_not_be_written_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="is the folder there and writable"):
        open_store(f"sqlite:///{tmp_path}/file/x.db", exclusive=True)


def test_a_second_daemon_on_one_file_is_told_who_has_it(tmp_path: Path) -> None:
    first = open_store(f"sqlite:///{tmp_path}/x.db", exclusive=True)
    with pytest.raises(StoreBusy, match=r"process \d+"):
        open_store(f"sqlite:///{tmp_path}/x.db", exclusive=True)
    first.close()


def test_the_database_of_another_program_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "notes.db")) as other:
        other.execute("CREATE TABLE notes (words TEXT)")
    before = (tmp_path / "notes.db").read_bytes()
    with pytest.raises(
        StoreError, match=r"another program's database; name another file in \[store\]"
    ):
        open_store(f"sqlite:///{tmp_path}/notes.db")
    store = open_store(f"sqlite:///{tmp_path}/x.db")
    with pytest.raises(StoreError, match="another program's database; name another file"):
        store.backup(tmp_path / "notes.db")
    store.close()
    assert (tmp_path / "notes.db").read_bytes() == before


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is no database at all" * 100)
    with pytest.raises(StoreError, match="no SQLite database"):
        open_store(f"sqlite:///{tmp_path}/x.db")
