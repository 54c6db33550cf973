"""Writes the table of ``docs/interoperability.md``: ``python -m tests.clients`` (a minute; see tests/readers.sh)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.clients.follow import follow, versions
from tests.clients.page import PAGE, write
from tests.clients.readers import every_reader


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        readers = every_reader(Path(name) / "readers")
        missing = [reader.missing() for reader in readers if reader.missing()]
        if missing:
            sys.exit(f"the table is of all readers: {'; '.join(missing)}")
        desk = Path(name) / "desk"
        desk.mkdir()
        findings = follow(desk, readers)
        PAGE.write_text(write(PAGE.read_text(), findings, versions(readers)))
    for fault in findings.faults:
        print(fault)  # noqa: T201
    sys.exit(bool(findings.faults))


if __name__ == "__main__":
    main()
