"""Real feed readers subscribed to a running daemon see each story of a topic once, whatever happens to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clients.follow import COLUMNS, follow, table
from tests.clients.page import PAGE, rows
from tests.clients.readers import every_reader


@pytest.mark.timeout(240)
def test_readers_see_each_story_once_and_its_corrections_as_updates(tmp_path: Path) -> None:
    """And ``docs/interoperability.md`` says of them what is found here."""
    readers = every_reader(tmp_path / "readers")
    for reader in readers:
        if reader.missing():
            print(f"{reader.name} is left out: {reader.missing()}")  # noqa: T201
    present = [reader for reader in readers if not reader.missing()]
    if not present:
        pytest.skip("; ".join(reader.missing() for reader in readers))
    findings = follow(tmp_path, present)
    assert findings.faults == []
    page = PAGE.read_text()
    said = rows(page)
    assert {row: said.get(row) for row in findings.cells} == rows(table(findings))
    assert set(said) == {(reader.name, suffix) for reader in readers for suffix in reader.formats}
    assert [name for name in COLUMNS if f"| {name} | {COLUMNS[name]} |" not in page] == []
