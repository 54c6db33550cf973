"""Copies of one story that several processes take in at the same moment are one story."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from feeds.intake import absorb
from store.open import open_store
from tests.newsroom.upstream import PATIENCE
from tests.worker.taking_in import NOW, SOURCES, STORIES, copies


def _stories(url: str) -> set[frozenset[int]]:
    store = open_store(url)
    with store.read() as snapshot:
        found = {frozenset(copy.item for copy in story.copies) for story in snapshot.stories()}
    store.close()
    return found


def test_the_stories_are_those_that_one_process_makes(database: str) -> None:
    alone = open_store("sqlite:///:memory:")
    with alone.write() as tx:
        for source in SOURCES:
            absorb(tx, list(copies(source)), window=timedelta(days=7), now=NOW)
        expected = {frozenset(copy.item for copy in story.copies) for story in tx.stories()}
    alone.close()
    assert [len(story) for story in expected] == [len(SOURCES)] * STORIES
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.worker.taking_in", database, source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for source in SOURCES
    ]
    for process in processes:
        assert process.stdout is not None
        process.stdout.readline()
    for process in processes:
        process.communicate(b"go\n", timeout=PATIENCE)
    assert [process.returncode for process in processes] == [0] * len(SOURCES)
    assert _stories(database) == expected
