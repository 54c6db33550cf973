"""Copies of one story that several processes take in at the same moment are one story."""

from __future__ import annotations

from datetime import timedelta
from multiprocessing import Pipe

from feeds.intake import absorb
from store.open import open_store
from tests.newsroom.process import fork
from tests.newsroom.upstream import PATIENCE
from tests.worker.taking_in import NOW, SOURCES, STORIES, copies, take_in


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
    gates, processes = [], []
    for source in SOURCES:
        ours, theirs = Pipe()
        processes.append(fork(take_in, database, source, theirs))
        gates.append(ours)
        theirs.close()
    for gate in gates:
        assert gate.recv() == "ready"
    for gate in gates:
        gate.send("go")
    for process, gate in zip(processes, gates, strict=True):
        process.join(PATIENCE)
        gate.close()
    assert [process.exitcode for process in processes] == [0] * len(SOURCES)
    assert _stories(database) == expected
