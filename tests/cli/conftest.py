from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds.cli import main

Run = Callable[..., Result]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration as people write them: comments, odd spacing, sections in between."""
    path = tmp_path / "config.toml"
    path.write_text(
        """# My newsroom.
[store]
url = "sqlite:///x.db"      # beside this file

[polling]
allow_networks = [
  "127.0.0.0/8",            # our own machine
]

[[source]]
name   = "Kept"
url    = 'https://kept.example.org/feed/'
# interval = "15m"          # once they are faster

# --- Topics ---
[[topic]]
slug = "t"
title = "T"   # for now
"""
    )
    return path


@pytest.fixture
def run(config: Path) -> Run:
    """Runs ``dateline`` on that configuration; ``expect`` is the exit code."""

    def command(*arguments: str, expect: int = 0) -> Result:
        done = CliRunner().invoke(main, ["-c", str(config), *arguments])
        assert done.exit_code == expect, done.output
        return done

    return command
