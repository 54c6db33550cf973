from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from feeds.cli import main

Check = Callable[..., list[str]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Runs ``dateline check`` on a configuration and the files beside it; returns the faults it prints."""

    def run(text: str | bytes, files: Mapping[str, str | bytes] | None = None) -> list[str]:
        for name, content in {"config.toml": text, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = CliRunner().invoke(main, ["-c", str(tmp_path / "config.toml"), "check"])
        faults = done.stderr.splitlines()
        assert done.exit_code == (2 if faults else 0), done.output
        assert all(line.startswith("error: ") for line in faults)
        assert ("no faults" in done.stdout) == (not faults)
        return [line.removeprefix("error: ") for line in faults]

    return run
